"""What a search found, with the words in context; and what is said about the words that were typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from annotator.anchoring.excerpt import excerpt, shortened
from annotator.selectors.beside import BesideText
from corpus.models import Paragraph
from corpus.search.inverted import stretches_of
from corpus.search.query import FILTERS, LONGEST, MOST_BETWEEN, Misunderstood, Query

from .highlighted_text import marked_words

# Characters from the first words found up to the last ones shown with them.
WINDOW = 300
MARKED = ("3",)
NOT_UNDERSTOOD: dict[Misunderstood, str | Promise] = {
    Misunderstood.CUT: gettext_lazy("Only the first %(longest)s characters of what you typed were searched for."),
    Misunderstood.NO_WORD: gettext_lazy(
        "There is no word in “%(typed)s”. Type words, or “a phrase” in quotation marks."
    ),
    Misunderstood.NOTHING_BETWEEN: gettext_lazy(
        "“%(typed)s” was left out: it goes between two words, as in “shared * future” or “dialog|dialogue”."
    ),
    Misunderstood.NO_DISTANCE: gettext_lazy(
        "“%(typed)s” was left out: after ~ comes the number of words that may stand between, up to %(most)s."
    ),
    Misunderstood.INNER_ASTERISK: gettext_lazy(
        "“%(typed)s”: only the asterisk at the end of a word stands for letters. The others were taken for spaces."
    ),
    Misunderstood.NO_FILTER: gettext_lazy("“%(typed)s:” was taken for a word. What narrows a search: %(filters)s."),
    Misunderstood.OPERATOR: gettext_lazy(
        "“%(typed)s” was looked for as a word. Words side by side must all be there; “dialog|dialogue” is one or the "
        "other, and “-word” is without it."
    ),
    Misunderstood.NO_VALUE: gettext_lazy(
        "“%(typed)s” needs a name right after it, without a space; one of several words stands in quotation marks."
    ),
}


@dataclass(frozen=True, slots=True)
class FoundParagraph:
    """A paragraph that a search found, its words around what was found, and how many times that stands in it.

    ``text`` is what it says, or said where ``label`` tells of what that is: an earlier revision, or a note on it.
    """

    paragraph: Paragraph
    text: str
    in_context: SafeString
    times: int
    label: str = ""
    address: str = ""


def found_paragraph(
    paragraph: Paragraph, places: Sequence[tuple[int, int]], beside: BesideText | None = None
) -> FoundParagraph:
    """``paragraph``, or a text ``beside`` it, as a list shows it; ``places`` are the words found, by their numbers."""
    text = beside.text if beside else paragraph.text
    words = in_context(text, stretches_of(text, places))
    address = paragraph.get_absolute_url()
    if beside is None:
        return FoundParagraph(paragraph, text, words, len(places), address=address)
    return FoundParagraph(paragraph, text, words, len(places), beside.label, beside.address or address)


def notices_about(query: Query) -> list[str]:
    """What to tell about the words typed, where they were not understood as they stand."""
    about = {"longest": LONGEST, "most": MOST_BETWEEN, "filters": ", ".join(f"{name}:" for name in FILTERS)}
    return [str(NOT_UNDERSTOOD[kind]) % {"typed": typed, **about} for kind, typed in query.problems]


def in_context(text: str, ranges: Sequence[tuple[int, int]]) -> SafeString:
    """The part of ``text`` around the first of ``ranges`` (start, end), with all of these in it marked."""
    if not ranges:
        return format_html("{}", shortened(text))
    start = ranges[0][0]
    near = [place for place in ranges if place[1] <= start + WINDOW] or ranges[:1]
    part = excerpt(text, start, near[-1][1])
    inside = marked_words(part.words, [(first - start, end - start, MARKED) for first, end in near])
    return format_html("{}{}{}", part.before, inside, part.after)
