"""Where the words of a bundle are by now in a document that was revised since: followed as its own marks were."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

from annotator.models import Passage
from annotator.models.place import new_passage
from annotator.selectors.reanchor_plan import CHANGES, Affected, affected_by, move_of, neighbours
from corpus.importing.writing.changeset import changeset_between
from corpus.models import Document, FormerText, Paragraph

from .rows import BundleRow

State = Passage.State


class PlaceKey(NamedTuple):
    """Where a passage is, in the words of a row."""

    document: str
    paragraph: int
    start: int | None
    end: int | None

    @classmethod
    def of(cls, row: BundleRow, path: str) -> Self:
        """Where the passage of ``row`` is that ``path`` leads to."""
        values = row.values
        where = f"{path}__paragraph__"
        return cls(
            values[f"{where}document__slug"], values[f"{where}key"], values[f"{path}__start"], values[f"{path}__end"]
        )


class Cited(NamedTuple):
    """What a row says of a passage: its place, its words and what had become of them."""

    place: PlaceKey
    quote: str
    state: str

    @classmethod
    def of(cls, row: BundleRow, path: str) -> Self:
        """The passage of ``row`` that ``path`` leads to."""
        return cls(PlaceKey.of(row, path), row.values[f"{path}__quote"], row.values[f"{path}__state"])

    def fits(self, paragraph: Paragraph | None) -> bool:
        """Whether the words stand in ``paragraph`` at this place; where they were lost, the paragraph is enough."""
        _document, _key, start, end = self.place
        if paragraph is None or (start is None) != (end is None):
            return False
        return self.state in Passage.UNSETTLED or paragraph.text[start:end] == self.quote


class Followed(NamedTuple):
    """What became of a passage that ``came`` from another place, which tells it from others where it is uncertain.

    ``beside`` is of a lost one the key of the paragraph beside which it is shown; 0 for the first.
    """

    cited: Cited
    came: str
    prefix: str
    suffix: str
    beside: int | None


class Revised:
    """A document here that was revised since a bundle with its text was made, or may have been.

    ``stated`` are the number and the digest of the revision that the bundle says it has, if it says so.
    """

    def __init__(self, document: Document, stated: tuple[int, str] | None) -> None:
        """1 query."""
        self._document = document
        standing = document.revisions.filter(taken_back_at=None).order_by("number")
        known = list(standing.values_list("number", "sha256"))
        self._numbers = [number for number, _digest in known]
        digest = stated and stated[1]
        # Read anew, a file makes another revision with the same digest; of another site, another number.
        likely = sorted(known, key=lambda each: (each == stated, each[1] == digest, each[0]), reverse=True)
        self._likely = [(number, each == digest) for number, each in likely]
        self._steps: dict[int, tuple[dict[int, Affected], dict[int, int]]] = {}

    @property
    def is_newest(self) -> bool:
        """Whether the bundle has the newest text, as far as can be told without its words."""
        return self._likely[0][0] == self._numbers[-1]

    def follow(self, cited: Iterable[Cited]) -> Iterator[tuple[Cited, Followed]]:
        """Those of ``cited`` whose words stood there in one of the revisions, and what became of them.

        The likeliest revision is tried first. Where it is not the one that the bundle says it has, nothing is sure.
        2 queries for each, and an alignment of the whole texts for each revision since, once.
        """
        left = set(cited)
        among = self._document.paragraphs.filter(key__in={each.place.paragraph for each in left}).order_by()
        pks = list(among.values_list("pk", flat=True))
        for number, is_said in self._likely:
            if not left:
                break
            then = FormerText.objects.as_of(self._document, number, among=pks)
            paragraphs = {paragraph.key: paragraph for paragraph in then}
            fitting = {each for each in left if each.fits(paragraphs.get(each.place.paragraph))}
            left -= fitting
            for each in fitting:
                yield each, self._followed(each, paragraphs[each.place.paragraph], number, is_sure=is_said)

    def _followed(self, cited: Cited, paragraph: Paragraph, number: int, *, is_sure: bool) -> Followed:
        slug, key, *range_ = cited.place
        paragraph.document = self._document
        passage = new_passage(paragraph, *range_)
        passage.quote, passage.state = cited.quote, cited.state
        beside = None
        for affected, neighbour_of in map(self._step, self._numbers[self._numbers.index(number) + 1 :]):
            if passage.state != State.LOST and key in affected:
                move = move_of(passage, affected[key])
                key = move.key
                for name in CHANGES:
                    setattr(passage, name, getattr(move, name))
            if passage.state == State.LOST:
                beside = neighbour_of.get(beside or key, beside)
        if not (is_sure or passage.unsettled):
            passage.state, passage.quote = State.UNCERTAIN, cited.quote
        place_key = PlaceKey(slug, key, passage.start, passage.end)
        now, came = Cited(place_key, passage.quote, str(passage.state)), "{1}:{2}-{3}".format(*cited.place)
        return Followed(now, came, passage.prefix, passage.suffix, beside)

    def _step(self, number: int) -> tuple[dict[int, Affected], dict[int, int]]:
        """By keys, what the revision ``number`` did to paragraphs, and what stands in the place of those that went."""
        if number not in self._steps:
            before = self._numbers[self._numbers.index(number) - 1]
            changeset = changeset_between(self._document, before, number)
            keys = {old.pk: old.key for old in changeset.old}
            self._steps[number] = (
                {each.key: each for _pk, each in affected_by(changeset)},
                {keys[retired]: keys.get(near, 0) for retired, near in neighbours(changeset)},
            )
        return self._steps[number]
