"""From words on a page to passages in the database."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.models import Passage
from annotator.models.place import Place, new_passage, range_of
from corpus.db.insert import insert_new
from corpus.db.row_locks import locked_rows
from corpus.models import Document, Paragraph

# Passages that are asked for one by one: the two ends of a cross-reference.
FEW = 2

type Wanted = tuple[Paragraph, int | None, int | None]
type PassagesByPlace = dict[tuple[int, int | None, int | None], Passage]


def passages_for(places: Sequence[Place]) -> list[Passage]:
    """The passages at ``places``, in that order, made where there are none yet: a query or two for every few hundred.

    Two people who mark the same words at once get the same row: the database keeps one of the two, and both read it.
    Raises ``Refused`` as ``range_of`` does.
    """
    _refuse_if_revised({place.paragraph for place in places})
    keys = [(place.paragraph, *range_of(place)) for place in places]
    rows = {(paragraph.pk, start, end): new_passage(paragraph, start, end) for paragraph, start, end in keys}
    # Always in the same order: two people who mark the same words the other way round would wait for each other.
    new = insert_new([rows[place] for place in sorted(rows, key=str)], unique_fields=("paragraph_id", "start", "end"))
    by_place = {(passage.paragraph_id, passage.start, passage.end): passage for passage in new}
    if missing := [place for place in keys if (place[0].pk, *place[1:]) not in by_place]:
        by_place |= _existing(missing)
    return [by_place[paragraph.pk, start, end] for paragraph, start, end in keys]


def passages_kept_or_made(places: Sequence[Place | Passage]) -> list[Passage]:
    """``passages_for``, where some are passages already: those stay as they are, also where their words are gone."""
    new = iter(passages_for([place for place in places if isinstance(place, Place)]))
    return [next(new) if isinstance(place, Place) else place for place in places]


def _refuse_if_revised(paragraphs: Iterable[Paragraph]) -> None:
    """Raise ``Refused`` where a paragraph is gone, or its document has another text than when it was read: 1 query.

    Until the end of the transaction, no revision can be loaded.
    """
    read = {}
    for paragraph in paragraphs:
        if paragraph.until_id is not None:
            raise Refused(_("¶ %(key)s is not in the text any more. Choose another.") % {"key": paragraph.key})
        read[paragraph.document_id] = paragraph.document.current_id
    if dict(locked_rows(Document, read, "current")) != read:
        raise Refused(_("The text changed while you were writing. Your input is kept: check it and send again."))


def _existing(keys: Sequence[Wanted]) -> PassagesByPlace:
    """The passages there are at ``keys``, with their paragraphs filled in from what is loaded already."""
    paragraphs = {paragraph.pk: paragraph for paragraph, _start, _end in keys}
    if len(keys) <= FEW:
        rows = [row for paragraph, start, end in keys for row in Passage.objects.at(paragraph, start, end)]
    else:
        rows = list(Passage.objects.settled().filter(paragraph__in=list(paragraphs)).order_by())
    existing = {}
    for passage in rows:
        passage.paragraph = paragraphs[passage.paragraph_id]
        existing[passage.paragraph_id, passage.start, passage.end] = passage
    return existing
