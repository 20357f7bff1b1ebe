"""One person's two requests for the same tag on the same words, the second while the first is not through yet."""

from threading import Event as Signal
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction

from annotator.actions import taggings
from annotator.models import Event, Tagging
from tests import factories
from tests.functional.contributing.filling import HTMX, form, place, said

pytestmark = pytest.mark.django_db(transaction=True)


class Sending:
    """A request in a thread of its own: in the block it is under way, after the block it is answered."""

    def __init__(self, client, fields):
        self._client, self._fields = client, fields
        self._asking = Signal()
        self._thread = Thread(target=self._send)
        self.answer = None

    def _send(self):
        def asking(execute, *statement):
            self._asking.set()
            return execute(*statement)

        try:
            with connection.execute_wrapper(asking):
                self.answer = self._client.post(form("tags"), self._fields, headers=HTMX)
        finally:
            connection.close()

    def start(self):
        """Send it, and return when it can do no more before the transaction that is open here ends."""
        self._thread.start()
        self._asking.wait()
        while connection.vendor == "postgresql" and self._thread.is_alive() and not self._waits():
            pass

    @staticmethod
    def _waits():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            return cursor.fetchone()[0]

    def finish(self):
        self._thread.join()
        return self.answer


@pytest.mark.parametrize("passage_there", [True, False])
@pytest.mark.parametrize("sent_twice", [True, False])
def test_it_is_done_once_and_the_second_is_answered(client, text, annotator, colleague, passage_there, sent_twice):
    tag, here, first = factories.make_tag("peace"), place(text, 1, 0, 4), uuid4()
    if passage_there:
        taggings.tag(places=[here], tags=[tag], by=colleague)
    fields = {"tags": tag.name, "start": "0", "end": "4", "request_id": first if sent_twice else uuid4()}
    second = Sending(client, fields)
    with transaction.atomic():
        taggings.tag(places=[here], tags=[tag], by=annotator, request_id=first)
        second.start()
    answer = second.finish()
    # Sent twice, it was done; asked for again, it is there already, as it is a minute later.
    assert answer.status_code == (200 if sent_twice else 422)
    assert ("You have put this tag on this passage already." in said(answer)) is not sent_twice
    assert Tagging.objects.filter(author=annotator).count() == 1
    assert Event.objects.filter(actor=annotator).count() == 1
