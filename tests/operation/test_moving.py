"""A site moves from one database to the other and back: every export is the same to the byte."""

import json
import os
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from tests.support.starting import start

KINDS = ("documents", "paragraphs", "codebook", "tags", "annotations", "cross-references", "events", "people", "bundle")
SITE = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.config.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
for each in json.loads(sys.argv[1]):
    if isinstance(each, list):
        call_command(*each)
    else:
        exec(each)
"""
MAKE = """
from tests.support.kept_site import KeptSite
KeptSite()
"""
NEXT = """
from django.contrib.auth.models import User
from annotator.actions import annotations
from annotator.models.place import Place
from corpus import search
from corpus.models import Document, Paragraph
assert [found.key for found in search.matching(Paragraph.objects.all(), "lodz")] == [1]
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
    name = f"{settings['NAME']}_moved"  # each worker of the tests has its own
    server = {key.lower(): settings[key] for key in ("HOST", "PORT", "USER", "PASSWORD") if settings[key]}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as conn:
        conn.execute(f"DROP DATABASE IF EXISTS {name}")
        conn.execute(f"CREATE DATABASE {name}")
    yield f"postgresql://{server['user']}@{server['host']}:{server['port']}/{name}?pool=no"
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as conn:
        conn.execute(f"DROP DATABASE {name} WITH (FORCE)")


def site(folder, address, *work):
    """Do ``work``, names of commands with arguments or lines of Python, on a site of its own, in one process."""
    done = start(folder, ("-c", SITE, json.dumps(work)), DATABASE_URL=address)
    assert done.returncode == 0, done.stderr


def exported(folder):
    return {kind: (folder / kind).read_bytes() for kind in KINDS}


def rows_of(path: Path):
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith(("tables/", "sources/")))
        return {name: archive.read(name) for name in names}


@pytest.mark.postgres
@pytest.mark.timeout(900)
@pytest.mark.django_db
@pytest.mark.skipif("postgresql" not in os.environ.get("DATABASE_URL", ""), reason="asks PostgreSQL itself")
def test_from_sqlite_to_postgresql_and_back(tmp_path, another_database):
    def work(name):
        """Its exports and its backup."""
        (tmp_path / name).mkdir()
        exports = [["export", kind, "--output", str(tmp_path / name / kind)] for kind in KINDS]
        return [*exports, ["backup", str(tmp_path / f"{name}.zip")]]

    def restore(name):
        return ["restore", str(tmp_path / f"{name}.zip")]

    site(tmp_path / "one", "", MAKE, *work("first"))
    site(tmp_path / "two", another_database, restore("first"), *work("second"), NEXT)
    site(tmp_path / "three", "", restore("second"), *work("third"), NEXT)
    assert exported(tmp_path / "first") == exported(tmp_path / "second") == exported(tmp_path / "third")
    assert rows_of(tmp_path / "first.zip") == rows_of(tmp_path / "second.zip") == rows_of(tmp_path / "third.zip")
