"""Dates as texts print them, read without guessing.

Plain Python. A date is taken only where it can mean one day: "5 May 2024", "5. Mai 2024", "15 de mayo de 2024",
"November 05, 2025", "2024-05-05", "2025年11月5日", "25/11/2025"; "05/11/2025" may be May or November and is not taken.
Nor is a day that is doubted, or the end of several: "5 May 2024?", "5–6 May 2024".
The names of months and weekdays are babel's. dateparser settles ambiguous cases by a preference and completes missing
parts from today; a published date made up like this would go into exports as a fact.
"""

import re
import unicodedata
from contextlib import suppress
from datetime import date
from functools import cache
from itertools import product

from babel import Locale

# Whose month names are known: of English and the languages the parts of a text are named in, and of their neighbours.
# Arabic has three sets of names, and German, English and Serbian two spellings or scripts.
_LOCALES = (
    "en en_GB de de_AT fr es it pt ru ar ar_DZ ar_MA ar_SY be bg bs ca cs cy da el es eu fi et ga gl he hr hu id is lt"
    " lv mk ms mt nb nl nn pl ro sk sl sq sr sr_Latn sv tr uk"
)
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>[12١٢]\d{3})(?!\d)"
_ORDINAL = r"(?:st|nd|rd|th|er|re|º|ª|°|\.)?"
# Any word may be the name of a month; which ones are is looked up. Two words are the Levantine and Irish names.
_WORD = r"(?P<month>(?:كانون|تشرين|meán|deireadh)\s[^\W\d_]{4,6}|[^\W\d_]{2,14})(?![^\W\d_])[.׳]?"
_OF = r"(?:of\s|de\s|d[’']|ב)?"
_NUMERALS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0}
# CLDR has the genitive of Catalan months with its preposition.
_OF_NAME = re.compile(r"^(?:de\s|d’)")
_HAN = "〇零一二三四五六七八九十"
_FORMS = (
    re.compile(rf"(?<![\d./-]){_YEAR}(?P<mark>[-/.])(?P<number>\d{{1,2}})(?P=mark){_DAY}(?![\d]|[./-]\d)"),
    re.compile(rf"(?<![\d.]){_DAY}{_ORDINAL}[\s-]{{1,3}}{_OF}{_WORD},?[\s-]{{1,3}}(?:del?\s)?{_YEAR}", re.IGNORECASE),
    # The day stands last in Hungarian and Lithuanian, and between year and month in Latvian.
    re.compile(rf"(?<![\d.]){_YEAR}(?:\.|\sm\.)\s{_WORD}\s{_DAY}(?![\d.]\d)", re.IGNORECASE),
    re.compile(rf"(?<![\d.]){_YEAR}\.\sgada\s{_DAY}\.\s{_WORD}", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}\s?[年년]\s?(?P<number>\d{{1,2}})\s?[月월]\s?{_DAY}\s?[日号號일]"),
)
_MONTH_FIRST = re.compile(rf"(?<![^\W_]){_WORD}\s{{0,3}}{_DAY}(?!\d){_ORDINAL},?\s{{0,3}}{_YEAR}", re.IGNORECASE)
_HAN_FORM = re.compile(rf"([{_HAN}]{{4}})年([{_HAN}]{{1,3}})月([{_HAN}]{{1,3}})[日号號]")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([-/.])(\d{1,2})\2([12]\d{3})(?![\d]|[./-]\d)")
# What makes it no certain day: "5–6 May 2024", "5 or 6 May 2024", "ca. 5 May 2024", "before 5 May 2024".
_DOUBTED_BEFORE = re.compile(
    r"(?:(?<!\d)\d{1,2}(?:[-–—]|\.?\s(?:or|and|to|oder|und|bis|ou|et|au|o|y|al)\s)"
    r"|~\s?|\b(?:c\.|ca\.?|circa|about|around|approximately|probably|possibly|perhaps|before|after"
    r"|um|etwa|ungefähr|wohl|vermutlich|vor|nach|vers|environ|avant|après|hacia|antes|después)"
    r"\s(?:the\s|dem\s|den\s|le\s|del?\s(?:el\s)?)?)$",
    re.IGNORECASE,
)
_LONGEST_DOUBT = 24
# "5 May 2024?", "5 May 2024 (?)", "2024-05-05~", "2024-05-05/..".
_DOUBTED_BEHIND = re.compile(r"\s?(?:[?~]|%(?!\w)|[(\[]\s?(?:\?|ca?\.|circa|approx)|/\.\.)", re.IGNORECASE)
_MONTH_ONLY = re.compile(rf"(?<![^\W_]){_WORD}\s{{1,3}}(?:de\s)?{_YEAR}", re.IGNORECASE)
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
    r"\b(?:gmt|utc|cet|est|bst|at|on|le|den|el|il|em|am)\b"
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
    return days.pop() if len(days) == 1 and days == days_in(text) else None


