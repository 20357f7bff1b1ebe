"""What a person typed into the search field, understood.

Plain Python, and no regular expression is made of what is typed. Terms that stand apart must all be in a paragraph, in
any order; a term is a word, a word begun (``govern*``), words in quotation marks or joined by anything but a space
("long-term"), alternatives (``dialog|dialogue``), or several of these with any word (``*``) or up to some words
(``~3``) between them. What has a hyphen before it must not be there; what has an equals sign before it is meant letter
by letter. ``name:value`` narrows. Everything else is white space: nothing a person types is an error, and what has no
meaning is told in ``problems``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple
from unicodedata import normalize

from corpus.folding import NOTE_CALL

from .tokenizer import words, words_with_places

# A paragraph pasted into the field is understood as a whole; a book is cut.
LONGEST = 1000
# Words that ``~N`` may put between two others: more than most paragraphs have.
MOST_BETWEEN = 100
_OPENING = '"“”„‟«»「『'
_CLOSING = '"“”„‟«»」』'
_STEP = re.compile(r"[^\s|]+|\|")
_DISTANCE = re.compile(r"~([0-9]{1,9})")
FILTERS = (
    "tag",
    "by",
    "status",
    "has",
    "in",
    "revision",
    "document",
    "section",
    "collection",
    "author",
    "publisher",
    "from",
    "until",
    "kind",
)
# In quotation marks those in a name are doubled.
_DOUBLED = "|".join(sign * 2 for sign in _CLOSING)
_VALUE = rf"(?:[{_OPENING}]((?:[^{_CLOSING}]|{_DOUBLED})*)[{_CLOSING}]?|([^\s,{_OPENING}]+))"
_VALUES = re.compile(_VALUE)
_SIGN = re.compile(f"([{_CLOSING}])")
_SIGN_TWICE = re.compile(rf"([{_CLOSING}])\1")
_LEXEME = re.compile(
    rf"(?P<without>(?<!\S)[-−–](?=\S))?"
    rf"(?:(?<![^\s\-−–])(?P<filter>(?ai:{'|'.join(FILTERS)})):(?P<values>,*(?:{_VALUE}(?:,+{_VALUE})*,*)?)"
    rf"|(?:(?<![^\s|\-−–])(?P<exact>=))?(?:[{_OPENING}](?P<phrase>[^{_CLOSING}]*)(?P<closed>[{_CLOSING}])?"
    rf"|(?P<bar>\|)|(?P<word>[^\s|{_OPENING}]+)))"
)
_PLAIN_VALUE = re.compile(r"[\w.-]+")
_NO_SIGNS = dict.fromkeys(map(ord, f"{_OPENING}{_CLOSING}|~"), " ")
_CALL = re.compile(NOTE_CALL)
_OPERATOR = re.compile(r"[([]*(AND|OR|NOT)")
_NO_FILTER = re.compile(rf"[([]*({'|'.join(FILTERS)}|[a-z]{{2,20}}(?=:\w)):")


class SearchWord(NamedTuple):
    """A word that is looked for: folded, whole or its beginning; ``written`` as it stands letter by letter, if so."""

    word: str
    begun: bool = False
    written: str = ""


class Step(NamedTuple):
    """One of ``options``, with at least ``least`` and at most ``most`` words between it and the step before."""

    options: "tuple[SearchWord | Sequence, ...]"
    least: int = 0
    most: int = 0


type Sequence = tuple[Step, ...]
type Phrase = tuple[str, ...]


class Filter(NamedTuple):
    """``name:value``, or ``-name:value``; any one of ``values`` is enough."""

    name: str
    values: tuple[str, ...]
    without: bool = False


class Misunderstood(Enum):
    """Why something typed was not understood as it stands."""

    CUT = "cut"
    """Longer than ``LONGEST``: the rest was not looked at."""
    NO_WORD = "no word"
    """There is no word in it."""
    NOTHING_BETWEEN = "nothing between"
    """``*``, ``~N`` or ``|`` with nothing before or after it."""
    NO_DISTANCE = "no distance"
    """A tilde without a number of words that may stand between."""
    INNER_ASTERISK = "inner asterisk"
    """An asterisk that is not at the end of a word."""
    NO_FILTER = "no filter"
    """Letters and a colon that are the name of no filter, or not where one stands: taken for words."""
    OPERATOR = "operator"
    """AND, OR or NOT in capitals, as other search engines have them: looked for as a word."""
    NO_VALUE = "no value"
    """A filter's name, or a comma after a value, with nothing right after it: no word, and narrows nothing."""


