"""On PostgreSQL, too, who waits for a transaction that stands still gives up, on a page that keeps what was typed."""

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.urls import reverse

from annotator.models import Submission
from corpus.db import lock_timeout
from tests.support import factories

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock, which test_outages.py is about"),
    pytest.mark.django_db(transaction=True),
]


def test_who_waits_for_a_row_gives_up(log_in, annotator, monkeypatch):
    assert lock_timeout.SECONDS == 10
    monkeypatch.setattr(lock_timeout, "SECONDS", 0.05)
    text = factories.make_document(texts=["A passage of some words."])
    client = log_in(annotator)
    client.raise_request_exception = False
    request_id = "0b3d1f2e-0000-4000-8000-000000000001"
    connections["other"] = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with transaction.atomic(using="other"):
            Submission.objects.using("other").create(pk=request_id, by_id=annotator.pk)
            address = reverse("contribute", args=[text.slug, 1, "annotations"])
            answer = client.post(address, {"body": "What was typed", "request_id": request_id})
            transaction.set_rollback(True, using="other")
    finally:
        connections["other"].close()
        del connections["other"]
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "What was typed" in answer.content.decode()
