"""What follows from the kind of text that a document is, told or found, for the blocks of any format.

Plain Python.
"""

from dataclasses import replace

from corpus.blocks import Genre, Reading
from corpus.importing.structure.speaker_headings import with_speakers_of_headings
from corpus.importing.structure.speakers import with_turns
from corpus.importing.structure.verses import split_verses


def as_genre(reading: Reading, genre: Genre) -> Reading:
    """Return ``reading`` read as ``genre``; where nobody said which, its headings tell whether they are speakers."""
    match genre:
        case Genre.UNKNOWN:
            return replace(reading, blocks=with_speakers_of_headings(reading.blocks))
        case Genre.TRANSCRIPT:
            return replace(reading, blocks=with_turns(with_speakers_of_headings(reading.blocks), declared=True))
        case Genre.VERSE:
            verses = split_verses(reading.blocks, declared=True)
            return replace(reading, blocks=tuple(verses.get(at, block) for at, block in enumerate(reading.blocks)))
        case _:
            return reading
