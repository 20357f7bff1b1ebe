"""Cells of a bundle that cannot be: each problem with its file, its line and its reason, and all of them at once."""

import json

import pytest

from tests.support.export_site import number
from tests.support.import_bundles import problems_of, with_cells

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


CELLS = {
    ("tags", 1, "status", "new"): "line 4: status: “new” is none of draft, proposed, published, declined.",
    ("tags", 1, "origin", "Hand"): "line 4: origin: “Hand” is none of hand, bulk, import, suggestion, revision.",
    ("tags", 1, "anchor", ""): "line 4: anchor: It is empty.",
    ("tags", 1, "tagged_by", ""): "line 4: tagged_by: It is empty.",
    ("tags", 1, "anchor", "gone"): "line 4: anchor: “gone” is none of kept, shifted, uncertain, lost.",
    ("tags", 4, "start", "9.0"): "line 10: start: “9.0” is not a whole number from 0 to 2147483647.",
    ("tags", 4, "start", "-9"): "line 10: start: “-9” is not a whole number from 0 to 2147483647.",
    ("tags", 4, "start", "٩"): "line 10: start: “٩” is not a whole number from 0 to 2147483647.",
    ("tags", 4, "start", "2147483648"): "line 10: start: “2147483648” is not a whole number from 0 to 2147483647.",
    ("tags", 4, "start", "9" * 5000): f"line 10: start: “{'9' * 59}…” is not a whole number from 0 to 2147483647.",
    ("tags", 4, "tagging_id", "7"): "line 10: tagging_id: “7” is not an id: 32 digits from 0 to f in five groups.",
    ("tags", 4, "tagged_at", "22.11.2026"): (
        "line 10: tagged_at: “22.11.2026” is not a time such as 2026-11-22T09:30:00.123456Z."
    ),
    ("tags", 4, "tagged_at", "2026-11-22T09:37:00.000000"): (
        "line 10: tagged_at: “2026-11-22T09:37:00.000000” is not a time such as 2026-11-22T09:30:00.123456Z."
    ),
    ("tags", 4, "tagged_at", "0001-01-01T00:00:00.000000Z"): (
        "line 10: tagged_at: “0001-01-01T00:00:00.000000Z” is not a time such as 2026-11-22T09:30:00.123456Z."
    ),
    ("tags", 4, "tag_id", str(number(8, 8))): (
        "line 10: tag_id: There is no tag 00000008-0000-0000-0000-000000000008, neither in this codebook nor in the one "
        "here."
    ),
    ("tags", 4, "tag", "duty"): "line 10: tag: The tag with this tag_id is “rule”, not “duty”.",
    ("tags", 4, "end", ""): (
        "line 10: A passage has a start and an end after it, or neither where it is a whole paragraph."
    ),
    ("tags", 4, "end", "9"): (
        "line 10: A passage has a start and an end after it, or neither where it is a whole paragraph."
    ),
    ("tags", 4, "tagged_by", "a b"): (
        "line 10: Nobody can be called “a b”. A username has letters, digits and the signs @ . + - _ "
        "alone. Take out what else is in it."
    ),
    ("tags", 4, "tagged_by", "b" * 151): (
        f"line 10: Nobody can be called “{'b' * 59}…”. This has 151 characters, and 150 are the most. Shorten it."
    ),
    ("tags", 4, "tagged_by", "ﬁona"): (
        "line 10: Nobody can be called “ﬁona”: another spelling of its letters looks the same. Use “fiona”."
    ),
    ("documents", 0, "published_on", "2022-11-31"): (
        "line 2: published_on: “2022-11-31” is not a date such as 2026-11-22."
    ),
    ("events", 0, "after", "{"): "line 2: after: “{” is not JSON.",
    ("annotations", 0, "body", ""): "line 2: body: It is empty.",
    ("annotations", 0, "body", " \n "): "line 2: The note is empty. Write something, or cancel.",
    ("annotations", 0, "body", "x" * 100_001): (
        "line 2: The note has 100,001 characters; 100,000 is the most. Shorten it or write two."
    ),
    ("annotations", 0, "in_reply_to", str(number(3, 99))): (
        "line 2: in_reply_to: There is no note 00000003-0000-0000-0000-000000000063, neither in the bundle nor here. "
        "Export it too, or empty the cell."
    ),
    ("annotations", 0, "in_reply_to", str(number(3, 1))): (
        "line 2: in_reply_to: The note 00000003-0000-0000-0000-000000000001 stands on another passage."
    ),
    ("annotations", 0, "in_reply_to", str(number(3, 4))): (
        "line 2: in_reply_to: The note answers itself, directly or through others."
    ),
    ("cross-references", 0, "relation", "mocks"): (
        "line 2: relation: “mocks” is none of see also, quotes, restates, revises, contradicts, defines, cites, "
        "translates."
    ),
    ("cross-references", 0, "note", "x" * 10_001): (
        "line 2: The note has 10,001 characters; 10,000 is the most. Shorten it."
    ),
    ("codebook", 0, "colour", "13"): "line 2: colour: This is too large: 12 is the most. Write a smaller number.",
    ("codebook", 0, "slug", "is not one"): (
        "line 2: slug: This cannot stand in an address. Write it with letters, digits, hyphens and underscores alone."
    ),
    ("codebook", 0, "parent_id", str(number(8, 8))): (
        "line 2: parent_id: There is no tag 00000008-0000-0000-0000-000000000008, neither in this codebook nor in the "
        "one here."
    ),
    ("codebook", 0, "parent_id", str(number(1, 1))): (
        "line 2: A tag cannot be its own sub-tag, nor more than 12 levels deep."
    ),
    ("codebook", 1, "slug", "ärger"): (
        "line 4: Its slug is that of another tag, “Ärger” (00000001-0000-0000-0000-000000000001). Rename one of the two."
    ),
}

