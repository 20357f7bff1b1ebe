"""Cells: any text survives being written and read back, and both databases and Python write it the same way."""

import csv
import io
import re

import pytest
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from annotator.exports import dialect
from annotator.exports.kinds import EXPORT_KINDS
from annotator.exports.proposed import compact
from annotator.exports.sql import Export
from annotator.models import Tag
from annotator.selectors.filters import Filters

# What neither database keeps: the null character and halves of pairs.
KEPT = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
AWKWARD = st.text(st.one_of(st.sampled_from("'=+-@;;\t\r\n\",\\. A\u2028\x1a"), KEPT), max_size=12)
TEXTS = [
    "", " ", "'", "''", "'=", "''=", "=", "+", "-", "@", "\t", "\r", "\n", "'\t", "'\r", "'\n", ",", '"', '""', "\\.",
    "\\N", "NULL", "A", "@A", "A=", "a,b", 'say "x"', "line\nline", "line\rline", "line\r\nline", " lead", "trail ",
    "-5", "'-5", "é", "𝄞", "\u2028", "\x1a", "#", "=é", "'é", "0", "\ufeff", "＝", "\x7f", "\x0b=",
    "note;=1+1", "note;'=1+1", "a\t@b", 'a;""=1', "a;\"'=1", "a; =1", "a;;-1", "a\n+1", "a\r\n'-1", "'\t=1", "=;=;=", "\t\t=",
    ';""', "a;'b", "==", ";==",
]  # fmt: skip


@given(AWKWARD)
@example("'=kept")
def test_the_formula_guard_can_be_taken_back(text):
    assert dialect.unguard(dialect.guard(text)) == text


@given(AWKWARD)
def test_no_guarded_cell_begins_like_a_formula(text):
    assert not dialect.guard(text).startswith(tuple(dialect.FORMULA_STARTS))


@given(st.lists(AWKWARD, min_size=1, max_size=4))
@example(["note;=1+1"])
@example(['say;"=1+1"'])
@example(["line\n=1+1", "A"])
def test_no_cell_of_a_spreadsheet_that_splits_elsewhere_begins_like_a_formula(texts):
    line = dialect.joined(map(dialect.guard, ["id", *texts]))
    for delimiter in ";\t":
        for cell in re.split(f"[{delimiter}\r\n]", line)[1:]:
            assert cell.lstrip('"')[:1] not in {"=", "+", "-", "@"}


@given(AWKWARD)
def test_only_what_looks_like_a_formula_is_changed(text):
    first = text.lstrip("'").startswith(tuple(dialect.FORMULA_STARTS))
    parts = re.split("[;\t\r\n]", text)[1:]
    later = sum(part.lstrip('"').lstrip("'")[:1] in {"=", "+", "-", "@"} for part in parts)
    assert len(dialect.guard(text)) - len(text) == first + later


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1", "'=1"),
        ("note;=1+1", "note;'=1+1"),
        ("note;'=1+1", "note;''=1+1"),
        ('note;"=1+1"', 'note;"\'=1+1"'),
        ("a\t@b", "a\t'@b"),
        ("a\n- b", "a\n'- b"),
        ("a; -1", "a; -1"),
        ("a = b - c", "a = b - c"),
    ],
)
def test_the_apostrophe_stands_before_the_formula(text, cell):
    assert dialect.guard(text) == cell
    assert dialect.unguard(cell) == text


@given(st.lists(AWKWARD, min_size=2, max_size=4))
def test_any_text_in_any_cell_is_read_back(texts):
    line = dialect.joined(texts) + "\n"
    assert list(csv.reader(io.StringIO(line, newline=""), strict=True)) == [texts]


def test_quotes_stand_only_where_they_are_needed():
    assert dialect.joined(["a b", "a,b", 'a"b', "a\nb", "a\rb", 5, None, "'", " "]) == (
        'a b,"a,b","a""b","a\nb","a\rb",5,,\', '
    )


@given(
    st.recursive(
        st.none() | st.integers() | st.booleans() | AWKWARD,
        lambda inner: st.lists(inner) | st.dictionaries(AWKWARD, inner),
    )
)
def test_json_is_compact_and_means_the_same(value):
    import json

    written = compact(json.dumps(value))
    assert written is None if value is None else json.loads(written) == value


class OnTheDatabase(TestCase):
    """What the database at hand makes of texts."""

    @settings(max_examples=50)
    @given(st.lists(AWKWARD.filter(bool), min_size=1, max_size=30))
    @example(TEXTS[1:])
    def test_the_guard_of_the_file_is_the_guard_in_python(self, texts):
        made = self.definitions(texts)
        for raw, expected in ((False, dialect.guard), (True, str)):
            export = Export.of(EXPORT_KINDS["codebook"], None, Filters(), raw=raw)
            data = b"".join(chunk.data for chunk in export.chunks()).decode()
            found = list(csv.DictReader(io.StringIO(data, newline=""), strict=True))
            assert {row["tag_id"]: row["definition"] for row in found} == {
                str(pk): expected(text) for pk, text in made.items()
            }

    @settings(max_examples=50)
    @given(st.lists(AWKWARD.filter(bool), min_size=1, max_size=30))
    @example(TEXTS[1:])
    def test_the_file_has_what_python_would_write(self, texts):
        made = self.definitions(texts)
        export = Export.of(EXPORT_KINDS["codebook"], None, Filters())
        data = b"".join(chunk.data for chunk in export.chunks()).decode()
        found = {row["tag_id"]: row for row in csv.DictReader(io.StringIO(data, newline=""), strict=True)}
        assert {pk: dialect.unguard(found[str(pk)]["definition"]) for pk in made} == made
        assert all(f",{dialect.written(dialect.guard(text))},use " in data for text in texts)

    def test_an_empty_text_is_nothing(self):
        self.definitions([""])
        export = Export.of(EXPORT_KINDS["codebook"], None, Filters())
        line = b"".join(chunk.data for chunk in export.chunks()).split(b"\n")[1]
        assert b",,use 0,," in line
        assert b'""' not in line

    def definitions(self, texts):
        Tag.objects.all().delete()
        made = [
            Tag.objects.create(
                name=f"t{n}", key=f"t{n}", slug=f"t{n}", path=f"t{n:03}", definition=text, use_when=f"use {n}"
            )
            for n, text in enumerate(texts)
        ]
        return {tag.pk: tag.definition for tag in made}


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="asks PostgreSQL itself")
@pytest.mark.parametrize("text", TEXTS[1:])
def test_copy_puts_quotes_where_python_does(text):
    with connection.cursor() as cursor:
        statement = connection.ops.compose_sql("SELECT 'first', %s, 'last'", [text])
        with cursor.copy(f"COPY ({statement}) TO STDOUT WITH ({dialect.COPY_OPTIONS.format(separator=',')})") as copy:
            written = b"".join(copy)
    assert written == (dialect.joined(["first", text, "last"]) + "\n").encode()
