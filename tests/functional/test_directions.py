"""A paragraph that runs against its document is laid out as it is written, wherever its words are shown."""

import re
from html import unescape

import pytest
from django.urls import reverse

from corpus import search
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ARABIC = "كلمة الشعب هي الأصل"


@pytest.fixture
def text():
    made = factories.make_document(
        slug="guide", texts=["# مقدمة", "It says:", ARABIC, f"The word {ARABIC[:4]} is Arabic."]
    )
    search.index(made)
    return made


@pytest.fixture
def tagged(text, annotator):
    tag = factories.make_tag("promise")
    return [factories.make_tagging(text.paragraphs.get(key=key), tag, annotator) for key in (2, 3, 4)]


def directions(answer, element):
    """The direction and the words of each ``element`` (a pattern for its beginning) that has one."""
    found = re.findall(rf'<{element}(?=[\s>])[^>]*? dir="(...)"[^>]*>(.*?)</', answer.content.decode(), re.DOTALL)
    return [(direction, unescape(re.sub("<[^>]*>", "", words)).strip()) for direction, words in found]


def test_on_the_reading_page_only_those_that_differ_say_so(text, client):
    page = client.get(text.get_absolute_url())
    assert directions(page, 'p class="text"') == [("rtl", ARABIC)]
    assert directions(page, 'h2 class="text"') == [("rtl", "مقدمة")]
    assert ("rtl", "مقدمة") in directions(page, "span")


@pytest.mark.parametrize(
    ("address", "element", "expected"),
    [
        ("/documents/guide/3/", 'p class="text"', [("rtl", ARABIC)]),
        ("/documents/guide/outline/", "span", [("rtl", "مقدمة")]),
        ("/tags/promise/", "blockquote", [("ltr", "It says:"), ("rtl", ARABIC), ("ltr", "The word كلمة is Arabic.")]),
        ("/search/?q=كلمة", 'p class="compared"', [("rtl", "كلمة"), ("ltr", "The word كلمة")]),
    ],
)
def test_in_lists_each_says_its_direction(tagged, client, address, element, expected):
    assert directions(client.get(address), element) == expected


def test_a_preview_is_of_the_words_named(text, client):
    address, htmx = "/documents/guide/4/", {"HX-Request": "true"}
    assert directions(client.get(address, headers=htmx), "blockquote") == [("ltr", "The word كلمة is Arabic.")]
    words = client.get(f"{address}?start=9&end=13", headers=htmx)
    assert directions(words, "blockquote") == [("rtl", "كلمة")]


def test_the_history_shows_the_words_as_they_are_written(tagged, log_in, annotator):
    page = log_in(annotator).get(reverse("history", args=["tagging", tagged[1].pk]))
    assert directions(page, "blockquote") == [("rtl", ARABIC)]


def test_the_direction_costs_no_query(text, client, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/documents/guide/outline/")
