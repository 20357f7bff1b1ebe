"""References to passages: "slug/12", "slug/12:5-20", and what people paste instead of them.

Plain Python, no Django. A reference names a document by its slug, a paragraph by its key and, where it is not the whole
paragraph, a stretch of it in code points.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from corpus.sentences import SentenceError
from corpus.sentences import gettext_noop as _

LONGEST_SLUG = 100
LONGEST_PASTED = 2000
# What the database keeps keys and offsets in; a larger number would be an error there instead of a message here.
GREATEST = 2**31 - 1

_NUMBER = r"(?:0|[1-9][0-9]{0,9})"
_SLUG = rf"[-a-zA-Z0-9_]{{1,{LONGEST_SLUG}}}"
_REF = rf"(?P<slug>{_SLUG})/(?P<key>{_NUMBER})(?::(?P<start>{_NUMBER})-(?P<end>{_NUMBER}))?"
_ONE_REF = re.compile(_REF)
_LINKED_REF = re.compile(rf"\[\[{_REF}\]\]")
# A site may live below a prefix, so only the end of the path is looked at.
_PARAGRAPH_PATH = re.compile(rf"(?:.*/)?documents/(?P<slug>{_SLUG})/(?P<key>{_NUMBER})/?")
_DOCUMENT_PATH = re.compile(rf"(?:.*/)?documents/(?P<slug>{_SLUG})/?")
_PARAGRAPH_FRAGMENT = re.compile(rf"p(?P<key>{_NUMBER})")
_WORDS = re.compile(
    r"(?P<name>\S.*?)(?:\s+(?P<year>[0-9]{4}))?(?:,\s*§\s*[^§¶]+)?,?\s*"
    rf"¶\s*(?P<key>{_NUMBER})(?::(?P<start>{_NUMBER})-(?P<end>{_NUMBER}))?"
)
_HELP = _(
    "Paste the address of a passage, a citation as “Cite” copies it (“Wang Yi 2025, § II.3, ¶ 12”), "
    "or a reference such as handbook/12."
)


class NotACitationError(SentenceError):
    """What was given does not name a passage; the message says why and what to give instead."""


class ImpossiblePassageError(NotACitationError):
    """What was given is a reference, a citation or an address, but there can be no passage as it names."""


def _not_a_citation(
    why: str, pasted: str = "", error: type[NotACitationError] = NotACitationError
) -> NotACitationError:
    """The error that says why, and what to give instead."""
    return error(why, _HELP, pasted=pasted[:LONGEST_SLUG])


@dataclass(frozen=True, slots=True)
class Ref:
    """A passage by name: a document's slug, a paragraph's key and, but for the whole paragraph, a stretch of it.

    Raises ``NotACitationError`` for values that no passage can have.
    """

    slug: str
    key: int
    start: int | None = None
    end: int | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be written down and read again."""
        if not re.fullmatch(_SLUG, self.slug):
            raise _not_a_citation(_("“%(pasted)s” cannot be the name of a document."), self.slug)
        if not 1 <= self.key <= GREATEST:
            raise ImpossiblePassageError(
                _("There is no paragraph %(key)s: paragraphs are numbered from 1."), key=self.key
            )
        if (self.start is None) != (self.end is None):
            raise ImpossiblePassageError(_("A stretch of words needs both its start and its end."))
        if self.start is not None and self.end is not None and not 0 <= self.start < self.end <= GREATEST:
            raise ImpossiblePassageError(
                _("%(start)s-%(end)s is no stretch of words: it must begin before it ends."),
                start=self.start,
                end=self.end,
            )


class WordsCitation(NamedTuple):
    """A citation in words, which names its document by author (or short title) and year ("" where there is none).

    Compare ``author_or_title`` with ``wording.short_name`` of the documents that may be meant; a title that ends in a
    year is read as title and year where the citation has no other year.
    """

    author_or_title: str
    year: str
    key: int
    start: int | None = None
    end: int | None = None


