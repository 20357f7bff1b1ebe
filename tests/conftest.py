"""The fixed cast: a reader, two annotators, an editor, an administrator, and somebody from outside the group."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from hypothesis import settings as hypothesis_settings

from annotator.permissions import ANNOTATORS, EDITORS
from tests.support import factories
from tests.support.starting import start

# Slow machines are no reason to fail: what is timed is measured elsewhere.
# CI tries the same examples each time, so that it fails only for what a change did, and fewer, as its time is short;
# developers' runs look for new ones.
CI = "CI" in os.environ
hypothesis_settings.register_profile("glossator", deadline=None, derandomize=CI, max_examples=25 if CI else 100)
hypothesis_settings.load_profile("glossator")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(items):
    """Mark what is the same on every database, to be run once: pytest-django lets no such test reach one."""
    for item in items:
        of_django = item.get_closest_marker("django_db") or (item.cls and issubclass(item.cls, TransactionTestCase))
        if not of_django and DATABASE_FIXTURES.isdisjoint(item.fixturenames):
            item.add_marker("no_database")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory, worker_id, django_test_environment, django_db_blocker):
    """The name of the database with the tables, which the first worker of a run makes: migrating takes seconds."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent
    if connection.vendor == "sqlite":
        # A file: the server that the browser tests talk to answers in threads of its own, and an SQLite database in
        # memory has one connection, in which their transactions would run into each other.
        connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")
    with django_db_blocker.unblock(), (folder / "migrated").open("a+") as said:
        fcntl.flock(said, fcntl.LOCK_EX)
        said.seek(0)
        name = said.read()
        if not name:
            name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
            connection.close()
            said.write(name)
    return name


@pytest.fixture(scope="session")
def django_db_setup(migrated, worker_id, django_db_blocker):
    """A copy for each worker, as Django's own tests in parallel have; the next run on the server overwrites it."""
    connection.settings_dict["NAME"] = migrated
    with django_db_blocker.unblock():
        connection.creation.clone_test_db(worker_id, verbosity=0)
    connection.settings_dict.update(connection.creation.get_test_db_clone_settings(worker_id))


@pytest.fixture(scope="session", autouse=True)
def _static_files():
    """Static files from where they lie, for the whole session: the browser tests' server reads settings once."""
    with override_settings(
        STORAGES=site_settings.STORAGES
        | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
        MIDDLEWARE=[each for each in site_settings.MIDDLEWARE if "whitenoise" not in each],
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _flush():
    """Content types and permissions stay where tables are emptied: Django would make them anew each time, in 0.1 s."""

    def emptied(test):
        kept = {ContentType._meta.db_table, Permission._meta.db_table}
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - kept
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
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
def database_with_tables(migrated, tmp_path_factory):
    if connection.vendor == "sqlite":
        return Path(migrated)
    folder = tmp_path_factory.mktemp("tables")
    made = start(folder, ("manage.py", "migrate", "--verbosity", "0"))
    assert made.returncode == 0, made.stderr
    return folder / "glossator.sqlite3"


@pytest.fixture
def data_folder(database_with_tables, tmp_path):
    """That of an empty site, for programs in processes of their own; making its tables takes seconds."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    shutil.copy(database_with_tables, folder / "glossator.sqlite3")
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
