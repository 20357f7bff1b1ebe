"""A query written by a form's fields, in the words of the search field.

Plain Python. What comes out is read back by ``query.parse`` as what the fields say.
"""

from dataclasses import dataclass

from .query import MOST_BETWEEN, quotable


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What a person filled in.

    ``words`` must all be there, in any order; ``phrase`` side by side; of ``alternatives``, each on a line or with a
    comma, one; ``near`` and ``near_to`` with at most ``between`` words between them; ``without`` must not be there.
    ``exact``: all as written, letter by letter. ``filters`` are pairs of a filter's name and its value.
    """

    words: str = ""
    phrase: str = ""
    alternatives: str = ""
    near: str = ""
    near_to: str = ""
    between: int = 0
    without: str = ""
    exact: bool = False
    filters: tuple[tuple[str, str], ...] = ()


def build(fields: Fields) -> str:
    """The query that ``fields`` mean; nothing where they are empty."""
    sign = "=" if fields.exact else ""
    parts = [f"{sign}{word}" for word in fields.words.split()]
    if phrase := _said(fields.phrase, sign):
        parts.append(phrase)
    if alternatives := [_said(each, sign) for each in fields.alternatives.replace("\n", ",").split(",")]:
        parts.append("|".join(filter(None, alternatives)))
    near, near_to = _said(fields.near, sign), _said(fields.near_to, sign)
    if near and near_to:
        parts.append(f"{near} ~{min(max(fields.between, 0), MOST_BETWEEN)} {near_to}")
    else:
        parts.append(near or near_to)
    parts += [f"-{sign}{word}" for word in fields.without.split()]
    parts += [f"{name}:{_value(value)}" for name, value in fields.filters if _value(value)]
    return " ".join(part for part in parts if part)


def _said(typed: str, sign: str) -> str:
    """``typed`` as a word or as a phrase."""
    words = quotable(typed).split()
    if not words:
        return ""
    return f"{sign}{words[0]}" if len(words) == 1 else f'{sign}"{" ".join(words)}"'


def _value(typed: str) -> str:
    """``typed`` as the value of a filter."""
    value = " ".join(quotable(typed).split())
    return f'"{value}"' if " " in value or "," in value else value
