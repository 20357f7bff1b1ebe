"""Proposed parallels as pages show them: both sides with the words that agree marked, and the reasons in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotator.anchoring.word_diff import Comparison, DiffKind, Piece, compare, keyed_words, stretch_alike
from annotator.models import CrossReference, Passage, Place, ProposedParallel, Relation
from annotator.models.proposed_parallel import joined
from annotator.parallels.likeness import Reason
from annotator.permissions import Permission, can
from annotator.selectors.parallel_passages import ParallelPassage
from corpus.models.collection import Person

# What a pair is accepted as, each with the key that presses its button.
RELATIONS = {
    Relation.QUOTES: "q",
    Relation.RESTATES: "r",
    Relation.REVISES: "v",
    Relation.CONTRADICTS: "d",
    Relation.TRANSLATES: "t",
    Relation.SEE_ALSO: "a",
}


TURNED = ":turned"
"""After the name of a relation in a form: from the other passage to this one."""
MOST_SHOWN, BEFORE = 320, 60
"""Characters of a side that are shown where there is little room, at the most, and those of them before what agrees."""
STRAY = 3
"""Letters of a word that says nothing where it agrees alone, at the most."""


def score_shown(score: float) -> str:
    """``score`` with two decimals, rounded down, as the queue narrows and counts it."""
    return f"{int(round(score, 4) * 10_000 + 0.5) // 100 / 100:.2f}"


@dataclass(frozen=True, slots=True)
class PairCard:
    """A pair with what is shown of it: the later text as the source, which quotes or restates the earlier one."""

    pair: ProposedParallel
    source: Passage
    target: Passage
    comparison: Comparison
    reasons: list[str]
    # Of the list it stands in: where to go on once it is judged, and is there no more.
    then: UUID | None
    # What it was accepted as, where the viewer may see that: it may be somebody's draft, or withdrawn by somebody.
    reference: CrossReference | None
    # Whether that, or what others joined the two by, stands, so that it cannot be judged again.
    is_joined: bool

    @property
    def score(self) -> str:
        return score_shown(self.pair.score)

    @property
    def measure(self) -> str:
        """What the score was reckoned by: those of different measures are not to be compared."""
        return _("by words and meaning") if self.pair.by_meaning else _("by words")

    @property
    def joined_as(self) -> str:
        """What was chosen when it was accepted, and which way round; "" where the viewer may not see it."""
        reference = self.reference
        if reference is None:
            return ""
        relation = reference.get_relation_display()
        if reference.relation == Relation.SEE_ALSO or reference.source_id not in {self.source.pk, self.target.pk}:
            return relation
        if reference.source_id == self.source.pk:
            return _("The first side %(relation)s the second.") % {"relation": relation}
        return _("The second side %(relation)s the first.") % {"relation": relation}


@dataclass(frozen=True, slots=True)
class ParallelCard:
    """A paragraph that says what some words say, with both compared, and why it was found."""

    parallel: ParallelPassage
    comparison: Comparison
    reasons: list[str]
    # The words there that say it; ``None`` for the whole paragraph.
    stretch: tuple[int, int] | None
    # What is most often said of the two, as a form names it: the later text restates the earlier one.
    usual: str
    # The cross-references that join the paragraph to words of this one, and whether one does to the very words.
    joins: Sequence[CrossReference]
    is_joined: bool

    @property
    def excerpt(self) -> list[Piece]:
        """Of the paragraph what stands around the words that agree."""
        return around_agreement(self.comparison.right)

    @property
    def quote(self) -> str:
        return self.parallel.paragraph.text[slice(*self.stretch)] if self.stretch else ""

    @property
    def score(self) -> str:
        return score_shown(self.parallel.score)


def joined_message(reference: CrossReference, by: Person) -> str:
    """What somebody is told who joined two passages, and what comes next."""
    message = f"{_('Joined:')} {reference.get_relation_display()}."
    if reference.status != "proposed":
        return message
    if can(by, Permission.DECIDE, reference):
        return f"{message} {_('It waits in Review, where you or another editor may publish it.')}"
    return f"{message} {_('It waits for an editor.')}"


def parallel_card(words: str, place: Place, parallel: ParallelPassage, joins: Sequence[CrossReference]) -> ParallelCard:
    """``parallel`` as it is shown beside ``words``, which stand at ``place``; ``joins`` join the two paragraphs."""
    text = parallel.paragraph.text
    day, other_day = (each.document.published_on for each in (place.paragraph, parallel.paragraph))
    is_later = day is not None and other_day is not None and day < other_day
    ends = [end for each in joins for end in (each.source, each.target) if end.paragraph_id == place.paragraph.pk]
    return ParallelCard(
        parallel,
        _compared(words, text),
        [in_words(each) for each in parallel.reasons],
        stretch=None if place.start is None else stretch_alike(words, text),
        usual=f"{Relation.RESTATES}{TURNED if is_later else ''}",
        joins=joins,
        is_joined=any((end.start, end.end) == (place.start, place.end) for end in ends),
    )


def _compared(one: str, other: str) -> Comparison:
    """Two sides compared, where a short word that agrees alone among others counts as none: "of" tells nothing."""
    comparison = compare(one, other)
    return replace(comparison, left=_distinctive(comparison.left), right=_distinctive(comparison.right))


def _distinctive(pieces: list[Piece]) -> list[Piece]:
    def is_stray(piece: Piece) -> bool:
        short = piece.kind == DiffKind.SAME and len(piece.text) <= STRAY and piece.text.isalpha()
        return short and len(keyed_words(piece.text)) == 1

    return [Piece(each.text, DiffKind.PLAIN) if pieces[1:] and is_stray(each) else each for each in pieces]


def around_agreement(pieces: Sequence[Piece], most: int = MOST_SHOWN) -> list[Piece]:
    """Of a side of a comparison the stretch in which most agrees, cut between words, with "…" where it is cut."""
    ends = [0, *accumulate(len(piece.text) for piece in pieces)]
    if ends[-1] <= most:
        return list(pieces)
    agreeing = [span for span, piece in zip(pairwise(ends), pieces, strict=True) if piece.kind == DiffKind.SAME]

    def agreed(start: int) -> int:
        spans = ((max(begin, start), min(end, start + most - BEFORE)) for begin, end in agreeing)
        return sum(end - begin for begin, end in spans if begin < end)

    start = max((begin for begin, _end in agreeing), key=agreed, default=0)
    first = max(min(start - BEFORE, ends[-1] - most), 0)
    last = first + most
    # A script without spaces is cut where it may be.
    text = "".join(piece.text for piece in pieces)
    first = text.find(" ", first, start) + 1 or first if first else 0
    last = (text.rfind(" ", last - BEFORE, last) + 1 or last) if last < len(text) else last
    parts = (
        (max(begin, first), min(end, last), piece) for (begin, end), piece in zip(pairwise(ends), pieces, strict=True)
    )
    shown = [Piece(text[begin:end], piece.kind) for begin, end, piece in parts if begin < end]
    cuts = [[Piece("… ", DiffKind.PLAIN)] * bool(first), [Piece("…", DiffKind.PLAIN)] * (last < len(text))]
    return [*cuts[0], *shown, *cuts[1]]


def in_words(reason: Reason) -> str:
    """``reason`` in the language of now."""
    if reason.sentence == reason.plural:
        return _(reason.sentence) % reason.params
    return ngettext(reason.sentence, reason.plural, reason.number) % reason.params


def stored_in_words(reasons: Iterable[dict[str, Any]]) -> list[str]:
    """Reasons as they are kept, in the language of now; a model without its name, which ``found_by`` has."""
    return [
        _("The same thought, says a model (%(alike)s).") % each["params"]
        if {"model", "alike"} <= each["params"].keys()
        else in_words(Reason(**each))
        for each in reasons
    ]


def pair_cards(pairs: Iterable[ProposedParallel], viewer: Person) -> list[PairCard]:
    """The cards of ``pairs``, which have their places, each with the one after it; the last with the one before.

    Two queries.
    """
    listed = list(pairs)
    keys = [pair.pk for pair in listed]
    accepted = [pair.reference_id for pair in listed if pair.reference_id]
    seen = CrossReference.objects.reachable_by(viewer).in_bulk(accepted)
    # Also one that was rejected, and whose cross-reference was brought back.
    standing = ProposedParallel.objects.filter(joined(), pk__in=keys)
    still_joined = set(standing.order_by().values_list("pk", flat=True))
    cards = []
    for pair, then in zip(listed, [*keys[1:], keys[-2] if keys[1:] else None], strict=False):
        source, target = later_first(pair.one, pair.other)
        compared, reasons = _compared(source.quote, target.quote), stored_in_words(pair.reasons)
        reference = seen.get(pair.reference_id)
        cards.append(PairCard(pair, source, target, compared, reasons, then, reference, pair.pk in still_joined))
    return cards


def later_first(one: Passage, other: Passage) -> tuple[Passage, Passage]:
    """The two, that of the later text first; where no dates tell, in a fixed order."""

    def when(passage: Passage) -> tuple[str, int, int]:
        document = passage.paragraph.document
        day = document.published_on
        return (day.isoformat() if day else "", document.pk, passage.paragraph.position)

    return (one, other) if when(one) > when(other) else (other, one)
