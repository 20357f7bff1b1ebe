"""Taking back a revision that was loaded by mistake: the text is the one before again, and the marks come home."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotator import permissions
from annotator.actions.batch import MODELS, Batch, batch, snapshot
from annotator.actions.contributions import AT_A_TIME, restore_in
from annotator.errors import Refused
from annotator.models import Contribution, Event, FormerPlace, Passage
from annotator.models.event import EventQuerySet
from annotator.models.former_place import MOVABLE
from corpus.db.update import update
from corpus.importing.writing.revise import ChangedMeanwhileError
from corpus.importing.writing.take_back import NothingBeforeError, RowsBefore, rows_before, take_back
from corpus.models import Document, Paragraph, Revision

from .metadata import TEXTS, details_of
from .reanchor import put, record_move, standing_on

State = Passage.State
# Of where a passage is, what a person sees.
_SEEN = ("paragraph_id", "start", "end", "quote", "state")


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking a revision back did, or would do: the one that is the newest then, and how many marks come home."""

    document: Document
    number: int
    before: int
    marks: int


def preview_of_taking_back(*, document: Document, by: User | None) -> TakenBack:
    """What ``take_back_revision`` would do to ``document``, which has its newest revision; writes nothing.

    Raises as that does.
    """
    _require(by)
    revision = document.current
    earlier = document.revisions.filter(taken_back_at=None).order_by("-number").values_list("number", flat=True)[1:2]
    if revision is None or not earlier:
        raise Refused(_no_other_revision(document))
    loading = Event.objects.loading(revision).first()
    _refuse_if_used(document, revision, loading)
    marks = _number_moved(FormerPlace.objects.filter(revision=revision).select_related("passage"))
    return TakenBack(document, revision.number, earlier[0], marks)


def take_back_revision(
    *, document: Document, number: int, by: User | None, request_id: UUID | None = None
) -> TakenBack:
    """Make ``document`` what it was before its newest revision, with the marks on it: one transaction with its events.

    Args:
        document: the document.
        number: of its newest revision, as the person saw it.
        by: the person, ``None`` for the command line.
        request_id: the id the client gave its request.

    Raises:
        Refused: there is none before it, another one is the newest, or something was done on it.
        PermissionDenied: ``by`` may not load documents.
        AlreadyDone: a request of this id was carried out before.
    """
    _require(by)
    try:
        # Before the transaction: while it is open, nobody else can write on SQLite.
        with (
            rows_before(document, number=number) as rows,
            transaction.atomic(),
            batch(by=by, request_id=request_id) as current,
        ):
            return _take_back_in(current, document, rows, number)
    except NothingBeforeError:
        raise Refused(_no_other_revision(document)) from None
    except ChangedMeanwhileError:
        raise Refused(
            _("Revision %(number)d of “%(slug)s” is not the newest one any more. Look again, then decide.")
            % {"number": number, "slug": document.slug}
        ) from None


def _take_back_in(current: Batch, document: Document, rows: RowsBefore, number: int) -> TakenBack:
    before = take_back(document, rows=rows, number=number, at=current.at)
    document = before.document
    revision = document.revisions.get(number=number)
    loading = Event.objects.loading(revision).first()
    _refuse_if_used(document, revision, loading)
    marks = _bring_home(current, revision, loading)
    details = details_of(document)
    _put_facts_back(document, loading)
    values = {"slug": document.slug}
    current.record(
        Event.Verb.TAKEN_BACK,
        document,
        before=details | values | {"revision": number},
        after=details_of(document) | values | {"revision": before.number, "marks_home": marks},
    )
    return TakenBack(document, number, before.number, marks)


def _require(by: User | None) -> None:
    if by is not None:
        permissions.require(by, permissions.Permission.EDIT_DOCUMENT)


def _no_other_revision(document: Document) -> str:
    return _("There is no revision of “%(slug)s” before this one. To change its text, load a revision.") % {
        "slug": document.slug
    }


def _refuse_if_used(document: Document, revision: Revision, loading: Event | None) -> None:
    """Raise ``Refused`` where something was made or decided on the text of ``revision``, or before homes were kept."""
    since = Event.objects.filter(Q(document=document) | Q(other_document=document), at__gte=revision.loaded_at)
    since = since.exclude(batch=loading.batch) if loading else since
    undone = _undone(since)
    used = {
        event.subject_id
        for event in since.filter(subject_type__in=MODELS, undoes=None)
        if event.batch not in undone and _is_on_words(event)
    }
    for model in MODELS.values():
        for path in model.PLACES:
            fresh = model.objects.standing().filter(
                Q(created_at__gt=revision.loaded_at) | Q(**{f"{path}__revision": revision}),
                **{f"{path}__paragraph__document": document},
            )
            used |= set(fresh.order_by().values_list("pk", flat=True))
    if used:
        raise Refused(
            ngettext(
                "Since revision %(number)d was loaded, %(count)d contribution was made on it or decided about. Take "
                "that back first, or load the text from before as a further revision.",
                "Since revision %(number)d was loaded, %(count)d contributions were made on it or decided about. Take "
                "these back first, or load the text from before as a further revision.",
                len(used),
            )
            % {"number": revision.number, "count": len(used)}
        )
    moved = loading is not None and Event.objects.filter(batch=loading.batch, action=Event.Verb.MOVED).exists()
    if moved and not FormerPlace.objects.filter(revision=revision).exists():
        raise Refused(
            _(
                "Revision %(number)d was loaded before it was kept where marks came from. Load the text from before "
                "as a further revision."
            )
            % {"number": revision.number}
        )


