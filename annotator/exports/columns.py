"""The columns of the export files: each defined once, with its header, its type, its SQL and its meaning.

From here come the header line, the SQL, ``datapackage.json`` and the tables people read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import Case, Func, Q, When
from django.db.models.expressions import Combinable, Expression
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotator.models import (
    Agreement,
    Annotation,
    Contribution,
    CrossReference,
    Event,
    Origin,
    Passage,
    Relation,
    Status,
    Tagging,
    Verdict,
)
from annotator.selectors.filters import Viewer
from corpus.models import Paragraph

from . import cells, proposed

type ColumnSource = str | Combinable


class Type(Enum):
    """The type of a column's values: its name in a table schema, its format there, and its cell."""

    WORDS = "string", None, cells.FreeText
    WORD = "string", None, cells.Plain
    UUID = "string", "uuid", cells.Identity
    INTEGER = "integer", None, cells.Whole
    # A decimal fraction with a point, however the reader's country writes it.
    NUMBER = "number", None, cells.Number
    # Table schemas know no fraction of a second in the default format of all readers; this one they do.
    TIME = "datetime", "%Y-%m-%dT%H:%M:%S.%fZ", cells.Moment
    DATE = "date", None, cells.Day
    BOOLEAN = "boolean", None, cells.Flag
    JSON = "object", None, cells.Stored
    LIST = "array", None, cells.Stored

    def __init__(self, schema: str, form: str | None, cell: type[Func]) -> None:
        self.schema = schema
        self.form = form
        self.cell = cell


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a file.

    ``source`` is a path from the file's model, or an expression. ``required``: a cell is never empty. ``values``: the
    only ones there are. ``finish`` turns what the database gives into the cell, where SQL alone cannot: PostgreSQL then
    gives the rows of that file to Python by a server-side cursor, and does not write it with ``COPY``, which is several
    times as fast; unless ``is_used`` says that no cell of the site has anything to finish. ``when``: it is empty
    unless this holds. ``since``: the version of the contract that brought it.
    """

    name: str
    type: Type
    source: ColumnSource
    meaning: str | Promise
    required: bool = False
    values: tuple[str, ...] = ()
    finish: Callable[[str | None], str | None] | None = None
    is_used: Callable[[], bool] = lambda: True
    when: Combinable | Q | None = None
    since: int = 1

    @property
    def bare(self) -> bool:
        """Whether its cells are texts that stand in the file as the database gives them."""
        return self.required and self.type in {Type.UUID, Type.TIME, Type.WORD, Type.BOOLEAN}

    @property
    def guarded(self) -> bool:
        return self.type is Type.WORDS

    def cell(self, *, raw: bool) -> Expression:
        """The cell as an expression; ``raw`` leaves formulas alone."""
        cell = (cells.Plain if raw and self.guarded else self.type.cell)(self.source)
        return cell if self.when is None else Case(When(self.when, then=cell))


def words(name: str, source: ColumnSource, meaning: str | Promise, *, required: bool = False) -> Column:
    return Column(name=name, type=Type.WORDS, source=source, meaning=meaning, required=required)


def choice(name: str, source: ColumnSource, meaning: str | Promise, values: Iterable[str]) -> Column:
    known = tuple(str(value) for value in values)
    return Column(name=name, type=Type.WORD, source=source, meaning=meaning, required=True, values=known)


def identity(name: str, source: ColumnSource, meaning: str | Promise, *, required: bool = True) -> Column:
    return Column(name=name, type=Type.UUID, source=source, meaning=meaning, required=required)


def number(name: str, source: ColumnSource, meaning: str | Promise, *, required: bool = True) -> Column:
    return Column(name=name, type=Type.INTEGER, source=source, meaning=meaning, required=required)


def fraction(name: str, meaning: str | Promise) -> Column:
    """A column of decimal fractions that no database reckons."""
    return Column(name=name, type=Type.NUMBER, source="", meaning=meaning, required=True)


def moment(name: str, source: ColumnSource, meaning: str | Promise, *, required: bool = True) -> Column:
    return Column(name=name, type=Type.TIME, source=source, meaning=meaning, required=required)


def in_document(to_document: str, end: str = "") -> tuple[Column, ...]:
    """The columns that say which document; ``to_document`` is a path to it with ``__`` after it, or empty."""
    return (
        words(f"{end}document", f"{to_document}slug", _("The document’s name in addresses."), required=True),
        words(f"{end}document_title", f"{to_document}title", _("The document’s title."), required=True),
        # Only a document that was never loaded has none, and nothing stands in one.
        number(f"{end}revision", f"{to_document}current__number", _("The number of the document’s newest revision.")),
    )


def place(passage: str, end: str = "") -> tuple[Column, ...]:
    """The columns that say where ``passage``, a path to one, is; ``end`` goes before each name."""
    paragraph = f"{passage}__paragraph__"
    return (
        *in_document(f"{paragraph}document__", end),
        number(f"{end}paragraph", f"{paragraph}key", _("The paragraph’s key: its identity in the document.")),
        words(f"{end}paragraph_number", f"{paragraph}number", _("The number printed before the paragraph.")),
        words(f"{end}section", f"{paragraph}section", _("The headings above the paragraph, from the outermost.")),
        number(
            f"{end}start",
            f"{passage}__start",
            _("Where the passage begins in the paragraph, in code points from 0. Empty: the whole paragraph."),
            required=False,
        ),
        number(
            f"{end}end",
            f"{passage}__end",
            _("Where the passage ends: the first code point after it. Empty: the whole paragraph."),
            required=False,
        ),
        words(f"{end}quote", f"{passage}__quote", _("The words of the passage.")),
        choice(
            f"{end}anchor",
            f"{passage}__state",
            _("What became of the passage when the text changed."),
            Passage.State.values,
        ),
        Column(
            name=f"{end}let_go",
            type=Type.BOOLEAN,
            source=f"{passage}__let_go",
            meaning=_("Whether somebody said that the words of a lost passage are nowhere any more."),
            required=True,
            since=2,
        ),
    )


def waiting(model: type[Contribution], viewer: Viewer) -> Column:
    """The column of the change that its author wants and an editor has not decided about, where ``viewer`` sees it."""
    return Column(
        name="proposed_change",
        type=Type.JSON,
        source="proposed_change",
        meaning=_("What its author wants it to be instead, while an editor has not decided. For those who see that."),
        finish=proposed.readable(viewer),
        is_used=model.objects.filter(proposed_change__isnull=False).exists,
        when=proposed.seen(viewer),
        since=2,
    )


def about() -> tuple[Column, ...]:
    """The columns that say how a contribution stands and how it came about."""
    return (
        choice("status", "status", _("How far it has come in review."), Status.values),
        choice("origin", "origin", _("How it came about."), Origin.values),
    )


def written() -> tuple[Column, ...]:
    """The columns that say who wrote a contribution and when."""
    return (
        words("author", "author__username", _("The name of the person’s account."), required=True),
        moment("created_at", "created_at", _("When it was made.")),
        moment("modified_at", "modified_at", _("When its words were last changed.")),
    )


# The files of the views of a search are written row by row, and have no use for a column's SQL.
OF_DOCUMENT = (
    words("document", "", _("The document’s name in addresses."), required=True),
    words("document_title", "", _("The document’s title."), required=True),
    words("author", "", _("Who wrote it.")),
    Column(name="published_on", type=Type.DATE, source="", meaning=_("When it was published.")),
)
OF_PARAGRAPH = (
    number("paragraph", "", _("The paragraph’s key: its identity in the document.")),
    words("paragraph_number", "", _("The number printed before the paragraph.")),
    words("section", "", _("The headings above the paragraph, from the outermost.")),
)
DOCUMENTS = (
    words("document", "slug", _("The document’s name in addresses."), required=True),
    words("collection", "collection__slug", _("The name of the collection it is in."), required=True),
    words("title", "title", _("The title."), required=True),
    words("subtitle", "subtitle", _("The subtitle.")),
    Column(
        name="short_title",
        type=Type.WORDS,
        source="short_title",
        meaning=_("What references and lists call it, where that is not made from the title."),
        since=2,
    ),
    words("author", "author", _("Who wrote it.")),
    words("publisher", "publisher", _("Who published it.")),
    Column(name="published_on", type=Type.DATE, source="published_on", meaning=_("When it was published.")),
    words("language", "language", _("The language, as a tag such as en or zh-Hans.")),
    words("source_url", "source_url", _("The address it was taken from.")),
    words("rights", "rights", _("Who holds which rights in it.")),
    number("revision", "current__number", _("The number of the newest revision.")),
    Column(
        name="sha256",
        type=Type.WORD,
        source="current__sha256",
        meaning=_("The SHA-256 digest of the newest revision’s source file."),
        required=True,
    ),
    number("paragraphs", "current__length", _("How many paragraphs the newest revision has, page furniture included.")),
)


def paragraphs(tags: ColumnSource, annotations: ColumnSource, cross_references: ColumnSource) -> tuple[Column, ...]:
    """``paragraphs.csv``; the arguments are the numbers of contributions."""
    return (
        *in_document("document__"),
        number("paragraph", "key", _("The paragraph’s key: its identity in the document.")),
        number("position", "position", _("Its place in the document, from 1.")),
        choice("kind", "kind", _("What it is to somebody reading."), Paragraph.Kind.values),
        number("level", "level", _("The level of a heading or of a list item.")),
        words("paragraph_number", "number", _("The number printed before it.")),
        words("section", "section", _("The headings above it, from the outermost.")),
        words("text", "text", _("Its words.")),
        number("tags", tags, _("How many taggings are on it or on words in it.")),
        number("annotations", annotations, _("How many annotations and replies are on it or on words in it.")),
        number("cross_references", cross_references, _("How many cross-references begin or end in it.")),
    )


def codebook(passages: ColumnSource, documents: ColumnSource) -> tuple[Column, ...]:
    """``codebook.csv``; the arguments say on how much each tag is."""
    return (
        identity("tag_id", "pk", _("The tag’s id.")),
        words("tag", "name", _("The tag’s name."), required=True),
        words("slug", "slug", _("The tag’s name in addresses."), required=True),
        words("path", "path", _("The names from the topmost parent down."), required=True),
        identity("parent_id", "parent_id", _("The id of the tag above it."), required=False),
        words("definition", "definition", _("What the tag means.")),
        words("use_when", "use_when", _("When to use it.")),
        words("avoid_when", "avoid_when", _("When not to use it.")),
        number("colour", "colour", _("The number of its colour, from 1 to 12.")),
        number("passages", passages, _("How many passages carry it, declined taggings aside.")),
        number("documents", documents, _("In how many documents it is used.")),
        moment("created_at", "created_at", _("When it was made.")),
        moment("modified_at", "modified_at", _("When it was last changed.")),
    )


PEOPLE = (
    words("account", "username", _("The name of the account."), required=True),
    words("first_name", "first_name", _("The person’s first name, as pages show it.")),
    words("last_name", "last_name", _("The person’s last name, as pages show it.")),
)


def tags(viewer: Viewer) -> tuple[Column, ...]:
    return (
        identity("tagging_id", "pk", _("The tagging’s id.")),
        identity("tag_id", "tag__pk", _("The tag’s id.")),
        words("tag", "tag__name", _("The tag’s name."), required=True),
        words("tag_path", "tag__path", _("The names from the topmost parent of the tag down."), required=True),
        *place("content_object"),
        words(
            "tagged_by",
            "author__username",
            _("The name of the account of the person who put it there."),
            required=True,
        ),
        moment("tagged_at", "created_at", _("When it was put there.")),
        *about(),
        waiting(Tagging, viewer),
    )


def annotations(viewer: Viewer, seen: Combinable) -> tuple[Column, ...]:
    """``annotations.csv``; ``seen``: whether the person sees the note that is answered."""
    return (
        identity("annotation_id", "pk", _("The annotation’s id.")),
        Column(
            name="in_reply_to",
            type=Type.UUID,
            source="in_reply_to_id",
            when=seen,
            meaning=_("The id of the annotation it answers. Empty also where that one is withdrawn or not for you."),
        ),
        *place("passage"),
        words("body", "body", _("The note, in Markdown."), required=True),
        *written(),
        moment("resolved_at", "resolved_at", _("When the discussion was marked as resolved."), required=False),
        *about(),
        waiting(Annotation, viewer),
    )


def cross_references(viewer: Viewer) -> tuple[Column, ...]:
    return (
        identity("cross_reference_id", "pk", _("The cross-reference’s id.")),
        choice("relation", "relation", _("What the source does to the target."), Relation.values),
        *place("source", "source_"),
        *place("target", "target_"),
        words("note", "note", _("Why the two passages are joined.")),
        *written(),
        *about(),
        waiting(CrossReference, viewer),
    )


def parallels(seen: Combinable) -> tuple[Column, ...]:
    """``parallels.csv``; ``seen``: whether the person sees the cross-reference that came of it."""
    return (
        identity("parallel_id", "pk", _("The pair’s id.")),
        *place("one", "one_"),
        *place("other", "other_"),
        Column(
            name="score",
            type=Type.NUMBER,
            source="score",
            meaning=_("How near the two are, from 0 to 1."),
            required=True,
            finish=proposed.four_digits,
        ),
        choice("kind", "wording", _("How the wording of the two agrees."), Agreement.values),
        Column(
            name="reasons",
            type=Type.LIST,
            source="reasons",
            meaning=_("Why they were found: sentences in English, with what stands in their places."),
            required=True,
            finish=proposed.compact,
        ),
        words("found_by", "found_by", _("The rule that found them, or the model, with its version."), required=True),
        moment("found_at", "found_at", _("When they were found.")),
        choice("verdict", "verdict", _("What was decided about them."), Verdict.values),
        words("judged_by", "judged_by__username", _("The name of the account of the person who decided.")),
        moment("judged_at", "judged_at", _("When that was."), required=False),
        Column(
            name="cross_reference_id",
            type=Type.UUID,
            source="reference_id",
            when=seen,
            meaning=_("The id of the cross-reference that came of accepting them, where you see it."),
        ),
    )


EVENTS = (
    identity("event_id", "pk", _("The event’s id.")),
    moment("at", "at", _("When it happened.")),
    words("actor", "actor__username", _("The name of the account of the person who did it. Empty: the command line.")),
    choice("action", "action", _("What was done."), Event.Verb.values),
    choice("subject_type", "subject_type", _("What kind of thing it was done to."), Event.Subject.values),
    identity("subject_id", "subject_id", _("The id of that thing, where it has one."), required=False),
    words("document", "document__slug", _("The document it happened in.")),
    number("paragraph", "paragraph__key", _("The key of the paragraph it happened in."), required=False),
    words("reason", "reason", _("The reason given.")),
    identity("batch", "batch", _("Events of one action share it.")),
    Column(
        name="before", type=Type.JSON, source="before", meaning=_("What was there before."), finish=proposed.compact
    ),
    Column(name="after", type=Type.JSON, source="after", meaning=_("What was there after."), finish=proposed.compact),
)
