"""What a load would do: the paragraphs a reading makes, each with its place among the headings.

Plain Python. The plan is what ``--dry-run`` shows and what the loader writes, so that the two cannot differ.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from corpus.blocks import NO_PARAGRAPHS, Block, Kind, Metadata, Reading
from corpus.sentences import gettext_noop as _

from .errors import LoadRefusedError
from .notices import Notice
from .structure.headings import parse_number
from .structure.lone_numbers import lone_number

JOIN = " › "
# What the database keeps of each; a heading is named in every paragraph below it, so a runaway one is cut there.
LONGEST_NUMBER = 40
LONGEST_SECTION_NUMBER = 100
LONGEST_HEADING_IN_SECTION = 200
LONGEST_FACT = {"title": 500, "subtitle": 500, "short_title": 60, "author": 300, "publisher": 300, "rights": 2000}
_UNKEEPABLE_FACTS = {
    "title": _("The title has a character in it that cannot be kept. Correct it in the file."),
    "subtitle": _("The subtitle has a character in it that cannot be kept. Correct it in the file."),
    "short_title": _("The short title has a character in it that cannot be kept. Correct it in the file."),
    "author": _("The author has a character in it that cannot be kept. Correct it in the file."),
    "publisher": _("The publisher has a character in it that cannot be kept. Correct it in the file."),
    "rights": _("The rights have a character in them that cannot be kept. Correct them in the file."),
}
LONGEST_ADDRESS = 1000
LONGEST_LANGUAGE = 35
# Neither can be kept: PostgreSQL has no NUL, and half of a surrogate pair is no character.
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_HAS_DIGIT = re.compile(r"\d")
_OUTER_SIGNS = re.compile(r"^\W+|\W+$")
_NOT_IN_A_SECTION = frozenset({Kind.FRONT, Kind.FURNITURE})


class PlannedParagraph(NamedTuple):
    """A paragraph as it will be kept.

    ``section`` names the headings above it, outermost first, each with its printed number. ``section_number`` joins
    the numbers of the same headings ("II.3"); a heading's includes its own, which is how it is cited. Front matter
    and page furniture stand in no section.
    """

    key: int
    position: int
    kind: Kind
    level: int
    number: str
    text: str
    section: str
    section_number: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a load would write, with what the reader decided, guessed or left out."""

    paragraphs: tuple[PlannedParagraph, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many paragraphs there are of each kind that occurs, in the order of ``Kind``."""
        counted = Counter(paragraph.kind for paragraph in self.paragraphs)
        return {kind.value: counted[kind] for kind in Kind if kind in counted}

    @property
    def paragraph_count(self) -> int:
        """How many paragraphs somebody reading the text would count."""
        return sum(paragraph.kind not in NO_PARAGRAPHS for paragraph in self.paragraphs)

    @property
    def outline(self) -> tuple[PlannedParagraph, ...]:
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.kind is Kind.HEADING)


class _Above(NamedTuple):
    """A heading with everything below it until the next of its level: what it adds to a paragraph's section."""

    level: int
    section: str
    number: str


_TOP = _Above(0, "", "")


def plan_of(reading: Reading) -> Plan:
    """Plan the load of a new document, keys counted from 1.

    Headings are kept on a stack: one of a level takes all of its own and lower ranks off before it is put on, so
    that levels may be skipped and a document may begin below the first. The highest level that occurs counts as the
    first: in a web page or a Markdown file the one above it is usually the title's.

    Raises:
        LoadRefusedError: there is no text, or text that no database keeps, with its place.
    """
    paragraphs: list[PlannedParagraph] = []
    stack = [_TOP]
    top = min((max(block.level, 1) for block in reading.blocks if block.kind is Kind.HEADING), default=1)
    for block in reading.blocks:
        if not (block.text or block.number).strip():
            continue
        _refuse_unkeepable(block)
        number, text = _number_and_text(block)
        above, level = stack[-1], block.level
        if block.kind is Kind.HEADING:
            # Level 0, of a reader that could not tell, is the first.
            level = max(level, 1) - top + 1
            while stack[-1].level >= level:
                stack.pop()
            above = stack[-1]
            stack.append(_below(above, level, number, text))
            section, section_number = above.section, stack[-1].number
        elif block.kind in _NOT_IN_A_SECTION:
            section, section_number = "", ""
        else:
            section, section_number = above.section, above.number
        at = len(paragraphs) + 1
        paragraphs.append(PlannedParagraph(at, at, block.kind, level, number, text, section, section_number))
    if not paragraphs:
        raise LoadRefusedError(_("There is no text in it. Load a file with at least one paragraph."), field="file")
    return Plan(tuple(paragraphs), reading.notices)


def fitted(metadata: Metadata, *, fallback_title: str) -> Metadata:
    """Return ``metadata`` such that a document can keep it.

    Args:
        metadata: what is known.
        fallback_title: the title of a document that names none.

    Returns:
        The same with white space tidied, long facts cut at a word and marked with "…", and without an address or
        a language that is none (pages state all kinds of things there).

    Raises:
        LoadRefusedError: a fact has characters no database keeps.
    """
    facts: dict[str, Any] = {
        name: cut(" ".join(getattr(metadata, name).split()), longest) for name, longest in LONGEST_FACT.items()
    }
    facts["title"] = facts["title"] or cut(" ".join(fallback_title.split()), LONGEST_FACT["title"])
    for name, value in facts.items():
        if _UNKEEPABLE.search(value):
            raise LoadRefusedError(_UNKEEPABLE_FACTS[name])
    address = metadata.source_url.strip()
    is_address = len(address) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(address) and not _UNKEEPABLE.search(address)
    language = metadata.language.strip()
    return replace(
        metadata,
        **facts,
        source_url=address if is_address else "",
        language=language if is_language_tag(language) else "",
    )


def is_language_tag(text: str) -> bool:
    """Whether ``text`` has the form of a language tag, such as zh-Hans."""
    return len(text) <= LONGEST_LANGUAGE and _LANGUAGE.fullmatch(text) is not None


def section_part(number: str) -> str:
    """The bare number in a printed one: "II." is "II", "Chapter 3" is "3", "(a)" is "a", "•" is nothing."""
    words = [bare for word in number.split() if (bare := _OUTER_SIGNS.sub("", word))]
    return next((word for word in words if _HAS_DIGIT.search(word)), words[-1] if words else "")


def cut(text: str, longest: int) -> str:
    """Return ``text`` in at most ``longest`` characters, cut at a word where it has a space in its second half."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    space = kept.rfind(" ")
    return (kept[:space] if space > longest // 2 else kept).rstrip(" ,;:–—-") + "…"


def _below(above: _Above, level: int, number: str, text: str) -> _Above:
    """The section a heading opens."""
    title = cut(f"{number} {text}".strip(), LONGEST_HEADING_IN_SECTION)
    section = f"{above.section}{JOIN}{title}" if above.section else title
    if not number and (numbered := parse_number(text)) and not numbered.text:
        # A heading that is a mere number, "Article 5", has it for its text.
        number = numbered.number
    number = number or lone_number(text)
    own = section_part(number)
    # "1.2" below "1" is a whole number already.
    is_whole = not above.number or own.startswith(f"{above.number}.")
    joined = own if is_whole else f"{above.number}.{own}"
    if not own or len(joined) > LONGEST_SECTION_NUMBER:
        joined = above.number
    return _Above(level, section, joined)


def _number_and_text(block: Block) -> tuple[str, str]:
    """The printed number and the text; a number too long to be one stays with the words."""
    if len(block.number) <= LONGEST_NUMBER:
        return block.number, block.text
    return "", f"{block.number} {block.text}".rstrip()


def _refuse_unkeepable(block: Block) -> None:
    for part in (block.text, block.number):
        if (not part.isascii() or "\0" in part) and (match := _UNKEEPABLE.search(part)):
            raise LoadRefusedError(
                _(
                    "There is a NUL character in the text that begins “%(words)s”, and it cannot be kept. Remove it, "
                    "or save the file anew as UTF-8."
                )
                if match[0] == "\0"
                else _(
                    "There is half a character (%(code)s) in the text that begins “%(words)s”, and it cannot be kept. "
                    "Remove it, or save the file anew as UTF-8."
                ),
                line=block.line if block.source else 0,
                field="file",
                code=f"U+{ord(match[0]):04X}",
                words=cut(" ".join(_UNKEEPABLE.sub("\ufffd", part[:200]).split()), 60),
            )
