"""Headings that only what stands around them tells, and lines that look like them."""

import pytest

from corpus.blocks import Kind
from tests.corpus.importing.structure.test_official_texts import LONG, outline, planned


def test_short_lines_between_paragraphs_are_headings():
    report = ("A report", "Our vision", LONG, "What we found", LONG, "• Good quays\n• Good wind", "Next steps", LONG)
    assert [name for _, name, _ in outline(*report, "For the board\nThe Chair\nJ. Smith")] == [
        *("What we found", "Next steps")
    ]


@pytest.mark.parametrize(
    "line", ["Source: the harbour office", "Ministry of Harbours", "“A quay is a quay”", "and so on"]
)
def test_a_short_line_that_is_no_heading(line):
    assert planned("A report", LONG, line, LONG)[2].kind is Kind.BODY
