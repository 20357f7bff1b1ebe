"""What loading a codebook would do: its tags as a tree, held against the codebook that is here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from annotator.models import Tag, TagAlias
from annotator.models.tag import MAX_DEPTH, PATH_JOINER, key_of

from .csv_codebook import Codebook, Entry
from .problems import ImportRefused, Problem

FIELDS = ("definition", "use_when", "avoid_when", "colour")


@dataclass(slots=True)
class Node:
    """A tag as the file has it: by a row of its own (``entry``), or only as the parent of another.

    ``parent`` is a key; "" where nothing is above it, ``None`` where the file does not say.
    """

    name: str
    line: int
    parent: str | None = None
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class NewTag:
    """A tag to be made; ``parent`` is the key of the one above it, "" for none."""

    key: str
    path: str
    line: int
    parent: str
    entry: Entry | None

    @property
    def name(self) -> str:
        """The last of the path's names."""
        return self.path.rpartition(PATH_JOINER)[2]

    @property
    def definition(self) -> str:
        """Its definition, "" where the file has none."""
        return self.entry.texts["definition"] if self.entry else ""

    def values(self) -> dict[str, Any]:
        """The fields of the tag, without its place."""
        texts = self.entry.texts if self.entry else {"definition": ""}
        aliases = self.entry.aliases if self.entry else ()
        return {**texts, "name": self.name, "colour": (self.entry and self.entry.colour) or 1, "aliases": aliases}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which the file says something else than the tag that is here."""

    line: int
    tag: str
    field: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class CodebookPlan:
    """What loading a codebook does: tags to be made, parents first; those left alone; what differs; what to know."""

    name: str
    new: list[NewTag] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def undefined(self) -> list[NewTag]:
        """Those to be made that the file does not define."""
        return [new for new in self.new if not new.definition]

    @property
    def brought(self) -> set[str]:
        """What the tags to be made will be found by, by their other names too."""
        return {key for new in self.new for key in (new.key, *map(key_of, new.values()["aliases"]))}

    def row(self) -> dict[str, object]:
        """The plan as ``--json`` prints it."""
        return {
            "made": [new.path for new in self.new],
            "same": self.same,
            "different": [
                {name: getattr(each, name) for name in ("line", "tag", "field", "here", "there")}
                for each in self.differences
            ],
            "undefined": [new.path for new in self.undefined],
            "notes": [str(note) for note in self.notes],
        }


def plan_codebook(book: Codebook) -> CodebookPlan:
    """What loading ``book`` would do with the codebook as it is now: 2 queries.

    Raises:
        ImportRefused: with everything in the file that cannot be done.

    """
    return _Planner(book).plan()


def tree_of(book: Codebook) -> tuple[dict[str, Node], list[Problem]]:
    """The tags of ``book`` by key, parents before what stands below them; and where the file contradicts itself.

    Of what stands below itself there is no order and no path: then there are no tags.
    """
    nodes: dict[str, Node] = {}
    problems = []
    for entry in book.entries:
        problems += [Problem(book.name, entry.line, reason) for reason in _add(nodes, entry)]
    ordered: dict[str, Node] = {}
    for key, node in nodes.items():
        chain = [key] if key not in ordered else []
        while chain and (above := nodes[chain[-1]].parent) and above not in ordered:
            if above in chain:
                reason = _("“%(name)s” stands below itself.") % {"name": node.name}
                return {}, [*problems, Problem(book.name, node.line, reason)]
            chain.append(above)
        ordered |= {each: nodes[each] for each in reversed(chain)}
    return ordered, problems


def _add(nodes: dict[str, Node], entry: Entry) -> Iterator[str]:
    """Put ``entry`` among ``nodes``, and the names above it; yields what contradicts the rows before."""
    known = nodes.get(entry.key)
    if known and known.entry:
        reason = _("“%(name)s” stands on line %(line)d already. A codebook has each name once, also on other levels.")
        yield reason % {"name": entry.name, "line": known.entry.line}
        return
    parent = "" if entry.rooted else None
    for name in (*entry.above, entry.name):
        node = nodes.setdefault(key_of(name), Node(name, entry.line, parent))
        if node.parent is None:
            node.parent = parent
        elif parent is not None and node.parent != parent:
            reason = _("“%(name)s” stands below another tag than on line %(line)d.")
            yield reason % {"name": node.name, "line": node.line}
        parent = key_of(name)
    nodes[entry.key].entry = entry
    nodes[entry.key].name = entry.name


class _Planner:
    """Holds a file's tags against those that are here."""

    def __init__(self, book: Codebook) -> None:
        self.book = book
        self.nodes, contradictions = tree_of(book)
        self.problems = [*book.problems, *contradictions]
        tags = {tag.pk: tag for tag in Tag.objects.prefetch_related("aliases")}
        # By each of their names; a name goes before another tag's other name, as ``Tag.objects.named`` has it.
        self.here = {alias.key: tag for tag in tags.values() for alias in tag.aliases.all()}
        self.here |= {tag.key: tag for tag in tags.values()}
        self.parents = {tag.pk: tags[tag.parent_id].key if tag.parent_id else "" for tag in tags.values()}
        self.paths: dict[str, str] = {}
        self.taken: dict[str, int] = {}
        self.result = CodebookPlan(book.name, notes=list(book.notes))

    def plan(self) -> CodebookPlan:
        for key, node in self.nodes.items():
            tag = self.here.get(key)
            if tag is None:
                self._make(key, node)
            elif node.entry:
                self._compare(tag, node, node.entry)
        if self.problems:
            raise ImportRefused(sorted(self.problems, key=lambda problem: problem.line or 0))
        return self.result

    def _make(self, key: str, node: Node) -> None:
        above = self._path(node.parent) if node.parent else ""
        path = self.paths[key] = f"{above}{PATH_JOINER}{node.name}" if above else node.name
        new = NewTag(key, path, node.line, node.parent or "", node.entry)
        self.result.new.append(new)
        for reason in (*_wrong(new), *self._aliases_taken(new)):
            self.problems.append(Problem(self.book.name, node.line, reason))

    def _path(self, key: str) -> str:
        return self.here[key].path if key in self.here else self.paths[key]

    def _aliases_taken(self, new: NewTag) -> Iterator[str]:
        for alias in new.entry.aliases if new.entry else ():
            key = key_of(alias)
            if key in self.here or (key in self.nodes and key != new.key):
                yield _("“%(alias)s” is a name of another tag.") % {"alias": alias}
            elif self.taken.setdefault(key, new.line) != new.line:
                yield _("“%(alias)s” is another name on line %(line)d already.") % {
                    "alias": alias,
                    "line": self.taken[key],
                }

    def _compare(self, tag: Tag, node: Node, entry: Entry) -> None:
        differences = [
            Difference(entry.line, tag.path, name, here, there) for name, here, there in self._said(tag, node, entry)
        ]
        self.result.differences.extend(differences)
        if not differences:
            self.result.same.append(tag.path)

    def _said(self, tag: Tag, node: Node, entry: Entry) -> Iterator[tuple[str, str, str]]:
        """What ``entry`` says otherwise than ``tag``; where it says nothing, what is here stays."""
        said = {**entry.texts, "colour": entry.colour}
        for name in FIELDS:
            if said[name] and said[name] != getattr(tag, name):
                yield name, str(getattr(tag, name)), str(said[name])
        parent = self.here.get(node.parent) if node.parent else None
        if node.parent is not None and (parent.key if parent else node.parent) != self.parents[tag.pk]:
            above = self._path(node.parent) + PATH_JOINER if node.parent else ""
            yield "path", tag.path, above + tag.name
        names = {key_of(tag.name), *(alias.key for alias in tag.aliases.all())}
        missing = [alias for alias in entry.aliases if key_of(alias) not in names]
        if missing:
            yield "aliases", ", ".join(sorted(alias.name for alias in tag.aliases.all())), ", ".join(missing)


def _wrong(new: NewTag) -> Iterator[str]:
    """What the codebook would not take."""
    values = new.values()
    aliases = values.pop("aliases")
    if new.path.count(PATH_JOINER) > MAX_DEPTH:
        yield _("It stands more than %(most)d levels deep.") % {"most": MAX_DEPTH}
    try:
        Tag(key=new.key, path=new.path, slug="tag", **values).clean_fields(exclude=["id", "parent"])
    except ValidationError as error:
        yield from error.messages
    for alias in aliases:
        try:
            TagAlias(name=alias, key=key_of(alias)).clean_fields(exclude=["id", "tag"])
        except ValidationError as error:
            yield from error.messages
