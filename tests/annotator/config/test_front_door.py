"""The ways a Django developer would try the site: each works, or says in a sentence what to do instead."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from annotator.config.storage import StaticFiles

ROOT = Path(__file__).resolve().parents[3]


def run(*command, **environment):
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("debug", ["true", "false"])
def test_pages_and_their_files_are_served_without_collectstatic(tmp_path, debug):
    asked = """
import django
django.setup()
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.template.loader import render_to_string
page = render_to_string("404.html", {"layout": "base.html", "user": None})
assert "/static/annotator/site.css" in page, page
for name in ("annotator/site.css", "annotator/site.js", "django_htmx/htmx-2.min.js"):
    answer = Client().get(f"/static/{name}", headers={"host": "localhost"})
    assert answer.status_code == 200, name
    assert b"".join(answer), name
"""
    done = run(
        *(sys.executable, "-W", "error", "-c", asked),
        DJANGO_SETTINGS_MODULE="annotator.config.settings",
        GLOSSATOR_DATA=str(tmp_path),
        GLOSSATOR_DEBUG=debug,
    )
    assert done.returncode == 0, done.stderr


def test_names_change_with_their_content_once_files_are_collected(tmp_path):
    with override_settings(
        STATIC_ROOT=tmp_path, STORAGES={"staticfiles": {"BACKEND": "annotator.config.storage.StaticFiles"}}
    ):
        assert StaticFiles().url("annotator/site.css") == "/static/annotator/site.css"
        call_command("collectstatic", interactive=False, verbosity=0)
        address = StaticFiles().url("annotator/site.css")
        assert address != "/static/annotator/site.css"
        assert (tmp_path / address.removeprefix("/static/")).exists()
        # A file that came since: its page is shown all the same.
        assert StaticFiles().url("annotator/later.css") == "/static/annotator/later.css"


def test_manage_says_which_python_to_use():
    # -S: without the packages that are installed beside it.
    done = run(sys.executable, "-S", "manage.py", "check")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Django is not installed for this Python. Run .venv/bin/python manage.py, or make install first."
    ]


def test_manage_test_runs_the_suite_with_pytest():
    done = run(sys.executable, "manage.py", "test", "tests/contracts/test_modules.py")
    assert done.returncode == 0, done.stderr
    assert " passed" in done.stdout
    refused = run(sys.executable, "manage.py", "test", "tests/no_such_file.py")
    assert refused.returncode == 1


@pytest.mark.parametrize("how", [["install"], ["install", "--editable"], ["wheel"]], ids=" ".join)
def test_it_is_not_built_as_a_package_and_says_so(tmp_path, how):
    done = run(
        sys.executable, "-m", "pip", *how, ROOT, "--no-deps", "--dry-run" if how[0] == "install" else "--no-cache"
    )
    assert done.returncode != 0
    assert "it runs from its checkout. Run make demo" in done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("make") or not shutil.which("bash"), reason="make or bash is not installed")
def test_a_port_that_is_taken_is_said_before_anything_else():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("make", "--no-print-directory", "demo", f"PORT={port}")
    assert done.returncode != 0
    assert done.stdout.splitlines() == [
        f"Port {port} is taken by another program. Take another: make demo PORT={port + 1}"
    ]


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_a_python_that_is_named_is_the_one_that_is_taken(tmp_path):
    named = run("make", "-n", "install", f"VENV={tmp_path}", f"PYTHON={sys.executable}")
    assert f'set -- "{sys.executable}"' in named.stdout
    other = run("make", "install", f"VENV={tmp_path}", "PYTHON=/no/such/python")
    assert other.returncode != 0
    assert "PYTHON=/no/such/python is not a Python of 3.12 or newer." in other.stdout
    assert not list(tmp_path.iterdir())
