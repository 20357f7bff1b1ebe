"""axe-core finds nothing on the pages that come from libraries: the accounts', and the admin.

Complete by construction: one that has no row here fails the test.
"""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.auth.tokens import default_token_generator
from django.urls import NoReverseMatch, get_resolver, reverse
from playwright.sync_api import expect

from tests.browser.axe import check, check_all
from tests.browser.hands import type_the_password
from tests.contracts.test_permissions import patterns

NOBODY = {
    "account_login": (),
    "account_signup": (),
    "account_inactive": (),
    "account_email_verification_sent": (),
    "account_confirm_email": ("confirmation",),
    "account_reset_password": (),
    "account_reset_password_done": (),
    "account_reset_password_from_key": ("person", "token"),
    "account_reset_password_from_key_done": (),
    "socialaccount_login_cancelled": (),
    "socialaccount_login_error": (),
}
SOMEBODY = [
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
    "socialaccount_connections",
]
WITH_A_SECOND_FACTOR = [
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "account_reauthenticate",
    "mfa_reauthenticate",
]
SEEN_ON_THE_WAY = ["mfa_authenticate"]
NO_PAGES = {
    "account_set_password": "for accounts without a password, of which there are none",
    "account_confirm_login_code": "logging in by a code is off",
    "mfa_download_recovery_codes": "a text file",
    "mfa_login_webauthn": "data for a script",
    "mfa_edit_webauthn": "seen with a passkey, in test_passkeys",
    "mfa_remove_webauthn": "seen with a passkey, in test_passkeys",
    "mfa_reauthenticate_webauthn": "asked of those who have passkeys alone",
    "socialaccount_signup": "only on the way from a provider",
    "openid_connect_login": "seen with a provider, in test_passkeys",
    "openid_connect_callback": "only on the way from a provider",
}


def test_every_page_of_an_account_has_a_row():
    names = {
        name
        for name, view, namespace, _path in patterns(get_resolver())
        if name and not namespace and not view.__module__.startswith("annotator")
    }
    assert names == {*NOBODY, *SOMEBODY, *WITH_A_SECOND_FACTOR, *SEEN_ON_THE_WAY, *NO_PAGES}


@pytest.fixture
def address_of_mail(annotator):
    return EmailAddress.objects.create(user=annotator, email="annotator@example.org", primary=True, verified=False)


@pytest.mark.parametrize("signup", [True, False])
def test_account_pages_of_nobody(signup, settings, annotator, address_of_mail, page, subtests):
    settings.SIGNUP_OPEN = signup
    parts = {
        "confirmation": EmailConfirmationHMAC(address_of_mail).key,
        "person": user_pk_to_url_str(annotator),
        "token": default_token_generator.make_token(annotator),
    }
    names = NOBODY if signup else ["account_signup"]
    for name in names:
        with subtests.test(name):
            page.goto(reverse(name, args=[parts[part] for part in NOBODY[name]]))
            check(page)


def test_account_pages_of_somebody(annotator, address_of_mail, page, subtests):
    type_the_password(page)
    for name in SOMEBODY:
        with subtests.test(name):
            page.goto(reverse(name))
            if "reauthenticate" in page.url:
                check(page)
                page.get_by_label("Password").fill("a password")
                page.get_by_role("main").get_by_role("button", name="Confirm").click()
                expect(page).to_have_url(reverse(name))
            check(page)
    TOTP.activate(annotator, generate_totp_secret())
    RecoveryCodes.activate(annotator)
    for name in WITH_A_SECOND_FACTOR:
        with subtests.test(name):
            page.goto(reverse(name))
            check(page)
    page.locator(".account-of summary").click()
    page.get_by_role("button", name="Log out").click()
    type_the_password(page)
    expect(page).to_have_url(reverse("mfa_authenticate"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    check(page)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page).to_have_url(reverse("mfa_authenticate"))
    page.get_by_role("button", name="Cancel").click()
    expect(page).to_have_url(reverse("account_login"))


def test_a_login_that_is_refused(annotator, page):
    page.goto(reverse("account_login"))
    page.get_by_label("Login").fill("annotator")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page)


def part_of_admin(name):
    """The app in the name of an address; "" where it belongs to none."""
    return next((app for app in ADMIN_APPS if name.startswith(f"{app}_")), "")


ADMIN_APPS = ("annotator", "corpus", "auth", "account", "mfa", "socialaccount")
# Parts of the addresses of the admin that are not those of a thing.
ADMIN_PARTS = {"app_list": ["corpus"], "view_on_site": [1, 1]}


def admin_addresses(apps_meant):
    """The addresses of the admin of some apps, filled in with what there is; those of no app with the last."""
    found = {}
    for name, _view, namespace, _path in patterns(get_resolver()):
        if namespace != "admin" or name is None or part_of_admin(name) not in apps_meant:
            continue
        things = name.rsplit("_", 1)[0].removesuffix("_password")
        try:
            found[name] = reverse(f"admin:{name}", args=ADMIN_PARTS.get(name, []))
        except NoReverseMatch:
            thing = apps.get_model(*things.split("_", 1))._default_manager.first()
            assert thing is not None, f"make one for {name}"
            found[name] = reverse(f"admin:{name}", args=[thing.pk])
    return found


# They look the same whatever they are about.
ALIKE_IN_ADMIN = ("_history", "_delete")


@pytest.mark.parametrize("part", [["annotator"], ["corpus"], ["auth", "account", "mfa", "socialaccount", ""]], ids=str)
def test_the_admin(part, one_of_each, administrator, editor, address_of_mail, open_page, log_in, subtests):
    TOTP.activate(administrator, generate_totp_secret())
    SocialAccount.objects.create(user=editor, provider="oidc", uid="42")
    check_all(admin_addresses(part), open_page(administrator), log_in(administrator), subtests, ALIKE_IN_ADMIN)
