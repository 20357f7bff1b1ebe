"""The texts as records."""

from .change import Change, FormerText
from .collection import Collection
from .document import Document, Revision
from .paragraph import Paragraph
from .words import DocumentWords, Posting, WrittenWord

__all__ = [
    "Change",
    "Collection",
    "Document",
    "DocumentWords",
    "FormerText",
    "Paragraph",
    "Posting",
    "Revision",
    "WrittenWord",
]
