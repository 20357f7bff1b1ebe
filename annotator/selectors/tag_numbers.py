"""How much tags are used, as a certain person sees it: from the numbers that are kept for each tag and document."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Count, Exists, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from annotator.models import Recount, Status, Tagging, TagInDocument
from annotator.models.tag_in_document import MEMBERS, number_now
from annotator.permissions import is_member
from annotator.selectors.filters import Viewer
from corpus.models import Document
from corpus.models.collection import Person


def tag_numbers(user: Person, tags: Iterable[UUID]) -> dict[UUID, tuple[int, int, int]]:
    """On how many passages and documents ``user`` sees each of ``tags``, and how many are declined: 2 or 3 queries."""
    narrowed = {"tag__in": list(tags), "document__in": Document.objects.visible_to(user).values("pk")}
    declined = Tagging.objects.visible_to(user).filter(status=Status.DECLINED, **narrowed).order_by().values("tag")
    numbers = dict(declined.values_list("tag", Count("pk")))
    passages = passages_by_tag(user, **narrowed)
    return {pk: (*passages.get(pk, (0, 0)), numbers.get(pk, 0)) for pk in passages.keys() | numbers.keys()}


def passages_by_tag(user: Person, **among: Any) -> dict[UUID, tuple[int, int]]:
    """On how many passages, and in how many documents, ``user`` sees each tag: 1 query, and 1 for members.

    ``among`` narrows to tags and to documents, which ``user`` must be able to read.
    """
    sums = _sums("tag", "passages" if is_member(user) else "published", among)
    also: dict[UUID, set[int]] = defaultdict(set)
    for tag, document, has_others, on_same in (
        _drafts_of(user, **among).annotate(others=_others(), same=_others("content_object"))
        .values_list("tag", "document", "others", "same")
    ) if is_member(user) else ():  # fmt: skip
        passages, documents = sums.get(tag, (0, 0))
        new = not has_others and document not in also[tag]
        also[tag].add(document)
        sums[tag] = (passages + (not on_same), documents + new)
    return sums


def taggings_by_document(user: Person, documents: Iterable[int]) -> dict[int, int]:
    """How many taggings ``user``, a member, sees in each of ``documents``, declined ones aside: 2 queries."""
    among = {"document__in": list(documents)}
    numbers = {pk: number for pk, (number, _tags) in _sums("document", "taggings", among).items()}
    for pk, number in _drafts_of(user, **among).values("document").values_list("document", Count("pk")):
        numbers[pk] = numbers.get(pk, 0) + number
    return numbers


def _sums(by: str, name: str, among: dict[str, Any]) -> dict[Any, tuple[int, int]]:
    """The sums of a number for each tag, or each document, and of how many they are: 1 query.

    A statement sees one state of the database: what is counted anew while it runs is in one of its halves.
    """
    kept = TagInDocument.objects.holding().filter(**among, **{f"{name}__gt": 0}).values(by)
    changed = Recount.objects.each_once().filter(**among).annotate(number=number_now(name), of=Value(1))
    rows = kept.annotate(number=Sum(name), of=Count("pk")).values_list(by, "number", "of")
    sums: dict[Any, tuple[int, int]] = {}
    for pk, number, of in rows.union(changed.values_list(by, "number", "of"), all=True):
        if number:
            sum_, tags = sums.get(pk, (0, 0))
            sums[pk] = (sum_ + number, tags + of)
    return sums


def without_drafts(viewer: Viewer) -> tuple[Combinable, Combinable]:
    """On how many passages and documents the tag of an outer row is, for ``viewer``, drafts aside."""
    name = "passages" if viewer is None or is_member(viewer) else "published"
    among: dict[str, Any] = {"tag": OuterRef("pk")}
    if viewer is not None:
        among["document__in"] = Document.objects.visible_to(viewer).values("pk")
    kept = TagInDocument.objects.holding().filter(**among).annotate(number=F(name))
    changed = Recount.objects.each_once().filter(**among).annotate(number=number_now(name))
    passages, documents = (
        sum((_of_all(rows.filter(number__gt=0), figure) for rows in (kept, changed)), Value(0))
        for figure in (Sum("number"), Count("pk"))
    )
    return passages, documents


def _of_all(rows: QuerySet[Any], figure: Aggregate) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("tag").annotate(figure=figure).values("figure")), 0)


def _drafts_of(user: Person, **among: Any) -> QuerySet[Tagging]:
    return Tagging.objects.standing().filter(author=user.pk, status=Status.DRAFT, **among).order_by()


def _others(*further: str) -> Exists:
    """Whether members see others of the tag in the document of an outer row, or on the same passage."""
    same = {name: OuterRef(name) for name in ("tag", "document", *further)}
    return Exists(Tagging.objects.standing().filter(status__in=MEMBERS, **same))
