"""Who reads the same texts: whose frequencies damp, and between which texts parallels are proposed.

What everybody who is logged in may read is one corpus. A closed collection has its own: that and what is open, so that
nobody can tell from a score what stands where they may not read. Between collections that are closed to different
groups nothing is proposed; who reads both finds what they have in common by asking about a paragraph.
"""

from collections import defaultdict
from collections.abc import Collection as Several
from dataclasses import dataclass

from corpus.models import Collection, Document


@dataclass(frozen=True, slots=True)
class Audience:
    """Documents that the same people may read, by primary key and in order; ``own`` are those it is there for."""

    documents: list[int]
    own: frozenset[int]


def audiences(of: Several[int] | None = None) -> list[Audience]:
    """The audiences that read ``of``, documents by primary key, or all: 2 queries."""
    groups: defaultdict[int, set[int]] = defaultdict(set)
    for collection, group in Collection.groups.through.objects.values_list("collection_id", "group_id"):
        groups[collection].add(group)
    rows = Document.objects.filter(current__isnull=False).order_by("slug")
    read_by: defaultdict[frozenset[int] | None, list[int]] = defaultdict(list)
    for pk, collection, access in rows.values_list("pk", "collection_id", "collection__access"):
        closed = access == Collection.Access.GROUPS
        read_by[frozenset(groups[collection]) if closed else None].append(pk)
    everybody = read_by.pop(None, [])
    audiences = [Audience(everybody, frozenset(everybody))]
    audiences += [Audience([*everybody, *own], frozenset(own)) for own in read_by.values()]
    return [each for each in audiences if each.own and (of is None or not each.own.isdisjoint(of))]
