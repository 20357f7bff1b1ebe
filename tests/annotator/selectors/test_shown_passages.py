"""The first of many passages that a narrowed margin shows, found in steps, are those that sorting all of them gives."""

import pytest
from django.utils import timezone

from annotator.actions import annotations, cross_references, taggings
from annotator.models import Tagging
from annotator.models.place import Place
from annotator.selectors import shown_passages as selector
from annotator.selectors.margin import MarginFilter
from corpus.models import Paragraph
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(annotator, colleague):
    """Marks of all kinds on eight paragraphs, one of which is gone, and a cross-reference from another text."""
    text, other = factories.make_document(texts=["One two three."] * 8), factories.make_document(texts=["There."])
    paragraphs, (there,) = factories.paragraphs_of(text), factories.paragraphs_of(other)
    tag = factories.make_tag("tag")
    # The last made stands first.
    for number, paragraph in enumerate(reversed(paragraphs)):
        person = (annotator, colleague)[number % 2]
        for start, end in ((4, 7), (0, 3), (None, None)):
            place = Place(paragraph, start, end)
            if number % 3 != 1:
                taggings.tag(places=[place], tags=[tag], by=person, draft=number == 5)
            if start == 0:
                annotations.annotate(places=[place], body="A note.", by=person)
                cross_references.cross_reference(source=Place(there), target=place, relation="cites", by=person)
    Paragraph.objects.filter(pk=paragraphs[2].pk).update(until=text.current)
    Tagging.objects.filter(content_object__paragraph=paragraphs[3]).update(withdrawn_at=timezone.now())
    return text


@pytest.mark.parametrize(
    "narrowing",
    [
        MarginFilter(), MarginFilter(kind="tag"), MarginFilter(kind="annotation"), MarginFilter(kind="cross-reference"),
        MarginFilter(tag="tag"), MarginFilter(person="annotator"), MarginFilter(status="draft", person="colleague"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("listed", [2, 100])
def test_they_are_the_first_and_all_are_counted(text, annotator, narrowing, listed, monkeypatch):
    every = list(selector.passages_shown(text, annotator, narrowing))
    monkeypatch.setattr(selector, "MOST_LISTED", listed)
    for many in (0, 1000):
        monkeypatch.setattr(selector, "MANY", many)
        monkeypatch.setattr(selector, "STEP", 3)
        found = selector.shown_passages(text, annotator, narrowing)
        assert (found.number, found.passages) == (len(every), every[:listed])
