"""The doctor finds what is wrong with a site, says what to do, and changes nothing."""

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from annotator.checks import loses_writes
from annotator.models import Passage
from corpus.models import Revision
from corpus.models.words import DocumentWords
from tests.support.factories import make_tag
from tests.support.kept_site import KeptSite, tables
from tests.support.starting import start

DEPLOYED = {
    "GLOSSATOR_HTTPS": "true",
    "GLOSSATOR_HOSTS": "texts.example.org",
    "GLOSSATOR_EMAIL_HOST": "mail.example.org",
    # Nothing is asked of it.
    "DATABASE_URL": "postgresql://glossator@127.0.0.1:1/glossator",
}


@pytest.fixture
def site(db):
    return KeptSite()


def doctor(capsys):
    """What it says, and the exit status."""
    capsys.readouterr()
    status = 0
    try:
        call_command("doctor")
    except SystemExit as stop:
        status = stop.code
    return capsys.readouterr().out, status


def test_a_sound_site_has_nothing_but_its_settings_to_look_at(site, capsys):
    before = tables()
    said, _status = doctor(capsys)
    for what in ("People", "Source files", "Index of words", "Marks", "Names of tags", "Database"):
        assert f"{what}: as it should be" in said
    assert "set GLOSSATOR_HTTPS=true" in said
    assert "Set GLOSSATOR_EMAIL_HOST" in said
    assert "SECURE_" not in said
    assert "MAILERS" not in said
    assert tables() == before


def test_names_with_what_nobody_sees_are_told_and_what_they_look_like(site, capsys):
    make_tag("Peace", slug="peace")
    make_tag("Pe\u00adace", slug="peace-2")
    make_tag("wi\u200bdth", slug="width")
    said, status = doctor(capsys)
    assert status == 1
    assert "“Peace” (/tags/peace-2/) has characters in its name that nobody sees: merge it with /tags/peace/" in said
    assert "“width” (/tags/width/) has characters in its name that nobody sees: save it anew" in said
    assert "(/tags/peace/)" not in said


def test_what_is_wrong_is_said_with_what_to_do(site, capsys):
    site.admin.authenticator_set.all().delete()
    revision = Revision.objects.first()
    default_storage.delete(revision.source.name)
    passage = Passage.objects.settled().first()
    Passage.objects.filter(pk=passage.pk).update(quote="other words")
    DocumentWords.objects.all().delete()
    said, status = doctor(capsys)
    assert status == 1
    assert "admin administers the site with a password alone. Add a second factor" in said
    assert f"{revision.source.name} is not in" in said
    assert "1 marks have other words than the text at their place." in said
    assert "2 documents are not in it, so the search misses them." in said


def test_a_new_site_is_told_of_the_first_account(db, capsys):
    said, status = doctor(capsys)
    assert status == 1
    assert "Make the first account: manage.py createsuperuser" in said


def test_a_site_without_tables_is_told_to_make_them(tmp_path):
    done = start(tmp_path, ("manage.py", "doctor"))
    assert done.returncode == 1
    assert "run manage.py migrate" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_site_that_is_set_up_passes_the_checks_of_django(tmp_path, monkeypatch):
    # Set by tests that drive a browser, for their own process.
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)
    done = start(tmp_path, ("manage.py", "check", "--deploy", "--fail-level", "INFO"), **DEPLOYED)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", "31536000 False False"),
        ("host", "31536000 False False"),
        ("subdomains", "31536000 True False"),
        ("preload", "31536000 True True"),
        ("no", "0 False False"),
    ],
)
def test_for_how_much_https_is_remembered_can_be_chosen(tmp_path, value, expected):
    show = (
        "from annotator.config.settings import *; "
        "print(SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD)"
    )
    assert start(tmp_path, ("-c", show), GLOSSATOR_HTTPS="true", GLOSSATOR_HSTS=value).stdout.strip() == expected


@pytest.mark.parametrize(
    ("version", "loses"),
    [
        ((3, 35, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_versions_of_sqlite_that_may_lose_what_was_written(version, loses):
    assert loses_writes(version) is loses


def test_such_a_version_is_named(monkeypatch, settings):
    from annotator import checks

    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(checks.sqlite3, "sqlite_version", "3.40.1")
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "annotator.config.sqlite3")
    (message,) = checks.sqlite_version()
    assert message.id == "glossator.W001"
    assert "SQLite 3.40.1" in message.msg
    assert "3.51.3 or newer, or PostgreSQL" in message.hint
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    assert checks.sqlite_version() == []