for unsaid in (
    ("%(foo)s", {}), ("100%", {}), ("%(a)d", {"a": "x"}), ("%(a)999999999s", {"a": 1}), ("%s", {}),
    ("%%(a)s(b)s", {"a": 1}), ("%(a)s", {"a": [1]}),
):  # fmt: skip
    told = json.dumps([{"sentence": unsaid[0], "plural": "", "params": unsaid[1], "number": 1}])
    CELLS["parallels", 0, "reasons", told] = "line 2: The reasons are not as an export has them. Export it again."
for unkept in ("[NaN]", "[1e999]", r'["\u0000"]', r'["\ud800"]'):
    CELLS["parallels", 0, "reasons", unkept] = (
        f"line 2: reasons: “{unkept}” has what cannot be kept: NaN, NUL or half a character."
    )


def test_a_cell_that_cannot_be(bundle, subtests):
    for (name, row, column, cell), message in CELLS.items():
        with subtests.test(f"{name}, {column}: {cell[:60]}"):
            assert problems_of(with_cells(bundle, name, row, **{column: cell})) == [f"{name}.csv, {message}"]


def test_a_path_that_is_not_the_tags_is_told_where_the_tag_is_defined_and_where_it_is_used(bundle):
    assert problems_of(with_cells(bundle, "codebook", 0, path="elsewhere")) == [
        "codebook.csv, line 2: path: The names from the topmost tag down are “Ärger”.",
        "tags.csv, line 6: tag: The tag with this tag_id is “elsewhere”, not “Ärger”.",
    ]


def test_every_problem_is_said_at_once_in_the_order_of_the_files(bundle):
    data = with_cells(bundle, "cross-references", 0, source_anchor="x", relation="y")
    data = with_cells(data, "tags", 1, status="x", tagged_at="y")
    data = with_cells(data, "tags", 0, tagged_by="a b", paragraph="99")
    data = with_cells(data, "annotations", 4, body=" ", document="nowhere")
    data = with_cells(data, "codebook", 0, colour="x")
    assert [problem.partition(": ")[0] for problem in problems_of(data)] == [
        "codebook.csv, line 2",
        "tags.csv, line 2",
        "tags.csv, line 2",
        "tags.csv, line 4",
        "tags.csv, line 4",
        "annotations.csv, line 7",
        "cross-references.csv, line 2",
        "cross-references.csv, line 2",
    ]


def test_what_an_unsound_line_is_named_by_is_not_said_to_be_missing(bundle):
    data = with_cells(bundle, "codebook", 0, colour="x")
    data = with_cells(data, "annotations", 1, status="x")
    assert [problem.partition(": ")[2] for problem in problems_of(data)] == [
        "colour: “x” is not a whole number from 0 to 2147483647.",
        "status: “x” is none of draft, proposed, published, declined.",
    ]
