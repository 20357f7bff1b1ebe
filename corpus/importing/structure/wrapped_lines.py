"""Plain text as people have it, cut into paragraphs: which lines belong together.

Plain Python. A file is either *wrapped* (an editor or a mail program broke the lines at a width; they are joined for
reading) or it is not (every line that is not blank is a paragraph, whether blank lines stand between them or not).
Which of the two is decided once per file, where nobody says it, from the line breaks inside groups of lines without a
blank line between them: in wrapped text nearly every line stops in mid-sentence, being so full that the next word had
no room on it, or going on with a small letter.

Inside a group of wrapped lines a paragraph ends where a bullet or the next number of a list begins, where the
indentation says so, where a line ends a sentence well before the margin, and where it ends so early that it was meant
to (addresses, titles).
"""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from corpus.blocks import LineBreaks
from corpus.importing.structure.dates import is_date_line
from corpus.importing.structure.furniture import is_rule
from corpus.importing.structure.headings import ends_sentence, is_title_like, parse_number, split_bullet
from corpus.importing.structure.joining import DIVIDING, HYPHENS, NO_SPACES, join, seam
from corpus.importing.structure.number_sequences import begins, follows
from corpus.importing.structure.pages import notes_of_pages, page_lines
from corpus.importing.structure.speaker_lines import speaker_lines
from corpus.importing.structure.speakers import LEAST_TURNS, TurnStyle, split_turn, turn_style
from corpus.importing.structure.table_of_contents import is_led

SAMPLE = 3000  # lines looked at to decide on a whole file
LEAST_WIDTH, MOST_WIDTH = 40, 160  # columns; narrower is a list or verse, wider is one paragraph per line
LEAST_WRAPPED = 0.6  # of the lines before a break, by length: short lines are short in wrapped text too
LEAST_SMALL = 8  # line breaks; a text of so many lines that all begin small is somebody's habit
MOST_WIDER = 0.25  # of the characters may stand in lines wider than the rest (addresses of pages, tables)
HEAD = 24  # lines at the beginning where dates stand alone
EARLY, MUCH_TOO_EARLY = 0.25, 0.4  # of the width left free at the end of a line
LONGEST_UNDERLINED = 100
MOST_LINES_OF_TITLE = 3
LONGEST_WORD = 60
_UNDERLINE = re.compile(r"((?:[^\w\s]|_)\s?)\1{2,}(?:[^\w\s]|_)?")
_QUOTE_MARK = re.compile(r">(?=[\s>]|$)[>\s]*")
_COLUMN_GAP = "    "
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_LAST_WORD, _FIRST_WORD = re.compile(r"[^\W\d_]+(?=[-‐]$)"), re.compile(r"[^\W\d_]+")
# White space to a reader, but not to str.strip: the byte order mark inside a text, the end-of-file mark of DOS.
_INVISIBLE = {0xFEFF: " ", 0x1A: " "}
_OF_TURNS = frozenset(":：.")
_COLUMNS = {"\t": 4, "\u3000": 2}


class Chunk(NamedTuple):
    """Lines that make one paragraph: from ``first`` up to ``last`` (0-based), joined in ``text``.

    ``tight`` is whether no blank line stands before it, ``indent`` the columns before its least indented line,
    ``quoted`` whether its lines begin with ">", ``underlined`` whether its last line is drawn under it, ``furniture``
    whether the lines around it tell that it is page furniture (a site's contact lines, running heads). ``turn`` is
    whether it begins with the name of who speaks, and ``mark`` that name where it stands on a line of its own, which is
    then no part of ``text``; ``alone`` is the rank of a number that is all of it and heads a part.
    """

    text: str
    first: int
    last: int
    tight: bool = False
    indent: int = 0
    quoted: bool = False
    underlined: bool = False
    furniture: bool = False
    turn: bool = False
    mark: str = ""
    alone: int = 0


