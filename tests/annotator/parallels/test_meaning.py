"""What of a text is encoded, and which vectors are nearest."""

import numpy as np
import pytest

from annotator.parallels.meaning import Meanings, prepared


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("1. The law is equal for all.", "the law is equal for all"),
        ("(a) the law is equal for all;", "the law is equal for all"),
        ("“The law is equal for all.”", "the law is equal for all"),
        ("I am here.", "i am here"),
        ("第一条。", "第一条"),
        ("§ 3", ""),
        ("…", ""),
    ],
)
def test_a_text_is_encoded_without_its_number_and_its_outer_signs(text, encoded):
    assert prepared(text) == encoded


def vector(*parts):
    made = np.zeros(512)
    made[: len(parts)] = parts
    return made.astype("float16").tobytes()


def test_the_nearest_of_other_groups():
    meanings = Meanings([vector(1), vector(1), vector(0.8, 0.6), vector(0, 1), b""])
    assert list(meanings.nearest([1, 1, 2, 3, 4], 2, [0, 3])) == [(0, [2]), (3, [2])]
    assert meanings.likeness(0, 2) == pytest.approx(0.8, abs=0.001)
    assert meanings.likeness(0, 4) == 0
