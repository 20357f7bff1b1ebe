"""What reading in a child process promises: the same reading, and an error in place of any harm."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Block, Kind, Metadata, Reading, Role, UnreadableFileError
from corpus.importing import readers
from corpus.importing.sources import sandbox
from corpus.importing.sources.sandbox import read_isolated
from tests.support.docx_files import core, docx, paragraph

PAGE = b"<html lang=en><head><meta name=date content=2024-03-05></head><body><h1>T\xc3\xa9</h1><p>1. One.</p></body>"


def test_the_reading_is_the_same_as_without_a_child():
    assert read_isolated("page.html", PAGE) == readers.read("page.html", PAGE)
    data = docx(paragraph("Title", style="Title"), paragraph("Words"), core=core(creator="Ann Bee"))
    assert read_isolated("text.docx", data) == readers.read("text.docx", data)


def test_the_refusal_of_a_reader_comes_through_with_its_reason():
    with pytest.raises(UnreadableFileError) as plain:
        readers.read("text.docx", b"not a zip")
    with pytest.raises(UnreadableFileError) as isolated:
        read_isolated("text.docx", b"not a zip")
    assert (isolated.value.sentences, str(isolated.value)) == (plain.value.sentences, str(plain.value))


def test_an_unknown_ending_is_refused():
    with pytest.raises(UnreadableFileError, match=r"\.xyz"):
        read_isolated("text.xyz", b"words")


def test_the_child_knows_nothing_of_django_and_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret@example/db")
    monkeypatch.chdir(tmp_path)
    assert "DATABASE_URL" not in sandbox.environment()
    assert read_isolated("page.html", PAGE).blocks
    code = "import sys, corpus.importing.sources.sandbox as i; i.readers.suffixes(); print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=sandbox.ROOT, env=sandbox.environment(), capture_output=True, check=True
    )
    assert done.stdout.strip() == b"False"


def child(monkeypatch, code):
    """Let the child run ``code`` in place of the reader."""
    real = subprocess.run

    def run(command, **options):
        setup = (
            f"import sys; sys.argv = ['x', *{command[3:]!r}]\nimport corpus.importing.sources.sandbox as isolation\n"
        )
        body = f"def read(name, data, encoding):\n    {code}\nisolation.readers.read = read\nisolation._main()"
        return real([sys.executable, "-c", setup + body], **options)

    monkeypatch.setattr(sandbox.subprocess, "run", run)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import time; time.sleep(60)", "took more than 1 seconds"),
        ("[None for _ in iter(int, 1)]", "took more than 1 seconds|needs more than"),
        ("bytearray(2 ** 32)", "needs more than 512 MB of memory"),
        ("import os; os.abort()", "broke down"),
        ("import os; os._exit(0)", "broke down"),
        ("raise RecursionError('too deep')", "RecursionError: too deep"),
        ("sys.exit('no')", "broke down"),
    ],
)
def test_a_reader_that_does_harm_ends_as_an_error_that_says_what_to_do(monkeypatch, code, words):
    child(monkeypatch, code)
    with pytest.raises(UnreadableFileError, match=words) as caught:
        read_isolated("page.html", PAGE, seconds=1, megabytes=512)
    assert "plain text" in str(caught.value)


def test_what_a_library_prints_does_not_get_into_the_answer(monkeypatch):
    child(monkeypatch, "import os; print('noise'); os.write(1, b'noise'); return isolation.Reading(())")
    assert read_isolated("page.html", PAGE) == Reading(())


def test_a_python_that_cannot_be_started_is_reported(monkeypatch):
    monkeypatch.setattr(sandbox.sys, "executable", "/nowhere/python")
    with pytest.raises(UnreadableFileError, match="could not be started"):
        read_isolated("page.html", PAGE)


def test_several_threads_read_at_once():
    pages = [f"<p>Page {number}</p>".encode() for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        readings = list(pool.map(lambda data: read_isolated("page.html", data), pages))
    assert [reading.blocks[0].text for reading in readings] == [f"Page {number}" for number in range(4)]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
BLOCKS = st.builds(
    Block, st.sampled_from(Kind), TEXT, TEXT, st.integers(0, 6), st.sampled_from(Role), TEXT, st.integers(0)
)
DAYS = st.none() | st.dates(min_value=date(1, 1, 1))
METADATA = st.builds(Metadata, title=TEXT, author=TEXT, published_on=DAYS, language=TEXT, source_url=TEXT)
READINGS = st.builds(Reading, st.lists(BLOCKS, max_size=4).map(tuple), METADATA, TEXT)


@given(READINGS)
def test_every_reading_survives_the_way_between_the_processes(reading):
    sent = sandbox.json.dumps({"reading": sandbox._json(reading)}).encode()
    done = subprocess.CompletedProcess([], 0, sent, b"")
    assert sandbox.answer_of(done, 1, 1) == reading
