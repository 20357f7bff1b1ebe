"""Paragraphs of two texts beside each other."""

from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.collation import side_by_side
from annotator.collation.side_by_side import beside


class Paragraph(NamedTuple):
    kind: str
    number: str
    text: str


def statute(numbers, words="x"):
    return [Paragraph("item", str(number), words * (20 + number * 7 % 90)) for number in numbers]


def test_articles_by_their_numbers():
    rows = beside(statute([1, 2, 3, 4, 5]), statute([1, 2, 4, 5, 6]))
    assert rows == [(0, 0), (1, 1), (2, None), (3, 2), (4, 3), (None, 4)]


def test_a_translation_without_numbers_by_kinds_lengths_and_order():
    random = Random(3)
    left = [
        Paragraph(random.choice(["body", "body", "heading"]), "", "x" * random.randint(10, 400)) for _p in range(60)
    ]
    right = [each._replace(text="y" * int(len(each.text) * random.uniform(1.1, 1.4))) for each in left]
    del right[20:23]
    rows = beside(left, right)
    right_of = dict(row for row in rows if None not in row)
    expected = {at: at for at in range(20)} | {at: at - 3 for at in range(23, 60)}
    assert sum(right_of.get(at) == to for at, to in expected.items()) >= 50


def test_in_long_texts_only_what_is_about_as_far_on_is_weighed(monkeypatch):
    monkeypatch.setattr(side_by_side, "MOST_CELLS", 2_000)
    assert beside(statute(range(100)), statute(range(100))) == [(at, at) for at in range(100)]


@pytest.mark.parametrize(("left", "right"), [([], [1]), ([1], []), ([], [])])
def test_nothing_on_a_side(left, right):
    assert len(beside(statute(left), statute(right))) == len(left) + len(right)


SIDE = st.lists(
    st.builds(
        Paragraph, st.sampled_from(["body", "heading"]), st.sampled_from(["", "1", "2"]), st.text("ab", max_size=5)
    ),
    max_size=9,
)


@given(SIDE, SIDE)
def test_every_paragraph_is_in_one_row_in_order(left, right):
    rows = beside(left, right)
    assert [at for at, _to in rows if at is not None] == list(range(len(left)))
    assert [to for _at, to in rows if to is not None] == list(range(len(right)))
