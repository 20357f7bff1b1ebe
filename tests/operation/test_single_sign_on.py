"""Log-in with a provider of OpenID Connect on this machine."""

import json
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from annotator.actions import people
from annotator.permissions import is_annotator
from tests.operation.oidc_provider import CLIENT, SECRET, go_there, running
from tests.support.starting import start

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LOGIN = "/accounts/oidc/oidc/login/"


def configure(settings, address):
    app = settings.OIDC | {"client_id": CLIENT, "secret": SECRET, "settings": {"server_url": address}}
    settings.OIDC_SERVER = address
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


@pytest.fixture
def provider(settings):
    with running() as started:
        configure(settings, started.address)
        yield started


def come_back(client, to=LOGIN):
    """Log in there; the answer to coming back."""
    sent = client.post(to)
    assert sent.status_code == 302, sent.text
    back = urlsplit(go_there(sent["Location"]))
    return client.get(f"{back.path}?{back.query}")


def who(client):
    user = client.get("/").wsgi_request.user
    return user.username if user.is_authenticated else None


def connect(person, provider):
    """Connect an account of the site with the one at the provider, as on the page of the account."""
    client = Client()
    client.post(reverse("account_login"), {"login": person.username, "password": "a password"})
    answer = come_back(client, f"{LOGIN}?process=connect")
    assert answer["Location"] == reverse("socialaccount_connections")
    return client


def test_the_login_page_offers_it(provider, client):
    assert "Log in with single sign-on" in client.get(reverse("account_login")).text


def test_without_a_provider_nothing_is_offered(client):
    assert "single sign-on" not in client.get(reverse("account_login")).text
    assert client.post(LOGIN).status_code == 404


def test_a_stranger_gets_no_account(provider, client):
    answer = come_back(client)
    answer = client.get(answer["Location"]) if answer.status_code == 302 else answer
    assert "by invitation" in answer.text
    assert not User.objects.exists()
    assert who(client) is None


def test_where_the_provider_vouches_one_chooses_a_name_and_reads(provider, client, settings):
    settings.OIDC_SIGNUP = True
    assert come_back(client)["Location"] == reverse("socialaccount_signup")
    assert User.objects.count() == 0
    client.post(reverse("socialaccount_signup"), {"username": "rina", "email": "rina@example.org"})
    assert who(client) == "rina"
    made = User.objects.get()
    assert not is_annotator(made)
    assert not made.has_usable_password()
    other = Client()
    come_back(other)
    assert who(other) == "rina"
    assert User.objects.count() == 1


def test_an_invitation_is_taken_up_with_it(provider, client, editor):
    client.post(people.invite(by=editor, role="Annotators").get_absolute_url())
    come_back(client)
    client.post(reverse("socialaccount_signup"), {"username": "rina", "email": "rina@example.org"})
    assert is_annotator(User.objects.get(username="rina"))


def test_an_account_is_connected_and_logs_in_with_it(provider, annotator):
    connect(annotator, provider)
    other = Client()
    come_back(other)
    assert who(other) == "annotator"


def test_an_address_alone_opens_no_account(provider, annotator, client):
    """Whoever has the address at the provider need not be who has it here."""
    annotator.email = "rina@example.org"
    annotator.save()
    come_back(client)
    assert who(client) is None


def test_a_token_for_another_site_is_refused(provider, annotator, client):
    connect(annotator, provider)
    provider.audience = "another site"
    answer = come_back(client)
    assert "Failure" in answer.text
    assert who(client) is None


def test_coming_back_without_having_been_sent_is_refused(provider, client):
    answer = client.get(f"{LOGIN}callback/?code=code-1&state=made-up")
    assert "Failure" in answer.text
    assert who(client) is None


def test_the_second_factor_is_asked_for_here_too(provider, annotator, client):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    connect(annotator, provider)
    TOTP.activate(annotator, generate_totp_secret())
    assert come_back(client)["Location"] == reverse("mfa_authenticate")
    assert who(client) is None


def test_a_provider_that_does_not_answer_is_said(settings):
    configure(settings, "http://127.0.0.1:9")
    answer = Client(raise_request_exception=False).post(LOGIN)
    assert answer.status_code == 503
    assert "The service you log in with does not answer" in answer.text


SHOW = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.config.settings"
from django.conf import settings
apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
print(json.dumps({"apps": apps, "forms": settings.SECURE_CSP["form-action"], "signup": settings.OIDC_SIGNUP}))
"""


def settings_with(folder, **variables):
    return start(folder, ("-c", SHOW), **variables)


def test_the_settings_name_the_provider(tmp_path):
    variables = {"GLOSSATOR_OIDC_SERVER": "https://login.example.org/team/", "GLOSSATOR_OIDC_CLIENT": CLIENT}
    variables |= {"GLOSSATOR_OIDC_SECRET": SECRET, "GLOSSATOR_OIDC_NAME": "the faculty"}
    found = json.loads(settings_with(tmp_path, **variables).stdout)
    (app,) = found["apps"]
    assert app["settings"] == {"server_url": "https://login.example.org/team"}
    assert (app["client_id"], app["secret"], app["name"]) == (CLIENT, SECRET, "the faculty")
    # Browsers ask the policy where the button's form leads.
    assert found["forms"] == ["'self'", "https://login.example.org"]
    assert not found["signup"]
    found = json.loads(settings_with(tmp_path).stdout)
    assert (found["apps"], found["forms"]) == ([], ["'self'"])


@pytest.mark.parametrize("address", ["login.example.org", "javascript:1", "https://", "https://a b"])
def test_an_address_that_is_none_is_refused(address, tmp_path):
    done = settings_with(tmp_path, GLOSSATOR_OIDC_SERVER=address)
    assert done.returncode != 0
    assert "GLOSSATOR_OIDC_SERVER" in done.stderr
