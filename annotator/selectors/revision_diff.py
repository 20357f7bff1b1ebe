"""Two revisions of a document beside each other, paragraph by paragraph."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from annotator.anchoring.word_diff import Piece, compare
from corpus.models import Change, Document, FormerText, Paragraph

What = Change.What


@dataclass(frozen=True, slots=True)
class ChangeLabel:
    """What became of a paragraph, in words, with the keys of the paragraphs they speak of."""

    words: str
    keys: Sequence[int] = ()


@dataclass(slots=True)
class Steps:
    """What the revisions between did to one paragraph: in order, and the keys of others, by what they are to it."""

    whats: list[str] = field(default_factory=list)
    came_from: list[int] = field(default_factory=list)
    went_into: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    taken_in: list[int] = field(default_factory=list)
    kin: set[int] = field(default_factory=set)
    """The primary keys of all of these."""


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One paragraph in both revisions; ``None`` in the one it does not stand in."""

    key: int
    old: Paragraph | None
    new: Paragraph | None
    labels: Sequence[ChangeLabel]
    left: Sequence[Piece] = ()
    right: Sequence[Piece] = ()
    """Its words in either, compared with what it was and became; nothing where they do not differ."""


class RevisionDiff:
    """Revisions ``old`` and ``new``, the later one, of ``document``: 5 queries, which read none of the texts."""

    def __init__(self, document: Document, old: int, new: int) -> None:
        self.document, self.numbers = document, (old, new)
        before, after = (FormerText.objects.positions(document, number) for number in (old, new))
        self._steps = _steps(document, old, new)
        self.all = in_one_order(before, after)
        """The primary keys of the paragraphs of both, in the order of the new one."""
        self.changed = [pk for pk in self.all if pk in self._steps]
        """Those that are not the same in both."""

    def rows(self, pks: Sequence[int]) -> list[DiffRow]:
        """The paragraphs ``pks`` in both, in that order: 4 queries."""
        together = {pk: self._together(pk) for pk in pks}
        keys = set().union(*together.values())
        old, new = (
            {each.pk: each for each in FormerText.objects.as_of(self.document, number, among=list(keys))}
            for number in self.numbers
        )
        left: dict[int, list[Piece]] = {}
        right: dict[int, list[Piece]] = {}
        for some in {min(some): some for some in together.values()}.values():
            compared = _compared(*([each for pk, each in texts.items() if pk in some] for texts in (old, new)))
            left |= compared[0]
            right |= compared[1]
        rows = []
        for pk in pks:
            one, other = old.get(pk), new.get(pk)
            either = other or one
            labels = labels_of(self._steps.get(pk, Steps()), one, other)
            rows.append(DiffRow(either.key if either else 0, one, other, labels, left.get(pk, ()), right.get(pk, ())))
        return rows

    def _together(self, pk: int) -> set[int]:
        """The paragraph ``pk`` with all that it was split from or into or merged with, and these with others."""
        together, left = {pk}, [pk]
        while left:
            kin = self._steps.get(left.pop(), Steps()).kin - together
            together |= kin
            left += kin
        return together


def _compared(
    olds: Sequence[Paragraph], news: Sequence[Paragraph]
) -> tuple[dict[int, list[Piece]], dict[int, list[Piece]]]:
    """The words of each paragraph of both sides, by its primary key, compared with all of the other side as one text.

    So the words of what was split or merged are told to be there in whichever paragraph they are.
    """
    texts = [" ".join(each.text for each in side) for side in (olds, news)]
    if not (olds and news) or (len(olds) == len(news) == 1 and texts[0] == texts[1]):
        return {}, {}
    comparison = compare(*texts, exact=True)
    return _cut(comparison.left, olds), _cut(comparison.right, news)


def _cut(pieces: Sequence[Piece], paragraphs: Sequence[Paragraph]) -> dict[int, list[Piece]]:
    """``pieces`` of the texts of ``paragraphs``, with a space between two, by paragraph."""
    pieces_of, begin = {}, 0
    for each in paragraphs:
        end, at, own = begin + len(each.text), 0, []
        for text, kind in pieces:
            inside = text[max(0, begin - at) : max(0, end - at)]
            own += [Piece(inside, kind)] if inside else []
            at += len(text)
        pieces_of[each.pk] = own
        begin = end + 1
    return pieces_of


def in_one_order(old: Mapping[int, int], new: Mapping[int, int]) -> list[int]:
    """The keys of two mappings to positions, in the order of ``new``; those only in ``old`` after their neighbour.

    The neighbour is what stood next before them in ``old`` and is in ``new`` too, the beginning where there is none.
    """
    after: dict[int | None, list[int]] = defaultdict(list)
    neighbour = None
    for each in sorted(old, key=old.__getitem__):
        if each in new:
            neighbour = each
        else:
            after[neighbour].append(each)
    ordered = list(after[None])
    for each in sorted(new, key=new.__getitem__):
        ordered += [each, *after.get(each, ())]
    return ordered


def labels_of(steps: Steps, old: Paragraph | None, new: Paragraph | None) -> list[ChangeLabel]:
    """What became of a paragraph, in words."""
    if old is None:
        return [ChangeLabel(_("split from"), steps.came_from) if steps.came_from else ChangeLabel(_("new"))]
    if new is None:
        return [
            ChangeLabel(_("gone, its words are in"), steps.went_into) if steps.went_into else ChangeLabel(_("gone"))
        ]
    words = {
        What.MOVED: ChangeLabel(_("moved")),
        What.SPLIT: ChangeLabel(_("split, further parts:"), steps.parts),
        What.MERGED: ChangeLabel(_("merged with"), steps.taken_in),
    }
    labels = [words[each] for each in words if each in steps.whats]
    if old.kind != new.kind:
        named = {"old": old.get_kind_display(), "new": new.get_kind_display()}
        labels.append(ChangeLabel(_("%(old)s made a %(new)s") % named))
    if old.number != new.number:
        labels.append(ChangeLabel(_("printed number changed")))
    if old.text != new.text and not {What.SPLIT, What.MERGED} & set(steps.whats):
        labels.append(ChangeLabel(_("edited")))
    # A change that a later revision took back.
    return labels or [ChangeLabel(_("the same"))]


def _steps(document: Document, old: int, new: int) -> dict[int, Steps]:
    steps: dict[int, Steps] = defaultdict(Steps)
    rows = Change.objects.between(document, old, new)
    for pk, key, kind, other, other_key in rows.values_list(
        "paragraph_id", "paragraph__key", "what", "other_id", "other__key"
    ):
        steps[pk].whats.append(kind)
        if other is None:
            continue
        steps[pk].kin.add(other)
        steps[other].kin.add(pk)
        if kind == What.NEW:
            steps[pk].came_from.append(other_key)
            steps[other].parts.append(key)
        else:
            steps[pk].went_into.append(other_key)
            steps[other].taken_in.append(key)
    return dict(steps)
