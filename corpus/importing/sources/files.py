"""Where the documents of a load come from: files, folders with and without a manifest, addresses.

Plain Python. A source is found here and its bytes are fetched; what they say is the readers' business.
"""

import errno
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePath

from corpus.blocks import UnreadableFileError
from corpus.importing import readers
from corpus.importing.errors import LoadRefusedError
from corpus.sentences import gettext_noop as _

from . import fetch
from .manifest import NAME, Listed, ListedCollection, Manifest, ManifestError, find, read_manifest

MEGABYTE = 1024 * 1024
# A text of ten million words; larger files are nearly always not texts.
LARGEST = 64 * MEGABYTE
# Somebody sits and waits for the command.
FETCH_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Source:
    """A document that may be loaded.

    ``label`` is what messages call it. ``path`` is its file, ``None`` where it is not on this machine. ``listed`` and
    ``collection`` are what a manifest says of it and of its collection. ``skipped`` says why it is left out, "" where
    it is not. ``path_given`` is the path that tells it from others: below the folder that is loaded, else as given,
    or the mere name of a file that was given by a path from the root of the machine.
    """

    label: str
    path: Path | None
    listed: Listed
    collection: ListedCollection | None = None
    skipped: str = ""
    path_given: PurePath = field(default=PurePath(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a source, under the name that says what they are.

    ``note`` is what a person should know about where they came from.
    """

    name: str
    data: bytes
    note: str = ""


def sources_at(path: Path, look_in: Sequence[Path] = ()) -> list[Source]:
    """The documents at ``path``, in order.

    Args:
        path: a file, a manifest, or a folder: one with a manifest stands for what the manifest lists, another for
            the files in it and in the folders in it, by name, hidden ones left out.
        look_in: further folders for the files a manifest lists.

    Raises:
        LoadRefusedError: the folder cannot be read, or there is nothing in it or in its manifest.
        ManifestError: the manifest cannot be used.
    """
    if path.name == NAME and path.is_file():
        return _listed_in(read_manifest(path), look_in)
    if not path.is_dir():
        return [_single(path)]
    if (path / NAME).is_file():
        return _listed_in(read_manifest(path / NAME), look_in)
    return _inside(path)


def content_of(path: Path) -> Content:
    """Read a file.

    Raises:
        LoadRefusedError: it is not there, not a file, not readable or too large.
    """
    try:
        _refuse_no_file(path)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise _not_read(path, error) from error
    refuse_too_large(data)
    return Content(path.name, data)


def _refuse_no_file(path: Path) -> None:
    """Raise ``LoadRefusedError`` for a pipe or a device: opening one would wait for ever or never end."""
    if path.exists() and not path.is_file():
        raise LoadRefusedError(_("That is not a file. Name a file, or a folder of files."), field="file")


def refuse_too_large(data: bytes) -> None:
    """Raise ``LoadRefusedError`` where a file is larger than ``LARGEST``."""
    if len(data) > LARGEST:
        raise LoadRefusedError(
            _("The file is larger than %(size)s MB. Divide the text into several documents."),
            field="file",
            size=LARGEST // MEGABYTE,
        )


def content_from_address(listed: Listed) -> Content:
    """Fetch a listed document from its address.

    Raises:
        FetchError: it cannot be had.
    """
    url = listed.metadata.source_url
    data, media_type = fetch.fetch(url, limit=LARGEST, seconds=FETCH_SECONDS)
    name = fetch.file_name(url, media_type)
    if not _is_readable(name):
        # "article.jsp" is what its media type says it is.
        name = PurePath(name).stem + (mimetypes.guess_extension(media_type) or "")
    return Content(name, data, f"fetched from {url}")


def refuse_changed(listed: Listed, content: Content) -> str:
    """Compare the digest a manifest gives with the bytes that were found.

    The digest is that of the file the manifest names. What was fetched in another format (the web page of a listed
    ``.txt``) cannot have it, and is let through.

    Returns:
        A note for the person where nothing could be compared, else "".

    Raises:
        LoadRefusedError: the bytes are others than those listed.
    """
    if not listed.sha256 or listed.sha256 == sha256(content.data).hexdigest():
        return ""
    if PurePath(content.name).suffix.lower() != PurePath(listed.file).suffix.lower():
        return "it is not the file whose digest the manifest gives, so nothing was compared"
    raise LoadRefusedError(
        _(
            "The file is not the one the manifest lists: its SHA-256 digest differs. "
            "Get the original, correct the manifest, or load it all the same with --accept-changed."
        ),
        field="file",
    )


def how_to_get(listed: Listed, reason: str = "") -> str:
    """One line for a person who has not got a listed document."""
    url = listed.metadata.source_url
    if not url:
        return f"not found. Put {listed.file} beside the manifest, or name its folder with --look-in."
    failed = f" ({reason})" if reason else ""
    return (
        f"not on this machine, and its address could not be fetched{failed}. "
        f"Save {url} as {listed.file} in a folder and name that with --look-in."
    )


def _single(path: Path) -> Source:
    is_of_machine = path.is_absolute() or ".." in path.parts
    return Source(_label(path), path, Listed(file=path.name), path_given=PurePath(path.name) if is_of_machine else path)


def _label(path: Path) -> str:
    # The bytes of a file name that are no characters cannot be printed.
    return str(path).encode(errors="replace").decode()


def _listed_in(manifest: Manifest, look_in: Sequence[Path]) -> list[Source]:
    folder = manifest.path.parent
    collections = {collection.slug: collection for collection in manifest.collections}
    sources = []
    for listed in manifest.documents:
        path = find(listed, folder, look_in)
        collection = collections.get(listed.collection)
        label = _label(path) if path else listed.file
        sources.append(Source(label, path, listed, collection, path_given=PurePath(listed.file)))
    if not sources:
        raise LoadRefusedError(_("It lists no document. Add a [[document]] for each."), field="file")
    return sources


def _inside(folder: Path) -> list[Source]:
    try:
        entries = sorted((entry for entry in folder.iterdir() if not entry.name.startswith(".")), key=lambda e: e.name)
    except OSError as error:
        raise _not_read(folder, error) from error
    if not entries:
        raise LoadRefusedError(_("There is no file in this folder. Name another, or put texts there."), field="file")
    return [
        replace(source, path_given=PurePath(entry.name) / source.path_given if entry.is_dir() else PurePath(entry.name))
        for entry in entries
        for source in _at(entry)
    ]


def _at(entry: Path) -> list[Source]:
    """What an entry of a folder stands for; what cannot be loaded of it says why."""
    if entry.is_dir() and entry.is_symlink():
        # It may lead back to where it is.
        reason = "a link to a folder is not followed. Name the folder on the command line to load it."
        return [replace(_single(entry), path_given=PurePath(), skipped=reason)]
    if entry.is_dir():
        try:
            return sources_at(entry)
        except LoadRefusedError as error:
            return [replace(_single(entry), path_given=PurePath(), skipped=str(error))]
        except ManifestError as error:
            # It names the file itself.
            manifest = entry / NAME
            reason = str(error).removeprefix(f"{manifest}: ")
            return [replace(_single(manifest), path_given=PurePath(), skipped=reason)]
    return [replace(_single(entry), skipped="" if _is_readable(entry.name) else _why_unread(entry))]


def _why_unread(path: Path) -> str:
    """What to do about a file whose ending no reader knows: by its first bytes, where these tell what it is."""
    try:
        _refuse_no_file(path)
        with path.open("rb") as file:
            readers.reader_for(path.name, file.read(MEGABYTE))
    except (LoadRefusedError, UnreadableFileError) as error:
        return str(error)
    except OSError as error:
        return str(_not_read(path, error))
    return ""


def _is_readable(name: str) -> bool:
    try:
        readers.reader_for(name)
    except UnreadableFileError:
        return False
    return True


def _not_read(path: Path, error: OSError) -> LoadRefusedError:
    if error.errno == errno.ENOENT:
        sentence = (
            _("The link leads nowhere. Correct it, or name the file itself.")
            if path.is_symlink()
            else _("There is no such file. Check the spelling.")
        )
    elif error.errno in {errno.EACCES, errno.EPERM}:
        sentence = _("The file may not be read. Give whoever runs this the right to read it.")
    else:
        sentence = _("The file cannot be read (%(problem)s). Copy it elsewhere and try again.")
    return LoadRefusedError(sentence, field="file", problem=error.strerror)
