"""The three forms when they are sent: which words are meant, once, and what is ready next."""

import uuid

import pytest

from annotator.models import Annotation, CrossReference, Tagging
from tests.functional.contributing.filling import HTMX, form, said
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_words_changed_by_hand_count_more_than_the_offsets_they_came_with(client):
    typed = {"body": "n", "start": "0", "end": "4", "quote": "whole", "typed": "1"}
    assert client.post(form("annotations"), typed).status_code == 302
    assert Annotation.objects.get().passage.quote == "whole"


def test_words_emptied_by_hand_mean_the_whole_paragraph(client):
    client.post(form("annotations"), {"body": "n", "start": "0", "end": "4", "quote": "", "typed": "1"})
    assert Annotation.objects.get().passage.whole


def test_offsets_that_came_with_the_words_tell_which_are_meant(client):
    client.post(form("annotations", 2), {"body": "n", "start": "15", "end": "20", "quote": "peace", "typed": "1"})
    assert Annotation.objects.get().passage.start == 15


def test_line_ends_are_kept_as_line_feeds(client):
    client.post(form("annotations"), {"body": "One\r\ntwo\r\n\r\nthree \U0001d11e"})
    assert Annotation.objects.get().body == "One\ntwo\n\nthree \U0001d11e"


@pytest.mark.parametrize(
    ("kind", "typed", "model"),
    [
        ("tags", {"tags": "one, two"}, Tagging),
        ("annotations", {"body": "Once."}, Annotation),
        ("cross-references", {"target": "guide/2", "relation": "quotes"}, CrossReference),
    ],
)
def test_a_request_sent_twice_acts_once(client, kind, typed, model):
    for name in ("one", "two"):
        factories.make_tag(name)
    typed |= {"request_id": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(form(kind), typed, headers=HTMX).status_code == 200
    assert model.objects.count() == (2 if kind == "tags" else 1)


def test_a_form_of_the_paragraphs_page_is_ready_for_the_next_one(client):
    answer = client.post(form("annotations"), {"body": "First.", "typed": "1"}, headers=HTMX)
    assert answer["HX-Trigger-After-Settle"]
    assert 'name="body"' in said(answer)
    assert "First." not in said(answer)
    # Beside the words there is no second one: the form goes.
    assert 'name="body"' not in said(client.post(form("annotations"), {"body": "Second."}, headers=HTMX))


@pytest.mark.parametrize("kind", ["tags", "annotations", "cross-references"])
def test_what_waits_for_review_is_told_to_whoever_sent_it(client, text, kind):
    sent = {"tags": factories.make_tag("peace").name, "body": "A note", "target": "guide/2", "relation": "quotes"}
    waits = "Readers see it once an editor has published it."
    assert waits not in client.post(form(kind), sent, headers=HTMX).text
    text.collection.review = True
    text.collection.save()
    assert waits in client.post(form(kind, key=2), sent | {"target": "guide/1"}, headers=HTMX).text
    assert (
        waits not in client.post(form(kind, key=1), sent | {"start": "0", "end": "4", "draft": "on"}, headers=HTMX).text
    )
