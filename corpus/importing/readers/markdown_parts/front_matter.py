"""Metadata a Markdown file states at its beginning: YAML between two lines ``---``, or as Pandoc and MultiMarkdown do.

Plain Python, on PyYAML for YAML. Keys that mean nothing to us are passed over, since such blocks hold much that is
for other programs.
"""

import re
import tomllib
from contextlib import suppress
from typing import Any, NamedTuple

import yaml

from corpus.blocks import Metadata, UnreadableFileError
from corpus.importing.notices import Notice, date_left_out
from corpus.importing.structure.dates import parse_date
from corpus.sentences import gettext_noop as _

LONGEST = 100_000  # characters; what is longer is no front matter but a text between two rules
_FIELDS = {
    "title": "title",
    "subtitle": "subtitle",
    "author": "author",
    "authors": "author",
    "publisher": "publisher",
    "date": "published_on",
    "published": "published_on",
    "published_on": "published_on",
    "language": "language",
    "lang": "language",
    "source_url": "source_url",
    "source": "source_url",
    "url": "source_url",
    "rights": "rights",
    "license": "rights",
    "licence": "rights",
    "copyright": "rights",
}
_NULL = frozenset({"~", "null"})
_NAME = "name"  # of an author of whom more is said
# Lines of Pandoc's title block, which begin with "%" or go on set in, and of MultiMarkdown's metadata.
_TITLE_BLOCK = re.compile(r"(?:%[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){1,3}(?=\s*\n|\Z)")
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLED = ("title", "author", "published_on")
_STATED = re.compile(r"(?:[A-Za-z][\w -]{0,40}:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+(?=\s*\n|\Z)")


class _Loader(yaml.BaseLoader):
    """Values as they are written: to YAML 1.1 the language ``no`` would be false and the title ``1984`` a number."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse aliases: a few lines of them stand for more values than memory holds."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call] # the stubs leave it untyped
            raise yaml.MarkedYAMLError(problem="an alias (*)", problem_mark=mark)
        return super().compose_node(parent, index)


class Stated(NamedTuple):
    """What a file states of itself, and what of that was left out."""

    metadata: Metadata = Metadata()
    notices: tuple[Notice, ...] = ()


def metadata_from(text: str) -> Stated | None:
    """Return the metadata stated in ``text``, what stands between the two lines; ``None`` if that is no front matter.

    A line ``---`` may also be a mere rule, and what follows it prose. A date that is not certain is left out.

    Raises:
        UnreadableFileError: it states metadata, but in YAML that cannot be read.
    """
    if len(text) > LONGEST:
        return None
    try:
        stated = yaml.load(text, _Loader)  # noqa: S506 - a BaseLoader makes nothing but strings, lists and dictionaries
    except (yaml.YAMLError, RecursionError) as error:
        if not any(_field(line.partition(":")[0]) for line in text.splitlines() if ":" in line):
            return None
        raise _unreadable(error) from error
    return _metadata(stated) if isinstance(stated, dict) and stated else None


def _metadata(stated: dict[Any, Any]) -> Stated:
    """What is stated by name and value."""
    values: dict[str, str] = {}
    for key, value in stated.items():
        field = _field(key) if isinstance(key, str) else ""
        if field and not values.get(field):
            values[field] = _text(value)
    return _with_day(values)


def _with_day(values: dict[str, str]) -> Stated:
    """The metadata with these values, of which the date is read."""
    typed = values.pop("published_on", "")
    day = parse_date(typed)
    return Stated(Metadata(published_on=day, **values), (date_left_out(typed),) if typed and not day else ())


def metadata_above(text: str) -> tuple[int, Stated]:
    """Return how many lines at the beginning of ``text`` say what it is, in another way than YAML, and what.

    Hugo has TOML between two lines "+++"; Pandoc title, authors and date after "%", of which the second or third may be
    missing; MultiMarkdown a name and a colon before each, and is believed where it names the title.
    """
    lines = text[:LONGEST].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if match := _TOML.match(lines):
        with suppress(tomllib.TOMLDecodeError):
            return match[0].count("\n"), _metadata(tomllib.loads(match[1]))
    if match := _TITLE_BLOCK.match(lines):
        parts = re.split(r"^%", match[0], flags=re.MULTILINE)[1:]
        stated = dict(zip(_TITLED, (" ".join(part.split()) for part in parts), strict=False))
        stated["author"] = ", ".join(author.strip() for author in stated.get("author", "").split(";"))
    elif match := _STATED.match(lines):
        pairs = (part.partition(":") for part in re.split(r"\n(?![ \t])", match[0].rstrip("\n")))
        stated = {}
        for key, _colon, value in pairs:
            stated.setdefault(_field(key.strip()), " ".join(value.split()))
        stated.pop("", None)
    if not match or not stated.get("title"):
        return 0, Stated()
    return match[0].count("\n"), _with_day(stated)


def _field(key: str) -> str:
    return _FIELDS.get(key.lower().replace("-", "_").replace(" ", "_"), "")


def _text(value: object) -> str:
    """The text of a value on one line; the texts of a list with commas between them; of an author, the name."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return _text(value.get(_NAME, ""))
    text = " ".join(str(value).split())
    return "" if text in _NULL else text


def _unreadable(error: Exception) -> UnreadableFileError:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    # The first line of the file is the one above.
    line = mark.line + 2 if mark else 1
    return UnreadableFileError(
        _("Line %(line)s, in the front matter between the lines ---, is no YAML that can be read: %(problem)s.")
        if problem
        else _("Line %(line)s, in the front matter between the lines ---, is YAML nested too deep to be read."),
        _("Put a value that has a colon or another sign in it in quotation marks, or take the front matter out."),
        line=line,
        problem=problem,
    )
