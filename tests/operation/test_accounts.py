"""Accounts: second factors that are required, logins that can be ended, nothing told to strangers."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PASSWORD = "a password"


def logged_in(name="annotator", address="192.0.2.1", **headers):
    client = Client(REMOTE_ADDR=address, headers=headers)
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    return client


def who(client):
    user = client.get("/").wsgi_request.user
    return user.username if user.is_authenticated else None


@pytest.mark.parametrize(
    ("setting", "asked"),
    [
        ("no", set()),
        ("staff", {"editor", "administrator"}),
        ("everybody", {"reader", "annotator", "editor", "administrator"}),
    ],
)
def test_who_is_asked_for_a_second_factor(setting, asked, reader, annotator, editor, administrator, log_in, settings):
    settings.SECOND_FACTOR = setting
    found = set()
    for person in (None, reader, annotator, editor, administrator):
        answer = log_in(person).get(reverse("catalogue"))
        if answer.status_code == 302:
            assert answer["Location"] == reverse("mfa_index")
            found.add(person.username)
    assert found == asked


def test_who_is_asked_reaches_the_pages_where_one_is_set_up(administrator, log_in, settings):
    settings.SECOND_FACTOR = "staff"
    client = log_in(administrator)
    assert client.get(reverse("admin:index"))["Location"] == reverse("mfa_index")
    page = client.get(reverse("admin:index"), follow=True)
    assert "This site asks you for a second factor" in page.text
    assert client.get(reverse("healthz")).status_code == 200
    TOTP.activate(administrator, generate_totp_secret())
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_form_that_is_sent_meanwhile_is_not_carried_out(editor, log_in, settings):
    settings.SECOND_FACTOR = "staff"
    answer = log_in(editor).post(reverse("new_tag"), {"name": "power"})
    assert answer["Location"] == reverse("mfa_index")


def test_logins_are_listed_and_the_others_ended(annotator):
    here = logged_in(**{"User-Agent": "Firefox here"})
    there = logged_in(address="192.0.2.2", **{"User-Agent": "Chromium there"})
    page = here.get(reverse("usersessions_list")).text
    assert "Firefox here" in page
    assert "Chromium there" in page
    assert "192.0.2.2" in page
    assert "End all others" in page
    here.post(reverse("usersessions_list"))
    assert who(here) == "annotator"
    assert who(there) is None
    assert UserSession.objects.count() == 1


def test_one_login_is_ended_by_itself_and_at_once(annotator):
    here, there, third = (logged_in(address=f"192.0.2.{n}") for n in (1, 2, 3))
    ended = UserSession.objects.get(ip="192.0.2.2")
    end = reverse("end_login", args=[ended.pk])
    assert f'action="{end}"' in here.get(reverse("usersessions_list")).text
    assert "That login has ended." in here.post(end, follow=True).text
    assert [who(each) for each in (here, there, third)] == ["annotator", None, "annotator"]
    # Sent again, there is nothing to end.
    assert here.post(end).status_code == 404
    # One's own is a log-out.
    own = UserSession.objects.get(ip="192.0.2.1")
    assert "You are logged out." in here.post(reverse("end_login", args=[own.pk]), follow=True).text
    assert who(here) is None
    page = third.get(reverse("usersessions_list")).text
    assert [address in page for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3")] == [False, False, True]


def test_an_address_is_removed_when_that_was_confirmed(annotator, colleague):
    for user, email in ((annotator, "one@example.org"), (annotator, "two@example.org"), (colleague, "co@example.org")):
        EmailAddress.objects.create(user=user, email=email, primary=email != "two@example.org", verified=True)
    client = logged_in()
    assert f'formaction="{reverse("remove_email")}"' in client.get(reverse("account_email")).text
    asked = client.post(reverse("remove_email"), {"email": "two@example.org"})
    assert "Remove two@example.org from your account?" in asked.text
    assert EmailAddress.objects.filter(user=annotator).count() == 2
    client.post(reverse("account_email"), {"email": "two@example.org", "action_remove": ""})
    assert EmailAddress.objects.get(user=annotator).email == "one@example.org"
    for other in ("", "co@example.org", "nul\x00"):
        page = client.post(reverse("remove_email"), {"email": other}, follow=True)
        assert "Choose an address first." in page.text


def test_nobody_ends_the_logins_of_others(annotator, colleague):
    theirs = logged_in("colleague")
    ours = logged_in()
    ours.post(reverse("usersessions_list"))
    assert ours.post(reverse("end_login", args=[UserSession.objects.get(user=colleague).pk])).status_code == 404
    assert who(theirs) == "colleague"


def test_reading_writes_no_login(annotator, django_assert_num_queries):
    client = logged_in()
    before = UserSession.objects.get().last_seen_at
    client.get("/")
    assert UserSession.objects.get().last_seen_at == before


def ask_for_a_password(email, address="192.0.2.1", **headers):
    client = Client(REMOTE_ADDR=address, headers=headers)
    return client.post(reverse("account_reset_password"), {"email": email})


def test_the_same_is_answered_whether_an_address_has_an_account_or_not(annotator):
    EmailAddress.objects.create(user=annotator, email="annotator@example.org", primary=True, verified=True)
    known, unknown = (ask_for_a_password(f"{name}@example.org") for name in ("annotator", "nobody"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    # Nor are strangers mailed.
    assert [message.to for message in mail.outbox] == [["annotator@example.org"]]


def test_signing_up_tells_of_no_account(annotator, settings):
    settings.SIGNUP_OPEN = True
    EmailAddress.objects.create(user=annotator, email="annotator@example.org", primary=True, verified=True)
    answers = []
    for number, name in enumerate(("annotator", "nobody")):
        typed = {"username": f"new{number}", "email": f"{name}@example.org"}
        typed |= {"password1": "four random words", "password2": "four random words"}
        answers.append(Client().post(reverse("account_signup"), typed))
    assert [(each.status_code, each["Location"]) for each in answers] == [(302, reverse("catalogue"))] * 2


def test_a_wrong_password_and_a_wrong_name_are_told_alike(annotator):
    pages = [
        Client().post(reverse("account_login"), {"login": name, "password": "wrong"}).context["form"].errors
        for name in ("annotator", "nobody")
    ]
    assert pages[0] == pages[1]


def test_behind_a_proxy_the_limits_of_the_library_count_the_visitor(annotator, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    statuses = [
        ask_for_a_password(f"n{number}@example.org", **{"X-Forwarded-For": "192.0.2.1"}).status_code
        for number in range(21)
    ]
    assert set(statuses[:20]) == {302}
    assert statuses[20] == 429
    forged = ask_for_a_password("x@example.org", **{"X-Forwarded-For": "192.0.2.9, 192.0.2.1"})
    assert forged.status_code == 429
    assert ask_for_a_password("x@example.org", **{"X-Forwarded-For": "192.0.2.2"}).status_code == 302


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "\t//evil.example/",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_next_leads_only_to_ourselves(address, annotator, log_in):
    client = Client()
    answer = client.post(reverse("account_login"), {"login": "annotator", "password": PASSWORD, "next": address})
    assert answer["Location"] == reverse("catalogue")
    client = log_in(annotator)
    assert client.post(reverse("cancel_waiting_end"), {"next": address})["Location"] == reverse("catalogue")
    assert client.post(reverse("undo"), {"next": address})["Location"].startswith("/")
    assert "evil" not in client.post(reverse("undo"), {"next": address})["Location"]
    assert client.post(reverse("account_logout"), {"next": address})["Location"] == reverse("catalogue")


def test_the_pages_of_the_account_are_called_what_the_menu_calls_them(annotator, log_in):
    client = log_in(annotator)
    for address, title in (("mfa_index", "Second factor and passkeys"), ("account_email", "E-mail addresses")):
        assert f"<h1>{title}</h1>" in client.get(reverse(address)).text
    TOTP.activate(annotator, generate_totp_secret())
    RecoveryCodes.activate(annotator)
    page = client.get(reverse("mfa_index")).text
    assert "10 are left" in page
    for address in (
        "mfa_add_webauthn",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
    ):
        assert f'href="{reverse(address)}"' in page


def test_addresses_are_added_chosen_and_removed(annotator, log_in):
    client, page = log_in(annotator), reverse("account_email")
    for address in ("one@example.org", "two@example.org"):
        client.post(page, {"action_add": "", "email": address})
    EmailAddress.objects.update(verified=True)
    client.post(page, {"action_primary": "", "email": "two@example.org"})
    assert EmailAddress.objects.get(primary=True).email == "two@example.org"
    assert client.get(page).text.count("mail goes here") == 1
    client.post(page, {"action_remove": "", "email": "one@example.org"})
    assert EmailAddress.objects.get().email == "two@example.org"


def test_the_log_in_says_what_needs_a_script_and_shows_no_button_that_does_nothing(client):
    page = client.get(reverse("account_login")).text
    assert "Passkeys and security keys need JavaScript" in re.search(r"<noscript>.*?</noscript>", page, re.DOTALL)[0]
    assert "This functionality" not in page
    assert re.search(r'<button [^>]*id="passkey_login"[^>]* hidden>', page)


@pytest.mark.parametrize(
    ("template", "button"), [("account/login", "passkey_login"), ("mfa/authenticate", "mfa_webauthn_authenticate")]
)
def test_each_button_of_a_passkey_shows_by_script_only(template, button):
    source = (settings.BASE_DIR / f"templates/{template}.html").read_text()
    assert re.search(rf'<button [^>]*id="{button}" data-scripted hidden>', source)


def test_the_scripts_of_passkeys_are_those_of_the_library():
    ours, theirs = (
        re.findall(r"<script.*", (folder / "mfa/webauthn/snippets/scripts.html").read_text())
        for folder in (settings.BASE_DIR / "templates", Path(allauth.__file__).parent / "templates")
    )
    assert ours == theirs
