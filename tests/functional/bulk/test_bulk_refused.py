"""Tagging all hits when something is wrong or changed meanwhile: told, and nothing is done or lost."""

import re
import uuid
from html import unescape

import pytest

from corpus import search
from tests.functional.bulk.asking import HERE, ask, hits, paragraph, said, send, tagged, ticked

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"tags": "nonsense"}, "There is no tag called “nonsense” yet."),
        ({"tags": ""}, "Choose at least one tag."),
        ({"tags": " , "}, "Choose at least one tag."),
        ({"tags": "hope\0"}, "There is a NUL character in it"),
        ({"tags": "x" * 3000}, "2000 are the most"),
        ({"tags": "hope", "on": "nonsense"}, "“nonsense” cannot be chosen here"),
        ({"tags": "hope", "on": ""}, "Choose what to put the tags on."),
        ({"tags": "hope", "chosen": []}, "Tick at least one paragraph"),
        ({"tags": "hope", "chosen": ["", "x", "0x1"]}, "Tick at least one paragraph"),
        ({"tags": "hope", "chosen": ["999999:0", "-1:0", ":"]}, "3 paragraphs that you ticked are not there any more."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_done(text, log_in, annotator, tag, sent, message):
    client = log_in(annotator)
    answer = send(client, ask(client), **sent)
    assert answer.status_code == 422
    assert message in said(answer)
    assert tagged() == []


def test_with_an_error_everything_is_as_it_was_sent(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    sent = uuid.uuid4()
    answer = send(
        client, ask(client), leave_out=[paragraph(text, 1)], tags="hope, nonsense", on="paragraph", request_id=sent
    )
    assert [hit.ticked for hit in hits(answer)] == [True, False, True]
    page = answer.content.decode()
    assert 'value="hope, nonsense"' in page
    assert f'value="{sent}"' in page
    assert re.search(r'name="on" value="paragraph"[^>]* checked', page)
    send(client, answer, tags="hope")
    assert [each[:2] for each in tagged()] == [("speech", 1), ("treaty", 3)]


def test_a_text_that_changed_meanwhile_is_to_be_looked_at_again(text, log_in, annotator, tag):
    client = log_in(annotator)
    before = ask(client)
    text.paragraphs.filter(key=3).update(text="Their shared future is not what it was.")
    search.index(text)
    answer = send(client, before, tags="hope")
    assert answer.status_code == 422
    assert "The text changed meanwhile: The Treaty ¶ 3." in said(answer)
    assert tagged() == []
    assert len(ticked(answer)) == 2
    assert "changed meanwhile" in answer.content.decode()
    send(client, answer, tags="hope")
    assert len(tagged()) == 3


def test_words_that_are_gone_meanwhile_are_told_and_the_others_stay_ticked(text, log_in, annotator, tag):
    client = log_in(annotator)
    before = ask(client)
    text.paragraphs.filter(key=3).update(text="Their future.")
    search.index(text)
    answer = send(client, before, tags="hope")
    assert "1 paragraph that you ticked is not there any more." in said(answer)
    assert tagged() == []
    assert len(ticked(answer)) == 1
    assert send(client, answer, tags="hope").status_code == 302


def test_what_is_closed_meanwhile_is_not_tagged(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    before = ask(client)
    other.collection.access = "groups"
    other.collection.save()
    answer = send(client, before, tags="hope")
    assert "1 paragraph that you ticked is not there any more." in said(answer)
    assert "A Speech" not in answer.content.decode()
    assert tagged() == []
    text.collection.access = "groups"
    text.collection.save()
    nothing = send(client, answer, tags="hope")
    assert nothing.status_code == 422
    assert "2 paragraphs that you ticked are not there any more." in said(nothing)


@pytest.mark.parametrize(
    ("asked", "status", "message"),
    [
        ({}, 200, "Search for words first"),
        ({"q": "..."}, 200, "There is no word in “...”."),
        ({"q": "nowhere"}, 200, "so there is nothing to tag"),
        ({"q": "future", "document": "unknown"}, 400, "There is no document “unknown”."),
        ({"q": "future", "since": "yesterday"}, 400, "“yesterday” is not a date."),
        ({"q": "\0", "tag": "\0"}, 200, "Search for words first"),
    ],
)
def test_a_search_that_finds_nothing_says_so(text, log_in, annotator, asked, status, message):
    client = log_in(annotator)
    answer = client.get(HERE, asked)
    assert answer.status_code == status
    assert message in unescape(answer.content.decode())
    posted = client.post(HERE, asked | {"tags": "hope", "on": "words", "chosen": ["1:0"]})
    assert posted.status_code in {400, 422}
