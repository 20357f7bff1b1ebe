"""The parts of an Office file, unpacked with care.

Plain Python. A docx is a zip archive of XML files. Either can be made to swallow a machine: an archive that unpacks to
terabytes, an XML file whose entities multiply or point into the network. So the list of members is checked before
anything is unpacked, what is unpacked is counted (a list may lie), and XML with a document type is refused, since
Office never writes one.
"""

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from lxml import etree

from corpus.blocks import UnreadableFileError

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 200
RATIO_MATTERS_FROM = MEGABYTE
MOST_MEMBERS = 10_000
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
DAMAGED = "The file is damaged or not a .docx at all ({}). Open it in a word processor and save it again as .docx."
BOMB = "The file unpacks to far more than a text needs ({}) and was not opened. Save the text into a new document."


def xml_parts(data: bytes) -> dict[str, bytes]:
    """The XML parts of an Office file by their names, pictures and fonts left out.

    Raises:
        UnreadableFileError: not a zip archive, damaged, locked, or beyond the limits of this module.
    """
    if data.startswith(OLE_MAGIC):
        raise UnreadableFileError(
            "The file is in the old .doc format or locked with a password. "
            "Open it in a word processor and save it as .docx without a password."
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check(members)
            wanted = [member for member in members if member.filename.endswith((".xml", ".rels"))]
            return _unpacked(archive, wanted)
    except UnreadableFileError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableFileError(DAMAGED.format(error)) from error


def packed(parts: Mapping[str, bytes]) -> BytesIO:
    """An Office file of these parts, not compressed."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    file.seek(0)
    return file


def xml_root(name: str, content: bytes) -> etree._Element:
    """The root element of one part; no entity is replaced, no file and no address opened.

    Raises:
        UnreadableFileError: the part is not XML, or has a document type.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError(DAMAGED.format(f"{name}: {error}")) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableFileError(
            f"The file has a document type declaration in {name}, which no word processor writes, and was not opened. "
            "Copy the text into a new document."
        )
    return root


def _check(members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive by what its list of members says."""
    if len(members) > MOST_MEMBERS:
        raise UnreadableFileError(BOMB.format(f"{len(members)} parts"))
    total = sum(member.file_size for member in members)
    if total > MOST_UNPACKED:
        raise UnreadableFileError(BOMB.format(f"{total // MEGABYTE} MB"))
    for member in members:
        if member.file_size > max(RATIO_MATTERS_FROM, MOST_RATIO * member.compress_size):
            raise UnreadableFileError(BOMB.format(f"{member.filename}: {member.file_size // MEGABYTE} MB"))
        if member.flag_bits & 0x1:
            raise UnreadableFileError("The file is locked with a password. Save it without one.")
        if member.compress_type not in METHODS:
            raise UnreadableFileError(DAMAGED.format(f"{member.filename} is packed in a way .docx does not use"))


def _unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """The members' bytes; never more than the limit, whatever the list of members said."""
    left = MOST_UNPACKED
    parts = {}
    for member in members:
        with archive.open(member) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise UnreadableFileError(BOMB.format(f"more than {MOST_UNPACKED // MEGABYTE} MB"))
        parts[member.filename] = content
    return parts
