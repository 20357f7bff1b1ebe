"""What is counted, or looked up, for each row: always what the person may see."""

from typing import Any

from django.db.models import Exists, F, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable

from annotator.models import Annotation, CrossReference, Tagging
from annotator.selectors.filters import Viewer, visible


def on_paragraph(viewer: Viewer) -> tuple[Combinable, Combinable, Combinable]:
    """The numbers of taggings, annotations and cross-references on a paragraph."""
    here = OuterRef("pk")
    references = visible(CrossReference, viewer)
    out = references.filter(source__paragraph=here)
    # One that begins and ends here is one.
    back = references.filter(target__paragraph=here).exclude(source__paragraph=here)
    return (
        _number(visible(Tagging, viewer).filter(content_object__paragraph=here), "pk"),
        _number(visible(Annotation, viewer).filter(passage__paragraph=here), "pk"),
        _number(out, "pk") + _number(back, "pk"),
    )


def of_tag(viewer: Viewer) -> tuple[Combinable, Combinable]:
    """On how many passages, and in how many documents, a tag is."""
    taggings = visible(Tagging, viewer).filter(tag=OuterRef("pk"))
    distinct = "%(function)s(DISTINCT %(expressions)s)"
    return (
        _number(taggings, "content_object", distinct),
        _number(taggings, "content_object__paragraph__document", distinct),
    )


def note_is_seen(viewer: Viewer) -> Exists:
    """Whether the note that is answered can be seen."""
    return Exists(visible(Annotation, viewer).filter(pk=OuterRef("in_reply_to")))


def _number(rows: QuerySet[Any], counted: str, template: str | None = None) -> Subquery:
    """How many ``rows`` there are. Not ``Count``, which would group them and give nothing for none."""
    extra = {"template": template} if template else {}
    count = Func(F(counted), function="COUNT", output_field=IntegerField(), **extra)
    return Subquery(rows.order_by().annotate(number=count).values("number"))