class TextLines:
    """A text as lines: ``raw`` with their ends, ``stripped`` as read."""

    def __init__(
        self,
        text: str,
        *,
        has_turns: bool | None = None,
        is_verse: bool = False,
        line_breaks: LineBreaks = LineBreaks.UNKNOWN,
    ) -> None:
        """Cut ``text`` at every line end Unicode knows, form feeds among them; joining ``raw`` gives it back.

        ``has_turns`` says whether it is a conversation, ``line_breaks`` whether it is wrapped; without them, the text
        itself does. ``is_verse``: that a sentence goes on in the next line tells nothing.
        """
        self._line_breaks = line_breaks
        self._is_verse = is_verse
        self.raw = text.splitlines(keepends=True)
        visible = self.raw
        if "\ufeff" in text or "\x1a" in text:
            visible = [line.translate(_INVISIBLE) for line in self.raw]
        self.stripped = [line.strip() for line in visible]
        self._visible = visible
        self._quoted: set[int] = set()
        if ">" in text:
            self._take_quote_marks()
        self.speakers = self._speaker_lines() if has_turns is not False else set()
        self.turns = self._turn_style(declared=has_turns)
        self._of_page = page_lines(self.stripped, self.raw)

    def chunks(self) -> list[Chunk]:
        """Return the paragraphs in the order of the text."""
        chunks: list[Chunk] = []
        stripped, visible, count = self.stripped, self._visible, len(self.stripped)
        start = 0
        while start < count:
            if not stripped[start]:
                start += 1
                continue
            stop = start + 1
            while stop < count and stripped[stop]:
                stop += 1
            if stop == start + 1:
                indent = self._indent(start) if visible[start][0].isspace() else 0
                chunks.append(
                    self._with_turn(Chunk(stripped[start], start, stop, False, indent, start in self._quoted))
                )
            else:
                chunks.extend(self._group(start, stop))
            start = stop
        chunks = self._over_pages(chunks) if self._of_page else chunks
        return self._with_speakers(chunks) if self.speakers else chunks

    @cached_property
    def width(self) -> int:
        """The column the text is wrapped at, 0 where it is not wrapped by width."""
        lengths = sorted(len(line) for pair in self._pairs for line in pair)
        width = lengths[len(lengths) * 97 // 100] if lengths else 0
        least = LEAST_WIDTH // 2 if any(NO_SPACES.match(before) for before, _ in self._pairs) else LEAST_WIDTH
        sample = self.stripped[:SAMPLE]
        wider = sum(len(line) for line in sample if len(line) > width)
        return width if least <= width <= MOST_WIDTH and wider <= MOST_WIDER * sum(map(len, sample)) else 0

    @cached_property
    def is_wrapped(self) -> bool:
        """Whether lines inside a group go on with each other; see the head of this module."""
        if self._line_breaks:
            return self._line_breaks is LineBreaks.JOINED
        breaks = [pair for pair in self._pairs if not _starts_anew(pair[1])]
        small = sum(after[0].islower() for _, after in breaks)
        tells_nothing = self._is_verse or small == len(breaks) >= LEAST_SMALL
        wrapped = characters = 0
        for before, after in breaks:
            is_full = 0 < self.width < len(before) + 1 + _first_word(after) and not ends_sentence(before)
            goes_on = (before[-1].isalnum() or before[-1] in DIVIDING) and after[0].islower() and not tells_nothing
            characters += len(before)
            wrapped += len(before) if is_full or goes_on else 0
        return wrapped > 0 and wrapped >= LEAST_WRAPPED * characters

    @property
    def line_breaks(self) -> LineBreaks:
        """What the breaks inside groups were taken for, where there are any."""
        if not any(before and after for before, after in pairwise(self.stripped)):
            return LineBreaks.UNKNOWN
        return LineBreaks.JOINED if self.is_wrapped else LineBreaks.KEPT

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        """The line breaks inside groups, as the lines before and after them, from the beginning of the file."""
        return [(before, after) for before, after in pairwise(self.stripped[:SAMPLE]) if before and after]

    def _group(self, start: int, stop: int) -> list[Chunk]:
        """Cut the lines from ``start`` up to ``stop``, none of them blank, into paragraphs."""
        cut = self._is_new_in_wrapped if self.is_wrapped else self._is_new
        starts = [start]
        number = self._number_at(start)
        for line in range(start + 1, stop):
            if cut(line, starts[-1], number):
                starts.append(line)
                number = self._number_at(line) or number
        return [
            self._chunk(first, last, tight=first > start)
            for first, last in zip(starts, [*starts[1:], stop], strict=True)
        ]

    def _chunk(self, first: int, last: int, *, tight: bool) -> Chunk:
        """Join the lines of one paragraph."""
        lines = self.stripped[first:last]
        underlined = len(lines) > 1 and self._is_underline(last - 1, first)
        if underlined:
            lines = lines[:-1]
        indent = min(map(self._indent, range(first, last))) if self._visible[first][0].isspace() else 0
        return self._with_turn(Chunk(self._join(lines), first, last, tight, indent, first in self._quoted, underlined))

    def _join(self, lines: Sequence[str]) -> str:
        """Join lines; a hyphen that divides a word goes where the text has the word whole elsewhere, and only so."""
        if not any(line[-1] in HYPHENS for line in lines[:-1]):
            return join(lines)
        parts = [lines[0]]
        for before, after in pairwise(lines):
            between = seam(before, after)
            begun, ended = _LAST_WORD.search(before[-LONGEST_WORD:]), _FIRST_WORD.match(after)
            if not between and begun and ended:
                first, last = begun[0].casefold(), ended[0].casefold()
                if first + last in self._words and f"{first}-{last}" not in self._words:
                    parts[-1] = parts[-1][:-1]
            parts += (between, after)
        return "".join(parts)

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words of the text, in small letters, those with hyphens whole."""
        return frozenset(word for line in self.stripped for word in _WORD.findall(line.casefold()))

    def _with_turn(self, chunk: Chunk) -> Chunk:
        """``chunk`` with what the whole text tells of it."""
        if chunk.first in self._of_page:
            return chunk._replace(furniture=True)
        return chunk._replace(turn=True) if self.turns and split_turn(chunk.text, self.turns)[0] else chunk

    def _turn_style(self, *, declared: bool | None) -> TurnStyle:
        if declared is False:
            return TurnStyle.NONE
        sample = [line for line in self.stripped[:SAMPLE] if not _OF_TURNS.isdisjoint(line) or line[:1] in {"Q", "A"}]
        style = turn_style(sample, self._groups) if len(sample) >= LEAST_TURNS else TurnStyle.NONE
        return style or (TurnStyle.COLON if declared else TurnStyle.NONE)

    def _speaker_lines(self) -> set[int]:
        # Where it stands alone between blank lines, a number of short lines says no less.
        return speaker_lines(self.stripped, self._groups)

    @cached_property
    def _groups(self) -> int:
        """How many groups of lines stand between blank lines; where none do, nearly every line is a paragraph."""
        return sum(bool(line) and not before for before, line in pairwise(["", *self.stripped[:SAMPLE]]))

    def _with_speakers(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        """Put the names of those who speak, which stand on lines of their own, before what they say."""
        joined: list[Chunk] = []
        mark: Chunk | None = None
        for chunk in chunks:
            if mark is not None:
                joined.append(
                    chunk._replace(first=mark.first, tight=mark.tight, turn=True, mark=" ".join(mark.text.split()))
                )
                mark = None
            elif chunk.first in self.speakers and chunk.last == chunk.first + 1:
                mark = chunk
            else:
                joined.append(chunk)
        return [*joined, mark] if mark is not None else joined

    def _over_pages(self, chunks: list[Chunk]) -> list[Chunk]:
        """Join the paragraphs that go on over a page; what the pages print between stands after them."""
        joined: list[Chunk] = []
        open_at = -1  # the place of the paragraph that the last page may have cut
        notes = notes_of_pages(["" if chunk.furniture else chunk.text for chunk in chunks])
        for place, chunk in enumerate(chunks):
            if chunk.furniture or place in notes:
                joined.append(chunk)
                continue
            is_cut = open_at >= 0 and open_at < len(joined) - 1 and self._goes_on(joined[open_at], chunk)
            if is_cut:
                joined[open_at] = joined[open_at]._replace(text=self._join([joined[open_at].text, chunk.text]))
            else:
                open_at = len(joined)
                joined.append(chunk)
        return joined

    def _goes_on(self, before: Chunk, chunk: Chunk) -> bool:
        """Whether a paragraph at the beginning of a page goes on with the last one of the page before."""
        if before.underlined or chunk.underlined or chunk.turn or before.quoted != chunk.quoted:
            return False
        if ends_sentence(before.text) or _starts_anew(chunk.text):
            return False
        is_full = self.width > 0 and len(self.stripped[before.last - 1]) > (1 - EARLY) * self.width
        return chunk.text[0].islower() or (is_full and before.text[-1] not in ":：" and len(chunk.text) > self.width)

    def _number_at(self, line: int) -> str:
        """The number printed at the start of a line, if the text is wrapped; elsewhere nobody asks."""
        numbered = parse_number(self.stripped[line]) if self.is_wrapped else None
        return numbered.number if numbered else ""

    def _is_new(self, line: int, start: int, _number: str) -> bool:
        """Whether a paragraph begins at ``line`` in a text that is not wrapped: nearly always.

        Not at a line drawn under the one before it, nor where a quoted sentence goes on: mails wrap what they quote.
        """
        before, text = self.stripped[line - 1], self.stripped[line]
        if self._of_page and not self._of_page.isdisjoint((line - 1, line)):
            return True
        if not self.speakers.isdisjoint((line, start, start - 1)):
            return not self.speakers.isdisjoint((line, line - 1))
        if self.turns:
            return line < self._first_turn or bool(split_turn(text, self.turns)[0]) or ends_sentence(before)
        if {line - 1, line} <= self._quoted and text[0].islower() and not ends_sentence(before):
            return False
        return not (self._is_underline(line, start) or self._hangs(line, start))

    def _hangs(self, line: int, start: int) -> bool:
        """Whether a line goes on, set in, with the point of a list or the verse that begins at ``start``."""
        text = self.stripped[line]
        return (
            text[0].islower()
            and not ends_sentence(self.stripped[line - 1])
            and self._indent(line) > self._indent(start)
            and _starts_anew(self.stripped[start])
            and not _starts_anew(text)
        )

    @cached_property
    def _first_turn(self) -> int:
        """The line in which somebody speaks first."""
        return next((at for at, line in enumerate(self.stripped) if split_turn(line, self.turns)[0]), 0)

    def _is_new_in_wrapped(self, line: int, start: int, number: str) -> bool:
        """Whether a paragraph begins at ``line`` of a wrapped group, the one before it having begun at ``start``."""
        before, text = self.stripped[line - 1], self.stripped[line]
        is_quoted = line in self._quoted
        is_beside_page = self._of_page and not self._of_page.isdisjoint((line - 1, line))
        if is_beside_page or is_quoted != (line - 1 in self._quoted):
            return True
        if not self.speakers.isdisjoint((line, line - 1)) or is_led(before):
            return True
        # Wide spaces set the words of a turn apart from the name; no table has them there alone.
        has_gap = _COLUMN_GAP in text or _COLUMN_GAP in (split_turn(before, self.turns)[1] if self.turns else before)
        if has_gap or _UNDERLINE.fullmatch(text) or _UNDERLINE.fullmatch(before):
            return self._is_new(line, start, number)
        is_dated = line < HEAD and (is_date_line(text) or is_date_line(before))
        if is_dated or (self.turns and split_turn(text, self.turns)[0]) or self._starts_item(line, start, number):
            return True
        if not is_quoted and (shift := self._indent(line) - self._indent(line - 1)):
            return self._is_new_by_indent(line, start, shift)
        goes_on = text[0].islower() or (before[-1] in DIVIDING and before[-2:-1].isalnum())
        free = self.width - (len(before) + 1 + _first_word(text)) if self.width and not goes_on else 0
        return free > MUCH_TOO_EARLY * self.width or (free > EARLY * self.width and ends_sentence(before))

    def _starts_item(self, line: int, start: int, number: str) -> bool:
        """Whether ``line`` begins with a bullet or with the number that is due.

        A dash or a number may also stand at the start of a line by chance; the line before must then have come to
        an end of some kind.
        """
        before, text = self.stripped[line - 1], self.stripped[line]
        if text[1:2].isalpha() and text[0].islower():
            return False
        has_ended = before[-1] in ":;,，；：" or ends_sentence(before)
        mark, _ = split_bullet(text)
        if mark:
            return has_ended or mark not in "-–*" or bool(split_bullet(self.stripped[start])[0])
        numbered = parse_number(text)
        if numbered is None or numbered.style == "single":
            return False
        return (has_ended or start == line - 1) and (begins(numbered.number) or follows(number, numbered.number))

    def _is_new_by_indent(self, line: int, start: int, shift: int) -> bool:
        """Whether a change of the indentation begins a paragraph: a first line set in, or the end of a hanging one."""
        if shift < 0:
            return line - 1 > start and self._indent(start) == self._indent(line)
        first_here, item = self._indent(start), bool(split_bullet(self.stripped[start])[0])
        follows_hanging = line + 1 < len(self.raw) and self._indent(line + 1) == self._indent(line)
        if item or (start == line - 1 and first_here < self._indent(line) and follows_hanging):
            return False
        return ends_sentence(self.stripped[line - 1])

    def _is_underline(self, line: int, start: int) -> bool:
        """Whether ``line`` is drawn under a title that begins at ``start``: of one sign, and about as long."""
        text, title = self.stripped[line], self.stripped[start:line]
        if not _UNDERLINE.fullmatch(text) or len(title) > MOST_LINES_OF_TITLE or len(title[0]) > LONGEST_UNDERLINED:
            return False
        longest = max(map(len, title))
        is_title = any(map(str.isalnum, title[0])) and (len(title) == 1 or is_title_like(join(title)))
        return is_title and longest <= len(text) * 2 and len(text) <= longest * 2 + 2

    def _indent(self, line: int) -> int:
        """The columns of white space before the first sign of ``line``: a tab is 4, an ideographic space 2."""
        text = self._visible[line]
        if not text[0].isspace():
            return 0
        return sum(_COLUMNS.get(sign, 1) for sign in text[: len(text) - len(text.lstrip())])

    def _take_quote_marks(self) -> None:
        """Take ">" off the lines that begin with it as mails quote; a line with nothing else becomes blank."""
        for line, text in enumerate(self.stripped):
            if text[:1] == ">" and (mark := _QUOTE_MARK.match(text)):
                self.stripped[line] = text[mark.end() :]
                self._quoted.add(line)


def is_wrapped_prose(text: str) -> bool:
    """Whether ``text``, set line by line, is prose wrapped at a width rather than code or verse."""
    lines = TextLines(text)
    return lines.width > 0 and lines.is_wrapped


def _starts_anew(line: str) -> bool:
    """Whether a line begins a paragraph in wrapped text too, so that the break before it tells nothing."""
    return bool(split_bullet(line)[0]) or parse_number(line) is not None or is_rule(line)


def _first_word(line: str) -> int:
    """The length of the first word of a line, which would have had to fit on the line before."""
    if NO_SPACES.match(line):
        return 1
    return len(line.split(None, 1)[0])
