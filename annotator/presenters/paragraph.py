"""Paragraphs as pages show them: each with its citation and its margin."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.models import Passage
from annotator.selectors.margin import Chip, Entry, Narrowing, entries_on
from corpus.citation.wording import citation
from corpus.models import Document, Paragraph
from corpus.models.collection import Person

from .highlighted_text import marked_words

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
    entries: Sequence[Entry]
    marked_words: str = ""
    here: bool = False

    @property
    def tags(self) -> list[Chip]:
        """The tags on it with all their taggings, the commonest first: what a folded margin shows."""
        chips: dict[object, Chip] = {}
        for entry in self.entries:
            for chip in entry.chips:
                chips.setdefault(chip.tag.pk, Chip(chip.tag, [])).taggings.extend(chip.taggings)
        return sorted(chips.values(), key=lambda chip: (-chip.number, chip.tag.path))

    @property
    def repeated(self) -> frozenset[object]:
        """The ids of the tags that stand on several passages of it: chips of these need words to be told apart."""
        count = Counter(chip.tag.pk for entry in self.entries for chip in entry.chips)
        return frozenset(pk for pk, number in count.items() if number > 1)

    @property
    def is_crowded(self) -> bool:
        """Whether its entries are folded to a count."""
        return len(self.entries) > MOST_ENTRIES


def with_margins(
    paragraphs: Sequence[Paragraph],
    document: Document,
    viewer: Person,
    narrowing: Narrowing,
    *,
    spans: bool = False,
    here: Paragraph | None = None,
) -> list[ParagraphView]:
    """Views of ``paragraphs`` of ``document``, with ``spans`` in their words: the queries of ``entries_on``."""
    for each in paragraphs:
        each.document = document
    entries = entries_on(paragraphs, viewer, narrowing)
    return [
        ParagraphView(
            paragraph=each,
            citation=cite(document, each),
            entries=entries[each.pk],
            marked_words=_marked(each, entries[each.pk]) if spans else "",
            here=each == here,
        )
        for each in paragraphs
    ]


def _marked(paragraph: Paragraph, entries: Sequence[Entry]) -> str:
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
        title=document.title,
        year=document.year,
        section_number=paragraph.section_number,
        number="" if paragraph.kind == Paragraph.Kind.HEADING else paragraph.number,
        key=paragraph.key,
    )
