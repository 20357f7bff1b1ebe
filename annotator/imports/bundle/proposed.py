"""Changes that wait for a decision, read back: ``exports/proposed.py`` writes them without the keys of one database."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.exports.proposed import KEYS, PLACES
from annotator.models import Annotation, Contribution, CrossReference, Origin, Passage, Relation, Status, Tagging
from annotator.models.cross_reference import MAX_NOTE
from annotator.presenters.note_html import checked_body
from corpus.models import Document

from .cells import LARGEST, CellError, shown
from .places import BundlePlaces
from .revised import Cited, PlaceKey
from .rows import BundleRow
from .tags import Tags

# What may be in the change of each kind, as ``actions.batch.snapshot`` names it, besides its origin.
PARTS: dict[type[Contribution], frozenset[str]] = {
    Tagging: frozenset({"tag_id", "tag", "passage"}),
    Annotation: frozenset({"body", "passage"}),
    CrossReference: frozenset({"relation", "note", "source", "target"}),
}
PLACE = {"document", "paragraph", "start", "end", "quote"}


def places_in(change: object) -> Iterator[Cited]:
    """Where ``change`` would put a thing, as far as it can be read."""
    if not isinstance(change, dict):
        return
    for name in sorted(PLACES & change.keys()):
        if (key := _place_key(change[name])) is not None:
            yield Cited(key, change[name]["quote"], Passage.State.KEPT)


def read_change(row: BundleRow, model: type[Contribution], places: BundlePlaces, tags: Tags) -> dict[str, Any]:
    """The change that ``row`` tells of as it is kept here, with placeholders for passages. Raises ``CellError``."""
    change = row.values["proposed_change"]
    if not isinstance(change, dict) or not change or set(change) - PARTS[model] - {"origin"}:
        raise _wrong(_("That is not a change of such a thing."))
    if row.values["status"] != Status.PUBLISHED:
        raise _wrong(_("Only of what is published can a change wait."))
    _check_words(change)
    if "tag_id" in change:
        change = change | {"tag_id": str(_tag(change["tag_id"], tags))}
    keys = {}
    for key, name in KEYS.items():
        column = key.removesuffix("_id")
        if name in change and column in model.PLACES:
            cited = Cited(_place(change[name], places), change[name]["quote"], Passage.State.KEPT)
            try:
                keys[key] = places.at(cited).pk
            except CellError as error:
                raise _wrong(str(error)) from error
    return change | keys


def _check_words(change: dict[str, Any]) -> None:
    if not all(isinstance(change.get(name, ""), str) for name in ("tag", "tag_id", "body", "note", "relation")):
        raise _wrong(_("That is not a change of such a thing."))
    if "body" in change:
        try:
            checked_body(change["body"])
        except Refused as refused:
            raise _wrong(" ".join(refused.messages)) from refused
    known = change.get("relation", Relation.CITES) in Relation.values and change.get("origin", Origin.HAND) in Origin
    if not known or len(change.get("note", "")) > MAX_NOTE:
        raise _wrong(_("There is no such relation or origin, or the note is too long."))


def _tag(described: str, tags: Tags) -> UUID:
    try:
        pk = UUID(described)
    except ValueError:
        pk = None
    if pk is None or tags.get(pk) is None:
        raise _wrong(_("There is no tag %s, neither in this codebook nor in the one here.") % shown(described))
    return pk


def _place(described: object, places: BundlePlaces) -> PlaceKey:
    key = _place_key(described)
    if key is None or places.documents.get(key.document) is None:
        raise _wrong(_("The place it would have is in no document here."))
    return key


def _place_key(described: object) -> PlaceKey | None:
    """The place that ``described`` names, ``None`` where it is none."""
    if not isinstance(described, dict) or set(described) != PLACE or not isinstance(described["quote"], str):
        return None
    # Python's bool is an int.
    numbers = [described[name] for name in ("paragraph", "start", "end")]
    sound = all(type(each) is int and 0 <= each <= LARGEST for each in numbers if each is not None)
    longest = Document._meta.get_field("slug").max_length or 0  # noqa: SLF001 - Django's documented API
    slug = described["document"]
    if not sound or numbers[0] is None or not isinstance(slug, str) or not 0 < len(slug) <= longest or "\0" in slug:
        return None
    return PlaceKey(slug, *numbers)


def _wrong(reason: str) -> CellError:
    return CellError(f"proposed_change: {reason}")
