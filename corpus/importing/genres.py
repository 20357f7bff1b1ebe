"""What follows from being told what kind of text a document is, for the blocks of any format.

Plain Python.
"""

from dataclasses import replace

from corpus.importing.blocks import Block, Genre, Kind, Reading
from corpus.importing.speakers import split_turn
from corpus.importing.verses import split_verses


def as_genre(reading: Reading, genre: Genre) -> Reading:
    """Return ``reading`` as that of a text of the kind that somebody said it is; the same where nobody did."""
    match genre:
        case Genre.TRANSCRIPT:
            return replace(reading, blocks=tuple(map(_turn, reading.blocks)))
        case Genre.VERSE:
            verses = split_verses(reading.blocks, told=True)
            return replace(reading, blocks=tuple(verses.get(at, block) for at, block in enumerate(reading.blocks)))
        case _:
            return reading


def _turn(block: Block) -> Block:
    """A paragraph with its speaker as its printed mark, where it begins with one."""
    if block.kind is not Kind.BODY or block.number:
        return block
    mark, words = split_turn(block.text)
    return replace(block, number=mark, text=words)
