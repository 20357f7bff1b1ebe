"""The two figures of a word beside a phrase are those of their formulas, and what stands beside is counted once."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.wordings.collocates import FEWEST, REACH, beside, collocates, log_likelihood, log_ratio

TABLES = st.tuples(st.integers(1, 50), st.integers(0, 500), st.integers(0, 500), st.integers(1, 5000)).map(
    # A word beside and elsewhere, other words beside and elsewhere: as what the figures are made of.
    lambda cells: (cells[0], cells[0] + cells[1], cells[0] + cells[2], sum(cells))
)


@pytest.mark.parametrize(
    ("beside", "everywhere", "places", "size", "evidence", "ratio"),
    [
        # Reckoned by hand: 2 (10 ln 5 + 90 ln 90/98 + 10 ln 10/18 + 890 ln 890/882), and log2 of 0.1 to 10/900.
        (10, 20, 100, 1000, 21.177, 3.170),
        (10, 100, 100, 1000, 0.0, 0.0),
        # 2 (8 ln 13.5 + 72 ln 72/79.407 + 1000 ln 1000/992.593); nowhere else: counted as half a time there.
        (8, 8, 80, 1080, 42.412, 7.644),
    ],
)
def test_the_figures_of_a_word(beside, everywhere, places, size, evidence, ratio):
    assert log_likelihood(beside, everywhere, places, size) == pytest.approx(evidence, abs=0.002)
    assert log_ratio(beside, everywhere, places, size) == pytest.approx(ratio, abs=0.001)


@given(TABLES)
def test_evidence_is_never_below_zero_and_none_where_the_shares_are_equal(table):
    beside, everywhere, places, size = table
    evidence = log_likelihood(beside, everywhere, places, size)
    assert evidence >= 0
    assert isclose(evidence, log_likelihood(beside, places, everywhere, size), rel_tol=1e-9, abs_tol=1e-6)
    doubled = log_likelihood(2 * beside, 2 * everywhere, 2 * places, 2 * size)
    assert isclose(doubled, 2 * evidence, rel_tol=1e-6, abs_tol=1e-6)


def test_words_beside_a_phrase_come_by_their_evidence_and_rare_or_no_more_frequent_ones_not_at_all():
    near = {"build": 30, "the": 6, "noble": 6, "once": FEWEST - 1, "strive": 6}
    everywhere = {"build": 40, "the": 300_000, "noble": 6, "once": 4, "strive": 6}
    found = collocates(near, everywhere, size=1_000_000)
    assert [each.word for each in found] == ["build", "noble", "strive"]
    assert found[0].log_likelihood > found[1].log_likelihood == found[2].log_likelihood
    assert found[1].log_ratio > found[0].log_ratio
    assert [each.word for each in collocates(near, everywhere, size=1_000_000, fewest=1)] == [
        "build",
        "noble",
        "strive",
        "once",
    ]
    assert collocates({}, {}, size=10) == []


def numbers_beside(spans, low, high):
    return [at for start, end in beside(spans, low, high) for at in range(start, end)]


def test_what_stands_beside_is_counted_once_however_many_places_it_is_near():
    assert beside([(6, 8)], 0, 20) == [(1, 6), (8, 13)]
    assert beside([(106, 108)], 105, 110) == [(105, 106), (108, 110)]
    assert numbers_beside([(1, 2), (4, 5)], 0, 8) == [0, 2, 3, 5, 6, 7]
    assert beside([(0, 1)], 0, 1) == []
    assert beside([], 0, 9) == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4)), max_size=5), st.integers(0, 40))
def test_each_word_beside_is_within_reach_and_none_is_of_the_phrase(drawn, length):
    spans = sorted((start, start + size) for start, size in drawn if start + size <= length)
    near = numbers_beside(spans, 0, length)
    assert near == sorted(set(near))
    for at in range(length):
        is_own = any(start <= at < end for start, end in spans)
        is_near = any(start - REACH <= at < end + REACH for start, end in spans)
        assert (at in near) == (is_near and not is_own)
