"""Discussions as they are shown: previews, lines in the place of withdrawn notes, and how a contribution came about."""

import pytest
from django.urls import reverse

from annotator.actions import annotations, contributions, taggings
from annotator.models import Annotation, Origin
from annotator.models.place import Place
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LINE = "A note that stood here was withdrawn."


@pytest.fixture
def text(db):
    return factories.make_document(texts=["Some words of a passage."])


@pytest.fixture
def place(text):
    return Place(factories.paragraphs_of(text)[0])


@pytest.fixture
def note(place, annotator):
    (made,), _batch = annotations.annotate(places=[place], body="Secret thoughts.", by=annotator)
    return made


def panel(client, note):
    return client.get(reverse("passage", args=[note.passage_id])).content.decode()


def test_a_withdrawn_note_without_answers_leaves_nothing(note, annotator, text, log_in):
    contributions.withdraw(contributions=[note], by=annotator)
    assert LINE not in log_in(annotator).get(text.get_absolute_url()).content.decode()


def test_one_with_answers_leaves_a_line_without_its_words(note, annotator, colleague, text, log_in):
    annotations.reply(to=note, body="An answer.", by=colleague)
    contributions.withdraw(contributions=[note], by=annotator)
    for client in (log_in(), log_in(colleague)):
        for page in (panel(client, note), client.get(text.get_absolute_url()).content.decode()):
            assert LINE in page
            assert "Secret" not in page
        assert "An answer." in panel(client, note)
        assert "Bring back" not in panel(client, note)
    assert "Bring back" in panel(log_in(annotator), note)


def test_a_narrowed_margin_shows_no_line_for_what_it_leaves_out(note, annotator, colleague, text, log_in):
    annotations.reply(to=note, body="An answer.", by=colleague)
    contributions.withdraw(contributions=[note], by=annotator)
    page = log_in().get(text.get_absolute_url(), {"person": "annotator"}).content.decode()
    assert LINE not in page


def test_of_a_declined_note_nothing_is_said(note, annotator, colleague, editor, log_in):
    annotations.reply(to=note, body="An answer.", by=colleague)
    contributions.decline(contributions=[note], reason="No.", by=editor)
    note.refresh_from_db()
    contributions.withdraw(contributions=[Annotation.objects.with_places().get(pk=note.pk)], by=annotator)
    page = panel(log_in(colleague), note)
    assert "An answer." in page
    assert LINE not in page


@pytest.mark.parametrize("htmx", [True, False])
def test_a_preview_is_the_note_as_it_would_be_and_writes_nothing(annotator, text, log_in, htmx):
    headers = {"HX-Request": "true"} if htmx else {}
    client = log_in(annotator)
    body = f"**Bold** @annotator [[{text.slug}/1]] <script>alert(1)</script>"
    answer = client.post(reverse("preview_note"), {"body": body}, headers=headers)
    assert answer.status_code == 200
    page = answer.content.decode()
    for words in ("<strong>Bold</strong>", 'href="/people/annotator/"', f'href="/documents/{text.slug}/1/"'):
        assert words in page
    assert "<script>alert" not in page
    assert ("<!doctype html>" in page) is not htmx
    assert not Annotation.objects.exists()
    empty = client.post(reverse("preview_note"), {"body": " \n"}, headers=headers)
    assert empty.status_code == 422
    assert "The note is empty." in empty.content.decode()
    assert client.post(reverse("preview_note"), {"body": "x" * 100_001}, headers=headers).status_code == 422


def test_the_form_in_place_is_a_part_of_a_page(note, annotator, log_in):
    address = reverse("edit", args=["annotation", note.pk])
    page = log_in(annotator).get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<!doctype" not in page
    assert f'id="edit-{note.pk}-body"' in page
    assert "Secret thoughts." in page


@pytest.mark.parametrize(
    ("origin", "words"), [(Origin.HAND, "by hand"), (Origin.BULK, "in bulk"), (Origin.IMPORT, "imported")]
)
def test_how_it_came_about_is_said_wherever_it_is_shown_in_full(place, annotator, text, log_in, origin, words):
    tag = factories.make_tag("one")
    ((tagging), *_), _batch = taggings.tag(places=[place], tags=[tag], by=annotator, origin=origin)
    client = log_in(annotator)
    for address in (
        reverse("passage", args=[tagging.content_object_id]),
        reverse("paragraph", args=[text.slug, 1]),
        reverse("history", args=["tagging", tagging.pk]),
        reverse("person", args=["annotator"]),
        reverse("tag", args=["one"]),
    ):
        assert f'<span class="origin">{words}</span>' in client.get(address).content.decode(), address
