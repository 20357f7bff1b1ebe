"""The readers: one module per format, found by itself.

A module here is a reader if it has ``SUFFIXES`` (its file name endings, lower case, with the point), ``MEDIA_TYPE``,
``ISOLATED`` (whether it should be run in a process of its own, because what it parses can be made to do harm) and
``read(data) -> Reading``; one to which the kind of text matters has ``read_as(data, genre)`` as well. Adding a format
is adding a file.
"""

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from corpus.importing.blocks import Genre, Reading, UnreadableFileError
from corpus.importing.genres import as_genre


class Reader(Protocol):
    """What a module of this package offers."""

    SUFFIXES: tuple[str, ...]
    MEDIA_TYPE: str
    ISOLATED: bool

    def read(self, data: bytes) -> Reading:
        """Make blocks of a file's bytes; raises ``UnreadableFileError``."""


@cache
def _readers() -> dict[str, Reader]:
    """Return the readers by the file name ending they read."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    readers = [cast("Reader", module) for module in modules if hasattr(module, "SUFFIXES")]
    return {suffix: reader for reader in readers for suffix in reader.SUFFIXES}


def suffixes() -> tuple[str, ...]:
    """Return all file name endings that can be read, sorted, with their point."""
    return tuple(sorted(_readers()))


def reader_for(name: str) -> Reader:
    """Return the reader for a file called ``name``.

    Raises:
        UnreadableFileError: no reader knows the ending of the name.
    """
    suffix = PurePath(name).suffix.lower()
    try:
        return _readers()[suffix]
    except KeyError:
        known = ", ".join(suffixes())
        what = f"Files ending in {suffix} cannot be read" if suffix else "A file without an ending cannot be read"
        raise UnreadableFileError(f"{what}. Endings that can be read: {known}.") from None


def read(name: str, data: bytes, genre: Genre = Genre.UNKNOWN) -> Reading:
    """Read ``data``, the content of a file called ``name``.

    Args:
        name: its ending chooses the reader.
        data: the bytes.
        genre: what kind of text it is, where the guess would be wrong.

    Raises:
        UnreadableFileError: the ending is unknown, the file is empty, or it is not what its name says.
    """
    reader = reader_for(name)
    if not data.strip():
        reading = Reading(())
    elif genre and hasattr(reader, "read_as"):
        reading = reader.read_as(data, genre)
    else:
        reading = as_genre(reader.read(data), genre)
    if not any(block.text for block in reading.blocks):
        raise UnreadableFileError("There is no text in this file. Load a file with at least one paragraph.")
    return reading
