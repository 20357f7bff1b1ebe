"""Printed pages: the running heads and page numbers of a text that was taken out of a PDF.

Plain Python. A number alone on a line tells nothing. Where such lines count on from page to page, they are page
numbers; a form feed begins a page too. A running head is a line that stands beside the beginnings or ends of several
pages, whatever number is in it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.importing.structure.furniture import is_rule
from corpus.importing.structure.list_numbers import ordinal

LEAST_PAGES = 3
LEAST_LINES, MOST_LINES = 4, 120  # from one page number to the next
LONGEST_HEAD = 100
LEAST_HEADS, NEAR = 2, 2  # a running head stands on so many pages, so many lines from where they meet,
LEAST_RULE, MOST_NOTES = 8, 12  # signs of a rule above the notes of a page, paragraphs of these
LEAST_SHARE = 0.3  # and on so many of all, as left and right pages may have each their own
# "12", "- 12 -", "Page 12 of 30"; "12 Minutes of the Council" and "Minutes of the Council | 12".
_ALONE = re.compile(
    r"(?:page |seite |p\. |стр\. |página )?[-–—\[(|]?\s?(\d{1,4})(?:\s?(?:/|of|von|sur|de)\s?\d{1,4})?\s?[-–—\])|]?",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(\d{1,4})(?:\s?[|·•])?\s(?=\s{0,3}[^\W\d])")
_AFTER = re.compile(r"\s(\d{1,4})$")
LEAST_WORDS = 3  # before a number at the end of a running head, unless a sign sets it apart
# The first pages of a book.
_ROMAN = {ordinal(value, "i"): str(value) for value in range(1, 100)}
_DIGITS = re.compile(r"\d+")


def page_lines(lines: Sequence[str], raw: Sequence[str]) -> set[int]:
    """Return the places of the lines that pages print around a text.

    Args:
        lines: all lines without the white space around them.
        raw: the same lines as they stand in the file, with their ends.
    """
    feeds = [place for place, line in enumerate(raw) if "\f" in line]
    lines_of_pages = _page_numbers(lines) or _two_pages(lines)
    if not feeds and not lines_of_pages:
        return set()
    for feed in feeds:
        lines_of_pages |= {place for place in _beside(lines, feed, is_feed=True) if _ALONE.fullmatch(lines[place])}
    heads = defaultdict(set)
    numbered = set(lines_of_pages)
    for edge in {*lines_of_pages, *feeds}:
        for place in _beside(lines, edge, is_feed=edge not in numbered):
            if place not in numbered and len(lines[place]) <= LONGEST_HEAD:
                heads[_DIGITS.sub("#", lines[place]).casefold()].add((place, edge))
    least = max(LEAST_HEADS, LEAST_SHARE * len({*numbered, *feeds}))
    for places in heads.values():
        if len({edge for _, edge in places}) >= least and len({place for place, _ in places}) >= least:
            lines_of_pages |= {place for place, _ in places}
    return lines_of_pages


def notes_of_pages(paragraphs: Sequence[str]) -> set[int]:
    """The places of the notes at the feet of pages: a rule, and what stands between it and the end of the page.

    Args:
        paragraphs: those of a text, "" in place of what the pages print around it.
    """
    note_lines: set[int] = set()
    for place, text in enumerate(paragraphs):
        if len(text) >= LEAST_RULE and is_rule(text):
            below = range(place + 1, min(place + MOST_NOTES, len(paragraphs)))
            note_lines |= {*range(place, next((at for at in below if not paragraphs[at]), place))}
    return note_lines


def _two_pages(lines: Sequence[str]) -> set[int]:
    """The places of two numbers alone on their lines that count on, and stand beside the same running head."""
    alone = [(place, int(match[1])) for place, line in enumerate(lines) if line and (match := _ALONE.fullmatch(line))]
    for (before, low), (place, high) in pairwise(alone):
        if high == low + 1 and LEAST_LINES <= place - before <= MOST_LINES:
            heads = [
                {lines[at].casefold() for at in _beside(lines, edge, is_feed=False) if len(lines[at]) <= LONGEST_HEAD}
                for edge in (before, place)
            ]
            if any(" " in head for head in heads[0] & heads[1]):
                return {before, place}
    return set()


def _page_numbers(lines: Sequence[str]) -> set[int]:
    """The places of lines with nothing but a number, or the same words and a number, that count on page by page."""
    series = defaultdict(list)
    for place, line in enumerate(lines):
        if (
            line
            and len(line) <= LONGEST_HEAD
            and (line[-1].isdigit() or line[0].isdigit() or line[-1] in "-–—])|ivxlc")
        ):
            words, number = _head_and_number(line)
            if number:
                series[words].append((place, int(number)))
    return {place for places in series.values() for place in _longest_count(places)}


def _head_and_number(line: str) -> tuple[str, str]:
    """The words of a running head and the number of the page in it; the number is "" where none can be one."""
    if alone := _ALONE.fullmatch(line):
        return "", alone[1]
    if line in _ROMAN:
        return "", _ROMAN[line]
    if before := _BEFORE.match(line):
        return line[before.end() :].strip().casefold(), before[1]
    after = _AFTER.search(line) if line[0].isalpha() else None
    head = line[: after.start()].rstrip() if after else ""
    if after and (head[-1:] in {"|", "·", "•"} or head.count(" ") + 1 >= LEAST_WORDS):
        return head.casefold(), after[1]
    return "", ""


def _longest_count(numbers: Iterable[tuple[int, int]]) -> list[int]:
    """The places of the longest run of numbers in which each is one or two more than the one before."""
    best: list[int] = []
    run: list[int] = []
    for (before, low), (place, high) in pairwise(numbers):
        pages = high - low
        if pages in {1, 2} and LEAST_LINES <= place - before <= MOST_LINES * pages:
            run = [*(run or [before]), place]
        else:
            run = []
        best = max(best, run, key=len)
    return best if len(best) >= LEAST_PAGES else []


def _beside(lines: Sequence[str], edge: int, *, is_feed: bool) -> list[int]:
    """The lines nearest to where two pages meet, blank ones left out."""
    running_heads = []
    for step in (-1, 1):
        place, left = (edge if is_feed and step < 0 else edge + step), NEAR
        while 0 <= place < len(lines) and left:
            if lines[place]:
                running_heads.append(place)
                left -= 1
            place += step
    return running_heads
