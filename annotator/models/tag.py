"""The codebook: tags, their other names, and taggings."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from annotator import permissions
from annotator.errors import Refused
from corpus.db.counting import number_of
from corpus.models import Document
from corpus.models.collection import Person

from .contribution import UNPUBLISHED, WAITING, Contribution, ContributionQuerySet, Status
from .derived import PATH_JOINER, DocumentOfPassage, SortKeyField
from .passage import Passage
from .tag_names import as_typed, bare_path, key_of, path_key_of

# Parents above a tag at the most: deeper trees are a sign of a loop or of a codebook nobody can read.
MAX_DEPTH = 12
# Codes taken from what people said are whole sentences.
MAX_NAME = 500
# Case folding makes up to three letters of one.
MAX_KEY = 3 * MAX_NAME
NO_LEVELS = _("A tag’s name has no “›”: that separates levels.")
# Colours of tags: tokens.css has as many.
COLOURS = 12
# What every number of a tag's passages counts: a declined tagging is kept for its author and the editors, and says
# nothing of the text.
COUNTED = ~Q(status=Status.DECLINED)
# Taggings of a person that tell which tags they have used lately.
LATELY = 200
# The tags that names may mean, by the key of each.
type Named = dict[str, list[Tag]]


def path_under(tag: "Tag", parent: "Tag | None") -> str:
    """The path of ``tag`` below ``parent``; ``Refused`` where that would be a loop or too deep."""
    names, above, depth = [tag.name], parent, 0
    while above is not None:
        depth += 1
        if above.pk == tag.pk or depth > MAX_DEPTH:
            raise too_deep()
        names.append(above.name)
        above = above.parent
    return PATH_JOINER.join(reversed(names))


def name_of_several(name: str, paths: Iterable[str]) -> str:
    """What is said of a name that several tags have."""
    reason = gettext("“%(name)s” is the name of several tags: %(paths)s. Write the path of the one you mean.")
    return reason % {"name": name, "paths": "; ".join(paths)}


def too_deep() -> Refused:
    """The refusal of a place in the tree that a tag cannot have."""
    reason = gettext("A tag cannot be its own sub-tag, nor more than %(most)d levels deep.")
    return Refused(reason % {"most": MAX_DEPTH}, field="parent")


def least_used(colours: Counter[int]) -> int:
    """The first of the colours that the fewest tags have, of which ``colours`` counts how many have which."""
    return min(range(1, COLOURS + 1), key=lambda colour: (colours[colour], colour))


class TagQuerySet(models.QuerySet["Tag"]):
    """Reads of the codebook."""

    def visible_to(self, user: Person) -> Self:
        """All of them, or none where ``user`` may read no collection: a query or two for those who do not take part."""
        return self if permissions.can(user, permissions.Permission.SEE_CODEBOOK) else self.none()

    def named(self, names: Iterable[str], read: Callable[[set[str]], Iterable["Tag"]] | None = None) -> Named:
        """The tags that each of ``names`` may mean, by its key: that of this path, else those of this name.

        A path may begin anywhere: "b › c" is also "a › b › c". Other names are looked at where there is no such tag.
        Several tags may have one name, below different ones. 1 query, and another one where something is not a name.
        Quotation marks around a name in a path are the tag's own where it has them. ``read`` finds the tags with some
        keys, where they are not merely to be read.
        """
        by_key = {key_of(name): (path_key_of(name), path_key_of(bare_path(name))) for name in names}
        keys = {*by_key, *(path.rpartition(PATH_JOINER)[2] for paths in by_key.values() for path in paths)}
        among = read(keys) if read else self.filter(key__in=keys).order_by()
        tags = [(tag, key_of(tag.path)) for tag in sorted(among, key=lambda tag: tag.path)]
        named: Named = {}
        for key, (path, bare) in by_key.items():
            meant = [tag for tag, full in tags if full == path] or [tag for tag, _path in tags if tag.key == key]
            meant = meant or [tag for tag, full in tags if full.endswith(PATH_JOINER + path)]
            meant = meant or [tag for tag, full in tags if full == bare]
            meant = meant or [tag for tag, full in tags if full.endswith(PATH_JOINER + bare)]
            if meant:
                named[key] = meant
        if unnamed := by_key.keys() - named.keys():
            aliases = TagAlias.objects.filter(key__in=unnamed, tag__in=self).select_related("tag")
            named |= {alias.key: [alias.tag] for alias in aliases}
        return named

    def with_descendants(self, tags: Iterable["Tag"]) -> list[uuid.UUID]:
        """The ids of ``tags`` and of everything here below them: 1 query, over the codebook, which is small."""
        children: dict[uuid.UUID | None, list[uuid.UUID]] = {}
        for pk, parent in self.order_by().values_list("pk", "parent"):
            children.setdefault(parent, []).append(pk)
        keys, waiting = [], [tag.pk for tag in tags]
        while waiting:
            pk = waiting.pop()
            keys.append(pk)
            waiting.extend(children.get(pk, ()))
        return list(dict.fromkeys(keys))

    def last_used_by(self, user: Person, most: int) -> list["Tag"]:
        """At most ``most`` tags, first those that ``user`` used lately, the last used before others: 2 or 3 queries."""
        lately = Tagging.objects.tags_lately_used_by(user)
        tags = self.in_bulk(lately)
        first = [tags[pk] for pk in lately if pk in tags][:most]
        if len(first) < most:
            first += self.exclude(pk__in=tags).order_by("sort_key", "pk")[: most - len(first)]
        return first

    def with_use(self) -> Self:
        """With what forbids deleting: ``total`` taggings, ``withdrawn`` of them, and tags ``below``: 1 query."""
        taggings = Tagging.objects.filter(tag=OuterRef("pk"))
        return self.annotate(
            total=number_of(taggings, "pk"),
            withdrawn=number_of(taggings.filter(withdrawn_at__isnull=False), "pk"),
            below=number_of(Tag.objects.filter(parent=OuterRef("pk")), "pk"),
        )

    def colours(self) -> Counter[int]:
        """How many have each colour: 1 query."""
        return Counter(dict(self.order_by().values_list("colour").annotate(number=Count("pk"))))

    def in_use(self) -> Self:
        """Those that have taggings, withdrawn ones too."""
        return self.filter(Exists(Tagging.objects.filter(tag=OuterRef("pk"))))


class Tag(TagBase):
    """A controlled term with a definition."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # taggit's has 100 characters, and each name once.
    name = models.CharField(
        _("name"),
        max_length=MAX_NAME,
        validators=[RegexValidator(r"^[^›]+$", NO_LEVELS)],
    )
    key = models.CharField(max_length=MAX_KEY, editable=False)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("parent")
    )
    # The names from the topmost parent down, joined by " › "; kept up to date by annotator/actions/tag_tree.py.
    path = models.TextField(_("path"), editable=False)
    # The order of the tree, with natural numbers and folded names.
    sort_key = SortKeyField(editable=False)
    definition = models.TextField(_("definition"), blank=True)
    use_when = models.TextField(_("use when"), blank=True)
    avoid_when = models.TextField(_("avoid when"), blank=True)
    colour = models.PositiveSmallIntegerField(
        _("colour"), default=1, validators=[MinValueValidator(1), MaxValueValidator(COLOURS)]
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    modified_at = models.DateTimeField(_("modified at"), default=timezone.now)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="tag_once_below_its_parent",
                fields=["parent", "key"],
                violation_error_message=_("There is a tag of that name already below the same one."),
            ),
            models.UniqueConstraint(
                name="tag_once_at_the_top",
                fields=["key"],
                condition=Q(parent__isnull=True),
                violation_error_message=_("There is a tag of that name already."),
            ),
            models.CheckConstraint(
                name="tag_colour_known",
                condition=Q(colour__gte=1, colour__lte=COLOURS),
                violation_error_message=_("A colour is a number from 1 to 12."),
            ),
            models.CheckConstraint(
                name="tag_not_its_own_parent",
                condition=~Q(parent=models.F("id")),
                violation_error_message=_("A tag cannot be its own parent."),
            ),
        ]
        # Tags that are typed are looked up while nobody else can write on SQLite.
        indexes = [models.Index(name="tag_by_key", fields=["key"])]

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])

    @property
    def typed(self) -> str:
        """What a person types to mean this tag: its name, or its path where others have that name: 1 query."""
        shared = Tag.objects.filter(key=self.key).exclude(pk=self.pk).exists()
        return as_typed(self.path if shared else self.name)

    @property
    def indent(self) -> int:
        """Its level below the top of the codebook, as lists indent it: 5 at the most."""
        return min(self.path.count(PATH_JOINER), 5)


