"""Printed numbers, bullets and headings, as people type them.

Plain Python, shared by the readers of all formats. Every function takes one line (or one paragraph whose lines are
already joined) without white space around it. It looks at its beginning, or at the whole of a short line, so that a
paragraph of five megabytes costs what a short one costs.

A number is split off together with its punctuation ("1.", "(a)", "Chapter 3:"), so that number and rest together
still hold every printed character.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from corpus.importing.structure.dates import is_date_line, is_month
from corpus.importing.structure.division_names import (
    CONTENTS,
    DECIMAL,
    KNOWN_HEADINGS,
    ORDINALS,
    RANK_OF_SIGN,
    RANK_OF_STYLE,
    RANK_OF_WORD,
    RANK_OF_WORD_AFTER,
    SPELT,
    SUBDIVISION,
    WHICH,
    small,
)
from corpus.importing.structure.furniture import is_furniture

__all__ = [
    "Numbered",
    "ends_sentence",
    "heading_number",
    "is_bare_heading",
    "is_contents",
    "is_furniture",
    "is_paragraph",
    "is_title_like",
    "is_unnumbered_heading",
    "parse_number",
    "split_bullet",
    "split_number",
    "stopped_heading",
]

LONGEST_HEADING = 140
LONGEST_UNNUMBERED_HEADING = 80
LONGEST_STOPPED = 90
LONGEST_KEPT = 400
LONGEST_SPELT = 90  # characters of a line whose number is a word before the name of its part
LEAST_CAPITALS = 4
LONGEST_END = 24  # characters of a paragraph that tell whether it ends as a sentence does
LEAST_BELOW, LEAST_BELOW_HAN = 90, 40
SENTENCE_ENDS = ".!?。！？…؟۔"
CLOSERS = "\"'”’»)]）］」』》】"
OPENERS = "\"'“‘«([（［「『《【¿¡"
NUMERALS = "〇零一二三四五六七八九十百千两兩"

_AFTER = "|".join(sorted((re.escape(word).replace("i", "[iı]") for word in RANK_OF_WORD_AFTER), key=len, reverse=True))
# Of vowels, in scripts where they are no letters.
_SIGNS = "\u0901-\u0903\u093c-\u094d\u0981-\u0983\u09bc-\u09cd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_NUMBER_BEFORE = re.compile(
    rf"""
      (?P<after>(?:(?:\d{{1,4}}|[IVXLC]{{1,7}})(?:\s[a-z](?=\s))?(?:[.]|:o)?|(?i:{WHICH}))(?:[ \u00a0]{{1,2}}|(?<=\d)-)
        (?P<word_after>(?i:{_AFTER}))(?![^\W\d_])[.:]?(?:\s?[–—-])?)(?=\s|$)
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(
    rf"""
      (?P<decimal>(?:\d{{1,3}}|[A-Z](?=[.．]\d))(?:[.．]\d{{1,3}}){{1,6}}[.．]?)(?![.．\d])
    | (?P<lettered>\d{{1,3}}\.[a-z])(?=\s)
    | (?P<point>\d{{1,3}}(?:[a-zA-Z]?[.．、)）]|°(?!\s?[A-Z]\b))|[٠-٩۰-۹]{{1,3}}\s?[-–])(?!\d)
    | (?P<bare>\d{{1,3}})(?=\t|[ \u00a0]{{2}}|\u2003|\u3000)
    | (?P<single>\d{{1,3}}[A-Z]?)(?=[ \u00a0][^\W\d_])
    | (?P<bracket>[(（](?:\d{{1,3}}[A-Z]{{0,2}}|[A-Za-z]|(?P<twice>[a-z])(?P=twice)|[ivxl]{{2,6}}|[IVXL]{{2,6}}
        |[{NUMERALS}]{{1,5}}|[أبجدهوزحطي]|[٠-٩]{{1,3}})[)）]|[\[{{]\d{{1,3}}:\d{{1,3}}[\]}}]|\[\d{{1,3}}\])
    | (?P<circled>[①-⑳❶-❿])
    | (?P<raised>[⁰¹²³⁴-⁹]{{1,3}})(?=\s)
    | (?P<lower>(?:[a-z]|[ivxl]{{2,6}})[.)）]|[а-яёα-ω]\))(?=\s)
    | (?P<roman>(?=[IVXL])(?:XL|L?X{{0,3}})(?:IX|IV|V?I{{0,3}})[.．、)）](?:\s?[-–—](?=\s))?)
    | (?P<letter>[A-Z][.)])(?=\s)
    | (?P<cjk>[{NUMERALS}]{{1,5}}(?:[、．.]|(?=\u3000)))
    | (?P<abjad>[أبجدهوزحطي]ـ?\s?[)\-–])(?=\s)
    | (?P<ordinal>(?:{ORDINALS})[ًـ]{{0,2}}\s?[:：\-–])(?=\s)
    | (?P<han>第\s?(?:[{NUMERALS}]{{1,7}}|\d{{1,4}})\s?(?P<han_sign>[编編篇部卷章节節条條款项項])
        (?:之[{NUMERALS}\d]{{1,3}})?(?:\s?[:：]|(?=[\s(（【]|$)))
    | (?P<hangul>제\s?\d{{1,4}}\s?(?P<hangul_sign>[편장절관조항])(?:의\s?\d{{1,2}})?(?:\s?[:：]|(?=[\s(（]|$)))
    | (?P<dash>[IVXL]{{1,6}}\s?[-–—])(?=\s)
    | (?P<sign>§§?\s?(?:\d{{1,4}}(?:[-.]\d{{1,4}}){{0,3}}(?:\.?[ºª°]|o\b)?(?:[a-z]|-[A-Z]{{1,2}})?|(?i:único))
        \.?(?:\s?(?:[–—]|--|-(?=\s)))?)(?=\s|$|(?:(?<=[–—])|(?<=--))[^\W\d_])
    | (?P<named>(?:(?i:geçici|ek|mükerrer)\s)?(?P<word>[^\W\d_](?:[^\W\d_]|[{_SIGNS}]){{2,13}}\.?)\s{{1,3}}
        (?:[(（][\d٠-٩]{{1,3}}[)）]
          |(?:(?:[LRDA]\.?[ \u00a0]?(?=\d))?[\d٠-٩]{{1,4}}[A-Za-z]?(?:[-.]\d{{1,4}}){{0,4}}
            |[IVXLC]{{1,8}}|[A-Z]|(?i:{SPELT})|[Α-Ω]{{1,3}}[΄ʹ´'’]|[א-ת](?:['’׳]|(?=\s?[:.–—-]|$)))
           (?:(?i:er|re)\b|\.?[ºª°]|o\b|\s(?:bis|ter|quater)\b)?(?:-[A-Z]{{1,2}}\b)?(?:\(\w{{1,3}}\)){{0,2}})
        (?:[.:：]?\s?(?:[—–]|-{{1,2}})|[.:：])?)(?=\s|$|(?:(?<=[.:：][—–-])|(?<=[—–])|(?<=--))[^\W\d_])
    """,
    re.VERBOSE,
)
# What most lines begin with; no number does, but for the name of a part.
_WORD = re.compile(r"[A-Za-z][a-z]+(?=[ ,])")
_HEADING_STYLES = frozenset(
    {
        "after",
        "decimal",
        "point",
        "bare",
        "single",
        "roman",
        "letter",
        "cjk",
        "ordinal",
        "han",
        "hangul",
        "sign",
        "named",
    }
)
_ALONE_STYLES = frozenset({"after", "han", "hangul", "sign", "named"})
# "1 May": the day of a date, not the number of a section.
_SIGN_FOLLOWS = re.compile(r"\d{1,4}\s?[a-z]?\s?§")
_NO_LETTER = re.compile(r"[\W\d_]")
_TWO_SENTENCES = re.compile(r"[^\W\d_]{2}[.!?][)\"”’]?\s+[A-ZÀ-ÖØ-Þ]|[。！？].")
_CALLS = re.compile(r"(?:\s?\[(?:\d{1,3}|[*†‡])\])+$")
_INITIALS = re.compile(r"\.\S")
_FIRM_BULLETS = frozenset("•·‣⁃▪▫■□●○◦◆◇►▶➢➤✓✔★☆\uf0b7\uf0a7\uf0d8")
_SOFT_BULLETS = frozenset("-–*−‐")


