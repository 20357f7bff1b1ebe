"""Where a person means, before there is a passage in the database."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from annotator.anchoring import quote_selector
from annotator.errors import Refused
from corpus.models import Paragraph

from .passage import Passage


@dataclass(frozen=True)
class Place:
    """Where a person means: a paragraph (with its document) and, in it, code points or words, or neither."""

    paragraph: Paragraph
    start: int | None = None
    end: int | None = None
    quote: str = ""


def range_of(place: Place) -> quote_selector.TextRange:
    """The stretch ``place`` means, one of ``(None, None)`` for the whole paragraph.

    Raises ``Refused`` where the offsets are outside the text, the words are not there, or are there more than
    once; the message says so, and what to do.
    """
    text = place.paragraph.text
    if not text:
        raise Refused(_("¶ %(key)s has no words.") % {"key": place.paragraph.key})
    try:
        return quote_selector.range_meant(text, place.start, place.end, place.quote)
    except quote_selector.AnchoringError as error:
        raise Refused(error.translated(_), field="quote") from error


def new_passage(paragraph: Paragraph, start: int | None, end: int | None) -> Passage:
    """A passage that is not saved yet, of ``paragraph`` with its document."""
    text = paragraph.text
    prefix, suffix = ("", "") if start is None or end is None else quote_selector.context(text, start, end)
    return Passage(
        paragraph=paragraph,
        document_id=paragraph.document_id,
        start=start,
        end=end,
        quote=text if start is None else text[start:end],
        prefix=prefix,
        suffix=suffix,
        revision_id=paragraph.document.current_id,  # type: ignore[misc] # a document with paragraphs has one
    )
