"""What a list or an export is narrowed to: ``Filters`` as people say it, ``ResolvedFilters`` as querysets take it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator import permissions
from annotator.errors import Refused
from annotator.models import Annotation, CrossReference, Status, Tag, Tagging
from annotator.models.tag import TagQuerySet
from corpus.models import Collection, Document
from corpus.models.collection import Person
from corpus.models.document import DocumentQuerySet

# ``None`` is the command line, which sees everything that is not withdrawn.
type Viewer = Person | None
MAX_YEAR = 9998
WAITING = "waiting"
# What a list or an export is narrowed to by status: one of them, or everything that an editor has to decide about.
STATUSES = {**dict(Status.choices), WAITING: gettext_lazy("waiting for a decision")}


@dataclass(frozen=True, kw_only=True)
class ResolvedFilters:
    """The same as ``Filters`` with everything looked up; ``None`` does not narrow."""

    documents: Sequence[int] | None = None
    tags: Sequence[uuid.UUID] | None = None
    persons: Sequence[int] | None = None
    statuses: Sequence[str] | None = None
    waiting: Q | None = None
    since: datetime | None = None
    before: datetime | None = None
    words: str = ""
    chosen: QuerySet[Any] | Sequence[str] | None = None

    @property
    def on_contributions(self) -> bool:
        """Whether something narrows that only contributions have."""
        filters = (self.tags, self.persons, self.statuses, self.waiting, self.since, self.before)
        return any(each is not None for each in filters)

    @property
    def on_rows(self) -> bool:
        """Whether something narrows besides the documents."""
        return self.on_contributions or bool(self.words) or self.chosen is not None


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What an export or a list is narrowed to, in the words of an address or of the command line.

    Several values of one filter widen it, several filters narrow together. ``tags`` are slugs, with the tags below
    them unless ``descendants`` is off; ``persons`` are account names; ``since`` and ``until`` are days of the site's
    time zone, both included; ``words`` is a search; ``ids`` are those of the rows themselves.
    """

    collections: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    descendants: bool = True
    persons: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    words: str = ""
    ids: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """The filters in an address, where a name may stand alone or several separated by commas.

        Raises ``Refused`` for a date that is none.
        """
        return cls(
            descendants=query.get("descendants") != "0",
            since=_day(query.get("since"), "since"),
            until=_day(query.get("until"), "until"),
            words=_typed(query.get("q", "")),
            **{name: names_in(query, key) for name, key in IN_ADDRESS.items()},
        )

    def to_query(self) -> str:
        """The filters as an address has them; ``from_query`` reads them back."""
        query = QueryDict(mutable=True)
        for name, key in IN_ADDRESS.items():
            query.setlist(key, list(getattr(self, name)))
        if self.tags and not self.descendants:
            query["descendants"] = "0"
        for key, value in (("since", self.since), ("until", self.until), ("q", self.words)):
            if value:
                query[key] = str(value)
        return query.urlencode()

    def used(self) -> dict[str, object]:
        """Those that narrow, by name, with values as JSON keeps them: for the data package."""
        used: dict[str, object] = {}
        for name in (field.name for field in fields(self)):
            value = getattr(self, name)
            if name == "descendants":
                if self.tags:
                    used[name] = value
            elif value:
                used[name] = sorted(value) if isinstance(value, tuple) else str(value)
        return used

    def names(self) -> set[str]:
        return set(self.used()) - {"descendants"}

    def look_up(self, viewer: Viewer) -> ResolvedFilters:
        """What the filters name, looked up among what ``viewer`` may see.

        Raises ``Refused`` with a message for each name that is unknown; one that ``viewer`` may not see is unknown.
        """
        problems: list[str] = []
        tags = self._tags(viewer, problems)
        narrowing = ResolvedFilters(
            documents=self._documents(viewer, problems),
            tags=tags,
            persons=self._persons(viewer, problems),
            statuses=self._statuses(problems),
            waiting=self._waiting(viewer),
            since=midnight(self.since) if self.since else None,
            before=midnight(self.until + timedelta(days=1)) if self.until else None,
            words=self.words,
            chosen=self.ids or None,
        )
        if problems:
            raise Refused(*problems)
        return narrowing

    def _documents(self, viewer: Viewer, problems: list[str]) -> list[int] | None:
        """The documents that are named and in one of the collections that are named."""
        if not (self.documents or self.collections):
            return None
        documents = visible_documents(viewer)
        if self.collections:
            seen = Collection.objects.all() if viewer is None else Collection.objects.visible_to(viewer)
            existing = seen.filter(slug__in=self.collections).values_list("slug", flat=True)
            _known(self.collections, existing, _("There is no collection “%s”."), problems)
            documents = documents.filter(collection__slug__in=self.collections)
        if self.documents:
            slugs = visible_documents(viewer).filter(slug__in=self.documents).values_list("slug", flat=True)
            _known(self.documents, slugs, _("There is no document “%s”."), problems)
            documents = documents.filter(slug__in=self.documents)
        return list(documents.values_list("pk", flat=True))

    def _tags(self, viewer: Viewer, problems: list[str]) -> list[uuid.UUID] | None:
        if not self.tags:
            return None
        tags = list(visible_tags(viewer).filter(slug__in=self.tags))
        _known(self.tags, [tag.slug for tag in tags], _("There is no tag “%s”."), problems)
        return Tag.objects.with_descendants(tags) if self.descendants else [tag.pk for tag in tags]

    def _statuses(self, problems: list[str]) -> list[str] | None:
        named = _known(self.statuses, STATUSES, _("There is no status “%s”."), problems)
        return [each for each in named if each != WAITING] or None

    def _waiting(self, viewer: Viewer) -> Q | None:
        """What waits for a decision: proposals, and what has a change proposed, as far as ``viewer`` may know."""
        if WAITING not in self.statuses:
            return None
        changes = Q(proposed_change__isnull=False)
        if viewer is not None and not permissions.is_editor(viewer):
            changes &= Q(author=viewer.pk)
        return Q(status=Status.PROPOSED) | changes

    def _persons(self, viewer: Viewer, problems: list[str]) -> list[int] | None:
        if not self.persons:
            return None
        seen = people(viewer)
        by_name = dict(seen.filter(former_names__username__in=self.persons).values_list("former_names__username", "pk"))
        by_name |= dict(seen.filter(username__in=self.persons).values_list("username", "pk"))
        _known(self.persons, by_name, _("There is no person “%s”."), problems)
        return list(by_name.values())


