"""The places a bundle names: the paragraphs here, and the passages in them that are there or would be made."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import batched

from django.db.models import Q
from django.utils.translation import gettext as _

from annotator.models import Passage
from annotator.models.place import new_passage
from annotator.permissions import Permission, can
from annotator.selectors.filters import Viewer, visible_documents
from corpus.models import Document, Paragraph

from .cells import CellError, shown
from .ledger import Ledger
from .revised import Cited, Followed, PlaceKey, Revised
from .rows import BundleRow

# Documents asked about together: SQLite takes no condition of a thousand parts.
AT_A_TIME = 100


class BundlePlaces:
    """The paragraphs and passages of one chunk of rows after the other, by place.

    A passage that would be made has a placeholder for its key.

    ``documents``: those asked for, by slug; ``None`` where one is not here, and ``missing`` has the first of the rows
    that stand in it, with how many there are. ``misfits``: by slug, how many places have other words. ``stated``: by
    slug, the number and the digest of the revision that the bundle has. ``became``: by slug, how many places of what
    is new in a text that was revised here since are kept, shifted, uncertain and lost.
    """

    def __init__(self, viewer: Viewer, ledger: Ledger) -> None:
        self.documents: dict[str, Document | None] = {}
        self.missing: dict[str, tuple[BundleRow, int]] = {}
        self.misfits: Counter[str] = Counter()
        self.stated: dict[str, tuple[int, str]] = {}
        self.became: dict[str, Counter[str]] = defaultdict(Counter)
        self.viewer = viewer
        self._ledger = ledger
        self._paragraphs: dict[tuple[str, int], Paragraph | None] = {}
        # Those unsettled with their words and from where these came: any number of them may be at one place, beside the
        # one that stands there.
        self._passages: dict[tuple[PlaceKey, str | None, str], Passage] = {}
        self._new: list[Passage] = []
        self._revised: dict[str, Revised] = {}
        self._followed: dict[Cited, Followed] = {}

    def look_up_documents(self, slugs: Iterable[str]) -> None:
        """Find out about ``slugs``: 1 query for those not asked for before. One not to be seen is not here."""
        unknown = set(slugs) - self.documents.keys()
        documents = (
            visible_documents(self.viewer).select_related("collection", "current").in_bulk(unknown, field_name="slug")
        )
        self.documents |= {slug: documents.get(slug) for slug in unknown}
        for slug, document in documents.items():
            if document.current and self.stated.get(slug) != (document.current.number, document.current.sha256):
                self._revised[slug] = Revised(document, self.stated.get(slug))

    def look_up(self, cited: Iterable[Cited]) -> None:
        """Find out what a chunk has ``cited``, for ``passage``: 4 queries, and one for each hundred documents more.

        Those of the chunk before are forgotten. What stood in an earlier revision here is followed to where it is now.
        """
        asked_for = set(cited)
        self.look_up_documents({each.place.document for each in asked_for})
        self._load({each.place for each in asked_for})
        self._followed = {}
        older = defaultdict(list)
        for each in asked_for:
            if (revised := self._revised.get(each.place.document)) and not (revised.is_newest and self._fits(each)):
                older[revised].append(each)
        for revised, some in older.items():
            self._followed |= revised.follow(some)
        if self._followed:
            self._load({(self._followed[each].cited if each in self._followed else each).place for each in asked_for})

    def _load(self, asked_for: set[PlaceKey]) -> None:
        """Fetch what stands at the places ``asked_for``."""
        paragraph_keys = {(place_key.document, place_key.paragraph) for place_key in asked_for}
        self._paragraphs = dict.fromkeys(paragraph_keys)
        self._passages = {}
        documents = {document.pk: document for slug, _key in paragraph_keys if (document := self.documents[slug])}
        keys = defaultdict(set)
        for slug, key in paragraph_keys:
            if document := self.documents[slug]:
                keys[document.pk].add(key)
        paragraphs = {}
        for some in batched(keys.items(), AT_A_TIME):
            condition = Q(*(Q(document=pk, key__in=passage_keys) for pk, passage_keys in some), _connector=Q.OR)
            for paragraph in Paragraph.objects.filter(condition).order_by():
                paragraph.document = documents[paragraph.document_id]
                self._paragraphs[paragraph.document.slug, paragraph.key] = paragraphs[paragraph.pk] = paragraph
        # A paragraph may have hundreds of others.
        existing = Passage.objects.filter(paragraph__in=list(paragraphs)).order_by()
        at = {paragraph.pk: (paragraph.document.slug, paragraph.key) for paragraph in paragraphs.values()}
        known = {at[pk]: paragraph for pk, paragraph in paragraphs.items()}
        rows = existing.values_list("pk", "paragraph", "start", "end")
        passage_keys = [pk for pk, paragraph, *range_ in rows if (*at[paragraph], *range_) in asked_for]
        for passage in Passage.objects.in_bulk(passage_keys).values():
            passage.paragraph = paragraphs[passage.paragraph_id]
            self._keep(passage)
        for place_key in asked_for:
            # Those that rows of earlier chunks would make.
            for placeholder, quote, state, let_go, came in self._ledger.passages_at(*place_key):
                paragraph = known[place_key[:2]]
                place = {"paragraph": paragraph, "document": paragraph.document, "start": place_key.start}
                words = {"end": place_key.end, "quote": quote, "state": state, "let_go": bool(let_go)}
                self._keep(Passage(pk=placeholder, **place, **words), came)

    def take_new(self) -> list[Passage]:
        """The passages that rows would make, since this was last asked."""
        new, self._new = self._new, []
        return new

    def came_meanwhile(self, placeholder: int, key: int) -> bool:
        """Whether the passage ``key`` is the one with ``placeholder``, made since that one was looked up."""
        for would in self._passages.values():
            if would.pk == placeholder < 0:
                place = {name: getattr(would, name) for name in ("paragraph_id", "start", "end", "quote")}
                return Passage.objects.filter(pk=key, **place).exists()
        return False

    def are_here(self, row: BundleRow, paths: Iterable[str]) -> bool:
        """Whether the documents are here that ``paths`` of ``row`` lead to; those that are not are ``missing``."""
        slugs = {row.values[f"{path}__paragraph__document__slug"] for path in paths}
        missing = [slug for slug in slugs if self.documents[slug] is None]
        for slug in missing:
            first, number = self.missing.get(slug, (row, 0))
            self.missing[slug] = first, number + 1
        return not missing

    def decided_here(self, row: BundleRow, paths: Iterable[str]) -> bool:
        """Whether an editor here decides about what ``row`` tells of, and not whoever imports it."""
        documents = (self.documents[row.values[f"{path}__paragraph__document__slug"]] for path in paths)
        reviewed = any(document is not None and document.collection.review for document in documents)
        return reviewed and self.viewer is not None and not can(self.viewer, Permission.IMPORT_DECISIONS)

    def passage(self, row: BundleRow, path: str) -> Passage:
        """The passage of ``row`` that ``path`` leads to, as it is here or would be made.

        Raises ``CellError`` where the text here is not the one that the row speaks of.
        """
        return self.at(Cited.of(row, path), let_go=row.values.get(f"{path}__let_go", False))

    def at(self, cited: Cited, *, let_go: bool = False) -> Passage:
        """The passage that was ``cited``, as it is here or would be made. Raises ``CellError``."""
        followed = self._followed.get(cited)
        (key, quote, state), came = (followed.cited, followed.came) if followed else (cited, "")
        passage = self._known(key, quote, state, came)
        if passage is None:
            passage = self._made(key, quote, state, came, let_go=let_go)
            if followed and passage.unsettled:
                passage.prefix, passage.suffix, passage.beside = followed.prefix, followed.suffix, self._near(followed)
        if passage.quote != quote:
            raise self._misfit(
                key,
                _("%(place)s: The words here are “%(here)s”, not “%(quote)s”.")
                % {"place": named(key), "here": shown(passage.quote), "quote": shown(quote)},
            )
        # One that was here before is as what happened here has made it, and so is one that was followed to where it is.
        if followed is None and passage.pk < 0 and (passage.state, passage.let_go) != (state, let_go):
            raise CellError(
                _("%(place)s: Conflicts with an earlier line: anchor “%(state)s” here, “%(other)s” there.")
                % {"place": named(key), "state": state, "other": passage.state}
            )
        return passage

    def is_revised(self, slug: str) -> bool:
        """Whether the bundle has an earlier revision of the document here."""
        return slug in self._revised and not self._revised[slug].is_newest

    def follows(self, row: BundleRow, paths: Iterable[str]) -> bool:
        """Whether one of the texts in which ``row`` stands was revised here since."""
        return bool(self._followed) and any(Cited.of(row, path) in self._followed for path in paths)

    def count(self, row: BundleRow, passages: dict[str, Passage]) -> None:
        """Remember what ``became`` of the ``passages``, by path, of what is new and told of by ``row``."""
        for path, passage in passages.items():
            cited = Cited.of(row, path)
            if cited in self._followed:
                self.became[cited.place.document][str(passage.state)] += 1

    def _fits(self, cited: Cited) -> bool:
        paragraph = self._paragraphs[cited.place[:2]]
        is_there = paragraph is not None and (cited.state in Passage.UNSETTLED or paragraph.until_id is None)
        return is_there and cited.fits(paragraph)

    def _near(self, followed: Followed) -> Paragraph | None:
        """The paragraph beside which a lost passage is shown whose own is gone: 1 query."""
        document = self.documents[followed.cited.place.document]
        if followed.beside is None or document is None:
            return None
        standing = Paragraph.objects.standing().filter(document=document)
        return standing.filter(key=followed.beside).first() or standing.order_by("position").first()

    def _keep(self, passage: Passage, came: str = "") -> None:
        paragraph = passage.paragraph
        key = PlaceKey(paragraph.document.slug, paragraph.key, passage.start, passage.end)
        self._passages[(key, passage.quote, came) if passage.unsettled else (key, None, "")] = passage

    def _known(self, key: PlaceKey, quote: str, state: str, came: str) -> Passage | None:
        """The passage there, also where it is unsettled here and was not where the row comes from, or the other way."""
        settled = self._passages.get((key, None, ""))
        unsettled = self._passages.get((key, quote, came)) or self._passages.get((key, quote, ""))
        if state in Passage.UNSETTLED:
            return unsettled or (settled if settled and settled.quote == quote else None)
        return settled or unsettled

    def _made(self, key: PlaceKey, quote: str, state: str, came: str, *, let_go: bool) -> Passage:
        paragraph = self._paragraphs[key.document, key.paragraph]
        if paragraph is None:
            raise self._misfit(key, _("There is no %s here.") % named(key._replace(start=None, end=None)))
        if (key.start is None) != (key.end is None) or (
            key.start is not None and key.end is not None and key.start >= key.end
        ):
            raise CellError(_("A passage has a start and an end after it, or neither where it is a whole paragraph."))
        if let_go and state != Passage.State.LOST:
            raise CellError(_("%s: Only a lost passage can be let go.") % named(key))
        if state not in Passage.UNSETTLED:
            if paragraph.until_id is not None:
                raise self._misfit(key, _("%s: The paragraph is not in the newest revision here.") % named(key))
            if (key.end or 1) > len(paragraph.text):
                reason = _("%(place)s: That is outside the text here, which has %(length)d characters.")
                raise self._misfit(key, reason % {"place": named(key), "length": len(paragraph.text)})
        passage = new_passage(paragraph, key.start, key.end)
        if state in Passage.UNSETTLED:
            passage.quote, passage.prefix, passage.suffix = quote, "", ""
        passage.state, passage.let_go = state, let_go
        if passage.quote == quote:
            passage.pk = self._ledger.add_passage(*key, quote, state, let_go, came)
            self._keep(passage, came)
            self._new.append(passage)
        return passage

    def _misfit(self, key: PlaceKey, reason: str) -> CellError:
        self.misfits[key.document] += 1
        return CellError(reason)


def named(key: PlaceKey) -> str:
    """``key`` in words, for a message."""
    place = _("¶ %(key)d of “%(document)s”") % {"key": key.paragraph, "document": key.document}
    if key.start is None and key.end is None:
        return place
    return _("%(place)s, %(start)s to %(end)s") % {"place": place, "start": key.start, "end": key.end}
