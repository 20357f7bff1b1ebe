"""Two documents beside each other."""

import pytest

from annotator.models import CrossReference
from tests.annotator.management.test_find_parallels import load
from tests.support.factories import make_collection, make_document


def sides(page):
    return [
        (row.left.text if row.left else None, row.right.text if row.right else None)
        for row in page.context["page"].rows
    ]


@pytest.fixture
def editions(db):
    first = ["# Peace", "The council keeps the peace of all nations.", "It meets each month in the old hall."]
    second = ["# Peace", "The council keeps the peace of all the nations.", "A new rule is added in this place."]
    return make_document(first, slug="first"), make_document(second, slug="second")


def test_editions_by_their_words(client, editions):
    page = client.get("/compare/first/second/")
    assert sides(page) == [
        ("Peace", "Peace"),
        ("The council keeps the peace of all nations.", "The council keeps the peace of all the nations."),
        ("It meets each month in the old hall.", None),
        (None, "A new rule is added in this place."),
    ]
    assert len(sides(client.get("/compare/first/second/?unanswered=1"))) == 2


def test_what_is_nearest_where_nothing_answers(client, db):
    load("first", "# A\n\nThe council shall keep the river clean for everybody here.\n\nOld boats are sold.\n")
    load(
        "second",
        "# B\n\nWe were told long ago by many that the council shall keep the river clean, and by some who lived along it that nobody ever did so in all these years.\n",
    )
    page = client.get("/compare/first/second/")
    (row,) = [row for row in page.context["page"].rows if row.left and row.left.key == 2]
    assert row.right or row.near.paragraph.document.slug == "second"
    (far,) = [row for row in page.context["page"].rows if row.left and row.left.key == 3]
    assert far.near is None


def test_a_translation_by_its_order_in_both_directions_of_writing(client, editions):
    make_document(
        ["# السلام", "يحفظ المجلس سلام جميع الأمم.", "ويجتمع كل شهر في القاعة."], slug="arabic", language="ar"
    )
    page = client.get("/compare/first/arabic/")
    assert all(None not in row for row in sides(page))
    assert 'dir="rtl"' in page.text


def test_the_way_there(client, editions):
    assert client.get("/compare/first/", {"other": "second"})["Location"] == "/compare/first/second/"
    assert "This is the document itself" in client.get("/compare/first/", {"other": "first"}).text
    assert "There is no document “third”" in client.get("/compare/first/", {"other": "third"}).text
    assert 'href="/compare/first/"' in client.get("/documents/first/").text


def test_a_document_that_one_may_not_read_is_not_there(client, editions):
    make_document(["Secret."], slug="closed", collection=make_collection(access="members"))
    assert client.get("/compare/first/closed/").status_code == 404
    assert client.get("/compare/closed/first/").status_code == 404
    assert "There is no document “closed”" in client.get("/compare/first/", {"other": "closed"}).text


def test_a_row_leads_to_the_form_that_joins_its_sides(log_in, annotator, editions):
    client = log_in(annotator)
    assert "Join by a cross-reference" not in log_in().get("/compare/first/second/").text
    assert "/documents/first/2/cross-references/?target=second/2" in client.get("/compare/first/second/").text
    form = client.get("/documents/first/2/cross-references/?target=second/2")
    assert "second/2" in form.text
    assert not CrossReference.objects.exists()
