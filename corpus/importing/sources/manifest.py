"""The list of documents of a folder, ``manifest.toml``, and where each of them is found.

Plain Python. A manifest states facts about documents; what it states goes before what a file says of itself. It is
checked as a whole when it is read, so that a slip of the pen is reported with its place before anything is loaded.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import urlsplit

from corpus.blocks import Genre, Metadata
from corpus.importing.readers.encoding import codec_of
from corpus.sentences import SentenceError
from corpus.sentences import gettext_noop as _

NAME = "manifest.toml"
ACCESS = ("public", "members", "groups")
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")
SHA256 = re.compile(r"[0-9a-f]{64}")
LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")
LONGEST_TITLE = 300  # of a collection
COLLECTION_KEYS = ("slug", "title", "description", "access", "review")
_NO_DATE = _("“%(value)s” is not a date. Write it as 2025-11-05.")
_NO_LANGUAGE = _("“%(value)s” is not a language tag such as en, zh-Hans or pt-BR. Write one, or leave it out.")
_NO_SLUG = _(
    "“%(value)s” is not a slug: up to 100 letters a to z, digits, hyphens and underscores. Shorten or respell it."
)
_NOT_ONE_OF = _("“%(value)s” is not one of %(known)s. Use one of these, or leave the key out.")
METADATA_KEYS = tuple(each.name for each in fields(Metadata))
DOCUMENT_KEYS = ("file", "slug", "collection", "kind", "encoding", *METADATA_KEYS, "sha256")


class ManifestError(SentenceError):
    """A manifest cannot be used; the sentences name the file, the entry and the key, and say what to do."""


@dataclass(frozen=True, slots=True)
class ListedCollection:
    """A collection a manifest names; ``None`` for ``access`` and ``review`` where it leaves them open."""

    slug: str
    title: str = ""
    description: str = ""
    access: str | None = None
    review: bool | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A document a manifest names.

    ``file`` is a path with forward slashes, relative to the manifest's folder. ``sha256`` is the digest of the
    file's bytes in lower case, "" where none is given. ``metadata`` has what the entry states, else its defaults.
    ``genre`` is the kind of text, unknown where the text itself is to tell; ``encoding`` what its bytes are read in, ""
    where they are to tell.
    """

    file: str
    slug: str = ""
    collection: str = ""
    sha256: str = ""
    metadata: Metadata = field(default_factory=Metadata)
    genre: Genre = Genre.UNKNOWN
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one manifest says; ``path`` is the file itself."""

    path: Path
    collections: tuple[ListedCollection, ...] = ()
    documents: tuple[Listed, ...] = ()


def read_manifest(path: Path) -> Manifest:
    """Read and check a manifest.

    Args:
        path: the TOML file, in UTF-8.

    Raises:
        ManifestError: it cannot be opened, is not UTF-8, not TOML, or says something that cannot be meant.
    """
    content = _parsed(path)
    unknown = sorted(content.keys() - {"collection", "document"})
    if unknown:
        raise ManifestError(
            _("%(path)s: unknown key “%(key)s”. A manifest has [[collection]] and [[document]] only."),
            path=path,
            key=unknown[0],
        )
    collections = [_collection(entry) for entry in _entries(path, content, "collection")]
    documents = [_document(entry) for entry in _entries(path, content, "document")]
    _refuse_twice(path, "collection", "slug", (one.slug for one in collections))
    _refuse_twice(path, "document", "file", (one.file for one in documents))
    _refuse_twice(path, "document", "slug", (one.slug for one in documents if one.slug))
    return Manifest(path, tuple(collections), tuple(documents))


def find(listed: Listed, folder: Path, look_in: Sequence[Path] = ()) -> Path | None:
    """Where the file of a listed document is.

    Args:
        listed: the entry.
        folder: the manifest's folder, looked at first.
        look_in: further folders, in the order given; in each of them the file may also lie without its own folders.

    Returns:
        The path of an existing file, or ``None`` where there is none.
    """
    name = PurePosixPath(listed.file)
    candidates = [folder / name, *(place / one for place in look_in for one in (name, name.name))]
    return next((path for path in candidates if path.is_file()), None)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One table of the manifest, and how to speak of it in a message."""

    path: Path
    place: str
    values: Mapping[str, Any]

    def error(self, key: str, problem: str, **params: object) -> ManifestError:
        return ManifestError(
            _("%(path)s: %(place)s, key “%(key)s”:"), problem, path=self.path, place=self.place, key=key, **params
        )

    def refuse_unknown(self, known: Iterable[str]) -> None:
        for key in self.values:
            if key not in known:
                raise self.error(key, _("not a key of this table. Known are: %(known)s."), known=", ".join(known))

    def text(self, key: str, pattern: re.Pattern[str] | None = None, otherwise: str = "") -> str:
        """A text, trimmed; "" where absent.

        Where a pattern is given, the text must be empty or match the whole; ``otherwise`` is what is said if not.
        """
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise self.error(key, _("must be a text in quotation marks."))
        value = value.strip()
        if "\0" in value:
            raise self.error(key, _("has a NUL character in it, which cannot be kept. Remove it."))
        if value and pattern and not pattern.fullmatch(value):
            raise self.error(key, otherwise, value=value)
        return value

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        if isinstance(value, str):
            try:
                return date.fromisoformat(value.strip())
            except ValueError as error:
                raise self.error(key, _NO_DATE, value=value) from error
        # A datetime is a date to isinstance(), and its time of day would be lost without a word.
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.error(key, _NO_DATE, value=value)
        return value

    def address(self, key: str) -> str:
        value = self.text(key)
        try:
            parts = urlsplit(value)
            usable = not value or (parts.scheme in {"http", "https"} and bool(parts.hostname))
        except ValueError:
            usable = False
        if not usable:
            raise self.error(
                key,
                _("“%(value)s” is not an address that begins with http:// or https://. Correct it."),
                value=value,
            )
        return value