class TagAlias(models.Model):
    """Another name a tag is found by: a synonym, or the name of a tag merged into it."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("tag"))
    name = models.CharField(_("name"), max_length=MAX_NAME)
    key = models.CharField(
        max_length=MAX_KEY,
        unique=True,
        editable=False,
        error_messages={"unique": _("There is a tag of that name already.")},
    )

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class TaggingQuerySet(ContributionQuerySet):
    """Reads of taggings."""

    def counted(self) -> Self:
        """Those that numbers of passages count: all but declined ones."""
        return self.filter(COUNTED)

    def for_margin(self, user: Person, passages: Iterable[int]) -> Self:
        """Those on ``passages`` that ``user`` may see, oldest first, with tag and author: 1 query."""
        taggings = self.visible_to(user).filter(content_object__in=list(passages))
        return taggings.select_related("tag", "author").order_by("created_at", "pk")

    def by_author_on(self, author: Person, paragraphs: Iterable[int]) -> Self:
        """Those that ``author`` has on passages of ``paragraphs``, with tag and passage: 1 query."""
        taggings = self.standing().filter(author=author.pk, content_object__paragraph__in=list(paragraphs))
        return taggings.select_related("tag", "content_object").order_by()

    def tags_lately_used_by(self, user: Person) -> list[uuid.UUID]:
        """The ids of the tags in the newest of ``user``'s taggings, the last used first: 1 query on an index range."""
        newest = self.filter(author=user.pk).order_by("-created_at")
        return list(dict.fromkeys(newest.values_list("tag", flat=True)[:LATELY]))

    def update(self, **kwargs: Any) -> int:
        """Change columns; where the passage is one of them, the document with it."""
        for name in {"content_object", "content_object_id"} & kwargs.keys():
            passage = Passage.objects.filter(pk=getattr(kwargs[name], "pk", kwargs[name]))
            kwargs["document"] = models.Subquery(passage.order_by().values("document"))
        return super().update(**kwargs)

    def with_places(self) -> Self:
        """With the tag too: what naming a tagging takes."""
        return super().with_places().select_related("tag")


