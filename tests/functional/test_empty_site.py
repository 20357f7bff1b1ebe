"""A site with nothing in it says to each of the cast what to do next, and its help is there."""

import pytest
from django.urls import reverse

from annotator.views.catalogue import HANDBOOK
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def read(client, name="catalogue"):
    answer = client.get(reverse(name), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def staff(user):
    user.is_staff = True
    user.save()
    return user


def test_without_an_account_it_says_how_to_make_the_first(log_in):
    assert "manage.py createsuperuser" in read(log_in())


def test_without_a_collection_administrators_are_led_to_one(log_in, administrator, editor, reader):
    address = reverse("admin:corpus_collection_add")
    client = log_in(administrator)
    assert f'href="{address}"' in read(client)
    assert client.get(address).status_code == 200
    for client in (log_in(), log_in(reader), log_in(staff(editor))):
        assert address not in read(client)
        assert "createsuperuser" not in read(client)
    assert "Ask an administrator" in read(log_in(editor))


def test_without_a_document_editors_are_led_to_loading_one(log_in, administrator, editor, reader):
    factories.make_collection()
    address = reverse("load")
    for person in (administrator, editor):
        client = log_in(person)
        assert f'href="{address}"' in read(client)
        assert client.get(address).status_code == 200
    for client in (log_in(), log_in(reader)):
        assert address not in read(client)


def test_help_is_there_before_the_handbook_is_loaded(log_in):
    page = read(log_in(), "help")
    for line in HANDBOOK.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            assert line.removeprefix("## ") in page
    assert "publisher: " not in page


def test_help_is_the_document_once_it_is_loaded(log_in):
    factories.make_document(texts=["Loaded words."], slug="handbook")
    page = read(log_in(), "help")
    assert "Loaded words." in page
    assert 'id="p1"' in page