def _parsed(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ManifestError(
            _("%(path)s: not in UTF-8 (byte %(byte)s). Save it as UTF-8."), path=path, byte=error.start + 1
        ) from error
    except OSError as error:
        raise ManifestError(
            _("%(path)s: cannot be read (%(problem)s). Check that it is there and may be read."),
            path=path,
            problem=error.strerror,
        ) from error
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ManifestError(
            _("%(path)s: not TOML: %(problem)s. Correct it there."), path=path, problem=error
        ) from error


def _entries(path: Path, content: Mapping[str, Any], key: str) -> list[_Entry]:
    """The tables called ``key``, each with the words that point to it."""
    tables = content.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ManifestError(
            _("%(path)s: “%(key)s” must be written [[%(key)s]], in double brackets, once for each."), path=path, key=key
        )
    entries = []
    for position, table in enumerate(tables, start=1):
        name = table.get("file") or table.get("slug")
        place = f"{key} {position} (“{name}”)" if isinstance(name, str) else f"{key} {position}"
        entries.append(_Entry(path, place, table))
    return entries


def _collection(entry: _Entry) -> ListedCollection:
    entry.refuse_unknown(COLLECTION_KEYS)
    slug = _slug(entry, "slug")
    if not slug:
        raise entry.error("slug", _("missing. Every collection needs one, for its address."))
    access = entry.text("access") or None
    if access is not None and access not in ACCESS:
        raise entry.error("access", _NOT_ONE_OF, value=access, known=", ".join(ACCESS))
    review = entry.values.get("review")
    if review is not None and not isinstance(review, bool):
        raise entry.error("review", _("must be true or false, without quotation marks."))
    if len(entry.text("title")) > LONGEST_TITLE:
        raise entry.error("title", _("is longer than %(most)s characters. Shorten it."), most=LONGEST_TITLE)
    return ListedCollection(slug, entry.text("title"), entry.text("description"), access, review)


def _document(entry: _Entry) -> Listed:
    entry.refuse_unknown(DOCUMENT_KEYS)
    metadata = Metadata(
        title=entry.text("title"),
        subtitle=entry.text("subtitle"),
        short_title=entry.text("short_title"),
        author=entry.text("author"),
        publisher=entry.text("publisher"),
        published_on=entry.day("published_on"),
        language=entry.text("language", LANGUAGE, _NO_LANGUAGE),
        source_url=entry.address("source_url"),
        rights=entry.text("rights"),
    )
    digest = entry.text("sha256").lower()
    if digest and not SHA256.fullmatch(digest):
        raise entry.error("sha256", _("must be the 64 hexadecimal digits that “sha256sum” prints for the file."))
    genre = entry.text("kind")
    if genre not in set(Genre):
        raise entry.error("kind", _NOT_ONE_OF, value=genre, known=", ".join(filter(None, Genre)))
    encoding = entry.text("encoding")
    if encoding and not codec_of(encoding):
        raise entry.error(
            "encoding",
            _("“%(value)s” is no encoding. Use a name such as windows-1250 or iso-8859-2, or leave the key out."),
            value=encoding,
        )
    slug, collection = _slug(entry, "slug"), _slug(entry, "collection")
    return Listed(_file(entry), slug, collection, digest, metadata, Genre(genre), encoding)


def _slug(entry: _Entry, key: str) -> str:
    return entry.text(key, SLUG, _NO_SLUG)


def _file(entry: _Entry) -> str:
    """The path of the document, kept inside the folder on every operating system."""
    name = entry.text("file")
    if not name:
        raise entry.error("file", _("missing. Every document needs the name of its file."))
    windows = PureWindowsPath(name)
    if ".." in windows.parts or windows.anchor or PurePosixPath(name).is_absolute():
        raise entry.error(
            "file", _("“%(value)s” leads out of the manifest’s folder. Name a file inside it."), value=name
        )
    if "\\" in name:
        raise entry.error("file", _("“%(value)s” has a backslash. Write folders with forward slashes."), value=name)
    return PurePosixPath(name).as_posix()


def _refuse_twice(path: Path, table: str, key: str, values: Iterable[str]) -> None:
    seen = set()
    for value in values:
        if value in seen:
            raise ManifestError(
                _("%(path)s: %(place)s, key “%(key)s”:"),
                _("“%(value)s” stands there twice. Give each its own."),
                path=path,
                place=table,
                key=key,
                value=value,
            )
        seen.add(value)
