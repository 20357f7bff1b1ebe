"""What a search found, with the words in context."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from annotator.anchoring.excerpt import excerpt, shortened
from corpus import search
from corpus.models import Paragraph
from corpus.search.query import LONGEST

from .highlighted_text import marked_words

# Characters from the first words found up to the last ones shown with them.
WINDOW = 300
MARKED = ("3",)


@dataclass(frozen=True, slots=True)
class FoundParagraph:
    """A paragraph that a search found, and its words around what was found."""

    paragraph: Paragraph
    in_context: SafeString


def found_paragraphs(paragraphs: Sequence[Paragraph], query: search.Query) -> list[FoundParagraph]:
    """``paragraphs``, which ``query`` found, as a list shows them."""
    return [FoundParagraph(each, in_context(each.text, search.snippets(each.text, query))) for each in paragraphs]


def notice_about(typed: str, query: search.Query) -> str:
    """What to tell about the words typed, where they were not understood as they stand; nothing where they were."""
    if query.is_cut:
        return _("Only the first %(n)s characters of what you typed were searched for.") % {"n": LONGEST}
    if typed and not query:
        return _("There is no word in “%(typed)s”. Type words, or “a phrase” in quotation marks.") % {"typed": typed}
    return ""


def in_context(text: str, found: Sequence[tuple[int, int]]) -> SafeString:
    """The part of ``text`` around the first words ``found`` (start, end), with all words in it marked."""
    if not found:
        return format_html("{}", shortened(text))
    start = found[0][0]
    near = [place for place in found if place[1] <= start + WINDOW] or found[:1]
    part = excerpt(text, start, near[-1][1])
    inside = marked_words(part.words, [(first - start, end - start, MARKED) for first, end in near])
    return format_html("{}{}{}", part.before, inside, part.after)
