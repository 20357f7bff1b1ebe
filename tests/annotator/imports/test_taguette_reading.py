"""Reading Taguette's highlights: rows of one highlight, and files that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.actions.imports.other_tools import check_highlights
from annotator.imports.problems import ImportRefused
from annotator.imports.taguette import read_highlights
from corpus.importing.sources.files import Content
from tests.support.imported_files import reasons, table

HEADER = ("id", "document", "tag", "content")


def test_rows_of_one_highlight_are_one():
    data = table(HEADER, [1, "d", "a", "x"], [1, "d", "b", "x"], [2, "d", "a", "x"], [3, "d", "", "y"])
    found = read_highlights("h.csv", data).highlights
    assert [(each.line, each.name, each.content, each.tags) for each in found] == [
        (2, "1", "x", {"a": 2, "b": 3}),
        (4, "2", "x", {"a": 4}),
        (5, "3", "y", {}),
    ]


@given(st.binary(max_size=300) | st.text(st.characters(exclude_categories=["Cs"])).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_reason(data):
    header = b"document,tag,content\n"
    for each in (data, header + data):
        try:
            read = read_highlights("h.csv", each)
            found = [*read.highlights, *read.problems]
        except ImportRefused as error:
            found = [problem.reason for problem in error.problems]
        assert found
        assert all(found)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"id,document,tag,content\r\n", "no rows"),
        (b"tag,description\r\na,b\r\n", "no column “document”, “content”"),
        (b'id,document,tag,content\r\n1,d,t,"never ends', "quotation mark"),
        (b"id,document,tag,content\r\n1,d,t\r\n", "3 cells"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(db, data, words):
    with pytest.raises(ImportRefused) as error:
        check_highlights(by=None, file=Content("h.csv", data))
    assert words in reasons(error)[0][1]


def test_every_problem_of_a_file_is_told_at_once(db):
    data = b"document,tag,content\r\nd,new,x\r\nd\r\nd,other,y\r\n"
    with pytest.raises(ImportRefused) as error:
        check_highlights(by=None, file=Content("h.csv", data))
    assert [line for line, _reason in reasons(error)] == [2, 3, 4]
