"""A search as wordings: the ways in which a phrase is said, each with its places, when, and by whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotator.selectors.occurrences import Occurrences, placed
from annotator.selectors.ordering import by_date
from annotator.selectors.wordings import WordingPlace, at_places, phrase_in, wordings_of, words_found
from corpus.models import Document
from corpus.search.query import LONGEST, as_one_phrase, plain_term
from corpus.search.query_text import as_typed
from corpus.wordings.nearness import Nearness
from corpus.wordings.variants import Changes
from corpus.wordings.wordings import Wording, WordingKind

from .choices import Choice
from .concordance import Concordance, LineRows, concordance
from .parts import NAMES, Facet
from .search_views import SearchResult, SearchView

NEAREST: dict[Nearness, tuple[str | Promise, str | Promise]] = {
    Nearness.TYPOGRAPHY: (
        gettext_lazy("the same but for typography"),
        gettext_lazy("The same words, whatever their capitals, accents, hyphens and quotation marks."),
    ),
    Nearness.FORMS: (
        gettext_lazy("the same words in other forms"),
        gettext_lazy(
            "Also words that begin alike for four fifths of their length: “communities”, but “international” is not"
            " “internal”."
        ),
    ),
    Nearness.QUARTER: (
        gettext_lazy("up to one word in four changed"),
        gettext_lazy("Also with up to one word in four put in, left out or exchanged."),
    ),
    Nearness.HALF: (
        gettext_lazy("up to one word in two changed"),
        gettext_lazy("Also with up to one word in two put in, left out or exchanged."),
    ),
}
DEFAULT = Nearness.QUARTER
# What an address says of the phrase itself in other typography, whose words are those of the phrase as typed.
OTHERWISE = "otherwise"
# What an address says of one wording alone, left out.
CLOSED = dict.fromkeys(("wording", "spelling", "sort", "width", *NAMES.values()))
# Characters of a wording in an address: passages of a tag may be whole paragraphs.
LONGEST_KEY = 300
# Names shown in a row; the file has all.
MOST_NAMES = 4


class Counted(NamedTuple):
    """How often wordings are said, and in how many documents."""

    occurrences: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """The first or the last document by date that uses a wording."""

    day: date
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodOfUse:
    """When a wording is used, and by whom: authors or, of documents without one, publishers, in the order of dates."""

    first: Use | None
    last: Use | None
    undated: int
    names: Sequence[str]

    @property
    def shown_names(self) -> str:
        """As many names as a row has room for, between semicolons: publishers have commas in their names."""
        return "; ".join(self.names[:MOST_NAMES])

    @property
    def more_names(self) -> int:
        return max(0, len(self.names) - MOST_NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRow:
    """A wording as a row: how it is written at its first place, what it is to the phrase, and its numbers."""

    written: str
    document: Document
    kind: WordingKind | None
    changes: Changes
    occurrences: int
    documents: int
    span: PeriodOfUse
    address: str

    @property
    def relation(self) -> str:
        """What it is to the phrase, in words; nothing where there is no phrase."""
        return relation(self.kind, self.changes) if self.kind else ""


class WordingRows:
    """The wordings, read as far as they are shown."""

    def __init__(self, result: SearchResult, wordings: Sequence[Wording[WordingPlace]], *, is_phrase: bool) -> None:
        self.result = result
        self.wordings = wordings
        self.is_phrase = is_phrase

    def __len__(self) -> int:
        return len(self.wordings)

    def __getitem__(self, part: slice) -> list[WordingRow]:
        """Some of them: 6 queries."""
        some = self.wordings[part]
        hits = self.result.occurrences
        first_places = at_places(hits, in_order(hits, (each.places[0] for each in some)))
        written = {
            (each.occurrence.document, each.occurrence.first, each.occurrence.last): " ".join(
                each.text[each.start : each.end].split()
            )
            for each in placed(list(first_places.around(0)))
        }
        documents = documents_of(some)
        rows: list[WordingRow] = []
        for each in some:
            document_keys = list(dict.fromkeys(place.words.document for place in each.places))
            first = each.places[0]
            rows.append(
                WordingRow(
                    written=written[first.words.document, first.first, first.last],
                    document=documents[first.words.document],
                    kind=each.kind if self.is_phrase else None,
                    changes=each.changes,
                    occurrences=len(each.places),
                    documents=len(document_keys),
                    span=span([documents[pk] for pk in document_keys]),
                    address=self.result.address(**key_of(each)),
                )
            )
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordings:
    """The wordings of a search, or the lines of one of them.

    ``phrase`` is what they are wordings of; empty where the search is for anything but one phrase: then they are what
    its places say. ``quoted`` is the address of the search for its words as one phrase, where it has several terms.
    ``opened`` is the wording whose lines are shown, ``lines``; none where those of all are, of a part of the documents.
    ``query`` is a search for the words of ``opened``. ``counted`` are the numbers of all wordings of a phrase.
    """

    rows: WordingRows | LineRows
    phrase: str
    steps: Sequence[Choice]
    quoted: str
    back: str
    opened: WordingRow | None = None
    part: str = ""
    lines: Concordance | None = None
    query: str = ""
    is_unknown: bool = False
    counted: Counted | None = None

    @property
    def number(self) -> int:
        return len(self.rows)

    @property
    def finds_more(self) -> bool:
        """Whether it may show something where the search itself finds nothing."""
        return bool(self.phrase)


def wordings_shown(result: SearchResult) -> Wordings:
    """The wordings, as near as the address asks for; the lines of the one, or of the part, that it names."""
    wordings, phrase = wordings_in(result)
    rows = WordingRows(result, wordings, is_phrase=bool(phrase))
    shown = Wordings(
        rows=rows,
        phrase=phrase,
        steps=steps(result) if phrase else [],
        quoted="" if phrase else quoted(result),
        back=result.address(**CLOSED),
        counted=counted(wordings) if phrase else None,
    )
    named, part = result.options.get("wording", ""), Facet.of(result.options)
    if not named and part is None:
        return shown
    key = {"wording": named, "spelling": result.options.get("spelling") or None}
    opened = [at for at, each in enumerate(wordings) if key_of(each) == key] if named else range(len(wordings))
    places = in_order(result.occurrences, (place for at in opened for place in wordings[at].places))
    if part is not None:
        documents = documents_of(wordings[at] for at in opened)
        places = [place for place in places if part.has(documents[place.words.document])]
    if not places:
        return replace(shown, is_unknown=True)
    lines = concordance(replace(result, occurrences=at_places(result.occurrences, places)))
    return replace(
        shown,
        rows=lines.rows,
        lines=lines,
        opened=rows[opened[0] : opened[0] + 1][0] if named else None,
        part=part.label if part else "",
        query=search_for(result, wordings[opened[0]]) if named else "",
    )


def search_for(result: SearchResult, wording: Wording[WordingPlace]) -> str:
    """A search for the words of ``wording``, narrowed as the search is; nothing where they are too many for one."""
    typed = as_typed(replace(result.query, wanted=(plain_term(wording.words),)))
    return typed if len(typed) <= LONGEST else ""


def wordings_in(result: SearchResult) -> tuple[list[Wording[WordingPlace]], str]:
    """The wordings that the address asks for, and the phrase they are of."""
    typed = phrase_in(result.query, result.options.get("q", ""))
    if not typed:
        return words_found(result.occurrences), ""
    return wordings_of(result.occurrences, typed, nearness(result)), " ".join(spelling.written for spelling in typed)


def nearness(result: SearchResult) -> Nearness:
    near = result.options.get("near", "")
    return next((step for step in Nearness if near == str(step.value)), DEFAULT)


def steps(result: SearchResult) -> list[Choice]:
    chosen = nearness(result)
    return [
        Choice(label, result.address(**CLOSED, near=None if step is DEFAULT else step.value), step is chosen, meaning)
        for step, (label, meaning) in NEAREST.items()
    ]


def quoted(result: SearchResult) -> str:
    """The address of a search for the words of several terms as one phrase; nothing where it has but one."""
    typed = as_one_phrase(result.options.get("q", ""))
    return result.address(q=typed) if typed else ""


def key_of(wording: Wording[WordingPlace]) -> dict[str, str | None]:
    """What names a wording in an address: its words, of a long one the first and a digest of them all."""
    words = " ".join(wording.words)
    if len(words) > LONGEST_KEY:
        words = f"{words[:LONGEST_KEY]}… {blake2b(words.encode(), digest_size=8).hexdigest()}"
    return {
        "wording": words,
        "spelling": OTHERWISE if wording.kind is WordingKind.TYPOGRAPHY else None,
    }


def relation(kind: WordingKind, changes: Changes) -> str:
    """What a wording is to the phrase, in words."""
    if kind is WordingKind.CHANGED:
        phrase = (
            (changes.put_in, ngettext("%(n)s word put in", "%(n)s words put in", changes.put_in)),
            (changes.left_out, ngettext("%(n)s word left out", "%(n)s words left out", changes.left_out)),
            (changes.exchanged, ngettext("%(n)s word exchanged", "%(n)s words exchanged", changes.exchanged)),
        )
        return ", ".join(text % {"n": number} for number, text in phrase if number)
    return {
        WordingKind.EXACT: _("as typed"),
        WordingKind.TYPOGRAPHY: _("in other typography"),
        WordingKind.FORMS: _("in other forms"),
    }[kind]


def span(documents: Iterable[Document]) -> PeriodOfUse:
    """When and by whom something is said that stands in ``documents``."""
    by_day = sorted(documents, key=lambda document: (by_date(document.published_on), document.slug))
    uses = [Use(day=document.published_on, document=document) for document in by_day if document.published_on]
    names = (document.author or document.publisher for document in by_day)
    return PeriodOfUse(
        first=uses[0] if uses else None,
        last=uses[-1] if uses else None,
        undated=len(by_day) - len(uses),
        names=list(dict.fromkeys(filter(None, names))),
    )


def counted(wordings: Iterable[Wording[WordingPlace]]) -> Counted:
    """The numbers of what counts as the same phrase, which the search as typed may find less of."""
    documents = [place.words.document for each in wordings for place in each.places]
    return Counted(len(documents), len({*documents}))


def documents_of(wordings: Iterable[Wording[WordingPlace]]) -> Mapping[int, Document]:
    """The documents in which wordings stand, by primary key: 1 query."""
    keys = {place.words.document for each in wordings for place in each.places}
    return Document.objects.filter(pk__in=keys).select_related("collection").in_bulk()


def in_order(occurrences: Occurrences, places: Iterable[WordingPlace]) -> list[WordingPlace]:
    """``places`` in the order of the texts."""
    order = {pk: at for at, pk in enumerate(occurrences.scope.documents)}
    return sorted(places, key=lambda place: (order[place.words.document], place.first))


VIEW = SearchView(
    name="wordings",
    label=gettext_lazy("Wordings"),
    template="annotator/search_wordings.html",
    show=wordings_shown,
    own=tuple(CLOSED),
)
