"""What is missing for a while is said on a page that keeps what was typed; reading goes on where it can."""

import errno
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from unittest.mock import Mock

import psycopg
import pytest
from django.conf import settings as site
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.test import Client
from django.urls import reverse

from annotator.actions import annotations
from annotator.config.sqlite3.base import Queue, WriterWaitedError, as_soon_as_free
from annotator.models import Annotation
from annotator.outages import Outage, outage_in
from corpus.models import Document
from tests.support import factories

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has any number of writers")
NOTE = "What was typed, <b>and</b> not lost.\nIn two lines."


@pytest.fixture
def text():
    return factories.make_document(texts=["A passage of some words."])


@pytest.fixture
def writing(log_in, annotator):
    """A client that is told what went wrong as a browser is, not by the exception."""
    client = log_in(annotator)
    client.raise_request_exception = False
    return client


def note_form(text):
    return reverse("contribute", args=[text.slug, 1, "annotations"])


@contextmanager
def a_writer_that_stands_still():
    """Another program in the middle of a transaction."""
    name = connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]
    with closing(sqlite3.connect(name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.fixture
def hurry(monkeypatch):
    """Who waits for a writer gives up at once."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_form_that_waited_in_vain_comes_back_with_what_was_typed(writing, text, log_in, hurry):
    with a_writer_that_stands_still():
        answer = writing.post(note_form(text), {"body": NOTE, "start": "2", "end": "9", "csrfmiddlewaretoken": "x"})
        assert writing.get(reverse("document", args=[text.slug])).status_code == 200
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    page = answer.content.decode()
    assert "What was typed, &lt;b&gt;and&lt;/b&gt; not lost.\nIn two lines.</textarea>" in page
    assert f'action="{note_form(text)}"' in page
    assert 'name="start" value="2"' in page
    assert page.count("csrfmiddlewaretoken") == 1
    assert not Annotation.objects.exists()


@on_sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("htmx", [True, False])
def test_in_place_it_is_one_sentence(writing, text, htmx, hurry):
    with a_writer_that_stands_still():
        headers = {"HX-Request": "true"} if htmx else {}
        answer = writing.post(note_form(text), {"body": NOTE}, headers=headers)
    assert answer.status_code == 503
    assert answer["Content-Type"].startswith("text/plain") is htmx


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_admins_forms_come_back_too(text, log_in, administrator, hurry):
    client = log_in(administrator)
    client.raise_request_exception = False
    address = reverse("admin:corpus_document_change", args=[text.pk])
    form = client.get(address).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields} | {"title": "A longer title " * 9}
    with a_writer_that_stands_still():
        answer = client.post(address, sent)
    assert answer.status_code == 503
    assert "A longer title A longer title" in answer.content.decode()
    assert Document.objects.get().title == text.title


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_password_is_not_shown_again(annotator, administrator, log_in, hurry):
    anybody = Client(raise_request_exception=False)
    with a_writer_that_stands_still():
        answer = anybody.post(reverse("account_login"), {"login": "annotator", "password": "a password"})
    assert answer.status_code == 503
    assert "a password" not in answer.content.decode()
    client = log_in(administrator)
    client.raise_request_exception = False
    with a_writer_that_stands_still():
        sent = {"username": "somebody-new", "password1": "a long secret", "password2": "a long secret"}
        answer = client.post(reverse("admin:auth_user_add"), sent | {"usable_password": "true"})
    assert answer.status_code == 503
    assert "a long secret" not in answer.content.decode()


@on_sqlite
def test_sqlites_writers_wait_in_our_queue():
    assert site.DATABASES["default"]["ENGINE"] == "annotator.config.sqlite3"


class Recorded:
    """A lock that keeps how long it was waited for, in seconds."""

    def __init__(self):
        self.lock, self.waited = threading.Lock(), []
        self.release = self.lock.release

    def acquire(self, timeout):
        self.waited.append(timeout)
        return self.lock.acquire(timeout=timeout)


def test_behind_one_who_waits_nobody_waits_long():
    """Who comes with it waits for the patience, who comes a while later for what is left, and then nobody."""
    queue, waiting, done = Queue(0.2), threading.Event(), threading.Event()
    queue._first = Recorded()

    def first():
        with queue.turn():
            waiting.set()
            done.wait(60)

    def other():
        with pytest.raises(WriterWaitedError), queue.turn():
            pytest.fail("Two at once.")

    with ThreadPoolExecutor(8) as threads:
        one = threads.submit(first)
        waiting.wait(60)
        for each in [threads.submit(other) for _ in range(7)]:
            each.result(60)
        assert all(0 <= seconds <= 0.2 for seconds in queue._first.waited)
        # The first is still there, and has waited longer than anybody is to wait for it.
        other()
        assert queue._first.waited[-1] == 0
        done.set()
        one.result(60)
    with queue.turn():
        assert queue._first.waited[-1] == 0.2


@on_sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["INSERT INTO t VALUES (1)", "UPDATE t SET a = 1", "DELETE FROM t"])
def test_whatever_writes_takes_its_turn(monkeypatch, statement):
    from django.contrib.auth.models import User
    from django.db import transaction

    from annotator.config.sqlite3 import base

    class Closed:
        def turn(self):
            raise WriterWaitedError("database is locked")

    monkeypatch.setattr(base, "QUEUE", Closed())
    User.objects.count()
    with connection.cursor() as cursor, pytest.raises(WriterWaitedError):
        cursor.execute(statement)
    with pytest.raises(WriterWaitedError), transaction.atomic():
        pytest.fail("Begun.")


def raised(error, cause=None):
    try:
        raise error from cause
    except type(error) as caught:
        return caught


def sqlite_error(code, said="said"):
    error = sqlite3.OperationalError(said)
    error.sqlite_errorcode = code
    return error


def test_a_transaction_begins_as_soon_as_the_lock_is_free():
    busy = [sqlite_error(sqlite3.SQLITE_BUSY)] * 3

    def begin():
        if busy:
            raise busy.pop()

    as_soon_as_free(begin, 60)
    assert not busy


@pytest.mark.parametrize(
    ("code", "seconds"), [(sqlite3.SQLITE_BUSY, -1), (sqlite3.SQLITE_BUSY_SNAPSHOT, 60), (sqlite3.SQLITE_IOERR, 60)]
)
def test_what_waiting_does_not_mend_is_raised(code, seconds):
    begin = Mock(side_effect=sqlite_error(code))
    with pytest.raises(sqlite3.OperationalError):
        as_soon_as_free(begin, seconds)
    assert begin.call_count == 1


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_what_needs_no_transaction_waits_as_long_as_the_options_say():
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (connection.settings_dict["OPTIONS"]["timeout"] * 1000,)


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Outage.FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), Outage.FULL),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (sqlite_error(sqlite3.SQLITE_FULL), Outage.FULL),
        (sqlite_error(sqlite3.SQLITE_IOERR_WRITE), Outage.FULL),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), Outage.BUSY),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), Outage.AWAY),
        (sqlite_error(sqlite3.SQLITE_ERROR), None),
        (sqlite_error(sqlite3.SQLITE_ERROR, "no such table: corpus_document"), Outage.NO_TABLES),
        (sqlite_error(sqlite3.SQLITE_ERROR, "no such column: corpus_document.slug"), None),
        (psycopg.errors.DiskFull(), Outage.FULL),
        (psycopg.errors.AdminShutdown(), Outage.AWAY),
        (psycopg.errors.TooManyConnections(), Outage.AWAY),
        (psycopg.errors.CannotConnectNow(), Outage.AWAY),
        (psycopg.errors.ConnectionTimeout(), Outage.AWAY),
        (psycopg.OperationalError("connection refused"), Outage.AWAY),
        (psycopg.errors.DeadlockDetected(), Outage.BUSY),
        (psycopg.errors.LockNotAvailable(), Outage.BUSY),
        (psycopg.errors.UndefinedTable(), Outage.NO_TABLES),
        (psycopg.errors.UniqueViolation(), None),
        (ValueError("connect"), None),
    ],
    ids=repr,
)
def test_what_an_error_tells_of(error, outage):
    assert outage_in(error) is outage
    assert outage_in(raised(OperationalError("said"), error)) is outage
    assert outage_in(raised(RuntimeError("said"), raised(OperationalError("said"), error))) is outage


@pytest.mark.django_db
def test_a_full_disk_is_a_page_that_says_so_and_no_traceback(writing, text, monkeypatch, caplog):
    def no_room(**_asked):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(annotations, "annotate", no_room)
    answer = writing.post(note_form(text), {"body": NOTE})
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "The disk is full" in answer.content.decode()
    assert "What was typed" in answer.content.decode()
    assert all(record.exc_info is None for record in caplog.records)
    assert "No space left on device" in caplog.text


@pytest.mark.django_db
def test_a_fault_of_ours_stays_one(writing, text, monkeypatch):
    def broken(**_asked):
        raise RuntimeError("disk is full")

    monkeypatch.setattr(annotations, "annotate", broken)
    assert writing.post(note_form(text), {"body": NOTE}).status_code == 500


@pytest.mark.django_db
def test_an_upload_that_found_no_room_leaves_nothing(log_in, administrator, monkeypatch, settings, tmp_path):
    from pathlib import Path

    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.DATA_DIR = tmp_path

    def fills_up(self, data):
        with self.open("wb") as file:
            file.write(data[:2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fills_up)
    client = log_in(administrator)
    client.raise_request_exception = False
    sent = {"file": SimpleUploadedFile("text.txt", b"Some words."), "title": "Typed"}
    answer = client.post(reverse("admin:corpus_document_add"), sent)
    assert answer.status_code == 503
    assert 'type="file"' in answer.content.decode()
    assert 'name="title" value="Typed"' in answer.content.decode()
    assert not list((tmp_path / "uploads").iterdir())
