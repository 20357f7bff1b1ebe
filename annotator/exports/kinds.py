"""The files of an export: each defined once, with its columns, its rows, their order, its key and what it refers to."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.errors import Refused
from annotator.models import Annotation, CrossReference, Event, ProposedParallel, Tag, Tagging
from annotator.selectors import rows
from annotator.selectors.filters import Filters, ResolvedFilters, Viewer
from corpus.models import Document, Paragraph

from . import columns, counts
from .cells import Bytewise
from .columns import Column

# The version of the files' contract. A reader refuses one it does not know; this program also reads earlier ones.
VERSION = 2
ON_CONTRIBUTIONS = frozenset(
    {"collections", "documents", "tags", "words", "ids", "persons", "statuses", "since", "until"}
)


@dataclass(frozen=True)
class KeyReference:
    """A foreign key: ``column`` holds a value of ``to`` in the file of ``kind`` (``""``: the same file).

    ``broken_by``: the filters that may leave the row out that is referred to.
    """

    column: str
    kind: str
    to: str
    broken_by: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ExportKind:
    """A file of an export.

    ``rows`` gives those a person may see, not ordered; ``columns`` depend on the person too, since some are numbers of
    what the person sees. ``paragraph`` is the path to the paragraph a row stands in (``""``: it is one), ``None``
    where the rows are not in the order of the text; ``order`` is their order, below that of the text. ``since``: the
    version of the contract that brought it.
    """

    name: str
    meaning: str | Promise
    model: Any
    columns: Callable[[Viewer], tuple[Column, ...]]
    rows: Callable[[Viewer, ResolvedFilters], QuerySet[Any]]
    order: tuple[Combinable | str, ...]
    narrowed_by: frozenset[str]
    paragraph: str | None = None
    references: tuple[KeyReference, ...] = ()
    since: int = 1

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, which are the same for everybody."""
        return self.header_of(VERSION)

    def columns_of(self, version: int) -> tuple[Column, ...]:
        """The columns that the file has in ``version`` of the contract, as the command line sees them."""
        return tuple(column for column in self.columns(None) if column.since <= version)

    def header_of(self, version: int) -> tuple[str, ...]:
        """The names of the columns in ``version`` of the contract."""
        return tuple(column.name for column in self.columns_of(version))

    @property
    def key(self) -> tuple[str, ...]:
        return ("document", "paragraph") if self.model is Paragraph else (self.header[0],)

    def path(self, end: str) -> str:
        """The path to ``end`` of the paragraph a row stands in."""
        return f"{self.paragraph}__{end}" if self.paragraph else end

    def in_order(self) -> list[Combinable | str]:
        document = [] if self.paragraph is None else [Bytewise(F(self.path("document__slug")))]
        return [*document, *self.order]

    def beside(self, filters: Filters) -> str:
        """Those of ``filters`` that do not apply to this file, in words."""
        labels = {
            "collections": _("collection"),
            "documents": _("document"),
            "tags": _("tag"),
            "persons": _("person"),
            "statuses": _("status"),
            "since": _("date"),
            "until": _("date"),
            "words": _("search words"),
            "ids": _("id"),
        }
        beside = [labels[name] for name in labels if name in filters.names() - self.narrowed_by]
        return ", ".join(dict.fromkeys(beside))

    def check(self, filters: Filters) -> None:
        """Raise ``Refused`` where ``filters`` has one that does not apply to this file."""
        if beside := self.beside(filters):
            raise Refused(
                _("%(file)s cannot be narrowed by %(filters)s. Leave that out, or take another file.")
                % {"file": self.file, "filters": beside}
            )

    def seen(self, viewer: Viewer, filters: Filters) -> Any:
        """The rows ``viewer`` may see, narrowed by ``filters`` as far as they apply to this file."""
        return self.chosen(viewer, filters.look_up(viewer))

    def chosen(self, viewer: Viewer, narrowing: ResolvedFilters) -> QuerySet[Any]:
        """The rows ``viewer`` may see within ``narrowing``."""
        return rows.chosen(self.rows(viewer, narrowing), narrowing)


def text_order(passage: str) -> tuple[Combinable | str, ...]:
    """The order of what stands on ``passage``: of the text, then of time, then of ids."""
    first = [F(f"{passage}__{end}").asc(nulls_first=True) for end in ("start", "end")]
    return (f"{passage}__paragraph__position", f"{passage}__paragraph__key", *first, "created_at", "pk")


