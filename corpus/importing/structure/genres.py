"""What follows from being told what kind of text a document is, for the blocks of any format.

Plain Python.
"""

from dataclasses import replace

from corpus.blocks import Genre, Reading
from corpus.importing.structure.speakers import with_turns
from corpus.importing.structure.verses import split_verses


def as_genre(reading: Reading, genre: Genre) -> Reading:
    """Return ``reading`` as that of a text of the kind that somebody said it is; the same where nobody did."""
    match genre:
        case Genre.TRANSCRIPT:
            return replace(reading, blocks=with_turns(reading.blocks, told=True))
        case Genre.VERSE:
            verses = split_verses(reading.blocks, told=True)
            return replace(reading, blocks=tuple(verses.get(at, block) for at, block in enumerate(reading.blocks)))
        case _:
            return reading
