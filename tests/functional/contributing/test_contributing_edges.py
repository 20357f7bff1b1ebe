"""Edges of the waiting start of a cross-reference, of replies, of edits and of their undoing."""

import pytest
from django.urls import reverse

from annotator.actions import annotations, cross_references, taggings
from annotator.models import Annotation
from tests.functional.contributing.filling import HTMX, form, place, said
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_a_start_is_refused_with_what_was_typed(client):
    answer = client.post(
        reverse("start_waiting_end"), {"here": "guide/1", "quote": "war", "note": "Kept", "typed": "1"}
    )
    assert answer.status_code == 422
    assert "not in this paragraph" in said(answer)
    assert "Kept" in said(answer)
    assert "waiting_end" not in client.session


@pytest.mark.parametrize("here", ["", "guide", "guide/99", "nowhere/1", "guide/99999999999999"])
def test_a_start_that_is_nowhere_is_not_found(client, here):
    assert client.post(reverse("start_waiting_end"), {"here": here}).status_code == 404


def test_a_start_in_characters_beyond_the_first_plane(client):
    client.post(reverse("start_waiting_end"), {"here": "guide/3", "start": "4", "end": "9", "quote": "reads"})
    assert client.session["waiting_end"]["ref"] == "guide/3:4-9"
    assert 'id="waiting-end"' in client.get("/tags/").text
    # Nothing is joined on the pages of an account.
    for address in (reverse("keys"), reverse("account_email")):
        assert 'id="waiting-end"' not in client.get(address).text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_reply_that_is_refused_says_so_beside_it(client, text, colleague, headers):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="n", by=colleague)
    answer = client.post(reverse("reply", args=[note.pk]), {"body": " "}, headers=headers)
    assert answer.status_code == 422
    assert "The note is empty" in said(answer)
    assert ("<html" in said(answer)) is (not headers)


def test_readers_do_not_see_the_form_of_a_reply(log_in, reader, text, annotator):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="n", by=annotator)
    assert log_in(reader).get(reverse("reply", args=[note.pk])).status_code == 403


def test_two_people_correcting_a_reference_or_a_tag_see_both(client, log_in, editor, annotator, text):
    reference, _batch = cross_references.cross_reference(
        source=place(text, 1), target=place(text, 2), relation="quotes", by=annotator
    )
    one, two, three = (factories.make_tag(name) for name in ("one", "two", "three"))
    [tagging], _batch = taggings.tag(places=[place(text, 1)], tags=[one], by=annotator)
    ends = {"source": "guide/1", "target": "guide/3", "note": "", "version": "1"}
    for kind, thing, theirs, mine in (
        ("cross-reference", reference, ends | {"relation": "cites"}, ends | {"relation": "revises", "note": "Mine"}),
        ("tagging", tagging, {"tags": two.name, "version": "1"}, {"tags": three.name, "version": "1"}),
    ):
        address = reverse("edit", args=[kind, thing.pk])
        assert log_in(editor).post(address, theirs).status_code == 302
        answer = client.post(address, mine)
        assert answer.status_code == 409
        assert "As it stands" in said(answer)
        assert (mine.get("note") or mine["tags"]) in said(answer)
        again = mine | {"version": str(type(thing).objects.get(pk=thing.pk).version)}
        assert client.post(address, again).status_code == 302


def test_editing_goes_back_where_it_was_asked_from_but_never_elsewhere(client, text, annotator):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="n", by=annotator)
    address = reverse("edit", args=["annotation", note.pk])
    assert 'value="/documents/guide/?person=a#p1"' in said(
        client.get(f"{address}?next=/documents/guide/%3Fperson=a%23p1")
    )
    sent = {"body": "m", "version": "1", "next": "https://elsewhere.example/"}
    assert client.post(address, sent)["Location"] == "/documents/guide/1/"


def test_an_undo_can_be_done_again(client, text, annotator):
    client.post(form("annotations"), {"body": "n"}, follow=True)
    page = said(client.post(reverse("undo"), {"next": "/documents/guide/1/"}, follow=True))
    assert "Undone: note on ¶ 1 of The Guide." in page
    assert ">Redo<" in page
    batch = page.split('name="batch" value="')[1].split('"')[0]
    assert "Done again: note on ¶ 1" in said(client.post(reverse("undo"), {"batch": batch}, follow=True))
    assert Annotation.objects.standing().count() == 1
