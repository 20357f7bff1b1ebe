"""From what a person pastes or types to the passage they mean."""

from collections.abc import Sequence

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from annotator.actions.passages import Place
from annotator.actions.refused import Refused
from corpus import search
from corpus.citation.ref import NotACitationError, Ref, WordsCitation, ref_from_pasted
from corpus.models import Document, Paragraph
from corpus.models.collection import Person

# Passages offered where typed words stand in several.
MOST_CANDIDATES = 8


def place_meant(typed: str, user: Person) -> tuple[Place | None, Sequence[tuple[str, str]]]:
    """The place that ``typed`` names: an address, a citation, or words that stand in one paragraph only.

    Returns the place and nothing, or ``None`` and the candidates as (ref, words) where there are several. Raises
    ``Refused`` where there is none that ``user`` may read.
    """
    try:
        cited = ref_from_pasted(typed)
    except NotACitationError:
        return _by_words(typed, user)
    if isinstance(cited, WordsCitation):
        return _by_citation(cited, user)
    return place_at(cited, user), ()


def place_at(ref: Ref, user: Person) -> Place:
    """The place ``ref`` names; ``Refused`` where there is none that ``user`` may read."""
    try:
        found = Paragraph.objects.for_reading(user, ref.slug, ref.key)
    except Http404:
        raise Refused(
            _("There is no passage %(ref)s that you may read.") % {"ref": f"{ref.slug}/{ref.key}"}, field="target"
        ) from None
    return Place(found, ref.start, ref.end)


def readable(user: Person):  # noqa: ANN201 - a queryset of paragraphs
    """Standing paragraphs of documents ``user`` may read, with document and collection."""
    return Paragraph.objects.standing().visible_to(user).select_related("document__collection")


def _by_citation(cited: WordsCitation, user: Person) -> tuple[Place | None, Sequence[tuple[str, str]]]:
    documents = Document.objects.visible_to(user)
    name = Q(author__startswith=cited.author_or_title) | Q(title__startswith=cited.author_or_title)
    documents = documents.filter(name)
    if cited.year:
        documents = documents.filter(published_on__year=int(cited.year))
    found = list(readable(user).filter(document__in=documents, key=cited.key)[: MOST_CANDIDATES + 1])
    if not found:
        raise Refused(_("No document you may read is cited like this. Paste the passage's address."), field="target")
    return _one_or_candidates(found)


def _by_words(typed: str, user: Person) -> tuple[Place | None, Sequence[tuple[str, str]]]:
    found = list(search.matching(readable(user), typed).order_by("document__slug", "position")[: MOST_CANDIDATES + 1])
    if not found:
        raise Refused(
            _("No passage you may read has these words. Paste a citation or an address, or try other words."),
            field="target",
        )
    return _one_or_candidates(found)


def _one_or_candidates(found: Sequence[Paragraph]) -> tuple[Place | None, Sequence[tuple[str, str]]]:
    if len(found) == 1:
        return Place(found[0]), ()
    listed = [(f"{each.document.slug}/{each.key}", f"{each.document.title}: {each.text[:120]}") for each in found]
    return None, listed[:MOST_CANDIDATES]
