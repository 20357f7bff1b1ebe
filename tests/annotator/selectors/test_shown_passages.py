"""The passages that a narrowed margin shows are listed in the order of the text, and counted up to many."""

import pytest
from django.utils import timezone

from annotator.actions import annotations, cross_references, taggings
from annotator.models import Tagging
from annotator.models.place import Place
from annotator.selectors import shown_passages as selector
from annotator.selectors.margin import MarginFilter, entries_on
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
        MarginFilter(tag="tag"), MarginFilter(person="annotator"), MarginFilter(status="proposed", person="colleague"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("listed", [1, 2, 100])
def test_they_are_the_first_that_the_margins_have(text, annotator, narrowing, listed, monkeypatch):
    paragraphs = list(Paragraph.objects.standing().filter(document=text).order_by("position"))
    entries = entries_on(paragraphs, annotator, narrowing)
    here = [(each, entry.passage) for each in paragraphs for entry in entries.get(each.pk, ())]
    every = [passage.pk for paragraph, passage in here if passage.paragraph_id == paragraph.pk]
    assert every or narrowing.status
    monkeypatch.setattr(selector, "STEPS", (0, 1, 3, 5))
    for many in (0, 1, 100):
        monkeypatch.setattr(selector, "MANY", many)
        found = selector.shown_passages(text, annotator, narrowing, listed)
        assert [passage.pk for passage in found.passages] == every[:listed]
        assert (found.number, found.are_more) == (min(many, len(every)), len(every) > many)


def test_a_page_says_that_there_are_more_than_were_counted(log_in, annotator, text, monkeypatch):
    address = f"{text.get_absolute_url()}shown/"
    number = selector.shown_passages(text, annotator, MarginFilter()).number
    assert f"<strong>{number} passages</strong>" in log_in(annotator).get(address).text
    monkeypatch.setattr(selector, "MANY", 3)
    monkeypatch.setattr(selector, "MOST_LISTED", 3)
    assert "<strong>more than 3 passages</strong>" in log_in(annotator).get(address).text
