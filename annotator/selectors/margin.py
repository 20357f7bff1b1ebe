"""What stands in the margin: the passages of some paragraphs with everything a person may see on them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import Q
from django.http import QueryDict

from annotator import permissions
from annotator.models import Annotation, Contribution, CrossReference, Event, Passage, Status, Tag, Tagging
from annotator.models.event import batch_names
from corpus.models import Document, Paragraph
from corpus.models.collection import Person

# The kinds that a margin can be narrowed to, each with the export file that has its rows.
MARGIN_KINDS = {"tag": "tags", "annotation": "annotations", "cross-reference": "cross-references"}
MODELS = {"tag": Tagging, "annotation": Annotation, "cross-reference": CrossReference}


@dataclass(frozen=True)
class MarginFilter:
    """Which contributions a margin or a list shows, as the address says: ``?tag= &person= &status= &kind=``."""

    tag: str = ""
    person: str = ""
    status: str = ""
    kind: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "MarginFilter":
        """Read from an address; values that mean nothing are left out."""
        status, kind = query.get("status", ""), query.get("kind", "")
        return cls(
            tag=query.get("tag", "")[:100],
            person=query.get("person", "")[:150],
            status=status if status in Status.values else "",
            kind=kind if kind in MARGIN_KINDS else "",
        )

    def __bool__(self) -> bool:
        return any((self.tag, self.person, self.status, self.kind))

    @property
    def file(self) -> str:
        """The export file of what is shown; of everything, that of the taggings, from which others can be chosen."""
        return MARGIN_KINDS["tag" if self.tag else self.kind or "tag"]

    def shows(self, kind: str) -> bool:
        """Whether contributions of ``kind`` are shown at all; a tag narrows to taggings."""
        return self.kind in {"", kind} and (not self.tag or kind == "tag")

    def rule(self) -> Q:
        """The condition on a contribution of any kind."""
        rule = Q()
        if self.person:
            rule &= Q(author__username=self.person)
        if self.status:
            rule &= Q(status=self.status)
        return rule

    def tagging_rule(self) -> Q:
        """The condition on a tagging: a tag stands for everything below it too."""
        rule = self.rule()
        if self.tag:
            rule &= Q(tag__in=Tag.objects.with_descendants(Tag.objects.filter(slug=self.tag)))
        return rule

    def number_shown(self, made: Sequence[Contribution]) -> int:
        """How many of some contributions of one kind, just made, are shown: at most 1 query."""
        if not self or not made:
            return len(made)
        model = type(made[0])
        kind = next(name for name, shown in MODELS.items() if shown is model)
        if not self.shows(kind):
            return 0
        rule = self.tagging_rule() if model is Tagging else self.rule()
        return int(model.objects.filter(rule, pk__in=[each.pk for each in made]).count())


@dataclass(slots=True)
class Reference:
    """A cross-reference as it looks from one of its ends."""

    reference: CrossReference
    other: Passage
    relation: str
    outgoing: bool


@dataclass(slots=True)
class Chip:
    """A tag on a passage, with the taggings that put it there."""

    tag: Tag
    taggings: list[Tagging]

    @property
    def people(self) -> str:
        """The names of those who put it there."""
        return ", ".join(tagging.author.username for tagging in self.taggings)

    @property
    def number(self) -> int:
        """How many put it there."""
        return len(self.taggings)

    @property
    def first(self) -> Tagging:
        """The oldest of its taggings, whose status it shows."""
        return self.taggings[0]


@dataclass(slots=True)
class Entry:
    """One passage with what stands on it."""

    passage: Passage
    taggings: list[Tagging] = field(default_factory=list)
    notes: list[Annotation] = field(default_factory=list)
    replies: dict[object, list[Annotation]] = field(default_factory=lambda: defaultdict(list))
    references: list[Reference] = field(default_factory=list)

    def order(self) -> tuple[int, int, int]:
        """The whole paragraph first, then by the place of the words."""
        start, end = self.passage.start, self.passage.end
        return -1 if start is None else start, -1 if end is None else end, self.passage.pk

    @property
    def hues(self) -> list[str]:
        """The lines its words are marked with: the colours of its tags, one for notes and one for references.

        The last says of words that may be others that they are uncertain.
        """
        colours = list(dict.fromkeys(str(tagging.tag.colour) for tagging in self.taggings))
        others = ["note"] * bool(self.notes) + ["ref"] * bool(self.references)
        return colours + others + ["uncertain"] * (self.passage.state == Passage.State.UNCERTAIN)

    @property
    def chips(self) -> list[Chip]:
        """Its tags, each once."""
        chips: dict[object, Chip] = {}
        for tagging in self.taggings:
            chips.setdefault(tagging.tag_id, Chip(tagging.tag, [])).taggings.append(tagging)
        return list(chips.values())

    def contributions(self) -> list[Contribution]:
        """Everything on it: of all kinds, replies too."""
        replies = [reply for below in self.replies.values() for reply in below]
        return [*self.taggings, *self.notes, *replies, *(link.reference for link in self.references)]

    @property
    def threads(self) -> list[tuple[Annotation, list[Annotation]]]:
        """Its notes, each with all the replies below it in order of time."""
        return [(note, self._below(note)) for note in self.notes]

    def _below(self, note: Annotation) -> list[Annotation]:
        found, waiting = [], [note.pk]
        while waiting:
            for reply in self.replies.get(waiting.pop(), ()):
                found.append(reply)
                waiting.append(reply.pk)
        return sorted(found, key=lambda reply: (reply.created_at, str(reply.pk)))


def entries_on(
    paragraphs: Sequence[Paragraph], user: Person, narrowing: MarginFilter | None = None
) -> dict[int, list[Entry]]:
    """The entries on ``paragraphs`` (with their document), by paragraph, in the order of the words.

    With those whose paragraph is gone, beside the one that stands where it stood. 5 queries at the most, however many
    paragraphs and contributions; 6 where there are such.
    """
    rows = Passage.objects.filter(Q(paragraph__in=paragraphs) | Q(beside__in=paragraphs))
    by_paragraph = {paragraph.pk: paragraph for paragraph in paragraphs}
    passages = {passage.pk: passage for passage in rows}
    gone = _gone(passages.values(), by_paragraph)
    for passage in passages.values():
        passage.paragraph = by_paragraph.get(passage.paragraph_id) or gone[passage.paragraph_id]
    entries = entries_of(passages, user, narrowing or MarginFilter())
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=Entry.order):
        found[_shown_at(entry.passage, by_paragraph)].append(entry)
    return found


def _shown_at(passage: Passage, shown: Mapping[int, Paragraph]) -> int:
    """The key of the paragraph in ``shown`` beside which ``passage`` stands: its own, or the one where that stood."""
    if passage.paragraph_id in shown or passage.beside_id is None:
        return passage.paragraph_id
    return passage.beside_id


def _gone(passages: Iterable[Passage], shown: Mapping[int, Paragraph]) -> dict[int, Paragraph]:
    """The paragraphs of ``passages`` that are not ``shown``, with their documents: a query where there are any."""
    beside = {each.paragraph_id: _shown_at(each, shown) for each in passages if each.paragraph_id not in shown}
    found = Paragraph.objects.in_bulk(beside) if beside else {}
    for pk, paragraph in found.items():
        paragraph.document = shown[beside[pk]].document
    return found


def entries_of(passages: dict[int, Passage], user: Person, narrowing: MarginFilter) -> Iterable[Entry]:
    """The entries of ``passages`` that have anything on them for ``user``: 4 queries at the most."""
    if not passages:
        return []
    entries = {pk: Entry(passage) for pk, passage in passages.items()}
    if narrowing.shows("tag"):
        for tagging in Tagging.objects.for_margin(user, passages).filter(narrowing.tagging_rule()):
            entry = entries[tagging.content_object_id]
            # Known here, and not to be asked for again.
            tagging.content_object = entry.passage
            entry.taggings.append(tagging)
    if narrowing.shows("annotation"):
        _add_notes(entries, Annotation.objects.for_margin(user, passages), narrowing)
    if narrowing.shows("cross-reference"):
        _add_references(entries, CrossReference.objects.for_margin(user, passages).filter(narrowing.rule()))
    return [entry for entry in entries.values() if entry.taggings or entry.notes or entry.references]


def _add_notes(entries: dict[int, Entry], notes: Iterable[Annotation], narrowing: MarginFilter) -> None:
    """Threads; a thread is shown whole where one of its notes is what is looked for.

    A reply whose parent may not be seen (a draft withdrawn, a note declined) stands for itself, so that hiding one
    note never hides another's answer.
    """
    notes = list(notes)
    visible = {note.pk for note in notes}
    for note in notes:
        entry = entries[note.passage_id]
        note.passage = entry.passage
        if note.in_reply_to_id in visible:
            entry.replies[note.in_reply_to_id].append(note)
        else:
            entry.notes.append(note)
    if narrowing.person or narrowing.status:
        for entry in entries.values():
            entry.notes = [
                note for note, replies in entry.threads if any(_meets(each, narrowing) for each in (note, *replies))
            ]


def _meets(note: Annotation, narrowing: MarginFilter) -> bool:
    right_person = narrowing.person in {"", note.author.username}
    return right_person and narrowing.status in {"", note.status}


def _add_references(entries: dict[int, Entry], references: Iterable[CrossReference]) -> None:
    for reference in references:
        if reference.source_id in entries:
            entries[reference.source_id].references.append(
                Reference(reference, reference.target, reference.get_relation_display(), outgoing=True)
            )
        if reference.target_id in entries:
            entries[reference.target_id].references.append(
                Reference(reference, reference.source, str(reference.inverse), outgoing=False)
            )


def etag_of(text: Document, user: Person, query: QueryDict) -> str:
    """The ETag of a document's margin for a person, as an address with ``query`` shows it: 2 queries.

    The time of the newest event, a digest of all that counts, and the names of the newest batches, so that a page is
    told of each once.
    """
    newest = Event.objects.mark(text, user)
    parts = (text.pk, text.current_id, newest, user.pk, sorted(permissions.roles(user)), query.urlencode())
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:20]
    at = newest[0][0].timestamp() if newest else 0
    return f'"{at:.6f}-{digest}-{".".join(batch_names(newest))}"'


def time_in(mark: str) -> datetime | None:
    """The time in a mark, ``None`` where it has none that can be read."""
    try:
        return datetime.fromtimestamp(float(mark.strip('W/"').partition("-")[0]), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def batches_in(mark: str) -> frozenset[str]:
    """The names of the batches that the page of a mark knows."""
    return frozenset(mark.strip('W/"').rpartition("-")[2].split("."))
