"""The texts as records."""

from .change import Change, FormerText
from .collection import Collection
from .document import Document, Revision
from .paragraph import Paragraph

__all__ = ["Change", "Collection", "Document", "FormerText", "Paragraph", "Revision"]
