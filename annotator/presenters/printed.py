"""A document for paper: its whole text, with what stands in its margin as numbered notes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from annotator.models import Passage
from annotator.selectors.margin import MarginEntry, MarginFilter, Panel, ShownPassage, entries_on, panels_of
from corpus.models import Document, Paragraph
from corpus.models.collection import Person

from .cards import PassageCard, passage_cards
from .highlighted_text import marked_words
from .paragraph_html import AROUND

# Paragraphs whose margins are read, and held, at once: of a text in which much is marked they have a thousand marks.
AT_ONCE = 50
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
    """A paragraph with its ``words`` as HTML, and its notes, ``beside`` it or ``at_the_end`` for want of room."""

    paragraph: Paragraph
    words: str
    beside: Sequence[PrintedNote]
    at_the_end: Sequence[PrintedNote]


def printed(
    document: Document, viewer: Person, narrowing: MarginFilter | None, *, lines: bool
) -> Iterator[list[PrintedParagraph]]:
    """``document`` as ``viewer`` prints it, some paragraphs at a time, so that no more than these are held.

    ``narrowing`` says what of its margin, ``None`` that nothing; ``lines`` whether the marked words are underlined. The
    queries of ``entries_on`` and ``passage_cards`` for each 50 paragraphs, one where nothing is asked for.
    """
    number, after = 0, -1
    paragraphs = Paragraph.objects.standing().filter(document=document).order_by("position")
    while some := list(paragraphs.filter(position__gt=after)[:AT_ONCE]):
        after = some[-1].position
        shown: list[PrintedParagraph] = []
        for each in some:
            each.document = document
        entries = entries_on(some, viewer, narrowing) if narrowing is not None else {}
        # In the order in which their numbers are read.
        entries = {each.pk: sorted(entries.get(each.pk, ()), key=partial(_end, text=each.text)) for each in some}
        of_paragraphs = [entry for each in some for entry in entries[each.pk]]
        # Joined with their places, SQLite would go from a few documents to all their passages.
        places = Passage.objects.prefetch_related("paragraph__document__collection")
        passages = places.in_bulk([entry.passage.pk for entry in of_paragraphs])
        panels = panels_of([passages[entry.passage.pk] for entry in of_paragraphs], viewer, narrowing)
        letters = iter(map(_letters, panels))
        cards = iter(passage_cards(panels, viewer))
        for each in some:
            theirs = entries[each.pk]
            if each.kind in AROUND and not theirs:
                continue
            notes = [PrintedNote(number + at, each, next(cards)) for at in range(1, len(theirs) + 1)]
            number += len(notes)
            room = has_room(each.text, [next(letters) for _entry in theirs])
            words = _words(each, notes, theirs, lines=lines)
            shown.append(PrintedParagraph(each, words, *((notes, ()) if room else ((), notes))))
        yield shown


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
