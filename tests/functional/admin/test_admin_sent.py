"""What is sent twice from the admin is done once, and the second answer says so."""

import pytest

from annotator.actions import annotations, contributions
from annotator.models import Event, Tag
from annotator.models.place import Place

from .sending import change, new_id, page, run, said

pytestmark = pytest.mark.django_db
TWICE = "sent twice and done once"


@pytest.fixture
def drafts(paras, editor):
    made = [annotations.annotate(places=[Place(each)], body="Unsure.", by=editor, draft=True) for each in paras[1:3]]
    return [notes[0] for notes, _batch in made]


def test_each_list_and_each_page_sends_an_id(enter, tagging):
    client = enter("editor")
    for address in (page("tagging"), change(tagging)):
        bar = client.get(address).content.decode().partition('class="actions"')[2].partition("</div>")[0]
        assert 'name="request_id"' in bar


@pytest.mark.parametrize("action", ["publish", "return_to_review", "decline", "withdraw", "restore"])
def test_an_action_sent_twice(enter, tagging, editor, action):
    if action == "publish":
        run(enter("editor"), "tagging", "return_to_review", tagging)
    if action == "restore":
        contributions.withdraw(contributions=[tagging], by=editor)
    more = {"request_id": new_id()} | ({"reason": "Not ours."} if action == "decline" else {})
    counts = [Event.objects.count()]
    for _time in range(2):
        answer = run(enter("editor"), "tagging", action, tagging, **more)
        counts.append(Event.objects.count())
        tagging.refresh_from_db()
    assert counts[0] + 1 == counts[1] == counts[2]
    assert TWICE in said(answer)


def test_drafts_are_handed_in_together_and_once(enter, drafts):
    sent = {"request_id": new_id()}
    assert "2 submitted" in said(run(enter("editor"), "annotation", "propose", *drafts, **sent))
    assert TWICE in said(run(enter("editor"), "annotation", "propose", *drafts, **sent))
    assert Event.objects.filter(action="proposed").values("batch").distinct().count() == 1
    assert Event.objects.filter(action="proposed").count() == 2


def test_all_drafts_or_none_are_handed_in(enter, drafts, note, editor):
    answer = run(enter("editor"), "annotation", "propose", drafts[0], note)
    assert answer.status_code == 403
    assert not Event.objects.filter(action="proposed").exists()


def test_a_merge_sent_twice(enter, tag, tagging):
    into = Tag.objects.create(name="other", key="other", path="other", slug="other", definition="Another.")
    sent = {"into": into.pk, "request_id": new_id()}
    assert "Merged" in said(run(enter("editor"), "tag", "merge", tag, **sent))
    assert TWICE in said(run(enter("editor"), "tag", "merge", tag, **sent))
    tagging.refresh_from_db()
    assert tagging.tag == into


def test_an_edit_sent_twice_is_no_conflict_with_oneself(enter, note):
    sent = {"body": "Other words.", "passage": "reading/2", "version": note.version, "request_id": new_id()}
    for _time in range(2):
        answer = enter("annotator").post(change(note), sent, follow=True)
    assert TWICE in said(answer)
    assert Event.objects.filter(action="edited").count() == 1
