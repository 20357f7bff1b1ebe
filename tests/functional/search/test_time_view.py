"""A phrase in time: which wording each document uses and how often, which lack it, by year, author and publisher."""

import re
from datetime import date
from html import unescape

import pytest

from tests.functional.search.reading import make, page, read
from tests.functional.search.test_wordings_view import PHRASE, csv_of
from tests.support.factories import make_collection

pytestmark = pytest.mark.django_db
MANKIND = "a community with a shared future for mankind"
FILLER = "river port bridge school law growth trade energy"


@pytest.fixture
def speeches():
    return [
        make(f"Of {PHRASE}: {FILLER}.", f"Of {MANKIND}.", slug="b-2015", title="Second", author="Ann Li", published_on=date(2015, 3, 1)),
        make(f"Of {MANKIND}.", slug="c-2013", title="First", publisher="The Press", published_on=date(2013, 5, 2)),
        make(f"{PHRASE}, {PHRASE}", slug="a-2017", title="Third", author="Ann Li", published_on=date(2017, 1, 18)),
        make(f"{PHRASE}.", slug="undated", title="Undated", author="Bo Ma"),
        make("Nothing. A world with an open future, a river.", slug="none", title="Without", published_on=date(2016, 1, 1)),
    ]  # fmt: skip


def ask(client, q=f'"{PHRASE}"', **asked):
    return page(client, q=q, view="time", **asked)


def rows(answer):
    return [
        (row.label, row.times, [(count.label, count.times) for count in row.counts])
        for row in answer.context["page"].rows
    ]


def test_documents_stand_in_the_order_of_their_dates_with_the_wordings_they_use(client, speeches):
    answer = ask(client)
    assert rows(answer) == [
        ("First", 1, [(MANKIND, 1)]),
        ("Second", 2, [(PHRASE, 1), (MANKIND, 1)]),
        ("Third", 2, [(PHRASE, 2)]),
    ]
    assert [(row.words, row.rate) for row in answer.context["page"].rows] == [
        (9, 1000 / 9),
        (26, 2000 / 26),
        (16, 2000 / 16),
    ]
    assert "76.92" in read(answer)


@pytest.mark.parametrize("view", ["time", "wordings"])
def test_what_counts_as_the_same_phrase_is_counted_where_the_head_counts_the_search_as_typed(client, speeches, view):
    said = read(page(client, q=f'"{PHRASE}"', view=view))
    assert "4 occurrences, 3 paragraphs, 3 documents" in said
    assert "Counted here: 6 occurrences, 4 documents. What stands at the top is of the search as it was typed." in said
    assert "Counted here" not in read(page(client, q=f'"{PHRASE}"', view=view, near="1"))


def test_first_and_last_use_of_each_wording(client, speeches):
    beginnings = ask(client).context["search"].shown.beginnings
    assert [(each.label, each.times, each.span.first.day.year, each.span.last.day.year) for each in beginnings] == [
        (PHRASE, 4, 2015, 2017),
        (MANKIND, 2, 2013, 2015),
    ]
    assert beginnings[0].span.undated == 1


def test_documents_that_lack_it_are_a_list_of_their_own_with_what_stands_nearest(client, speeches):
    answer = ask(client, list="lacking")
    (row,) = answer.context["page"].rows
    assert (row.label, row.times, row.nearest.words) == ("Without", 0, "A world with an open future")
    assert client.get(row.nearest.placed.address).status_code == 200
    assert rows(ask(client, list="undated")) == [("Undated", 1, [(PHRASE, 1)])]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("year", [("2013", 1, 1, 1), ("2015", 2, 1, 1), ("2016", 0, 0, 1), ("2017", 2, 1, 1), ("without a date", 1, 1, 1)]),
        ("author", [("Ann Li", 4, 2, 2), ("Bo Ma", 1, 1, 1), ("no author named", 1, 1, 2)]),
        ("publisher", [("The Press", 1, 1, 1), ("no publisher named", 5, 3, 4)]),
    ],
)  # fmt: skip
def test_uses_are_put_together_by_year_author_and_publisher(client, speeches, by, expected):
    listed = ask(client, list=by).context["page"].rows
    assert [(row.label, row.times, row.using, row.documents) for row in listed] == expected
    for row in listed:
        if row.times:
            assert len(client.get(row.address).context["page"].rows) == row.times


