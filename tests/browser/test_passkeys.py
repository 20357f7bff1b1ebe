"""Passkeys, with the authenticator that Chromium has for tests; and single sign-on past the policy for forms."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings as site_settings
from django.urls import reverse
from playwright.sync_api import expect

from annotator.config.env import origin_of
from tests.browser.axe import check
from tests.browser.hands import type_the_password
from tests.operation.oidc_provider import running
from tests.operation.test_single_sign_on import configure


def give_an_authenticator(page):
    """A phone or a key that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def say_it_again(page):
    """What changes how one logs in asks for the password first."""
    page.get_by_label("Password").fill("a password")
    page.get_by_role("main").get_by_role("button", name="Confirm").click()


def log_out(page):
    page.locator(".account-of summary").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.locator(".account-of")).to_have_count(0)


@pytest.fixture
def known(annotator):
    EmailAddress.objects.create(user=annotator, email="annotator@example.org", primary=True, verified=True)
    return annotator


def test_a_passkey_is_made_and_logs_in_without_a_password(known, page, live_server):
    assert live_server.url.startswith("http://localhost:")
    give_an_authenticator(page)
    type_the_password(page)
    expect(page.locator(".account-of")).to_be_visible()
    page.goto(reverse("mfa_add_webauthn"))
    say_it_again(page)
    check(page)
    page.get_by_label("Passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    expect(page).to_have_url(re.compile("recovery-codes"))
    assert Authenticator.objects.filter(user=known, type="webauthn").count() == 1
    page.goto(reverse("mfa_list_webauthn"))
    check(page)
    key = Authenticator.objects.get(type="webauthn").pk
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        page.goto(reverse(name, args=[key]))
        check(page)
    log_out(page)
    page.goto(reverse("account_login"))
    check(page)
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.locator(".account-of summary")).to_have_text("annotator")
    log_out(page)
    type_the_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    check(page)
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.locator(".account-of summary")).to_have_text("annotator")


def test_where_there_is_no_passkey_it_says_so(known, page):
    session, authenticator = give_an_authenticator(page)
    page.goto(reverse("account_login"))
    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.locator("#messages")).to_contain_text("No passkey was used")


def test_single_sign_on_goes_there_and_back_under_the_policy(known, open_page, settings):
    with running() as provider:
        configure(settings, provider.address)
        settings.SECURE_CSP = site_settings.SECURE_CSP | {
            "form-action": [*site_settings.SECURE_CSP["form-action"], origin_of(provider.address)]
        }
        page = open_page()
        type_the_password(page)
        expect(page.locator(".account-of")).to_be_visible()
        page.goto(reverse("socialaccount_connections"))
        check(page)
        page.get_by_role("main").get_by_role("link", name="single sign-on", exact=True).first.click()
        check(page)
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("radio")).to_have_count(1)
        check(page)
        log_out(page)
        page.goto(reverse("account_login"))
        page.get_by_role("button", name="Log in with single sign-on").click()
        expect(page.locator(".account-of summary")).to_have_text("annotator")
