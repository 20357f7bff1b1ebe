"""The history in the admin: everybody reads what they may, nobody writes."""

import pytest

from annotator.actions import annotations, contributions
from annotator.models import Event
from annotator.models.place import Place
from tests.functional.admin.sending import change, page, run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_nobody_adds_changes_or_deletes_events(who, enter, note):
    client = enter(who)
    event = Event.objects.get()

    assert client.get(page("event", "add")).status_code == 403
    assert client.post(page("event", "add"), {"reason": "x"}).status_code == 403
    assert client.post(change(event), {"reason": "x"}).status_code == 403
    assert client.post(page("event", "delete", event.pk), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get(page("event")).text
    event.refresh_from_db()
    assert event.reason == ""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("document=reading", 2),
        ("document=other", 0),
        ("person=annotator", 1),
        ("person=editor", 1),
        ("action__exact=declined", 1),
        ("subject_type__exact=annotation", 2),
        ("subject_type__exact=tag", 0),
        ("since=2000-01-01&until=9998-12-31", 2),
        ("until=2000-01-01", 0),
        ("q=naïve", 2),
        ("q=off+the+point", 1),
        ("q=elephant", 0),
    ],
)
def test_events_answer_an_editors_questions(query, found, enter, paras, staff):
    note = annotations.annotate(places=[Place(paras[1])], body="A naïve note.", by=staff.annotator)[0][0]
    contributions.decline(contributions=[note], by=staff.editor, reason="Off the point.")
    assert enter("editor").get(f"{page('event')}?{query}").context["cl"].result_count == found


def test_an_event_is_found_by_the_id_of_its_thing_or_batch(enter, note):
    event = Event.objects.get()
    for meant in (note.pk, event.batch, event.pk):
        assert enter("editor").get(page("event"), {"q": str(meant)}).context["cl"].result_count == 1


def test_what_one_may_not_see_did_not_happen(enter, paras, annotator):
    annotations.annotate(places=[Place(paras[1])], body="A secret draft.", by=annotator, draft=True)
    event = Event.objects.get()
    assert enter("annotator").get(change(event)).status_code == 200
    assert enter("editor").get(change(event)).status_code == 404
    assert "secret" not in enter("editor").get(page("event") + "?q=secret").context["cl"].result_list


def test_the_history_of_a_thing_tells_who_did_what_and_why(enter, note, editor):
    contributions.decline(contributions=[note], by=editor, reason="Off the point.")
    shown = enter("annotator").get(page("annotation", "history", note.pk)).text
    assert "declined" in shown
    assert "Off the point." in shown


def test_the_selection_is_exported(enter, note):
    event = Event.objects.get()
    assert str(event.pk) in run(enter("editor"), "event", "export_events", event).text
