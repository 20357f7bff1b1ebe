"""A part of the documents of a search, as an address names it: of a year, an author, a publisher, or one alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corpus.models import Document

YEAR, AUTHOR, PUBLISHER, DOCUMENT = "year", "author", "publisher", "document"
WITHOUT: Mapping[str, str | Promise] = {
    YEAR: gettext_lazy("without a date"),
    AUTHOR: gettext_lazy("no author named"),
    PUBLISHER: gettext_lazy("no publisher named"),
}
NOTHING = "-"
"""What an address says for documents that have no year, author or publisher."""
NAMES = {by: f"in_{by}" for by in (YEAR, AUTHOR, PUBLISHER, DOCUMENT)}
"""The names in addresses."""


def value_of(document: Document, by: str) -> str:
    """What ``document`` belongs to: its year, author, publisher or slug, empty where it has none."""
    values = {YEAR: document.year, AUTHOR: document.author, PUBLISHER: document.publisher, DOCUMENT: document.slug}
    return values[by]


def label_of(by: str, value: str) -> str:
    return value or str(WITHOUT[by])


@dataclass(frozen=True, slots=True)
class Facet:
    """The documents whose ``by`` is ``value``."""

    by: str
    value: str

    @classmethod
    def of(cls, options: Mapping[str, str]) -> "Facet | None":
        """The one that an address names, if it names one."""
        for by, name in NAMES.items():
            if value := options.get(name, ""):
                return cls(by, "" if value == NOTHING else value)
        return None

    def has(self, document: Document) -> bool:
        return value_of(document, self.by) == self.value

    @property
    def label(self) -> str:
        if self.by == DOCUMENT:
            return _("in one document")
        return label_of(self.by, self.value)


def address_of(by: str, value: str) -> dict[str, str | None]:
    """What names a part in an address."""
    return dict.fromkeys(NAMES.values()) | {NAMES[by]: value or NOTHING}