class QueryProblem(NamedTuple):
    """Something typed that was not understood as it stands."""

    kind: Misunderstood
    typed: str


@dataclass(frozen=True, slots=True)
class Query:
    """A search: terms that must stand in a paragraph, terms that must not, and what else narrows it."""

    wanted: tuple[Sequence, ...] = ()
    unwanted: tuple[Sequence, ...] = ()
    filters: tuple[Filter, ...] = ()
    problems: tuple[QueryProblem, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to search for."""
        return bool(self.wanted or self.unwanted or self.filters)

    @property
    def words(self) -> list[str]:
        """The words of all wanted terms, each once."""
        return list(dict.fromkeys(search_word.word for term in self.wanted for search_word in words_in(term)))


def quotable(typed: str) -> str:
    """``typed`` without what would end a phrase, join it to another, or count words between."""
    return typed.translate(_NO_SIGNS)


def words_in(term: Sequence) -> Iterator[SearchWord]:
    """Every search word that ``term`` looks for."""
    for step in term:
        for option in step.options:
            if isinstance(option, SearchWord):
                yield option
            else:
                yield from words_in(option)


def plain_phrase(term: Sequence) -> Phrase | None:
    """The words of ``term`` where it is nothing but whole words side by side, else ``None``."""
    words_of_phrase: list[str] = []
    for step in term:
        if len(step.options) != 1 or step.most:
            return None
        search_word = step.options[0]
        if not isinstance(search_word, SearchWord) or search_word.begun or search_word.written:
            return None
        words_of_phrase.append(search_word.word)
    return tuple(words_of_phrase)


def as_one_phrase(text: str) -> str:
    """``text`` with its terms as one phrase, and what narrows it; nothing unless they are several of whole words."""
    words_typed: list[str] = []
    filters: list[str] = []
    for match in _LEXEME.finditer(text[:LONGEST]):
        typed = match["word"] or match["phrase"] or ""
        if match["filter"] or match["without"]:
            filters.append(match[0])
        elif match["bar"] or match["exact"] or "*" in typed or "|" in typed or any(map(_DISTANCE.match, typed.split())):
            return ""
        elif words(typed):
            words_typed.append(quotable(typed).strip())
    return " ".join([f'"{" ".join(words_typed)}"', *filters]) if len(words_typed) > 1 else ""


def plain_term(phrase: Phrase) -> Sequence:
    """The words of ``phrase`` side by side as a term."""
    return tuple(Step((SearchWord(word),)) for word in phrase)


@dataclass(slots=True)
class _Term:
    """A term while it is read: its steps, and what joins it to the next option or step."""

    steps: list[Step] = field(default_factory=list)
    without: bool = False
    # Words between the last step and the next one: None where the next one is a term of its own.
    gap: tuple[int, int] | None = None
    alternative: bool = False
    joint: str = ""

    @property
    def waits(self) -> bool:
        return self.gap is not None or self.alternative

    def add(self, option: "SearchWord | Sequence") -> None:
        """Put ``option`` after what is there, or beside its last step."""
        if self.alternative and self.steps:
            last = self.steps[-1]
            self.steps[-1] = last._replace(options=tuple(dict.fromkeys((*last.options, option))))
        else:
            least, most = self.gap or (0, 0)
            self.steps.append(Step((option,), *((least, most) if self.steps else (0, 0))))
        self.gap, self.alternative, self.joint = None, False, ""

    def between(self, least: int, most: int, typed: str) -> None:
        """Let so many words stand before the next step, with those that may stand there already."""
        before = self.gap or (0, 0)
        self.gap, self.joint = (before[0] + least, min(before[1] + most, MOST_BETWEEN)), typed


def parse(text: str, *, unfinished: bool = False) -> Query:
    """Understand ``text`` as typed; anything is understood, and what has no word in it as an empty query.

    ``unfinished``: somebody is still typing it, and its last word, unless quotation marks close it, is only begun.
    """
    reading = _Reading(text)
    reading.read()
    return reading.query(unfinished=unfinished)


class _Reading:
    def __init__(self, text: str) -> None:
        self.text = text[:LONGEST]
        self.terms: list[_Term] = []
        self.filters: list[Filter] = []
        self.problems: list[QueryProblem] = []
        self.is_open = False
        if len(text) > LONGEST:
            self.problems.append(QueryProblem(Misunderstood.CUT, ""))

    def read(self) -> None:
        for match in _LEXEME.finditer(self.text):
            current = self.terms[-1] if self.terms else None
            word = match["word"] or ""
            self._taken_for_word(word)
            if match["bar"]:
                if current is None or current.waits or not current.steps:
                    self.problems.append(QueryProblem(Misunderstood.NOTHING_BETWEEN, "|"))
                else:
                    current.alternative, current.joint = True, "|"
            elif match["filter"]:
                self._filter(match)
            elif match["phrase"] is None and word and not word.strip("*"):
                self._between(current, len(word), len(word), word)
            elif match["phrase"] is None and word.startswith("~"):
                self._distance(current, word)
            else:
                self._term(match, current, word)
                self.is_open = not match["without"] and not match["closed"]
        for term in self.terms:
            if term.waits:
                self.problems.append(QueryProblem(Misunderstood.NOTHING_BETWEEN, term.joint))

    def query(self, *, unfinished: bool) -> Query:
        terms = [(_flat(term.steps), term.without) for term in self.terms if term.steps]
        if unfinished and self.is_open and terms and not terms[-1][1]:
            terms[-1] = (_begun(terms[-1][0]), False)
        wanted = dict.fromkeys(term for term, without in terms if not without)
        unwanted = dict.fromkeys(term for term, without in terms if without)
        filters = tuple(dict.fromkeys(self.filters))
        problems = list(dict.fromkeys(self.problems))
        if self.text.strip() and not (terms or filters):
            problems.append(QueryProblem(Misunderstood.NO_WORD, self.text.strip()))
        return Query(tuple(wanted), tuple(unwanted), filters, tuple(problems))

    def _taken_for_word(self, word: str) -> None:
        if named := _NO_FILTER.match(word):
            self.problems.append(QueryProblem(Misunderstood.NO_FILTER, named[1]))
        if (operator := _OPERATOR.fullmatch(word)) and not self.text.isupper():
            self.problems.append(QueryProblem(Misunderstood.OPERATOR, operator[1]))

    def _filter(self, match: re.Match[str]) -> None:
        parts = _VALUES.findall(match["values"])
        values = (plain.strip(_CLOSING) or _SIGN_TWICE.sub(r"\1", quoted).strip() for quoted, plain in parts)
        stated = tuple(dict.fromkeys(filter(None, values)))
        if stated:
            self.filters.append(Filter(match["filter"].lower(), stated, bool(match["without"])))
        if not stated or match["values"].endswith(","):
            self.problems.append(QueryProblem(Misunderstood.NO_VALUE, match[0]))

    def _between(self, current: _Term | None, least: int, most: int, typed: str) -> None:
        if current is None or not current.steps or current.alternative:
            self.problems.append(QueryProblem(Misunderstood.NOTHING_BETWEEN, typed))
        else:
            current.between(least, most, typed)

    def _distance(self, current: _Term | None, word: str) -> None:
        number = _DISTANCE.fullmatch(word)
        if number is None or int(number[1]) > MOST_BETWEEN:
            self.problems.append(QueryProblem(Misunderstood.NO_DISTANCE, word))
        else:
            self._between(current, 0, int(number[1]), word)

    def _term(self, match: re.Match[str], current: _Term | None, word: str) -> None:
        exact = bool(match["exact"])
        if match["phrase"] is None:
            option = self._option(word, exact=exact)
        else:
            inside = _Reading("")
            option = inside.phrase(match["phrase"], exact=exact)
            self.problems += inside.problems
        if option is None:
            return
        if current is not None and current.waits and not match["without"]:
            current.add(option)
            return
        self.terms.append(_Term(without=bool(match["without"])))
        self.terms[-1].add(option)

    def phrase(self, typed: str, *, exact: bool) -> "SearchWord | Sequence | None":
        """What stands within quotation marks: words side by side, with any words and alternatives among them."""
        term = _Term()
        for match in _STEP.finditer(typed):
            piece = match[0]
            if piece == "|":
                if term.waits or not term.steps:
                    self.problems.append(QueryProblem(Misunderstood.NOTHING_BETWEEN, "|"))
                else:
                    term.alternative, term.joint = True, "|"
            elif not piece.strip("*"):
                self._between(term, len(piece), len(piece), piece)
            elif piece.startswith("~"):
                self._distance(term, piece)
            elif (option := self._option(piece, exact=exact)) is not None:
                if term.alternative or isinstance(option, SearchWord):
                    term.add(option)
                else:
                    # Words joined by a hyphen are words of the phrase like others.
                    for step in option:
                        term.add(step.options[0])
        if term.waits:
            self.problems.append(QueryProblem(Misunderstood.NOTHING_BETWEEN, term.joint))
        return _simplest(term.steps)

    def _option(self, typed: str, *, exact: bool) -> "SearchWord | Sequence | None":
        """The words of ``typed``, in which there is no white space."""
        begun = typed.endswith("*")
        bare = _CALL.sub("", typed.rstrip("*"))
        if "*" in bare:
            self.problems.append(QueryProblem(Misunderstood.INNER_ASTERISK, typed))
        if exact:
            search_words = [
                SearchWord(each.word, written=composed(bare[each.start : each.end])) for each in words_with_places(bare)
            ]
        else:
            search_words = [SearchWord(word) for word in words(bare)]
        if begun and search_words:
            search_words[-1] = search_words[-1]._replace(begun=True)
        return _simplest([Step((search_word,)) for search_word in search_words])


def value_as_typed(value: str) -> str:
    """``value`` of a filter as it is read back."""
    value = " ".join(value.split())
    if _PLAIN_VALUE.fullmatch(value):
        return value
    return f'"{_SIGN.sub(r"\1\1", value)}"' if value else ""


def composed(word: str) -> str:
    """``word`` composed (Unicode's NFC): words that are the same letter by letter come out the same."""
    return normalize("NFC", word)


def _simplest(steps: Iterable[Step]) -> "SearchWord | Sequence | None":
    """``steps`` as an option: a single word as itself, none as ``None``."""
    steps = tuple(steps)
    if len(steps) == 1 and len(steps[0].options) == 1:
        return steps[0].options[0]
    return steps or None


def _flat(steps: list[Step]) -> Sequence:
    """``steps`` as a term: a phrase that is all there is of it as its own steps."""
    if len(steps) == 1 and len(steps[0].options) == 1 and not isinstance(steps[0].options[0], SearchWord):
        return steps[0].options[0]
    return tuple(steps)


def _begun(term: Sequence) -> Sequence:
    """``term`` with its last word only begun."""
    *before, last = term
    *options, option = last.options
    new = option._replace(begun=True) if isinstance(option, SearchWord) else _begun(option)
    return (*before, last._replace(options=(*options, new)))
