"""Passages whose words are lost or uncertain, as far as a person may decide about them; where else they may stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from annotator.anchoring import quote_selector
from annotator.anchoring.candidates import (
    AnchorCandidate,
    CandidateReason,
    candidates,
    likeness,
    reason_for,
    whole_candidates,
)
from annotator.anchoring.quote_selector import TextRange
from annotator.anchoring.word_diff import KeyedWord, keyed_words
from annotator.models import Annotation, CrossReference, Passage, Tagging
from annotator.models.passage import PassageQuerySet
from annotator.permissions import is_editor
from annotator.selectors.review_queue import COUNTED
from corpus.models import Document, FormerText, Paragraph
from corpus.models.collection import Person

# Paragraphs before and after the place of a passage in which its words are looked for.
AROUND = 8
# Further paragraphs of the document that have the very words.
MOST_ELSEWHERE = 12


def waiting_passages(user: Person, document: Document | None = None, *, own: bool = False) -> PassageQuerySet:
    """Those that wait for a person and that something stands on which ``user`` may edit, in the order of the texts.

    ``own``: only those that something of ``user`` stands on, of an editor as well.
    """
    rule = Q()
    for model in (Tagging, Annotation, CrossReference):
        seen = model.objects.visible_to(user).order_by()
        if own or not is_editor(user):
            seen = seen.filter(author=user.pk)
        for path in model.PLACES:
            rule |= Q(Exists(seen.filter(**{path: OuterRef("pk")})))
    passages = Passage.objects.waiting().visible_to(user).filter(rule)
    if document is not None:
        passages = passages.filter(document=document)
    return passages.order_by("document_id", "paragraph__position", "start", "pk")


def number_of_passages(user: Person) -> int:
    """How many wait for ``user`` to decide, ``COUNTED`` at the most: 1 query."""
    return waiting_passages(user).order_by().values("pk")[:COUNTED].count()


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place where the words of a passage may be now; ``here`` where the load put the passage there."""

    paragraph: Paragraph
    stretch: TextRange
    reason: CandidateReason
    likeness: float
    here: bool = False


def reason_here(passage: Passage) -> CandidateReason | None:
    """Why an uncertain passage (with its paragraph) may be where it is; ``None`` where no words stand there."""
    if not passage.confirmable:
        return None
    range_ = TextRange(passage.start, passage.end)
    return reason_for(passage.quote, passage.prefix, passage.suffix, passage.paragraph.text, range_)


def place_candidates(passage: Passage) -> list[PlaceCandidate]:
    """The places where the words of ``passage`` (with its place) may be, the likeliest first: at most 4 queries.

    The first is where the load put it, if it put it anywhere.
    """
    paragraphs = texts_around(passage)
    known = {each.pk for each in paragraphs}
    if not passage.whole:
        standing = Paragraph.objects.standing().filter(
            document=passage.paragraph.document, text__contains=passage.quote.strip()
        )
        paragraphs += [each for each in standing.order_by("position")[:MOST_ELSEWHERE] if each.pk not in known]
    for each in paragraphs:
        each.document = passage.paragraph.document
    texts = [each.text for each in paragraphs]
    ranked: Sequence[AnchorCandidate] = (
        whole_candidates(passage.quote, texts)
        if passage.whole
        else candidates(passage.quote, passage.prefix, passage.suffix, texts)
    )
    placed = [PlaceCandidate(paragraphs[each.text], each.stretch, each.reason, each.likeness) for each in ranked]
    reason = reason_here(passage)
    if reason is None:
        return placed
    range_ = TextRange(passage.start, passage.end)
    first = PlaceCandidate(passage.paragraph, range_, reason, likeness(passage.quote, passage.current_words), here=True)
    return [first, *(each for each in placed if not _is_at(each, first))]


def _is_at(one: PlaceCandidate, other: PlaceCandidate) -> bool:
    """Whether both are the same words at the same place, with more or less of the signs around them."""
    if one.paragraph.pk != other.paragraph.pk:
        return False
    text = one.paragraph.text
    words = keyed_words(text)

    def inside(start: int | None, end: int | None) -> list[KeyedWord]:
        return [
            word for word in words if (start or 0) <= word.start and word.end <= (len(text) if end is None else end)
        ]

    return one.stretch == other.stretch or inside(*one.stretch) == inside(*other.stretch)


def home_of(passage: Passage) -> Paragraph:
    """The paragraph that stands where ``passage`` is or was: its own, or that which took the place of it: 1 query."""
    paragraph = passage.paragraph
    if paragraph.until_id is None:
        return paragraph
    standing = Paragraph.objects.standing().filter(document=paragraph.document)
    near = standing.filter(pk=passage.beside_id).first() if passage.beside_id else None
    return near or standing.order_by("position").first() or paragraph


def texts_around(passage: Passage) -> list[Paragraph]:
    """The paragraphs around that of ``passage``, the nearest first, with the document: 2 queries."""
    home = home_of(passage)
    near = list(Paragraph.objects.around(home, AROUND, AROUND))
    for each in near:
        each.document = passage.paragraph.document
    return sorted(near, key=lambda each: abs(each.position - home.position))


def former_paragraph(passage: Passage) -> Paragraph:
    """The paragraph in which ``passage`` stood last without doubt; its own where none is known: 1 query."""
    settled = passage.former_places.exclude(state__in=Passage.UNSETTLED).select_related("paragraph")
    last = settled.order_by("-revision__number").first()
    return last.paragraph if last else passage.paragraph


def former_words(passage: Passage, paragraph: Paragraph) -> tuple[str, int, int]:
    """The text of ``paragraph``, the former one, when ``passage`` was made, and where the words stood: 2 queries.

    Where no former text is known to have had them, they stand between what was kept of their neighbours.
    """
    if passage.whole:
        return passage.quote, 0, len(passage.quote)
    for text in _former_texts(passage, paragraph):
        for start, end in quote_selector.occurrences(text, passage.quote):
            if text[:start].endswith(passage.prefix) and text[end:].startswith(passage.suffix):
                return text, start, end
    start = len(passage.prefix)
    return passage.prefix + passage.quote + passage.suffix, start, start + len(passage.quote)


def _former_texts(passage: Passage, paragraph: Any) -> Iterable[str]:
    """Texts that may have had the words, those of ``paragraph`` before those of others."""
    own = FormerText.objects.filter(paragraph=paragraph).order_by("-revision_to")
    yield from own.values_list("text", flat=True)
    if paragraph.until_id is not None:
        yield paragraph.text
    former_texts = FormerText.objects.filter(paragraph__document=passage.document_id, text__contains=passage.quote)
    yield from former_texts.order_by("-revision_to").values_list("text", flat=True)[:MOST_ELSEWHERE]
