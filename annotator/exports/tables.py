"""The tables of a site as files that any database can take: what a backup holds, and a bundle with its sources.

A file of a table has a line for each row, an array in JSON; ``manifest.json`` names the columns. A backup holds every
table; a bundle those of the work on the texts, of people only what they are called.
"""

import base64
import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Field, ForeignKey, Model, Q, QuerySet
from django_tasks_db.models import DBTaskResult

from annotator.models import (
    Annotation,
    Contribution,
    CrossReference,
    Event,
    FormerName,
    Job,
    Passage,
    ProposedParallel,
    Recount,
    Tag,
    TagAlias,
    Tagging,
    TagInDocument,
)
from annotator.permissions import ANNOTATORS, EDITORS
from annotator.selectors.filters import Viewer, visible_tags
from corpus.models import (
    Change,
    Collection,
    Document,
    DocumentWords,
    FormerText,
    Paragraph,
    Posting,
    Revision,
    WrittenWord,
)

from .proposed import KEYS, PLACES

# Rows taken from the database at a time.
CHUNK = 2_000
# What Django makes by itself, other on every site, is referred to by its names; log-ins end with a site.
NAMED: dict[type[Model], tuple[str, ...]] = {
    ContentType: ("app_label", "model"),
    Permission: ("codename", "content_type__app_label", "content_type__model"),
}
# The index of words is made of the texts, and the numbers of tags are counted.
MADE_ANEW = {DocumentWords, Posting, WrittenWord, TagInDocument, Recount}
LEFT_OUT = {*NAMED, *MADE_ANEW, Session, UserSession, DBTaskResult, Job}


@dataclass(frozen=True)
class ExportTable:
    """Rows of a model. ``changed``: what becomes of the values of a column; ``among``: the keys of those that count."""

    model: type[Model]
    rows: QuerySet[Any]
    changed: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    among: Container[object] | None = None

    @property
    def name(self) -> str:
        """What it is called in the manifest."""
        return self.model._meta.label  # noqa: SLF001 - Django's documented API

    def lines(self) -> Iterator[bytes]:
        columns = columns_of(self.model)
        paths: list[str] = []
        parts: list[Any] = []
        for column in columns:
            names = named_by(column)
            parts.append(slice(len(paths), len(paths) + len(names)) if names else len(paths))
            paths += [f"{column.name}__{name}" for name in names] or [column.attname]
        changed = [self.changed.get(column.attname) for column in columns]
        key = paths.index(self.model._meta.pk.attname)  # noqa: SLF001 - Django's documented API
        as_read = not any(changed) and len(paths) == len(parts)
        for row in self.rows.order_by("pk").values_list(*paths).iterator(CHUNK):
            if self.among is not None and row[key] not in self.among:
                continue
            if as_read:
                values: Sequence[Any] = row
            else:
                values = [
                    change(row[part]) if change else row[part] for part, change in zip(parts, changed, strict=True)
                ]
            yield f"{WRITER.encode(values)}\n".encode()


def columns_of(model: type[Model]) -> list["Field[Any, Any]"]:
    return list(model._meta.concrete_fields)  # noqa: SLF001 - Django's documented API


def named_by(column: "Field[Any, Any]") -> tuple[str, ...]:
    """The names by which what ``column`` leads to is referred to; none where its key is the same on every site."""
    to: Any = column.related_model if isinstance(column, ForeignKey) else None
    return NAMED.get(to, ())


