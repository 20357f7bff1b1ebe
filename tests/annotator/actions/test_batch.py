"""Writers at the same time: each waits for the others, on SQLite for a bounded time."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from annotator.actions.batch import batch
from annotator.errors import AlreadyDone
from annotator.models import Submission

pytestmark = pytest.mark.django_db(transaction=True)
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has any number of writers")


def write(by, request_id=None):
    """One action, on a connection of this thread; whether it was done now and not before."""
    try:
        with batch(by=by, request_id=request_id or uuid4()):
            return True
    except AlreadyDone:
        return False
    finally:
        connection.close()


def test_eight_who_write_at_once_all_have_it_written(annotator):
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda _: write(annotator), range(40)))
    assert Submission.objects.count() == 40


def test_a_request_sent_by_eight_at_once_is_carried_out_once(annotator):
    request_id = uuid4()
    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(lambda _: write(annotator, request_id), range(8)))
    assert sorted(done) == [False] * 7 + [True]
    assert Submission.objects.get().pk == request_id


@on_sqlite
def test_who_waits_for_a_writer_that_stands_still_gives_up(annotator, monkeypatch):
    """After the time that is set, shortened here; what the other one writes is kept."""
    assert 0 < settings.DATABASES["default"]["OPTIONS"]["timeout"] <= 10
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)

    def wait_a_moment():
        with pytest.raises(OperationalError, match="locked"):
            write(annotator)

    with ThreadPoolExecutor(1) as threads, batch(by=annotator, request_id=uuid4()):
        threads.submit(wait_a_moment).result()
    assert Submission.objects.count() == 1
