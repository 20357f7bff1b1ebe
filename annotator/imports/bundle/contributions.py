"""The taggings, annotations and cross-references of a bundle, held against what is here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import batched
from typing import Any, Protocol
from uuid import UUID

from django.db.models import UniqueConstraint
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.exports.kinds import ExportKind
from annotator.exports.proposed import KEYS
from annotator.imports.problems import ImportProblem, changed_meanwhile
from annotator.models import Annotation, Contribution, Event, Origin, Passage, Status
from annotator.models.cross_reference import MAX_NOTE
from annotator.presenters.note_html import checked_body

from .cells import CellError
from .ledger import Ledger
from .people import People
from .places import BundlePlaces
from .proposed import places_in, read_change
from .rendering import rendered
from .revised import Cited
from .rows import BundleRow
from .tags import Tags, differing, other_content

# Rows that are looked up together: every database takes that many values in a query.
CHUNK = 500


class Keep(Protocol):
    """What is done with new things, which are not saved, once they are checked."""

    def __call__(
        self, things: Sequence[Any], passages: Sequence[Passage] = (), mentions: Sequence[tuple[Annotation, int]] = ()
    ) -> None:
        """Keep ``things`` of one kind, the new ``passages`` of theirs, and whom they mention."""

    def bring_back(self, things: Sequence[Contribution]) -> None:
        """Keep that ``things`` of one kind, which are here and withdrawn, are to be brought back."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the contributions of a bundle are about, what is remembered of them, and where what should be said goes.

    ``keep``: for what is new, while nothing is wrong with the bundle; ``None`` where it is only looked at.
    """

    people: People
    places: BundlePlaces
    tags: Tags
    ledger: Ledger
    problems: list[ImportProblem]
    warnings: list[ImportProblem]
    keep: Keep | None

    def keep_new(self, things: Sequence[Any], back: Sequence[Contribution] = ()) -> None:
        """Have ``things`` kept with the passages that they are the first to stand on, and what is to come ``back``."""
        if self.keep is None or self.problems:
            self.places.take_new()
            return
        if back:
            self.keep.bring_back(back)
        if things:
            notes = [thing for thing in things if isinstance(thing, Annotation)]
            self.keep(things, self.places.take_new(), rendered(notes) if notes else ())


class Contributions:
    """The contributions of one kind. ``new``: how many the import makes; ``already``: how many are here."""

    def __init__(self, kind: ExportKind, context: Context) -> None:
        self.new = self.already = 0
        self._kind = kind
        self._model: type[Contribution] = kind.model
        self._context = context
        # The fields that together stand once: the database's own rule.
        rules = self._model._meta.constraints  # noqa: SLF001 - Django's documented API
        once = next((rule.fields for rule in rules if isinstance(rule, UniqueConstraint)), ())
        fields: list[Any] = [self._model._meta.get_field(name) for name in once]  # noqa: SLF001 - as above
        self._once = [str(field.attname) for field in fields]

    def read(self, rows: Iterable[BundleRow]) -> None:
        """Check ``rows``: 9 queries for each chunk of them, and what many documents take; what is new is kept."""
        for chunk in batched(rows, CHUNK):
            self._context.people.look_up(row.values["author__username"] for row in chunk)
            self._context.places.look_up(cited for row in chunk for cited in self._cited(row))
            # What is here of a text that was revised since stays where it is, whatever became of it.
            followed = [row.values["pk"] for row in chunk if self._context.places.follows(row, self._model.PLACES)]
            stays = self._model.objects.select_related(*self._model.PLACES).in_bulk(followed) if followed else {}
            contributions = [(row, thing) for row in chunk if (thing := self._read(row, stays.get(row.values["pk"])))]
            standing = self._standing([thing for _row, thing in contributions])
            # Last: what another import of this bundle made meanwhile is not in its own way.
            stored = self._model.objects.in_bulk([thing.pk for _row, thing in contributions])
            undone = _undone([thing for thing in stored.values() if thing.withdrawn_at is not None])
            new = [
                thing
                for row, thing in contributions
                if self._is_new(row, thing, stored.get(thing.pk), standing, is_undone=thing.pk in undone)
            ]
            self._context.keep_new(
                [thing for thing in new if thing.pk not in stored],
                [stored[thing.pk] for thing in new if thing.pk in stored],
            )

    def _cited(self, row: BundleRow) -> Iterator[Cited]:
        yield from (Cited.of(row, path) for path in self._model.PLACES)
        yield from places_in(row.values.get("proposed_change"))

    def _read(self, row: BundleRow, stays: Contribution | None) -> Contribution | None:
        """What ``row`` tells of, unless something is wrong with it; what is here already as it ``stays`` there."""
        if not self._context.places.are_here(row, self._model.PLACES):
            return None
        values = row.own()
        # When a tagging was last changed is in no column.
        values.setdefault("modified_at", values["created_at"])
        reasons = []
        for name, find in self._finders(row, stays):
            try:
                values[name] = find()
            except CellError as error:
                reasons.append(str(error))
        reasons += self._wrong_with(values)
        if self._context.places.decided_here(row, self._model.PLACES):
            self._leave_to_editors(row, values)
        self._context.problems.extend(row.problem(reason) for reason in reasons)
        return None if reasons else self._model(**values)

    def _leave_to_editors(self, row: BundleRow, values: dict[str, Any]) -> None:
        """What others decided elsewhere is proposed here; drafts stay their authors'."""
        values["origin"] = Origin.IMPORT.value
        if values["status"] != Status.DRAFT:
            values["status"] = Status.PROPOSED.value
        if values.get("proposed_change"):
            values["proposed_change"] = None
            reason = _("A change of it waited for a decision there. It is left out: here the whole waits.")
            self._context.warnings.append(row.problem(reason))

    def _finders(self, row: BundleRow, stays: Contribution | None) -> Iterator[tuple[str, Callable[[], object]]]:
        """What looks up each thing that ``row`` names, by its field."""
        context, values = self._context, row.values
        yield "author", partial(context.people.named, values["author__username"])
        if "tag__pk" in values:
            yield "tag", partial(context.tags.of, row)
        for path in self._model.PLACES:
            yield path, partial(getattr, stays, path) if stays else partial(context.places.passage, row, path)
        if stays:
            yield "proposed_change", partial(getattr, stays, "proposed_change")
        elif values.get("proposed_change") is not None:
            yield "proposed_change", partial(read_change, row, self._model, context.places, context.tags)

    def _wrong_with(self, values: dict[str, Any]) -> Iterator[str]:
        if "body" in values:
            try:
                checked_body(values["body"])
            except Refused as refused:
                yield from refused.messages
        if len(values.get("note", "")) > MAX_NOTE:
            reason = _("The note has %(length)s characters; %(most)s is the most. Shorten it.")
            yield reason % {"length": f"{len(values['note']):,}", "most": f"{MAX_NOTE:,}"}
        ends = [values[path] for path in self._model.PLACES if path in values]
        if len(ends) > 1 and ends[0] == ends[1]:
            yield _("A passage cannot be cross-referenced to itself. Choose another end.")

    def _standing(self, things: list[Contribution]) -> dict[tuple[object, ...], UUID]:
        """What stands here on the same passages, by what stands once."""
        if not self._once:
            return {}
        place = self._once[0]
        passages = {passage for thing in things if (passage := getattr(thing, place)) > 0}
        rows = self._model.objects.standing().filter(**{f"{place}__in": passages}).values_list(*self._once, "pk")
        return {tuple(key): pk for *key, pk in rows}

    def _is_new(
        self,
        row: BundleRow,
        thing: Any,
        stored: Contribution | None,
        standing: dict[tuple[object, ...], UUID],
        *,
        is_undone: bool,
    ) -> bool:
        """Find out whether it is new, here already or in the way of another, and remember notes.

        What is here and withdrawn, since an import of it ``is_undone``, is as new.
        """
        if stored is not None:
            self._compare(row, thing, stored, is_undone=is_undone)
        if stored is not None and not is_undone:
            self.already += 1
        elif reasons := list(self._not_once(row, thing, standing)):
            if self._context.places.follows(row, self._model.PLACES):
                # As a revision has it, which takes back the younger one.
                left_out = _("Since the text was revised, the same stands there already. It is left out.")
                self._context.warnings.append(row.problem(left_out))
            else:
                self._context.problems.extend(row.problem(reason) for reason in reasons)
            return False
        else:
            self.new += 1
            self._context.places.count(row, {path: getattr(thing, path) for path in self._model.PLACES})
        if isinstance(thing, Annotation):
            self._context.ledger.add_note(
                thing.pk, thing.in_reply_to_id, thing.passage_id, row.line, new=stored is None
            )
        return stored is None or is_undone

    def _compare(self, row: BundleRow, thing: Contribution, stored: Contribution, *, is_undone: bool) -> None:
        """Say what is otherwise than in the thing that is here."""
        # Empty also where the note that is answered, or the change that waits, was not to be seen by whoever made the
        # export.
        silent = {name for name in ("in_reply_to_id", "proposed_change") if not getattr(thing, name, None)}
        if self._context.places.decided_here(row, self._model.PLACES):
            silent |= {"status", "origin"}
        if fields := differing(stored, thing, [name for name in row.values if name not in silent]):
            if self._came_meanwhile(thing, stored):
                raise changed_meanwhile(row.file)
            self._context.problems.append(row.problem(other_content(fields)))
        elif stored.withdrawn_at is not None and not is_undone:
            self._context.warnings.append(row.problem(_("It was withdrawn here since, and stays so.")))

    def _came_meanwhile(self, thing: Contribution, stored: Contribution) -> bool:
        """Whether ``stored`` is by or on what came after that was looked up for ``thing``: another import runs."""
        if thing.author.pk < 0 and stored.author.username == thing.author.username:
            return True
        pairs = [(getattr(thing, f"{path}_id"), getattr(stored, f"{path}_id")) for path in self._model.PLACES]
        would, waits = thing.proposed_change or {}, stored.proposed_change or {}
        pairs += [(would[key], waits[key]) for key in KEYS if key in would and key in waits]
        return any(self._context.places.came_meanwhile(*pair) for pair in pairs)

    def _not_once(self, row: BundleRow, thing: Contribution, standing: dict[tuple[object, ...], UUID]) -> Iterator[str]:
        if not self._once:
            return
        key = tuple(getattr(thing, name) for name in self._once)
        first = self._context.ledger.first_line(f"once: {self._kind.file}", key, row.line)
        if first != row.line:
            yield (
                _("It is the same as line %d, under another id: a person can do this only once per passage. Keep one.")
                % first
            )
        other = standing.get(key)
        if other is not None:
            yield _("It is here already under another id (%s): a person can do this only once per passage.") % other


def _undone(withdrawn: Sequence[Contribution]) -> set[UUID]:
    """Those of what is ``withdrawn`` that nothing but the undo of their import took away: 2 queries if some are."""
    if not withdrawn:
        return set()
    about = Event.objects.listed().filter(subject_id__in=[thing.pk for thing in withdrawn]).order_by("at", "pk")
    newest = {event.subject_id: event for event in about.exclude(action=Event.Verb.MOVED).defer("before", "after")}
    undone = {event.undoes for event in newest.values() if event.action == Event.Verb.WITHDRAWN and event.undoes}
    imported = about.filter(action=Event.Verb.IMPORTED, batch__in=undone).values_list("batch", "subject_id")
    return {pk for batch, pk in imported if pk is not None and newest[pk].undoes == batch}