def format_ref(ref: Ref) -> str:
    """``ref`` as it is written: "slug/12", or "slug/12:5-20" for a stretch."""
    range_ = "" if ref.start is None else f":{ref.start}-{ref.end}"
    return f"{ref.slug}/{ref.key}{range_}"


def parse_ref(text: str) -> Ref:
    """The reference ``format_ref`` writes as ``text``; raises ``NotACitationError`` for anything else."""
    match = _ONE_REF.fullmatch(text)
    if match is None:
        raise _not_a_citation(_("“%(pasted)s” is not a reference."), text)
    return _ref_of(match)


def ref_at(text: str, position: int) -> tuple[int, Ref] | None:
    """The reference ``[[slug/12]]`` that begins at ``position`` of ``text``, after the place where it ends."""
    match = _LINKED_REF.match(text, position)
    if match is None:
        return None
    try:
        return match.end(), _ref_of(match)
    except NotACitationError:
        return None


def ref_from_pasted(pasted: str) -> Ref | WordsCitation:
    """What a person pasted to name a passage.

    That is a reference, with or without its brackets; an address of the site, with or without its host, of a paragraph
    (``/documents/slug/12/?start=5&end=20``) or of a place on the reading page (``/documents/slug/#p12``); a citation
    that ends with such an address, which then counts; or a citation in words alone. The host is not looked at:
    citations outlive moves.

    Raises ``NotACitationError`` for anything else, ``ImpossiblePassageError`` where it is one of these all the same.
    """
    text = " ".join(pasted[: LONGEST_PASTED + 1].split())
    if not text:
        raise _not_a_citation(_("Nothing was given."))
    if len(pasted) > LONGEST_PASTED:
        raise _not_a_citation(_("This is too long to be a citation."))
    if match := _ONE_REF.fullmatch(text.removeprefix("[[").removesuffix("]]")):
        return _ref_of(match)
    last = text.rsplit(" ", 1)[-1]
    ref_in_address = _ref_of_address(last.lstrip("<(").rstrip(".,;)>"))
    if ref_in_address is not None:
        return ref_in_address
    match = _WORDS.fullmatch(text.rstrip(".,; "))
    if match is None:
        raise _not_a_citation(_("“%(pasted)s” names no passage."), text)
    ref = _ref_of(match, slug="any")
    return WordsCitation(match["name"], match["year"] or "", ref.key, ref.start, ref.end)


def _ref_of(match: re.Match[str], slug: str = "") -> Ref:
    """The reference whose parts ``match`` holds; ``slug`` where the match has none."""
    start, end = match["start"], match["end"]
    return Ref(
        slug or match["slug"],
        int(match["key"]),
        None if start is None else int(start),
        None if end is None else int(end),
    )


def _ref_of_address(address: str) -> Ref | None:
    """The passage at an address of the site, or ``None`` where it is no address of a passage."""
    try:
        parts = urlsplit(address)
        query = parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return None
    place = _PARAGRAPH_PATH.fullmatch(parts.path)
    key = place
    if place is None:
        place, key = _DOCUMENT_PATH.fullmatch(parts.path), _PARAGRAPH_FRAGMENT.fullmatch(parts.fragment)
    if place is None:
        return None
    if key is None:
        raise _not_a_citation(_("This is the address of a whole document."), error=ImpossiblePassageError)
    return Ref(place["slug"], int(key["key"]), _offset(query, "start"), _offset(query, "end"))


def _offset(query: dict[str, list[str]], name: str) -> int | None:
    """The offset an address states as ``name``, or ``None`` where it states none."""
    values = query.get(name, [])
    if not values:
        return None
    if len(values) > 1 or not re.fullmatch(_NUMBER, values[0]):
        raise ImpossiblePassageError(
            _("The address does not say where the words %(begin_or_end)s. Copy it again."), begin_or_end=name
        )
    return int(values[0])
