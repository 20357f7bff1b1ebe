"""Which printed number comes after which: "2." after "1.", "(b)" after "(a)", "II." after "I.", "1.3" after "1.2".

Plain Python.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from corpus.importing.structure.list_numbers import ordinal

LAST = 100
_CORE = re.compile(r"\d+(?:[.．-]\d+)*|(?<=第)[〇零一二三四五六七八九十百千]+|(?!第)[^\W\d_]+(?=\W*$)")
_PUT_IN = re.compile(r"(.{0,30}\d)([A-Za-z])(\W{0,3})")
_STYLES = "1aAiI一"


@cache
def _values() -> dict[str, set[tuple[str, int]]]:
    """Return what each number can mean: "i" is the first Roman number and the ninth letter."""
    values: dict[str, set[tuple[str, int]]] = {}
    for style in _STYLES:
        for value in range(1, LAST + 1):
            values.setdefault(ordinal(value, style), set()).add((style, value))
    return values


def begins(number: str) -> bool:
    """Whether ``number`` can be the first of a list."""
    return any(value == 1 for _, _, value in _meanings(number))


def follows(before: str, number: str) -> bool:
    """Whether ``number`` comes next after ``before`` in a list of the same style and punctuation.

    Laws put in later what they count as "3A" after "3"; "3B" or "4" follows it.
    """
    due = {(shape, style, value + 1) for shape, style, value in _meanings(before)}
    if not due.isdisjoint(_meanings(number)):
        return True
    if put_in := _PUT_IN.fullmatch(number):
        whole, letter, end = put_in.groups()
        if before == f"{whole}{'' if letter in 'Aa' else chr(ord(letter) - 1)}{end}":
            return True
    put_in = _PUT_IN.fullmatch(before)
    return put_in is not None and follows(f"{put_in[1]}{put_in[3]}", number)


def runs(numbers: Iterable[tuple[int, str]]) -> list[list[int]]:
    """The places of numbers that count on from each other: 1., 2., 3. with whatever is numbered between them.

    Args:
        numbers: places and the numbers that stand there, in the order of the text.

    Returns:
        The places of each run of two numbers or more.
    """
    sequences: list[list[int]] = []
    due: dict[tuple[str, str, int], list[int]] = {}
    for place, number in numbers:
        meant = _meanings(number)
        run = next((due.pop(meaning) for meaning in meant if meaning in due), None)
        if run is None:
            run = []
            sequences.append(run)
        run.append(place)
        due |= {(shape, style, value + 1): run for shape, style, value in meant}
    return [run for run in sequences if len(run) > 1]


@lru_cache(maxsize=10_000)
def _meanings(number: str) -> frozenset[tuple[str, str, int]]:
    """Return what ``number`` can mean, as its punctuation and prefix, its style and its value."""
    match = _CORE.search(number)
    if match is None:
        return frozenset()
    *_, last = re.split(r"[.．-]", match[0])
    start = match.end() - len(last)
    shape = f"{number[:start]}#{number[match.end() :]}"
    if last.isdecimal():
        return frozenset({(shape, "1", int(last))})
    return frozenset((shape, style, value) for style, value in _values().get(last, ()))
