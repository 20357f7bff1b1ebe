"""What strangers send is kept small and short, and what has served goes away by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotator.actions import prune as prune_action
from annotator.actions.batch import batch
from annotator.actions.prune import Clock, prune
from annotator.http import saved_forms
from annotator.models import Submission
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LONG = "A long note, " * 5000


@pytest.fixture
def form(db):
    text = factories.make_document(texts=["A passage of some words."])
    return reverse("contribute", args=[text.slug, 1, "annotations"])


def test_what_a_stranger_sends_is_kept_for_hours(form):
    assert Client().post(form, {"body": "Typed"}).status_code == 302
    until = Session.objects.get().expire_date - timezone.now()
    assert timedelta(hours=1) < until < timedelta(hours=12)


def test_what_is_long_stays_in_the_page_and_not_in_the_database(form):
    answer = Client().post(form, {"body": LONG})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert LONG.strip() in page
    assert reverse("account_login") in page
    assert not Session.objects.exists()


def test_many_forms_from_one_address_are_not_all_kept(form):
    kept = [Client().post(form, {"body": "Typed"}).status_code for _ in range(25)]
    assert kept == [302] * 20 + [403] * 5
    assert Session.objects.count() == 20
    assert Client(REMOTE_ADDR="192.0.2.7").post(form, {"body": "Typed"}).status_code == 302


def test_an_empty_form_is_not_kept(form):
    assert [Client().post(form).status_code for _ in range(25)] == [302] * 25
    assert not Session.objects.exists()


def test_a_stranger_who_says_to_come_from_our_page_has_no_more_room(form):
    headers = {"Origin": "http://testserver"}
    answer = Client(enforce_csrf_checks=True).post(form, {"body": LONG}, headers=headers)
    assert answer.status_code == 403
    assert LONG.strip() in answer.content.decode()
    assert not Session.objects.exists()


def test_a_member_keeps_a_long_note(form, annotator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(annotator)
    assert client.post(form, {"body": LONG}, headers={"Origin": "http://testserver"}).status_code == 302
    assert LONG.strip() in client.get(form).content.decode()


def test_a_login_after_it_lasts_as_long_as_any(form, annotator):
    client = Client()
    client.post(form, {"body": "Typed"})
    client.post(reverse("account_login"), {"login": "annotator", "password": "a password"})
    assert client.session.get_expiry_age() > 7 * 24 * 60 * 60
    assert "Typed" in client.get(form).content.decode()


@pytest.fixture
def served(annotator, monkeypatch):
    """Sessions and request ids, three of each that have served and one that has not."""
    monkeypatch.setattr(prune_action, "CHUNK", 2)
    for hours in (-1, -1, -1, 1):
        session = SessionStore()
        session["a"] = 1
        session.set_expiry(timezone.now() + timedelta(hours=hours))
        session.create()
    for days in (31, 31, 31, 29):
        Submission.objects.create(pk=uuid4(), by=annotator, at=timezone.now() - timedelta(days=days))


def left():
    return Session.objects.count(), Submission.objects.count()


def test_what_has_served_is_removed(served, capsys):
    call_command("prune")
    assert "3 sessions, 3 ids" in capsys.readouterr().out
    assert left() == (1, 1)
    assert prune() == {"sessions": 0, "requests": 0}


def test_a_little_at_a_time(served):
    assert prune(chunks=1) == {"sessions": 2, "requests": 2}
    assert left() == (2, 2)


def test_the_site_does_it_by_itself_after_a_write(served, annotator, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(prune_action, "CLOCK", Clock(0))
    with django_capture_on_commit_callbacks(execute=True), batch(by=annotator):
        assert left() == (4, 4)
    assert left() == (1, 1)


def test_and_when_strangers_send_forms(served, form, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(prune_action, "CLOCK", Clock(0))
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(form, {"body": "Typed"})
    assert left() == (2, 1)


def test_not_at_every_write():
    clock = Clock(60)
    assert not clock.is_time()
    clock._next = 0
    assert clock.is_time()
    assert not clock.is_time()


def test_the_limit_is_small():
    assert saved_forms.MOST_OF_ANYBODY <= 20_000
