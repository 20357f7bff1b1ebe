"""Mail about inboxes: to whom, when, once, and with nothing that is not for everybody."""

import re
import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotator.actions import annotations, contributions, notification_mail
from annotator.actions.inbox import choose_mail
from annotator.actions.notification_mail import send_notifications
from annotator.models import MailChoice, Notification
from annotator.models.place import Place
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SITE = "https://texts.example.org"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_ADDRESS = SITE


@pytest.fixture
def text(db):
    return factories.make_document(title="A public text", texts=["Some words of a passage."])


@pytest.fixture
def wants_mail(colleague):
    """``colleague``, told by mail."""

    def wanting(when="at once", *, confirmed=True):
        EmailAddress.objects.create(user=colleague, email="colleague@example.org", verified=confirmed, primary=True)
        choose_mail(person=colleague, when=when)
        return colleague

    return wanting


def note(document, body, by):
    place = Place(factories.paragraphs_of(document)[0], 5, 10)
    (made,), _batch = annotations.annotate(places=[place], body=body, by=by)
    return made


def send(now=None, hour=7):
    return send_notifications(now=now or timezone.now(), hour=hour)


def test_a_mail_tells_what_is_new_once(wants_mail, annotator, text):
    colleague = wants_mail()
    made = note(text, "Look here, @colleague.", annotator)
    assert send().mails == 1
    assert send().mails == 0
    (message,) = mail.outbox
    assert message.to == ["colleague@example.org"]
    assert message.subject == "Glossator: 1 new in your inbox"
    for words in (
        "annotator mentioned you in a note.",
        "A public text, ¶ 1",
        "“words”",
        "Look here, @colleague.",
        SITE + reverse("annotation", args=[made.pk]),
    ):
        assert words in message.body
    note(text, "And here, @colleague.", annotator)
    assert send().mails == 1
    assert "Look here" not in mail.outbox[1].body
    assert Notification.objects.filter(person=colleague).unread().count() == 2


def test_nobody_is_told_who_did_not_ask_or_has_no_confirmed_address(wants_mail, annotator, editor, text):
    wants_mail(confirmed=False)
    note(text, "Look here, @colleague and @editor.", annotator)
    assert send().mails == 0
    EmailAddress.objects.update(verified=True)
    assert send().mails == 1


def test_what_was_done_before_they_asked_and_what_they_have_read_stays_out(wants_mail, annotator, colleague, text):
    note(text, "Before, @colleague.", annotator)
    wants_mail()
    note(text, "Read, @colleague.", annotator)
    Notification.objects.filter(event__after__body="Read, @colleague.").update(read_at=timezone.now())
    assert send().mails == 0


def test_words_of_a_closed_collection_stay_on_the_site(wants_mail, annotator, text):
    wants_mail()
    text.collection.access = "members"
    text.collection.save()
    made = note(text, "A secret for @colleague.", annotator)
    assert send().mails == 1
    (message,) = mail.outbox
    assert SITE + reverse("annotation", args=[made.pk]) in message.body
    for words in ("secret", "words", "A public text", "passage"):
        assert words not in message.body


def test_rights_are_asked_again_when_it_is_sent(wants_mail, annotator, text):
    wants_mail()
    note(text, "Look here, @colleague.", annotator)
    text.collection.access = "groups"
    text.collection.save()
    assert send().mails == 0
    text.collection.access = "public"
    text.collection.save()
    assert send().mails == 1


def test_who_may_not_log_in_is_not_told(wants_mail, annotator, text):
    colleague = wants_mail()
    note(text, "Look here, @colleague.", annotator)
    colleague.is_active = False
    colleague.save()
    assert send().mails == 0


def test_once_a_day_is_once_a_day_from_an_hour_on(wants_mail, annotator, colleague, text, settings):
    settings.TIME_ZONE = "UTC"
    wants_mail("daily")
    # A day after what is done now.
    day = datetime.combine(timezone.now().date() + timedelta(days=1), datetime.min.time(), UTC)
    note(text, "One, @colleague.", annotator)
    assert send(day + timedelta(hours=6, minutes=59)).mails == 0
    assert send(day + timedelta(hours=7)).mails == 1
    note(text, "Two, @colleague.", annotator)
    assert send(day + timedelta(hours=23)).mails == 0
    assert send(day + timedelta(days=1, hours=8)).mails == 1
    assert "Two, @colleague." in mail.outbox[1].body


def test_two_runs_at_once_send_it_once(wants_mail, annotator, text, monkeypatch):
    wants_mail()
    note(text, "Look here, @colleague.", annotator)
    send_one, runs = notification_mail._send, []

    def meanwhile(choice, now):
        # Another run begins while this one is at the person.
        if not runs:
            runs.append(send())
        return send_one(choice, now)

    monkeypatch.setattr(notification_mail, "_send", meanwhile)
    assert send().mails == 1
    assert [run.mails for run in runs] == [0]
    assert len(mail.outbox) == 1


