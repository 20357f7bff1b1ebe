"""Highlights and their codebook refused: everything that is wrong with both is said in one go."""

import pytest

from annotator.actions.imports.other_tools import check_highlights
from annotator.imports.problems import ImportRefused
from corpus.importing.sources.files import Content
from tests.support import factories
from tests.support.imported_files import file

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HEADER = ["id", "document", "tag", "content"]
HIGHLIGHTS = file(
    HEADER, [1, "sea", "unheard", "deep"], [2, "sea", "duty", "deep"], [3, "sea"],
    name="highlights.csv",
)  # fmt: skip
SHORT = ("highlights.csv", 4)
UNHEARD = ("highlights.csv", 2)
DUTY = ("highlights.csv", 3)


@pytest.fixture
def _text(db):
    factories.make_tag("sea")
    factories.make_document(["The sea is deep."], slug="sea", title="On the Sea")


def places(book, highlights=HIGHLIGHTS, **more):
    """The file and line of each problem, in the order in which they are told."""
    codebook = book if isinstance(book, Content) else file(*book, name="book.csv")
    with pytest.raises(ImportRefused) as error:
        check_highlights(by=None, file=highlights, codebook=codebook, **more)
    return [(problem.file, problem.line) for problem in error.value.problems]


@pytest.mark.usefixtures("_text")
@pytest.mark.parametrize(
    ("book", "expected"),
    [
        pytest.param([["tag", "definition"], ["duty"]], [("book.csv", 2), UNHEARD, DUTY, SHORT], id="no row to take"),
        pytest.param([["colour"], ["1"]], [("book.csv", 1), UNHEARD, DUTY, SHORT], id="no codebook"),
        pytest.param(Content("book.csv", b""), [("book.csv", None), UNHEARD, DUTY, SHORT], id="empty"),
    ],
)
def test_the_problems_of_both_files_are_told_together(book, expected):
    assert places(book) == expected


@pytest.mark.usefixtures("_text")
def test_lines_left_out_of_either_file_keep_the_others_from_nothing():
    book = file(["tag"], ["duty"], ["a › b"], ["duty"], name="book.csv")
    plan = check_highlights(by=None, file=HIGHLIGHTS, codebook=book)
    assert [(problem.file, problem.line) for problem in plan.left_out] == [UNHEARD, SHORT]
    assert [problem.line for problem in plan.codebook.left_out] == [3, 4]
    assert [tag for _place, tag in plan.pairs] == ["duty"]


@pytest.mark.usefixtures("_text")
def test_so_are_those_of_a_table_that_has_no_highlights():
    assert places([["tag"], ["a › b"]], file(["id"], ["1"], name="h.csv")) == [("book.csv", 2), ("h.csv", 1)]


@pytest.mark.usefixtures("_text")
def test_and_of_the_documents_chosen():
    sound = file(HEADER, [1, "sea", "sea", "deep"], name="h.csv")
    assert places([["tag"], ["a › b"]], sound, documents=["nowhere"]) == [("book.csv", 2), ("h.csv", None)]
