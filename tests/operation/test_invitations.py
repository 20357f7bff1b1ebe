"""Accounts are made by invitation: by a link that works once, while it has not expired."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotator.actions import people
from annotator.errors import Refused
from annotator.models import Invitation
from annotator.permissions import is_annotator, is_editor
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PASSWORD = "of four random words"


def asked_to(invite, by, **typed):
    answer = invite(by).post(reverse("invitations"), typed)
    assert answer.status_code == 302
    return Invitation.objects.get()


def sign_up(client, username, email="new@example.org"):
    typed = {"username": username, "email": email, "password1": PASSWORD, "password2": PASSWORD}
    return client.post(reverse("account_signup"), typed)


def take_up(link, username="newcomer"):
    client = Client()
    assert client.get(link).status_code == 200
    answer = client.post(link)
    assert answer["Location"].startswith(reverse("account_signup"))
    assert 'name="username"' in client.get(answer["Location"]).text
    sign_up(client, username)
    return User.objects.filter(username=username).first()


def test_a_mailed_invitation_makes_an_account_of_its_role(editor, log_in):
    asked_to(log_in, editor, email="new@example.org", role="Annotators")
    (sent,) = mail.outbox
    assert sent.to == ["new@example.org"]
    link = re.search(r"http://testserver(\S+)", sent.body)[1]
    made = take_up(link)
    assert is_annotator(made)
    assert not is_editor(made)
    assert made.email == "new@example.org"
    # Who has the link has not shown that the address is theirs: it may have been handed on.
    assert not made.emailaddress_set.filter(verified=True).exists()
    assert Invitation.objects.get().accepted_by == made


def test_the_link_works_once(editor):
    link = people.invite(by=editor, role="").get_absolute_url()
    assert not is_annotator(take_up(link))
    again = Client()
    assert again.get(link).status_code == 404
    assert again.post(link).status_code == 404
    assert take_up_fails(again)


def take_up_fails(client):
    answer = sign_up(client, "another")
    assert not User.objects.filter(username="another").exists()
    return "by invitation" in answer.text


def test_without_an_invitation_there_is_no_form(client):
    assert "by invitation" in client.get(reverse("account_signup")).text
    assert take_up_fails(client)


def test_looking_at_the_link_takes_nothing_up(editor, client):
    link = people.invite(by=editor, role="").get_absolute_url()
    client.get(link)
    assert take_up_fails(client)
    assert Invitation.objects.open().count() == 1


def test_an_invitation_that_has_expired_opens_nothing(editor, client):
    link = people.invite(by=editor, role="").get_absolute_url()
    client.post(link)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link).status_code == 404
    assert take_up_fails(client)


def test_an_invitation_that_is_withdrawn_opens_nothing(editor, client, log_in):
    made = people.invite(by=editor, role="")
    client.post(made.get_absolute_url())
    assert log_in(editor).post(reverse("withdraw_invitation", args=[made.pk])).status_code == 302
    assert take_up_fails(client)


@pytest.mark.parametrize("lost", ["account", "role"])
def test_an_invitation_ends_with_the_right_to_invite(lost, administrator, client, log_in):
    made = people.invite(by=administrator, role="Editors")
    client.post(made.get_absolute_url())
    setattr(administrator, "is_active" if lost == "account" else "is_superuser", False)
    administrator.save()
    assert "may no longer invite" in client.get(made.get_absolute_url()).text
    assert take_up_fails(client)
    made = Invitation.objects.get()
    with pytest.raises(Refused, match="may no longer invite"):
        people.accept_invitation(invitation=made, user=person("newcomer"))
    assert made.accepted_at is None
    other = person("other", is_superuser=True)
    assert "Its link opens nothing" in log_in(other).get(reverse("invitations")).text


def test_of_two_at_once_one_gets_the_account(editor, reader, annotator):
    made = people.invite(by=editor, role="")
    people.accept_invitation(invitation=made, user=reader)
    with pytest.raises(Refused, match="used or withdrawn"):
        people.accept_invitation(invitation=made, user=annotator)


def test_who_comes_second_has_no_account(editor, client, monkeypatch):
    made = people.invite(by=editor, role="")
    client.post(made.get_absolute_url())
    # Taken up by somebody else after this form was looked at.
    monkeypatch.setattr("annotator.http.accounts.AccountAdapter.invitation_of", lambda *_: made)
    Invitation.objects.update(accepted_at=timezone.now())
    assert sign_up(client, "second").status_code == 302
    assert not User.objects.filter(username="second").exists()
    assert "used or withdrawn" in client.get(reverse("catalogue")).text


@pytest.mark.parametrize("token", ["nothing", "WyIxIl0:1x:abc", "🗝"])
def test_a_made_up_link_opens_nothing(token, client):
    address = reverse("accept_invitation", args=[token])
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_an_id_is_no_link(editor, client):
    made = people.invite(by=editor, role="")
    assert client.post(reverse("accept_invitation", args=[str(made.pk)])).status_code == 404


def test_who_is_logged_in_uses_nothing_up(editor, reader, log_in):
    link = people.invite(by=editor, role="Annotators").get_absolute_url()
    assert "You have an account already" in log_in(reader).post(link).text
    assert Invitation.objects.open().count() == 1
    assert not is_annotator(reader)


def test_editors_are_invited_by_administrators(editor, administrator, log_in):
    assert log_in(editor).post(reverse("invitations"), {"role": "Editors"}).status_code == 422
    made = asked_to(log_in, administrator, role="Editors")
    assert str(made.pk) not in log_in(editor).get(reverse("invitations")).text
    assert log_in(editor).post(reverse("withdraw_invitation", args=[made.pk])).status_code == 403
    assert is_editor(take_up(made.get_absolute_url()))


SENT = {"role": "", "email": "one@example.org", "request_id": "4d0c27e5-5a5e-4c1c-8d5d-5f2d8ac5f0a1"}


def test_sent_twice_it_is_one_invitation(editor, log_in):
    client = log_in(editor)
    for _ in range(2):
        assert client.post(reverse("invitations"), SENT).status_code == 302
    assert Invitation.objects.count() == 1
    assert len(mail.outbox) == 1
    assert "sent twice and done once" in client.get(reverse("invitations")).text


@pytest.mark.parametrize("changed", [{"email": "two@example.org"}, {"role": "Annotators"}])
def test_one_link_is_not_for_two_people(changed, editor, log_in):
    client = log_in(editor)
    client.post(reverse("invitations"), SENT)
    answer = client.post(reverse("invitations"), SENT | changed)
    assert answer.status_code == 422
    assert "to another address or role" in answer.text
    assert len(mail.outbox) == 1
    again = SENT | changed | {"request_id": answer.context["form"]["request_id"].value()}
    assert client.post(reverse("invitations"), again).status_code == 302
    assert Invitation.objects.count() == len(mail.outbox) == 2


def test_nobody_sends_mail_by_the_hundred(editor, log_in):
    client = log_in(editor)
    statuses = [
        client.post(reverse("invitations"), {"email": f"n{number}@example.org"}).status_code for number in range(52)
    ]
    assert set(statuses[:50]) == {302}
    assert statuses[50:] == [422, 422]
    assert len(mail.outbox) == 50


def test_an_id_of_somebody_elses_invitation_is_refused(editor, log_in):
    made = people.invite(by=editor, role="")
    other = person("other", "Editors")
    answer = log_in(other).post(reverse("invitations"), {"request_id": str(made.pk), "email": "x@example.org"})
    assert answer.status_code == 422
    assert not mail.outbox
