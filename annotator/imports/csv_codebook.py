r"""A codebook from elsewhere: rows of a CSV file, what they say about tags, and what is to be made of them here.

Columns are found by their names: ``tag`` or ``name``; ``path``; ``parent``; ``definition`` or ``description``;
``use_when``; ``avoid_when``; ``colour`` or ``color``; ``aliases`` (separated by commas). That reads Taguette's codebook
(``tag``, ``description``, in newer versions ``parent``) and our own ``codebook.csv``; what MAXQDA, ATLAS.ti, NVivo and
tables made of REFI-QDA files call these is known too. Where there is only a ``path``, its levels are separated by the
first of ``›``, ``\``, ``::``, ``>`` and ``/`` that is in it; beside a name, by what stands before the name. A name
alone is never taken apart ("and/or" is a tag), but a ``code`` of another program is at what no name has in it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from annotator.exports.dialect import unguard
from annotator.exports.kinds import EXPORT_KINDS
from annotator.models.tag import COLOURS
from annotator.models.tag_names import key_of, name_as_kept, names_in_cell

from .csv_table import CSVRecord, CSVTable, read_table
from .problems import ImportProblem, ImportRefused

SEPARATORS = "›>/"
# In paths of files.
OF_PATHS = ("›", "\\", "::", ">", "/")
# Those that are in no name of a code.
FIRM = ("\\", "::", " > ")
NAMES = ("tag", "name")
PATH = ("path",)
PARENT = ("parent",)
TEXTS = {"definition": ("definition", "description"), "use_when": ("use_when",), "avoid_when": ("avoid_when",)}
COLOUR = ("colour", "color")
ALIASES = ("aliases",)
# In which a code may be in several.
GROUPS = ("code_group", "code_groups", "code_group_1", "groups")
BETWEEN_GROUPS = re.compile(r"\s*[\n;|,]\s*")
# What other programs call the columns, the likeliest first; a second one that means the same is not read.
ELSEWHERE = {
    NAMES: ("code", "code_name", "codename", "node", "node_name", "tag_name"),
    PATH: ("hierarchical_name", "code_path", "code_system", "tag_path", "node_path"),
    PARENT: ("parent_code", "parent_name", "parent_tag", "parent_node", "parent_code_name", *GROUPS),
    TEXTS["definition"]: ("comment", "code_comment", "memo", "code_memo", "code_description"),
    COLOUR: ("code_colour", "code_color"),
    ALIASES: ("alias", "nickname"),
}
# By which rows name each other where names do not tell.
IDS = ("guid", "code_guid", "code_id", "id"), ("parent_guid", "parentguid", "parent_code_guid", "parent_id")
MARKED = re.compile(r'"(?:[^",]|"")+,(?:[^"]|"")+"')
DEEPEST = 100  # names; far deeper than a tag may stand
# What programs call the top of the tree, which is no tag.
ROOTS = frozenset({"code system", "codesystem", "codes", "nodes", "code tree"})
# In our own files only: their cells are guarded against spreadsheets that would run them.
OURS = "tag_id"
# Derived from the taggings, here and in Taguette.
DERIVED = {"passages", "documents", "number_of_highlights"}


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """What one row says: a tag's name, the names above it, and its fields; empty where it does not say.

    ``above``: from the outermost. ``rooted``: nothing stands above the first of them (or above the tag itself), which
    a path says and the name of a parent does not.
    """

    line: int
    name: str
    above: tuple[str, ...]
    rooted: bool
    texts: dict[str, str]
    colour: int | None = None
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What makes it the same tag as another."""
        return key_of(self.name)


@dataclass(frozen=True, slots=True)
class Codebook:
    """The sound rows of a file, what is wrong with the others, and what a person should know of how they were read."""

    name: str
    entries: list[CodebookEntry]
    problems: list[ImportProblem]
    notes: list[ImportProblem]


def levels(path: str) -> list[str]:
    """The names in ``path``, outermost first; one that has a comma may stand in straight quotation marks."""
    separator = next((each for each in OF_PATHS if each in path), None)
    parts = _parts(path, separator) if separator else [path]
    return [names_in_cell(part)[0] if MARKED.fullmatch(part) else part for part in parts]