def plain(value: Any) -> Any:
    """``value`` of a column, which JSON does not know, as it is written there."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written")


# Made once: it takes longer than a row. PostgreSQL has an order of its own for what is in a column of JSON.
WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=plain)


def site_tables() -> list[ExportTable]:
    """Every table of the site, accounts with their passwords and second factors too."""
    models = (model for model in apps.get_models(include_auto_created=True) if model not in LEFT_OUT)
    return [ExportTable(model, model._base_manager.all()) for model in models]  # noqa: SLF001 - Django's documented API


def sources_of(revisions: QuerySet[Revision]) -> Iterator[tuple[str, str]]:
    """The names and digests of the source files of ``revisions``, each once, in order."""
    rows = revisions.exclude(source="").order_by("source").values_list("source", "sha256").distinct()
    return rows.iterator(CHUNK)


class WorkTables:
    """The tables of the work on the texts, as far as ``viewer``, an editor or the command line, may have them.

    For the command line all of it. An editor has what they read, withdrawn work of others too, but no drafts of theirs.
    """

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._collections = Collection.objects.all() if viewer is None else Collection.objects.visible_to(viewer)
        self._documents = Document.objects.filter(collection__in=self._collections)
        self.revisions = Revision.objects.filter(document__in=self._documents)
        self._events = Event.objects.all() if viewer is None else Event.objects.visible_to(viewer)
        self._contributions: dict[type[Contribution], QuerySet[Any]] = {
            model: model.objects.all() if viewer is None else model.objects.reachable_by(viewer)
            for model in (Tagging, Annotation, CrossReference)
        }
        pairs = ProposedParallel.objects.all()
        self._pairs = pairs if viewer is None else pairs.visible_to(viewer)

    def tables(self) -> list[ExportTable]:
        """Them, to be read in the moment in which they were asked for."""
        paragraphs = Paragraph.objects.filter(document__in=self._documents)
        access, mentions = Collection.groups.through, Annotation.mentions.through
        groups = Q(name__in=(ANNOTATORS, EDITORS)) | Q(collection__in=self._collections)
        tags = visible_tags(self._viewer)
        # All sets are of what an editor may have; for the command line nothing is left out.
        notes = self._keys(self._contributions[Annotation].values_list("pk", flat=True))
        people = self._people()
        hidden = {"email": "", "last_login": None, "is_active": False, "is_staff": False, "is_superuser": False}
        hidden["password"] = UNUSABLE_PASSWORD_PREFIX
        work = [
            ExportTable(model, rows, {"proposed_change": self._readable, **self._answering(model, notes)})
            for model, rows in self._contributions.items()
        ]
        return [
            ExportTable(Collection, self._collections),
            ExportTable(Group, Group.objects.filter(groups).distinct()),
            ExportTable(access, access.objects.filter(collection__in=self._collections)),
            ExportTable(Document, self._documents),
            ExportTable(Revision, self.revisions),
            ExportTable(Paragraph, paragraphs),
            ExportTable(FormerText, FormerText.objects.filter(paragraph__in=paragraphs)),
            ExportTable(Change, Change.objects.filter(paragraph__in=paragraphs)),
            ExportTable(Tag, tags),
            ExportTable(TagAlias, TagAlias.objects.filter(tag__in=tags)),
            ExportTable(Passage, Passage.objects.filter(paragraph__in=paragraphs), among=self._passages()),
            *work,
            ExportTable(ProposedParallel, self._pairs, {"reference_id": self._seen_reference}),
            ExportTable(mentions, mentions.objects.filter(annotation__in=self._contributions[Annotation])),
            ExportTable(Event, self._events),
            ExportTable(
                User, User.objects.all(), {name: partial(_always, value) for name, value in hidden.items()}, people
            ),
            ExportTable(FormerName, FormerName.objects.filter(user__in=people) if people else FormerName.objects.all()),
        ]

    def _keys(self, rows: Iterable[Any]) -> set[Any] | None:
        return None if self._viewer is None else set(rows)

    @cached_property
    def _references(self) -> set[Any] | None:
        return self._keys(self._contributions[CrossReference].values_list("pk", flat=True))

    def _seen_reference(self, pk: UUID | None) -> UUID | None:
        """The cross-reference that came of a pair, where it is among those that are taken out."""
        return pk if self._references is None or pk in self._references else None

    @staticmethod
    def _answering(model: type[Contribution], notes: set[Any] | None) -> dict[str, Callable[[Any], Any]]:
        """What becomes of the reference to the note that is answered, where that one is left out."""
        if model is not Annotation or notes is None:
            return {}
        return {"in_reply_to_id": lambda pk: pk if pk in notes else None}

    def _readable(self, change: dict[str, Any] | None) -> dict[str, Any] | None:
        """A change that waits, unless it would put the thing where the editor may not read."""
        places = [change[name] for name in PLACES & change.keys()] if change and self._viewer is not None else []
        slugs = {place["document"] for place in places}
        return change if self._documents.filter(slug__in=slugs).count() == len(slugs) else None

    def _passages(self) -> set[int] | None:
        """Those that something in the tables speaks of: any other tells where others have drafts."""
        if self._viewer is None:
            return None
        passages: set[int] = set()
        for model, rows in self._contributions.items():
            for place in model.PLACES:
                passages.update(rows.values_list(f"{place}_id", flat=True).iterator(CHUNK))
            for change in rows.exclude(proposed_change__isnull=True).values_list("proposed_change", flat=True):
                passages.update(change[key] for key in KEYS.keys() & change.keys())
        for ends in self._pairs.order_by().values_list("one", "other").iterator(CHUNK):
            passages.update(ends)
        for kept in self._events.values_list("before", "after").iterator(CHUNK):
            passages.update(each[key] for each in kept if each for key in KEYS.keys() & each.keys())
        return passages

    def _people(self) -> set[int] | None:
        """Those who made, loaded or did something that is in the tables, or are mentioned in it."""
        if self._viewer is None:
            return None
        columns: list[tuple[QuerySet[Any], str]] = [(rows, "author_id") for rows in self._contributions.values()]
        columns += [(self._events, "actor_id"), (self._events, "subject_author_id"), (self.revisions, "loaded_by_id")]
        columns += [(self._contributions[Annotation], "mentions"), (self._pairs, "judged_by_id")]
        return {pk for rows, name in columns for pk in rows.order_by().values_list(name, flat=True).distinct() if pk}


def _always(value: Any, _stored: Any) -> Any:
    return value
