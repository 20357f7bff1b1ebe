"""The search page: what is found, how it is shown, and what is told about odd queries."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import search
from corpus.models import Paragraph
from tests.functional.search.reading import found, make, page, read
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "keys", "marked"),
    [
        ("shared", [1], ["shared"]),
        ('"shared future" COMMUNITY', [1], ["community", "shared future"]),
        ('"shared future', [1], ["shared future"]),
        ("long-term", [2], ["Long-term"]),
        ("peace -war", [], []),
        ("ete cafe", [2], ["été", "Café"]),
        ("命运", [3], ["命运"]),
        ("السَّلام", [4], ["السلام"]),
        ("السلام", [4], ["السلام"]),
        ("shared\0 future", [1], ["shared", "future"]),
        ("walls", [5], ["walls"]),
        ("' OR 1=1 --", [], []),
    ],
)
def test_what_is_found_is_shown_with_its_words_marked(text, log_in, query, keys, marked):
    answer = page(log_in(), q=query)
    assert answer.status_code == 200
    assert found(answer) == [("treaty", key) for key in keys]
    assert re.findall(r'<span class="marked hue-3">([^<]*)</span>', answer.content.decode()) == marked
    assert ("No paragraphs match" in read(answer)) == (not keys)


def test_text_that_looks_like_html_is_shown_as_it_is(text, log_in):
    assert "He said “no <b>walls</b>” & left." in read(page(log_in(), q="walls"))
    assert "There is no word in “<>&”." in read(page(log_in(), q="<>&"))


@pytest.mark.parametrize("query", ["...", '"', "- -- “”", "。、", "()*:^"])
def test_a_query_without_a_word_is_told_to_be_none(text, log_in, query):
    answer = page(log_in(), q=query)
    assert found(answer) == []
    assert f"There is no word in “{query}”." in read(answer)


@pytest.mark.parametrize("query", ["", "   ", "\0"])
def test_an_empty_query_lists_nothing_and_complains_of_nothing(text, log_in, query):
    answer = page(log_in(), q=query)
    assert answer.status_code == 200
    assert found(answer) == []
    assert not answer.context["notices"]
    assert "No paragraph" not in read(answer)


def test_what_is_cut_off_a_long_query_is_told(text, log_in):
    answer = page(log_in(), q="shared " * 200)
    assert found(answer) == [("treaty", 1)]
    assert "Only the first 1000 characters" in read(answer)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_nothing_that_is_typed_is_an_error(text, log_in, query):
    assert page(log_in(), q=query).status_code == 200


def test_hits_are_grouped_by_document_and_in_the_order_of_the_text(text, log_in):
    make("One future.", "No such word.", "Another future.", slug="Atlas", title="Atlas")
    make("A future.", slug="a-b", title="A b")
    answer = page(log_in(), q="future")
    assert found(answer) == [("Atlas", 1), ("Atlas", 3), ("a-b", 1), ("treaty", 1)]
    assert re.findall(r"<h2><a[^>]*>([^<]*)</a></h2>", answer.content.decode()) == ["Atlas", "A b", "The Treaty"]
    assert "4 paragraphs" in read(answer)


def test_hits_are_paged_and_the_address_keeps_the_search(text, log_in):
    make(*[f"Paragraph {number} of many." for number in range(60)], slug="many")
    first = page(log_in(), q="many", document="many")
    assert len(found(first)) == 50
    assert "60 paragraphs" in read(first)
    assert "?q=many&amp;document=many&amp;page=2" in first.content.decode()
    second = page(log_in(), q="many", document="many", page=2)
    assert [key for _slug, key in found(second)] == list(range(51, 61))


def test_however_many_hits_there_are_they_are_counted_to_the_end(log_in):
    document = factories.make_document(["One of very many, and many more."])
    (first,) = document.paragraphs.all()
    Paragraph.objects.bulk_create(
        Paragraph(document=document, key=key, position=key, kind="body", text=first.text, since=first.since)
        for key in range(2, 1502)
    )
    search.index(document)
    answer = read(page(log_in(), q="many"))
    assert "3,002 occurrences, 1,501 paragraphs, 1 document" in answer
    assert "Searched: 10,507 words, 1,501 paragraphs, 1 document." in answer


def test_hits_are_ordered_by_relevance_or_date_if_asked(log_in):
    make("peace once in a long sentence", "peace peace", "peace now", slug="a", published_on="2025-01-01")
    make("peace peace peace of old", slug="b", published_on="2001-01-01")
    make("peace undated", slug="c")
    client = log_in()
    assert found(page(client, q="peace", sort="relevance")) == [("a", 2), ("b", 1), ("a", 3), ("c", 1), ("a", 1)]
    assert found(page(client, q="peace", sort="date")) == [("b", 1), ("a", 1), ("a", 2), ("a", 3), ("c", 1)]
    assert found(page(client, q="peace", sort="odd")) == [("a", 1), ("a", 2), ("a", 3), ("b", 1), ("c", 1)]
    assert "3 occurrences" in read(page(client, q="peace", sort="relevance"))


def test_by_relevance_a_rare_word_counts_for_more_than_a_common_one_said_more_often(log_in):
    make("future future future and dialogue", "future and dialogue dialogue", "the future is long", slug="a")
    make("the future", "our future", "and the future", slug="b")
    client = log_in()
    assert found(page(client, q="future dialogue", sort="relevance")) == [("a", 2), ("a", 1)]
    assert found(page(client, q="future dialogue")) == [("a", 1), ("a", 2)]
    assert found(page(client, q="document:b", sort="relevance")) == [("b", 1), ("b", 2), ("b", 3)]
    assert found(page(client, q="future revision:all", sort="relevance"))[0] == ("a", 1)
