"""Tagging very many hits: the most there are at once, and what they cost."""

import pytest
from django.urls import reverse

from annotator.forms import bulk
from annotator.http.paging import PAGE
from annotator.models import Event, Origin, Tagging
from corpus import search
from corpus.models import Paragraph
from tests.functional.bulk.asking import ask, hits, paragraph, said, send, tagged, ticked
from tests.support import factories

pytestmark = pytest.mark.django_db


def test_beyond_the_most_hits_it_says_what_to_do(text, log_in, annotator, monkeypatch, tag):
    monkeypatch.setattr(bulk, "MOST_HITS", 1)
    client = log_in(annotator)
    answer = ask(client)
    assert len(hits(answer)) == 1
    assert "these are the first" in answer.content.decode()
    send(client, answer, tags="hope")
    assert {each[1] for each in tagged()} == {1}


def test_more_taggings_than_anybody_means_are_refused(text, log_in, annotator, monkeypatch, tag):
    monkeypatch.setattr(bulk, "MOST_TAGGINGS", 2)
    client = log_in(annotator)
    answer = send(client, ask(client), tags="hope")
    assert "That would make 3 taggings, and at most 2 are made at once." in said(answer)
    assert len(ticked(answer)) == 2
    assert send(client, answer, leave_out=[paragraph(text, 3)], tags="hope").status_code == 302


def numbered(number):
    document = factories.make_document(["A shared future."])
    (first,) = document.paragraphs.all()
    Paragraph.objects.bulk_create(
        Paragraph(
            document=document,
            key=key,
            position=key,
            kind="body",
            text=f"A shared future, {key}, shared future.",
            since=first.since,
        )
        for key in range(2, number + 1)
    )
    search.index(document)


def test_looking_costs_the_same_however_many_hits_there_are(
    log_in, annotator, tag, django_assert_num_queries, monkeypatch
):
    numbered(3)
    client = log_in(annotator)
    send(client, ask(client), tags="hope")
    # Session, person, their groups, tags by name, keys of the hits, hits, what is tagged already; ids of the tags last
    # used, these, others.
    with django_assert_num_queries(14):
        ask(client, tags="hope")
    numbered(40)
    send(client, ask(client), tags="hope")
    with django_assert_num_queries(14):
        assert len(hits(ask(client, tags="hope"))) == 43
    monkeypatch.setattr("annotator.views.bulk.PAGE", 20)
    with django_assert_num_queries(14):
        assert len(hits(ask(client, tags="hope"))) == 20


def test_a_thousand_hits_are_tagged_by_some_statements_each_for_many(
    log_in, annotator, tag, django_assert_max_num_queries
):
    numbered(1001)
    client = log_in(annotator)
    page = ask(client)
    assert len(ticked(page)) == PAGE
    assert "The 950 paragraphs too that you have not looked at" in page.content.decode()
    # 1,999 places: a few statements for each 500 of them.
    with django_assert_max_num_queries(54):
        assert send(client, page, tags="hope").status_code == 302
    assert Tagging.objects.filter(origin=Origin.BULK).count() == 1999
    events = Event.objects.filter(subject_type=Event.Subject.TAGGING)
    assert events.count() == 1999
    # In four parts: 3 for each look whether it can be undone before any is, and 13 to 17 write it; some more on PostgreSQL.
    with django_assert_max_num_queries(90):
        client.post(reverse("undo"), {"batch": events[0].batch})
    assert not Tagging.objects.standing().exists()
    assert events.filter(action=Event.Verb.WITHDRAWN).count() == 1999
