"""From what a person pastes or types to the passage they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from annotator.anchoring.excerpt import excerpt, shortened
from annotator.anchoring.quote_selector import MisplacedWordsError
from annotator.errors import Refused
from annotator.models import Passage
from annotator.models.place import Place, range_of
from corpus import search
from corpus.citation.reference import (
    ImpossiblePassageError,
    NotACitationError,
    Ref,
    WordsCitation,
    format_ref,
    ref_from_pasted,
)
from corpus.models import Document, Paragraph
from corpus.models.collection import Person
from corpus.models.paragraph import ParagraphQuerySet

# Passages offered where typed words stand in several.
MOST_CANDIDATES = 8
# Characters of a candidate's text that are shown where no words were looked for, and on each side of such words.
LONGEST_WORDS = 120
REACH = 60
# Letters of its title and of its words in a field that says which passage is meant.
LONGEST_TITLE, LONGEST_QUOTE = 24, 60


class PassageChoice(NamedTuple):
    """A passage to choose: its ref, the short title of its document with its number, and its words in context.

    ``shown`` is what a field has room for of title and number, ``quote`` of the words: nothing for a whole paragraph.
    """

    ref: str
    name: str
    words: str
    shown: str
    quote: str


@dataclass(frozen=True)
class ReferenceCandidate:
    """A place that may be meant, with what is shown of it."""

    place: Place
    words: str

    @property
    def choice(self) -> PassageChoice:
        """What a person is shown to choose it by."""
        paragraph, document = self.place.paragraph, self.place.paragraph.document
        ref = Ref(document.slug, paragraph.key, self.place.start, self.place.end)
        quote = "" if ref.start is None else shortened(paragraph.text[ref.start : ref.end], LONGEST_QUOTE)
        number, title = f"¶\u00a0{paragraph.key}", document.title_in_short
        shown = f"{shortened(title, LONGEST_TITLE)}, {number}"
        return PassageChoice(format_ref(ref), f"{title}, {number}", self.words, shown, quote)


def place_meant(typed: str, user: Person) -> tuple[Place | None, Sequence[PassageChoice]]:
    """The place that ``typed`` names: an address, a citation, or words that stand in one place only.

    Returns the place and nothing, or ``None`` and the candidates where there are several. Raises
    ``Refused`` where there is none that ``user`` may read.
    """
    candidates = _candidates(typed, user, unfinished=False)
    if len(candidates) == 1:
        return candidates[0].place, ()
    return None, [candidate.choice for candidate in candidates]


def passages_offered(typed: str, user: Person) -> list[PassageChoice]:
    """The passages that ``typed`` may come to mean, its last word being only begun.

    Raises ``Refused`` as ``place_meant`` does.
    """
    return [candidate.choice for candidate in _candidates(typed, user, unfinished=True)]


def stretch_meant(typed: str, words: str, user: Person) -> Place:
    """The place of ``words`` in the passage that ``typed`` names; without words, that passage.

    Raises ``Refused``, on the field ``quote`` where it is about the words, also where either is in several places: the
    message names them.
    """
    resolved, candidates = place_meant(typed, user)
    if resolved is None:
        refs = "; ".join(f"{each.ref} ({each.name}: {each.words})" for each in candidates)
        raise Refused(
            _("These words stand in several passages: %(refs)s. Type one of them.") % {"refs": refs}, field="target"
        )
    paragraph = resolved.paragraph
    place = Place(paragraph, resolved.start, resolved.end, words)
    try:
        range_of(place)
    except Refused as refused:
        if not isinstance(refused.__cause__, MisplacedWordsError):
            raise
        choices = [
            f"{format_ref(Ref(paragraph.document.slug, paragraph.key, at.start, at.end))} ({at.in_context})"
            for at in refused.__cause__.occurrences
        ]
        further = _("Leave the words empty and type one of these as the passage: %(refs)s")
        raise Refused(*refused.messages, further % {"refs": "; ".join(choices)}, field="quote") from refused
    return place


def ref_of(passage: Passage) -> str:
    """The ref of a passage, as it is typed."""
    return format_ref(Ref(passage.paragraph.document.slug, passage.paragraph.key, passage.start, passage.end))


def new_place(now: Passage, typed: str, words: str, user: Person) -> Place | Passage:
    """Where to put what stands on ``now``, a form having come with ``typed`` and ``words``; as ``stretch_meant``.

    ``now`` itself where nothing was typed over its ref: its words may be gone from the text, and then it stays where it
    is until somebody says where it belongs. Words alone are those of the same paragraph.
    """
    if typed in {"", ref_of(now)}:
        if not words:
            return now
        typed = format_ref(Ref(now.paragraph.document.slug, now.paragraph.key))
    return stretch_meant(typed, words, user)


def place_at(ref: Ref, user: Person) -> Place:
    """The place ``ref`` names; ``Refused`` where there is none that ``user`` may read, or its offsets are outside."""
    try:
        paragraph = Paragraph.objects.for_reading(user, ref.slug, ref.key)
    except Http404:
        raise Refused(
            _("There is no passage %(ref)s that you may read.") % {"ref": f"{ref.slug}/{ref.key}"}, field="target"
        ) from None
    return _checked(Place(paragraph, ref.start, ref.end))


def readable(user: Person) -> ParagraphQuerySet:
    """Standing paragraphs of documents ``user`` may read, with document and collection."""
    return Paragraph.objects.standing().visible_to(user).select_related("document__collection")


def _candidates(typed: str, user: Person, *, unfinished: bool) -> list[ReferenceCandidate]:
    """What ``typed`` may mean, at least one; ``Refused`` where it names nothing that ``user`` may read."""
    try:
        cited = ref_from_pasted(typed)
    except ImpossiblePassageError as error:
        raise Refused(error.translated(_), field="target") from error
    except NotACitationError:
        return _by_words(search.parse(typed, unfinished=unfinished), user, only_first=unfinished)
    places = _by_citation(cited, user) if isinstance(cited, WordsCitation) else [place_at(cited, user)]
    return [
        ReferenceCandidate(each, shortened(each.paragraph.text[each.start : each.end], LONGEST_WORDS))
        for each in places
    ]


def _by_citation(cited: WordsCitation, user: Person) -> list[Place]:
    documents = Document.objects.visible_to(user)
    name = Q(author__startswith=cited.author_or_title) | Q(title__startswith=cited.author_or_title)
    name |= Q(short_title__startswith=cited.author_or_title) | Q(slug=cited.author_or_title)
    documents = documents.filter(name)
    if cited.year:
        documents = documents.filter(published_on__year=int(cited.year))
    paragraphs = readable(user).filter(document__in=documents, key=cited.key)[:MOST_CANDIDATES]
    places = [Place(each, cited.start, cited.end) for each in paragraphs]
    if not places:
        raise Refused(_("No document you may read is cited like this. Paste the passage’s address."), field="target")
    return [_checked(places[0])] if len(places) == 1 else places


def _by_words(query: search.Query, user: Person, *, only_first: bool) -> list[ReferenceCandidate]:
    paragraphs = search.matching(readable(user), query).order_by("document__slug", "position")[:MOST_CANDIDATES]
    most = 1 if only_first else MOST_CANDIDATES
    candidates = [one for each in paragraphs for one in _in_paragraph(each, query)[:most]][:MOST_CANDIDATES]
    if not candidates:
        raise Refused(
            _("No passage you may read has these words. Paste a citation or an address, or try other words."),
            field="target",
        )
    return candidates


def _in_paragraph(paragraph: Paragraph, query: search.Query) -> list[ReferenceCandidate]:
    """The places in ``paragraph`` where all the words looked for stand together; where they do not, all of it."""
    together = search.together(paragraph.text, query)
    if not together:
        return [ReferenceCandidate(Place(paragraph), _words_found(paragraph.text, query))]
    places = [Place(paragraph, start, end) for start, end in together]
    return [ReferenceCandidate(each, _in_context(paragraph.text, each)) for each in places]


def _in_context(text: str, place: Place) -> str:
    part = excerpt(text, place.start or 0, place.end or 0, reach=REACH)
    return f"{part.before}{part.words}{part.after}"


def _checked(place: Place) -> Place:
    """``place``, whose offsets are those of its paragraph's text; else ``Refused``, about the passage named."""
    try:
        range_of(place)
    except Refused as refused:
        raise Refused(*refused.messages, field="target") from refused
    return place


def _words_found(text: str, query: search.Query) -> str:
    """The part of ``text`` around the longest of the words found, which says more than the others."""
    snippets = search.snippets(text, query)
    if not snippets:
        return shortened(text, LONGEST_WORDS)
    part = excerpt(text, *max(snippets, key=lambda place: place[1] - place[0]), reach=REACH)
    return f"{part.before}{part.words}{part.after}"
