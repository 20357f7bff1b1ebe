"""Any two tags are told apart by their colours, by everybody, or else by the kind of their line; all are seen on the paper.

How colour-blind people see: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color
Vision Deficiency" (2009), severity 1. Distances are those of Oklab (Ottosson, 2020), from 0 to 100 between black and white.
"""

import math
import re
from itertools import combinations
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from annotator.forms.tags import COLOURS as NAMED
from annotator.models.tag import COLOURS

pytestmark = pytest.mark.no_database

SEEN_BY = {
    "most people": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "people without red cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "people without green cones": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "people without blue cones": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
KINDS = {"solid": range(1, 5), "double": range(5, 9), "thick": range(9, 13)}
APART = 13


def css(name):
    return Path(finders.find(f"annotator/{name}")).read_text()


def colours(light):
    """The paper and the tags' colours as tokens.css has them."""
    found = dict(re.findall(r"--(paper|tag-\d+): light-dark\((#\w+, #\w+)\)", css("tokens.css")))
    return {name: pair.split(", ")[not light] for name, pair in found.items()}


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def linear(colour):
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]


def distance(one, other, seen_by):
    def seen(colour):
        light = [min(1, max(0, value)) for value in times(SEEN_BY[seen_by], linear(colour))]
        return times(LAB, [value ** (1 / 3) for value in times(LMS, light)])

    return 100 * math.dist(seen(one), seen(other))


def contrast(one, other):
    """The contrast of WCAG 2."""
    dark, light = sorted(
        sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear(each), strict=True)) for each in (one, other)
    )
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("light", [True, False], ids=["light", "dark"])
def test_colours_with_the_same_kind_of_line_are_apart_for_everybody(light):
    there = colours(light)
    for seen_by in SEEN_BY:
        for kind, numbers in KINDS.items():
            for one, other in combinations(numbers, 2):
                found = distance(there[f"tag-{one}"], there[f"tag-{other}"], seen_by)
                assert found > APART, f"{kind}: {one} and {other}, for {seen_by}"


@pytest.mark.parametrize("light", [True, False], ids=["light", "dark"])
def test_each_is_seen_on_the_paper(light):
    there = colours(light)
    for number in range(1, COLOURS + 1):
        assert contrast(there[f"tag-{number}"], there["paper"]) > 3, number


def test_each_has_a_name_a_line_and_a_dot():
    assert [number for number, _name in NAMED] == [*range(1, COLOURS + 1)]
    assert sorted(number for numbers in KINDS.values() for number in numbers) == [*range(1, COLOURS + 1)]
    lines = dict(re.findall(r"::highlight\(hue-(\d+)-3\) \{[^}]*underline ([^;]*) var\(--tag-\1\)", css("margin.css")))
    wanted = {"solid": "2px", "double": "1px double", "thick": "4px"}
    assert lines == {str(number): wanted[kind] for kind, numbers in KINDS.items() for number in numbers}
    assert {*map(int, re.findall(r"\.hue-(\d+) \{ --hue", css("site.css")))} == {*range(1, COLOURS + 1)}
