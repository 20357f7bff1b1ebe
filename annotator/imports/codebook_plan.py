"""What loading a codebook would do: its tags as a tree, held against the codebook that is here."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.models import Tag, TagAlias
from annotator.models.derived import PATH_JOINER
from annotator.models.tag import MAX_DEPTH, NO_LEVELS, name_of_several, too_deep
from annotator.models.tag_names import as_typed, key_of, path_key_of, string_from_names

from .csv_codebook import Codebook, CodebookEntry
from .problems import ImportProblem, ImportRefused

FIELDS = ("definition", "use_when", "avoid_when", "colour")


@dataclass(slots=True)
class Node:
    """A tag as the file has it: by a row of its own (``entry``), or only above another; ``names`` from the top."""

    names: tuple[str, ...]
    line: int
    entry: CodebookEntry | None = None


@dataclass(frozen=True, slots=True)
class NewTag:
    """A tag to be made."""

    path: str
    line: int
    entry: CodebookEntry | None

    @property
    def above(self) -> str:
        """The path of the tag above it, "" where there is none."""
        return self.path.rpartition(PATH_JOINER)[0]

    @property
    def name(self) -> str:
        return self.path.rpartition(PATH_JOINER)[2]

    @property
    def key(self) -> str:
        """What its name is compared as."""
        return key_of(self.name)

    def called(self, name: str) -> bool:
        """Whether ``name`` may mean it: its name, its path or one of its other names."""
        aliases = self.entry.aliases if self.entry else ()
        return key_of(name) in {self.key, *map(key_of, aliases)} or path_key_of(name) == key_of(self.path)

    @property
    def definition(self) -> str:
        """Its definition, "" where the file has none."""
        return self.entry.texts["definition"] if self.entry else ""

    def values(self) -> dict[str, Any]:
        """The fields of the tag, without its place; its colour where the file says one."""
        texts = self.entry.texts if self.entry else {"definition": ""}
        aliases = self.entry.aliases if self.entry else ()
        colour = {"colour": self.entry.colour} if self.entry and self.entry.colour else {}
        return {**texts, **colour, "name": self.name, "aliases": aliases}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which the file says something else than the tag that is here."""

    line: int
    tag: str
    field: str
    stored: str
    stated: str


@dataclass(frozen=True, slots=True)
class CodebookPlan:
    """What loading a codebook does: tags to be made, parents first; those left alone; what differs; what to know.

    ``left_out``: the lines that cannot be taken, which the others do not wait for.
    """

    name: str
    new: list[NewTag] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    notes: list[ImportProblem] = field(default_factory=list)
    left_out: list[ImportProblem] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not self.new

    @property
    def undefined(self) -> list[NewTag]:
        """Those to be made that the file does not define."""
        return [new for new in self.new if not new.definition]

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
            "left_out": [str(problem) for problem in self.left_out],
        }


def plan_codebook(book: Codebook) -> CodebookPlan:
    """What loading ``book`` would do with the codebook as it is now: 2 queries.

    Raises:
        ImportRefused: nothing in the file can be taken; with everything that is wrong.

    """
    return _Planner(book).plan()


