"""The admin: a second way to everything an editor does, through the same actions, rules and events."""

from . import codebook, collections, contributions, documents, events, paragraphs, people, site

__all__ = ["codebook", "collections", "contributions", "documents", "events", "paragraphs", "people", "site"]
