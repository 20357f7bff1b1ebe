"""Large files are loaded and imported by a worker: progress, cancelling, results, and what goes wrong."""

import signal
import threading
import time
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
from annotator.actions.annotations import annotate
from annotator.actions.documents.load import load_document
from annotator.http import jobs as working
from annotator.models import Job, Place, ProposedParallel
from annotator.progress import Cancelled, say
from corpus.models import Document
from tests.conftest import person
from tests.support.factories import make_collection

pytestmark = pytest.mark.django_db(transaction=True)

# Long in bytes, and not in paragraphs.
LARGE = b"".join(
    b"Paragraph %d of a long text%s.\n\n" % (number, b" that a worker reads" * 50) for number in range(300)
)


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
    assert document.paragraphs.count() == 300
    page = client.get(job.get_absolute_url()).text
    assert "“long” was loaded." in page or "was loaded." in page
    assert f'href="{document.get_absolute_url()}"' in page
    assert "every 2s" not in page
    assert "long.txt" in client.get(reverse("jobs")).text


SENTENCE = "The council shall keep the river clean for everybody who lives along it."


@pytest.fixture
def two_that_say_the_same(client, monkeypatch):
    """One is there, and the other was handed to a worker."""
    monkeypatch.setattr(working, "SMALL", 0)
    shelf = make_collection()
    load_document(by=None, name="old.txt", data=f"{SENTENCE}\n\nBoats are moored.\n".encode(), collection=shelf)
    send(client, f"{SENTENCE}\n\nNobody builds on the shore.\n".encode(), collection=shelf.pk)


def test_a_worker_looks_for_the_parallels_of_what_it_loads(two_that_say_the_same):
    run_the_worker()
    job = Job.objects.get()
    assert job.succeeded
    assert job.message == "“long” was loaded. 1 proposed parallel waits to be judged."
    assert ProposedParallel.objects.count() == 1


def test_those_of_a_long_text_are_work_of_its_own(two_that_say_the_same, monkeypatch):
    monkeypatch.setattr("annotator.actions.parallels.propose.MOST_PARAGRAPHS", 1)
    run_the_worker()
    looked, loaded = Job.objects.all()
    assert loaded.message == "“long” was loaded. Its parallels are looked for next, as work of its own."
    assert looked.message == "1 new pair waits to be judged."
    assert looked.address == "/parallels/?document=long"


def fault():
    raise ZeroDivisionError


def cancelled():
    raise Cancelled


@pytest.mark.parametrize(
    ("what", "says"), [(fault, "failed; the text is loaded all the same"), (cancelled, "cancelled")]
)
def test_a_text_that_is_loaded_stays_so_where_looking_for_its_parallels_ends(
    client, two_that_say_the_same, monkeypatch, what, says
):
    monkeypatch.setattr("annotator.actions.parallels.propose.pairs_of_document", lambda _document: what())
    run_the_worker()
    job = Job.objects.get()
    assert not job.succeeded
    assert job.message.startswith("“long” was loaded. Looking for its parallels")
    assert says in job.message
    page = client.get(job.get_absolute_url()).text
    assert "Done in part" in page
    assert "Nothing was changed" not in page
    assert f'href="{Document.objects.get(slug="long").get_absolute_url()}"' in page
    assert "done in part" in client.get(reverse("jobs")).text


def test_a_request_that_loads_a_text_says_what_did_not_follow(client, monkeypatch):
    monkeypatch.setattr("annotator.actions.parallels.propose.pairs_of_document", lambda _document: fault())
    shelf = make_collection()
    answer, _typed = send(client, f"{SENTENCE}\n".encode(), collection=shelf.pk)
    page = client.get(answer["Location"]).text
    assert "“long” was loaded." in page
    assert "Looking for its parallels failed" in page


@pytest.fixture
def two_texts(client):
    shelf = make_collection()
    for name, more in (("old.txt", "Boats are moored."), ("new.txt", "Nobody builds on a shore.")):
        load_document(by=None, name=name, data=f"{SENTENCE}\n\n{more}\n".encode(), collection=shelf)


def find(client, document=""):
    client.post(reverse("find_parallels"), {"document": document, "request_id": str(uuid.uuid4())})
    return Job.objects.first()


def test_the_parallels_of_all_documents_are_found_by_the_worker(client, two_texts):
    assert "all documents" in client.get(reverse("parallels")).text
    job = find(client)
    run_the_worker()
    job.refresh_from_db()
    assert job.message == "1 new pair waits to be judged."
    assert ProposedParallel.objects.count() == 1
    assert client.get(job.address).status_code == 200
    # A document that is short is done at once; one that nobody may see is not there.
    assert find(client, "new") == job
    assert client.post(reverse("find_parallels"), {"document": "secret"}).status_code == 404


def test_what_was_proposed_before_a_cancel_stays_and_is_said(client, two_texts, monkeypatch):
    job = find(client)

    # The texts are read once, and then no more.
    turns = iter(range(1))
    monkeypatch.setattr(
        "annotator.actions.parallels.find.say", lambda *_said: None if next(turns, 1) == 0 else cancelled()
    )
    run_the_worker()
    job.refresh_from_db()
    assert job.message == "1 new pair waits to be judged. Cancelled. The rest was not done."
    assert job.is_done_in_part
    assert ProposedParallel.objects.count() == 1