def levels_above(path: str, name: str) -> list[str] | None:
    """The names in ``path`` above ``name``, which it must end with; ``None`` where it does not."""
    path, name = name_as_kept(path), name_as_kept(name)
    if path == name:
        return []
    head = path.removesuffix(name).rstrip()
    separator = next((each for each in OF_PATHS if head.endswith(each)), None)
    if not path.endswith(name) or separator is None:
        return None
    return _parts(head.removesuffix(separator).rstrip("\\" if separator == "\\" else None), separator)


def _parts(path: str, separator: str) -> list[str]:
    """The names between separators; some programs write two backslashes."""
    parts = re.split(r"\\+", path) if separator == "\\" else path.split(separator)
    return [name_as_kept(part) for part in parts]


def read_codebook(name: str, data: bytes) -> Codebook:
    """The codebook in the CSV file ``name``.

    Raises:
        ImportRefused: it is no table, or has no tags.

    """
    return _Reader(read_table(name, data)).read()


class _Reader:
    """Reads a table as a codebook; collects what is wrong with it."""

    def __init__(self, table: CSVTable) -> None:
        self.table = table
        self.problems = list(table.problems)
        self.notes: list[ImportProblem] = []
        self.read_columns: set[str] = set()
        self.name = self._column(*NAMES)
        self.path = self._column(*PATH)
        self.parent = self._column(*PARENT)
        self.named = self._named(*(next((name for name in names if name in table.columns), "") for names in IDS))
        self.texts = {field: self._column(*names) for field, names in TEXTS.items()}
        self.colour = self._column(*COLOUR)
        self.aliases = self._column(*ALIASES)
        self.root = self._root()

    def _column(self, *names: str) -> str:
        """The one column that has one of ``names``, or what they are called elsewhere; "" where there is none."""
        columns = [name for name in names if name in self.table.columns]
        if len(columns) > 1:
            reason = _("The columns “%(names)s” mean the same. Keep one of them.") % {"names": "” and “".join(columns)}
            self.problems.append(ImportProblem(self.table.name, self.table.line, reason))
        columns += [name for name in ELSEWHERE.get(names, ()) if name in self.table.columns][: not columns]
        self.read_columns.update(columns)
        return columns[0] if columns else ""

    def _named(self, own: str, parent: str) -> dict[int, list[str]]:
        """The names from the top down to each row, by its line, where the rows name those above them by their ids."""
        if not (own and parent and self.name):
            return {}
        self.read_columns.update((own, parent))
        rows = {row.get(own).strip("{}").casefold(): row for row in self.table.rows}
        by_line = {}
        for row in self.table.rows:
            names, at, seen = [row.get(self.name)], row, {row.line}
            while (
                len(names) < DEEPEST
                and (above := rows.get(at.get(parent).strip("{}").casefold()))
                and above.line not in seen
            ):
                at = above
                seen.add(at.line)
                names.insert(0, at.get(self.name))
            by_line[row.line] = names
        return by_line

    def _root(self) -> str:
        """What all paths begin with, or all codes stand below, where that is the top of the tree, as it is compared."""
        firsts = {key_of(names[0]) for row in self.table.rows if (names := self._levels(row))}
        firsts = firsts or {key_of(row.get(self.parent)) for row in self.table.rows} & ROOTS
        return firsts.pop() if len(firsts) == 1 and not firsts.isdisjoint(ROOTS) else ""

    def _levels(self, row: CSVRecord) -> Sequence[str]:
        """The names in the path of a row, outermost first; none where it has no path of its own."""
        if row.line in self.named:
            return self.named[row.line]
        if self.path:
            return levels(self._cell(row, self.path))
        name = row.get(self.name)
        is_path = self.name in ELSEWHERE[NAMES] and not self.parent
        separator = next((each for each in FIRM if each in name), "") if is_path else ""
        return _parts(name, separator) if separator else ()

    def read(self) -> Codebook:
        table = self.table
        if other := self._file_of_an_export():
            reason = _("This is %(file)s of an export and no codebook. Load the bundle it came in (bundle.zip).")
            raise ImportRefused([ImportProblem(table.name, table.line, reason % {"file": other})])
        if not (self.name or self.path):
            reason = _("There is no column “tag”, “name”, “code” or “path”. Its first row must name the columns.")
            raise ImportRefused([ImportProblem(table.name, table.line, reason), *self.problems])
        entries = [entry for row in table.rows if (entry := self._entry(row))]
        if not table.rows and not self.problems:
            raise ImportRefused(
                [ImportProblem(table.name, None, _("There are no rows below the names of the columns."))]
            )
        unread = [name for name in table.columns if name and name not in self.read_columns | DERIVED]
        if unread and OURS not in table.columns:
            reason = _("Not read: the columns “%(names)s”.") % {"names": "”, “".join(unread)}
            self.notes.insert(0, ImportProblem(table.name, table.line, reason))
        return Codebook(table.name, entries, self.problems, self.notes)

    def _file_of_an_export(self) -> str:
        """Which of an export's files the table is where that is another one than the codebook; else nothing.

        Some name tags as a codebook does, one in every row.
        """
        kinds = [kind for kind in EXPORT_KINDS.values() if kind.name != "codebook"]
        columns = set(self.table.columns)
        return next((kind.file for kind in kinds if columns.issuperset(kind.header_of(kind.since))), "")

    def _entry(self, row: CSVRecord) -> CodebookEntry | None:
        place = self._place(row)
        if place is None:
            return None
        name, above, rooted = place
        if self.root and not above and key_of(name) == self.root:
            return None
        return CodebookEntry(
            line=row.line,
            name=name,
            above=above,
            rooted=rooted,
            texts={field: self._cell(row, column) for field, column in self.texts.items()},
            colour=self._colour(row),
            aliases=tuple(names_in_cell(self._cell(row, self.aliases))),
        )

    def _place(self, row: CSVRecord) -> tuple[str, tuple[str, ...], bool] | None:
        """The tag's name, the names above it, and whether they reach the top; ``None`` where they cannot be told."""
        name, path = (self._cell(row, column) for column in (self.name, self.path))
        parent = self._parent(row)
        names = self._levels(row)
        above: list[str] | None = [parent] if parent and key_of(parent) != self.root else []
        if names and not (self.path and self.name and row.line not in self.named):
            *above, name = names
        elif path:
            above = levels_above(path, name)
        if above and key_of(above[0]) == self.root:
            del above[0]
        if above is None:
            reason = _("The path “%(path)s” does not end with the tag’s name, “%(name)s”.")
            reason %= {"path": path, "name": name}
        elif not name or not all(above):
            reason = _("A tag’s name is missing.")
        else:
            rooted = bool(path or names or (self.parent and not above))
            return name_as_kept(name), tuple(above), rooted
        self.problems.append(ImportProblem(self.table.name, row.line, reason))
        return None

    def _parent(self, row: CSVRecord) -> str:
        """The name above; "" where a code is in several groups, of which none is more than the others."""
        parent = self._cell(row, self.parent)
        if self.parent not in GROUPS or len(groups := BETWEEN_GROUPS.split(parent)) == 1:
            return parent
        reason = _("The code is in several groups (%(names)s) and stands below none of them.")
        self.notes.append(ImportProblem(self.table.name, row.line, reason % {"names": ", ".join(groups)}))
        return ""

    def _cell(self, row: CSVRecord, column: str) -> str:
        cell = row.get(column)
        # What stood behind the apostrophe may be white space.
        return unguard(cell).strip() if OURS in self.table.columns else cell

    def _colour(self, row: CSVRecord) -> int | None:
        """The colour, where it is one of ours; other programs write names or RGB values."""
        cell = self._cell(row, self.colour)
        if cell in {str(number) for number in range(1, COLOURS + 1)}:
            return int(cell)
        if cell:
            reason = _("The colour “%(colour)s” is none of 1 to 12 and was passed over.") % {"colour": cell[:40]}
            self.notes.append(ImportProblem(self.table.name, row.line, reason))
        return None
