"""What stands in the margin: the passages of some paragraphs with everything a person may see on them."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict

from annotator import permissions
from annotator.models import Annotation, Contribution, CrossReference, Passage, Status, Tag, Tagging
from annotator.models.cross_reference import Relation
from annotator.selectors.withdrawn_notes import withdrawn_above
from corpus.models import Paragraph
from corpus.models.collection import Person
from corpus.search import among

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
            # Not joined: that would lead from the person to all they made, where the text leads to a few.
            rule &= Q(author__in=User.objects.filter(username=self.person))
        if self.status:
            rule &= Q(status=self.status)
        return rule

    def tagging_rule(self) -> Q:
        """The condition on a tagging: a tag stands for everything below it too."""
        rule = self.rule()
        if self.tag:
            rule &= Q(tag__in=Tag.objects.with_descendants(Tag.objects.filter(slug=self.tag)))
        return rule

    def number_shown(self, contributions: Sequence[Contribution]) -> int:
        """How many of some contributions of one kind, just made, are shown: at most 1 query."""
        if not self or not contributions:
            return len(contributions)
        model = type(contributions[0])
        kind = next(name for name, shown in MODELS.items() if shown is model)
        if not self.shows(kind):
            return 0
        rule = self.tagging_rule() if model is Tagging else self.rule()
        return int(model.objects.filter(rule, pk__in=[each.pk for each in contributions]).count())


@dataclass(slots=True)
class MarginReference:
    """A cross-reference as it looks from one of its ends."""

    reference: CrossReference
    other: Passage
    relation: str
    outgoing: bool


class ShownPassage(NamedTuple):
    """What a margin shows of a passage, by the names of ``Passage``."""

    pk: int
    paragraph_id: int
    beside_id: int | None
    start: int | None
    end: int | None
    quote: str
    state: str
    let_go: bool

    @property
    def whole(self) -> bool:
        return self.start is None

    @property
    def unsettled(self) -> bool:
        """Whether its words are gone, or may be others, since the text changed."""
        return self.state in Passage.UNSETTLED


@dataclass(frozen=True, slots=True)
class ShownTag:
    """What a margin shows of a tag, by the names of ``Tag``."""

    name: str
    colour: int
    sort_key: bytes


@dataclass(slots=True)
class Chip:
    """A tag on a passage: the names of those who put it there, the first of them first, and the status of that one."""

    tag: ShownTag
    status: str
    people: list[str]

    @property
    def number(self) -> int:
        """How many put it there."""
        return len(self.people)


@dataclass(slots=True)
class Discussed[Where: (Passage, ShownPassage)]:
    """One passage with the notes and cross-references on it."""

    passage: Where
    notes: list[Annotation] = field(default_factory=list, kw_only=True)
    replies: dict[object, list[Annotation]] = field(default_factory=dict, kw_only=True)
    references: list[MarginReference] = field(default_factory=list, kw_only=True)

    @property
    def colours(self) -> list[int]:
        raise NotImplementedError

    @property
    def hues(self) -> list[str]:
        """The lines its words are marked with: the colours of its tags, one for notes and one for references.

        The last says of words that may be others that they are uncertain.
        """
        colours = [str(colour) for colour in dict.fromkeys(self.colours)]
        kinds = ["note"] * bool(self.notes) + ["ref"] * bool(self.references)
        return colours + kinds + ["uncertain"] * (self.passage.state == Passage.State.UNCERTAIN)

    @property
    def threads(self) -> list[tuple[Annotation, list[Annotation]]]:
        """Its notes, each with all the replies below it in order of time."""
        return [(note, self._below(note)) for note in self.notes]

    def _below(self, note: Annotation) -> list[Annotation]:
        notes, waiting = [], [note.pk]
        while waiting:
            for reply in self.replies.get(waiting.pop(), ()):
                notes.append(reply)
                waiting.append(reply.pk)
        return sorted(notes, key=lambda reply: (reply.created_at, str(reply.pk)))


@dataclass(slots=True)
class Panel(Discussed[Passage]):
    """One passage with everything on it, in full: what an entry opens with."""

    taggings: list[Tagging] = field(default_factory=list)

    @property
    def colours(self) -> list[int]:
        return [tagging.tag.colour for tagging in self.taggings]

    def contributions(self) -> list[Contribution]:
        """Everything on it: of all kinds, replies too."""
        replies = [reply for below in self.replies.values() for reply in below]
        return [*self.taggings, *self.notes, *replies, *(link.reference for link in self.references)]


@dataclass(slots=True)
class MarginEntry(Discussed[ShownPassage]):
    """One passage as the margin shows it: with its tags, each once, by their ids.

    ``changing`` are the ids of those tags, notes and cross-references of which a change is proposed, where the viewer
    may know.
    """

    tags: dict[str, Chip] = field(default_factory=dict)
    changing: set[object] = field(default_factory=set)

    def waiting(self) -> list[Contribution]:
        """The notes and cross-references on it of which a change is proposed."""
        notes = [note for thread, replies in self.threads for note in (thread, *replies) if note.withdrawn_at is None]
        return [each for each in (*notes, *(link.reference for link in self.references)) if each.proposed_change]

    def order(self) -> tuple[int, int, int]:
        """The whole paragraph first, then by the place of the words."""
        start, end = self.passage.start, self.passage.end
        return -1 if start is None else start, -1 if end is None else end, self.passage.pk

    @property
    def colours(self) -> list[int]:
        return [chip.tag.colour for chip in self.tags.values()]


# What ``ShownPassage`` and ``ShownTag`` are made of.
OF_PASSAGE = ("pk", "paragraph_id", "beside_id", "start", "end", "quote", "state", "let_go")
OF_TAG = ("name", "colour", "sort_key")


def entries_on(
    paragraphs: Sequence[Paragraph], user: Person, narrowing: MarginFilter | None = None
) -> dict[int, list[MarginEntry]]:
    """The entries on ``paragraphs`` of texts that ``user`` may read, by paragraph, in the order of the words.

    With those whose paragraph is gone, beside the one that stands where it stood. 9 queries at the most, 7 more where
    there are such, and 2 where there is nothing, however many paragraphs and contributions: there may be a hundred
    thousand of these in one text, so that passages and taggings, of which there are most, are read as rows.
    """
    narrowing = narrowing or MarginFilter()
    keys = frozenset(paragraph.pk for paragraph in paragraphs)
    # One parameter, and not one for each paragraph in every query.
    here = among(keys)
    passages = Passage.objects.filter(paragraph__in=here).order_by()
    entries = _entries(passages)
    chunks = [passages] if entries else []
    # Asked for one after the other: joined by "or", no index would lead to either of them.
    if retired := _entries(Passage.objects.filter(beside__in=here).exclude(paragraph__in=here).order_by()):
        entries |= retired
        chunks.append(Passage.objects.filter(pk__in=retired).order_by())
    references: dict[object, CrossReference] = {}
    for some in chunks:
        if narrowing.shows("tag"):
            _add_tags(entries, Tagging.objects.shown_to(user, some).filter(narrowing.tagging_rule()), user)
        if narrowing.shows("annotation"):
            _add_notes(entries, Annotation.objects.shown_to(user, some), narrowing, user)
        if narrowing.shows("cross-reference"):
            links = CrossReference.objects.with_end_on(some).visible_to(user).filter(narrowing.rule())
            links = links.select_related("author", *(f"{end}__paragraph__document" for end in CrossReference.PLACES))
            references |= {reference.pk: reference for reference in links.order_by("created_at", "pk")}
    _add_references(entries, references.values())
    editor = permissions.is_editor(user)
    shown: dict[int, list[MarginEntry]] = defaultdict(list)
    for entry in sorted(entries.values(), key=MarginEntry.order):
        if entry.tags or entry.notes or entry.references:
            entry.changing.update(each.pk for each in entry.waiting() if editor or each.author_id == user.pk)
            shown[_shown_at(entry.passage, keys)].append(entry)
    return shown


def _entries(passages: QuerySet[Passage]) -> dict[int, MarginEntry]:
    """Empty entries of ``passages``: 1 query."""
    return {row[0]: MarginEntry(ShownPassage(*row)) for row in passages.values_list(*OF_PASSAGE)}


def _shown_at(passage: ShownPassage, shown: Container[int]) -> int:
    """The paragraph in ``shown`` beside which ``passage`` stands: its own, or the one where that stood."""
    if passage.paragraph_id in shown or passage.beside_id is None:
        return passage.paragraph_id
    return passage.beside_id


def _add_tags(entries: Mapping[int, MarginEntry], taggings: QuerySet[Tagging], user: Person) -> None:
    """The tags of ``taggings``, each once on each passage: 3 queries, of which two for what is said of many of them.

    Joined, they would lead a planner without statistics from a few tags or people to all their taggings.
    """
    waits = Q(proposed_change__isnull=False)
    if not permissions.is_editor(user):
        waits &= Q(author=user.pk)
    # Ids as text: as objects of their own they took a quarter of a piece with many marks.
    found = taggings.annotate(waits=waits, of=Cast("tag", TextField()))
    rows = list(found.values_list("content_object", "of", "author", "status", "waits"))
    ids = Cast("pk", TextField())
    tags = {
        pk: ShownTag(*columns)
        for pk, *columns in Tag.objects.filter(pk__in={row[1] for row in rows}).values_list(ids, *OF_TAG)
    }
    names = ("first_name", "last_name", "username")
    accounts = User.objects.filter(pk__in={row[2] for row in rows}).only(*names)
    people = {each.pk: each.get_full_name() or each.username for each in accounts}
    for passage, tag, author, status, changing in rows:
        # Made, or its tag merged into another, since the passages were read: told with the next ETag.
        if passage not in entries or tag not in tags:
            continue
        tags_of_entry = entries[passage].tags
        if tag not in tags_of_entry:
            tags_of_entry[tag] = Chip(tags[tag], status, [])
        tags_of_entry[tag].people.append(people[author])
        if changing:
            entries[passage].changing.add(tag)


def panels_of(passages: Sequence[Passage], user: Person, narrowing: MarginFilter | None = None) -> list[Panel]:
    """Everything on each of ``passages`` for ``user``, as far as ``narrowing`` shows it: 3 queries at the most."""
    narrowing = narrowing or MarginFilter()
    panels = {passage.pk: Panel(passage) for passage in passages}
    if not panels:
        return []
    if narrowing.shows("tag"):
        for tagging in Tagging.objects.for_margin(user, panels).filter(narrowing.tagging_rule()):
            panel = panels[tagging.content_object_id]
            # Known here, and not to be asked for again.
            tagging.content_object = panel.passage
            panel.taggings.append(tagging)
    if narrowing.shows("annotation"):
        notes = list(Annotation.objects.for_margin(user, panels))
        for note in notes:
            note.passage = panels[note.passage_id].passage
        _add_notes(panels, notes, narrowing, user)
    if narrowing.shows("cross-reference"):
        _add_references(panels, CrossReference.objects.for_margin(user, panels).filter(narrowing.rule()))
    return list(panels.values())


def _add_notes(
    entries: Mapping[int, Discussed[Any]], notes: Iterable[Annotation], narrowing: MarginFilter, user: Person
) -> None:
    """Threads; a thread is shown whole where one of its notes is what is looked for.

    A withdrawn note that has answers keeps its place. A reply whose parent may not be seen (a draft, a note declined)
    stands for itself, so that hiding one note never hides another's answer.
    """
    # A passage that was made since the passages were read is told with the next ETag.
    notes = [note for note in notes if note.passage_id in entries]
    notes += withdrawn_above(notes, entries, user)
    notes.sort(key=lambda note: (note.created_at, str(note.pk)))
    visible = {note.pk for note in notes}
    for note in notes:
        entry = entries[note.passage_id]
        if note.in_reply_to_id in visible:
            entry.replies.setdefault(note.in_reply_to_id, []).append(note)
        else:
            entry.notes.append(note)
    if narrowing.person or narrowing.status:
        for entry in entries.values():
            entry.notes = [
                note for note, replies in entry.threads if any(_meets(each, narrowing) for each in (note, *replies))
            ]


def _meets(note: Annotation, narrowing: MarginFilter) -> bool:
    if note.withdrawn_at is not None:
        return False
    right_person = narrowing.person in {"", note.author.username}
    return right_person and narrowing.status in {"", note.status}


def _add_references(entries: Mapping[int, Discussed[Any]], references: Iterable[CrossReference]) -> None:
    for reference in references:
        if reference.source_id in entries:
            entries[reference.source_id].references.append(
                MarginReference(reference, reference.target, str(Relation(reference.relation).label), outgoing=True)
            )
        # Between words of one paragraph it is said once, where it begins.
        same = reference.source_id in entries and reference.source.paragraph_id == reference.target.paragraph_id
        if reference.target_id in entries and not same:
            entries[reference.target_id].references.append(
                MarginReference(reference, reference.source, str(reference.inverse), outgoing=False)
            )
