"""A document for paper: its whole text, with what stands in its margin as numbered notes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import batched

from annotator.models import Passage, Tag
from annotator.selectors.margin import MarginEntry, MarginFilter, Panel, ShownPassage, entries_on, panels_of
from corpus.models import Document, Paragraph
from corpus.models.collection import Person

from .cards import PassageCard, passage_cards
from .highlighted_text import marked_words
from .paragraph_html import AROUND

# Paragraphs whose margins are read at once: databases limit how many values a query has.
AT_ONCE = 400
# Letters in a line of the text and of a note beside it, as print.css sets them on A4.
LINE, NOTE_LINE = 68, 34
# Lines by which the notes beside a paragraph may be longer than it.
SPARE_LINES = 4


@dataclass(frozen=True, slots=True)
class PrintedNote:
    """A passage with what stands on it, under its number."""

    number: int
    paragraph: Paragraph
    card: PassageCard


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """A paragraph with its ``words`` as HTML, and the notes that have room ``beside`` it."""

    paragraph: Paragraph
    words: str
    beside: Sequence[PrintedNote]


@dataclass(frozen=True, slots=True)
class PrintedTag:
    """A tag of the legend, and on how many of the printed passages it is."""

    tag: Tag
    passages: int


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed of a document: all that is read, the notes that had no room beside it, and the tags."""

    paragraphs: Sequence[PrintedParagraph]
    at_the_end: Sequence[PrintedNote]
    legend: Sequence[PrintedTag]


def printed(
    document: Document, paragraphs: Sequence[Paragraph], viewer: Person, narrowing: MarginFilter | None, *, lines: bool
) -> Printed:
    """``document`` with these ``paragraphs`` of it as ``viewer`` prints it.

    ``narrowing`` says what of its margin, ``None`` that nothing; ``lines`` whether the marked words are underlined. The
    queries of ``entries_on`` and ``passage_cards`` for each 400 paragraphs, none where nothing is asked for.
    """
    shown: list[PrintedParagraph] = []
    at_the_end: list[PrintedNote] = []
    found: list[Panel] = []
    number = 0
    for some in batched(paragraphs, AT_ONCE):
        for each in some:
            each.document = document
        entries = entries_on(some, viewer, narrowing) if narrowing is not None else {}
        # In the order in which their numbers are read.
        entries = {each.pk: sorted(entries.get(each.pk, ()), key=partial(_end, text=each.text)) for each in some}
        here = [entry for each in some for entry in entries[each.pk]]
        # Joined with their places, SQLite would go from a few documents to all their passages.
        places = Passage.objects.prefetch_related("paragraph__document__collection")
        passages = places.in_bulk([entry.passage.pk for entry in here])
        panels = panels_of([passages[entry.passage.pk] for entry in here], viewer, narrowing)
        found += panels
        letters = iter(map(_letters, panels))
        cards = iter(passage_cards(panels, viewer))
        for each in some:
            theirs = entries[each.pk]
            if each.kind in AROUND and not theirs:
                continue
            notes = [PrintedNote(number + at, each, next(cards)) for at in range(1, len(theirs) + 1)]
            number += len(notes)
            room = has_room(each.text, [next(letters) for _entry in theirs])
            shown.append(PrintedParagraph(each, _words(each, notes, theirs, lines=lines), notes if room else ()))
            at_the_end += () if room else notes
    return Printed(shown, at_the_end, _legend(found))


def has_room(text: str, notes: Iterable[int]) -> bool:
    """Whether notes of so many letters each have room beside a paragraph that says ``text``."""
    height = -(-len(text) // LINE) * 1.3  # its lines are higher
    return sum(-(-letters // NOTE_LINE) for letters in notes) <= height + SPARE_LINES


def _letters(panel: Panel) -> int:
    """About how many letters are printed of ``panel``; a name and a date after each contribution."""
    parts = [tagging.tag.name for tagging in panel.taggings]
    parts += [note.body for thread, replies in panel.threads for note in (thread, *replies)]
    parts += [
        f"{link.relation} {link.other.paragraph.document.title} {link.reference.note}" for link in panel.references
    ]
    return sum(len(each) + NOTE_LINE for each in parts)


def _has_words(passage: ShownPassage) -> bool:
    """Whether it is words of its paragraph, and they are there."""
    return not passage.whole and passage.state != Passage.State.LOST


def _end(entry: MarginEntry, text: str) -> int:
    """Where the number of its note stands in ``text``: at the end of its words, else after all of them."""
    end = entry.passage.end
    return min(end, len(text)) if _has_words(entry.passage) and end is not None else len(text)


def _words(paragraph: Paragraph, notes: Sequence[PrintedNote], entries: Sequence[MarginEntry], *, lines: bool) -> str:
    """The words with the numbers of the notes where their passages end, and lines below the marked ones."""
    stretches: list[tuple[int, int, Sequence[str]]] = []
    numbers: dict[int, list[int]] = {}
    for note, entry in zip(notes, entries, strict=True):
        end = _end(entry, paragraph.text)
        if _has_words(entry.passage):
            stretches.append((entry.passage.start or 0, end, entry.hues if lines else ()))
        numbers.setdefault(end, []).append(note.number)
    return marked_words(paragraph.text, stretches, numbers)


def _legend(panels: Iterable[Panel]) -> list[PrintedTag]:
    """The tags on ``panels`` in the order of the codebook."""
    on = Counter(tag for panel in panels for tag in {tagging.tag for tagging in panel.taggings})
    return [PrintedTag(tag, on[tag]) for tag in sorted(on, key=lambda tag: bytes(tag.sort_key))]
