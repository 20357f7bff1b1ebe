"""A file on its way in: read and planned, and nothing written."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath

from django.utils.text import slugify
from django.utils.translation import gettext as _

from annotator.errors import Refused
from corpus.blocks import Metadata, Reading, UnreadableFileError
from corpus.importing import readers
from corpus.importing.errors import LoadRefusedError
from corpus.importing.plan import Plan, fitted, plan_of
from corpus.importing.sources import files
from corpus.importing.sources.manifest import SLUG
from corpus.importing.sources.sandbox import read_isolated
from corpus.importing.structure.metadata import merge, metadata_of

LONGEST_SLUG = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """A file, read and planned; ``given`` is what was said about it, ``stated`` what it says of itself."""

    name: str
    slug: str
    metadata: Metadata
    given: Metadata
    stated: Metadata
    plan: Plan
    encoding: str


def read_draft(*, name: str, data: bytes, slug: str, metadata: Metadata, encoding: str = "") -> Draft:
    """Read and plan the file ``name``.

    Args:
        name: its name; the ending says how it is read.
        data: its bytes.
        slug: the document's name in addresses; "" to make one.
        metadata: what is known about it; goes before what the file says of itself.
        encoding: the name of its encoding, where it does not say it itself; "" to find out.

    Raises:
        Refused: it cannot be read or kept; the message says why, with the line.
    """
    if slug and not SLUG.fullmatch(slug):
        raise Refused(
            _("“%(slug)s” cannot be a slug. Use up to 100 letters a to z, digits, hyphens and underscores.")
            % {"slug": slug},
            field="slug",
        )
    name = _clean(name)
    try:
        files.refuse_too_large(data)
        reading = _reading(name, data, encoding)
        plan = plan_of(reading)
        stated = metadata_of(reading)
        known = fitted(merge(metadata, stated), fallback_title=_title_from(plan, name))
    except (UnreadableFileError, LoadRefusedError) as error:
        is_named = not error.line or str(error.line) in error.reason
        place = "" if is_named else _("Line %(line)d: ") % {"line": error.line}
        raise Refused(f"{place}{error.reason}", field="file") from error
    # A Chinese file name makes no slug, nor may its title; the digest always does, and always the same one.
    digest = sha256(data).hexdigest()
    slug = slug or slug_from(PurePath(name).stem) or slug_from(known.title) or f"document-{digest[:8]}"
    return Draft(name, slug, known, metadata, stated, plan, reading.encoding)


def _reading(name: str, data: bytes, encoding: str) -> Reading:
    if readers.reader_for(name, data).ISOLATED:
        return read_isolated(name, data, encoding)
    return readers.read(name, data, encoding)


def _title_from(plan: Plan, name: str) -> str:
    """The title of a text that has none: its first heading, else the name of its file."""
    return next((heading.text for heading in plan.outline if heading.text), "") or PurePath(name).stem


def _clean(name: str) -> str:
    """The last part of a file name, without what cannot be shown or kept (bytes that are no characters, line ends)."""
    return "".join(char if char.isprintable() else "_" for char in PurePath(name).name)


def slug_from(text: str) -> str:
    """A slug from a title or the stem of a file name, "" where none of its letters are Latin."""
    slug = slugify(text.replace(".", " "))[:LONGEST_SLUG].strip("-_")
    return slug if any(map(str.isalpha, slug)) else ""