def _undone(since: EventQuerySet) -> set[UUID | None]:
    """The batches that were undone, and not done again by undoing that."""
    undone: set[UUID | None] = set()
    undoing = since.finished().exclude(undoes=None).order_by("-at", "-pk")
    for batch_id, undoes in dict.fromkeys(undoing.values_list("batch", "undoes")):
        if batch_id not in undone:
            undone.add(undoes)
    return undone


def _is_on_words(event: Event) -> bool:
    """Whether ``event`` says on which words something stands: by a person, and not only of what it says there."""
    before, after = event.before or {}, event.after or {}
    if event.action == Event.Verb.EDITED:
        places = ("passage", "source", "target", "passages")
        return any(before.get(name) != after.get(name) for name in places)
    return event.action in {Event.Verb.CONFIRMED, Event.Verb.LET_GO}


def _bring_home(current: Batch, revision: Revision, loading: Event | None) -> int:
    """Put every passage where it was before ``revision``, and what stood on it on it; how many had moved."""
    reason = _("revision %(number)d was taken back") % {"number": revision.number}
    homes = FormerPlace.objects.filter(revision=revision).select_related("passage", "paragraph__document")
    rows = list(homes.order_by("passage"))
    passages = {row.passage_id: row.passage for row in rows}
    events = (
        list(Event.objects.filter(batch=loading.batch, subject_type__in=MODELS).order_by("at", "pk")) if loading else []
    )
    things = standing_on([*passages, *_put_together(events)], passages)
    before = {thing.pk: snapshot(thing) for thing in things}
    moved = {row.passage_id for row in rows if any(getattr(row, name) != getattr(row.passage, name) for name in _SEEN)}
    marks = _number_moved(rows)
    # On the way a place may be taken by one that moves off next: lost ones take none.
    for some in batched(passages, AT_A_TIME):
        Passage.objects.filter(pk__in=some).update(state=State.LOST)
    for row in rows:
        for name in MOVABLE:
            setattr(row.passage, name, getattr(row, name))
        row.passage.paragraph = row.paragraph
    update(list(passages.values()), [name.removesuffix("_id") for name in MOVABLE])
    _lose_unused(revision)
    restored = _as_they_stood(current, things, passages, events)
    for thing in things:
        if thing.pk in restored or any(getattr(thing, path).pk in moved for path in thing.PLACES):
            record_move(current, thing, before[thing.pk], reason)
    homes.order_by().delete()
    return marks


def _number_moved(homes: Iterable[FormerPlace]) -> int:
    """How many passages of ``homes`` the load told of as shifted, uncertain or lost: where one was kept it stays."""
    return sum(
        any(getattr(home, name) != getattr(home.passage, name) for name in _SEEN)
        and (home.passage.state != State.KEPT or home.state != State.KEPT)
        for home in homes
    )


def _put_together(events: Iterable[Event]) -> set[int]:
    """The passages on which ``events`` put what had stood on others: a query or two for some hundred things."""
    passages: set[int] = set()
    for subject, model in MODELS.items():
        about = [event.subject_id for event in events if event.subject_type == subject]
        for some in batched(about, AT_A_TIME):
            for ends in (
                model.objects.filter(pk__in=some).order_by().values_list(*(f"{path}_id" for path in model.PLACES))
            ):
                passages.update(ends)
    return passages


def _as_they_stood(
    current: Batch, things: Iterable[Contribution], passages: dict[int, Passage], events: Iterable[Event]
) -> set[object]:
    """Put what the load of ``events`` put together on one passage apart again; the ids of what was put elsewhere."""
    known: dict[UUID | None, Contribution] = {thing.pk: thing for thing in things}
    restored: set[object] = set()
    for event in events:
        thing = known.get(event.subject_id)
        # Of what it withdrew, another end may be put apart too: by the state that its first event found.
        if thing is None or thing.pk in restored or not event.before:
            continue
        changes = {
            path: passages[event.before[f"{path}_id"]]
            for path in thing.PLACES
            if event.before[f"{path}_id"] != getattr(thing, path).pk and event.before[f"{path}_id"] in passages
        }
        if changes:
            put(thing, changes)
            restored.add(thing.pk)
        if event.action == Event.Verb.WITHDRAWN and thing.withdrawn_at is not None:
            restore_in(current, thing)
    return restored


def _lose_unused(revision: Revision) -> None:
    """Nothing but what was withdrawn stands on what was marked on ``revision``, whose words are gone."""
    passages = Passage.objects.filter(revision=revision).order_by("pk").select_related("paragraph")
    for passage in passages:
        passage.state = State.LOST
        if passage.paragraph.until_id is not None:
            standing = Paragraph.objects.standing().filter(document=revision.document_id).order_by("position")
            passage.beside = standing.filter(position__lte=passage.paragraph.position).last() or standing.first()
    update(list(passages), ["state", "beside"])


def _put_facts_back(document: Document, loading: Event | None) -> None:
    """What ``loading`` changed of what is said about ``document``, but for what was changed again since."""
    if loading is None or not loading.before or not loading.after:
        return
    names: Sequence[str] = ("published_on", *TEXTS)
    now = details_of(document)
    changed = {name for name in names if now[name] == loading.after.get(name) != loading.before.get(name)}
    for name in changed:
        setattr(document, name, loading.before[name])
    if changed:
        document.save(update_fields=sorted(changed))
        document.refresh_from_db(fields=["published_on"])
