"""What is counted, or looked up, for each row: always what the person may see."""

from django.db.models import Case, Exists, OuterRef, When
from django.db.models.expressions import Combinable

from annotator.models import Annotation, CrossReference, Status, Tagging
from annotator.models.tag import COUNTED
from annotator.selectors.filters import Viewer, visible
from annotator.selectors.tag_numbers import without_drafts
from corpus.db.counting import number_of


def on_paragraph(viewer: Viewer) -> tuple[Combinable, Combinable, Combinable]:
    """The numbers of taggings, annotations and cross-references on a paragraph."""
    paragraph = OuterRef("pk")
    references = visible(CrossReference, viewer)
    out = references.filter(source__paragraph=paragraph)
    # One that begins and ends here is one.
    from_elsewhere = references.filter(target__paragraph=paragraph).exclude(source__paragraph=paragraph)
    return (
        number_of(visible(Tagging, viewer).filter(content_object__paragraph=paragraph), "pk"),
        number_of(visible(Annotation, viewer).filter(passage__paragraph=paragraph), "pk"),
        number_of(out, "pk") + number_of(from_elsewhere, "pk"),
    )


def of_tag(viewer: Viewer) -> tuple[Combinable, Combinable]:
    """On how many passages, and in how many documents, a tag is, declined taggings aside: 1 query beforehand."""
    taggings = visible(Tagging, viewer).filter(COUNTED, tag=OuterRef("pk"))
    drafted = visible(Tagging, viewer).filter(status=Status.DRAFT).order_by().values_list("tag", flat=True)
    # Kept numbers have no drafts; the tags of those that the viewer sees are counted.
    few = set(drafted.distinct())
    passages, documents = (
        Case(When(pk__in=few, then=number_of(taggings, counted)), default=kept)
        for counted, kept in zip(("content_object", "document"), without_drafts(viewer), strict=True)
    )
    return passages, documents


def reference_is_seen(viewer: Viewer) -> Exists:
    """Whether the cross-reference that came of a proposed parallel can be seen."""
    return Exists(visible(CrossReference, viewer).filter(pk=OuterRef("reference")))


def note_is_seen(viewer: Viewer) -> Exists:
    """Whether the note that is answered can be seen."""
    return Exists(visible(Annotation, viewer).filter(pk=OuterRef("in_reply_to")))
