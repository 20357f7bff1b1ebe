"""Putting pairs of passages into the queue of proposed parallels; no events: what a rule found, it finds again."""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import batched
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _

from annotator.actions.batch import Batch, batch
from annotator.actions.passages import passages_for
from annotator.errors import Refused
from annotator.models import CrossReference, Passage, Place, ProposedParallel, Verdict
from annotator.models.proposed_parallel import by_meaning, in_order
from annotator.permissions import Permission, require
from annotator.progress import say
from annotator.selectors.audiences import Audience
from annotator.selectors.found_pairs import MOST_PARAGRAPHS, FoundPair, pairs_of_document
from corpus.db.insert import insert_new
from corpus.models import Document, DocumentWords, Paragraph
from corpus.search import among

# Pairs written in one transaction, so that nobody waits for thousands.
AT_A_TIME = 200


class Proposed(NamedTuple):
    """How many pairs are new in the queue, how many are there still, and how many left it, not being found again."""

    new: int = 0
    still: int = 0
    outdated: int = 0


def propose_for_document(*, document: Document, by: User | None, request_id: UUID | None = None) -> Proposed:
    """Find the parallels of ``document``, which ``by`` may read, and put them into the queue.

    Raises ``Refused`` where the document is so long that nobody should wait for it, with the command to run.
    """
    if by is not None:
        require(by, Permission.EDIT_DOCUMENT)
    if is_too_long(document):
        raise Refused(
            _(
                "This text is too long to be compared while you wait. On the server, run manage.py find_parallels "
                "--propose --document %(slug)s."
            )
            % {"slug": document.slug}
        )
    say(_("Looking for parallels"))
    pairs = pairs_of_document(document)
    say(_("Writing"))
    with batch(by=by, request_id=request_id) as current:
        # A pair may be missing since this one has nearer ones, and the other has none nearer: nothing is taken away.
        return _keep_in(current, pairs)


def is_too_long(document: Document) -> bool:
    """Whether ``document`` has more paragraphs than are compared while somebody waits: 1 query."""
    rows = DocumentWords.objects.filter(document=document).values_list("text_paragraphs", flat=True)
    return sum(rows) > MOST_PARAGRAPHS


def propose(pairs: Sequence[FoundPair], *, audience: Audience, whole: bool, kept: Callable[[Proposed], None]) -> None:
    """Put ``pairs``, the pairs of ``audience``, into the queue, some at a time; by nobody, as a rule found them.

    Args:
        pairs: the pairs.
        audience: whose they are.
        whole: whether all of its paragraphs were asked about, so that what was not found again leaves the queue.
        kept: is told of what is done, which stays so where the rest fails or is cancelled.
    """
    for number, some in enumerate(batched(pairs, AT_A_TIME)):
        say(_("Writing"), number * AT_A_TIME, len(pairs))
        with batch(by=None) as current:
            proposed = _keep_in(current, some)
        kept(proposed)
    if whole:
        kept(Proposed(outdated=_take_out(pairs, audience)))


def _keep_in(current: Batch, pairs: Collection[FoundPair]) -> Proposed:
    """Write ``pairs``: new pairs, and the score and the reasons of open ones; what was judged stays as it is."""
    new = still = 0
    for some in batched(pairs, AT_A_TIME):
        known = _known(some)
        fresh: list[FoundPair] = []
        for pair in some:
            rows = known.get(pair.key, [])
            still += any(row.verdict == Verdict.OPEN for row in rows)
            for row in rows:
                before, now = (
                    (row.score, row.found_by, row.reasons),
                    (pair.score, pair.found_by, pair.kept_reasons()),
                )
                if row.verdict == Verdict.OPEN and before != now and not _knows_more(row, pair):
                    _rescore(row, pair, current)
            if not rows:
                fresh.append(pair)
        joined = _joined(fresh)
        new += len(_made([pair for pair in fresh if pair.key not in joined], current))
    return Proposed(new, still)


