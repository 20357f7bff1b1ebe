"""Lines put together into the words of a paragraph, or kept as lines.

Plain Python.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from textwrap import dedent

NO_SPACES = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff65]")
HYPHENS = "-‐"
DIVIDING = f"{HYPHENS}\u00ad¬"
_AND = frozenset({"and", "or", "to", "und", "oder", "bzw", "et", "ou", "y", "o", "e"})


def join(lines: Sequence[str]) -> str:
    """Join the lines of a paragraph: with a space, with nothing between signs of scripts that have no spaces.

    A hyphen at the end of a line stays, as nobody can tell "inter-national" from "well-known" without a dictionary of
    the language (the rest of the text may do for one, see ``wrapped_lines.TextLines``), and the search finds both;
    nothing is put after it between letters or between digits, but before "and" and "or" a space is ("pre- and
    post-war").
    """
    if len(lines) == 1:
        return lines[0]
    parts = [lines[0]]
    for before, after in pairwise(lines):
        parts += (seam(before, after), after)
    return "".join(parts)


def seam(before: str, after: str) -> str:
    """What stands between two lines that are joined."""
    last = before[-1]
    if last in DIVIDING:
        is_in_word = before[-2:-1].isalnum() and after[0].isalnum()
        return "" if is_in_word and after.split(None, 1)[0] not in _AND else " "
    if last > "\u2e7f" and NO_SPACES.match(last) and NO_SPACES.match(after):
        return ""
    return " "


def keep_lines(text: str) -> str:
    """Return ``text`` (code, verse) in its lines, set in no further than they are against each other.

    Line ends become line feeds; no white space is left at the end of a line, nor at either end of the text.
    """
    return dedent("\n".join(line.rstrip() for line in text.splitlines())).strip()
