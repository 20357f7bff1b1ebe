"""A form sent after the login ended meanwhile: kept until the next, unless it came from elsewhere."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from annotator.actions import annotations
from tests.functional.contributing.filling import HTMX, form, place, said
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_a_reply_is_kept_while_one_logs_in_again(text, annotator, colleague):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="n", by=colleague)
    client = Client()
    answer = client.post(reverse("reply", args=[note.pk]), {"body": "Kept words"})
    assert unquote(answer["Location"]).endswith(f"?next=/annotations/{note.pk}/reply/")
    client.force_login(annotator)
    assert "Kept words" in said(client.get(reverse("reply", args=[note.pk])))
    # Once: the next visit finds an empty form.
    assert "Kept words" not in said(client.get(reverse("reply", args=[note.pk])))


def test_an_edit_is_kept_while_one_logs_in_again(text, annotator):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="As it was.", by=annotator)
    client = Client()
    address = reverse("edit", args=["annotation", note.pk])
    assert client.post(address, {"body": "Kept words", "version": "1"}).status_code == 302
    client.force_login(annotator)
    answer = client.get(address)
    assert "Kept words" in said(answer)
    assert 'name="version" value="1"' in said(answer)


def test_a_reason_is_kept_while_one_logs_in_again(text, annotator, editor):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="n", by=annotator)
    client = Client()
    answer = client.post(reverse("act", args=["annotation", note.pk, "decline"]), {"reason": "Kept reason"})
    client.force_login(editor)
    page = client.get(unquote(answer["Location"]).partition("next=")[2])
    assert page.status_code == 200
    assert 'value="Kept reason"' in said(page)


def test_what_was_ticked_and_chosen_is_kept_while_one_logs_in_again(text, annotator, editor):
    text.collection.review = True
    text.collection.save()
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="n", by=annotator)
    client, review = Client(), f"{reverse('review')}?person=annotator"
    sent = {"chosen": f"annotation:{note.pk}:1", "reason": "Kept reason", "decision": "decline"}
    assert unquote(client.post(review, sent)["Location"]).endswith(f"?next={review}")
    client.force_login(editor)
    page = said(client.get(review))
    assert 'value="Kept reason"' in page
    assert re.search(rf'value="annotation:{note.pk}:1"\s+checked', page)
    note.refresh_from_db()
    assert note.status == "proposed"

    stays, goes = factories.make_tag("stays"), factories.make_tag("goes")
    client, merge = Client(), reverse("merge_tag", args=[goes.slug])
    client.post(merge, {"into": str(stays.pk)})
    client.force_login(editor)
    assert f'<option value="{stays.pk}" selected' in said(client.get(merge))


def test_what_is_not_a_form_goes_back_to_where_it_was_pressed(text):
    answer = Client().post(reverse("undo"), {"next": "/documents/guide/"})
    assert unquote(answer["Location"]).endswith("?next=/documents/guide/")
    answer = Client().post(reverse("undo"), {"next": "https://elsewhere.example/"}, headers=HTMX)
    assert unquote(answer["HX-Redirect"]).endswith("?next=/")


def test_a_form_older_than_the_login_is_shown_again(text, annotator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(annotator)
    sent = {"body": "Kept words", "csrfmiddlewaretoken": "x" * 64}
    answer = client.post(form("annotations"), sent, headers={"Origin": "http://testserver"})
    assert answer["Location"] == form("annotations")
    page = said(client.get(form("annotations")))
    assert "Kept words" in page
    assert "nothing was saved yet" in page
    answer = client.post(form("annotations"), sent, headers=HTMX | {"Origin": "http://testserver"})
    assert answer["HX-Redirect"] == form("annotations")


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://elsewhere.example"}])
def test_a_form_from_elsewhere_is_refused_and_not_kept(text, annotator, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(annotator)
    assert client.post(form("annotations"), {"body": "Not ours"}, headers=origin).status_code == 403
    assert "Not ours" not in said(client.get(form("annotations")))
