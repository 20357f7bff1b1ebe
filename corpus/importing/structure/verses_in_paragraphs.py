"""Verses that stand several to a paragraph: "1 In the beginning was the sea. 2 And the sea was dark, 3 and …", "[1] …".

Plain Python. A number in a sentence tells nothing ("3 ships"), nor does one paragraph. But where paragraphs begin with
bare numbers, each with the one that is due after the last number inside the paragraph before, all of them are verses.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LEAST_INSIDE = 2
LEAST_IN_ORDER = 0.9  # of the paragraphs that begin with a number go on with the one before, or begin a chapter
MOST_INSIDE = 60
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_RAISED = str.maketrans("0123456789", _RAISED)
_FROM_RAISED = str.maketrans(_RAISED, "0123456789")
_OPENERS = "\"'“‘«„(¿¡—–"
_WORD = rf"(?=\s*[{_OPENERS}]*[^\W\d_])"
_START = re.compile(
    rf"(?:(?P<chapter>\d{{1,3}}):(?P<verse>\d{{1,3}})(?=\s)|(?P<bare>\d{{1,3}})(?=[\s{_OPENERS}]|(?!(?:st|nd|rd|th)\b)"
    rf"[^\W\d_])|(?P<raised>[{_RAISED}]{{1,3}})|\[(?P<bracketed>\d{{1,3}})\]"
    rf"|[\[{{](?P<above>\d{{1,3}}):(?P<boxed>\d{{1,3}})[\]}}]){_WORD}"
)
# What stands before the number of a verse that begins inside a paragraph, unless the numbers around tell it as well.
_ENDS = frozenset(".,;:!?…—–\"'”’»)]")


class _Numbered(NamedTuple):
    """A paragraph that begins with the number of a verse.

    ``style`` is "bare" (1), "raised", "bracketed" ([1]), "chapter" (1:1) or "boxed" ([1:1]).
    """

    style: str
    chapter: int
    verse: int


def verses_inside(paragraphs: Sequence[str]) -> dict[int, list[str]]:
    """Cut the paragraphs in which several verses stand.

    Args:
        paragraphs: all paragraphs of a text, "" in place of what is none.

    Returns:
        By the place of each paragraph that is cut, its verses with their numbers; nothing where the numbers are in no
        order, or no paragraph holds more than one verse.
    """
    starts = {place: numbered for place, text in enumerate(paragraphs) if (numbered := _numbered(text))}
    if not starts:
        return {}
    cut: dict[int, list[str]] = {}
    in_order = pairs = 0
    is_certain = False  # by the number that the next paragraph begins with, or brackets that hold nothing else
    last: _Numbered | None = None
    order = sorted(starts)
    following = dict(zip(order, [*order[1:], -1], strict=True))
    for place in order:
        start = starts[place]
        if last is not None:
            pairs += 1
            in_order += start.verse in {1, last.verse + 1} or start.chapter > last.chapter
        after = starts.get(following[place])
        due = after.verse - 1 if after and after.style == start.style and after.verse > start.verse else 0
        parts = list(_parts(paragraphs[place], start, due))
        if len(parts) > 1:
            cut[place] = parts
            is_certain |= start.style == "boxed" or len(parts) == due - start.verse + 1
        last = start._replace(verse=start.verse + len(parts) - 1)
    inside = sum(len(parts) - 1 for parts in cut.values())
    least = 1 if is_certain else LEAST_INSIDE
    return cut if inside >= least and in_order >= LEAST_IN_ORDER * pairs else {}


def _numbered(text: str) -> _Numbered | None:
    match = _START.match(text) if text[:1].isdigit() or text[:1] in {"[", "{"} else None
    if match is None:
        return None
    style = match.lastgroup if match.lastgroup != "verse" else "chapter"
    number = match[match.lastgroup or 0].translate(_FROM_RAISED)
    return _Numbered(style or "", int(match["chapter"] or match["above"] or 0), int(number))


def _parts(text: str, start: _Numbered, due: int) -> Iterator[str]:
    """The verses of one paragraph; the numbers up to ``due`` stand in it, and none after it, where it is not 0."""
    begun, verse = 0, start.verse
    while verse - start.verse < MOST_INSIDE and (not due or verse < due):
        at = _place_of(text, begun, start, verse + 1, is_due=verse < due)
        if at < 0:
            break
        yield text[begun:at].rstrip()
        begun, verse = at, verse + 1
    yield text[begun:]


def _place_of(text: str, begun: int, start: _Numbered, verse: int, *, is_due: bool) -> int:
    """Where the number ``verse`` stands after ``begun``; -1 where it does not."""
    number = str(verse)
    if start.style == "raised":
        number = number.translate(_TO_RAISED)
    elif start.style == "chapter":
        number = f"{start.chapter}:{number}"
    pattern = rf"(?<=\s){number}(?![\d:.,%]|(?:st|nd|rd|th)\b){_WORD}"
    if start.style == "raised":
        pattern = rf"(?<![{_RAISED}]){number}(?![{_RAISED}]){_WORD}"
    elif start.style == "bracketed":
        pattern = rf"(?<=\s)\[{number}\]{_WORD}"
    elif start.style == "boxed":
        pattern = rf"(?<=\s)[\[{{]{start.chapter}:{number}[\]}}]{_WORD}"
    starts = [match.start() for match in re.finditer(pattern, text[begun + 1 :])]
    places = [begun + 1 + at for at in starts]
    firm = [at for at in places if start.style in {"raised", "chapter", "boxed"} or text[:at].rstrip()[-1:] in _ENDS]
    return next(iter([*firm, *(places if is_due else [])]), -1)