def test_cancelled_while_it_compares_it_changes_nothing(client, two_texts, monkeypatch):
    job = find(client)
    monkeypatch.setattr("annotator.selectors.found_pairs.say", lambda *_said: cancelled())
    run_the_worker()
    job.refresh_from_db()
    assert (job.message, job.is_done_in_part) == ("Cancelled. Nothing was changed.", False)
    assert not ProposedParallel.objects.exists()


def test_a_revision_with_many_marks_is_done_by_the_worker(client, editor, monkeypatch):
    monkeypatch.setattr(working, "FEW_MARKS", 1)
    shelf = make_collection()
    text = load_document(by=None, name="long.txt", data=f"{SENTENCE}\n".encode(), collection=shelf).document
    annotate(places=[Place(text.paragraphs.get(), 4, 11)], body="Which?", by=editor)
    answer, _typed = send(client, f"{SENTENCE}\n\nMore.\n".encode(), revises=text.pk)
    assert not Job.objects.exists()
    paragraph = text.paragraphs.select_related("document").get(key=1)
    annotate(places=[Place(paragraph, 12, 17)], body="Why?", by=editor)
    answer, _typed = send(client, f"{SENTENCE}\n\nAnd more.\n".encode(), revises=text.pk)
    job = Job.objects.get()
    assert answer["Location"] == job.get_absolute_url()
    run_the_worker()
    job.refresh_from_db()
    assert "is now at revision 3." in job.message
    assert job.address == reverse("revision_marks", args=["long", 3])


@pytest.mark.parametrize("name", ["load", "import"])
def test_sent_again_when_its_file_is_gone_it_leads_to_the_job(name, client, editor):
    job = Job.objects.create(by=editor, kind=name, name="long.txt", ended_at=timezone.now(), succeeded=True)
    again = {name: "1", "token": "gone", "request_id": str(job.pk)}
    assert client.post(reverse(name), again)["Location"] == job.get_absolute_url()
    Job.objects.update(by=person("other"))
    assert "not here any more" in client.post(reverse(name), again).text


@pytest.mark.parametrize("name", ["load", "import"])
def test_sent_again_with_another_file_it_is_told_so_and_then_is_a_job_of_its_own(name, client, editor, monkeypatch):
    monkeypatch.setattr(working, "SMALL", 0)
    file = {"load": "long.txt", "import": "bundle.zip"}[name]
    given = {"collection": make_collection().pk} if name == "load" else {}

    def sends(data, request_id):
        return client.post(
            reverse(name), {**given, "file": SimpleUploadedFile(file, data), name: "1", "request_id": request_id}
        )

    request_id = str(uuid.uuid4())
    first = sends(b"PK\x03\x04 One paragraph.", request_id)
    assert first["Location"] == sends(b"PK\x03\x04 One paragraph.", request_id)["Location"]
    other = sends(b"PK\x03\x04 Another one.", request_id)
    assert other.status_code == 422
    assert "This was sent before with other content, and that was done." in other.text
    form = other.context["form"]
    again = {**given, **{field: form[field].value() for field in ("token", "request_id")}, name: "1"}
    second = client.post(reverse(name), again)
    assert second["Location"] != first["Location"]
    assert Job.objects.count() == 2


def test_a_small_file_is_loaded_at_once(client):
    answer, _typed = send(client, b"One paragraph.\n", collection=make_collection().pk)
    assert not Job.objects.exists()
    assert answer["Location"] == Document.objects.get().get_absolute_url()


def test_without_a_worker_all_is_done_at_once(client, settings):
    settings.JOBS = "inline"
    assert "all is done while you wait" in client.get(reverse("load")).text
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
    assert "What was chosen is not there" in job.message
    assert "Not done" in client.get(job.get_absolute_url()).text


def test_a_fault_is_told_and_the_worker_goes_on(client, monkeypatch, caplog):
    shelf = make_collection()
    send(client, collection=shelf.pk)
    with monkeypatch.context() as patch:
        patch.setitem(working.WORK, Job.Kind.LOAD, lambda _job, _done: fault())
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

    def in_a_transaction(_job, _done):
        from annotator.actions.batch import batch
        from annotator.models import Tag

        with batch(by=_job.by):
            Tag.objects.create(name="written")
            say("Writing", 3, 8)
            inside.set()
            assert seen.wait(60)
            say("Writing", 4, 8)

    monkeypatch.setitem(working.WORK, Job.Kind.LOAD, in_a_transaction)

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


def test_what_broke_off_is_known_as_such_for_days_and_is_ended_by_the_next(client, editor, monkeypatch):
    Job.objects.create(by=editor, kind="load", name="waits.txt", asked_at=timezone.now() - 3 * jobs.BROKEN_OFF)
    job = Job.objects.create(by=editor, kind="load", name="long.txt", asked_at=timezone.now() - 3 * jobs.BROKEN_OFF)
    with jobs.at_work(job):
        say("Writing", 1, 2)
    jobs.cancel(job=job)
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now + 2 * jobs.BROKEN_OFF.total_seconds())
        assert jobs.how_far(job).lost
        assert jobs.is_cancelled(job)
        assert "Broken off" in client.get(job.get_absolute_url()).text
        send(client, collection=make_collection().pk)
    job.refresh_from_db()
    assert job.ended_at
    assert "It broke off" in client.get(job.get_absolute_url()).text
    assert not jobs.is_cancelled(job)
    # What has not begun waits on.
    assert Job.objects.filter(ended_at=None).count() == 2


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
