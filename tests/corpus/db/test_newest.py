"""Long lists are looked through from the newest on, and give what the database gives at once."""

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.models import Event
from corpus.db import newest
from corpus.db.newest import Newest

pytestmark = pytest.mark.django_db
BEGIN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def make(seconds, seldom=1):
    """An event at each of these times; every ``seldom``-th is of a kind that is looked for."""
    kinds = ["tag" if number % seldom == 0 else "document" for number in range(len(seconds))]
    batch = "00000000-0000-0000-0000-000000000001"
    Event.objects.bulk_create(
        Event(at=BEGIN + dt.timedelta(seconds=at), action="edited", subject_type=kind, batch=batch)
        for at, kind in zip(seconds, kinds, strict=True)
    )
    return Event.objects.filter(subject_type="tag")


@given(
    seconds=st.lists(st.integers(0, 9), max_size=40),
    seldom=st.integers(1, 9),
    start=st.integers(0, 12),
    length=st.integers(1, 12),
)
def test_a_part_is_that_of_the_whole_list(seconds, seldom, start, length):
    Event.objects.all().delete()
    rows = make(seconds, seldom)
    newest_step, newest.STEP = newest.STEP, 2
    try:
        found = Newest(rows, "at")[start : start + length]
    finally:
        newest.STEP = newest_step
    assert found == list(rows.order_by("-at", "-pk")[start : start + length])


@given(seconds=st.lists(st.integers(0, 5), min_size=1, max_size=30), seldom=st.integers(1, 5), data=st.data())
def test_what_follows_a_row_and_what_comes_before_it(seconds, seldom, data):
    Event.objects.all().delete()
    rows = make(seconds, seldom)
    all_of_them = list(Event.objects.order_by("-at", "-pk"))
    here = data.draw(st.integers(0, len(seconds) - 1))  # seen or not
    newest_step, newest.STEP = newest.STEP, 2
    try:
        place = Newest(rows, "at").place_of(all_of_them[here])
        below = Newest(rows, "at").below(place)[0:7]
        above = Newest(rows, "at").above(place)[0:7]
    finally:
        newest.STEP = newest_step
    assert below == [each for each in all_of_them[here + 1 :] if each.subject_type == "tag"][:7]
    assert above == [each for each in all_of_them[:here][::-1] if each.subject_type == "tag"][:7]


@pytest.mark.parametrize(
    "place", ["", "nonsense", "\x00", "7", "~7", "7~", "7~x", "7~\x00", f"{'9' * 30}~7", f"{'9' * 5000}~7"]
)
def test_what_is_no_place_has_nothing_beside_it(place):
    rows = Newest(make(range(3)), "at")
    assert rows.below(place) is rows.above(place) is None


@pytest.mark.parametrize(("place", "below"), [("-62135596800000000", 0), ("32503680000000000", 3)])
def test_a_place_needs_no_row(place, below, django_assert_num_queries):
    rows = Newest(make(range(3)), "at")
    with django_assert_num_queries(0):
        found, above = rows.below(f"{place}~{UUID(int=7)}"), rows.above(f"{place}~{UUID(int=7)}")
    assert (len(found[0:9]), len(above[0:9])) == (below, 3 - below)


def test_it_ends_where_all_were_made_at_the_same_moment(monkeypatch):
    monkeypatch.setattr(newest, "STEP", 1)
    rows = make([3] * 30, seldom=30)
    assert Newest(rows, "at")[0:50] == list(rows)


def test_what_a_page_costs_does_not_hang_on_how_many_there_are(django_assert_num_queries):
    rows = make(range(newest.STEP * 3))
    with django_assert_num_queries(3):
        assert len(Newest(rows, "at")[0:51]) == 51


def test_nor_on_how_deep_it_is(django_assert_num_queries):
    rows = make(range(newest.STEP * 3))
    deep = rows.order_by("at")[100]
    deep = Newest(rows, "at").place_of(deep)
    with django_assert_num_queries(3):
        assert len(Newest(rows, "at").below(deep)[0:51]) == 51
