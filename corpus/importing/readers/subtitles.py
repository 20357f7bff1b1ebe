"""Subtitles: WebVTT (W3C) and SubRip, as programs write down what is said in a recording.

On the screen a text stands in cues of a line or two. What one speaker says is one paragraph here, over as many cues as
it takes; where no speaker is named, a paragraph ends with a sentence before a pause. Cues name the speaker in an
element (``<v Anna>``) or as transcripts do ("ANNA: …"). Times, numbers and styles of the cues are no part of the text;
they belong to the sources of the blocks, which joined are the file.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.blocks import Block, Kind, Reading, UnreadableFileError
from corpus.importing.notices import Notice
from corpus.importing.readers.encoding import decode_text
from corpus.importing.structure.headings import ends_sentence
from corpus.importing.structure.joining import join
from corpus.importing.structure.speakers import split_turn, turn_style
from corpus.sentences import gettext_noop as _

SUFFIXES = (".vtt", ".srt")
MEDIA_TYPE = "text/vtt"
ISOLATED = False
TAKES_ENCODING = True

PAUSE, LONG_PAUSE = 1.5, 4.0  # seconds, after which a sentence, or anything, begins a paragraph
LONGEST_PARAGRAPH = 1200  # characters, after which one begins with the next sentence
_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMES = re.compile(rf"\s*({_TIME})\s*-->\s*({_TIME})(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
# A tag begins with a letter or holds a time; "x < 6 and y > 3" has none.
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|</>|<\d[\d:.,]*>|\{\\[^{}]*\}")
_KNOWN_TAG = re.compile(r"</?(?:[bciusv]|font|lang|rt|ruby|span)\b|[^<]|<[\W\d]", re.IGNORECASE)
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_SPEECH = re.compile(r"\s*(?:[-–—]\s*(?=\S)|>{2,3}\s*)")


@dataclass(slots=True)
class _Speech:
    """A line of a cue: who says it ("" where nobody is named), from when to when, and the line of the file."""

    speaker: str
    text: str
    start: float
    end: float
    line: int
    is_anew: bool = False


@dataclass(slots=True)
class _Paragraph:
    """What becomes a block."""

    speaker: str
    line: int
    end: float
    is_named: bool
    lines: list[str] = field(default_factory=list)


def read(data: bytes, encoding: str = "") -> Reading:
    """Read a file of subtitles.

    Raises:
        UnreadableFileError: the bytes are no text, or there is no cue in it.
    """
    decoded = decode_text(data, encoding)
    lines = decoded.text.splitlines(keepends=True)
    cues, spoken = _speeches(lines)
    if not spoken:
        raise UnreadableFileError(
            _("There are no subtitles in this file. Load a file with cues, each with its times, or a plain text.")
        )
    blocks = _blocks(list(_paragraphs(_named(spoken))), lines)
    return Reading(blocks, encoding=decoded.codec, notices=(*decoded.notices, Notice("cues", {"count": cues})))


def _speeches(lines: Sequence[str]) -> tuple[int, list[_Speech]]:
    """How many cues there are, and the lines of all of them, without the markup in them."""
    speeches: list[_Speech] = []
    times: tuple[float, float] | None = None
    cues, speaker, before = 0, "", ""
    is_comment = is_first = False
    bare = [raw.strip("\ufeff \t\r\n\f") for raw in lines]
    is_webvtt = "".join(bare[:1]).startswith("WEBVTT")
    for place, line in enumerate(bare):
        if match := _TIMES.fullmatch(line):
            times, speaker = (_seconds(match[1]), _seconds(match[2])), ""
            cues += 1
            is_comment = is_first = False
            continue
        if is_first and line:
            is_comment = bool(_COMMENT.match(line))
        is_name = is_first and place + 1 < len(bare) and _TIMES.fullmatch(bare[place + 1])
        is_first = not line
        # A line after a blank one that no times come after still belongs to its cue.
        if not line or times is None or is_comment or is_name:
            continue
        voices = list(_VOICE.finditer(line))
        parts = [line[: voices[0].start()] if voices else line]
        parts += [line[one.end() : two.start()] for one, two in pairwise(voices)]
        parts += [line[voices[-1].end() :]] if voices else []
        for number, part in enumerate(parts):
            speaker = " ".join(html.unescape(voices[number - 1][1]).split()) if number else speaker
            text = " ".join(html.unescape(_without_tags(part, is_webvtt=is_webvtt)).split())
            # Captions that roll up show each line twice.
            if text and text != before:
                speeches.append(_Speech(speaker, text, *times, place, bool(_SPEECH.match(text))))
            before = text or before
    return cues, speeches


def _without_tags(text: str, *, is_webvtt: bool) -> str:
    """The words of a line. WebVTT leaves out what it does not know; in SubRip that may be words, if nothing ends it."""
    if is_webvtt:
        return _TAG.sub("", text)
    return _TAG.sub(lambda tag: "" if _KNOWN_TAG.match(tag[0]) or _is_ended(tag[0], text) else tag[0], text)


def _is_ended(tag: str, text: str) -> bool:
    """Whether there is an end tag of that name."""
    name = re.split(r"[^\w-]", tag[1:], maxsplit=1)[0]
    return f"</{name}>" in text


def _seconds(time: str) -> float:
    *larger, seconds = time.replace(",", ".").split(":")
    return float(seconds) + sum(int(part) * 60.0**power for power, part in enumerate(reversed(larger), start=1))


def _named(spoken: list[_Speech]) -> list[_Speech]:
    """The lines, those that begin with the name of who speaks without it, and with it as their speaker."""
    if any(each.speaker for each in spoken):
        return spoken
    style = turn_style([each.text for each in spoken], 0)
    for each in spoken if style else ():
        mark, words = split_turn(each.text.lstrip("> "), style)
        if mark:
            each.speaker, each.text, each.is_anew = mark, words, True
    return spoken


def _paragraphs(spoken: Sequence[_Speech]) -> Iterator[_Paragraph]:
    """The lines joined into paragraphs."""
    is_named_once = not any(each.is_anew and each.speaker for each in spoken)
    current: _Paragraph | None = None
    for each in spoken:
        speaker = each.speaker if is_named_once or each.is_anew else (current.speaker if current else "")
        has_ended = current is not None and ends_sentence(current.lines[-1])
        is_long = current is not None and sum(map(len, current.lines)) > LONGEST_PARAGRAPH
        pause = each.start - current.end if current is not None else 0.0
        is_over = pause >= LONG_PAUSE or (has_ended and (pause >= PAUSE or is_long))
        if current is None or each.is_anew or speaker != current.speaker or is_over:
            if current is not None:
                yield current
            current = _Paragraph(speaker, each.line, each.end, is_named=each.is_anew)
        current.lines.append(each.text)
        current.end = each.end
    if current is not None:
        yield current


def _blocks(paragraphs: Sequence[_Paragraph], lines: Sequence[str]) -> tuple[Block, ...]:
    """The blocks, each with the lines of the file from those that time its first cue."""
    starts = [0, *(_first_line(lines, paragraph.line) for paragraph in paragraphs[1:])]
    stops = [*starts[1:], len(lines)]
    blocks = []
    last = ""
    for paragraph, start, stop in zip(paragraphs, starts, stops, strict=True):
        speaker = paragraph.speaker
        mark = speaker if not speaker or speaker[-1] in ":：." else f"{speaker}:"
        if speaker == last and not paragraph.is_named:
            # Who goes on is not named again.
            mark = ""
        last = speaker
        text = join(paragraph.lines)
        blocks.append(Block(Kind.BODY, text, mark, source="".join(lines[start:stop]), line=paragraph.line + 1))
    return tuple(blocks)


def _first_line(lines: Sequence[str], line: int) -> int:
    """Where the cue begins that a line is the first one of; the line itself, where it is a further one."""
    if line and _TIMES.fullmatch(lines[line - 1].strip("\ufeff \t\r\n\f")):
        has_name = line > 1 and lines[line - 2].strip()
        return line - 2 if has_name else line - 1
    return line
