"""Links to passages: answered with their words, and in notes only for those who may read them."""

import pytest
from django.urls import reverse

from annotator.actions import annotations
from tests.functional.contributing.filling import HTMX, place, said
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "Read the whole document first."), ("?start=5&end=14", "the whole"), ("?start=9&end=2", "Read")],
)
def test_a_link_to_a_passage_is_answered_with_its_words(client, query, words):
    answer = client.get(reverse("paragraph", args=["guide", 1]) + query, headers=HTMX)
    assert words in said(answer)
    assert "The Guide" in said(answer)
    assert "<html" not in said(answer)
    assert "HX-Request" in answer["Vary"]


def test_a_note_shows_each_reader_only_what_they_may_read(log_in, annotator, reader, text):
    closed = factories.make_collection(access="groups", groups=annotator.groups.all())
    factories.make_document(texts=["Secret words."], slug="secret", title="The Secret", collection=closed)
    [note], _batch = annotations.annotate(
        places=[place(text, 1)], body="[[secret/1]], [[guide/2]], [[guide/77]].", by=annotator
    )
    passage = reverse("passage", args=[note.passage_id])
    for address in (passage, reverse("paragraph", args=["guide", 1]), reverse("history", args=["annotation", note.pk])):
        mine, theirs = said(log_in(annotator).get(address)), said(log_in(reader).get(address))
        assert ">The Secret ¶ 1</a>" in mine
        assert "The Secret" not in theirs
        assert "[[secret/1]]" in theirs
        assert ">The Guide ¶ 2</a>" in theirs
        assert "[[guide/77]]" in mine


def test_notes_with_links_cost_one_query_more_however_many(client, text, annotator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = reverse("paragraph", args=["guide", 1])
    annotations.annotate(places=[place(text, 1)], body="[[guide/2]]", by=annotator)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for n in range(5):
        annotations.annotate(places=[place(text, 1, n, n + 4)], body=f"{n} [[guide/2]]", by=annotator)
    with django_assert_num_queries(len(before)):
        client.get(address)
