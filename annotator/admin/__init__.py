"""The admin: a second way to everything an editor does, through the same actions, rules and events."""

from . import collections, contributions, documents, events, paragraphs, people, site, tags

__all__ = ["collections", "contributions", "documents", "events", "paragraphs", "people", "site", "tags"]
