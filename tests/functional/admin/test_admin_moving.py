"""Putting a document into a collection: who will read it is said before and after."""

import html

import pytest
from django.contrib.auth.models import Group

from tests.functional.admin.sending import change, new_id, page, said
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MEMBERS = "everybody who has an account on this site"


def test_who_reads_each_collection_stands_beside_its_name_and_the_move_says_it_again(enter, text, editor):
    circle = Group.objects.create(name="Circle")
    editor.groups.add(circle)
    shelf = factories.make_collection(title="Shelf", access="members")
    factories.make_collection(title="Closet", access="groups", groups=[circle])
    client = enter("editor")
    answer = client.get(change(text))

    shown = html.unescape(answer.text)
    assert f"Shelf, read by {MEMBERS}" in shown
    assert "Closet, read by the members of “Circle” (1 person now) and administrators" in shown

    form = answer.context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields} | {"collection": shelf.pk, "request_id": new_id()}
    moved = client.post(change(text), data, follow=True)

    text.refresh_from_db()
    assert text.collection == shelf
    assert f"“{text.title}” is read by {MEMBERS}" in said(moved)


def test_who_reads_each_collection_stands_beside_its_name_where_a_document_is_loaded(enter, editor):
    circle = Group.objects.create(name="Circle")
    editor.groups.add(circle)
    factories.make_collection(title="Shelf", access="members")
    factories.make_collection(title="Closet", access="groups", groups=[circle])
    factories.make_collection(title="Vault", access="groups")
    shown = html.unescape(enter("editor").get(page("document", "add")).text)
    assert f"Shelf, read by {MEMBERS}" in shown
    assert "Closet, read by the members of “Circle” (1 person now) and administrators" in shown
    assert "Vault" not in shown


def test_documents_are_narrowed_to_the_collections_the_person_may_read(enter, text):
    factories.make_collection(title="Shelf", access="members")
    vault = factories.make_collection(title="Vault", access="groups")
    hidden = factories.make_document(slug="hidden", title="Kept from most", collection=vault)
    answer = enter("editor").get(page("document"))
    assert "Shelf" in answer.text
    assert "Vault" not in answer.text
    narrowed = {"collection__id__exact": vault.pk}
    assert hidden.title not in enter("editor").get(page("document"), narrowed).text
    as_administrator = enter("administrator").get(page("document"), narrowed).text
    assert "Vault" in as_administrator
    assert hidden.title in as_administrator