def marks(answer):
    """The marks of the chart as they stand on the page: where each leads, and what it says."""
    found = re.findall(r'<a href="([^"]*)" aria-label="([^"]*)"><circle', answer.content.decode())
    return [(unescape(address), unescape(label)) for address, label in found]


def test_every_mark_of_the_chart_leads_to_its_places(client, speeches):
    answer = ask(client)
    chart = answer.context["search"].shown.chart
    assert [lane.label for lane in chart.lanes] == [PHRASE, MANKIND, "none of them"]
    assert [label for _address, label in marks(answer)] == [
        "Second, 2015-03-01: 1 time, 38.46 per thousand words",
        "Third, 2017-01-18: 2 times, 125.00 per thousand words",
        "First, 2013-05-02: 1 time, 111.11 per thousand words",
        "Second, 2015-03-01: 1 time, 38.46 per thousand words",
        "Without, 2016-01-01: not used",
    ]
    *used, lacking = marks(answer)
    for address, label in used:
        opened = client.get(address)
        assert f": {len(opened.context['page'].rows)} time" in label
        assert {line.placed.paragraph.document.title for line in opened.context["page"].rows} == {label.split(",")[0]}
    assert client.get(lacking[0]).status_code == 200


def test_the_chart_says_what_it_is_and_has_no_style_or_script_of_its_own(client, speeches):
    drawing = re.search(r"<svg.*?</svg>", ask(client).content.decode(), re.DOTALL)[0]
    assert '<title id="chart-title">When each wording is used</title>' in drawing
    assert '<desc id="chart-described">' in drawing
    assert "style=" not in drawing
    assert "<script" not in drawing


def test_many_documents_are_marked_by_the_year(client):
    for number in range(61):
        make(f"{PHRASE}." if number else "Nothing.", published_on=date(1990 + number // 6, 1 + number % 6, 1))
    answer = ask(client)
    found = marks(answer)
    assert len(found) == 11
    assert found[0][1] == "1990: 5 times, 121.95 per thousand words"
    assert len(client.get(found[0][0]).context["page"].rows) == 5


def test_a_search_for_anything_else_is_shown_in_time_by_its_words(client, speeches):
    assert rows(ask(client, q="mankind|humanity"))[0] == ("First", 1, [("mankind", 1)])
    assert ask(client, q="nothing at all", list="x\x00").status_code == 200
    assert ask(client, q="").status_code == 200
    assert "Search for words to see when they are used." in read(ask(client, q="document:none"))


def test_only_what_one_may_read_counts_in_rows_rates_and_marks(client, log_in, annotator, speeches):
    before = ask(client)
    closed = make_collection(access="members")
    make(f"{PHRASE}.", collection=closed, title="Closed", author="Cy", published_on=date(2010, 1, 1))
    after = ask(client)
    assert rows(after) == rows(before)
    assert marks(after) == marks(before)
    assert "Cy" not in read(ask(client, list="author"))
    assert rows(ask(log_in(annotator)))[0] == ("Closed", 1, [(PHRASE, 1)])


def test_the_file_has_a_row_for_each_wording_of_each_document_and_for_each_that_lacks_it(client, speeches):
    found = csv_of(client, "time", q=f'"{PHRASE}"')
    assert [(row["document"], row["wording"], row["occurrences"], row["per_thousand_words"]) for row in found] == [
        ("c-2013", MANKIND, "1", "111.111"),
        ("b-2015", PHRASE, "1", "38.462"),
        ("b-2015", MANKIND, "1", "38.462"),
        ("none", "", "0", "0.0"),
        ("a-2017", PHRASE, "2", "125.0"),
        ("undated", PHRASE, "1", "125.0"),
    ]
    assert found[3]["nearest"] == "A world with an open future"
