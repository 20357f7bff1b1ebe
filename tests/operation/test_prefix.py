"""A site below a path of its host, and two sites on one host: addresses, cookies, notes that move."""

import json
import re
import shutil

import pytest
from django.core.exceptions import ImproperlyConfigured

from annotator.config.env import Environment
from tests.support.starting import start

WALK = """
import io, json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.config.settings"
import django
django.setup()
from django.core.management import call_command
call_command("collectstatic", verbosity=0, interactive=False)
from django.conf import settings
from django.contrib.auth.models import User
from annotator.models import Annotation
from tests.support.kept_site import KeptSite
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
KeptSite()
from annotator.config.wsgi import application

def ask(path, cookie="", method="GET", body=b""):
    said = {}
    environ = {"REQUEST_METHOD": method, "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "localhost", "HTTP_COOKIE": cookie, "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(), "SCRIPT_NAME": "", "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "REMOTE_ADDR": "127.0.0.1"}
    def started(status, headers, exc_info=None):
        said.update(status=int(status[:3]), headers=headers)
    answer = application(environ, started)
    said["body"] = b"".join(answer).decode(errors="replace")
    getattr(answer, "close", lambda: None)()
    return said

found = {}
from django.test import Client
client = Client()
client.force_login(User.objects.get(username="edda"))
name = settings.SESSION_COOKIE_NAME
cookie = f"{name}={client.cookies[name].value}"
found["cookie"] = [name, settings.SESSION_COOKIE_PATH]
found["login"] = ask("/accounts/login/")
for path in ("/", "/documents/council/", "/tags/", "/export/", "/review/", "/activity/", "/texts/documents/council/", "/documents/council/1/"):
    found[path] = ask(path, cookie)
found["static"] = ask(found["/"]["body"].split('rel="stylesheet" href="')[1].split('"')[0], cookie)
found["notes"] = [note.body_html for note in Annotation.objects.order_by("created_at")]
found["ready"] = ask("/readyz")
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def below(database_with_tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("below")
    shutil.copy(database_with_tables, folder / "glossator.sqlite3")
    done = start(folder, ("-c", WALK), GLOSSATOR_PREFIX="/texts")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


PAGES = ("login", "/", "/documents/council/", "/tags/", "/export/", "/review/", "/activity/", "/documents/council/1/")


@pytest.mark.parametrize("page", PAGES)
def test_every_address_of_a_page_is_below_the_path(below, page):
    assert below[page]["status"] == 200
    pattern = r"""(?:href|src|action|hx-get|hx-post|data-[a-z-]*(?:url|address))=["'](/[^"']*)"""
    addresses = re.findall(pattern, below[page]["body"])
    assert addresses
    assert not [address for address in addresses if not address.startswith("/texts/")]


def test_a_proxy_may_leave_the_path_in_the_address(below):
    one, other = (
        re.sub(r'(value|nonce|token|key)="[^"]*"', "", below[path]["body"])
        for path in ("/documents/council/", "/texts/documents/council/")
    )
    assert one == other
    assert below["ready"]["status"] == 200


def test_static_files_are_there(below):
    assert below["static"]["status"] == 200


def test_what_is_stored_does_not_know_of_the_path_and_what_is_shown_does(below):
    stored = "".join(below["notes"])
    assert 'href="/documents/secret/1/"' in stored
    assert 'href="/people/ada/"' in stored
    assert "/texts/" not in stored
    assert 'href="/texts/people/ada/" class="mention"' in below["/documents/council/1/"]["body"]
    assert 'href="/texts/documents/secret/1/" class="passage-link"' in below["/documents/council/1/"]["body"]


def test_its_cookies_are_its_own(below):
    assert below["cookie"] == ["texts-sessionid", "/texts/"]
    made = [value for name, value in below["login"]["headers"] if name == "Set-Cookie"]
    assert made
    assert all(each.startswith("texts-csrftoken=") and "Path=/texts/" in each for each in made)


def test_sites_on_two_ports_of_a_host_can_have_other_cookies(tmp_path):
    show = "from annotator.config.settings import *; print(SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, SESSION_COOKIE_PATH)"
    assert start(tmp_path, ("-c", show)).stdout == "sessionid csrftoken /\n"
    named = start(tmp_path, ("-c", show), GLOSSATOR_COOKIES="second").stdout
    assert named == "second-sessionid second-csrftoken /\n"


@pytest.mark.parametrize("path", ["texts", "/te xts", "//texts", "/texts//more", "/../texts", "https://a/texts", "/1"])
def test_a_path_that_is_none_stops_the_start(path):
    with pytest.raises(ImproperlyConfigured, match=r"GLOSSATOR_PREFIX is .* Write a path such as /texts\."):
        Environment({"GLOSSATOR_PREFIX": path}).path("GLOSSATOR_PREFIX")


@pytest.mark.parametrize(("path", "taken"), [("", ""), ("/", ""), ("/texts/", "/texts"), ("/a/b-c", "/a/b-c")])
def test_a_slash_at_the_end_does_not_matter(path, taken):
    assert Environment({"GLOSSATOR_PREFIX": path}).path("GLOSSATOR_PREFIX") == taken


@pytest.mark.parametrize("name", ["two words", "a;b", "1", "é"])
def test_a_name_that_is_no_word_stops_the_start(name):
    with pytest.raises(ImproperlyConfigured, match="GLOSSATOR_COOKIES is "):
        Environment({"GLOSSATOR_COOKIES": name}).name("GLOSSATOR_COOKIES")


def test_pages_for_failures_are_below_the_path_too(tmp_path):
    show = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'annotator.config.settings'\n"
        "import django; django.setup()\n"
        "from django.template.loader import render_to_string\n"
        "print(render_to_string('500.html'), render_to_string('send_again.html', {'title': 'x'}))"
    )
    shown = start(tmp_path, ("-c", show), GLOSSATOR_PREFIX="/texts")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.count('href="/texts/static/annotator/site.css"') == 2
    assert 'href="/static' not in shown.stdout
    assert shown.stdout.count('href="/texts/"') == 2
