"""Loading contributions, with their codebook and their people, from a bundle that was exported."""

import json
import re
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError
from django.db.models import Model, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from annotator.actions.batch import Batch, batch, begin_again, part_of, snapshot
from annotator.actions.contributions import withdraw_or_restore_in
from annotator.actions.parallels.judge import state_of
from annotator.actions.tag_numbers import recount_on_commit
from annotator.actions.tags import tag_snapshot
from annotator.errors import AlreadyDone, NotUpdatedError, Refused
from annotator.imports.bundle.ledger import Ledger
from annotator.imports.bundle.package import BUNDLE
from annotator.imports.bundle.plan import BundlePlan, plan_bundle
from annotator.imports.problems import ImportProblem, ImportRefused, changed_meanwhile
from annotator.models import Annotation, Contribution, Event, Passage, ProposedParallel, Submission, Tag
from annotator.permissions import Permission, require
from annotator.progress import say
from corpus.db.insert import columns_of, insert_values, values_of
from corpus.db.lock_timeout import let_others_write
from corpus.db.row_locks import locked_rows
from corpus.db.statistics import sparingly
from corpus.models import Document

AT_A_TIME = 500
# Contributions written in one transaction, for as long as which nobody else writes on SQLite.
AT_ONCE = 1_000
# Seconds in which the same request, carried out beside this one, writes something more, unless it has broken off.
BESIDE = 10.0
SNAPSHOTS: dict[type[Model], Any] = {Tag: tag_snapshot, ProposedParallel: state_of}
# What tells settled passages apart.
ONCE = ("paragraph_id", "start", "end")
# The columns of JSON that name passages and people by their keys, and a placeholder in one of them, as it is written.
# Within a text, the quotation mark would have a backslash before it.
WITH_PLACEHOLDERS = {"after", "proposed_change"}
PLACEHOLDER = re.compile(r'(_id": ?)-(\d+)')

type Columns = list[Any]
# Of what had placeholders, once it is written: 8 bytes each.
type Keys = array[int]


def preview_bundle(*, file: BinaryIO, by: User | None) -> BundlePlan:
    """What ``import_bundle`` would do with the same arguments; writes nothing.

    Raises:
        ImportRefused: with every problem there is.
        PermissionDenied: ``by`` may not load contributions.
    """
    if by is not None:
        require(by, Permission.IMPORT)
    with Ledger() as ledger:
        return plan_bundle(file, by, ledger)


def import_bundle(
    *, file: BinaryIO, by: User | None, request_id: UUID | None = None, kept: Callable[[int], None] = lambda _done: None
) -> tuple[BundlePlan, UUID | None]:
    """Load everything in the bundle ``file`` that is not here yet.

    All of it is checked before anything is written. More than ``AT_ONCE`` contributions are written in parts, each of
    them whole or not at all, and undone together; where one cannot be written any more, those before it stay, and who
    imports the file again goes on from there: with the same request as the same action. What an import made and its
    undo took away is brought back.

    Ids, authors, times, status and origin are kept; but in a collection with review, what somebody loads who is no
    administrator is proposed, and imported by its origin, until an editor has decided (drafts stay drafts). People
    who are not here become accounts that are not in use. What is here already stays as it is, also where it was
    withdrawn. Events of the bundle are not loaded: the history here begins with the import.

    Args:
        file: the zip file, which can be read at any place.
        by: the person, ``None`` for the command line. Documents a person may not see count as missing.
        request_id: the id the client gave its request.
        kept: is told after each part how many contributions are written, which stays so where the rest fails.

    Returns:
        What was done, and the batch's id; ``None`` where everything was here already and nothing was written.

    Raises:
        ImportRefused: with every problem there is, or since somebody changed something meanwhile, and how many
            contributions were written before.
        PermissionDenied: ``by`` may not load contributions.
        AlreadyDone: a request of this id was carried out before, or is now by the same request that was sent twice.
    """
    if by is not None:
        require(by, Permission.IMPORT)
    if request_id and (_is_done(request_id) or Event.objects.filter(undoes=request_id).exists()):
        # Whatever is not here any more is imported by an action of its own.
        request_id = None
    before = _written(request_id)
    try:
        return _imported(file, by, request_id, kept)
    except ImportRefused as refused:
        if not request_id or not _is_done_beside(request_id, before + refused.written):
            raise
    if _is_done(request_id):
        raise AlreadyDone
    # It has broken off there, and goes on here.
    return _imported(file, by, request_id, kept)