class Here:
    """The tags that are here already, by where they stand and by each of their names."""

    def __init__(self, tags: Iterable[Tag] = ()) -> None:
        self.by_path: dict[str, Tag] = {}
        self.by_name: dict[str, list[Tag]] = {}
        self.by_alias: dict[str, Tag] = {}
        for tag in tags:
            self.by_path[key_of(tag.path)] = tag
            self.by_name.setdefault(tag.key, []).append(tag)
            self.by_alias |= {alias.key: tag for alias in tag.aliases.all()}

    def named(self, name: str) -> list[Tag]:
        """Those that ``name`` alone may mean, as ``Tag.objects.named`` has it."""
        key = key_of(name)
        top, other = self.by_path.get(key), self.by_alias.get(key)
        return ([top] if top else []) or self.by_name.get(key) or ([other] if other else [])

    def place(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names from the top as they are here, where other names stand for some of them."""
        path: tuple[str, ...] = ()
        for name in names:
            tag = self.by_path.get(key_of(PATH_JOINER.join((*path, name)))) or self.by_alias.get(key_of(name))
            path = tuple(tag.path.split(PATH_JOINER)) if tag else (*path, name)
        return path


def tree_of(book: Codebook, known: Here | None = None) -> tuple[dict[str, Node], list[ImportProblem]]:
    """The tags of ``book`` by the keys of their paths, each after those above it; and what cannot be placed."""
    known = known or Here()
    named: dict[str, list[CodebookEntry]] = {}
    for entry in book.entries:
        named.setdefault(entry.key, []).append(entry)
    nodes: dict[str, Node] = {}
    problems = []
    for entry in book.entries:
        try:
            names = known.place(_place(entry, named, known))
            _add(nodes, names, entry)
        except Refused as refused:
            problems += [ImportProblem(book.name, entry.line, reason) for reason in refused.messages]
    return nodes, problems


def _place(entry: CodebookEntry, named: dict[str, list[CodebookEntry]], known: Here, depth: int = 0) -> tuple[str, ...]:
    """The names from the top down to ``entry``: where its row does not say it, by the file's other rows, or as here.

    Raises ``Refused`` where several tags may be meant, or it stands below itself.
    """
    if entry.rooted:
        return (*entry.above, entry.name)
    if not entry.above:
        return _one(entry.name, known)
    parent = entry.above[-1]
    rows = named.get(key_of(parent), [])
    if key_of(parent) == entry.key or depth > MAX_DEPTH:
        raise too_deep()
    if len(rows) > 1:
        raise Refused(name_of_several(parent, [_("line %(line)d") % {"line": row.line} for row in rows]))
    return (*(_place(rows[0], named, known, depth + 1) if rows else _one(parent, known)), entry.name)


def _one(name: str, known: Here) -> tuple[str, ...]:
    """Where the one tag called ``name`` stands here: at the top where there is none."""
    places = known.named(name)
    if len(places) > 1:
        raise Refused(name_of_several(name, [tag.path for tag in places]))
    return tuple(places[0].path.split(PATH_JOINER)) if places else (name,)


def _add(nodes: dict[str, Node], names: tuple[str, ...], entry: CodebookEntry) -> None:
    """Put ``entry`` among ``nodes``, after those above it. Raises ``Refused`` where it is there already."""
    if any("›" in name for name in names):
        raise Refused(str(NO_LEVELS))
    if len(names) - 1 > MAX_DEPTH:
        # Before those above it are made for its sake.
        raise Refused(_("It stands more than %(most)d levels deep. Put it higher up.") % {"most": MAX_DEPTH})
    key = key_of(PATH_JOINER.join(names))
    known = nodes.get(key)
    if known and known.entry:
        reason = _("“%(name)s” stands on line %(line)d already. A name stands once below the same tag.")
        raise Refused(reason % {"name": entry.name, "line": known.entry.line})
    for depth in range(1, len(names) + 1):
        above = names[:depth]
        nodes.setdefault(key_of(PATH_JOINER.join(above)), Node(above, entry.line))
    nodes[key].entry = entry
    nodes[key].names = names


class _Planner:
    """Holds a file's tags against those that are here."""

    def __init__(self, book: Codebook) -> None:
        self.book = book
        self.here = Here(Tag.objects.prefetch_related("aliases"))
        self.nodes, misplaced = tree_of(book, self.here)
        self.names = Counter(key_of(node.names[-1]) for node in self.nodes.values())
        self.paths: dict[str, str] = {key: tag.path for key, tag in self.here.by_path.items()}
        self.taken: dict[str, int] = {}
        self.result = CodebookPlan(book.name, notes=list(book.notes), left_out=[*book.problems, *misplaced])

    def plan(self) -> CodebookPlan:
        result = self.result
        for key, node in self.nodes.items():
            tag = self.here.by_path.get(key)
            if tag is None:
                self._make(key, node)
            elif node.entry:
                self._compare(tag, node.entry)
        result.left_out.sort(key=lambda problem: problem.line or 0)
        if result.left_out and not (result.new or result.same or result.differences):
            raise ImportRefused(result.left_out)
        return result

    def _make(self, key: str, node: Node) -> None:
        """Plan a new tag, or leave it out, and then what stands below it too."""
        above = key_of(PATH_JOINER.join(node.names[:-1]))
        if above and above not in self.paths:
            self._leave_out(node, _("The tag above “%(name)s” was left out.") % {"name": node.names[-1]})
            return
        path = PATH_JOINER.join((self.paths[above], node.names[-1]) if above else node.names)
        new = NewTag(path, node.line, node.entry)
        if wrong := [*_wrong(new), *self._aliases_taken(new)]:
            self._leave_out(node, *wrong)
            return
        self.taken |= dict.fromkeys(map(key_of, new.values()["aliases"]), new.line)
        self.paths[key] = path
        self.result.new.append(new)
        if node.entry and (namesakes := self.here.by_name.get(new.key)):
            reason = _("“%(path)s” is another tag than “%(others)s”, which is here: it stands elsewhere.")
            reason %= {"path": path, "others": "”, “".join(tag.path for tag in namesakes)}
            self.result.notes.append(ImportProblem(self.book.name, node.line, reason))

    def _leave_out(self, node: Node, *reasons: str) -> None:
        self.result.left_out.extend(ImportProblem(self.book.name, node.line, reason) for reason in reasons)

    def _aliases_taken(self, new: NewTag) -> Iterator[str]:
        for alias in new.entry.aliases if new.entry else ():
            key = key_of(alias)
            if self.here.named(alias) or self.names[key] - (key == new.key):
                yield _("“%(alias)s” is a name of another tag.") % {"alias": alias}
            elif self.taken.get(key, new.line) != new.line:
                yield _("“%(alias)s” is another name on line %(line)d already.") % {
                    "alias": alias,
                    "line": self.taken[key],
                }

    def _compare(self, tag: Tag, entry: CodebookEntry) -> None:
        differences = [Difference(entry.line, tag.path, *difference) for difference in _said(tag, entry)]
        self.result.differences.extend(differences)
        if not differences:
            self.result.same.append(tag.path)


def _said(tag: Tag, entry: CodebookEntry) -> Iterator[tuple[str, str, str]]:
    """What ``entry`` says otherwise than ``tag``; where it says nothing, what is here stays."""
    values = {**entry.texts, "colour": entry.colour}
    for name in FIELDS:
        if values[name] and values[name] != getattr(tag, name):
            yield name, str(getattr(tag, name)), str(values[name])
    names = {key_of(tag.name), *(alias.key for alias in tag.aliases.all())}
    missing = [alias for alias in entry.aliases if key_of(alias) not in names]
    if missing:
        yield "aliases", string_from_names(tag.aliases.all()), ", ".join(map(as_typed, missing))


def _wrong(new: NewTag) -> Iterator[str]:
    values = new.values()
    aliases = values.pop("aliases")
    try:
        Tag(key=new.key, path=new.path, slug="tag", **values).clean_fields(exclude=["id", "parent"])
    except ValidationError as error:
        yield from error.messages
    for alias in aliases:
        try:
            TagAlias(name=alias, key=key_of(alias)).clean_fields(exclude=["id", "tag"])
        except ValidationError as error:
            yield from error.messages
