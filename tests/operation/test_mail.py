"""Mail is sent beside the request: a server that does not answer holds up nobody."""

import logging
import smtplib
import socket
import threading
from queue import Queue

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction

from annotator.config import mail as ours
from tests.support.starting import start

MAILER = {"BACKEND": "annotator.config.mail.EmailBackend"}


@pytest.fixture
def silent_server():
    """Takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def sending(settings, silent_server, monkeypatch):
    """Send through the real backend; returns what was handed to the SMTP connection, in order."""
    settings.MAILERS = {"default": MAILER | {"OPTIONS": {"host": "127.0.0.1", "port": silent_server, "timeout": 60}}}
    sender = ours.Sender(3)
    monkeypatch.setattr(ours, "SENDER", sender)
    return sender


def message(number=1):
    return EmailMessage("Subject", f"Body {number}", "from@example.org", ["to@example.org"])


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_says_nothing_holds_up_no_request(client, annotator, sending):
    annotator.email = "annotator@example.org"
    annotator.save()
    # The last of them find the queue full.
    for _ in range(6):
        answer = client.post("/accounts/password/reset/", {"email": annotator.email})
        assert answer.status_code in {302, 429}


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_sends_nothing_and_what_is_not_is_sent(sending, monkeypatch):
    sent = Queue()
    monkeypatch.setattr(ours.smtp.EmailBackend, "send_messages", lambda _self, messages: sent.put(messages[0].body))
    with transaction.atomic():
        assert mail.mailers["default"].send_messages([message(1)]) == 1
        transaction.set_rollback(True)
    with transaction.atomic():
        mail.mailers["default"].send_messages([message(2), message(3)])
        assert sent.empty()
    assert [sent.get(timeout=30), sent.get(timeout=30)] == ["Body 2", "Body 3"]
    assert sent.empty()


@pytest.mark.django_db(transaction=True)
def test_when_too_many_wait_the_next_is_dropped_and_the_log_says_so(sending, monkeypatch, caplog):
    going, stop = threading.Event(), threading.Event()

    def stands_still(_self, _messages):
        going.set()
        stop.wait(60)

    monkeypatch.setattr(ours.smtp.EmailBackend, "send_messages", stands_still)
    mail.mailers["default"].send_messages([message()])
    going.wait(30)
    mail.mailers["default"].send_messages([message()] * 3)
    assert not caplog.records
    mail.mailers["default"].send_messages([message()])
    stop.set()
    assert "Mail was dropped" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_sent_is_in_the_log_and_the_next_is_tried(sending, monkeypatch, caplog):
    done = Queue()

    def refuses(_self, messages):
        done.put(messages[0].body)
        raise smtplib.SMTPRecipientsRefused({})

    monkeypatch.setattr(ours.smtp.EmailBackend, "send_messages", refuses)
    with caplog.at_level(logging.ERROR):
        mail.mailers["default"].send_messages([message(1), message(2), message(3)])
        assert [done.get(timeout=30) for _ in range(3)] == ["Body 1", "Body 2", "Body 3"]
    assert "Mail was not sent: SMTPRecipientsRefused" in caplog.text
    assert "to@example.org" not in caplog.text


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("", (True, False, 587)),
        ("starttls", (True, False, 587)),
        ("tls", (False, True, 465)),
        ("none", (False, False, 25)),
    ],
)
def test_both_kinds_of_encryption_and_none(tmp_path, kind, found):
    show = (
        "from annotator.config.settings import MAILERS; o = MAILERS['default']['OPTIONS'];"
        "print((o['use_tls'], o['use_ssl'], o['port']), 0 < o['timeout'] <= 30)"
    )
    shown = start(tmp_path, ("-c", show), GLOSSATOR_EMAIL_HOST="mail.example.org", GLOSSATOR_EMAIL_TLS=kind)
    assert shown.stdout.strip() == f"{found} True"