IN_ADDRESS = {
    "collections": "collection",
    "documents": "document",
    "tags": "tag",
    "persons": "person",
    "statuses": "status",
    "ids": "id",
}
# Everything in an address that narrows.
PARAMETERS = frozenset({*IN_ADDRESS.values(), "descendants", "since", "until", "q"})


def names_in(query: QueryDict, key: str) -> tuple[str, ...]:
    """The names under ``key`` of an address, each once. No slug, account name, status or id has a comma in it."""
    names = (_typed(name) for value in query.getlist(key) for name in value.split(","))
    return tuple(dict.fromkeys(filter(None, names)))


def visible(model: type[Tagging | Annotation | CrossReference], viewer: Viewer) -> QuerySet[Any]:
    """The contributions of one kind that ``viewer`` may see; withdrawn ones never."""
    return model.objects.standing() if viewer is None else model.objects.visible_to(viewer)


def visible_documents(viewer: Viewer) -> DocumentQuerySet:
    """The loaded documents that ``viewer`` may see."""
    documents = Document.objects.filter(current__isnull=False)
    return documents if viewer is None else documents.visible_to(viewer)


def visible_tags(viewer: Viewer) -> TagQuerySet:
    """The tags that ``viewer`` may see: the whole codebook, or nothing of it."""
    return Tag.objects.all() if viewer is None else Tag.objects.visible_to(viewer)


def people(viewer: Viewer) -> QuerySet[User]:
    """The people ``viewer`` may narrow by: members all of them, others those whose work they see."""
    accounts = User.objects.order_by("username")
    if viewer is None or permissions.is_member(viewer):
        return accounts
    theirs = Q()
    for model in (Tagging, Annotation, CrossReference):
        theirs |= Q(Exists(visible(model, viewer).filter(author=OuterRef("pk"))))
    return accounts.filter(theirs)


def _known(names: Iterable[str], known: Iterable[str], message: str, problems: list[str]) -> list[str]:
    """``names``, after adding ``message`` to ``problems`` for each that is not in ``known``."""
    existing = set(known)
    problems.extend(message % name for name in names if name not in existing)
    return list(names)


def _typed(text: str) -> str:
    """``text`` without space around it, and without what no database takes."""
    return text.replace("\x00", "").strip()


def zone_of_days() -> str:
    """What is said beside the days of a filter: whose they are."""
    return _("Days of the time zone %(zone)s.") % {"zone": timezone.get_current_timezone_name()}


def midnight(day: date) -> datetime:
    """When ``day`` begins in the site's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(text: str | None, field: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # The day after the last one could not be written.
    if day is None or day.year > MAX_YEAR:
        raise Refused(_("“%s” is not a date. Write it as 2026-11-22.") % text, field=field)
    return day
