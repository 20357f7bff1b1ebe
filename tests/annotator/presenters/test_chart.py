"""The chart of uses over time: where its marks are and how large."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from annotator.presenters.chart import WIDTH, Lane, Point, draw

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
POINTS = st.lists(st.tuples(DAYS, st.none() | st.floats(0.01, 100)), max_size=8)


def lane(*points):
    return Lane("a wording", [Point(day, rate, f"{day}", "/places") for day, rate in points])


def test_marks_stand_at_their_dates_and_their_areas_say_how_often():
    chart = draw([lane((date(2010, 1, 1), 1.0), (date(2020, 1, 1), 4.0)), lane((date(2015, 1, 1), None))])
    (small, large), (hollow,) = (each.marks for each in chart.lanes)
    assert (float(small.x), float(large.x)) == (chart.left, chart.right)
    assert float(large.radius) == 2 * float(small.radius)
    assert (small.hollow, hollow.hollow) == (False, True)
    assert abs(float(hollow.x) - WIDTH / 2) < 1
    assert [tick.year for tick in chart.ticks] == list(range(2011, 2021))


def test_nothing_with_a_date_is_no_chart_and_one_date_is_in_the_middle():
    assert draw([]) is None
    assert draw([lane()]) is None
    chart = draw([lane((date(2020, 5, 5), 1.0))])
    assert [float(mark.x) for mark in chart.lanes[0].marks] == [WIDTH / 2]
    assert chart.ticks == []


def test_marks_of_one_day_can_be_told_apart():
    chart = draw([lane(*[(date(2020, 5, 5), 1.0)] * 3, (date(2021, 5, 5), 1.0))])
    places = [float(mark.x) for mark in chart.lanes[0].marks]
    assert len(set(places)) == 4
    assert places == sorted(places)


@given(st.lists(POINTS, min_size=1, max_size=4))
def test_every_point_has_its_mark_in_order_near_its_date_and_not_too_many_ticks(drawn):
    chart = draw([lane(*points) for points in drawn])
    days = [day for points in drawn for day, _rate in points]
    if not days:
        assert chart is None
        return
    assert [len(each.marks) for each in chart.lanes] == [len(points) for points in drawn]
    assert len(chart.ticks) <= 12
    length = max((max(days) - min(days)) / timedelta(days=1), 1)
    for each, points in zip(chart.lanes, drawn, strict=True):
        for mark, (day, _rate) in zip(each.marks, sorted(points, key=lambda point: point[0]), strict=True):
            share = (day - min(days)) / timedelta(days=1) / length
            own = chart.left + share * (chart.right - chart.left) if min(days) != max(days) else WIDTH / 2
            assert own - 0.1 <= float(mark.x) <= own + 30.1
            assert 3.5 <= float(mark.radius) <= 11
