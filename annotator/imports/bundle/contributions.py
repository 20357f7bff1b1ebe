"""The taggings, annotations and cross-references of a bundle, held against what is here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import UniqueConstraint
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.exports.kinds import ExportKind
from annotator.imports.problems import Problem
from annotator.models import Contribution, Origin, Status
from annotator.models.cross_reference import MAX_NOTE
from annotator.presenters.note_html import checked_body

from .cells import CellError
from .ledger import Ledger, Lot, NewThing
from .people import People
from .places import Mark, PlaceKey, Places
from .proposed import places_in, read_change
from .rendering import rendered
from .rows import Row
from .tags import Tags, differing, other_content

# Rows that are looked up together: every database takes that many values in a query.
LOT = 500


@dataclass(frozen=True, slots=True)
class Context:
    """What the contributions of a bundle are about, what is remembered of them, and where what should be said goes."""

    people: People
    places: Places
    tags: Tags
    ledger: Ledger
    problems: list[Problem]
    warnings: list[Problem]


@dataclass(slots=True)
class Found:
    """What a row tells of: its columns, a passage's mark for each end, and its author's name."""

    row: Row
    values: dict[str, Any]
    marks: dict[str, Mark] = field(default_factory=dict)
    author: str = ""

    def as_here(self, model: type[Contribution]) -> Contribution:
        """It as a thing that is here would be, for comparing."""
        return model(**self.values, **{f"{path}_id": mark.number for path, mark in self.marks.items()})

    def to_make(self) -> NewThing:
        """It as it is kept until it is made."""
        return NewThing(self.values | {f"{path}_id": mark.number for path, mark in self.marks.items()}, self.author)


class Contributions:
    """The contributions of one kind. ``new``: how many the import makes; ``already``: how many are here."""

    def __init__(self, kind: ExportKind, context: Context) -> None:
        self.new = self.already = 0
        self._kind = kind
        self._model: type[Contribution] = kind.model
        self._context = context
        # The fields that together stand once: the database's own rule.
        rules = self._model._meta.constraints  # noqa: SLF001 - Django's documented API
        self._once = next((rule.fields for rule in rules if isinstance(rule, UniqueConstraint)), ())

    def read(self, rows: Iterable[Row], *, keep: bool) -> None:
        """Check ``rows``: 8 queries for each lot of them at the most; what is new is kept in the ledger if ``keep``."""
        for lot in batched(rows, LOT):
            self._context.people.look_up(row.values["author__username"] for row in lot)
            self._context.places.look_up(spot for row in lot for spot in self._spots(row))
            there = self._model.objects.in_bulk([row.values["pk"] for row in lot])
            made = [thing for row in lot if (thing := self._found(row)) is not None]
            standing = self._standing(made)
            new = [thing for thing in made if self._is_new(thing, there.get(thing.values["pk"]), standing)]
            if keep and new and not self._context.problems:
                things = rendered([thing.to_make() for thing in new], self._context.people.by_name)
                self._context.ledger.add_lot(Lot(self._kind.name, self._context.places.taken(), things))

    def _spots(self, row: Row) -> Iterator[PlaceKey]:
        yield from (PlaceKey.of(row, path) for path in self._model.PLACES)
        yield from places_in(row.values.get("proposed_change"))

    def _found(self, row: Row) -> Found | None:
        """What ``row`` tells of, unless something is wrong with it."""
        if not self._context.places.are_here(row, self._model.PLACES):
            return None
        found = Found(row, row.own(), author=row.values["author__username"])
        # When a tagging was last changed is in no column.
        found.values.setdefault("modified_at", found.values["created_at"])
        reasons = []
        for find in self._finders(row, found):
            try:
                find()
            except CellError as error:
                reasons.append(str(error))
        reasons += self._wrong_with(found)
        if self._context.places.decided_here(row, self._model.PLACES):
            self._leave_to_editors(found)
        self._context.problems.extend(row.problem(reason) for reason in reasons)
        return None if reasons else found

    def _leave_to_editors(self, found: Found) -> None:
        """What others decided elsewhere is proposed here; drafts stay their authors'."""
        found.values["origin"] = Origin.IMPORT.value
        if found.values["status"] != Status.DRAFT:
            found.values["status"] = Status.PROPOSED.value
        if found.values.get("proposed_change"):
            found.values["proposed_change"] = None
            reason = _("A change of it waited for a decision there. It is left out: here the whole waits.")
            self._context.warnings.append(found.row.problem(reason))

    def _finders(self, row: Row, found: Found) -> Iterator[Callable[[], None]]:
        """What looks up each thing that ``row`` names."""
        context, values = self._context, found.values

        def author() -> None:
            values["author_id"] = context.people.named(found.author).pk

        def tag() -> None:
            values["tag_id"] = context.tags.of(row).pk

        def end(path: str) -> None:
            found.marks[path] = context.places.passage(row, path)

        def change() -> None:
            values["proposed_change"] = read_change(row, self._model, context.places, context.tags)

        yield author
        if "tag__pk" in row.values:
            yield tag
        for path in self._model.PLACES:
            yield partial(end, path)
        if row.values.get("proposed_change") is not None:
            yield change

    def _wrong_with(self, found: Found) -> Iterator[str]:
        values = found.values
        if "body" in values:
            try:
                checked_body(values["body"])
            except Refused as refused:
                yield from refused.messages
        if len(values.get("note", "")) > MAX_NOTE:
            reason = _("The note has %(length)s characters; %(most)s is the most. Shorten it.")
            yield reason % {"length": f"{len(values['note']):,}", "most": f"{MAX_NOTE:,}"}
        if len(found.marks) > 1 and len({mark.number for mark in found.marks.values()}) == 1:
            yield _("A passage cannot be cross-referenced to itself. Choose another end.")

    def _standing(self, things: list[Found]) -> dict[tuple[object, ...], UUID]:
        """What stands here on the same passages, by what stands once."""
        if not self._once:
            return {}
        place = self._once[0]
        passages = {number for thing in things if (number := thing.marks[place].number) > 0}
        found = self._model.objects.standing().filter(**{f"{place}__in": passages}).values_list(*self._once, "pk")
        return {tuple(key): pk for *key, pk in found}

    def _is_new(self, found: Found, here: Contribution | None, standing: dict[tuple[object, ...], UUID]) -> bool:
        """Find out whether it is new, here already or in the way of another, and remember notes."""
        pk, row = found.values["pk"], found.row
        if here is not None:
            self.already += 1
            self._compare(found, here)
        else:
            self.new += 1
            self._check_once(found, standing)
        if "body" in found.values:
            self._context.ledger.add_note(
                pk,
                found.values["in_reply_to_id"],
                found.marks[self._model.PLACES[0]].number,
                row.line,
                new=here is None,
            )
        return here is None

    def _compare(self, found: Found, here: Contribution) -> None:
        """Say what is otherwise than in the thing that is here."""
        # Empty also where the note that is answered, or the change that waits, was not to be seen by whoever made the
        # export.
        silent = {name for name in ("in_reply_to_id", "proposed_change") if not found.values.get(name)}
        if self._context.places.decided_here(found.row, self._model.PLACES):
            silent |= {"status", "origin"}
        names = [name for name in found.row.values if name not in silent]
        if fields := differing(here, found.as_here(self._model), names):
            self._context.problems.append(found.row.problem(other_content(fields)))
        elif here.withdrawn_at is not None:
            self._context.warnings.append(found.row.problem(_("It was withdrawn here since, and stays so.")))

    def _check_once(self, found: Found, standing: dict[tuple[object, ...], UUID]) -> None:
        if not self._once:
            return
        kept = found.to_make().values
        key = tuple(kept[self._attribute(name)] for name in self._once)
        # By the name: an account that is made with the bundle has no key yet.
        first = self._context.ledger.first_line(f"once: {self._kind.file}", (*key, found.author), found.row.line)
        if first != found.row.line:
            reason = _(
                "It is the same as line %d, under another id: a person can do this only once per passage. Keep one."
            )
            self._context.problems.append(found.row.problem(reason % first))
        other = standing.get(key)
        if other is not None:
            reason = _("It is here already under another id (%s): a person can do this only once per passage.")
            self._context.problems.append(found.row.problem(reason % other))

    def _attribute(self, name: str) -> str:
        column: Any = self._model._meta.get_field(name)  # noqa: SLF001 - Django's documented API
        return str(column.attname)
