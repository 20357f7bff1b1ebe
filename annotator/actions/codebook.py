"""Many tags at once: those that an import makes, and those that it leaves unused when it is undone."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from django.db.models import prefetch_related_objects

from annotator.models import Event, Tag, TagAlias
from annotator.models.tag import PATH_JOINER

from .batch import Batch
from .contributions import AT_A_TIME
from .tags import tag_snapshot


def write_tags_in(current: Batch, action: Event.Verb, tags: Sequence[Tag], aliases: Iterable[TagAlias] = ()) -> None:
    """Write new ``tags`` with their other names, which were checked before, and record ``action`` of each."""
    Tag.objects.bulk_create(tags, batch_size=AT_A_TIME)
    TagAlias.objects.bulk_create(aliases, batch_size=AT_A_TIME)
    prefetch_related_objects(tags, "aliases")
    for tag in tags:
        current.record(action, tag, after=tag_snapshot(tag))


def delete_unused_in(current: Batch, versions: Mapping[UUID, int]) -> None:
    """Delete those of the tags that are still of their version and that nothing uses, the lowest first.

    The others stay: what is used is a tagging of it, a withdrawn one too, or a tag below it that stays.
    """
    found = Tag.objects.filter(pk__in=versions).exclude(pk__in=Tag.objects.in_use()).prefetch_related("aliases")
    unused = {tag.pk: tag for tag in found if tag.version == versions[tag.pk]}
    parents = dict(Tag.objects.values_list("pk", "parent"))
    for pk in parents.keys() - unused.keys():
        above = parents[pk]
        while above in unused:
            del unused[above]
            above = parents[above]
    in_order = sorted(unused.values(), key=_depth, reverse=True)
    for _number, some in groupby(in_order, _depth):
        level = list(some)
        for tag in level:
            current.record(Event.Verb.DELETED, tag, before=tag_snapshot(tag))
        Tag.objects.filter(pk__in=[tag.pk for tag in level]).delete()


def _depth(tag: Tag) -> int:
    return tag.path.count(PATH_JOINER)
