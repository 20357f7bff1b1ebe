"""Alive, and ready: what load balancers ask."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from annotator import readiness
from annotator.config import wsgi

pytestmark = pytest.mark.django_db


def test_alive_needs_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"


def test_ready(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready")


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_both_answer_without_tls_where_the_site_has_it(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/").status_code == 301
    assert client.get(address).status_code == 200


def not_ready(client, words):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert words in answer.content.decode()
    assert client.get("/healthz").status_code == 200


def test_a_migration_that_is_missing(client):
    MigrationRecorder.Migration.objects.filter(app="annotator").order_by("-pk").first().delete()
    not_ready(client, "manage.py migrate")


def test_no_tables_at_all(client):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO gone")
    not_ready(client, "manage.py migrate")


def test_static_files_that_are_not_collected(client, settings):
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "annotator.config.storage.StaticFiles"}}
    not_ready(client, "collectstatic")


def test_a_disk_that_is_full_or_gone(client, settings, monkeypatch, tmp_path):
    monkeypatch.setattr(readiness, "LEAST_FREE", 1 << 62)
    not_ready(client, "data folder")
    monkeypatch.undo()
    settings.DATA_DIR = tmp_path / "gone"
    not_ready(client, "data folder")


def test_a_secret_that_is_too_short(client, settings):
    settings.SECRET_KEY = "short"
    not_ready(client, "secret")


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (["texts.example.org"], b"texts.example.org"),
        ([".example.org", "a.example"], b"example.org"),
        (["*"], b"localhost"),
    ],
)
def test_whoever_watches_asks_by_the_address_of_the_machine(settings, monkeypatch, names, name):
    settings.ALLOWED_HOSTS = names
    monkeypatch.setattr(wsgi, "_site", lambda environ, _start: [environ["HTTP_HOST"].encode()])
    asked = {"HTTP_HOST": "10.0.0.7:8000"}
    for path in ("/healthz", "/readyz", "/metrics"):
        assert wsgi.application(asked | {"PATH_INFO": path}, print) == [name]
    assert wsgi.application(asked | {"PATH_INFO": "/help/"}, print) == [b"10.0.0.7:8000"]
