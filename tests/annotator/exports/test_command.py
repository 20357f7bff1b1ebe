"""``manage.py export``."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from annotator.exports.kinds import EXPORT_KINDS
from annotator.exports.sql import Export

GOLDEN = Path(__file__).parents[2] / "data" / "exports" / "everything"
pytestmark = pytest.mark.django_db


@pytest.fixture
def export(capfdbinary):
    def run(*arguments):
        call_command("export", *arguments)
        return capfdbinary.readouterr().out

    return run


@pytest.mark.parametrize("kind", EXPORT_KINDS)
def test_it_writes_everything_to_standard_output(site, export, kind):
    assert export(kind) == (GOLDEN / EXPORT_KINDS[kind].file).read_bytes()


def test_a_hyphen_is_standard_output(site, export, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert export("tags", "--output", "-") == (GOLDEN / "tags.csv").read_bytes()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.any_database
def test_a_reader_that_has_had_enough_ends_it_quietly(data_folder):
    environment = os.environ | {"GLOSSATOR_DATA": str(data_folder), "DATABASE_URL": ""}
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "manage.py", "export", "tags", "--output", "-"]
    done = subprocess.run(command, env=environment, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert done.stderr == b""


def test_it_writes_a_file_and_leaves_nothing_else(site, export, tmp_path):
    file = tmp_path / "out.csv"
    file.write_text("what was there before")
    assert export("tags", "--output", str(file)) == b""
    assert file.read_bytes() == (GOLDEN / "tags.csv").read_bytes()
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_stays_as_it_was_when_the_export_fails(site, export, tmp_path, monkeypatch):
    def breaking(self):
        yield from list(chunks(self))[:1]
        raise RuntimeError

    chunks = Export.chunks
    monkeypatch.setattr(Export, "chunks", breaking)
    file = tmp_path / "out.csv"
    file.write_text("what was there before")
    with pytest.raises(RuntimeError):
        export("tags", "--output", str(file))
    assert file.read_text() == "what was there before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_bundle_of_everything_says_so(site, export, tmp_path):
    file = tmp_path / "bundle.zip"
    export("bundle", "--output", str(file))
    archive = zipfile.ZipFile(file)
    assert json.loads(archive.read("datapackage.json"))["glossator"]["visibility"] == "everything"
    assert archive.read("annotations.csv") == (GOLDEN / "annotations.csv").read_bytes()
    assert zipfile.ZipFile(io.BytesIO(export("bundle"))).testzip() is None


def test_a_bundle_is_not_written_to_a_terminal(site, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with pytest.raises(CommandError, match="Name a file with --output"):
        call_command("export", "bundle")


def test_it_is_narrowed(site, export):
    arguments = (
        "--document Zeta --document alpha --collection public --tag rule --no-descendants --person ada"
        " --status published --since 2026-11-22 --until 2026-11-22"
    )
    lines = export("tags", *arguments.split()).decode().splitlines()
    assert len(lines) == 2
    assert ",𝄞," in lines[1]


def test_byte_order_mark_and_raw(site, export):
    assert export("codebook", "--bom").startswith(b"\xef\xbb\xbftag_id")
    assert b",=SUM(A1)," in export("codebook", "--raw")
    assert export("codebook", "--semicolons").startswith(b"tag_id;tag;")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("tags --document nothing", "There is no document “nothing”."),
        ("tags --tag nothing", "There is no tag “nothing”."),
        ("tags --person nobody", "There is no person “nobody”."),
        ("tags --status new", "There is no status “new”."),
        ("tags --collection x --document y", "There is no collection “x”.\nThere is no document “y”."),
        ("bundle --tag nothing", "There is no tag “nothing”."),
        ("codebook --person ada", "codebook.csv cannot be narrowed by person."),
        ("bundle --bom", "--bom is for single files"),
        ("bundle --semicolons", "--semicolons is for single files"),
        ("tags --output /nowhere/at/all.csv", "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(site, capsys, arguments, message):
    with pytest.raises(CommandError) as refused:
        call_command("export", *arguments.split())
    assert message in str(refused.value)
    assert refused.value.returncode == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("arguments", ["nothing", "tags --since soon", ""])
def test_bad_usage_is_an_error(arguments):
    with pytest.raises(CommandError):
        call_command("export", *arguments.split())