def days_in(text: str) -> set[date]:
    """Return every certain day named in ``text``."""
    return {
        day
        for day, (start, stop) in _dates(text)
        if not _DOUBTED_BEFORE.search(text[max(0, start - _LONGEST_DOUBT) : start])
        and not _DOUBTED_BEHIND.match(text, stop)
    }


def is_date_line(line: str) -> bool:
    """Whether ``line`` says when, and at most where, and nothing else: "Updated: …", "Geneva, 18 January 2017"."""
    if len(line) > LONGEST_DATE_LINE:
        return False
    left = _TIME.sub(" ", _LABEL.sub("", line))
    spans = [span for _, span in _dates(left)]
    if not spans:
        spans = [match.span() for match in _NUMERIC.finditer(left)]
        spans += [match.span() for match in _MONTH_ONLY.finditer(left) if is_month(match["month"])]
    if not spans:
        return False
    if _OCCASION.match(line) and spans[-1][1] == len(left.rstrip()):
        return True
    for start, stop in sorted(spans, reverse=True):
        left = left[:start] + " " + left[stop:]
    if left.rstrip(" )）").endswith((".", "。", "?", "!", ";")) and left.strip(" .。?!;"):
        return False
    words = [word for word in _BESIDE.sub(" ", left).split() if word.lower() not in _names("days")]
    return (
        len(words) <= MOST_OTHER_WORDS
        and sum(map(len, words)) <= MOST_OTHER_CHARACTERS
        and not any(word[0].islower() or word.isdecimal() for word in words)
    )


def _dates(text: str) -> list[tuple[date, tuple[int, int]]]:
    """Return every day named in full in ``text`` with its place."""
    dates: list[tuple[date, tuple[int, int]]] = []
    for form in (*_FORMS, _MONTH_FIRST):
        for match in form.finditer(text):
            parts = match.groupdict()
            month = int(parts.get("number") or _month(parts["month"], is_first=form is _MONTH_FIRST))
            with suppress(ValueError):
                dates.append((date(int(parts["year"]), month, int(parts["day"])), match.span()))
    for match in _HAN_FORM.finditer(text):
        with suppress(ValueError, KeyError):
            year = int("".join(str(_NUMERALS[character]) for character in match[1]))
            dates.append((date(year, _han_number(match[2]), _han_number(match[3])), match.span()))
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if first != second and first <= _MONTHS_IN_YEAR and second <= _MONTHS_IN_YEAR:
            continue
        day, month = (second, first) if second > _MONTHS_IN_YEAR else (first, second)
        with suppress(ValueError):
            dates.append((date(year, month, day), match.span()))
    return dates


def is_month(word: str) -> bool:
    """Whether ``word`` is the name of a month, written out in whichever language or shortened in English."""
    return _month(word, is_first=True) > 0


def _month(name: str, *, is_first: bool) -> int:
    """The month called ``name``; 0 where none is, or several are: "listopada" is October in Croatian, not in Polish.

    ``is_first``: it stands before the day, as months are put in few languages; shortened names are believed of English
    only then, as "Set 5, 2024" may be anything.
    """
    name = unicodedata.normalize("NFC", name).lower()
    return _names("months").get(name, 0) or (0 if is_first else _names("months", "abbreviated").get(name, 0))


@cache
def _names(of: str, width: str = "wide") -> dict[str, int]:
    """The names of the ``months`` or ``days`` with their numbers (from 1 and 0), lower case, as CLDR has them.

    Those that mean several are left out. English abbreviations count as written out.
    """
    meanings: dict[str, set[int]] = {}
    for code in _LOCALES.split():
        names = getattr(Locale.parse(code), of)
        widths = {width, "abbreviated"} if code.startswith("en") else {width}
        for kind, one in product(("format", "stand-alone"), widths):
            for value, name in names[kind][one].items():
                bare = _OF_NAME.sub("", name.lower().rstrip(".׳"))
                meanings.setdefault(bare, set()).add(value)
    return {name: values.pop() for name, values in meanings.items() if len(values) == 1}


def _han_number(text: str) -> int:
    """Return the value of a Chinese numeral below 100."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_NUMERALS[character]) for character in text))
    return (_NUMERALS.get(tens, 0) if tens else 1) * _TENS + (_NUMERALS.get(ones, 0) if ones else 0)
