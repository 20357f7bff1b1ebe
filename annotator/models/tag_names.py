"""Names of tags: as people type them, one or several, as they are kept, and what makes two the same."""

import csv
import re
import unicodedata
from typing import TYPE_CHECKING

from corpus.folding import APOSTROPHES, fold_space

from .derived import PATH_JOINER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .tag import Tag, TagAlias

# What is typed between the names of a path; no keyboard has the sign that joins them.
BETWEEN_LEVELS = re.compile(r"\s*[›>]\s*")
# What may be typed around a name, besides the marks of a CSV file: what begins it, and what may end it then.
_AROUND = "“”“ ”” „“” ‟” ＂＂ «» »«» ‹› ›‹› ‘’‘ ’’ ‚‘’ ‛’ '' 「」 『』"
_MARKS = {marks[0]: marks[1:] for marks in _AROUND.split()}
OPENING = '"' + "".join(_MARKS)
_EVERY_MARK = '"' + _AROUND
# Names of a line, each at its beginning or behind a comma: those of a CSV file as they are, then those in other marks.
# What is an apostrophe too ("'s-Hertogenbosch, the workers'") goes around no comma.
_QUOTED = re.compile(
    r'(?:^|(?<=,)) ?(?:"(?:[^"]|"")*"?|(?P<marked>'
    + "|".join(
        rf"{first}[^{first}{',' if first in APOSTROPHES[:2] else ''}]+?[{last}]" for first, last in _MARKS.items()
    )
    + r")(?= ?(?:,|$)))"
)
# A path, and each name in it: what stands in marks, of which none may be a sign between two names, or the rest.
_LEVEL = re.compile(
    r'(?>"(?:[^"]|"")*"|' + "|".join(rf"{a}[^{a}]+?[{b}]" for a, b in _MARKS.items() if a not in APOSTROPHES[:2] + "‹›")
    + r"|[^,›> ][^,›>]*)"
)  # fmt: skip
_PATH = re.compile(rf"(?:^|(?<=,)) ?(?P<path>{_LEVEL.pattern} ?(?:[›>] ?{_LEVEL.pattern} ?)+)(?=,|$)")


def name_as_kept(typed: str) -> str:
    """``typed`` as a name is kept: without what nobody sees: it would make a second tag that looks like one."""
    return fold_space(typed).strip()


def key_of(name: str) -> str:
    """What makes two names the same tag: NFC, casefolded, white space folded.

    Done here and not by the database, whose case-insensitive look-ups fold ASCII only on SQLite.
    """
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())


def path_key_of(typed: str) -> str:
    """What makes two paths the same, with the names in it separated by › or >."""
    return key_of(BETWEEN_LEVELS.sub(PATH_JOINER, typed))


def levels_of(typed: str) -> list[str]:
    """The names in a path as it is typed, outermost first, separated by › or >; of a mere name, that."""
    return BETWEEN_LEVELS.split(typed.strip())


def bare_path(typed: str) -> str:
    """A path that is typed without the quotation marks around each of its names; a mere name is left as it is."""
    levels = levels_of(typed)
    return PATH_JOINER.join(map(name_from_string, levels)) if len(levels) > 1 else typed


def is_marks_alone(name: str) -> bool:
    """Whether ``name`` is nothing but quotation marks: who typed it meant another."""
    return not name.strip(_EVERY_MARK)


def names_from_string(string: str) -> list[str]:
    """The tag names in a line typed by a person, separated by commas, empty ones and repeats left out.

    A name that has a comma, or begins with a quotation mark, stands in quotation marks of any style; in straight ones
    those in it are doubled, as in a CSV file: ``"Trade, foreign", “duty”``. So may each name of a path.
    """
    return names_in_cell(_QUOTED.sub(_in_straight_marks, _PATH.sub(_without_commas_between, name_as_kept(string))))


def _without_commas_between(match: re.Match[str]) -> str:
    levels = [level.strip() for level in _LEVEL.findall(match["path"])]
    if not any("," in level for level in levels):
        return match[0]
    return _doubled(PATH_JOINER.join(name_from_string(level) if "," in level else level for level in levels if level))


def _in_straight_marks(match: re.Match[str]) -> str:
    return _doubled(match["marked"][1:-1]) if match["marked"] else match[0]


def names_in_cell(line: str) -> list[str]:
    """``names_from_string`` of what no person typed: other quotation marks than those of a CSV file are the names'."""
    parts = next(csv.reader([name_as_kept(line)], skipinitialspace=True), [])
    names: dict[str, str] = {}
    for name in filter(None, map(str.strip, parts)):
        names.setdefault(key_of(name), name)
    return list(names.values())


def name_from_string(typed: str) -> str:
    """The name in a field for one, where nobody need put quotation marks around it, though it has commas."""
    names = names_from_string(typed)
    return typed if len(names) > 1 else "".join(names)


def as_typed_alone(name: str) -> str:
    """``name`` as ``name_from_string`` reads it."""
    return name if name_from_string(name) == name else _doubled(name)


def as_typed(name: str) -> str:
    """``name`` as ``names_from_string`` reads it."""
    return _doubled(name) if "," in name or name.startswith(tuple(OPENING)) else name


def _doubled(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def string_from_names(tags: "Iterable[Tag | TagAlias]") -> str:
    """The line a person would type for ``tags``."""
    return ", ".join(sorted(as_typed(tag.name) for tag in tags))
