"""What the filters of a query mean for one viewer: which documents and which of their paragraphs are searched."""

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from annotator.models import Annotation, CrossReference, Status, Tag, Tagging
from annotator.models.tag_names import key_of
from annotator.selectors.beside import NOTE
from annotator.selectors.carrying import carrying, standing_on
from annotator.selectors.filters import ResolvedFilters, Viewer, people, visible, visible_documents, visible_tags
from corpus import search
from corpus.db.icontains import containing
from corpus.models import Paragraph
from corpus.search.indexing import FRONT, FURNITURE, HEADING, LETTERS
from corpus.search.query import Filter, Query

HAVING: dict[str, type[Tagging | Annotation | CrossReference]] = {
    "tag": Tagging,
    "note": Annotation,
    "reference": CrossReference,
}
TEXT = "".join(letter for letter in LETTERS.values() if letter not in {HEADING, FRONT, FURNITURE})
"""The kinds that are searched where none is asked for: what is read as paragraphs."""
# What people call the kinds; ``all`` is all but furniture, which is never searched.
KINDS_BY_NAME = {
    "all": TEXT + HEADING + FRONT,
    "text": TEXT,
    "heading": HEADING,
    "paragraph": LETTERS["body"],
    **{name: letter for name, letter in LETTERS.items() if letter != FURNITURE},
}
DECEMBER = 12
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
NOTHING: frozenset[int] = frozenset()


@dataclass(kw_only=True)
class Scope:
    """Where ``viewer`` searches: ``documents``, by primary key in the order of lists, and which of their paragraphs.

    ``problems`` say which filters were not understood, each of which finds nothing; ``in_notes`` that the words of
    notes are searched and not those of the texts; ``all_revisions`` that what stood earlier is searched too.
    """

    viewer: Viewer
    documents: Sequence[int]
    allowed: search.Allowed
    problems: list[str] = field(default_factory=list)
    in_notes: bool = False
    all_revisions: bool = False


def scope_of(query: Query, viewer: Viewer, narrowing: ResolvedFilters | None = None) -> Scope:
    """Where ``query`` searches for ``viewer``, within ``narrowing``."""
    return _Reading(viewer, narrowing or ResolvedFilters()).scope(query.filters)


