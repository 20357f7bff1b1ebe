"""The head of a text: who published it, what it is called, when it appeared and who wrote it.

Plain Python. The head is the short lines before the first line that is text proper. In it, bodies that publish are
told by their names ("Ministry of …"), dates and bylines by their form, page furniture by what it says; the first line
left is the title and the next one the subtitle. Where no text follows within a few lines there is no head: a list of
names has no title.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import ne
from typing import NamedTuple

from corpus.blocks import Kind, Role
from corpus.importing.structure.dates import is_date_line
from corpus.importing.structure.furniture import is_furniture, may_be_title
from corpus.importing.structure.headings import (
    ends_sentence,
    heading_number,
    is_contents,
    is_title_like,
    is_unnumbered_heading,
    parse_number,
    split_bullet,
)
from corpus.importing.structure.joining import join
from corpus.importing.structure.number_sequences import begins, follows
from corpus.importing.structure.wrapped_lines import Chunk

LONGEST_HEAD = 16  # paragraphs
LONGEST_LINE = 200
LOOK_AHEAD = 500  # paragraphs in which the next number must come
LEAST_SENTENCE, LEAST_SENTENCE_HAN = 5, 12  # words, signs
MOST_OF_SERIES, LEAST_OF_SERIES, LONGEST_OF_SERIES = 4, 4, 40  # words, letters of the first, characters
LONGEST_PUBLISHER = 70
LONGEST_SUBTITLE = 160
LONGEST_NAME, MOST_NAMES = 60, 8

_BODY_WORDS = (
    r"ministry|department|government|office|council|committee|commission|agency|institute|institution|university"
    r"|college|school|foundation|centre|center|association|society|organi[sz]ation|union|court|tribunal|parliament"
    r"|senate|assembly|congress|republic|kingdom|federation|states|embassy|consulate|mission|secretariat|nations"
    r"|bank|bureau|administration|authority|service|board|press|publishers|publishing|chamber|academy|library"
    r"|museum|treasury|cabinet|news|times"
)
_BODY_NAME = re.compile(
    rf"(?:the\s)?(?:[^\W\d_][\w.’'-]*\s+){{0,5}}(?:{_BODY_WORDS})(?:\s+(?:of|for|on|and|in|to|de)\s.*|,.*)?",
    re.IGNORECASE,
)
_SMALL_LINK = re.compile(r"\s(?:of|for|on|in|to|and|by|with|at|from|a|an|the)\s", re.IGNORECASE)
_BODY_NAME_HAN = re.compile(
    r"[\u4e00-\u9fff]{2,25}(?:部|局|院|委员会|委員會|大学|大學|出版社|通讯社|新华社|日报|网|办公室|办公厅|法院|银行|协会|共和国)"
)
_BYLINE = re.compile(r"(?:(?:written\s)?by|authors?|speaker|作者|撰稿|文)(?:\s*[:：/／]\s*|\s+)(?=\S)", re.IGNORECASE)
_PUBLISHED_BY = re.compile(r"(?:source|publisher|published by|来源|來源)(?:\s*[:：]\s*|\s+(?=[A-Z]))", re.IGNORECASE)
_NAME_WORD = re.compile(
    r"(?:[^\W\d_]\.){1,3}|(?:(?:d|l|O|Mc|Mac|Al|al|el)[’'-]?)?[^\W\d_][^\W\d_’'-]*(?:[’'-][^\W\d_]+)*[.,]?"
)
_NAME_LINKS = frozenset(
    {"de", "da", "di", "del", "der", "den", "van", "von", "bin", "ibn", "al", "el", "la", "le", "and", "&"}
)
# Chinese names have two to four signs, foreign ones a point in them; an office may stand before.
_HAN_NAME = r"(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8}){1,3})"
_NAME_HAN = re.compile(rf"(?:[\u4e00-\u9fff]{{4,20}}\s+)?{_HAN_NAME}(?:[\s、]+{_HAN_NAME}){{0,3}}")
_NO_NAMES = re.compile(
    rf"\b(?:{_BODY_WORDS}|edition|summary|report|paper|draft|version|speech|volume|chapter|act|law|statement|remarks"
    r"|release|minutes|transcript|policy|review|annual|final|executive|white|new|interview|letter|address|lecture"
    r"|notes|introduction|world|history|story|guide|plan|part|text|translation|agreement|treaty|declaration"
    r"|the|an?|of|for|on|in|to|with|our|my|your|from|at)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:[\s](?:of|the|and|for|a|an|on|in|to|with|by|at|from|as|or|de|la|le|der|die|das|und|et|y)|[:：–—-])$"
)
_LETTER = re.compile(r"dear\s+(?:mr|mrs|ms|miss|dr|prof|sir|madam|lord|lady)\b|sehr geehrte", re.IGNORECASE)
# What official papers print around their title: symbols, sessions, remarks in brackets. None of it is the title.
_REMARK = re.compile(
    r"[\[(（][^\[\]()（）]*(?:\([^()]*\)[^()]*)?[\])）]|[A-Z]{1,4}(?:/[A-Z0-9.()*-]+){1,6}"
    r"|(?:Distr|Original|Orig|Ref|No|Cm|Cmnd|COM)\b\.?\s?[:：]?\s?[\w. /()-]{1,40}"
    r"|(?:[A-Z][\w-]+\s){1,3}(?:emergency\s|special\s)?session|Agenda\sitems?\s[\d\w,() ]{1,60}"
    r"|[\u4e00-\u9fff]{1,10}[〔\[(（]\d{4}[〕\])）]\s?第?\d{1,4}\s?号"
)
# Japanese laws print what an article is about in brackets above it.
_CAPTION = re.compile(r"（[^（）\d]{1,30}）")
LONGEST_TITLE = 500
_LEADS_ON = frozenset(",;:，；：")
_COLUMN_GAP = "    "
_SPEAKER = re.compile(r"[^:：.]{1,30}[:：]\s?\S")


class TitlePart(NamedTuple):
    """A block of the head: its kind and role, its text, and of how many paragraphs it is made."""

    kind: Kind
    role: Role
    text: str
    chunks: int


@dataclass(slots=True)
class _Unit:
    """Paragraphs of the head that belong together."""

    lines: list[str]
    kind: Kind = Kind.FRONT
    role: Role = Role.NONE
    is_aside: bool = False

    @property
    def text(self) -> str:
        return join(self.lines)

    @property
    def is_open(self) -> bool:
        return self.kind is Kind.FRONT and self.role is Role.NONE and not self.is_aside


def read_head(chunks: Sequence[Chunk]) -> list[TitlePart]:
    """Return the blocks of the head of a text, from its first paragraph on; none where there is no head."""
    end = _end_of_head(chunks)
    if end is None:
        return []
    units = _units(chunks[:end])
    if all(is_publisher(unit.lines[0]) for unit in units if unit.is_open):
        # "Privacy Policy" above a text that has no other title is no button.
        buttons = [unit for unit in units if unit.kind is Kind.FURNITURE and may_be_title(unit.text)]
        if len(buttons) == 1:
            buttons[0].kind = Kind.FRONT
    if end < len(chunks) and _LETTER.match(chunks[end].text):
        for unit in units:
            unit.kind = Kind.BODY if unit.is_open else unit.kind
    else:
        units = _give_roles(units)
    return [
        TitlePart(
            unit.kind, unit.role, ", ".join(unit.lines) if unit.role is Role.PUBLISHER else unit.text, len(unit.lines)
        )
        for unit in units
    ]


def is_name(line: str) -> bool:
    """Whether ``line`` is nothing but the name of a person, or of a few: "Wang Yi", "J. R. Doe and Ana de la Cruz"."""
    if len(line) > LONGEST_NAME:
        return False
    if _NAME_HAN.fullmatch(line):
        return _BODY_NAME_HAN.fullmatch(line) is None
    words = line.split()
    if not 1 < len(words) <= MOST_NAMES or _NO_NAMES.search(line) or line.isupper():
        return False
    return words[0][0].isupper() and all(
        word in _NAME_LINKS or (word[0].isupper() and _NAME_WORD.fullmatch(word)) for word in words
    )


def is_publisher(line: str) -> bool:
    """Whether ``line`` is the name of a body that publishes: "Ministry of Foreign Affairs", not "Report of the …"."""
    if len(line) > LONGEST_PUBLISHER or ends_sentence(line):
        return False
    if _BODY_NAME_HAN.fullmatch(line):
        return True
    head = _SMALL_LINK.split(line, 1)[0]
    return line[0].isupper() and bool(_BODY_NAME.fullmatch(line)) and bool(_BODY_NAME.fullmatch(head))


def goes_on(line: str) -> bool:
    """Whether a line of a title ends with a word that leads on: "of", "and", "the"."""
    return bool(_GOES_ON.search(line))


def _end_of_head(chunks: Sequence[Chunk]) -> int | None:
    """Return the place of the first paragraph that is text proper; ``None`` where none follows within the head."""
    for place, chunk in enumerate(chunks[: LONGEST_HEAD + 1]):
        following = chunks[place + 1].text if place + 1 < len(chunks) else ""
        later = chunks[place + 1 :]
        if _is_text(chunk, following, is_first=place == 0) or _is_counted(chunk.text, later):
            return place
        if chunk.underlined and any(above.underlined for above in chunks[:place]):
            # A title and a heading.
            return place
        if place and not chunk.furniture and _is_of_a_series(chunk.text, later):
            return place
    return None


def _is_text(chunk: Chunk, following: str, *, is_first: bool) -> bool:
    """Whether a paragraph belongs to the text, not to its head."""
    text = chunk.text
    if chunk.turn or chunk.alone or (_CAPTION.fullmatch(text) and parse_number(following)):
        return True
    if (
        chunk.furniture
        or is_date_line(text)
        or is_furniture(text)
        or (_BYLINE.match(text) and len(text) <= LONGEST_NAME)
    ):
        return False
    # In capitals any short line passes for a heading; a customary one ("INTRODUCTION") is one in small letters too.
    is_heading = is_contents(text) or (not is_first and is_unnumbered_heading(text.capitalize()))
    if is_heading or len(text) > LONGEST_LINE or chunk.quoted or split_bullet(text)[0]:
        return True
    if text[-1] in _LEADS_ON:
        goes_on = following[:1].islower() or text[-1] in ":："
        return not (is_first and goes_on)
    is_spoken = _SPEAKER.match(text) and _SPEAKER.match(following) and not is_date_line(following)
    return bool(is_spoken) or _is_sentence(text)


def _is_counted(text: str, later: Sequence[Chunk]) -> bool:
    """Whether a line has a number before it, rather than the initial of an author ("A. Smith")."""
    numbered = parse_number(text)
    if numbered is None or is_date_line(text):
        return False
    # "12. Sitzung" below a title: its number neither begins nor goes on.
    may_be_a_count = numbered.style == "point" and not begins(numbered.number) and heading_number(text) is not None
    if not may_be_a_count and (not numbered.is_doubtful or not (numbered.style == "single" or is_name(text))):
        return True
    return any(
        follows(numbered.number, other.number) for chunk in later[:LOOK_AHEAD] if (other := parse_number(chunk.text))
    )


def _is_of_a_series(text: str, later: Sequence[Chunk]) -> bool:
    """Whether a line is one of several like it: "Chapter the First", where "Chapter the Second" stands below.

    They have the same words but for one, or begin with the same long word; in scripts without spaces, they begin and
    end with the same sign.
    """
    words = text.casefold().split()
    if len(words) > MOST_OF_SERIES or is_date_line(text) or is_publisher(text) or _BYLINE.match(text):
        return False
    for chunk in later[:LOOK_AHEAD]:
        if chunk.tight or not (0 < len(chunk.text) <= LONGEST_OF_SERIES) or ends_sentence(chunk.text):
            continue
        title = chunk.text.casefold().split()
        if len(words) == len(title) == 1:
            is_like = (
                text[0] > "\u2e7f" and text != chunk.text and (text[0], text[-1]) == (chunk.text[0], chunk.text[-1])
            )
        elif len(words) == len(title):
            is_like = sum(map(ne, words, title)) == 1
        else:
            is_like = len(title) <= MOST_OF_SERIES and words[0] == title[0] and len(words[0]) >= LEAST_OF_SERIES
        if is_like:
            return True
    return False


def _is_sentence(text: str) -> bool:
    """Whether ``text`` is a sentence rather than a title; a question may be either, and is taken for a title."""
    if not ends_sentence(text) or text.rstrip('"”’»)）').endswith(("?", "？")):
        return False
    return len(text.split()) >= LEAST_SENTENCE or len(text) >= LEAST_SENTENCE_HAN


def _units(chunks: Sequence[Chunk]) -> list[_Unit]:
    """Put the paragraphs of the head together that belong together, and name those that tell what they are."""
    units: list[_Unit] = []
    for chunk in chunks:
        unit = _Unit([chunk.text], Kind.FURNITURE) if chunk.furniture else _named(chunk.text)
        last = units[-1] if units else None
        if last is not None and chunk.tight and last.is_open and unit.is_open and _continues(last, chunk.text):
            last.lines.append(chunk.text)
        else:
            units.append(unit)
    return units


def is_byline(line: str) -> bool:
    """Whether a line says who wrote the text: "by Jane Roe", "Author: …"."""
    by = _BYLINE.match(line) if len(line) <= LONGEST_NAME else None
    return by is not None and (is_name(line[by.end() :]) or by[0].rstrip()[-1] in ":：/／")


def _named(text: str) -> _Unit:
    """Return a line of the head as a unit, with its role where the line says it by itself."""
    if is_date_line(text):
        return _Unit([text], role=Role.DATE)
    if is_furniture(text):
        return _Unit([text], Kind.FURNITURE)
    if _PUBLISHED_BY.match(text):
        return _Unit([text], role=Role.PUBLISHER)
    if is_byline(text):
        return _Unit([text], role=Role.BYLINE)
    return _Unit([text], is_aside=_COLUMN_GAP in text or bool(_REMARK.fullmatch(text)))


def _continues(unit: _Unit, text: str) -> bool:
    """Whether a line goes on with the unit before it: the same body's name, or a title broken over two lines."""
    before = unit.lines[-1]
    if is_publisher(before) or is_publisher(text):
        return is_publisher(before) and is_publisher(text)
    return text[0].islower() or goes_on(before) or (before.isupper() and text.isupper())


