"""The process that is kept for reading texts: it answers as the readers do, and is bounded."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.blocks import Genre, UnreadableFileError
from corpus.importing import readers
from corpus.importing.sources import reading_process
from corpus.importing.sources.reading_process import ReadingProcess

TEXT = b"The title\n\nKeeper: It is late, and one goes home.\n"


@pytest.fixture
def process():
    made = ReadingProcess()
    yield made
    made.end()


def test_it_reads_as_the_readers_do_one_file_after_the_other(process):
    for name in ("a.txt", "a.md", "b.txt"):
        assert process.read(name, TEXT) == readers.read(name, TEXT)
    assert process.read("a.txt", TEXT, genre=Genre.TRANSCRIPT) == readers.read("a.txt", TEXT, genre=Genre.TRANSCRIPT)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\x03" * 50, b"Words.\n\nBad \x01 words.\n"])
def test_a_refusal_has_its_reason_and_line_and_the_next_file_is_read(process, data):
    with pytest.raises(UnreadableFileError) as plain:
        readers.read("a.txt", data)
    with pytest.raises(UnreadableFileError) as refused:
        process.read("a.txt", data)
    assert (refused.value.sentences, refused.value.params) == (plain.value.sentences, plain.value.params)
    assert process.read("a.txt", TEXT).blocks


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read(process, monkeypatch):
    monkeypatch.setattr(reading_process, "BUSY", 0)
    with pytest.raises(UnreadableFileError, match="took more than 30 seconds"):
        process.read("a.txt", TEXT * 50_000)
    monkeypatch.undo()
    assert process.read("a.txt", TEXT).blocks


def test_a_file_that_takes_too_much_of_the_processor_is_stopped_and_the_next_is_read(process):
    assert process.read("a.txt", TEXT).blocks
    with pytest.raises(UnreadableFileError, match="took more than -1 seconds"):
        process.read("a.txt", TEXT * 200_000, seconds=-1)
    assert process.read("a.txt", TEXT).blocks


@pytest.mark.skipif(reading_process.resource is None, reason="this system has no limits on memory")
def test_a_file_that_takes_too_much_memory_is_refused_and_the_next_is_read(process):
    with pytest.raises(UnreadableFileError):
        process.read("a.txt", TEXT * 200_000, megabytes=64)
    assert process.read("a.txt", TEXT).blocks


def test_a_process_that_was_ended_is_started_again(process):
    assert process.read("a.txt", TEXT).blocks
    process._child.kill()
    process._child.wait()
    assert process.read("a.txt", TEXT).blocks
    process.end()
    assert process.read("a.txt", TEXT).blocks


def test_several_threads_are_answered_each_with_its_own_file(process):
    names = [f"Text number {number} of all of them." for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        readings = list(pool.map(lambda name: process.read("a.txt", name.encode()), names))
    assert [reading.blocks[0].text for reading in readings] == names


def test_a_python_that_cannot_be_started_is_reported(process, monkeypatch):
    monkeypatch.setattr(reading_process.sys, "executable", "/nowhere/python")
    with pytest.raises(UnreadableFileError, match="could not be started"):
        process.read("a.txt", TEXT)