class _Reading:
    """The filters of a query while they are looked up."""

    def __init__(self, viewer: Viewer, narrowing: ResolvedFilters) -> None:
        self.viewer = viewer
        self.narrowing = narrowing
        self.documents = Q()
        self.on_paragraphs: list[Q] = []
        self.not_on_paragraphs: list[Q] = []
        self.kinds = ""
        self.problems: list[str] = []
        self.in_notes = self.all_revisions = False
        # What is said of one contribution: a tagging with this tag by that person.
        self.contribution = ResolvedFilters()

    def scope(self, filters: Iterable[Filter]) -> Scope:
        for each in filters:
            reader: Callable[[Filter], None] = getattr(self, f"_{each.name}")
            reader(each)
        for narrowed in (self.contribution, self.narrowing):
            if narrowed.on_contributions:
                self.on_paragraphs.append(carrying(self.viewer, narrowed))
        documents = visible_documents(self.viewer).filter(self.documents)
        if self.narrowing.documents is not None:
            documents = documents.filter(pk__in=self.narrowing.documents)
        return Scope(
            viewer=self.viewer,
            # Slugs are ASCII, and Python orders them by their bytes whatever the database's collation is.
            documents=[pk for _slug, pk in sorted(documents.order_by().values_list("slug", "pk"))],
            allowed=search.Allowed(
                kinds=NOTE if self.in_notes else self.kinds or TEXT,
                only=self._only(documents),
                without=self._without(documents),
            ),
            problems=self.problems,
            in_notes=self.in_notes,
            all_revisions=self.all_revisions,
        )

    def _only(self, documents: QuerySet[Any]) -> frozenset[int] | None:
        if not self.on_paragraphs:
            return None
        rows = Paragraph.objects.standing().filter(*self.on_paragraphs, document__in=documents).order_by()
        return frozenset(rows.values_list("pk", flat=True))

    def _without(self, documents: QuerySet[Any]) -> frozenset[int]:
        if not self.not_on_paragraphs:
            return NOTHING
        rule = Q()
        for each in self.not_on_paragraphs:
            rule |= each
        rows = Paragraph.objects.standing().filter(rule, document__in=documents).order_by()
        return frozenset(rows.values_list("pk", flat=True))

    def _unknown(self, each: Filter, value: str, known: Iterable[str] = ()) -> None:
        """Say that a filter names what is not there, and what there is where it is of a few."""
        message = _("“%(filter)s:%(value)s” names nothing that is there.") % {"filter": each.name, "value": value}
        if known:
            message += " " + _("There is: %(values)s.") % {"values": ", ".join(f"{each.name}:{one}" for one in known)}
        self.problems.append(message)

    def _of(self, known: Collection[str], each: Filter) -> list[str]:
        """Those values of a filter that are ``known``; the others are told."""
        values = {value: value.casefold() for value in each.values}
        for value in each.values:
            if values[value] not in known:
                self._unknown(each, value, known)
        return [value for value in values.values() if value in known]

    def _of_documents(self, each: Filter, rule: Q) -> None:
        self.documents &= ~rule if each.without else rule

    def _of_paragraphs(self, each: Filter, rule: Q) -> None:
        (self.not_on_paragraphs if each.without else self.on_paragraphs).append(rule)

    def _document(self, each: Filter) -> None:
        self._of_documents(each, _any(Q(slug=value) | containing("title", value) for value in each.values))

    def _collection(self, each: Filter) -> None:
        rule = _any(Q(collection__slug=value) | containing("collection__title", value) for value in each.values)
        self._of_documents(each, rule)

    def _author(self, each: Filter) -> None:
        self._of_documents(each, _any(containing("author", value) for value in each.values))

    def _publisher(self, each: Filter) -> None:
        self._of_documents(each, _any(containing("publisher", value) for value in each.values))

    def _from(self, each: Filter) -> None:
        self._day(each, "gte")

    def _until(self, each: Filter) -> None:
        self._day(each, "lte")

    def _day(self, each: Filter, lookup: str) -> None:
        rule = Q()
        for value in each.values:
            day = day_of(value, last=lookup == "lte")
            if day is None:
                self.problems.append(
                    _("“%(value)s” is no date. Write a year, a month or a day: 2026, 2026-11, 2026-11-22.")
                    % {"value": value}
                )
                rule |= Q(pk__in=[])
            else:
                rule |= Q(**{f"published_on__{lookup}": day})
        self._of_documents(each, rule)

    def _section(self, each: Filter) -> None:
        self._of_paragraphs(each, _any(containing("section", value) for value in each.values))

    def _kind(self, each: Filter) -> None:
        letters = "".join(KINDS_BY_NAME[value] for value in self._of(KINDS_BY_NAME, each))
        self.kinds = (
            "".join(letter for letter in self.kinds or TEXT + HEADING if letter not in letters)
            if each.without
            else self.kinds + letters or "-"
        )

    def _tag(self, each: Filter) -> None:
        tags = visible_tags(self.viewer)
        named = tags.named(each.values)
        chosen: list[Tag] = []
        for value in each.values:
            meant = named.get(key_of(value)) or list(tags.filter(slug=value))
            if not meant:
                self._unknown(each, value)
            chosen += meant
        below = Tag.objects.with_descendants(chosen)
        if each.without:
            self.not_on_paragraphs.append(carrying(self.viewer, ResolvedFilters(tags=below)))
        elif self.contribution.tags is not None:
            # A second tag need not be the same tagging.
            self.on_paragraphs.append(carrying(self.viewer, ResolvedFilters(tags=below)))
        else:
            self.contribution = replace(self.contribution, tags=below)

    def _by(self, each: Filter) -> None:
        persons = dict(people(self.viewer).filter(username__in=each.values).values_list("username", "pk"))
        for value in each.values:
            if value not in persons:
                self._unknown(each, value)
        self._narrow_to(each, ResolvedFilters(persons=list(persons.values())))

    def _status(self, each: Filter) -> None:
        # Nothing has one that is none.
        self._narrow_to(each, ResolvedFilters(statuses=self._of(Status.values, each) or list(each.values)))

    def _narrow_to(self, each: Filter, resolved: ResolvedFilters) -> None:
        if each.without:
            self.not_on_paragraphs.append(carrying(self.viewer, resolved))
            return
        for name in ("persons", "statuses"):
            values = getattr(resolved, name)
            if values is None:
                continue
            if getattr(self.contribution, name) is None:
                self.contribution = replace(self.contribution, **{name: values})
            else:
                # What a second person did there need not be the same contribution.
                self.on_paragraphs.append(carrying(self.viewer, resolved))

    def _has(self, each: Filter) -> None:
        rule = Q(pk__in=[])
        for value in self._of(HAVING, each):
            rule |= standing_on(HAVING[value], visible(HAVING[value], self.viewer))
        self._of_paragraphs(each, rule)

    def _in(self, each: Filter) -> None:
        self.in_notes |= self._is_asked(each, "notes")

    def _revision(self, each: Filter) -> None:
        self.all_revisions |= self._is_asked(each, "all")

    def _is_asked(self, each: Filter, value: str) -> bool:
        """Whether a filter that has one ``value`` asks for it; what names nothing finds nothing."""
        if self._of((value,), each):
            return not each.without
        self._of_documents(each, Q(pk__in=[]))
        return False


def day_of(value: str, *, last: bool) -> date | None:
    """The first or the last day of a year, a month or a day as written; ``None`` where it is none."""
    parts = _DAY.fullmatch(value)
    if parts is None:
        return None
    year, month, day = (int(part) if part else 0 for part in parts.groups())
    try:
        if not last or day:
            return date(year, month or 1, day or 1)
        return date(year, month or DECEMBER, monthrange(year, month or DECEMBER)[1])
    except ValueError:
        return None


def _any(rules: Iterable[Q]) -> Q:
    either = Q()
    for rule in rules:
        either |= rule
    return either