def test_a_run_that_read_who_is_due_before_another_had_sent_sends_nothing(wants_mail, annotator, text):
    wants_mail()
    note(text, "Look here, @colleague.", annotator)
    read_before = MailChoice.objects.get()
    assert send().mails == 1
    assert not notification_mail._take(read_before, timezone.now())


def test_a_run_that_was_killed_is_made_good_later(wants_mail, annotator, text):
    wants_mail()
    note(text, "Look here, @colleague.", annotator)
    assert notification_mail._take(MailChoice.objects.get(), timezone.now())
    assert send().mails == 0
    assert send(timezone.now() + notification_mail.LEASE + timedelta(seconds=1)).mails == 1


def test_what_the_server_does_not_take_is_sent_by_the_next_run(wants_mail, annotator, text, monkeypatch, capsys):
    wants_mail()
    note(text, "Look here, @colleague.", annotator)

    def refuse(*args, **options):
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        with pytest.raises(CommandError, match="Not sent to colleague"):
            call_command("send_notifications")
    call_command("send_notifications")
    assert len(mail.outbox) == 1
    assert "Sent: 1 mails." in capsys.readouterr().out


def test_decisions_and_answers_are_told_in_words(wants_mail, annotator, editor, colleague):
    wants_mail()
    reviewed = factories.make_document(collection=factories.make_collection(review=True))
    mine = note(reviewed, "A proposal.", colleague)
    annotations.reply(to=mine, body="An answer.", by=annotator)
    contributions.decline(contributions=[mine], reason="Too short.", by=editor)
    assert send().mails == 1
    body = mail.outbox[0].body
    assert "annotator answered a note of yours." in body
    assert "editor declined a contribution of yours: note." in body
    assert "Reason: Too short." in body


def test_a_very_full_inbox_makes_one_mail_of_bounded_length(wants_mail, annotator, text, monkeypatch):
    monkeypatch.setattr(notification_mail, "MOST", 3)
    wants_mail()
    for n in range(5):
        note(text, f"Number {n}, @colleague.", annotator)
    assert send().mails == 1
    assert mail.outbox[0].body.count("mentioned you") == 3
    assert "And 2 more:" in mail.outbox[0].body
    assert send().mails == 0


def stop_link():
    (message,) = mail.outbox
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in message.body
    return link.removeprefix(SITE)


def test_the_link_in_it_stops_them_by_one_post_and_not_by_being_opened(wants_mail, annotator, colleague, text):
    wants_mail()
    note(text, "Look here, @colleague.", annotator)
    send()
    link = stop_link()
    # As a mail program does it: no cookie, no token of a form.
    client = Client(enforce_csrf_checks=True)
    page = client.get(link)
    assert page.status_code == 200
    assert "Stop these mails" in page.content.decode()
    assert MailChoice.objects.get().when == "at once"
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(link).status_code == 200
    assert MailChoice.objects.get().when == "never"
    note(text, "And here, @colleague.", annotator)
    assert send().mails == 0


@pytest.mark.parametrize("change", [lambda link: link[:-2] + "/", lambda link: re.sub(r"/(\d+):", "/999999:", link)])
def test_a_link_that_is_not_ours_stops_nothing(wants_mail, annotator, text, change):
    wants_mail()
    note(text, "Look here, @colleague.", annotator)
    send()
    assert Client().post(change(stop_link())).status_code == 404
    assert MailChoice.objects.get().when == "at once"


def test_the_command_needs_the_address_of_the_site(settings):
    settings.SITE_ADDRESS = ""
    with pytest.raises(CommandError, match="GLOSSATOR_ADDRESS"):
        call_command("send_notifications")


@pytest.mark.parametrize("hour", ["24", "-1", "x", "٧"])
def test_an_hour_is_one_of_a_day(hour):
    with pytest.raises(CommandError, match="hour"):
        call_command("send_notifications", "--hour", hour)


def test_a_person_chooses_on_their_page(log_in, colleague):
    client = log_in(colleague)
    address = reverse("notification_settings")
    assert "you have none yet" in client.get(address).content.decode()
    assert client.post(address, {"when": "hourly"}).status_code == 422
    assert not MailChoice.objects.exists()
    assert client.post(address, {"when": "daily"}, follow=True).status_code == 200
    assert MailChoice.objects.get().when == "daily"


def test_a_person_changes_their_name(log_in, colleague):
    client = log_in(colleague)
    assert client.post(reverse("profile"), {"first_name": "x" * 200}).status_code == 422
    client.post(reverse("profile"), {"first_name": "Ana", "last_name": "Ruiz"})
    colleague.refresh_from_db()
    assert colleague.get_full_name() == "Ana Ruiz"
    assert "Ana Ruiz" in client.get(reverse("inbox")).content.decode()
