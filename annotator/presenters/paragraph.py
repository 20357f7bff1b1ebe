"""Paragraphs as pages show them: each with its citation and its margin."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from annotator.models import Passage
from annotator.selectors.margin import Chip, MarginEntry, MarginFilter, entries_on, panels_of
from corpus.citation.wording import citation
from corpus.models import Change, Document, Paragraph
from corpus.models.collection import Person

from .cards import PassageCard, passage_cards
from .highlighted_text import marked_words
from .note_html import titles_linked

# Paragraphs shown before and after one on its own page: it stands near the top.
BEFORE, AFTER = 1, 4
# Entries beside one paragraph that are shown one by one; where there are more, they are folded to a count.
MOST_ENTRIES = 6


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph with its citation and the entries of its margin.

    ``marked_words`` are its words with marked stretches in spans, where the page asks for these; ``here`` says that it
    is the one that the page is about.
    """

    paragraph: Paragraph
    citation: str
    entries: Sequence[MarginEntry]
    marked_words: str = ""
    here: bool = False
    titles: Mapping[str, str] = MappingProxyType({})
    """Of the documents that its notes link to, as far as the viewer may read them, by slug."""

    @property
    def tags(self) -> list[Chip]:
        """The tags on it with all their taggings, the commonest first: what a folded margin shows."""
        chips: dict[object, Chip] = {}
        for entry in self.entries:
            for pk, chip in entry.tags.items():
                chips.setdefault(pk, Chip(chip.tag, chip.status, [])).people.extend(chip.people)
        return sorted(chips.values(), key=lambda chip: (-chip.number, chip.tag.sort_key))

    @property
    def repeated(self) -> frozenset[object]:
        """The ids of the tags that stand on several words of it: chips of these need words to be told apart.

        The same words, which were tagged in bulk, tell nothing apart.
        """
        words: dict[object, set[str]] = defaultdict(set)
        for entry in self.entries:
            for pk in entry.tags:
                words[pk].add(entry.passage.quote.casefold())
        return frozenset(pk for pk, different in words.items() if len(different) > 1)

    @property
    def notes(self) -> int:
        """How many notes are on it, replies apart: what a folded margin says of them."""
        return sum(len(entry.notes) for entry in self.entries)

    @property
    def changing(self) -> int:
        """Of how many tags, notes and cross-references on its passages a change is proposed."""
        return sum(len(entry.changing) for entry in self.entries)

    @property
    def adrift(self) -> int:
        """How many of its passages have lost or uncertain words, those apart that were let go."""
        return sum(1 for entry in self.entries if entry.passage.unsettled and not entry.passage.let_go)

    @property
    def is_crowded(self) -> bool:
        """Whether its entries are folded to a count."""
        return len(self.entries) > MOST_ENTRIES


def with_margins(
    paragraphs: Sequence[Paragraph],
    document: Document,
    viewer: Person,
    narrowing: MarginFilter,
    *,
    spans: bool = False,
    shown: Paragraph | None = None,
) -> list[ParagraphView]:
    """Views of ``paragraphs`` of ``document``, with ``spans`` in their words: the queries of ``entries_on``.

    One more where notes link to passages, for the titles of these.
    """
    for each in paragraphs:
        each.document = document
    entries = entries_on(paragraphs, viewer, narrowing)
    titles = titles_linked((note.body for some in entries.values() for entry in some for note in entry.notes), viewer)
    return [
        ParagraphView(
            paragraph=each,
            citation=cite(document, each),
            entries=entries.get(each.pk, ()),
            marked_words=_marked(each, entries.get(each.pk, ())) if spans else "",
            here=each == shown,
            titles=titles,
        )
        for each in paragraphs
    ]


def _marked(paragraph: Paragraph, entries: Sequence[MarginEntry]) -> str:
    """The paragraph's words with marked stretches in spans, for browsers that cannot highlight by themselves."""
    stretches = [
        (passage.start, passage.end, entry.hues)
        for entry in entries
        if (passage := entry.passage).state != Passage.State.LOST
        and passage.start is not None
        and passage.end is not None
    ]
    return marked_words(paragraph.text, stretches)


def cite(document: Document, paragraph: Paragraph) -> str:
    """A citation of ``paragraph`` in words."""
    return citation(
        author=document.author,
        title=document.short_title or document.title,
        year=document.year,
        section_number=paragraph.section_number,
        number="" if paragraph.kind == Paragraph.Kind.HEADING else paragraph.number,
        key=paragraph.key,
    )


@dataclass(frozen=True)
class ParagraphPage:
    """What the page of a paragraph shows: everything on it, and what stands around it.

    ``ending`` is the change by which a paragraph went that is not in the newest revision; of such a one only it itself
    is among ``paragraphs``. ``previous`` and ``next`` are keys.
    """

    document: Document
    paragraph: Paragraph
    citation: str
    paragraphs: Sequence[ParagraphView]
    passages: Sequence[PassageCard]
    previous: int | None = None
    next: int | None = None
    ending: Change | None = None


def _step(nearest: Sequence[Paragraph], *, forward: bool) -> int | None:
    """The key of the paragraph to go on to, of those beside this one, ``nearest`` first; page furniture is passed over.

    1 query, where all of those beside this one are furniture.
    """
    read = next((each for each in nearest if each.kind != Paragraph.Kind.FURNITURE), None)
    if read is None and nearest:
        read = Paragraph.objects.first_read_beyond(nearest[-1], forward=forward)
    return read.key if read else None


def page_of(paragraph: Paragraph, viewer: Person, *, spans: bool = False) -> ParagraphPage:
    """The page of ``paragraph``, with its document, whether it stands in the newest revision or not.

    The queries of ``entries_on``, ``panels_of`` and ``passage_cards``, and 2.
    """
    is_gone = paragraph.until_id is not None
    around = [paragraph] if is_gone else list(Paragraph.objects.around(paragraph, BEFORE, AFTER))
    views = with_margins(around, paragraph.document, viewer, MarginFilter(), spans=spans, shown=paragraph)
    at = next(number for number, view in enumerate(views) if view.here)
    passages = Passage.objects.with_place().in_bulk([entry.passage.pk for entry in views[at].entries])
    in_full = [passages[entry.passage.pk] for entry in views[at].entries]
    return ParagraphPage(
        document=paragraph.document,
        paragraph=paragraph,
        citation=views[at].citation,
        paragraphs=views,
        passages=passage_cards(panels_of(in_full, viewer), viewer),
        previous=_step(around[:at][::-1], forward=False),
        next=_step(around[at + 1 :], forward=True),
        ending=Change.objects.ending(paragraph) if is_gone else None,
    )