class Tagging(ItemBase, Contribution):
    """One tag put on one passage by one person. ``content_object`` is taggit's name for the passage."""

    PLACES: ClassVar = ("content_object",)
    DOCUMENTS: ClassVar = ("document",)

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="taggings", verbose_name=_("tag"))
    content_object = models.ForeignKey(
        Passage, on_delete=models.PROTECT, related_name="taggings", verbose_name=_("passage")
    )
    document = DocumentOfPassage(
        Document, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False, verbose_name=_("document")
    )
    # Repeated from Contribution: taggit's own abstract base comes first and knows nothing of authors.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="taggings",
        db_index=False,
        verbose_name=_("author"),
    )
    # Of an accepted suggestion: "score" (0 to 1), and "found_by", the rule or model that made it, with its version.
    suggestion = models.JSONField(_("suggestion"), null=True, blank=True, editable=False)

    objects = TaggingQuerySet.as_manager()

    class Meta:
        verbose_name = _("tagging")
        verbose_name_plural = _("taggings")
        ordering = ["created_at", "pk"]
        constraints = [
            *Contribution.Meta.constraints,
            models.UniqueConstraint(
                name="tagging_once_each",
                fields=["content_object", "tag", "author"],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=_("You have put this tag on this passage already."),
            ),
        ]
        indexes = [
            # The list of all of them, and those of a person or a status.
            models.Index(name="tagging_newest", fields=["created_at"]),
            models.Index(name="tagging_by_author", fields=["author", "created_at"]),
            models.Index(name="tagging_by_status", fields=["status", "created_at"], condition=UNPUBLISHED),
            models.Index(name="tagging_waiting", fields=["created_at"], condition=WAITING),
            # Every number of a list of tags, of documents or of the tags in one: counted from this alone, without a
            # look at the taggings or at what they stand on.
            models.Index(
                name="tagging_counted",
                fields=["document", "tag", "content_object", "status", "author", "withdrawn_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tag}: {self.content_object}"

    @property
    def passage(self) -> Passage:
        """The passage, by the name the other kinds use."""
        return self.content_object