def _imported(
    file: BinaryIO, by: User | None, request_id: UUID | None, kept: Callable[[int], None]
) -> tuple[BundlePlan, UUID | None]:
    with Ledger() as ledger, sparingly():
        say(_("Checking the file"))
        plan = plan_bundle(file, by, ledger, _Ready(ledger, by))
        if plan.empty:
            return plan, None
        written, total = 0, sum(plan.new.values())
        try:
            for current, written in _parts(plan, ledger, by, request_id):  # noqa: B007 - current.id is returned
                kept(written)
                say(_("Writing"), written, total)
        except (IntegrityError, NotUpdatedError) as error:
            raise (broken_off(BUNDLE, written, total) if written else changed_meanwhile(BUNDLE)) from error
        except (DatabaseError, ImportRefused, Refused) as error:
            if not written:
                raise
            raise broken_off(BUNDLE, written, total) from error
        finally:
            recount_on_commit()
    return plan, current.id


def _written(request_id: UUID | None) -> int:
    """How many contributions the request has written by now."""
    return Event.objects.filter(batch=request_id).exclude(subject_type=Event.Subject.TAG).count() if request_id else 0


def _is_done(request_id: UUID) -> bool:
    return Submission.objects.filter(pk=request_id).exists()


def _is_done_beside(request_id: UUID, known: int) -> bool:
    """Whether the same request, sent twice, has written more than is ``known`` of: waits until it is done or stands."""
    beside, since = False, time.monotonic()
    while time.monotonic() < since + BESIDE:
        if (written := _written(request_id)) > known:
            beside, known, since = True, written, time.monotonic()
        if not beside or _is_done(request_id):
            break
        time.sleep(BESIDE / 20)
    return beside


def broken_off(file: str, written: int, total: int) -> ImportRefused:
    """The refusal of a file of which ``written`` of ``total`` contributions are written, and stay."""
    reason = _(
        "The import broke off, since somebody changed something here or the database did not answer. %(done)s of "
        "%(total)s contributions were imported. Import the file again: what is here stays, and the rest is imported."
    )
    return ImportRefused([ImportProblem(file, None, reason % {"done": f"{written:,}", "total": f"{total:,}"})], written)


