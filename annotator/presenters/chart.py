"""A chart of uses over time, drawn on the server: one lane for each wording, one mark for each document or year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from annotator.anchoring.excerpt import shortened

WIDTH = 720
"""Units of the drawing; heights follow from the number of lanes."""
_LANE = 46
_SIDE = 24
_TOP = 6
_BELOW = 34
_SMALLEST, _LARGEST = 3.5, 11.0
# Marks of one lane stand as far apart as a finger or a pointer tells, and no further from their dates than this.
_APART, _FARTHEST = 6.0, 30.0
_MOST_TICKS = 12
_LONGEST_LABEL = 88


@dataclass(frozen=True, slots=True)
class Point:
    """A use: when, how often per thousand words, in words, and where its places are. ``None``: it is not used."""

    day: date
    rate: float | None
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A wording, or what else a lane is of, with its uses."""

    label: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Mark:
    """A circle, hollow where something is not used."""

    x: str
    radius: str
    hollow: bool
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """A lane: where its label and its line are, and the marks on that."""

    label: str
    text_y: int
    y: int
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis, at its beginning."""

    x: str
    year: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing."""

    width: int
    height: int
    left: int
    right: int
    axis_y: int
    lanes: Sequence[DrawnLane]
    ticks: Sequence[Tick]


def draw(lanes: Sequence[Lane]) -> Chart | None:
    """The chart of ``lanes``, top to bottom; ``None`` where there is nothing to draw.

    The area of a mark is in proportion to how often per thousand words something is said, the largest being the most.
    """
    days = [point.day for lane in lanes for point in lane.points]
    if not days:
        return None
    first, last = min(days), max(days)
    most = max((point.rate or 0.0 for lane in lanes for point in lane.points), default=0.0)
    axis_y = _TOP + _LANE * len(lanes) + 6
    return Chart(
        width=WIDTH,
        height=axis_y + _BELOW,
        left=_SIDE,
        right=WIDTH - _SIDE,
        axis_y=axis_y,
        lanes=[
            DrawnLane(
                label=shortened(lane.label, _LONGEST_LABEL),
                text_y=_TOP + _LANE * at + 14,
                y=_TOP + _LANE * at + 32,
                marks=_marks(lane.points, first, last, most),
            )
            for at, lane in enumerate(lanes)
        ],
        ticks=_ticks(first, last),
    )


def _marks(points: Sequence[Point], first: date, last: date, most: float) -> list[Mark]:
    marks: list[Mark] = []
    free = 0.0
    for point in sorted(points, key=lambda point: point.day):
        own = _x(point.day, first, last)
        x = min(max(own, free), own + _FARTHEST)
        free = x + _APART
        share = sqrt(point.rate / most) if point.rate and most else 0.0
        radius = max(_SMALLEST, _LARGEST * share)
        marks.append(Mark(f"{x:.1f}", f"{radius:.1f}", point.rate is None, point.label, point.address))
    return marks


def _x(day: date, first: date, last: date) -> float:
    if first == last:
        return WIDTH / 2
    share = (day - first).days / (last - first).days
    return _SIDE + share * (WIDTH - 2 * _SIDE)


def _ticks(first: date, last: date) -> list[Tick]:
    years = range(first.year + 1, last.year + 1)
    step = max(1, -(-len(years) // _MOST_TICKS))
    return [Tick(f"{_x(date(year, 1, 1), first, last):.1f}", year) for year in years[::step]]
