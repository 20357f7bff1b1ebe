"""Where a paragraph is said again, on its page."""

import pytest

from tests.annotator.management.test_find_parallels import FIRST, SECOND, load


@pytest.fixture
def two(db):
    return load("rivers", FIRST, access="public"), load("lakes", SECOND, access="public")


def found(client, address="/documents/rivers/2/elsewhere/"):
    return [
        (each.paragraph.document.slug, each.paragraph.key) for each, _reasons in client.get(address).context["rows"]
    ]


def test_the_nearest_paragraphs_with_the_reasons(client, two):
    page = client.get("/documents/rivers/2/elsewhere/")
    assert found(client) == [("lakes", 3)]
    assert "The same wording, one word changed." in page.text
    assert "Join by a cross-reference" not in page.text


def test_it_is_asked_for_on_the_page_of_the_paragraph(client, two):
    assert "/documents/rivers/2/elsewhere/" in client.get("/documents/rivers/2/").text
    part = client.get("/documents/rivers/2/elsewhere/", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "HX-Request" in part["Vary"]


def test_somebody_who_contributes_is_led_to_joining_them(log_in, annotator, two):
    page = log_in(annotator).get("/documents/rivers/2/elsewhere/")
    assert "/documents/rivers/2/cross-references/?target=lakes/3" in page.text


def test_what_one_may_not_read_takes_no_part(client, log_in, annotator, two):
    before = client.get("/documents/rivers/2/elsewhere/").context["rows"]
    load("secret", SECOND, access="members")
    assert client.get("/documents/rivers/2/elsewhere/").context["rows"] == before
    assert found(client) == [("lakes", 3)]
    assert found(log_in(annotator)) == [("lakes", 3), ("secret", 3)]


def test_nothing_like_it(client, two):
    assert found(client, "/documents/rivers/3/elsewhere/") == []
    assert "says anything like it" in client.get("/documents/rivers/3/elsewhere/").text


def test_the_number_of_queries_does_not_grow(client, two, django_assert_max_num_queries):
    for at in range(6):
        load(f"more-{at}", SECOND, access="public")
    with django_assert_max_num_queries(12):
        assert len(found(client)) == 5
