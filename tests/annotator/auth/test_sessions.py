"""The session and the person of a request."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.utils import timezone

from annotator import permissions
from annotator.permissions import ANNOTATORS, EDITORS

pytestmark = pytest.mark.django_db


def test_the_roles_of_a_person_are_asked_once(annotator, django_assert_num_queries):
    annotator.groups.add(Group.objects.create(name="Friends"))
    found = User.objects.get(pk=annotator.pk)
    with django_assert_num_queries(1):
        assert permissions.roles(found) == {ANNOTATORS, "Friends"}
        assert permissions.is_annotator(found)
        assert not permissions.is_editor(found)


def test_somebody_in_no_group_and_an_administrator(reader, administrator, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert permissions.roles(reader) == set()
        assert permissions.roles(administrator) == {ANNOTATORS, EDITORS}


def test_an_account_that_is_not_in_use_is_nobodys(client, annotator):
    client.force_login(annotator)
    annotator.is_active = False
    annotator.save()
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_a_role_taken_away_is_gone_with_the_next_request(client, annotator):
    client.force_login(annotator)
    assert permissions.is_annotator(client.get("/").wsgi_request.user)
    annotator.groups.clear()
    assert not permissions.is_annotator(client.get("/").wsgi_request.user)


def test_a_session_lasts_until_it_ends(client, annotator):
    client.force_login(annotator)
    assert get_user(client.get("/").wsgi_request) == annotator
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_a_session_that_is_deleted_ends_at_once(client, annotator):
    """It is kept in no cache, from which another worker would still take it."""
    client.force_login(annotator)
    assert client.get("/").wsgi_request.user.is_authenticated
    Session.objects.all().delete()
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_who_logs_out_is_logged_out_everywhere(client, annotator):
    client.force_login(annotator)
    copied = client.cookies["sessionid"].value
    client.logout()
    client.cookies["sessionid"] = copied
    assert not client.get("/").wsgi_request.user.is_authenticated