class Numbered(NamedTuple):
    """A line with a printed number: the number as printed, what follows it, its style and its rank (1 is highest)."""

    number: str
    text: str
    style: str
    rank: int

    @property
    def is_doubtful(self) -> bool:
        """Whether it may as well be the initial of a name ("I. Newton"), a quantity ("5 Ships") or a name ("5G.")."""
        if self.style == "point":
            return self.number[-2:-1].isupper()
        return self.style in {"letter", "single", "dash"} or (self.style == "roman" and self.number[1:] in {".", "．"})


def parse_number(line: str) -> Numbered | None:
    """Return the printed number at the start of ``line``, or ``None``.

    Years ("2024. The"), quantities ("3.5 million", "1990 was"), initials ("J. R. R. Tolkien", "V.I. Lenin"),
    abbreviations ("i.e. this", "p. 45") and mentions ("Article 5 of the Treaty") are not numbers. A single capital
    ("I.", "A.") and a number without a point ("1 Scope") are returned, but doubtful: only the document can tell (see
    ``heading_levels.settle``). The rest is empty only after a name of a part that stands alone ("Chapter 3", "第三章").
    """
    return _parse_short(line) if len(line) <= LONGEST_KEPT else _parse(line)


def _parse(line: str) -> Numbered | None:
    first = line[:1]
    if first.isdigit() or first in "IVXLC" or (first.isupper() and len(line) <= LONGEST_SPELT):
        numbered = _numbered(line, _NUMBER_BEFORE.match(line))
        if numbered is not None:
            return numbered
    begun = _WORD.match(line)
    if begun and begun[0].lower() not in RANK_OF_WORD:
        return None
    return _numbered(line, _NUMBER.match(line))


