"""Settings from the environment: what is meant is taken, and nonsense is refused with the name of its variable."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from annotator.config.env import Environment

ROOT = Path(__file__).resolve().parents[3]
LETTERS = re.compile("[a-z]+")


def read(kind, value, *more, **named):
    return getattr(Environment({"NAME": value}), kind)("NAME", *more, **named)


@pytest.mark.parametrize(
    ("value", "meant"), [("true", True), ("TRUE", True), ("1", True), ("false", False), ("", True)]
)
def test_a_boolean(value, meant):
    assert read("boolean", value, default=True) is meant


@pytest.mark.parametrize(
    ("kind", "value", "more"),
    [
        ("boolean", "yes", {"default": True}),
        ("port", "0", {"default": 587}),
        ("port", "65536", {"default": 587}),
        ("port", "5" * 5000, {"default": 587}),
        ("port", "smtp", {"default": 587}),
        ("port", "-1", {"default": 587}),
        ("one_of", "xx", {"default": "en", "allowed": ["en"], "example": "en"}),
        ("words", "a,B", {"default": (), "pattern": LETTERS, "example": "letters"}),
        ("secret", "short", {"file": Path("nowhere")}),
        ("database", "mysql://host/name", {"default": Path("x")}),
        ("database", "sqlite://relative.db", {"default": Path("x")}),
        ("database", "postgresql://host/", {"default": Path("x")}),
        ("database", "postgresql://host:99999/name", {"default": Path("x")}),
        ("database", "postgresql://host/name?pool=maybe", {"default": Path("x")}),
        ("database", "postgresql://host/name?ssl=require", {"default": Path("x")}),
    ],
)
def test_nonsense_is_refused_by_name(kind, value, more):
    with pytest.raises(ImproperlyConfigured, match=r"^NAME"):
        read(kind, value, **more)


def test_lists_are_separated_by_commas():
    assert read("words", " a, b,,c ", ("x",), LETTERS, "letters") == ["a", "b", "c"]
    assert read("words", "", ("x",), LETTERS, "letters") == ["x"]


def test_a_database_address_says_everything_libpq_must_know():
    address = "postgresql://us%40er:p%2Fw@db.example.org:5433/texts?sslmode=require&pool=no"
    found = read("database", address, Path("x"))
    assert [found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        *("us@er", "p/w", "db.example.org", "5433", "texts")
    ]
    # A server that does not answer is down after two seconds.
    assert found["OPTIONS"] == {"sslmode": "require", "connect_timeout": 2, "tcp_user_timeout": 2000}
    # Kept by each thread, and looked at before it is used; a pool comes back later than the database.
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (0, True)
    kept = read("database", "postgresql://localhost/texts", Path("x"))
    assert kept["CONN_MAX_AGE"] is None
    # PgBouncer would refuse settings of a session.
    assert "options" not in kept["OPTIONS"]
    sqlite = read("database", "sqlite:////var/a.db", Path("x"))
    assert (sqlite["NAME"], sqlite["CONN_MAX_AGE"]) == ("/var/a.db", None)
    assert read("database", "", Path("x")) == sqlite | {"NAME": "x"}


def test_a_secret_comes_from_the_variable_a_named_file_or_is_made_once(tmp_path):
    long = "s" * 40
    assert read("secret", long, tmp_path / "key") == long
    (tmp_path / "given").write_text(f"{long}\n")
    assert Environment({"NAME_FILE": str(tmp_path / "given")}).secret("NAME", tmp_path / "key") == long
    made = Environment({}).secret("NAME", tmp_path / "key")
    assert made == Environment({}).secret("NAME", tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    with pytest.raises(ImproperlyConfigured, match="Both NAME and NAME_FILE"):
        Environment({"NAME": long, "NAME_FILE": "x"}).text("NAME")
    with pytest.raises(ImproperlyConfigured, match=r"^NAME_FILE"):
        Environment({"NAME_FILE": str(tmp_path / "none")}).text("NAME")


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match=r"^NAME"):
        read("folder", str(tmp_path / "file"), tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GLOSSATOR_TIME_ZONE", "Nowhere/Land"),
        ("GLOSSATOR_LANGUAGE", "xx"),
        ("GLOSSATOR_HOSTS", "http://texts.example.org"),
        ("GLOSSATOR_TRUSTED_ORIGINS", "texts.example.org"),
        ("GLOSSATOR_DEBUG", "on"),
        ("GLOSSATOR_EMAIL_PORT", "smtp"),
    ],
)
def test_the_site_does_not_start_with_nonsense(name, value, tmp_path):
    environment = os.environ | {"GLOSSATOR_DATA": str(tmp_path), name: value}
    command = [sys.executable, "-c", "import annotator.config.settings"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert f"ImproperlyConfigured: {name} " in ended.stderr.splitlines()[-1]
