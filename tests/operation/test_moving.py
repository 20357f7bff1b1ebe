"""A site moves from one database to the other and back: every export is the same to the byte."""

import os
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from tests.operation.test_private_files import start

KINDS = ("documents", "paragraphs", "codebook", "tags", "annotations", "cross-references", "events", "people", "bundle")
MAKE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.config.settings"
import django
django.setup()
from tests.support.kept_site import KeptSite
KeptSite()
"""
NEXT = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.config.settings"
import django
django.setup()
from django.apps import apps
from django.contrib.auth.models import User
from annotator.actions import annotations
from annotator.models.place import Place
from corpus import search
from corpus.models import Document, Paragraph
assert [each.key for each in search.matching(Paragraph.objects.all(), "lodz")] == [1]
council = Document.objects.get(slug="council")
place = council.paragraphs.select_related("document__collection").get(key=2)
annotations.annotate(places=[Place(place, 0, 3)], body="New keys", by=User.objects.get(username="ada"))
User.objects.create_user("next")
"""


@pytest.fixture
def another_database():
    """An empty database beside that of the tests."""
    import psycopg

    settings = connection.settings_dict
    server = {name.lower(): settings[name] for name in ("HOST", "PORT", "USER", "PASSWORD") if settings[name]}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as conn:
        conn.execute("DROP DATABASE IF EXISTS glossator_moved")
        conn.execute("CREATE DATABASE glossator_moved")
    yield f"postgresql://{server['user']}@{server['host']}:{server['port']}/glossator_moved?pool=no"
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as conn:
        conn.execute("DROP DATABASE glossator_moved WITH (FORCE)")


class Site:
    """A site of its own, in a folder and a database of its own."""

    def __init__(self, folder, address=""):
        self.folder, self.address = folder, address
        self.run("manage.py", "migrate", "--verbosity", "0")

    def run(self, *program):
        done = start(self.folder, program, DATABASE_URL=self.address)
        assert done.returncode == 0, done.stderr
        return done

    def exports(self, folder):
        folder.mkdir()
        for kind in KINDS:
            self.run("manage.py", "export", kind, "--output", str(folder / kind))
        return {kind: (folder / kind).read_bytes() for kind in KINDS}


def rows_of(path: Path):
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith(("tables/", "sources/")))
        return {name: archive.read(name) for name in names}


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.skipif("postgresql" not in os.environ.get("DATABASE_URL", ""), reason="asks PostgreSQL itself")
def test_from_sqlite_to_postgresql_and_back(tmp_path, another_database):
    first = Site(tmp_path / "first")
    first.run("-c", MAKE)
    before = first.exports(tmp_path / "exports-1")
    first.run("manage.py", "backup", str(tmp_path / "first.zip"))

    second = Site(tmp_path / "second", another_database)
    second.run("manage.py", "restore", str(tmp_path / "first.zip"))
    assert second.exports(tmp_path / "exports-2") == before
    second.run("manage.py", "backup", str(tmp_path / "second.zip"))
    second.run("-c", NEXT)

    third = Site(tmp_path / "third")
    third.run("manage.py", "restore", str(tmp_path / "second.zip"))
    assert third.exports(tmp_path / "exports-3") == before
    third.run("manage.py", "backup", str(tmp_path / "third.zip"))
    third.run("-c", NEXT)
    assert rows_of(tmp_path / "first.zip") == rows_of(tmp_path / "second.zip") == rows_of(tmp_path / "third.zip")
