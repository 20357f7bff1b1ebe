"""Who tags all hits of a search, what of it they find, and what a login that ended keeps."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.functional.bulk.asking import HERE, ask, hits, paragraph, send, tagged

pytestmark = pytest.mark.django_db


def test_who_tags_in_bulk(text, tag, log_in, reader, annotator, colleague, editor, administrator):
    for person in (annotator, colleague, editor, administrator):
        assert ask(log_in(person)).status_code == 200
    client = log_in(reader)
    assert ask(client).status_code == 403
    assert client.post(HERE, {"q": "future", "tags": "hope"}).status_code == 403
    for method in ("put", "patch", "delete"):
        assert getattr(log_in(annotator), method)(HERE).status_code == 405
    answer = ask(log_in())
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
    assert "q%3D%2522shared" in answer.url


def test_an_outsider_finds_nothing_of_what_is_closed(text, tag, log_in, annotator, colleague):
    insiders = Group.objects.create(name="Insiders")
    colleague.groups.add(insiders)
    text.collection.access = "groups"
    text.collection.save()
    text.collection.groups.add(insiders)
    assert len(hits(ask(log_in(colleague)))) == 2
    outside = ask(log_in(annotator))
    assert hits(outside) == []
    assert "Treaty" not in outside.content.decode()
    forged = [hit.value for hit in hits(ask(log_in(colleague)))]
    answer = log_in(annotator).post(HERE, {"q": "future", "tags": "hope", "on": "words", "chosen": forged})
    assert answer.status_code == 422
    assert tagged() == []


def test_a_form_sent_after_the_login_had_ended_is_filled_in_after_the_next(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    page = ask(client)
    client.logout()
    answer = send(client, page, leave_out=[paragraph(text, 1)], tags="hope", on="paragraph")
    assert answer.status_code == 302
    assert tagged() == []
    client.login(username="annotator", password="a password")
    again = client.get(HERE)
    assert [hit.ticked for hit in hits(again)] == [True, False, True]
    assert 'value="hope"' in again.content.decode()
    send(client, again)
    assert {each[:2] for each in tagged()} == {("speech", 1), ("treaty", 3)}
