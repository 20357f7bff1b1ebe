"""Loading contributions, with their codebook and their people, from a bundle that was exported."""

from collections.abc import Iterable, Mapping, Sequence
from typing import BinaryIO
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils.translation import gettext as _

from annotator.actions.batch import Batch, batch, snapshot
from annotator.actions.parallels.judge import snapshot as snapshot_of_pair
from annotator.actions.tags import write_tags_in
from annotator.exports.kinds import EXPORT_KINDS
from annotator.exports.proposed import KEYS
from annotator.imports.bundle.ledger import Ledger, Lot, NewThing
from annotator.imports.bundle.package import BUNDLE
from annotator.imports.bundle.plan import BundlePlan, plan_bundle
from annotator.imports.problems import ImportRefused, Problem
from annotator.models import Annotation, Contribution, Event, Passage, ProposedParallel, Tag, Tagging
from annotator.permissions import Action, require
from annotator.progress import say
from corpus.db.insert import insert, insert_new
from corpus.models import Document, Paragraph

AT_A_TIME = 500


def preview_bundle(*, file: BinaryIO, by: User | None) -> BundlePlan:
    """What ``import_bundle`` would do with the same arguments; writes nothing.

    Raises:
        ImportRefused: with every problem there is.
        PermissionDenied: ``by`` may not load contributions.
    """
    if by is not None:
        require(by, Action.IMPORT)
    with Ledger() as ledger:
        return plan_bundle(file, by, ledger, keep=False)


def import_bundle(*, file: BinaryIO, by: User | None, request_id: UUID | None = None) -> tuple[BundlePlan, UUID | None]:
    """Load everything in the bundle ``file`` that is not here yet, or nothing.

    Ids, authors, times, status and origin are kept; but in a collection with review, what somebody loads who is no
    administrator is proposed, and imported by its origin, until an editor has decided (drafts stay drafts). People
    who are not here become accounts that are not in use. What is here already stays as it is, also where it was
    withdrawn. Events of the bundle are not loaded: the history here begins with the import.

    Args:
        file: the zip file, which can be read at any place.
        by: the person, ``None`` for the command line. Documents a person may not see count as missing.
        request_id: the id the client gave its request.

    Returns:
        What was done, and the batch's id; ``None`` where everything was here already and nothing was written.

    Raises:
        ImportRefused: with every problem there is, and nothing is written.
        PermissionDenied: ``by`` may not load contributions.
        AlreadyDone: a request of this id was carried out before.
    """
    if by is not None:
        require(by, Action.IMPORT)
    with Ledger() as ledger:
        say(_("Checking the file"))
        plan = plan_bundle(file, by, ledger, keep=True)
        if plan.empty:
            return plan, None
        try:
            with batch(by=by, request_id=request_id) as current:
                refuse_if_revised(plan.documents, BUNDLE)
                _write(current, plan, ledger)
        except IntegrityError as error:
            raise changed_meanwhile(BUNDLE) from error
    return plan, current.id


def changed_meanwhile(file: str) -> ImportRefused:
    """The refusal of a file whose plan no longer fits what is here."""
    reason = _("Somebody changed something here while the file was checked. Nothing was imported: import it again.")
    return ImportRefused([Problem(file, None, reason)])


def refuse_if_revised(documents: Iterable[Document], file: str) -> None:
    """Raise ``ImportRefused`` where one of ``documents`` is of another revision by now.

    The words of ``file`` were looked up before the transaction; in another revision they may be others.
    """
    checked = {document.pk: document.current_id for document in documents}
    if Document.objects.filter(pk__in=checked).held() != checked:
        raise changed_meanwhile(file)


