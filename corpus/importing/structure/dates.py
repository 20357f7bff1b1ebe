"""Dates as texts print them, read without guessing.

Plain Python. A date is taken only where it can mean one day: "5 May 2024", "November 05, 2025", "2024-05-05",
"2025年11月5日", "25/11/2025"; "05/11/2025" may be May or November and is not taken. dateparser, which is installed
with one of our dependencies, settles such cases by a preference and completes missing parts from today; a published
date made up like this would go into exports as a fact.
"""

import re
from contextlib import suppress
from datetime import date

_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH = rf"(?P<month>{MONTH_NAME})\b\.?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"
_ORDINAL = r"(?:st|nd|rd|th|\.)?"
_NUMERALS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0}
_HAN = "〇零一二三四五六七八九十"
_FORMS = (
    re.compile(rf"(?<![\d./-]){_YEAR}(?P<mark>[-/.])(?P<number>\d{{1,2}})(?P=mark){_DAY}(?![\d]|[./-]\d)"),
    re.compile(rf"(?<![\d.]){_DAY}{_ORDINAL}[\s-]{{1,3}}(?:of\s)?{_MONTH},?[\s-]{{1,3}}{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s{{0,3}}{_DAY}(?!\d){_ORDINAL},?\s{{0,3}}{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}\s?[年년]\s?(?P<number>\d{{1,2}})\s?[月월]\s?{_DAY}\s?[日号號일]"),
)
_HAN_FORM = re.compile(rf"([{_HAN}]{{4}})年([{_HAN}]{{1,3}})月([{_HAN}]{{1,3}})[日号號]")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([-/.])(\d{1,2})\2([12]\d{3})(?![\d]|[./-]\d)")
_MONTH_ONLY = re.compile(rf"\b{_MONTH}\s{{1,3}}{_YEAR}", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:(?:last\s|first\s)?(?:updated|modified|published|posted|released|issued|revised|delivered|date|dated)"
    r"(?:\son|\sat)?|更新时间|发布时间|更新日期|发布日期|日期|时间)\s{0,2}[:：]?",
    re.IGNORECASE,
)
# What was done on the day, with where and by whom: "Signed at Washington, London and Moscow, 1 July 1968".
_OCCASION = re.compile(
    r"(?:signed|adopted|done|concluded|approved|enacted|promulgated|delivered|opened for signature"
    r"|entered into force|in force)\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[ap]\.?m\b\.?)?", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:gmt|utc|cet|est|bst|at|on)\b"
    r"|星期[一二三四五六日天]|[\W_]",
    re.IGNORECASE,
)
LONGEST_DATE_LINE = 100
MOST_OTHER_WORDS = 4
MOST_OTHER_CHARACTERS = 40
_TENS = 10
_MONTHS_IN_YEAR = 12


def parse_date(text: str) -> date | None:
    """Return the one day named in ``text``, or ``None`` if none, several or an uncertain one is named."""
    days = {day for day, _ in _dates(text)}
    return next(iter(days)) if len(days) == 1 else None


def is_date_line(line: str) -> bool:
    """Whether ``line`` says when, and at most where, and nothing else: "Updated: …", "Geneva, 18 January 2017"."""
    if len(line) > LONGEST_DATE_LINE:
        return False
    rest = _TIME.sub(" ", _LABEL.sub("", line))
    spans = [span for _, span in _dates(rest)]
    spans += [match.span() for form in (_NUMERIC, _MONTH_ONLY) for match in form.finditer(rest) if not spans]
    if not spans:
        return False
    if _OCCASION.match(line) and spans[-1][1] == len(rest.rstrip()):
        return True
    for start, stop in sorted(spans, reverse=True):
        rest = rest[:start] + " " + rest[stop:]
    if rest.rstrip(" )）").endswith((".", "。", "?", "!", ";")) and rest.strip(" .。?!;"):
        return False
    words = _BESIDE.sub(" ", rest).split()
    return (
        len(words) <= MOST_OTHER_WORDS
        and sum(map(len, words)) <= MOST_OTHER_CHARACTERS
        and not any(word[0].islower() or word.isdecimal() for word in words)
    )


def _dates(text: str) -> list[tuple[date, tuple[int, int]]]:
    """Return every certain day named in ``text`` with its place."""
    found: list[tuple[date, tuple[int, int]]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            parts = match.groupdict()
            month = parts.get("number") or _MONTHS.index(parts["month"][:3].lower()) // 3 + 1
            with suppress(ValueError):
                found.append((date(int(parts["year"]), int(month), int(parts["day"])), match.span()))
    for match in _HAN_FORM.finditer(text):
        with suppress(ValueError, KeyError):
            year = int("".join(str(_NUMERALS[character]) for character in match[1]))
            found.append((date(year, _han_number(match[2]), _han_number(match[3])), match.span()))
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if first != second and first <= _MONTHS_IN_YEAR and second <= _MONTHS_IN_YEAR:
            continue
        day, month = (second, first) if second > _MONTHS_IN_YEAR else (first, second)
        with suppress(ValueError):
            found.append((date(year, month, day), match.span()))
    return found


def _han_number(text: str) -> int:
    """Return the value of a Chinese numeral below 100."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_NUMERALS[character]) for character in text))
    return (_NUMERALS.get(tens, 0) if tens else 1) * _TENS + (_NUMERALS.get(ones, 0) if ones else 0)
