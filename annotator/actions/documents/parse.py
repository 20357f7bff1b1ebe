"""A file on its way in: read and planned, and nothing written."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath

from django.contrib.auth.models import User
from django.utils.text import slugify
from django.utils.translation import gettext as _

from annotator.errors import Refused
from corpus.blocks import Genre, LineBreaks, Metadata, UnreadableFileError
from corpus.importing import readers
from corpus.importing.alignment.cuts import cut_alike
from corpus.importing.errors import LoadRefusedError
from corpus.importing.notices import Notice
from corpus.importing.plan import Plan, fitted, plan_of
from corpus.importing.sources import files
from corpus.importing.sources.manifest import SLUG
from corpus.importing.sources.reading_process import read_bounded
from corpus.importing.structure.metadata import merge, metadata_of
from corpus.importing.writing.load import LoadedFile
from corpus.models import Document, Paragraph

# What is said where the line breaks of a text were not taken for what they look like.
LINES_AS_BEFORE = {LineBreaks.JOINED: "lines_joined", LineBreaks.KEPT: "lines_kept"}
# A text of which so many paragraphs begin and end where they did was surely read as before.
_CUT_AS_BEFORE = 0.95
LONGEST_SLUG = 100
# Endings that a slug leaves out. Of two files that differ in their endings only, both need a slug of their own; a page
# that is loaded again is known by the one it got, with its ending.
PLAIN_ENDINGS = frozenset({".txt", ".text", ".md", ".markdown"})
# Signs that tell one name from another and are in no slug: "GPL-1.0+", "C#".
SIGNS = str.maketrans({"+": " plus ", "#": " sharp ", "&": " and ", "@": " at ", "%": " percent ", "=": " equals "})


@dataclass(frozen=True, slots=True)
class Draft:
    """A file, read and planned.

    ``given`` is what was said about it, ``stated`` what it says of itself; ``genre`` is the kind of text that it was
    said to be, ``line_breaks`` what those of a plain text were taken for.
    """

    name: str
    slug: str
    metadata: Metadata
    given: Metadata
    stated: Metadata
    plan: Plan
    encoding: str
    genre: Genre
    line_breaks: LineBreaks = LineBreaks.UNKNOWN

    def file(self, data: bytes, *, by: User | None) -> LoadedFile:
        """The file with its bytes, as ``by`` loads it."""
        media_type = readers.reader_for(self.name, data).MEDIA_TYPE
        return LoadedFile(data, self.name, media_type, self.encoding, by, self.genre)


def read_draft(
    *,
    name: str,
    data: bytes,
    slug: str,
    metadata: Metadata,
    encoding: str = "",
    genre: Genre = Genre.UNKNOWN,
    line_breaks: LineBreaks = LineBreaks.UNKNOWN,
) -> Draft:
    """Read and plan the file ``name``.

    Args:
        name: its name; the ending says how it is read.
        data: its bytes.
        slug: the document's name in addresses; "" to make one.
        metadata: what is known about it; goes before what the file says of itself.
        encoding: the name of its encoding, where it does not say it itself; "" to find out.
        genre: what kind of text it is, where the guess would be wrong.
        line_breaks: what those of a plain text are, where the guess would be wrong.

    Raises:
        Refused: it cannot be read or kept; the message says why, with the line.
    """
    if slug and not SLUG.fullmatch(slug):
        raise Refused(
            _("“%(slug)s” cannot be a slug. Use up to 100 letters a to z, digits, hyphens and underscores.")
            % {"slug": slug},
            field="slug",
        )
    name = clean_name(name)
    try:
        files.refuse_too_large(data)
        reading = read_bounded(name, data, encoding, genre, line_breaks=line_breaks)
        plan = plan_of(reading)
        stated = metadata_of(reading)
        known = fitted(merge(metadata, stated), fallback_title=_title_from(plan, name))
    except (UnreadableFileError, LoadRefusedError) as error:
        raise Refused(error.translated(_), field="file") from error
    # A Chinese file name makes no slug, nor may its title; the digest always does, and always the same one.
    digest = sha256(data).hexdigest()
    slug = slug or slug_from_path(PurePath(name)) or slug_from(known.title) or f"document-{digest[:8]}"
    return Draft(name, slug, known, metadata, stated, plan, reading.encoding, genre, reading.line_breaks)


def with_lines_as_before(draft: Draft, document: Document, data: bytes, encoding: str = "") -> Draft:
    """``draft``, read from ``data``, with its lines joined or kept as they are in ``document``, which it is to revise.

    Whether a text is wrapped is decided once for all of it, and a small edit can turn that. So where its paragraphs do
    not begin and end where they did, it is read the other way too, and what is cut more like the text that stands wins.
    """
    if not draft.line_breaks:
        return draft
    texts = Paragraph.objects.standing().filter(document=document).order_by().values_list("text", flat=True)
    standing = list(texts)
    alike = cut_alike(standing, (each.text for each in draft.plan.paragraphs))
    if alike >= _CUT_AS_BEFORE:
        return draft
    other_way = LineBreaks.KEPT if draft.line_breaks is LineBreaks.JOINED else LineBreaks.JOINED
    other = read_draft(
        name=draft.name,
        data=data,
        slug=draft.slug,
        metadata=draft.given,
        encoding=encoding,
        genre=draft.genre,
        line_breaks=other_way,
    )
    if cut_alike(standing, (each.text for each in other.plan.paragraphs)) <= alike:
        return draft
    notices = (*other.plan.notices, Notice(LINES_AS_BEFORE[other_way]))
    return replace(other, plan=replace(other.plan, notices=notices))


def _title_from(plan: Plan, name: str) -> str:
    """The title of a text that has none: its first heading, else the name of its file."""
    return next((heading.text for heading in plan.outline if heading.text), "") or PurePath(name).stem


def clean_name(name: str) -> str:
    """The last part of a file name, without what cannot be shown or kept (bytes that are no characters, line ends)."""
    return "".join(char if char.isprintable() else "_" for char in PurePath(name).name)


def slug_from(text: str) -> str:
    """A slug from a title or the stem of a file name, "" where none of its letters are Latin."""
    slug = slugify(text.replace(".", " "))[:LONGEST_SLUG].strip("-_")
    return slug if any(map(str.isalpha, slug)) else ""


def slug_from_path(path: PurePath, *, with_ending: bool = False) -> str:
    """A slug from the path of a file, its folders included; "" where one of its parts has no Latin letter or digit.

    Args:
        path: below the folder that is loaded, or as it was given.
        with_ending: put the ending of the name into it also where it is usually left out.
    """
    if not path.stem.strip("."):
        return ""
    stem = path.with_suffix("") if path.suffix else path
    parts = [slugify(part.translate(SIGNS).replace(".", " ")).strip("-_") for part in stem.parts]
    if path.suffix and (with_ending or path.suffix.lower() not in PLAIN_ENDINGS):
        parts.append(path.suffix[1:].lower())
    slug = "-".join(parts)[:LONGEST_SLUG].strip("-_") if all(parts) else ""
    # A name that is nothing but a number says less than the title.
    return slug if len(stem.parts) > 1 or any(map(str.isalpha, "".join(parts[:1]))) else ""