# Each line is asked about some three times, by those who look at lines, at heads and at whole documents.
_parse_short = lru_cache(maxsize=2048)(_parse)


def _numbered(line: str, match: re.Match[str] | None) -> Numbered | None:
    if match is None:
        return None
    style = match.lastgroup or ""
    number = match[0]
    tail = line[match.end() :]
    text = tail.lstrip()
    if not _belongs(style, number, text, gap=len(text) < len(tail)):
        return None
    rank = _rank(style, match)
    return Numbered(number, text, style, rank) if rank else None


def split_number(line: str) -> tuple[str, str]:
    """Split ``line`` into its printed number and the rest; the number is "" where there is none or nothing follows.

    A doubtful number (a single capital and a point, as in "I. Newton") is split off only where the rest reads like a
    heading.
    """
    numbered = parse_number(line)
    if numbered is None or not numbered.text or (numbered.is_doubtful and not is_title_like(numbered.text)):
        return "", line
    return numbered.number, numbered.text


def heading_number(line: str) -> Numbered | None:
    """Return the number of ``line`` if the line is a numbered heading, else ``None``.

    A heading is short (at most 140 characters), begins with a capital or with a letter of a script that has none,
    has no punctuation at its end and is no more than one sentence: "1.2 Scope", "II. What is to be done?", "Chapter 3".
    """
    numbered = parse_number(line) if len(line) <= LONGEST_HEADING + 20 else None
    if numbered is None or not (numbered.style in _HEADING_STYLES or _is_han_bracket(numbered)):
        return None
    if not numbered.text:
        return numbered if numbered.style in _ALONE_STYLES else None
    # Bills print "SEC. 2. DEFINITIONS." with a full stop.
    title = numbered.text.removesuffix(".") if numbered.text.isupper() else numbered.text
    return numbered if is_title_like(title) and title[-1] not in "-–—" else None


def stopped_heading(number: str, text: str) -> Numbered | None:
    """Return the number of a line that is a numbered heading but for the full stop at its end, else ``None``.

    "2. Term and Termination." may be one; only the lines around it tell it from "2. We build it.".
    """
    if len(text) > LONGEST_STOPPED or not text.endswith((".", "。", "．")) or text.endswith(".."):
        return None
    numbered = parse_number(f"{number} {text[:-1]}")
    return heading_number(f"{number} {text[:-1]}") if numbered and numbered.number == number else None


def _is_han_bracket(numbered: Numbered) -> bool:
    """Whether it is numbered （一）, as Chinese papers number the headings below 一、; (a) and (1) number points."""
    return numbered.style == "bracket" and numbered.number[1] in NUMERALS


def is_title_like(text: str) -> bool:
    """Whether ``text`` could be a heading: short, capitalised, one sentence at most, no full stop at its end."""
    if not text or len(text) > LONGEST_HEADING or text[0].islower() or text[-1] in ".;:,!。；：，！…،؛":
        return False
    return any(map(str.isalpha, text)) and not _TWO_SENTENCES.search(text)


def is_unnumbered_heading(line: str) -> bool:
    """Whether a line without a number is a heading: a customary name ("Preamble") or a short line all in capitals.

    Capitals may have a full stop after them ("TREASURY DEPARTMENT."), but not within ("U.S.A.", "NO. NO.").
    """
    if len(line) > LONGEST_UNNUMBERED_HEADING:
        return False
    if _folded(line) in KNOWN_HEADINGS:
        return True
    if not line.isupper() or sum(map(str.isalpha, line)) < LEAST_CAPITALS:
        return False
    title = line.removesuffix(".")
    return title[-1] not in '.,;:!?…-–—"”' and (
        title == line or (not _TWO_SENTENCES.search(title) and not _INITIALS.search(title))
    )


