"""Large files are loaded and imported by a worker: progress, cancelling, results, and what goes wrong."""

import signal
import threading
import uuid
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotator.actions import jobs
from annotator.actions.documents.load import load_document
from annotator.http import jobs as working
from annotator.models import Job, ProposedParallel
from annotator.progress import Cancelled, say
from corpus.models import Document
from tests.conftest import person
from tests.support.factories import make_collection

pytestmark = pytest.mark.django_db(transaction=True)

LARGE = b"".join(b"Paragraph %d of a long text that a worker reads.\n\n" % number for number in range(6000))


@pytest.fixture
def client(editor, log_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.JOBS = "worker"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return log_in(editor)


def send(client, data=LARGE, **more):
    page = client.post(reverse("load"), {"file": SimpleUploadedFile("long.txt", data), **more})
    typed = {"token": page.context["form"]["token"].value(), "load": "1", "request_id": str(uuid.uuid4()), **more}
    return client.post(reverse("load"), typed), typed


def run_the_worker():
    # It takes the signals for itself.
    with keeping_signals():
        call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0, reload=False)


@contextmanager
def keeping_signals():
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def test_a_large_file_is_loaded_by_the_worker(client):
    answer, typed = send(client, collection=make_collection().pk)
    job = Job.objects.get()
    assert answer["Location"] == job.get_absolute_url()
    assert not Document.objects.exists()
    page = client.get(job.get_absolute_url()).text
    assert "waits for its turn" in page
    assert "every 2s" in page
    # Sent twice, it is done once.
    assert client.post(reverse("load"), typed)["Location"] == job.get_absolute_url()
    run_the_worker()
    document = Document.objects.get(slug="long")
    assert document.paragraphs.count() == 6000
    page = client.get(job.get_absolute_url()).text
    assert "“long” was loaded." in page or "was loaded." in page
    assert f'href="{document.get_absolute_url()}"' in page
    assert "every 2s" not in page
    assert "long.txt" in client.get(reverse("jobs")).text


@pytest.mark.parametrize(
    ("most", "says"),
    [(400, "1 proposed parallel waits to be judged."), (1, "find_parallels --propose --document long")],
)
def test_a_worker_looks_for_the_parallels_of_what_it_loads(client, monkeypatch, most, says):
    shelf = make_collection()
    sentence = "The council shall keep the river clean for everybody who lives along it."
    load_document(by=None, name="old.txt", data=f"{sentence}\n\nBoats are moored.\n".encode(), collection=shelf)
    monkeypatch.setattr(working, "SMALL", 0)
    monkeypatch.setattr("annotator.actions.parallels.propose.MOST_PARAGRAPHS", most)
    send(client, f"{sentence}\n\nNobody builds on the shore.\n".encode(), collection=shelf.pk)
    run_the_worker()
    job = Job.objects.get()
    assert job.succeeded
    assert "was loaded. " in job.message
    assert says in job.message
    assert ProposedParallel.objects.count() == (1 if most > 1 else 0)


@pytest.mark.parametrize("name", ["load", "import"])
def test_sent_again_when_its_file_is_gone_it_leads_to_the_job(name, client, editor):
    job = Job.objects.create(by=editor, kind=name, name="long.txt", ended_at=timezone.now(), succeeded=True)
    again = {name: "1", "token": "gone", "request_id": str(job.pk)}
    assert client.post(reverse(name), again)["Location"] == job.get_absolute_url()
    Job.objects.update(by=person("other"))
    assert "not here any more" in client.post(reverse(name), again).text


def test_a_small_file_is_loaded_at_once(client):
    answer, _typed = send(client, b"One paragraph.\n", collection=make_collection().pk)
    assert not Job.objects.exists()
    assert answer["Location"] == Document.objects.get().get_absolute_url()


def test_without_a_worker_all_is_done_at_once(client, settings):
    settings.JOBS = "inline"
    send(client, collection=make_collection().pk)
    assert Document.objects.exists()
    assert not Job.objects.exists()


def test_what_cannot_be_loaded_says_why(client):
    shelf = make_collection()
    send(client, collection=shelf.pk)
    shelf.delete()
    run_the_worker()
    job = Job.objects.get()
    assert not job.succeeded
    assert "valid choice" in job.message
    assert "Not done" in client.get(job.get_absolute_url()).text


def test_a_fault_is_told_and_the_worker_goes_on(client, monkeypatch, caplog):
    shelf = make_collection()
    send(client, collection=shelf.pk)
    with monkeypatch.context() as patch:
        patch.setattr(working, "_done", lambda _job: 1 / 0)
        run_the_worker()
    job = Job.objects.get()
    assert "Something went wrong here. Nothing was changed." in job.message
    send(client, collection=shelf.pk)
    run_the_worker()
    assert Document.objects.exists()


def test_cancelled_before_it_begins_it_does_nothing(client):
    send(client, collection=make_collection().pk)
    job = Job.objects.get()
    client.post(reverse("cancel_job", args=[job.pk]))
    assert "stops at its next step" in client.get(job.get_absolute_url()).text
    run_the_worker()
    assert not Document.objects.exists()
    assert "Cancelled. Nothing was changed." in client.get(job.get_absolute_url()).text


def test_progress_and_a_cancel_wait_for_no_transaction(client, monkeypatch):
    """The job holds the one write lock of SQLite while it is looked at and cancelled."""
    send(client, collection=make_collection().pk)
    job = Job.objects.get()
    inside, seen = threading.Event(), threading.Event()

    def in_a_transaction(_job):
        from annotator.actions.batch import batch
        from annotator.models import Tag

        with batch(by=_job.by):
            Tag.objects.create(name="written")
            say("Writing", 3, 8)
            inside.set()
            assert seen.wait(60)
            say("Writing", 4, 8)
        return "", ""

    monkeypatch.setattr(working, "_done", in_a_transaction)

    def work():
        try:
            working.work.call(str(job.pk))
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert inside.wait(60)
    page = client.get(job.get_absolute_url()).text
    assert 'max="8" value="3"' in page
    assert client.post(reverse("cancel_job", args=[job.pk])).status_code == 302
    assert "stops at its next step" in client.get(job.get_absolute_url()).text
    seen.set()
    worker.join(60)
    from annotator.models import Tag

    assert not Tag.objects.exists()
    assert Job.objects.get().message == "Cancelled. Nothing was changed."


def test_a_worker_that_is_gone_is_said(client):
    send(client, collection=make_collection().pk)
    job = Job.objects.get()
    with jobs.at_work(job):
        say("Writing", 1, 2)
        assert not jobs.how_far(job).lost
    # Its last sign of life is too long ago.
    cache.delete(f"job-life-{job.pk}")
    assert "Broken off" in client.get(job.get_absolute_url()).text


def test_nobody_sees_or_stops_the_jobs_of_others(client, colleague, administrator, log_in):
    send(client, collection=make_collection().pk)
    job = Job.objects.get()
    for other in (log_in(colleague), log_in(administrator)):
        assert other.get(job.get_absolute_url()).status_code == 404
        assert other.post(reverse("cancel_job", args=[job.pk])).status_code == 404
        assert "long.txt" not in other.get(reverse("jobs")).text
    assert Client().get(job.get_absolute_url()).status_code == 302
    assert not jobs.is_cancelled(job)


def test_whoever_listens_ends_the_work():
    from annotator.progress import heard_by

    say("to nobody")

    def refuse(*_said):
        raise Cancelled

    with pytest.raises(Cancelled), heard_by(refuse):
        say("to somebody")
