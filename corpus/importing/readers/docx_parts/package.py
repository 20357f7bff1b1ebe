"""The parts of an Office file, unpacked with care.

Plain Python. A docx is a zip archive of XML files. Either can be made to swallow a machine: an archive that unpacks to
terabytes, an XML file whose entities multiply or point into the network. So the list of members is checked before
anything is unpacked, what is unpacked is counted (a list may lie), and XML with a document type is refused, since
Office never writes one.
"""

import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from corpus.blocks import UnreadableFileError
from corpus.sentences import gettext_noop as _

# The two editions of the standard differ in little but the names of the namespaces.
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
MEGABYTE = 1024 * 1024
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 200
RATIO_MATTERS_FROM = MEGABYTE
MOST_MEMBERS = 10_000
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part says of another: ``type`` is the last word of the address that names the kind of relationship."""

    type: str
    target: str
    external: bool


class OfficePackage:
    """An Office file; its parts are unpacked when they are asked for, and never more than the limit in all."""

    def __init__(self, data: bytes) -> None:
        """Look through the list of parts.

        Raises:
            UnreadableFileError: not a zip archive, damaged, locked, or beyond the limits of this module.
        """
        if data.startswith(OLE_MAGIC):
            raise UnreadableFileError(
                _(
                    "The file is in the old .doc format or locked with a password. "
                    "Open it in a word processor and save it as .docx without a password."
                )
            )
        self._left = MOST_UNPACKED
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise _damaged(error) from error
        _check(self._archive.infolist())
        # Office compares the names of parts without regard to case.
        self._names = {name.lower(): name for name in self._archive.namelist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def part(self, name: str) -> bytes:
        """The bytes of a part that is there; whatever the list of parts says of their number, no more than the limit.

        Raises:
            UnreadableFileError: damaged, or beyond the limit.
        """
        try:
            with self._archive.open(self._names[name.lower()]) as file:
                content = file.read(self._left + 1)
        except _BROKEN as error:
            raise _damaged(error) from error
        self._left -= len(content)
        if self._left < 0:
            raise _too_large(MOST_UNPACKED)
        return content

    def root(self, name: str) -> etree._Element:
        """The root element of a part that is XML.

        Raises:
            UnreadableFileError: damaged, beyond the limit, not XML, or with a document type.
        """
        return xml_root(name, STRICT.sub(TRANSITIONAL, self.part(name)))

    def relationships(self, name: str = "") -> dict[str, Relationship]:
        """What a part says of others, by identifier; without a name, what the file says of its parts."""
        folder, _, last = name.rpartition("/")
        own = f"{folder}/_rels/{last}.rels".lstrip("/")
        if own not in self:
            return {}
        relationships = {}
        for entry in self.root(own):
            target, external = entry.get("Target", ""), entry.get("TargetMode") == "External"
            path = target if external else posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            relationships[entry.get("Id", "")] = Relationship(entry.get("Type", "").rpartition("/")[2], path, external)
        return relationships


def xml_root(name: str, content: bytes) -> etree._Element:
    """The root element of one part; no entity is replaced, no file and no address opened.

    Raises:
        UnreadableFileError: the part is not XML, or has a document type.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged(f"{name}: {error}") from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableFileError(
            _(
                "The file has a document type declaration in %(part)s, which no word processor writes, and was not "
                "opened. Copy the text into a new document."
            ),
            part=name,
        )
    return root


def _check(members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive by what its list of members says."""
    if len(members) > MOST_MEMBERS:
        raise UnreadableFileError(
            _(
                "The file unpacks to far more than a text needs (%(number)s parts) and was not opened. "
                "Save the text into a new document."
            ),
            number=len(members),
        )
    total = sum(member.file_size for member in members)
    if total > MOST_UNPACKED:
        raise _too_large(total)
    for member in members:
        if member.file_size > max(RATIO_MATTERS_FROM, MOST_RATIO * member.compress_size):
            raise _too_large(member.file_size)
        if member.flag_bits & 0x1:
            raise UnreadableFileError(_("The file is locked with a password. Save it without one."))
        if member.compress_type not in METHODS:
            raise _damaged(f"{member.filename}: {member.compress_type}")


def _damaged(problem: object) -> UnreadableFileError:
    return UnreadableFileError(
        _(
            "The file is damaged or not a .docx at all (%(problem)s). "
            "Open it in a word processor and save it again as .docx."
        ),
        problem=problem,
    )


def _too_large(size: int) -> UnreadableFileError:
    """The error for a file that unpacks to ``size`` bytes or more."""
    return UnreadableFileError(
        _(
            "The file unpacks to far more than a text needs (%(size)s MB or more) and was not opened. "
            "Save the text into a new document."
        ),
        size=size // MEGABYTE,
    )