def _give_roles(units: list[_Unit]) -> list[_Unit]:
    """Give the units that are still open their roles; those that cannot be part of a head end it."""
    open_units = [unit for unit in units if unit.is_open]
    while len(open_units) > 1 and is_publisher(open_units[0].lines[0]):
        open_units.pop(0).role = Role.PUBLISHER
    if not open_units or not _is_title(open_units[0]):
        return _until(units, open_units[:1])
    open_units.pop(0).role = Role.TITLE
    for unit in open_units:
        roles = {other.role for other in units}
        if Role.BYLINE not in roles and is_name(unit.text):
            unit.role = Role.BYLINE
        elif Role.SUBTITLE not in roles and len(unit.text) <= LONGEST_SUBTITLE:
            unit.role = Role.SUBTITLE
    return _until(units, [unit for unit in open_units if unit.is_open])


def _is_title(unit: _Unit) -> bool:
    """Whether the first line left, with those that go on with it, can be the title."""
    first = unit.lines[0]
    return len(unit.text) <= LONGEST_TITLE and (
        is_title_like(first.rstrip("!…")) or (len(first) <= LONGEST_LINE and first.isupper())
    )


def _until(units: list[_Unit], strangers: Sequence[_Unit]) -> list[_Unit]:
    """Cut the head at the first unit that has no role and after which none has."""
    for place, unit in enumerate(units):
        if any(unit is stranger for stranger in strangers):
            units_after = units[place + 1 :]
            if not any(other.role in {Role.BYLINE, Role.DATE} for other in units_after):
                return units[:place]
    return units
