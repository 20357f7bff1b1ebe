"""Errors of plain Python whose sentences can be translated."""

import ast
from pathlib import Path

import pytest

import corpus
from corpus.blocks import UnreadableFileError
from corpus.importing.errors import LoadRefusedError
from corpus.importing.notices import Notice, describe
from corpus.importing.sources.fetch import FetchError
from corpus.importing.sources.manifest import ManifestError
from corpus.sentences import PlacedError, SentenceError

ERRORS = (UnreadableFileError, LoadRefusedError, FetchError, ManifestError)
GERMAN = {
    "Files ending in %(ending)s cannot be read.": "Dateien auf %(ending)s sind nicht lesbar.",
    "Line %(line)s:": "Zeile %(line)s:",
    "Comments left out: %(count)s.": "Weggelassene Kommentare: %(count)s.",
}


def german(sentence: str) -> str:
    return GERMAN.get(sentence, sentence)


def test_each_sentence_is_translated_before_it_is_filled_in():
    error = SentenceError("Files ending in %(ending)s cannot be read.", "Try again.", ending=".xyz")
    assert str(error) == "Files ending in .xyz cannot be read. Try again."
    assert error.translated(german) == "Dateien auf .xyz sind nicht lesbar. Try again."


def test_the_line_is_said_once():
    assert str(PlacedError("It is no text.", line=3)) == "Line 3: It is no text."
    assert str(PlacedError("Line %(line)s is no text.", line=3)) == "Line 3 is no text."
    assert str(PlacedError("It is no text.")) == "It is no text."
    assert PlacedError("It is no text.", line=3).translated(german) == "Zeile 3: It is no text."
    assert PlacedError("It is no text.", line=3).translated_without_line(german) == "It is no text."


def test_a_notice_is_translated():
    assert describe(Notice("comments", {"count": 2}), german) == "Weggelassene Kommentare: 2."


@pytest.mark.parametrize("error", ERRORS)
def test_no_sentence_is_raised_that_the_catalogues_cannot_know(error):
    """What is put together before it is raised has no translation; so each is a literal marked with ``_``, or a name."""
    found = [
        (f"{path.name}:{node.lineno}", node.args)
        for path in sorted(Path(corpus.__file__).parent.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == error.__name__
    ]
    assert found
    for place, sentences in found:
        for sentence in sentences:
            parts = [sentence.body, sentence.orelse] if isinstance(sentence, ast.IfExp) else [sentence]
            for part in parts:
                is_marked = isinstance(part, ast.Call) and getattr(part.func, "id", "") == "_"
                assert is_marked or not isinstance(part, ast.Constant | ast.JoinedStr | ast.BinOp | ast.Call), place
