"""The site with an export that fails in the middle, for test_exports_breaking.py. Not to be imported by a test."""

from annotator.config.wsgi import application
from annotator.exports.sql import Export, FileChunk

PART = b"x" * 65535 + b"\n"


def _chunks(self):
    yield from [FileChunk(PART, 1)] * 20
    if not self.raw:
        raise RuntimeError("The database went away.")


Export.chunks = _chunks

__all__ = ["application"]
