"""Texts that are searched beside the standing paragraphs: what these said in earlier revisions, and notes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from annotator.models import Annotation
from annotator.selectors.filters import Viewer, visible
from corpus.models import FormerText, Paragraph
from corpus.search.finding import among
from corpus.search.indexing import FURNITURE, LETTERS
from corpus.search.inverted import IndexedParagraph, Inverted

NOTE = "n"
"""The letter of notes among the kinds of paragraphs."""


@dataclass(frozen=True, slots=True)
class BesideText:
    """A text that is none of the standing ones: the paragraph it belongs to, and what it is, in words."""

    paragraph: int
    kind: str
    text: str
    label: str
    address: str = ""


class Beside:
    """Such texts of documents, by the documents' primary keys, in order."""

    def __init__(self, texts: Iterable[tuple[int, BesideText]]) -> None:
        self.texts: dict[int, list[BesideText]] = {}
        for document, text in texts:
            self.texts.setdefault(document, []).append(text)
        self.inverted = {
            document: Inverted(IndexedParagraph(each.paragraph, each.kind, each.text) for each in some)
            for document, some in self.texts.items()
        }


def former_texts(documents: Iterable[int]) -> Beside:
    """What the paragraphs of ``documents`` said in earlier revisions in other words than now: 2 queries.

    Each wording of a paragraph once, the newest first; those of paragraphs that are gone too.
    """
    in_documents = among(documents)
    retired = Paragraph.objects.filter(document__in=in_documents, until__isnull=False).select_related("since", "until")
    former = FormerText.objects.filter(paragraph__document__in=in_documents).select_related("paragraph")
    rows: list[tuple[int, int, int, BesideText]] = []
    for each in retired.order_by("pk"):
        last = each.until.number if each.until else 0
        rows += [(each.document_id, each.position, -last, _former(each, each, last))]
    for one in former.order_by("paragraph", "-revision_to"):
        paragraph, last = one.paragraph, one.revision_to
        if paragraph.until_id is not None or one.text != paragraph.text:
            rows += [(paragraph.document_id, one.position, -last, _former(paragraph, one, last))]
    known: set[tuple[int, str]] = set()
    texts: list[tuple[int, BesideText]] = []
    for document, _position, _revision, text in sorted(rows, key=lambda each: (*each[:3], each[3].paragraph)):
        if text.kind != FURNITURE and (text.paragraph, text.text) not in known:
            known.add((text.paragraph, text.text))
            texts.append((document, text))
    return Beside(texts)


def _former(paragraph: Paragraph, former: Any, revision: int) -> BesideText:
    label = _("in revision %(number)s") % {"number": revision}
    return BesideText(paragraph.pk, LETTERS[former.kind], former.text, label)


def notes(documents: Iterable[int], viewer: Viewer) -> Beside:
    """The notes on the standing paragraphs of ``documents`` that ``viewer`` may see: 1 query."""
    rows = visible(Annotation, viewer).filter(
        passage__paragraph__document__in=among(documents), passage__paragraph__until__isnull=True
    )
    rows = rows.select_related("passage__paragraph", "author").order_by(
        "passage__paragraph__document", "passage__paragraph__position", "created_at", "pk"
    )
    return Beside(
        (
            each.passage.paragraph.document_id,
            BesideText(
                each.passage.paragraph_id,
                NOTE,
                each.body,
                _("note by %(name)s") % {"name": each.author.get_full_name() or each.author.username},
                each.get_absolute_url(),
            ),
        )
        for each in rows
    )
