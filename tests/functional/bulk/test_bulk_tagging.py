"""Tagging all hits of a search: looked at first, ticked off, one action, undone as one."""

import re
import uuid

import pytest
from django.urls import reverse

from annotator.models import Event, Origin, Tagging
from tests.functional.bulk.asking import ask, hits, make, paragraph, said, send, tagged, ticked
from tests.support import factories

pytestmark = pytest.mark.django_db


def test_all_hits_are_shown_ticked_by_document_with_their_words_marked(text, other, log_in, annotator):
    answer = ask(log_in(annotator))
    assert answer.status_code == 200
    assert [(hit.paragraph.document.slug, hit.paragraph.key) for hit in hits(answer)] == [
        ("speech", 1),
        ("treaty", 1),
        ("treaty", 3),
    ]
    assert ticked(answer) == [hit.value for hit in hits(answer)]
    page = answer.content.decode()
    assert re.findall(r"<legend><a[^>]*>([^<]*)</a>", page) == ["A Speech", "The Treaty"]
    assert page.count('<span class="marked hue-3">') == 4
    assert "3 paragraphs" in page
    assert "2 occurrences" in page


def test_the_words_found_are_tagged_each_time_they_stand_there(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    answer = send(client, ask(client), tags="hope")
    assert answer.status_code == 302
    assert answer.url == "/search/?q=%22shared+future%22"
    assert tagged() == [
        ("speech", 1, "shared future", "hope"),
        ("treaty", 1, "shared future", "hope"),
        ("treaty", 1, "Shared Future", "hope"),
        ("treaty", 3, "shared future", "hope"),
    ]
    assert {each.origin for each in Tagging.objects.all()} == {Origin.BULK}
    assert {each.author for each in Tagging.objects.all()} == {annotator}
    assert "4 taggings made." in client.get(answer.url).content.decode()


def test_whole_paragraphs_are_tagged_where_that_is_chosen_and_with_several_tags(text, log_in, annotator, tag):
    factories.make_tag("trust")
    client = log_in(annotator)
    send(client, ask(client), tags="trust, hope", on="paragraph")
    wanted = {1: "A shared future, and again a Shared Future.", 3: "Their shared future."}
    assert {each[1:] for each in tagged()} == {
        (key, words, name) for key, words in wanted.items() for name in ("hope", "trust")
    }


def test_what_is_ticked_off_is_left_alone(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    send(client, ask(client), leave_out=[paragraph(text, 1)], tags="hope")
    assert [each[:2] for each in tagged()] == [("speech", 1), ("treaty", 3)]


def test_it_is_one_action_undone_as_one_and_brought_back_as_one(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    send(client, ask(client), tags="hope")
    events = Event.objects.filter(subject_type=Event.Subject.TAGGING)
    assert len({event.batch for event in events}) == 1
    page = client.get(reverse("search")).content.decode()
    assert f'name="batch" value="{events[0].batch}"' in page
    client.post(reverse("undo"), {"batch": events[0].batch})
    assert tagged() == []
    client.post(reverse("undo"), {"batch": Event.objects.order_by("-at").first().batch})
    assert len(tagged()) == 4


def test_one_phrase_is_meant_as_words_and_several_words_as_a_paragraph(text, log_in, annotator):
    client = log_in(annotator)
    assert ask(client).context["form"]["on"].value() == "words"
    assert ask(client, q="future shared").context["form"]["on"].value() == "paragraph"
    only = ask(client, q="-nowhere", document="treaty").context["form"]
    assert [value for value, _label in only.fields["on"].choices] == ["paragraph"]


def test_the_narrowing_is_kept(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    answer = ask(client, document="speech", collection=other.collection.slug)
    assert len(hits(answer)) == 1
    done = send(client, answer, tags="hope")
    assert tagged() == [("speech", 1, "shared future", "hope")]
    assert "document=speech" in done.url
    assert f"collection={other.collection.slug}" in done.url


def test_sent_twice_it_is_done_once(text, log_in, annotator, tag):
    client = log_in(annotator)
    page = ask(client)
    sent = uuid.uuid4()
    first, second = (send(client, page, tags="hope", request_id=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert len(tagged()) == 3
    again = send(client, page, tags="hope", request_id=uuid.uuid4())
    assert again.status_code == 422
    assert "does not have these tags yet" in said(again)


def test_where_a_collection_is_reviewed_the_taggings_wait(text, log_in, annotator, tag):
    text.collection.review = True
    text.collection.save()
    client = log_in(annotator)
    send(client, ask(client), tags="hope")
    assert {each.status for each in Tagging.objects.all()} == {"proposed"}


def test_paragraphs_without_words_are_no_hits(log_in, annotator):
    make("", "Something.", slug="gaps")
    assert [hit.paragraph.key for hit in hits(ask(log_in(annotator), q="-nowhere", document="gaps"))] == [2]
