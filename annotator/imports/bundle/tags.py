"""The codebook of a bundle, held against the one that is here."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.imports.problems import ImportProblem
from annotator.models import Tag, TagAlias
from annotator.models.tag import path_under
from annotator.models.tag_names import key_of

from .cells import CellError, shown
from .rows import BundleRow

# When it was last changed says nothing about what it is.
NOT_COMPARED = {"pk", "modified_at"}


def differing(stored: Model, stated: Model, sources: Iterable[str]) -> list[str]:
    """The names of the fields, of those that ``sources`` lead to, which differ."""
    roots = dict.fromkeys(source.partition("__")[0] for source in sources if source not in NOT_COMPARED)
    fields: list[Any] = [stored._meta.get_field(root) for root in roots]  # noqa: SLF001 - Django's documented API
    return [
        str(field.verbose_name) for field in fields if getattr(stored, field.attname) != getattr(stated, field.attname)
    ]


def other_content(fields: Iterable[str]) -> str:
    """What is said of something that is here already and differs in ``fields``."""
    reason = _(
        "It is here already, with other content (%s). Existing data is never overwritten: change it here, or there."
    )
    return reason % ", ".join(fields)


class Tags:
    """Tags by id, as they are here or would be made. ``new``: the tags that the import makes."""

    def __init__(
        self, rows: Iterable[BundleRow], line_of: Callable[[UUID], int | None], problems: list[ImportProblem]
    ) -> None:
        """Read ``rows`` of a codebook: 2 queries, over the codebook here, which is small.

        ``line_of`` knows the key of every row, sound or not: once ``rows`` are read, those that are not sound are only
        said to be so.
        """
        self.new: list[Tag] = []
        self._line_of = line_of
        self._problems = problems
        self._rows = {row.values["pk"]: row for row in rows}
        self._here = Tag.objects.in_bulk()
        self._there = {pk: Tag(**row.own(), key=key_of(row.values["name"])) for pk, row in self._rows.items()}
        for tag in self._there.values():
            tag.parent = self.get(tag.parent_id)
        for pk, row in self._rows.items():
            self._check(row, self._there[pk], self._here.get(pk))
        self._check_names()

    def get(self, pk: UUID | None) -> Tag | None:
        """The tag ``pk``, ``None`` where there is none in the bundle or here."""
        return self._there.get(pk) or self._here.get(pk)

    def of(self, row: BundleRow) -> Tag:
        """The tag of a tagging. Raises ``CellError`` where there is none, or it is called otherwise."""
        pk = row.values["tag__pk"]
        tag = self.get(pk)
        if tag is None and self._line_of(pk):
            return Tag(pk=pk)
        if tag is None:
            raise CellError(_("tag_id: There is no tag %s, neither in this codebook nor in the one here.") % pk)
        for known, stated in ((tag.path, row.values["tag__path"]), (tag.name, row.values["tag__name"])):
            if known != stated:
                raise CellError(
                    _("tag: The tag with this tag_id is “%(tag)s”, not “%(other)s”.")
                    % {"tag": shown(known), "other": shown(stated)}
                )
        return tag

    @property
    def already(self) -> int:
        """How many of the bundle's were here before."""
        return len(self._there) - len(self.new)

    def _check(self, row: BundleRow, tag: Tag, existing: Tag | None) -> None:
        if row.values["parent_id"] and tag.parent is None:
            if not self._line_of(row.values["parent_id"]):
                reason = _("parent_id: There is no tag %s, neither in this codebook nor in the one here.")
                self._say(row, reason % row.values["parent_id"])
            return
        try:
            path = path_under(tag, tag.parent)
        except Refused as refused:
            self._say(row, *refused.messages)
            return
        if path != tag.path:
            self._say(row, _("path: The names from the topmost tag down are “%s”.") % shown(path))
        if existing is None:
            self._check_new(row, tag)
        elif fields := differing(existing, tag, row.own()):
            self._say(row, other_content(fields))

    def _check_new(self, row: BundleRow, tag: Tag) -> None:
        self.new.append(tag)
        try:
            # The parent would be looked for in the database.
            tag.clean_fields(exclude=["parent"])
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                self._say(row, f"{field}:", *messages)

    def _check_names(self) -> None:
        """Names below a tag, other names and slugs belong to one tag each, here and in the bundle."""
        aliases = {alias.key: alias.tag for alias in TagAlias.objects.select_related("tag")}
        names = {(tag.parent_id, tag.key): tag for tag in self._here.values()}
        slugs = {tag.slug: tag for tag in self._here.values()}
        for tag in self.new:
            place = (tag.parent_id, tag.key)
            names |= {place: aliases[tag.key]} if tag.key in aliases else {}
            for label, used, value in ((_("name"), names, place), (_("slug"), slugs, tag.slug)):
                other = used.setdefault(value, tag)
                if other.pk != tag.pk:
                    reason = _("Its %(what)s is that of another tag, “%(tag)s” (%(id)s). Rename one of the two.")
                    self._say(self._rows[tag.pk], reason % {"what": label, "tag": shown(other.name), "id": other.pk})

    def _say(self, row: BundleRow, *reasons: str) -> None:
        self._problems.append(row.problem(" ".join(reasons)))
