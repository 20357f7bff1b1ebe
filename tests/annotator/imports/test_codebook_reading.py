"""Reading a codebook's CSV: encodings, delimiters, broken files, columns, levels. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.exports.kinds import EXPORT_KINDS
from annotator.imports.codebook_plan import tree_of
from annotator.imports.csv_codebook import levels, levels_above, read_codebook
from annotator.imports.csv_table import column_name, read_table
from annotator.imports.problems import ImportRefused
from annotator.models.tag_names import name_as_kept
from tests.support.imported_files import table

HEADER = ("tag", "description", "number of highlights")
ROWS = (("naïve", "Says “too, little”; or nothing.\nOn two lines.", "3"), ("law", "", "0"))


def entries(data):
    return [(entry.name, entry.above, entry.texts["definition"]) for entry in read_codebook("c.csv", data).entries]


def refused(data):
    try:
        problems = read_codebook("c.csv", data).problems
    except ImportRefused as error:
        problems = error.problems
    assert {problem.file for problem in problems} == {"c.csv"}
    return [(problem.line, problem.reason) for problem in problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_codebook_is_read_whatever_program_wrote_it(delimiter, encoding, line_end):
    data = table(HEADER, *ROWS, delimiter=delimiter, encoding=encoding, line_end=line_end)
    assert entries(data) == [("naïve", (), "Says “too, little”; or nothing.\nOn two lines."), ("law", (), "")]


def test_columns_are_found_by_their_names_in_any_order():
    data = table(
        ["Aliases", "Avoid When", "color", "Definition", "use-when", "Name", "shoe size"],
        ["ius, lex", "never", "3", "A rule.", "always", "law", "44"],
    )
    book = read_codebook("c.csv", data)
    (entry,) = book.entries
    assert (entry.name, entry.colour, entry.aliases) == ("law", 3, ("ius", "lex"))
    assert entry.texts == {"definition": "A rule.", "use_when": "always", "avoid_when": "never"}
    assert [note.reason for note in book.notes] == ["Not read: the columns “shoe_size”."]


def test_a_colour_of_another_program_is_passed_over_and_told():
    book = read_codebook("c.csv", table(["name", "color"], ["a", "#ff0000"], ["b", "13"], ["c", "8"], ["d", ""]))
    assert [entry.colour for entry in book.entries] == [None, None, 8, None]
    assert [note.line for note in book.notes] == [2, 3]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a", ["a"]),
        ("a › b/c › d", ["a", "b/c", "d"]),
        ("a > b/c", ["a", "b/c"]),
        ("a/b", ["a", "b"]),
        ("a  b ›c", ["a b", "c"]),
        ("Nodes\\\\a\\b/c", ["Nodes", "a", "b/c"]),
        ("a :: b/c", ["a", "b/c"]),
        ('"a, b"/c', ["a, b", "c"]),
        ('c › "a, ""b"""', ["c", 'a, "b"']),
        ('"a"/b, c/"d" or "e, f"', ['"a"', "b, c", '"d" or "e, f"']),
    ],
)
def test_the_levels_of_a_path(path, expected):
    assert levels(path) == expected


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("and/or", "and/or", []),
        ("and/or › maybe", "maybe", ["and/or"]),
        ("a/b/c", "c", ["a", "b"]),
        ("a > b > and/or", "and/or", ["a", "b"]),
        ("a\\\\b/c", "b/c", ["a"]),
        ("a::b::c", "c", ["a", "b"]),
        ("a › b", "c", None),
        ("ab", "b", None),
    ],
)
def test_the_levels_above_a_name_that_is_known(path, name, expected):
    assert levels_above(path, name) == expected


NAMES = st.lists(
    st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"], exclude_characters='›,"'), min_size=1)
    .map(name_as_kept)
    .filter(bool),
    min_size=1,
    max_size=4,
)


@given(NAMES)
def test_our_own_paths_are_read_back(names):
    assert levels_above(" › ".join(names), names[-1]) == names[:-1]
    if len(names) > 1:
        assert levels(" › ".join(names)) == names


