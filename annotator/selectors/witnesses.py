"""The passages whose wordings are put in columns."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Q
from django.utils.translation import gettext as _

from annotator.anchoring.excerpt import sentence_of
from annotator.errors import Refused
from annotator.models import CrossReference, Passage, Tag, Tagging
from annotator.models.passage import PassageQuerySet
from annotator.models.place import Place, range_of
from annotator.selectors.lines import lines_in
from annotator.selectors.typed_references import place_meant
from corpus.citation.reference import Ref, format_ref
from corpus.models import Document, Paragraph
from corpus.models.collection import Person
from corpus.search import among
from corpus.search.inverted import word_spans

MOST = 20
"""Passages that are put beside each other."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A passage with its words, and how it is named in addresses."""

    place: Place
    text: str
    ref: str


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The passages that were named, each once, and what is wrong with the names of others."""

    witnesses: list[Witness] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def witnesses_named(typed: Iterable[str], user: Person) -> Witnesses:
    """The passages that ``user`` may read of those typed: addresses, citations, or words that stand in one place only.

    A few queries for each; no more than ``MOST`` are looked up.
    """
    lines = [line.strip() for line in typed if line.strip()]
    named = Witnesses()
    if len(lines) > MOST:
        named.problems.append(
            _("%(number)s passages are named. Up to %(most)s can stand beside each other; these are the first.")
            % {"number": len(lines), "most": MOST}
        )
    known: set[str] = set()
    for line in lines[:MOST]:
        try:
            witness = _witness(line, user)
        except Refused as refused:
            named.problems.extend(f"{line[:100]}: {message}" for message in refused.messages)
            continue
        if witness.ref not in known:
            known.add(witness.ref)
            named.witnesses.append(witness)
    return named


def _witness(line: str, user: Person) -> Witness:
    """The passage that ``line`` names; raises ``Refused`` where it names none or several."""
    place, candidates = place_meant(line, user)
    if place is None:
        raise Refused(
            _("These words stand in several places: %(places)s. Name one of them instead.")
            % {"places": ", ".join(each.ref for each in candidates)}
        )
    range_, paragraph = range_of(place), place.paragraph
    ref = format_ref(Ref(paragraph.document.slug, paragraph.key, range_.start, range_.end))
    return Witness(place, paragraph.text[range_.start : range_.end], ref)


def refs_of_tag(tag: Tag, user: Person) -> list[str]:
    """The first ``MOST`` passages with ``tag`` that ``user`` sees, in the order of their dates: 1 query."""
    taggings = Tagging.objects.visible_to(user).counted().filter(tag=tag)
    return _refs(Passage.objects.filter(pk__in=taggings.values("content_object")))


def refs_of_lines(values: Iterable[str], user: Person) -> list[str]:
    """The sentences of the lines of a concordance in ``values`` that ``user`` may read, in their order: 1 query.

    Lines that are no longer there are left out.
    """
    lines = [line for value in values for line in lines_in(value)]
    keys = {line.paragraph for line in lines}
    readable = Paragraph.objects.standing().filter(pk__in=among(keys), document__in=Document.objects.visible_to(user))
    paragraphs = readable.select_related("document").in_bulk()
    refs: dict[str, None] = {}
    for line in lines:
        paragraph = paragraphs.get(line.paragraph)
        words = word_spans(paragraph.text) if paragraph else []
        if paragraph and line.first < line.after <= len(words):
            range_ = sentence_of(paragraph.text, words[line.first][0], words[line.after - 1][1])
            refs[format_ref(Ref(paragraph.document.slug, paragraph.key, *range_))] = None
    return list(refs)


def refs_of_cluster(reference: CrossReference, user: Person) -> list[str]:
    """The passages that cross-references which ``user`` sees join to the ends of ``reference``, as ``refs_of_tag``.

    Those that are joined to these belong to them too, until there are ``MOST``. A query for each step away.
    """
    joined = {reference.source_id, reference.target_id}
    rows = CrossReference.objects.visible_to(user).order_by()
    while len(joined) < MOST:
        ends = rows.filter(Q(source__in=joined) | Q(target__in=joined)).values_list("source", "target")
        more = {end for both in ends for end in both} - joined
        if not more:
            break
        joined |= more
    return _refs(Passage.objects.filter(pk__in=joined))


def _refs(passages: PassageQuerySet) -> list[str]:
    shown = passages.settled().with_place()
    order = (F("paragraph__document__published_on").asc(nulls_last=True), "paragraph__document", "paragraph__position")
    return [
        format_ref(Ref(passage.paragraph.document.slug, passage.paragraph.key, passage.start, passage.end))
        for passage in shown.order_by(*order, "start", "pk")[:MOST]
    ]
