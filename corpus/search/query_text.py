"""Queries written in the words of the search field: by a form's fields, and anew from one that was understood.

Plain Python. What comes out is read back by ``query.parse`` as what went in.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from .query import (
    MOST_BETWEEN,
    Filter,
    Query,
    SearchWord,
    Sequence,
    Step,
    parse,
    quotable,
    value_as_typed,
    words_in,
)

_PLAIN_WORD = re.compile(r"\w[\w'’-]*\*?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What a person filled in.

    ``words`` must all be there, in any order; ``phrase`` side by side; of ``alternatives``, each on a line or with a
    comma, one; ``near`` and ``near_to`` with at most ``between`` words between them; ``without`` must not be there.
    ``exact``: all as written, letter by letter. No sign in them is more than white space, but for asterisks.
    """

    words: str = ""
    phrase: str = ""
    alternatives: str = ""
    near: str = ""
    near_to: str = ""
    between: int = 0
    without: str = ""
    exact: bool = False
    filters: tuple[Filter, ...] = ()


def build(fields: Fields) -> str:
    """The query that ``fields`` mean; nothing where they are empty."""
    sign = "=" if fields.exact else ""
    parts = [_term(word, sign) for word in quotable(fields.words).split()]
    if phrase := _term(fields.phrase, sign):
        parts.append(phrase)
    if alternatives := [_term(each, sign) for each in fields.alternatives.replace("\n", ",").split(",")]:
        parts.append("|".join(filter(None, alternatives)))
    near, near_to = _term(fields.near, sign), _term(fields.near_to, sign)
    if near and near_to:
        parts.append(f"{near} ~{min(max(fields.between, 0), MOST_BETWEEN)} {near_to}")
    else:
        parts.append(near or near_to)
    parts += [f"-{term}" for word in quotable(fields.without).split() if (term := _term(word, sign))]
    parts += [_filter(each) for each in fields.filters]
    return " ".join(part for part in parts if part)


def as_typed(query: Query) -> str:
    """``query`` as somebody might type it: its words folded, unless they are meant letter by letter."""
    parts = [term_as_typed(term) for term in query.wanted]
    parts += [f"-{term_as_typed(term)}" for term in query.unwanted]
    parts += [_filter(each) for each in query.filters]
    return " ".join(parts)


def term_as_typed(term: Sequence) -> str:
    """``term`` as somebody might type it."""
    if len(term) == 1:
        return _options(term[0])
    return _quoted(term) if _fits_in_quotes(term) else _steps(term, _options)


def _fits_in_quotes(term: Sequence) -> bool:
    """Whether ``term`` can stand in quotation marks: with a word among its options, and the others words or compounds.

    All of them or none must be meant letter by letter.
    """
    return len({bool(word.written) for word in words_in(term)}) == 1 and all(
        (len(step.options) == 1 or any(isinstance(option, SearchWord) for option in step.options))
        and all(isinstance(option, SearchWord) or _is_compound(option) for option in step.options)
        for step in term
    )


def _is_compound(option: Sequence) -> bool:
    return all(len(step.options) == 1 and isinstance(step.options[0], SearchWord) and not step.most for step in option)


def _steps(term: Sequence, written: Callable[[Step], str]) -> str:
    parts: list[str] = []
    for number, step in enumerate(term):
        if number and step.least:
            parts.append("*" * step.least)
        if number and (step.most > step.least or (written is _options and not step.most)):
            parts.append(f"~{step.most - step.least}")
        parts.append(written(step))
    return " ".join(parts)


def _inside(step: Step) -> str:
    """The options of a step within quotation marks, where a hyphen joins several words as one."""
    joint = " " if len(step.options) == 1 else "-"
    return "|".join(
        _word_typed(option) if isinstance(option, SearchWord) else joint.join(map(_word_typed, words_in(option)))
        for option in sorted(step.options, key=lambda option: not isinstance(option, SearchWord))
    )


def _options(step: Step) -> str:
    """The options of a step outside of quotation marks."""
    return "|".join(
        f"{'=' if option.written else ''}{_word_typed(option)}" if isinstance(option, SearchWord) else _quoted(option)
        for option in step.options
    )


def _quoted(option: Sequence) -> str:
    sign = "=" if next(words_in(option)).written else ""
    return f'{sign}"{_steps(option, _inside)}"'


def _word_typed(search_word: SearchWord) -> str:
    return f"{search_word.written or search_word.word}{'*' * search_word.begun}"


def _filter(each: Filter) -> str:
    values = ",".join(filter(None, map(value_as_typed, each.values)))
    return f"{'-' * each.without}{each.name}:{values}" if values else ""


def _term(typed: str, sign: str) -> str:
    """``typed`` as a word or as a phrase; nothing where no word is in it."""
    words = " ".join(quotable(typed).split())
    message = f"{sign}{words}" if _PLAIN_WORD.fullmatch(words) else f'{sign}"{words}"'
    return message if parse(message).wanted else ""
