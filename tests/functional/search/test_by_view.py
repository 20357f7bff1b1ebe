"""A search by tag, person, document and section, each cell with its lines, and what carries two tags at once."""

import csv
import re
from html import unescape
from io import StringIO
from uuid import uuid4

import pytest
from django.urls import reverse

from annotator.actions import taggings
from annotator.actions.tags import create_tag
from annotator.models import Tagging
from tests.functional.search.reading import make, page, place, read
from tests.functional.search.test_wordings_view import csv_of
from tests.support.factories import make_collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def tags(editor):
    made = {}
    for name in ("fear", "hope", "trust"):
        (made[name], _batch) = create_tag(name=name, definition=name, by=editor)
    return made


@pytest.fixture
def texts(tags, annotator, colleague):
    one = make("Peace and a shared future.", "Peace for all, peace.", "Nothing.", slug="one", title="One")
    two = make("Peace at last.", slug="two", title="Two")
    closed = make("Peace within.", slug="closed", title="Closed", collection=make_collection(access="members"))
    one.paragraphs.filter(key=2).update(section="II. Peace")
    taggings.tag(places=[place(one, 1, 0, 5)], tags=[tags["hope"]], by=annotator)
    taggings.tag(places=[place(one, 1, 0, 5)], tags=[tags["hope"]], by=colleague)
    taggings.tag(places=[place(one, 1, 0, 9)], tags=[tags["trust"]], by=annotator)
    taggings.tag(places=[place(one, 2)], tags=[tags["hope"]], by=annotator)
    taggings.tag(places=[place(one, 3)], tags=[tags["fear"]], by=annotator)
    taggings.tag(places=[place(two, 1)], tags=[tags["fear"]], by=colleague)
    taggings.tag(places=[place(two, 1, 0, 5)], tags=[tags["trust"]], by=colleague, draft=True)
    taggings.tag(places=[place(closed, 1)], tags=[tags["fear"]], by=annotator)
    return one, two, closed


def ask(client, q="peace", **asked):
    return page(client, q=q, view="by", **asked)


def table(answer):
    """Row by row: its head and its total, then the numbers under each column's head."""
    shown = answer.context["search"].shown.table
    heads = [head.label for head in shown.shown_columns]
    return {
        row.head.label: (row.head.number, dict(zip(heads, (cell.number for cell in row.cells), strict=True)))
        for row in answer.context["page"].rows
    }


def lines(client, address):
    return len(client.get(address).context["page"].rows)


def test_passages_are_counted_by_document_and_tag(client, texts):
    assert table(ask(client)) == {
        "One": (3, {"fear": 0, "hope": 2, "trust": 1}),
        "Two": (1, {"fear": 1, "hope": 0, "trust": 0}),
    }


@pytest.mark.parametrize(
    ("rows", "columns", "expected"),
    [
        ("tag", "person", {"fear": (1, [0, 1]), "hope": (2, [2, 1]), "trust": (1, [1, 0])}),
        ("person", "document", {"annotator": (3, [3, 0]), "colleague": (2, [1, 1])}),
        ("document", "section", {"One": (3, [1, 2, 0]), "Two": (1, [0, 0, 1])}),
        ("section", "tag", {"One": (2, [0, 1, 1]), "One › II. Peace": (1, [0, 1, 0]), "Two": (1, [1, 0, 0])}),
    ],
)
def test_any_two_make_a_table_and_each_number_leads_to_as_many_lines(client, texts, annotator, rows, columns, expected):
    answer = ask(client, rows=rows, columns=columns)
    found = {label: (total, list(cells.values())) for label, (total, cells) in table(answer).items()}
    assert list(found) == list(expected)
    assert list(found.values()) == list(expected.values())
    for row in answer.context["page"].rows:
        assert lines(client, row.head.address) == row.head.number
        for cell in row.cells:
            if cell.number:
                assert lines(client, cell.address) == cell.number
    for head in answer.context["search"].shown.table.shown_columns:
        assert lines(client, head.address) == head.number


def test_what_carries_two_tags_at_once_is_counted_and_shown(client, texts):
    answer = ask(client, rows="tag", columns="tag")
    assert table(answer) == {"hope": (1, {"hope": 0, "trust": 1}), "trust": (1, {"hope": 1, "trust": 0})}
    (cell,) = [cell for cell in answer.context["page"].rows[0].cells if cell.number]
    (line,) = client.get(cell.address).context["page"].rows
    assert (line.words, line.placed.paragraph.document.slug) == ("Peace", "one")


def test_a_draft_is_counted_for_its_author_alone_and_a_closed_text_for_its_readers(client, log_in, colleague, texts):
    assert "Closed" not in table(ask(client))
    mine = table(ask(log_in(colleague)))
    assert mine["Two"] == (2, {"fear": 1, "hope": 0, "trust": 1})
    assert mine["Closed"] == (1, {"fear": 1, "hope": 0, "trust": 0})


def test_what_carries_no_tag_is_said(client):
    make("Peace.", slug="bare")
    assert "carries a tag that you can see" in read(ask(client))
    assert "No words carry two tags" in read(ask(client, rows="tag", columns="tag"))
    assert table(ask(client, rows="section", columns="document"))


