"""A passage whose words are lost or uncertain, as the page shows it that decides about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.anchoring.candidates import CandidateReason
from annotator.anchoring.excerpt import Excerpt, excerpt
from annotator.anchoring.quote_selector import TextRange
from annotator.models import Passage
from annotator.selectors.waiting_passages import (
    PlaceCandidate,
    former_paragraph,
    former_words,
    home_of,
    place_candidates,
    reason_here,
    texts_around,
)
from corpus.models import Paragraph

REASONS: dict[CandidateReason, Promise] = {
    CandidateReason.SAME: gettext_lazy("the same words"),
    CandidateReason.BETWEEN: gettext_lazy("between the same words"),
    CandidateReason.SIMILAR: gettext_lazy("similar words"),
    CandidateReason.PLACED: gettext_lazy("other words, where the load put it"),
}
# Paragraphs shown before and after that of the passage.
BESIDE = 1


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A place that is offered, with its words in their sentence."""

    candidate: PlaceCandidate
    value: str
    excerpt: Excerpt

    @property
    def reason(self) -> str:
        return str(REASONS[self.candidate.reason])

    @property
    def alike(self) -> str:
        """How like it is: the words, or where they are the same, what stands around them, if that was compared."""
        percent = round(self.candidate.likeness * 100)
        if self.candidate.reason is not CandidateReason.SAME:
            return _("%(n)d %% of their letters or words alike") % {"n": percent}
        return "" if self.candidate.here else _("%(n)d %% of what stood around them is there too") % {"n": percent}


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph of the text as it is now, in three pieces: the middle one is where the passage is said to be."""

    paragraph: Paragraph
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class PlacingCard:
    """A passage with its words in their old sentence, what the text says now, and the places to choose from."""

    passage: Passage
    seen: str
    where: str
    former: Excerpt
    home: Paragraph
    paragraphs: Sequence[ShownParagraph]
    candidates: Sequence[CandidateRow]

    @property
    def likeliest(self) -> Paragraph:
        """The paragraph that is looked at first: that of the first place that is offered, where it is shown."""
        likeliest = self.candidates[0].candidate.paragraph if self.candidates else self.home
        return likeliest if any(each.paragraph.pk == likeliest.pk for each in self.paragraphs) else self.home


@dataclass(frozen=True, slots=True)
class AcceptRow:
    """An uncertain passage in the list of those of its kind: its words before, and those that stand there now."""

    passage: Passage
    seen: str
    where: str
    former: Excerpt
    now: Excerpt


def value_of(paragraph: Paragraph, range_: TextRange) -> str:
    """A place as the form's ``choice`` names it."""
    return str(paragraph.key) if range_.start is None else f"{paragraph.key}:{range_.start}:{range_.end}"


def placing_card(passage: Passage, seen: str) -> PlacingCard:
    """What the page shows of ``passage`` (with its place), which is ``seen`` as this digest: about 10 queries."""
    before = former_paragraph(passage)
    candidates = place_candidates(passage)
    home = home_of(passage)
    near = [each for each in texts_around(passage) if abs(each.position - home.position) <= BESIDE]
    near.sort(key=lambda each: each.position)
    return PlacingCard(
        passage=passage,
        seen=seen,
        where=_where(before, passage.paragraph),
        former=excerpt(*former_words(passage, before)),
        home=home,
        paragraphs=[_shown(each, candidates) for each in near],
        candidates=[
            CandidateRow(each, value_of(each.paragraph, each.stretch), _excerpt_of(each)) for each in candidates
        ],
    )


def accept_row(passage: Passage, seen: str) -> AcceptRow:
    """An uncertain ``passage`` (with its place) in the list, ``seen`` as this mark."""
    before = former_paragraph(passage)
    former = excerpt(*former_words(passage, before))
    text = passage.paragraph.text
    start, end = (0, len(text)) if passage.whole else (passage.start or 0, passage.end or 0)
    return AcceptRow(passage, seen, _where(before, passage.paragraph), former, excerpt(text, start, end))


def by_reason(passages: Sequence[Passage]) -> dict[CandidateReason, list[Passage]]:
    """``passages`` by the reason for which each stands where it is; those that stand nowhere are left out."""
    by_reason: dict[CandidateReason, list[Passage]] = {reason: [] for reason in REASONS}
    for passage in passages:
        if reason := reason_here(passage):
            by_reason[reason].append(passage)
    return by_reason


def _where(before: Paragraph, now: Paragraph) -> str:
    """The number of the paragraph that had the words, and that of the one where the load put them, if it is another."""
    numbers = {"before": before.key, "now": now.key}
    return (_("¶\u00a0%(now)s") if before.pk == now.pk else _("¶\u00a0%(before)s, now ¶\u00a0%(now)s")) % numbers


def _excerpt_of(candidate: PlaceCandidate) -> Excerpt:
    text = candidate.paragraph.text
    start, end = candidate.stretch
    return excerpt(text, 0 if start is None else start, len(text) if end is None else end, reach=80)


def _shown(paragraph: Paragraph, candidates: Sequence[PlaceCandidate]) -> ShownParagraph:
    """``paragraph`` with the first place offered in it set apart."""
    first = next((each for each in candidates if each.paragraph.pk == paragraph.pk), None)
    if first is None or first.stretch.start is None or first.stretch.end is None:
        return ShownParagraph(paragraph, paragraph.text, "", "")
    start, end = first.stretch.start, first.stretch.end
    return ShownParagraph(paragraph, paragraph.text[:start], paragraph.text[start:end], paragraph.text[end:])
