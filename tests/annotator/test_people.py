"""The session and the person of a request."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.utils import timezone

from annotator import permissions
from annotator.people import Backend, SessionStore
from annotator.permissions import ANNOTATORS, EDITORS

pytestmark = pytest.mark.django_db


def test_a_person_comes_with_their_roles(annotator, django_assert_num_queries):
    annotator.groups.add(Group.objects.create(name="Friends"))
    with django_assert_num_queries(1):
        found = Backend().get_user(annotator.pk)
        assert permissions.roles(found) == {ANNOTATORS, "Friends"}
    assert found == annotator
    assert found.email == annotator.email


def test_somebody_in_no_group_and_an_administrator(reader, administrator, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert permissions.roles(Backend().get_user(reader.pk)) == set()
        assert permissions.roles(Backend().get_user(administrator.pk)) == {ANNOTATORS, EDITORS}


def test_an_account_that_is_not_in_use_is_nobodys(annotator):
    annotator.is_active = False
    annotator.save()
    assert Backend().get_user(annotator.pk) is None
    assert Backend().get_user(annotator.pk + 1000) is None


def test_a_role_taken_away_is_gone_with_the_next_request(client, annotator):
    client.force_login(annotator)
    assert permissions.is_annotator(client.get("/").wsgi_request.user)
    annotator.groups.clear()
    assert not permissions.is_annotator(client.get("/").wsgi_request.user)


def test_a_session_lasts_until_it_ends():
    session = SessionStore()
    session["kept"] = "words"
    session.save()
    assert SessionStore(session.session_key)["kept"] == "words"
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    ended = SessionStore(session.session_key)
    assert "kept" not in ended
    # It is given another key, so that nobody can choose one for somebody else.
    assert ended.session_key is None


@pytest.mark.parametrize("key", ["", "short", "unknownunknownunknownunknownunkn", "'--", "ключ" * 8, "x" * 5000])
def test_a_key_of_no_session_is_an_empty_session(key):
    assert dict(SessionStore(key).items()) == {}


def test_who_logs_out_is_logged_out_everywhere(client, annotator):
    client.force_login(annotator)
    copied = client.cookies["sessionid"].value
    client.logout()
    client.cookies["sessionid"] = copied
    assert not client.get("/").wsgi_request.user.is_authenticated
