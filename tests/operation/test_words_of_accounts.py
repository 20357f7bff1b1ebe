"""The pages and messages of accounts speak as the site does, ask for a name, and tell where no mail goes out."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from annotator.actions import people

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PASSWORD = "of four random words"
OTHER_WORDS = re.compile(r"sign(ed)?[ -]?(in|up|out)\b|reauthenticate|contact us|please|successfully", re.IGNORECASE)
NO_SERVER = "this site has no mail server"


def said(answer):
    """The words of a page, after it is made sure that they are the site's."""
    words = strip_tags(answer.text)
    assert not OTHER_WORDS.search(words)
    return words


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_SERVER = "mail.example.org"


@pytest.fixture
def invited(editor):
    User.objects.filter(pk=editor.pk).update(first_name="Ada", last_name="Lindqvist")
    client = Client()
    client.post(people.invite(by=editor, role="").get_absolute_url())
    return client


def sign_up(client, **typed):
    typed |= {"username": "nora", "email": "nora@example.org", "password1": PASSWORD, "password2": PASSWORD}
    return client.post(reverse("account_signup"), typed, follow=True)


def test_whoever_is_invited_is_told_by_whom_and_says_a_name(invited, mail_server):
    form = said(invited.get(reverse("account_signup")))
    assert "Ada Lindqvist invites you." in form
    made = said(sign_up(invited, first_name="Nora", last_name="Holm"))
    assert User.objects.get(username="nora").get_full_name() == "Nora Holm"
    assert "Logged in as nora." in made
    assert "A link is on its way to nora@example.org." in made


def test_a_name_that_nobody_sees_is_refused_and_what_was_typed_is_kept(invited):
    answer = sign_up(invited, first_name="\u3164", last_name="Holm")
    assert "signs that nobody can see" in said(answer)
    assert 'value="Holm"' in answer.text
    assert not User.objects.filter(username="nora").exists()


def test_without_a_name_the_username_is_shown(invited):
    assert "Logged in as nora." in said(sign_up(invited))


def test_where_no_mail_goes_out_that_is_said(invited, editor, log_in):
    assert NO_SERVER in said(sign_up(invited))
    assert NO_SERVER in said(Client().get(reverse("account_reset_password"))).replace("This", "this")
    assert NO_SERVER in said(Client().get(reverse("account_reset_password_done"))).replace("This", "this")
    invitation = log_in(editor).post(reverse("invitations"), {"email": "new@example.org"}, follow=True)
    assert "Give its link to new@example.org yourself." in said(invitation)


def test_where_it_does_nothing_else_is_said(mail_server):
    for name in ("account_reset_password", "account_reset_password_done"):
        assert NO_SERVER not in said(Client().get(reverse(name))).replace("This", "this")


def test_a_password_is_forgotten_and_set_anew(annotator, mail_server):
    EmailAddress.objects.create(user=annotator, email="annotator@example.org", primary=True, verified=True)
    client = Client()
    assert "a link is on its way" in said(
        client.post(reverse("account_reset_password"), {"email": "annotator@example.org"}, follow=True)
    )
    (link,) = re.findall(r"http://testserver(\S+)", mail.outbox[0].body)
    form = client.get(link, follow=True)
    said(form)
    changed = client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert "The password is changed." in said(changed)
    assert "This link opens nothing" in said(Client().get(link, follow=True))
    annotator.refresh_from_db()
    assert annotator.check_password(PASSWORD)


def test_the_other_pages_speak_alike(annotator, log_in):
    client = log_in(annotator)
    for name in ("account_change_password", "account_logout", "account_reauthenticate", "account_email"):
        said(client.get(reverse(name)))
    said(Client().get(reverse("account_inactive")))
    asked = client.get(reverse("leave"), follow=True)
    assert "Is it you?" in said(asked)
    out = client.post(reverse("account_logout"), follow=True)
    assert "You are logged out." in said(out)