@pytest.mark.parametrize("asked", [{"rows": "x\x00"}, {"columns": "nonsense"}, {"rows": "person", "columns": "person"}, {"row": "nobody"}, {"row": "one", "column": "no-tag"}, {"q": ""}, {"q": "document:one"}])  # fmt: skip
def test_nonsense_in_the_address_is_no_error(client, texts, asked):
    assert ask(client, **asked).status_code == 200


def test_many_columns_are_in_the_file_and_the_page_says_so(client, texts, editor, annotator):
    for number in range(14):
        tag, _batch = create_tag(name=f"tag {number:02}", definition="One of many.", by=editor)
        taggings.tag(places=[place(texts[1], 1)], tags=[tag], by=annotator)
    answer = ask(client)
    assert len(answer.context["search"].shown.table.shown_columns) == 12
    assert "5 more columns, with less, are in the file." in read(answer)
    assert len(csv_of(client, "by", q="peace")) == 2 + 1 + 14


def test_the_file_has_a_row_for_each_cell(client, texts):
    assert [(row["row"], row["column"], row["number"]) for row in csv_of(client, "by", q="peace")] == [
        ("one", "hope", "2"),
        ("one", "trust", "1"),
        ("two", "fear", "1"),
    ]


def test_lines_of_the_words_in_a_cell_are_dismissed_and_tagged(log_in, texts, annotator):
    client = log_in(annotator)
    asked = {"rows": "document", "columns": "section", "row": "one", "column": "one/II. Peace"}
    answer = ask(client, **asked)
    assert "Tag what is ticked" in read(answer)
    # Not all lines of the search are here.
    assert "Tag all lines that are left" not in read(answer)
    first, second = (line.value for line in answer.context["page"].rows)
    left = ask(client, **asked, line=first, dismiss="1")
    assert [line.value for line in left.context["page"].rows] == [second]
    assert table(ask(client, rows="document", columns="section", without=first))["One"] == (2, {"One": 1, "One › II. Peace": 1, "Two": 0, "Closed": 0})  # fmt: skip
    hits = client.get(reverse("tag_in_bulk"), {"q": "peace", "view": "by", "line": second} | asked)
    assert [[hit.words for hit in hits.context["form"].hits]] == [[[(15, 20)]]]


def test_lines_that_are_passages_are_not_tagged_as_words(log_in, texts, annotator):
    answer = ask(log_in(annotator), row="one", column="hope")
    assert len(answer.context["page"].rows) == 2
    assert "Tag what is ticked" not in read(answer)
    assert "Ticked lines beside each other" in read(answer)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"rows": "document", "columns": "section", "row": "one"}, [("1", "Peace"), ("2", "Peace"), ("2", "peace")]),
        ({"row": "one", "column": "hope"}, [("1", "Peace"), ("2", "Peace for all, peace")]),
        ({"rows": "tag", "columns": "tag", "row": "hope", "column": "trust"}, [("1", "Peace")]),
    ],
)
def test_the_lines_of_a_cell_are_a_file_too(client, texts, asked, expected):
    answer = ask(client, **asked)
    (address,) = re.findall(r'href="([^"]*)">Download this view', answer.content.decode())
    rows = csv.DictReader(StringIO(client.get(unescape(address)).content.decode(), newline=""))
    assert [(row["paragraph"], row["words"]) for row in rows] == expected


def test_passages_are_moved_from_the_cells_of_a_tag(log_in, texts, tags, annotator):
    client = log_in(annotator)
    asked = {"view": "by", "rows": "document", "columns": "section", "row": "one", "column": "one/II. Peace"}
    answer = client.get(reverse("tag_places", args=["hope"]), asked)
    (line,) = answer.context["page"].rows
    sent = asked | {"line": line.value, "tags": "trust", "request_id": str(uuid4())}
    assert client.post(reverse("move_places", args=["hope"]), sent).status_code == 302
    assert Tagging.objects.filter(tag=tags["trust"], content_object__paragraph__key=2).count() == 1
    shared = client.get(reverse("tag_places", args=["hope"]), {"view": "by", "row": "one", "column": "hope"})
    assert "Move what is ticked" not in read(shared)


def test_a_tags_places_have_the_views_too(client, texts):
    def places(view, **asked):
        return client.get(reverse("tag_places", args=["hope"]), {"view": view} | asked)

    answer = places("by", rows="person", columns="document")
    assert [(row.head.number, [cell.number for cell in row.cells]) for row in answer.context["page"].rows] == [
        (2, [2]),
        (1, [1]),
    ]
    assert lines(client, answer.context["page"].rows[0].cells[0].address) == 2
    timed = places("time")
    assert [(row.label, row.times) for row in timed.context["page"].rows] == []
    (row,) = places("time", list="undated").context["page"].rows
    assert (row.label, row.times, [(count.label, count.times) for count in row.counts]) == ("One", 2, [("passages", 2)])
    assert lines(client, row.counts[0].address) == 2
    assert places("neighbours").status_code == 200
    assert places("wordings").status_code == 200
