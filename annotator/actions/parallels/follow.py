"""What becomes of proposed parallels when a revision changes a text: a part of loading it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import batched
from uuid import uuid4

from django.db.models import Q

from annotator.models import Passage, ProposedParallel, Verdict
from annotator.models.place import new_passage
from annotator.models.proposed_parallel import in_order
from corpus.db.insert import insert_new
from corpus.importing.alignment.pairing import ChangeKind
from corpus.importing.writing.changeset import Changeset
from corpus.models import Paragraph

AT_A_TIME = 500


def follow_in(changeset: Changeset, changed: Collection[int], joined: Mapping[int, int]) -> None:
    """Take what was decided along, and take what was only proposed out where the words are others now.

    Passages take their pairs with them. Where one was ``joined`` to another, by their primary keys, and where a
    paragraph was split, the verdict holds for the other one, and for all parts, too; what is new of ``changed``
    passages is proposed anew by whoever looks for parallels.
    """
    for some in batched(changed, AT_A_TIME):
        ProposedParallel.objects.filter(Q(one__in=some) | Q(other__in=some), verdict=Verdict.OPEN).delete()
    also: dict[int, list[Passage]] = {}
    stays = Passage.objects.in_bulk(set(joined.values()))
    for passage, other in joined.items():
        also.setdefault(passage, []).append(stays[other])
    for passage, parts in _split(changeset).items():
        also.setdefault(passage, []).extend(parts)
    _judge_too(also)


def _split(changeset: Changeset) -> dict[int, list[Passage]]:
    """By the passages of whole paragraphs that were split and judged, the passages of the other parts."""
    parts = {
        changeset.old[pairing.old].pk: [changeset.plan.paragraphs[at].key for at in pairing.others]
        for pairing in changeset.pairings
        if pairing.change is ChangeKind.SPLIT and pairing.old is not None
    }
    split: dict[int, list[Passage]] = {}
    for some in batched(parts, AT_A_TIME):
        judged = ProposedParallel.objects.exclude(verdict__in=[Verdict.OPEN, Verdict.ACCEPTED]).order_by()
        ends = [judged.filter(**{f"{end}__paragraph__in": some}) for end in ProposedParallel.PLACES]
        passages = Passage.objects.filter(
            Q(pk__in=ends[0].values("one")) | Q(pk__in=ends[1].values("other")), paragraph__in=some
        )
        for passage in passages.order_by("pk"):
            split[passage.pk] = _whole(changeset, parts[passage.paragraph_id])
    return split


def _whole(changeset: Changeset, keys: Iterable[int]) -> list[Passage]:
    """The passages of whole paragraphs, by their keys, made where there are none."""
    paragraphs = list(Paragraph.objects.standing().filter(document=changeset.document, key__in=list(keys)))
    existing = {
        passage.paragraph_id: passage
        for passage in Passage.objects.settled().filter(paragraph__in=paragraphs, start=None).order_by()
    }
    whole = []
    for paragraph in paragraphs:
        paragraph.document = changeset.document
        if paragraph.pk not in existing and paragraph.text:
            whole.append(new_passage(paragraph, None, None))
            whole[-1].revision_id = paragraph.since_id
    new = insert_new(whole, unique_fields=("paragraph_id", "start", "end")) if whole else []
    return [*existing.values(), *new]


def _judge_too(also: Mapping[int, Sequence[Passage]]) -> None:
    """Say of the passages in ``also`` what was decided about those they come from."""
    rows: list[ProposedParallel] = []
    for some in batched(also, AT_A_TIME):
        judged = ProposedParallel.objects.filter(Q(one__in=some) | Q(other__in=some)).exclude(verdict=Verdict.OPEN)
        for pair in judged.select_related("one", "other").order_by("pk"):
            for end, opposite in ((pair.one, pair.other), (pair.other, pair.one)):
                further = (passage for passage in also.get(end.pk, ()) if passage.pk != opposite.pk)
                rows += [_copy(pair, passage, opposite) for passage in further]
    if rows:
        insert_new(rows)


def _copy(pair: ProposedParallel, passage: Passage, opposite: Passage) -> ProposedParallel:
    one, other = in_order(passage, opposite)
    names = ["score", "wording", "reasons", "found_by", "found_at"]
    names += ["verdict", "judged_by_id", "judged_at", "reference_id"]
    return ProposedParallel(id=uuid4(), one=one, other=other, **{name: getattr(pair, name) for name in names})
