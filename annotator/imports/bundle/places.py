"""The places a bundle names: the paragraphs here, and the passages in them that are there or would be made."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, Self

from django.utils.translation import gettext as _

from annotator.exports.columns import LET_GO
from annotator.models import Passage
from annotator.models.place import new_passage
from annotator.permissions import Action, can
from annotator.selectors.filters import Viewer, visible_documents
from corpus.models import Document, Paragraph

from .cells import CellError, shown
from .rows import Row


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


class Places:
    """Paragraphs and passages by spot. ``new``: the passages that the import makes.

    ``documents``: those asked for, by slug; ``None`` where one is not here, and ``missing`` has the rows that stand in
    it. ``misfits``: by slug, how many places have other words here.
    """

    def __init__(self, viewer: Viewer) -> None:
        self.new: list[Passage] = []
        self.documents: dict[str, Document | None] = {}
        self.missing: dict[str, list[Row]] = {}
        self.misfits: Counter[str] = Counter()
        self.viewer = viewer
        self._paragraphs: dict[tuple[str, int], Paragraph | None] = {}
        # Those unsettled with their words: any number of them may be at one spot, beside the one that stands there.
        self._passages: dict[tuple[PlaceKey, str | None], Passage] = {}

    def look_up_documents(self, slugs: Iterable[str]) -> None:
        """Find out about ``slugs``: 1 query for those not asked for before. One not to be seen is not here."""
        unknown = set(slugs) - self.documents.keys()
        found = (
            visible_documents(self.viewer).select_related("collection", "current").in_bulk(unknown, field_name="slug")
        )
        self.documents |= {slug: found.get(slug) for slug in unknown}

    def look_up(self, spots: Iterable[PlaceKey]) -> None:
        """Find out about ``spots``, for ``passage``: 3 queries for those in paragraphs not asked for before."""
        unknown = {(spot.document, spot.paragraph) for spot in spots} - self._paragraphs.keys()
        if not unknown:
            return
        self.look_up_documents({slug for slug, _key in unknown})
        documents = {document.pk: document for slug, _key in unknown if (document := self.documents[slug])}
        self._paragraphs |= dict.fromkeys(unknown)
        # Also some of other documents with the same keys: a few more rows in one query.
        found = {}
        keys = {key for _slug, key in unknown}
        for paragraph in Paragraph.objects.filter(document__in=list(documents), key__in=keys):
            paragraph.document = documents[paragraph.document_id]
            place = (paragraph.document.slug, paragraph.key)
            if place in unknown:
                self._paragraphs[place] = found[paragraph.pk] = paragraph
        for passage in Passage.objects.filter(paragraph__in=list(found)):
            passage.paragraph = paragraph = found[passage.paragraph_id]
            self._keep(PlaceKey(paragraph.document.slug, paragraph.key, passage.start, passage.end), passage)

    def are_here(self, row: Row, paths: Iterable[str]) -> bool:
        """Whether the documents are here that ``paths`` of ``row`` lead to; those that are not are ``missing``."""
        wanted = {PlaceKey.of(row, path).document for path in paths}
        missing = [slug for slug in wanted if self.documents[slug] is None]
        for slug in missing:
            self.missing.setdefault(slug, []).append(row)
        return not missing

    def decided_here(self, row: Row, paths: Iterable[str]) -> bool:
        """Whether an editor here decides about what ``row`` tells of, and not whoever imports it."""
        documents = (self.documents[PlaceKey.of(row, path).document] for path in paths)
        reviewed = any(document is not None and document.collection.review for document in documents)
        return reviewed and self.viewer is not None and not can(self.viewer, Action.IMPORT_DECISIONS)

    def passage(self, row: Row, path: str) -> Passage:
        """The passage of ``row`` that ``path`` leads to, as it is here or would be made.

        Raises ``CellError`` where the text here is not the one that the row speaks of.
        """
        spot = PlaceKey.of(row, path)
        quote, anchor = row.values[f"{path}__quote"], row.values[f"{path}__state"]
        state = str(Passage.State.LOST) if anchor == LET_GO else anchor
        passage = self._known(spot, quote, state) or self._made(spot, quote, state, let_go=anchor == LET_GO)
        if passage.quote != quote:
            raise self._misfit(
                spot,
                _("%(place)s: The words here are “%(here)s”, not “%(quote)s”.")
                % {"place": named(spot), "here": shown(passage.quote), "quote": shown(quote)},
            )
        # One that was here before is as what happened here has made it.
        other = LET_GO if passage.let_go else passage.state
        if passage.pk is None and other != anchor:
            raise CellError(
                _("%(place)s: Conflicts with an earlier line: anchor “%(state)s” here, “%(other)s” there.")
                % {"place": named(spot), "state": anchor, "other": other}
            )
        return passage

    def _keep(self, spot: PlaceKey, passage: Passage) -> None:
        self._passages[spot, passage.quote if passage.unsettled else None] = passage

    def _known(self, spot: PlaceKey, quote: str, state: str) -> Passage | None:
        """The passage there, also where it is unsettled here and was not where the row comes from, or the other way."""
        settled, unsettled = self._passages.get((spot, None)), self._passages.get((spot, quote))
        if state in Passage.UNSETTLED:
            return unsettled or (settled if settled and settled.quote == quote else None)
        return settled or unsettled

    def _made(self, spot: PlaceKey, quote: str, state: str, *, let_go: bool) -> Passage:
        paragraph = self._paragraphs[spot.document, spot.paragraph]
        if paragraph is None:
            raise self._misfit(spot, _("There is no %s here.") % named(spot._replace(start=None, end=None)))
        if (spot.start is None) != (spot.end is None) or (
            spot.start is not None and spot.end is not None and spot.start >= spot.end
        ):
            raise CellError(_("A passage has a start and an end after it, or neither where it is a whole paragraph."))
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
        if passage.quote == quote:
            self._keep(spot, passage)
            self.new.append(passage)
        return passage

    def _misfit(self, spot: PlaceKey, reason: str) -> CellError:
        self.misfits[spot.document] += 1
        return CellError(reason)


def named(spot: PlaceKey) -> str:
    """``spot`` in words, for a message."""
    place = _("¶ %(key)d of “%(document)s”") % {"key": spot.paragraph, "document": spot.document}
    if spot.start is None and spot.end is None:
        return place
    return _("%(place)s, %(start)s to %(end)s") % {"place": place, "start": spot.start, "end": spot.end}
