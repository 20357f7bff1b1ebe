"""What stands above a text and says what it is: no paragraph of the text, until somebody puts something on it."""

import re

import pytest
from django.urls import reverse

from annotator.actions import annotations
from annotator.models.place import Place
from corpus import search
from corpus.models import DocumentWords
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def text():
    made = factories.make_document(["A Treaty of Peace", "Peace is kept by words.", "Menu"], title="A Treaty of Peace")
    made.paragraphs.filter(key=1).update(kind="front")
    made.paragraphs.filter(key=3).update(kind="furniture")
    search.index(made)
    return made


def shown(client, address):
    return [int(key) for key in re.findall(r'<section class="para[^>]* id="p(\d+)"', client.get(address).text)]


def found(client, q):
    return [row.paragraph.key for row in client.get(reverse("search"), {"q": q}).context["page"].rows]


def test_it_is_read_and_printed_where_something_stands_on_it(client, text, annotator):
    pages = [text.get_absolute_url(), reverse("print", args=[text.slug])]
    assert [shown(client, each) for each in pages] == [[2], [2]]
    annotations.annotate(places=[Place(factories.paragraphs_of(text)[0], 2, 8)], body="Which one?", by=annotator)
    assert [shown(client, each) for each in pages] == [[1, 2], [1, 2]]
    assert shown(client, f"{pages[0]}?tag=none") == [2]
    assert shown(client, f"{pages[0]}?source=1") == [1, 2, 3]


def test_it_is_searched_and_counted_only_if_asked_for(client, text):
    assert found(client, "peace") == found(client, "peace -kind:heading") == [2]
    assert found(client, "peace kind:front") == [1]
    assert found(client, "peace kind:all") == [1, 2]
    assert "Searched: 5 words, 1 paragraph, 1 document." in " ".join(client.get("/search/?q=peace").text.split())
    assert "Searched: 9 words, 2 paragraphs" in " ".join(client.get("/search/?q=peace+kind:all").text.split())
    kept = DocumentWords.objects.get()
    assert (kept.text_words, kept.text_paragraphs) == (5, 1)


def steps(client, document, key):
    page = client.get(reverse("paragraph", args=[document.slug, key])).context
    return page["previous"], page["next"]


def test_one_goes_on_past_page_furniture_and_not_into_it(client):
    text = factories.make_document(texts=["One.", *["Share"] * 12, "Two.", "Contact us"])
    text.paragraphs.exclude(key__in=[1, 14]).update(kind="furniture")
    assert steps(client, text, 1) == (None, 14)
    assert steps(client, text, 14) == (1, None)
    assert steps(client, text, 7) == (1, 14)