CELL = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"), max_size=20).map(str.strip)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6), st.sampled_from([",", ";", "\t"]))
def test_any_cells_are_read_as_they_were_written(rows, delimiter):
    read = read_table("t.csv", table(["a", "b"], *rows, delimiter=delimiter))
    assert [(row.get("a"), row.get("b")) for row in read.rows] == [row for row in rows if any(row)]
    assert not read.problems


@given(st.binary(max_size=300) | st.text(st.characters(exclude_categories=["Cs"])).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_reason(data):
    try:
        book = read_codebook("c.csv", data)
        found = [*book.entries, *book.problems]
    except ImportRefused as error:
        found = [problem.reason for problem in error.problems]
    assert found
    assert all(found)


def test_the_names_of_columns_are_compared_leniently():
    assert {column_name(each) for each in ("Use when", "use-when", " USE_WHEN ")} == {"use_when"}


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", None, "The file is empty"),
        (b"\xef\xbb\xbf\r\n \r\n", None, "The file is empty"),
        (b" , ,\n,\n", None, "The file is empty"),
        (b"tag,description\n", None, "no rows"),
        (b"title,words\na,b\n", 1, "no column “tag”"),
        (b"tag,Tag\na,b\n", 1, "more than one column “tag”"),
        (b"tag,name\na,b\n", 1, "mean the same"),
        (b"tag,description\na,b,c\n", 2, "This row has 3 cells, and the header has 2 columns."),
        (b"tag,description\na,b\nc\n", 3, "This row has 1 cell, and the header has 2 columns."),
        (b"tag\na,b\n", 2, "This row has 2 cells, and the header has 1 column."),
        (b'tag,description\na,"b\nc,d\n', 2, "quotation mark"),
        (b'tag,description\na,"b"c\n', 2, "quotation mark"),
        (b"tag\x00,description\na,b\n", None, "zero byte"),
        (b"tag,description\na,\x07\n", 2, "control character"),
        (b"PK\x03\x04 and so on", None, "zip archive"),
        (b"tag,description\n,b\n", 2, "name is missing"),
        ("path\na › › b\n".encode(), 2, "name is missing"),
        ("tag,path\nb,a › c\n".encode(), 2, "does not end with"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(data, line, words):
    problems = refused(data)
    assert any(words in reason for _line, reason in problems), problems
    if line:
        assert line in {at for at, _reason in problems}


def test_that_it_is_no_codebook_is_told_first():
    assert [line for line, _reason in refused(b"# Notes\na, b, c\nd, e\n")] == [1, 2, 3]


def test_every_problem_is_told_at_once_and_lines_are_counted_inside_quotes():
    data = b'tag,description\n,"two\nlines"\nb,c,d\n\n,e\n'
    assert sorted(line for line, _reason in refused(data)) == [2, 4, 6]


def tree(*rows):
    nodes, problems = tree_of(read_codebook("c.csv", table(*rows)))
    return list(nodes.items()), [(problem.line, problem.reason) for problem in problems]


def test_parents_come_before_what_stands_below_them():
    nodes, problems = tree(["tag", "parent"], ["c", "b"], ["b", "a"], ["d", ""], ["e", "new"])
    assert [key for key, _node in nodes] == ["a", "a › b", "a › b › c", "d", "new", "new › e"]
    assert problems == []


def test_a_path_says_that_nothing_is_above_it():
    nodes, problems = tree(["path"], ["a / b"], ["a / c"], ["a"])
    assert [(key, node.line) for key, node in nodes] == [("a", 2), ("a › b", 2), ("a › c", 3)]
    assert problems == []


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ([["tag"], ["a"], ["b"], ["A"]], 4, "stands on line 2 already"),
        ([["path"], ["a/b"], ["c/b"], ["a › B"]], 4, "stands on line 2 already"),
        ([["tag", "parent"], ["a", "a"]], 2, "its own sub-tag"),
        ([["tag", "parent"], ["a", "b"], ["b", "c"], ["c", "a"]], 2, "its own sub-tag"),
    ],
)
def test_a_codebook_that_contradicts_itself_is_told(rows, line, words):
    _nodes, problems = tree(*rows)
    assert any(at == line and words in reason for at, reason in problems), problems