def _write(current: Batch, plan: BundlePlan, ledger: Ledger) -> None:
    User.objects.bulk_create(plan.people, batch_size=AT_A_TIME)
    write_tags_in(current, Event.Verb.IMPORTED, plan.tags)
    documents = {document.pk: document for document in plan.documents}
    total, done = sum(plan.new.values()), 0
    for lot in ledger.lots():
        say(_("Writing"), done, total)
        done += len(lot.things)
        ledger.made(_passages_made(lot))
        if lot.kind == "parallels":
            _write_parallels(current, lot, plan, ledger)
            continue
        model = EXPORT_KINDS[lot.kind].model
        things = [_thing(model, each, plan, ledger) for each in lot.things]
        _name(things, documents)
        insert(things)
        for thing in things:
            current.record(Event.Verb.IMPORTED, thing, after=snapshot(thing))
        current.write()
        through = Annotation.mentions.through
        through.objects.bulk_create(
            through(annotation_id=each.values["pk"], user_id=user) for each in lot.things for user in each.mentions
        )


def _write_parallels(current: Batch, lot: Lot, plan: BundlePlan, ledger: Ledger) -> None:
    rows = []
    for each in lot.things:
        values = each.values | {f"{end}_id": ledger.key_of(each.values[f"{end}_id"]) for end in ProposedParallel.PLACES}
        judge = plan.authors[each.author].pk if each.author else None
        rows.append(ProposedParallel(**values, judged_by_id=judge))
    ProposedParallel.objects.bulk_create(rows)
    found = ProposedParallel.objects.with_places().in_bulk([row.pk for row in rows])
    for row in rows:
        event = current.record(Event.Verb.IMPORTED, found[row.pk], after=snapshot_of_pair(found[row.pk]))
        event.audience = Event.Audience.MEMBERS
    current.write()


def _passages_made(lot: Lot) -> dict[int, int]:
    """Make the passages of ``lot``; their keys by mark. One that somebody made meanwhile, as with a note, is taken."""
    passages = {mark: Passage(**columns) for mark, columns in lot.passages.items()}
    settled = [passage for passage in passages.values() if not passage.unsettled]
    Passage.objects.bulk_create(passage for passage in passages.values() if passage.unsettled)
    insert_new(settled, ("paragraph_id", "start", "end"))
    if there := [passage for passage in settled if passage.pk is None]:
        rows = Passage.objects.settled().filter(paragraph__in={passage.paragraph_id for passage in there}).order_by()
        keys = {tuple(place): pk for pk, *place in rows.values_list("pk", "paragraph", "start", "end")}
        for passage in there:
            passage.pk = keys[passage.paragraph_id, passage.start, passage.end]
    return {mark: passage.pk for mark, passage in passages.items()}


def _name(things: Sequence[Contribution], documents: Mapping[int, Document]) -> None:
    """Set on ``things`` what their events name: 3 queries. Read again with all of it, they take twice as long."""
    ends = {getattr(thing, f"{path}_id") for thing in things for path in thing.PLACES}
    passages = Passage.objects.in_bulk(ends)
    paragraphs = Paragraph.objects.in_bulk({passage.paragraph_id for passage in passages.values()})
    for paragraph in paragraphs.values():
        paragraph.document = documents[paragraph.document_id]
    for passage in passages.values():
        passage.paragraph = paragraphs[passage.paragraph_id]
    tags = Tag.objects.in_bulk({thing.tag_id for thing in things if isinstance(thing, Tagging)})
    for thing in things:
        for path in thing.PLACES:
            setattr(thing, path, passages[getattr(thing, f"{path}_id")])
        if isinstance(thing, Tagging):
            thing.tag = tags[thing.tag_id]


def _thing(model: type[Contribution], new: NewThing, plan: BundlePlan, ledger: Ledger) -> Contribution:
    """The contribution to be made of ``new``, once its passages and its author are there."""
    values = new.values | {"author_id": plan.authors[new.author].pk}
    values |= {f"{path}_id": ledger.key_of(values[f"{path}_id"]) for path in model.PLACES}
    if change := values.get("proposed_change"):
        values["proposed_change"] = change | {key: ledger.key_of(change[key]) for key in KEYS if key in change}
    return model(**values, **({"body_html": new.body_html} if "body" in values else {}))