def _knows_more(row: ProposedParallel, pair: FoundPair) -> bool:
    """Whether ``row`` was found by what the texts mean too, and ``pair`` by words alone, the texts being the same."""
    texts_since = max(end.paragraph.since.loaded_at for end in (row.one, row.other))
    return row.by_meaning and not by_meaning(pair.found_by) and row.found_at > texts_since


def _rescore(row: ProposedParallel, pair: FoundPair, current: Batch) -> None:
    ProposedParallel.objects.filter(pk=row.pk, verdict=Verdict.OPEN).update(
        score=pair.score,
        wording=pair.wording,
        reasons=pair.kept_reasons(),
        found_by=pair.found_by,
        found_at=current.at,
    )


def _known(pairs: Iterable[FoundPair]) -> dict[tuple[int, int], list[ProposedParallel]]:
    """What is known of ``pairs``, by their paragraphs: on the whole of these or on words in them, and also uncertain.

    A verdict about a paragraph that was merged into another, or put apart, is one about what it is in now.
    """
    keys = {key for pair in pairs for key in pair.key}
    rows = ProposedParallel.objects.filter(
        one__paragraph__in=among(keys), other__paragraph__in=among(keys)
    ).select_related("one__paragraph__since", "other__paragraph__since")
    known: dict[tuple[int, int], list[ProposedParallel]] = {}
    for row in rows.order_by():
        one, other = sorted((row.one.paragraph_id, row.other.paragraph_id))
        open_and_lost = row.verdict == Verdict.OPEN and (row.one.unsettled or row.other.unsettled)
        if not open_and_lost:
            known.setdefault((one, other), []).append(row)
    return known


def _joined(pairs: Collection[FoundPair]) -> set[tuple[int, int]]:
    """Those of ``pairs`` that a cross-reference joins already, whoever made it by hand: no draft, which is nobody's."""
    keys = {key for pair in pairs for key in pair.key}
    if not keys:
        return set()
    ends = "source__paragraph", "target__paragraph"
    rows = CrossReference.objects.standing().exclude(status="draft").exclude(status="declined")
    rows = rows.filter(**{f"{end}__in": among(keys) for end in ends}).order_by()
    return {(min(ends), max(ends)) for ends in rows.values_list(*ends)}


def _made(pairs: Collection[FoundPair], current: Batch) -> list[ProposedParallel]:
    """Make the passages and the rows of ``pairs``; a text that was changed meanwhile has none."""
    keys = {key for pair in pairs for key in pair.key}
    standing = Paragraph.objects.standing().filter(pk__in=among(keys)).exclude(text="")
    paragraphs = standing.select_related("document__collection").in_bulk()
    if not paragraphs:
        return []
    places = [Place(paragraph) for paragraph in paragraphs.values()]
    passages: dict[int, Passage] = dict(zip(paragraphs, passages_for(places), strict=True))
    rows = []
    for pair in pairs:
        if pair.one not in passages or pair.other not in passages:
            continue
        one, other = in_order(passages[pair.one], passages[pair.other])
        rows.append(
            ProposedParallel(
                one=one,
                other=other,
                score=pair.score,
                wording=pair.wording,
                reasons=pair.kept_reasons(),
                found_by=pair.found_by,
                found_at=current.at,
            )
        )
    return insert_new(rows) if rows else []


def _take_out(pairs: Iterable[FoundPair], audience: Audience) -> int:
    """Take the open pairs of ``audience`` out of the queue that are not among ``pairs``; how many there were."""
    own, documents = among(audience.own), among(audience.documents)
    rows = ProposedParallel.objects.filter(
        Q(one__document__in=own) | Q(other__document__in=own),
        verdict=Verdict.OPEN,
        one__document__in=documents,
        other__document__in=documents,
    )
    again = {pair.key for pair in pairs}
    outdated = [
        pk
        for pk, *ends in rows.order_by().values_list("pk", "one__paragraph", "other__paragraph")
        if tuple(sorted(ends)) not in again
    ]
    for some in batched(outdated, AT_A_TIME):
        with batch(by=None):
            ProposedParallel.objects.filter(pk__in=some, verdict=Verdict.OPEN).delete()
    return len(outdated)
