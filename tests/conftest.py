"""The fixed cast: a reader, two annotators, an editor, an administrator, and somebody from outside the group."""

import os
import shutil

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import Group, User
from django.test import Client, TransactionTestCase, override_settings
from hypothesis import settings as hypothesis_settings

from annotator.permissions import ANNOTATORS, EDITORS
from tests.support import factories
from tests.support.starting import start

# Slow machines are no reason to fail: what is timed is measured elsewhere.
# CI tries the same examples each time, so that it fails only for what a change did, and fewer, as its time is short;
# developers' runs look for new ones.
CI = "CI" in os.environ
hypothesis_settings.register_profile("glossator", deadline=None, derandomize=CI, max_examples=40 if CI else 100)
hypothesis_settings.load_profile("glossator")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(items):
    """Mark what is the same on every database, to be run once: pytest-django lets no such test reach one."""
    for item in items:
        of_django = item.get_closest_marker("django_db") or (item.cls and issubclass(item.cls, TransactionTestCase))
        if not of_django and DATABASE_FIXTURES.isdisjoint(item.fixturenames):
            item.add_marker("no_database")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    # A file: the server that the browser tests talk to answers in threads of its own, and an SQLite database in memory
    # has one connection, in which their transactions would run into each other.
    database = site_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _static_files():
    """Static files from where they lie, for the whole session: the browser tests' server reads settings once."""
    with override_settings(
        STORAGES=site_settings.STORAGES
        | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
        MIDDLEWARE=[each for each in site_settings.MIDDLEWARE if "whitenoise" not in each],
    ):
        yield


@pytest.fixture(autouse=True)
def _site(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "sources"
    # Limits count for a test, not for all of them.
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": tmp_path / "cache"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def person(name, group=None, **fields):
    user = User.objects.create_user(name, password="a password", **fields)
    if group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


@pytest.fixture
def reader(db):
    return person("reader")


@pytest.fixture
def annotator(db):
    return person("annotator", ANNOTATORS)


@pytest.fixture
def colleague(db):
    return person("colleague", ANNOTATORS)


@pytest.fixture
def editor(db):
    return person("editor", EDITORS)


@pytest.fixture
def administrator(db):
    return person("administrator", is_staff=True, is_superuser=True)


@pytest.fixture(scope="session")
def database_with_tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    made = start(folder, ("manage.py", "migrate", "--verbosity", "0"))
    assert made.returncode == 0, made.stderr
    return folder / "glossator.sqlite3"


@pytest.fixture
def data_folder(database_with_tables, tmp_path):
    """That of an empty site, for programs in processes of their own; making its tables takes seconds."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    shutil.copy(database_with_tables, folder)
    return folder


@pytest.fixture
def log_in():
    def logged_in(user=None):
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return logged_in


@pytest.fixture
def one_of_each(annotator):
    """A text with one contribution of every kind, as parts of the addresses of pages, by their names."""
    return factories.make_one_of_each(annotator)
