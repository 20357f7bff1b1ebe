"""Which kind of file somebody wants to import."""

from enum import StrEnum

from .csv_table import read_table
from .taguette import is_highlights

# A zip file begins like this, an empty one too.
ZIP = (b"PK\x03\x04", b"PK\x05\x06")


class FileKind(StrEnum):
    """What a file holds."""

    BUNDLE = "bundle"
    CODEBOOK = "codebook"
    HIGHLIGHTS = "highlights"


def kind_of(name: str, data: bytes) -> FileKind:
    """What the file ``name`` holds, by its first bytes and its columns; a bundle that is damaged is still one.

    Raises:
        ImportRefused: it is neither a zip file nor a table.

    """
    if data.startswith(ZIP) or name.lower().endswith(".zip"):
        return FileKind.BUNDLE
    return FileKind.HIGHLIGHTS if is_highlights(read_table(name, data)) else FileKind.CODEBOOK
