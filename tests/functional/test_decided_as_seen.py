"""An editor never decides about words that they have not seen: every decision carries the version it is about."""

import re

import pytest
from django.urls import reverse

from annotator.actions import annotations
from annotator.models import Annotation
from annotator.models.place import Place
from tests.support import factories

pytestmark = pytest.mark.django_db
SEEN = re.compile(r'name="version" value="(\d+)"')


@pytest.fixture
def note(annotator):
    text = factories.make_document(collection=factories.make_collection(review=True))
    (made,), _ = annotations.annotate(places=[Place(factories.paragraphs_of(text)[0])], body="Seen", by=annotator)
    return made


def fresh(note):
    return Annotation.objects.with_places().get(pk=note.pk)


def change(note, by, body="Unseen"):
    note = fresh(note)
    annotations.edit(annotation=note, body=body, version=note.version, by=by)


def pages(note):
    return (
        reverse("passage", args=[note.passage_id]),
        reverse("history", args=["annotation", note.pk]),
        reverse("paragraph", args=[note.passage.paragraph.document.slug, note.passage.paragraph.key]),
    )


@pytest.mark.parametrize("verb", ["publish", "decline"])
def test_what_was_changed_since_is_not_decided_from_any_page(note, annotator, editor, log_in, verb):
    client = log_in(editor)
    for number, address in enumerate(pages(note)):
        versions = set(SEEN.findall(client.get(address).content.decode()))
        assert versions == {str(fresh(note).version)}
        change(note, annotator, f"Unseen {number}")
        sent = {"version": versions.pop(), "reason": "No."}
        answer = client.post(reverse("act", args=["annotation", note.pk, verb]), sent, follow=True)
        assert fresh(note).status == "proposed"
        said = answer.content.decode()
        assert "It says now" in said
        assert f"Unseen {number}" in said


@pytest.mark.parametrize("verb", ["publish", "decline", "return"])
def test_a_decision_without_a_version_is_none(note, editor, log_in, verb):
    Annotation.objects.update(status="declined" if verb != "decline" else "proposed")
    before = fresh(note).status
    client = log_in(editor)
    answer = client.post(
        reverse("act", args=["annotation", note.pk, verb]), {"reason": "No."}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422
    assert fresh(note).status == before


def test_a_decision_about_what_was_seen_is_carried_out(note, editor, log_in):
    client = log_in(editor)
    (version,) = set(SEEN.findall(client.get(pages(note)[0]).content.decode()))
    address = reverse("act", args=["annotation", note.pk, "publish"])
    sent = {"version": version, "request_id": "0d1f9f1e-7f0a-4d5c-9a51-0f2f2f3a4b5c"}
    assert "Published: note on " in client.post(address, sent, follow=True).content.decode()
    assert fresh(note).status == "published"
    # Sent twice, the second time about a version that is no more.
    assert "It says now" not in client.post(address, sent, follow=True).content.decode()


def test_a_decision_about_a_change_is_about_its_version_too(note, annotator, editor, log_in):
    Annotation.objects.update(status="published")
    change(note, annotator, "Proposed")
    client = log_in(editor)
    (version,) = set(SEEN.findall(client.get(pages(note)[1]).content.decode()))
    change(note, annotator, "Proposed later")
    answer = client.post(reverse("act", args=["annotation", note.pk, "publish"]), {"version": version}, follow=True)
    assert "Proposed later" in answer.content.decode()
    assert fresh(note).body == "Seen"


@pytest.mark.parametrize("action", ["publish", "decline", "return_to_review"])
@pytest.mark.parametrize("page", ["changelist", "change"])
def test_the_admin_decides_about_what_its_page_showed(note, annotator, editor, log_in, action, page):
    if action == "return_to_review":
        Annotation.objects.update(status="declined")
    editor.is_staff = True
    editor.save()
    client = log_in(editor)
    args = [note.pk] if page == "change" else []
    address = reverse(f"admin:annotator_annotation_{page}", args=args)
    seen = re.findall(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert seen == [f"{note.pk}:1"]
    name = "CHANGE_FORM-action" if page == "change" else "action"
    sent = {name: action, "_selected_action": str(note.pk), "index": "0", "reason": "No.", "seen": seen}
    before = fresh(note).status
    change(note, annotator)
    answer = client.post(address, sent, follow=True)
    assert fresh(note).status == before
    assert "Unseen" in answer.content.decode()
    client.post(address, sent | {"seen": f"{note.pk}:2"})
    assert fresh(note).status != before


def test_the_admin_asks_for_a_reason_and_then_still_knows_what_was_seen(note, annotator, editor, log_in):
    editor.is_staff = True
    editor.save()
    client = log_in(editor)
    address = reverse("admin:annotator_annotation_changelist")
    sent = {"action": "decline", "_selected_action": str(note.pk), "index": "0", "seen": f"{note.pk}:1"}
    assert f'name="seen" value="{note.pk}:1"' in client.post(address, sent).content.decode()
