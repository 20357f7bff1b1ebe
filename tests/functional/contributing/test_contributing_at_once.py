"""One person's two requests for the same tag on the same words, the second while the first is not through yet."""

from uuid import uuid4

import pytest
from django.db import transaction

from annotator.actions import taggings
from annotator.models import Event, Tagging
from tests.functional.at_once import Meanwhile
from tests.functional.contributing.filling import HTMX, form, place, said
from tests.support import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("passage_there", [True, False])
@pytest.mark.parametrize("sent_twice", [True, False])
def test_it_is_done_once_and_the_second_is_answered(client, text, annotator, colleague, passage_there, sent_twice):
    tag, here, first = factories.make_tag("peace"), place(text, 1, 0, 4), uuid4()
    if passage_there:
        taggings.tag(places=[here], tags=[tag], by=colleague)
    fields = {"tags": tag.name, "start": "0", "end": "4", "request_id": first if sent_twice else uuid4()}
    second = Meanwhile(lambda: client.post(form("tags"), fields, headers=HTMX))
    with transaction.atomic():
        taggings.tag(places=[here], tags=[tag], by=annotator, request_id=first)
        second.start()
    answer = second.finish()
    # Sent twice, it was done; asked for again, it is there already, as it is a minute later.
    assert answer.status_code == (200 if sent_twice else 422)
    assert ("on this passage already." in said(answer)) is not sent_twice
    assert Tagging.objects.filter(author=annotator).count() == 1
    assert Event.objects.filter(actor=annotator).count() == 1
