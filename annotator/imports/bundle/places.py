"""The places a bundle names: the paragraphs here, and the passages in them that are there or would be made."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple, Self

from django.utils.translation import gettext as _

from annotator.models import Passage
from annotator.models.place import new_passage
from annotator.permissions import Action, can
from annotator.selectors.filters import Viewer, visible_documents
from corpus.models import Document, Paragraph

from .cells import CellError, shown
from .ledger import Ledger
from .rows import Row

# What is kept of a passage until it is made.
COLUMNS = ("paragraph_id", "document_id", "start", "end", "quote", "prefix", "suffix", "state", "let_go", "revision_id")


class PlaceKey(NamedTuple):
    """Where a passage is, in the words of a row."""

    document: str
    paragraph: int
    start: int | None
    end: int | None

    @classmethod
    def of(cls, row: Row, path: str) -> Self:
        """Where the passage of ``row`` is that ``path`` leads to."""
        ends = ("paragraph__document__slug", "paragraph__key", "start", "end")
        return cls(*(row.values[f"{path}__{end}"] for end in ends))


class Mark(NamedTuple):
    """A passage as it is here or would be made, and its number: its key, or below 0 where it has none yet."""

    passage: Passage
    number: int


class Places:
    """The paragraphs and passages of one lot of rows after the other, by spot.

    ``documents``: those asked for, by slug; ``None`` where one is not here, and ``missing`` has the first of the rows
    that stand in it, with how many there are. ``misfits``: by slug, how many places have other words here.
    """

    def __init__(self, viewer: Viewer, ledger: Ledger) -> None:
        self.documents: dict[str, Document | None] = {}
        self.missing: dict[str, tuple[Row, int]] = {}
        self.misfits: Counter[str] = Counter()
        self.viewer = viewer
        self._ledger = ledger
        self._paragraphs: dict[tuple[str, int], Paragraph | None] = {}
        # Those unsettled with their words: any number of them may be at one spot, beside the one that stands there.
        self._marks: dict[tuple[PlaceKey, str | None], Mark] = {}
        self._new: dict[int, dict[str, Any]] = {}

    def look_up_documents(self, slugs: Iterable[str]) -> None:
        """Find out about ``slugs``: 1 query for those not asked for before. One not to be seen is not here."""
        unknown = set(slugs) - self.documents.keys()
        found = (
            visible_documents(self.viewer).select_related("collection", "current").in_bulk(unknown, field_name="slug")
        )
        self.documents |= {slug: found.get(slug) for slug in unknown}

    def look_up(self, spots: Iterable[PlaceKey]) -> None:
        """Find out about the ``spots`` of a lot, for ``passage``: 3 queries. Those of the lot before are forgotten."""
        wanted = {(spot.document, spot.paragraph) for spot in spots}
        self.look_up_documents({slug for slug, _key in wanted})
        self._paragraphs = dict.fromkeys(wanted)
        self._marks, self._new = {}, {}
        documents = {document.pk: document for slug, _key in wanted if (document := self.documents[slug])}
        # Also some of other documents with the same keys: a few more rows in one query.
        found = {}
        keys = {key for _slug, key in wanted}
        for paragraph in Paragraph.objects.filter(document__in=list(documents), key__in=keys):
            paragraph.document = documents[paragraph.document_id]
            place = (paragraph.document.slug, paragraph.key)
            if place in wanted:
                self._paragraphs[place] = found[paragraph.pk] = paragraph
        for passage in Passage.objects.filter(paragraph__in=list(found)):
            passage.paragraph = paragraph = found[passage.paragraph_id]
            spot = PlaceKey(paragraph.document.slug, paragraph.key, passage.start, passage.end)
            self._keep(spot, Mark(passage, passage.pk))
        for paragraph in found.values():
            # Those that rows of earlier lots would make.
            slug, key = paragraph.document.slug, paragraph.key
            for number, start, end, quote, state, let_go in self._ledger.marks_in(slug, key):
                passage = Passage(start=start, end=end, quote=quote, state=state, let_go=bool(let_go))
                self._keep(PlaceKey(slug, key, start, end), Mark(passage, number))

    def taken(self) -> dict[int, dict[str, Any]]:
        """The passages that the rows of this lot would make, as their columns, by mark."""
        return self._new

    def are_here(self, row: Row, paths: Iterable[str]) -> bool:
        """Whether the documents are here that ``paths`` of ``row`` lead to; those that are not are ``missing``."""
        wanted = {PlaceKey.of(row, path).document for path in paths}
        missing = [slug for slug in wanted if self.documents[slug] is None]
        for slug in missing:
            first, number = self.missing.get(slug, (row, 0))
            self.missing[slug] = first, number + 1
        return not missing

    def decided_here(self, row: Row, paths: Iterable[str]) -> bool:
        """Whether an editor here decides about what ``row`` tells of, and not whoever imports it."""
        documents = (self.documents[PlaceKey.of(row, path).document] for path in paths)
        reviewed = any(document is not None and document.collection.review for document in documents)
        return reviewed and self.viewer is not None and not can(self.viewer, Action.IMPORT_DECISIONS)

    def passage(self, row: Row, path: str) -> Mark:
        """The passage of ``row`` that ``path`` leads to, as it is here or would be made.

        Raises ``CellError`` where the text here is not the one that the row speaks of.
        """
        quote, state = row.values[f"{path}__quote"], row.values[f"{path}__state"]
        return self.at(PlaceKey.of(row, path), quote, state, let_go=row.values.get(f"{path}__let_go", False))

    def at(self, spot: PlaceKey, quote: str, state: str, *, let_go: bool = False) -> Mark:
        """The passage at ``spot`` with the words ``quote``, as it is here or would be made. Raises ``CellError``."""
        mark = self._known(spot, quote, state) or self._made(spot, quote, state, let_go=let_go)
        passage = mark.passage
        if passage.quote != quote:
            raise self._misfit(
                spot,
                _("%(place)s: The words here are “%(here)s”, not “%(quote)s”.")
                % {"place": named(spot), "here": shown(passage.quote), "quote": shown(quote)},
            )
        # One that was here before is as what happened here has made it.
        if mark.number < 0 and (passage.state, passage.let_go) != (state, let_go):
            raise CellError(
                _("%(place)s: Conflicts with an earlier line: anchor “%(state)s” here, “%(other)s” there.")
                % {"place": named(spot), "state": state, "other": passage.state}
            )
        return mark

    def _keep(self, spot: PlaceKey, mark: Mark) -> None:
        self._marks[spot, mark.passage.quote if mark.passage.unsettled else None] = mark

    def _known(self, spot: PlaceKey, quote: str, state: str) -> Mark | None:
        """The passage there, also where it is unsettled here and was not where the row comes from, or the other way."""
        settled, unsettled = self._marks.get((spot, None)), self._marks.get((spot, quote))
        if state in Passage.UNSETTLED:
            return unsettled or (settled if settled and settled.passage.quote == quote else None)
        return settled or unsettled

    def _made(self, spot: PlaceKey, quote: str, state: str, *, let_go: bool) -> Mark:
        paragraph = self._paragraphs[spot.document, spot.paragraph]
        if paragraph is None:
            raise self._misfit(spot, _("There is no %s here.") % named(spot._replace(start=None, end=None)))
        if (spot.start is None) != (spot.end is None) or (
            spot.start is not None and spot.end is not None and spot.start >= spot.end
        ):
            raise CellError(_("A passage has a start and an end after it, or neither where it is a whole paragraph."))
        if let_go and state != Passage.State.LOST:
            raise CellError(_("%s: Only a lost passage can be let go.") % named(spot))
        if state not in Passage.UNSETTLED:
            if paragraph.until_id is not None:
                raise self._misfit(spot, _("%s: The paragraph is not in the newest revision here.") % named(spot))
            if (spot.end or 1) > len(paragraph.text):
                reason = _("%(place)s: That is outside the text here, which has %(length)d characters.")
                raise self._misfit(spot, reason % {"place": named(spot), "length": len(paragraph.text)})
        passage = new_passage(paragraph, spot.start, spot.end)
        if state in Passage.UNSETTLED:
            passage.quote, passage.prefix, passage.suffix = quote, "", ""
        passage.state, passage.let_go = state, let_go
        if passage.quote != quote:
            return Mark(passage, 0)
        mark = Mark(passage, self._ledger.add_mark(*spot, quote, state, let_go))
        self._keep(spot, mark)
        self._new[mark.number] = {name: getattr(passage, name) for name in COLUMNS}
        return mark

    def _misfit(self, spot: PlaceKey, reason: str) -> CellError:
        self.misfits[spot.document] += 1
        return CellError(reason)


def named(spot: PlaceKey) -> str:
    """``spot`` in words, for a message."""
    place = _("¶ %(key)d of “%(document)s”") % {"key": spot.paragraph, "document": spot.document}
    if spot.start is None and spot.end is None:
        return place
    return _("%(place)s, %(start)s to %(end)s") % {"place": place, "start": spot.start, "end": spot.end}
