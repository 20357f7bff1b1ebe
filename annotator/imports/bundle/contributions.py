"""The taggings, annotations and cross-references of a bundle, held against what is here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Model, UniqueConstraint
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.imports.problems import Problem
from annotator.models import Contribution, Origin, Status
from annotator.models.cross_reference import MAX_NOTE
from annotator.presenters.note_html import checked_body

from .cells import CellError
from .people import People
from .places import PlaceKey, Places
from .rows import Row
from .tags import Tags, differing, other_content

# Rows that are looked up together: every database takes that many values in a query.
LOT = 500


@dataclass(frozen=True, slots=True)
class Context:
    """What the contributions of a bundle are about, and where what is wrong with them goes."""

    people: People
    places: Places
    tags: Tags
    problems: list[Problem]


class Contributions:
    """The contributions of one kind, as they would be made or are here already (``found``, by id).

    ``new``: those that the import makes. ``withdrawn``: the rows of those that somebody withdrew here.
    """

    def __init__(self, model: type[Contribution], context: Context) -> None:
        self.new: list[Any] = []
        self.found: dict[UUID, Any] = {}
        self.withdrawn: list[Row] = []
        self._model = model
        self._context = context
        # The fields that together stand once: the database's own rule.
        rules = model._meta.constraints  # noqa: SLF001 - Django's documented API
        self._once = next((rule.fields for rule in rules if isinstance(rule, UniqueConstraint)), ())
        self._lines: dict[tuple[object, ...], int] = {}

    @property
    def already(self) -> int:
        """How many were here before."""
        return len(self.found) - len(self.new)

    def read(self, rows: Iterable[Row]) -> None:
        """Check ``rows``: 6 queries for each lot of them at the most, and nothing is written."""
        for lot in batched(rows, LOT):
            self._context.people.look_up(row.values["author__username"] for row in lot)
            self._context.places.look_up(PlaceKey.of(row, path) for row in lot for path in self._model.PLACES)
            there = self._model.objects.in_bulk([row.values["pk"] for row in lot])
            made = [(row, thing) for row in lot if (thing := self._thing(row)) is not None]
            standing = self._standing([thing for _row, thing in made])
            for row, thing in made:
                self._sort(row, thing, there.get(thing.pk), standing)

    def _thing(self, row: Row) -> Contribution | None:
        """The contribution that ``row`` tells of, unless something is wrong with it."""
        if not self._context.places.are_here(row, self._model.PLACES):
            return None
        fields = row.own()
        # When a tagging was last changed is in no column.
        fields.setdefault("modified_at", fields["created_at"])
        reasons = []
        for name, find in self._finders(row):
            try:
                fields[name] = find()
            except CellError as error:
                reasons.append(str(error))
        reasons += self._wrong_with(fields)
        if self._context.places.decided_here(row, self._model.PLACES):
            # It speaks of what others decided elsewhere; drafts stay their authors'.
            fields["origin"] = Origin.IMPORT.value
            if fields["status"] != Status.DRAFT:
                fields["status"] = Status.PROPOSED.value
        self._context.problems.extend(row.problem(reason) for reason in reasons)
        return None if reasons else self._model(**fields)

    def _finders(self, row: Row) -> Iterator[tuple[str, Callable[[], Model]]]:
        yield "author", partial(self._context.people.named, row.values["author__username"])
        if "tag__pk" in row.values:
            yield "tag", partial(self._context.tags.of, row)
        for path in self._model.PLACES:
            yield path, partial(self._context.places.passage, row, path)

    def _wrong_with(self, fields: dict[str, Any]) -> Iterator[str]:
        if "body" in fields:
            try:
                checked_body(fields["body"])
            except Refused as refused:
                yield from refused.messages
        if len(fields.get("note", "")) > MAX_NOTE:
            reason = _("The note has %(length)s characters; %(most)s is the most. Shorten it.")
            yield reason % {"length": f"{len(fields['note']):,}", "most": f"{MAX_NOTE:,}"}
        ends = [fields[path] for path in self._model.PLACES if path in fields]
        if len(ends) > 1 and ends[0] is ends[1]:
            yield _("A passage cannot be cross-referenced to itself. Choose another end.")

    def _standing(self, things: list[Contribution]) -> dict[tuple[object, ...], UUID]:
        """What stands here on the same passages, by what stands once."""
        if not self._once:
            return {}
        place = self._once[0]
        passages = {passage.pk for thing in things if (passage := getattr(thing, place)).pk}
        found = self._model.objects.standing().filter(**{f"{place}__in": passages}).values_list(*self._once, "pk")
        return {tuple(key): pk for *key, pk in found}

    def _sort(
        self, row: Row, thing: Contribution, here: Contribution | None, standing: dict[tuple[object, ...], UUID]
    ) -> None:
        """Find out whether ``thing`` is new, here already or in the way of another."""
        if here is not None:
            # Empty also where the note that is answered was not to be seen by whoever made the export.
            silent = {"in_reply_to_id"} if not getattr(thing, "in_reply_to_id", None) else set()
            if self._context.places.decided_here(row, self._model.PLACES):
                silent |= {"status", "origin"}
            fields = differing(here, thing, [name for name in row.values if name not in silent])
            if fields:
                self._context.problems.append(row.problem(other_content(fields)))
            elif here.withdrawn_at is not None:
                self.withdrawn.append(row)
        else:
            self._check_once(row, thing, standing)
            self.new.append(thing)
        self.found[thing.pk] = thing

    def _check_once(self, row: Row, thing: Contribution, standing: dict[tuple[object, ...], UUID]) -> None:
        if not self._once:
            return
        values = [getattr(thing, name) for name in self._once]
        # Each thing here and in the bundle is one object, also while it has no key yet.
        first = self._lines.setdefault(
            tuple(id(value) if isinstance(value, Model) else value for value in values), row.line
        )
        if first != row.line:
            reason = _(
                "It is the same as line %d, under another id: a person can do this only once per passage. Keep one."
            )
            self._context.problems.append(row.problem(reason % first))
        other = standing.get(tuple(value.pk if isinstance(value, Model) else value for value in values))
        if other is not None:
            reason = _("It is here already under another id (%s): a person can do this only once per passage.")
            self._context.problems.append(row.problem(reason % other))