def refuse_if_revised(documents: Iterable[Document], file: str) -> None:
    """Raise ``ImportRefused`` where one of ``documents`` is of another revision by now.

    The words of ``file`` were looked up before the transaction; in another revision they may be others.
    """
    checked = {document.pk: document.current_id for document in documents}
    if dict(locked_rows(Document, checked, "current")) != checked:
        raise changed_meanwhile(file)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some things to be written: columns that are ready but for their placeholders, and their events'.

    ``settled`` and ``adrift`` are the passages that they are the first to stand on, by placeholder; ``above`` are the
    notes that are answered and stand in no chunk up to this one, by their keys as ``notes`` are. What comes ``back`` is
    here.
    """

    settled: dict[int, Columns]
    adrift: dict[int, Columns]
    model: type[Model]
    things: list[Columns]
    events: list[Columns]
    mentions: list[tuple[UUID, int]]
    notes: set[UUID]
    above: set[UUID]
    back: Sequence[UUID] = ()


class _Ready:
    """Makes what is to be written ready and keeps it in ``ledger``: SQLite lets nobody write beside who writes."""

    def __init__(self, ledger: Ledger, by: User | None) -> None:
        self._ledger = ledger
        # Its events get the id and the time of the batch that writes them.
        self._batch = Batch(by=by, id=uuid4(), at=timezone.now())

    def __call__(
        self, things: Sequence[Any], passages: Sequence[Passage] = (), mentions: Sequence[tuple[Annotation, int]] = ()
    ) -> None:
        """Keep new ``things`` of one kind, their new ``passages``, and whom the notes among them mention."""
        if isinstance(things[0], Tag):
            prefetch_related_objects(things, "aliases")
        for thing in things:
            event = self._batch.record(Event.Verb.IMPORTED, thing, after=SNAPSHOTS.get(type(thing), snapshot)(thing))
            if isinstance(thing, ProposedParallel):
                event.audience = Event.Audience.MEMBERS
        notes = [thing for thing in things if isinstance(thing, Annotation)]
        chunk = _Chunk(
            settled=_by_placeholder(passage for passage in passages if not passage.unsettled),
            adrift=_by_placeholder(passage for passage in passages if passage.unsettled),
            model=type(things[0]),
            # Tags are few, and remembered.
            things=[] if isinstance(things[0], Tag) else _columns(things),
            events=_columns(self._batch.events),
            mentions=[(note.pk, person) for note, person in mentions],
            notes={note.pk for note in notes},
            above=self._ledger.unknown_notes({note.in_reply_to_id for note in notes}),
        )
        self._batch.events.clear()
        self._ledger.add_chunk(chunk)

    def bring_back(self, things: Sequence[Contribution]) -> None:
        """Keep that ``things`` of one kind are to be brought back."""
        pks = [thing.pk for thing in things]
        self._ledger.add_chunk(_Chunk({}, {}, type(things[0]), [], [], [], set(), set(), pks))


def _by_placeholder(passages: Iterable[Passage]) -> dict[int, Columns]:
    some = list(passages)
    return dict(zip([each.pk for each in some], values_of(some, ONCE), strict=True)) if some else {}


def _columns(things: Sequence[Model]) -> list[Columns]:
    """The columns of ``things``; JSON that may have placeholders in it as text on either database."""
    rows = values_of(things)
    for place, field in enumerate(columns_of(type(things[0]))):
        if field.name in WITH_PLACEHOLDERS:
            for row, thing in zip(rows, things, strict=True):
                if row[place] is not None and not isinstance(row[place], str):
                    row[place] = json.dumps(getattr(thing, field.name), cls=field.encoder)
    return rows


def _put_keys(keys: Keys, model: type[Model], rows: Iterable[Columns]) -> None:
    """Put ``keys`` in the place of the placeholders in ``rows``."""
    for place, field in enumerate(columns_of(model)):
        if field.name in WITH_PLACEHOLDERS:
            for row in rows:
                row[place] = row[place] and PLACEHOLDER.sub(
                    lambda match: f"{match[1]}{keys[int(match[2])]}", row[place]
                )
        elif field.related_model in {Passage, User}:
            for row in rows:
                if row[place] is not None and row[place] < 0:
                    row[place] = keys[-row[place]]


def _parts(plan: BundlePlan, ledger: Ledger, by: User | None, request_id: UUID | None) -> Iterator[tuple[Batch, int]]:
    """Write it, a transaction for some contributions; after each, the action, and how many are written so far."""
    total, chunks = sum(plan.new.values()), ledger.chunks()
    with batch(by=by, request_id=request_id) as current:
        refuse_if_revised(plan.documents, BUNDLE)
        begin_again(current)
        keys = _write_people_and_tags(plan, ledger.placeholders)
        written = _write_some(current, chunks, keys, ledger)
        current.finished = written >= total
    yield current, written
    while written < total:
        let_others_write()
        with part_of(current):
            refuse_if_revised(plan.documents, BUNDLE)
            begin_again(current)
            written += _write_some(current, chunks, keys, ledger)
            current.finished = written >= total
        yield current, written


def _write_people_and_tags(plan: BundlePlan, placeholders: int) -> Keys:
    keys = array("q", bytes(8 * (placeholders + 1)))
    known = [user.pk for user in plan.people]
    for user in plan.people:
        user.pk = None
    people = User.objects.bulk_create(plan.people, batch_size=AT_A_TIME)
    for placeholder, user in zip(known, people, strict=True):
        keys[-placeholder] = user.pk
    Tag.objects.bulk_create(plan.tags, batch_size=AT_A_TIME)
    return keys


def _write_some(current: Batch, chunks: Iterator[_Chunk], keys: Keys, ledger: Ledger) -> int:
    """Write the next of ``chunks``, until there are ``AT_ONCE`` contributions in them, and no answer without its note.

    Returns how many there are.
    """
    written = 0
    owed: set[UUID] = set()
    through = Annotation.mentions.through
    for chunk in chunks:
        _make_passages(chunk, keys)
        for model, rows in ((chunk.model, chunk.things), (Event, chunk.events)):
            _put_keys(keys, model, rows)
        insert_values(chunk.model, chunk.things)
        current.write_columns(chunk.events)
        through.objects.bulk_create(through(annotation_id=note, user_id=person) for note, person in chunk.mentions)
        if chunk.back:
            model = cast("type[Contribution]", chunk.model)
            things = [*model.objects.with_places().in_bulk(chunk.back).values()]
            withdraw_or_restore_in(current, things, None, Event.Verb.IMPORTED)
            current.write()
        written += len(chunk.things) + len(chunk.back)
        # What is in no chunk is here already.
        owed = (owed | chunk.above - ledger.unknown_notes(chunk.above)) - chunk.notes
        if written >= AT_ONCE and not owed:
            break
    return written


def _make_passages(chunk: _Chunk, keys: Keys) -> None:
    """Make the passages of ``chunk``. One that somebody made meanwhile, as with a note, is taken."""
    # As Django does, whose bulk_create takes the keys in the order of the rows.
    inserted = insert_values(Passage, [*chunk.adrift.values()], ONCE)
    for placeholder, (key, *_place) in zip(chunk.adrift, inserted, strict=True):
        keys[-placeholder] = key
    at = [place for place, field in enumerate(columns_of(Passage, ONCE)) if field.attname in ONCE]
    places = {placeholder: tuple(row[place] for place in at) for placeholder, row in chunk.settled.items()}
    keys_by_place = {tuple(place): key for key, *place in insert_values(Passage, [*chunk.settled.values()], ONCE)}
    if unresolved := {place[0] for place in places.values() if place not in keys_by_place}:
        rows = Passage.objects.settled().filter(paragraph__in=unresolved).order_by()
        keys_by_place |= {tuple(place): key for key, *place in rows.values_list("pk", *ONCE)}
    for placeholder, place in places.items():
        keys[-placeholder] = keys_by_place[place]