DOCUMENT_LEFT_OUT = frozenset({"documents", "collections"})
NOTE_LEFT_OUT = frozenset({"persons", "statuses", "since", "until", "words", "tags"})
EXPORT_KINDS = {
    kind.name: kind
    for kind in (
        ExportKind(
            name="documents",
            meaning=gettext_lazy("A row for each document."),
            model=Document,
            columns=lambda _viewer: columns.DOCUMENTS,
            rows=rows.documents,
            order=(Bytewise(F("slug")),),
            narrowed_by=frozenset({"collections", "documents", "ids"}),
        ),
        ExportKind(
            name="paragraphs",
            meaning=gettext_lazy("A row for each paragraph of the current revision, page furniture included."),
            model=Paragraph,
            columns=lambda viewer: columns.paragraphs(*counts.on_paragraph(viewer)),
            rows=rows.paragraphs,
            order=("position", "key"),
            narrowed_by=ON_CONTRIBUTIONS,
            paragraph="",
            references=(KeyReference("document", "documents", "document"),),
        ),
        ExportKind(
            name="codebook",
            meaning=gettext_lazy("A row for each tag."),
            model=Tag,
            columns=lambda viewer: columns.codebook(*counts.of_tag(viewer)),
            rows=rows.codebook,
            order=("sort_key", "pk"),
            narrowed_by=frozenset({"tags", "ids"}),
            references=(KeyReference("parent_id", "", "tag_id"),),
        ),
        ExportKind(
            name="tags",
            meaning=gettext_lazy("A row for each tagging: one tag put on one passage by one person."),
            model=Tagging,
            columns=columns.tags,
            rows=rows.taggings,
            order=text_order("content_object"),
            narrowed_by=ON_CONTRIBUTIONS,
            paragraph="content_object__paragraph",
            references=(
                KeyReference("tag_id", "codebook", "tag_id"),
                KeyReference("document", "documents", "document"),
                KeyReference("tagged_by", "people", "account"),
            ),
        ),
        ExportKind(
            name="annotations",
            meaning=gettext_lazy("A row for each annotation or reply."),
            model=Annotation,
            columns=lambda viewer: columns.annotations(viewer, counts.note_is_seen(viewer)),
            rows=rows.annotations,
            order=text_order("passage"),
            narrowed_by=ON_CONTRIBUTIONS,
            paragraph="passage__paragraph",
            references=(
                KeyReference("in_reply_to", "", "annotation_id", NOTE_LEFT_OUT),
                KeyReference("document", "documents", "document"),
                KeyReference("author", "people", "account"),
            ),
        ),
        ExportKind(
            name="cross-references",
            meaning=gettext_lazy("A row for each cross-reference."),
            model=CrossReference,
            columns=columns.cross_references,
            rows=rows.cross_references,
            order=text_order("source"),
            narrowed_by=ON_CONTRIBUTIONS,
            paragraph="source__paragraph",
            references=(
                KeyReference("source_document", "documents", "document", DOCUMENT_LEFT_OUT),
                KeyReference("target_document", "documents", "document", DOCUMENT_LEFT_OUT),
                KeyReference("author", "people", "account"),
            ),
        ),
        ExportKind(
            name="parallels",
            meaning=gettext_lazy("A row for each proposed parallel both of whose ends you may read, for members."),
            model=ProposedParallel,
            columns=lambda viewer: columns.parallels(counts.reference_is_seen(viewer)),
            rows=rows.parallels,
            order=(*text_order("one")[:-2], "pk"),
            narrowed_by=frozenset({"collections", "documents", "ids"}),
            paragraph="one__paragraph",
            references=(
                KeyReference("one_document", "documents", "document", DOCUMENT_LEFT_OUT),
                KeyReference("other_document", "documents", "document", DOCUMENT_LEFT_OUT),
                KeyReference("judged_by", "people", "account"),
                KeyReference("cross_reference_id", "cross-references", "cross_reference_id", ON_CONTRIBUTIONS),
            ),
            since=2,
        ),
        ExportKind(
            name="events",
            meaning=gettext_lazy("A row for each event, in the order of time."),
            model=Event,
            columns=lambda _viewer: columns.EVENTS,
            rows=rows.events,
            order=("at", "pk"),
            narrowed_by=frozenset({"collections", "documents", "persons", "since", "until", "ids"}),
            references=(
                KeyReference("document", "documents", "document", DOCUMENT_LEFT_OUT),
                KeyReference("actor", "people", "account"),
            ),
        ),
        ExportKind(
            name="people",
            meaning=gettext_lazy("A row for each person whom the other files name."),
            model=User,
            columns=lambda _viewer: columns.PEOPLE,
            rows=rows.people,
            order=(Bytewise(F("username")),),
            narrowed_by=ON_CONTRIBUTIONS - {"ids"},
            since=2,
        ),
    )
}