def is_bare_heading(line: str) -> bool:
    """Whether a line without a number may be a heading, if what stands around it lets it."""
    return (
        len(line) <= LONGEST_UNNUMBERED_HEADING
        and line[0].isalpha()
        and line[-1] not in '"”’»…?？؟-–—'
        and not any(colon in line for colon in ":：")
        and is_title_like(line)
        and not is_date_line(line)
    )


def is_paragraph(text: str) -> bool:
    """Whether a paragraph is long enough, and ends, as those below headings do."""
    return len(text) >= (LEAST_BELOW_HAN if text[0] > "\u2e7f" else LEAST_BELOW) and (
        ends_sentence(text) or text[-1] in ":：;；"
    )


def is_contents(line: str) -> bool:
    """Whether a line heads a table of contents."""
    return len(line) <= LONGEST_UNNUMBERED_HEADING and _folded(line) in CONTENTS


def _folded(line: str) -> str:
    """A customary heading whatever its case and spacing: "目　录" is spaced out, "Preamble:" has a colon."""
    words = line.casefold().rstrip(":：").split()
    return ("" if line[:1] > "\u2e7f" else " ").join(words)


def split_bullet(line: str) -> tuple[str, str]:
    """Split ``line`` into its bullet and the rest; ("", line) where there is none.

    A dot or a shape needs no space after it ("•respect"); a dash or an asterisk does, as they are also signs and
    marks ("-5 degrees", "*stress*"). An em dash begins speech, not an item.
    """
    first = line[:1]
    if first == "o" and line[1:2] == "\t":
        # Word's hollow bullet, as its text is pasted.
        return first, line[2:].lstrip()
    if first in _FIRM_BULLETS or (first in _SOFT_BULLETS and line[1:2].isspace()):
        text = line[1:].lstrip()
        if text and text[0] != first:
            return first, text
    return "", line


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as a sentence does; quotation marks, brackets, calls of notes may follow."""
    end = text[-LONGEST_END:]
    if end[-1:] == "]":
        end = _CALLS.sub("", end)
    return end[-4:].rstrip(CLOSERS).endswith(tuple(SENTENCE_ENDS))


def _belongs(style: str, number: str, text: str, *, gap: bool) -> bool:
    """Whether what follows a number lets it be one."""
    if not text:
        return style in _ALONE_STYLES
    first, second = text[0], text[1:2]
    starts_sentence = (first.isalpha() and not first.islower()) or first in OPENERS
    match style:
        case "single":
            belongs = starts_sentence and not is_month(_NO_LETTER.split(text, maxsplit=1)[0])
        case "roman" | "letter" | "dash":
            is_initial = second in {".", "．"} and first.isalpha()
            belongs = not is_initial and (starts_sentence or (gap and first.isalpha()))
        case "decimal" | "bare":
            belongs = starts_sentence and (gap or not first.isascii())
        case "named":
            belongs = (starts_sentence or first.isdigit()) and not number[0].islower() and not SUBDIVISION.match(text)
        case "sign" | "after":
            is_mentioned = bool(SUBDIVISION.match(text)) or (style == "after" and bool(_SIGN_FOLLOWS.match(text)))
            is_mentioned |= style == "after" and "§" in number and first.isdigit()
            belongs = not first.islower() and not is_mentioned
        case "lower":
            belongs = not first.isdigit() and second != "."
        case "point" | "bracket":
            belongs = gap or starts_sentence
        case _:
            belongs = True
    return belongs


def _rank(style: str, match: re.Match[str]) -> int:
    """How high a number stands in a document, from 1; 0 where the word before it names no part of a text."""
    if style == "named":
        # "Article. I." is printed in old papers.
        word = small(match["word"])
        return RANK_OF_WORD.get(word) or RANK_OF_WORD.get(word.removesuffix("."), 0)
    if style == "after":
        return RANK_OF_WORD_AFTER[small(match["word_after"])]
    if style in {"han", "hangul"}:
        return RANK_OF_SIGN[match[f"{style}_sign"]]
    if style == "decimal":
        return DECIMAL + len(re.findall(r"[A-Z\d]+", match[0])) - 1
    return RANK_OF_STYLE.get(style, DECIMAL)
