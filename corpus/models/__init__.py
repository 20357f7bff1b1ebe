"""The texts as records."""

from .collection import Collection
from .document import Document, Revision
from .paragraph import Paragraph

__all__ = ["Collection", "Document", "Paragraph", "Revision"]
