"""The parts of the reading page that come after its text, and what is said where something goes wrong."""

import html
import re

import pytest
from django.urls import reverse

from annotator.selectors.document_tags import tags_used_in
from annotator.views.reading import AT_ONCE
from corpus.models.paragraph import PIECE
from tests.support import factories

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def text():
    return factories.make_document(["# Heading", *["Words."] * 20])


def put(text, tag, author, *keys, **fields):
    for key in keys:
        factories.make_tagging(text.paragraphs.get(key=key), tag, author, **fields)


def numbers(text, user):
    return [(used.tag.name, used.passages) for used in tags_used_in(text, user)]


def test_the_tags_of_a_document_are_counted_by_the_passages_one_sees(
    text, annotator, colleague, reader, django_assert_num_queries
):
    often, seldom, draft = (factories.make_tag(name) for name in ("often", "seldom", "draft"))
    put(text, often, annotator, 2, 3)
    put(text, often, colleague, 3)  # the same passage twice is one
    put(text, seldom, annotator, 4)
    put(text, draft, annotator, 5, 6, 7, status="draft")
    put(factories.make_document(), seldom, annotator, 1)
    assert numbers(text, reader)  # asks once which groups the reader is in
    with django_assert_num_queries(4):
        assert numbers(text, reader) == [("often", 2), ("seldom", 1)]
    assert numbers(text, annotator) == [("draft", 3), ("often", 2), ("seldom", 1)]


def test_the_tags_beside_the_text_are_the_most_used_and_lead_to_all(text, annotator, log_in):
    for n in range(18):
        put(text, factories.make_tag(f"tag-{n}"), annotator, *range(2, 2 + (n % 3) + 1))
    client, address = log_in(annotator), reverse("document_tags", args=[text.slug])
    part = client.get(address + "?tag=tag-2&person=annotator", headers=HTMX).content.decode()
    assert part.count('<span class="dot">') == 15
    assert f'href="{address}"' in part
    assert f'href="{text.get_absolute_url()}?tag=tag-5&amp;person=annotator"' in part
    # The one the margin is narrowed to leads back to everything else that was asked for.
    assert f'aria-current="true" href="{text.get_absolute_url()}?person=annotator"' in part
    page = client.get(address).content.decode()
    assert page.count('<span class="dot">') == 18
    assert "<h1>" in page


def test_the_outline_says_what_each_section_holds(text, log_in):
    assert '<bdi class="n">20 paragraphs</bdi>' in log_in().get(text.get_absolute_url()).content.decode()


def test_the_title_is_the_first_heading_of_a_text(text, log_in, annotator):
    put(text, factories.make_tag("duty"), annotator, 2)
    page = log_in().get(text.get_absolute_url(), {"tag": "duty"}).content.decode()
    # The list of keys is a dialog of its own.
    assert re.findall(r"<h(\d)", page[: page.index('<dialog id="keys"')]) == ["1", "2"]


def test_what_is_missing_is_said_in_place_where_a_part_of_a_page_was_asked_for(log_in, reader):
    client = log_in(reader)
    page = client.get("/documents/nowhere/")
    assert page.status_code == 404
    assert b"There is nothing at this address" in page.content
    assert b'<header class="site">' in page.content
    part = client.get("/documents/nowhere/", headers=HTMX)
    assert part.status_code == 404
    assert b"There is nothing at this address" in part.content
    assert b"<html" not in part.content


def test_a_refusal_gives_its_reason(log_in, reader):
    page = log_in(reader).get(reverse("review"))
    assert page.status_code == 403
    assert "You do not have permission for this" in page.content.decode()


def test_somebody_not_logged_in_is_shown_the_way_back(log_in):
    assert 'href="/accounts/login/?next=/documents/nowhere/"' in log_in().get("/documents/nowhere/").content.decode()


def test_the_page_for_the_worst_needs_nothing():
    from django.template.loader import get_template

    assert "Something went wrong here" in get_template("500.html").render()
    assert "This request could not be understood" in get_template("400.html").render()


@pytest.mark.parametrize(
    ("asked", "exported"),
    [
        ("", "kind=tags&document=guide"),
        ("?person=ada&status=published&kind=annotation", "kind=annotations&document=guide&person=ada&status=published"),
        ("?tag=one&kind=annotation", "kind=tags&document=guide&tag=one"),
    ],
)
def test_the_export_of_a_document_is_that_of_what_its_margin_shows(client, asked, exported):
    factories.make_document(slug="guide", texts=["One."])
    page = client.get(f"/documents/guide/{asked}").content.decode()
    assert f"/export/?{exported}" in page.replace("&amp;", "&")


def fetched(client, query):
    """The paragraphs of the pieces that an open page fetches, in elements of a piece each."""
    page = client.get(f"/documents/long/{query}", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    pieces = page.split('<div class="piece"')[1:]
    return [[int(key) for key in re.findall(r'data-key="(\d+)"', piece)] for piece in pieces]


def waiting(client, query):
    """The queries by which the reading page fetches what is not on it, in the order of the text."""
    page = client.get(f"/documents/long/{query}").content.decode()
    return [html.unescape(asked) for asked in re.findall(r'data-pieces="([^"]*)"', page)]


def test_what_is_not_there_yet_is_fetched_in_the_order_of_the_text(client):
    number = (AT_ONCE + 3) * PIECE + 3
    factories.make_document(slug="long", texts=[f"Paragraph {n}." for n in range(number)])
    after = waiting(client, "?source=1")
    assert after == [f"?page=2&upto={AT_ONCE + 1}&source=1", f"?page={AT_ONCE + 2}&upto={AT_ONCE + 4}&source=1"]
    pieces = [piece for query in after for piece in fetched(client, query)]
    assert [len(piece) for piece in pieces] == [PIECE] * (AT_ONCE + 2) + [3]
    assert [key for piece in pieces for key in piece] == list(range(PIECE + 1, number + 1))
    # From the middle, above as well: what a link to a paragraph shows are its piece and the next.
    at = (AT_ONCE + 1) * PIECE + 1
    assert waiting(client, f"?at={at}") == [
        "?page=1&upto=1",
        f"?page=2&upto={AT_ONCE + 1}",
        f"?page={AT_ONCE + 4}&upto={AT_ONCE + 4}",
    ]


def test_no_more_pieces_are_fetched_at_once_than_are_offered(client):
    factories.make_document(slug="long", texts=["Words."] * (AT_ONCE + 2) * PIECE)
    assert len(fetched(client, "?page=1&upto=999999")) == AT_ONCE
    assert len(fetched(client, "?page=3&upto=1")) == 1
    assert len(fetched(client, "?page=3&upto=x")) == 1
    assert client.get(f"/documents/long/?page={AT_ONCE + 3}").status_code == 404


def test_where_history_is_all_there_is_to_do_it_stands_by_itself(one_of_each, log_in, annotator):
    address = reverse("paragraph", args=[one_of_each["document"], one_of_each["key"]])
    history = reverse("history", args=["annotation", one_of_each["note"]])
    page, own = log_in().get(address).text, log_in(annotator).get(address).text
    assert history in page
    assert "more-acts" not in page
    assert "more-acts" in own