@pytest.mark.parametrize(
    "kind", [kind for kind in EXPORT_KINDS.values() if kind.name != "codebook"], ids=lambda kind: kind.name
)
@pytest.mark.parametrize("version", [1, 2])
def test_another_file_of_an_export_is_no_codebook(kind, version):
    header = kind.header_of(max(version, kind.since))
    ((line, reason),) = refused(table(header, ["x"] * len(header), delimiter=";"))
    assert line == 1
    assert f"This is {kind.file} of an export" in reason
    assert "bundle.zip" in reason


def test_our_own_codebook_is_one(db):
    header = EXPORT_KINDS["codebook"].header
    row = ["1" if name == "colour" else "rule" if name in {"tag", "path"} else "" for name in header]
    assert entries(table(header, row)) == [("rule", (), "")]


ELSEWHERE = [
    # MAXQDA: two columns, and a path in one.
    (
        "Parent code\tCode\tCode memo\tColor\nCode System\tTrade\tAll of it\t#ff0000\nTrade\tFish\t\t\n",
        [("Trade", (), "All of it"), ("Fish", ("Trade",), "")],
    ),
    ("Code;Memo\nTrade;All\nTrade > Fish;Of the sea\n", [("Trade", (), "All"), ("Fish", ("Trade",), "Of the sea")]),
    (
        "Code System,Comment\nCode System,\nCode System\\Trade,\nCode System\\Trade\\and/or,both\n",
        [
            ("Trade", (), ""),
            ("and/or", ("Trade",), "both"),
        ],
    ),
    # ATLAS.ti.
    (
        "Code;Comment;Code Groups;Grounded\nFish;Of the sea;Trade;3\nSalt;;;0\nRope;;Trade|Ships;1\n",
        [("Fish", ("Trade",), "Of the sea"), ("Salt", (), ""), ("Rope", (), "")],
    ),
    ("Code,Comment\nTrade::Fish,Of the sea\nand/or,\n", [("Fish", ("Trade",), "Of the sea"), ("and/or", (), "")]),
    # NVivo.
    (
        (
            "Hierarchical Name,Name,Description,Files,References\nNodes\\\\Trade,Trade,,1,2\n"
            "Nodes\\\\Trade\\Fish,Fish,Of the sea,1,1\n"
        ),
        [("Trade", (), ""), ("Fish", ("Trade",), "Of the sea")],
    ),
    # REFI-QDA, whose codes name each other by their identifiers.
    (
        (
            "guid,name,id,color,parentGuid,description\nA1,Trade,1,#ff0000,,\nB2,good,2,,{a1},Praise\n"
            "C3,Ships,3,,,\nD4,good,4,,C3,\n"
        ),
        [("Trade", (), ""), ("good", ("Trade",), "Praise"), ("Ships", (), ""), ("good", ("Ships",), "")],
    ),
    # A tag of somebody's that is only called as the top of a tree is, and a name with such signs in our own columns.
    ("tag,parent\nNodes,\na::b > c\\d,\n", [("Nodes", (), ""), ("a::b > c\\d", (), "")]),
    ("path\nNodes/Trade\nShips/Salt\n", [("Trade", ("Nodes",), ""), ("Salt", ("Ships",), "")]),
    ("guid,name,parent_guid\nA,a,B\nB,b,A\n", [("a", ("b",), ""), ("b", ("a",), "")]),
]


@pytest.mark.parametrize(("source", "expected"), ELSEWHERE)
def test_codebooks_of_other_programs_are_read_with_their_levels(source, expected):
    assert entries(source.encode()) == expected


def test_of_two_columns_of_other_programs_that_mean_the_same_the_likelier_is_read_and_the_other_named():
    book = read_codebook("c.csv", b"code,comment,memo\nFish,Of the sea,Ask Ann\n")
    assert [entry.texts["definition"] for entry in book.entries] == ["Of the sea"]
    assert [note.reason for note in book.notes] == ["Not read: the columns “memo”."]
    assert not book.problems


def test_a_code_in_several_groups_is_told():
    book = read_codebook("c.csv", b"Code,Code Groups\nRope,Trade; Ships\n")
    assert [(note.line, note.reason) for note in book.notes] == [
        (2, "The code is in several groups (Trade, Ships) and stands below none of them.")
    ]
