"""The names of tags in the codebook: paths, slugs and other names."""

from collections.abc import Container, Iterable

from django.utils.text import slugify
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.models import Tag, TagAlias
from annotator.models.derived import PATH_JOINER, sort_key_of
from annotator.models.tag import MAX_DEPTH, MAX_NAME, name_of_several, too_deep
from annotator.models.tag_names import is_marks_alone, key_of, levels_of, name_as_kept, name_from_string

MOST_SHOWN = 60  # characters of a name that is refused


def hold_codebook() -> None:
    """Wait until nobody else changes the codebook or is putting a tag on something; until the transaction ends.

    Who uses tags holds them (``contributions.hold_tags``), in the same order. The codebook is small, and is changed
    seldom: 1 query. SQLite has one writer anyway.
    """
    list(Tag.objects.select_for_update().order_by("pk").values_list("pk"))


def gone(tag: Tag) -> Refused:
    """The refusal of what was to be done with ``tag``, which is not there any more."""
    reason = _("The tag “%(tag)s” was deleted or merged into another meanwhile. Nothing was changed: look again.")
    return Refused(reason % {"tag": tag.name})


def refuse_path(name: str) -> None:
    """Refuse a name that is typed and would be read as a path wherever one is typed; what is imported may have it."""
    if len(levels_of(name)) > 1:
        reason = _("“>” stands between the names of a path. Type the last name alone, and choose the tag above it.")
        raise Refused(reason, field="name")


def refuse_marks_alone(name: str) -> None:
    """Refuse a name that is typed and is nothing but quotation marks."""
    if name and is_marks_alone(name):
        raise Refused(_("There are only quotation marks. Type the name of the tag."), field="name")


def place_of(path: str) -> tuple[str, Tag | None]:
    """The name that ``path``, as it is typed, ends with, and the tag above it.

    Raises ``Refused`` where there is no such tag above, or several.
    """
    *above, name = levels_of(path)
    if not above:
        return name, None
    name = name_from_string(name)
    if not all((*above, name)):
        raise Refused(_("In “%(path)s” a name is missing beside “>”.") % {"path": path}, field="tags")
    parent, bare = (PATH_JOINER.join(names) for names in (above, map(name_from_string, above)))
    tags = next((tags for typed in (parent, bare) for tags in Tag.objects.named([typed]).values()), [])
    if len(tags) > 1:
        raise Refused(name_of_several(parent, [tag.path for tag in tags]), field="tags")
    if not tags:
        reason = _("“%(path)s” is a path, and there is no tag “%(parent)s”. Make that one first, or type a mere name.")
        raise Refused(reason % {"path": path, "parent": bare}, field="tags")
    return name, tags[0]


def taken_slugs() -> set[str]:
    """The slugs that no new tag can have: 1 query, over the codebook, which is small."""
    # /tags/new/ is the form of a new tag.
    return {"new", *Tag.objects.values_list("slug", flat=True)}


def free_slug(path: str, used: Container[str]) -> str:
    """A slug for the last name in ``path`` that is not ``used``; letters of every script are kept.

    Where another tag of that name has it, the name above goes before it: "politics-positive".
    """
    above, name = path.split(PATH_JOINER)[-2:] if PATH_JOINER in path else ("", path)
    base = slug = (slugify(name, allow_unicode=True) or "tag")[:90].rstrip("-")
    if slug in used and above:
        base = slug = slugify(f"{above[:90]} {name}", allow_unicode=True)[:90].rstrip("-") or base
    number = 2
    while slug in used:
        slug, number = f"{base}-{number}", number + 1
    return slug


def set_aliases(tag: Tag, names: Iterable[str]) -> None:
    """Make ``names`` the other names of ``tag``, and no others."""
    aliases = {key_of(name): name for name in map(name_as_kept, names) if name and key_of(name) != tag.key}
    too_long = next((name for name in aliases.values() if len(name) > MAX_NAME), "")
    if too_long:
        reason = _("“%(name)s” is too long for a name. It has %(length)d characters, and %(most)d are the most.")
        values = {"name": f"{too_long[:MOST_SHOWN]}…", "length": len(too_long), "most": MAX_NAME}
        raise Refused(reason % values, field="aliases")
    if other_tags := list(Tag.objects.filter(key__in=aliases).values_list("name", flat=True)):
        reason = _("There is a tag called “%(name)s” already.") % {"name": "”, “".join(dict.fromkeys(other_tags))}
        raise Refused(reason, field="aliases")
    if other := TagAlias.objects.filter(key__in=aliases).exclude(tag=tag).select_related("tag").first():
        raise other_name_of(other, field="aliases")
    tag.aliases.exclude(key__in=aliases).delete()
    known = set(tag.aliases.values_list("key", flat=True))
    TagAlias.objects.bulk_create(
        TagAlias(tag=tag, key=key, name=name) for key, name in aliases.items() if key not in known
    )


def other_name_of(alias: TagAlias, *, field: str) -> Refused:
    """The refusal of a name that another tag has as another name."""
    reason = _("“%(name)s” is another name of “%(tag)s”. Take it away there first, or choose another.")
    return Refused(reason % {"name": alias.name, "tag": alias.tag.name}, field=field)


def names_left(names: Iterable[str]) -> list[str]:
    """Those of ``names``, once another tag's, that no tag has by now: 2 queries."""
    keys = {key_of(name): name for name in names}
    used = {*Tag.objects.filter(key__in=keys).values_list("key", flat=True)}
    used |= {*TagAlias.objects.filter(key__in=keys).values_list("key", flat=True)}
    return [name for key, name in keys.items() if key not in used]


def refresh_paths(tag: Tag) -> None:
    """Write the paths of everything below ``tag`` anew, level by level; ``Refused`` where that is too deep."""
    waiting = [tag]
    while waiting:
        above = waiting.pop()
        below = list(Tag.objects.filter(parent=above))
        for child in below:
            child.path = above.path + PATH_JOINER + child.name
            child.sort_key = sort_key_of(child.path)
            if child.path.count(PATH_JOINER) > MAX_DEPTH:
                raise too_deep()
        Tag.objects.bulk_update(below, ["path", "sort_key"])
        waiting.extend(below)
