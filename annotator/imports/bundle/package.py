"""``bundle.zip`` read back: what ``exports/package.py`` writes, each file held against its description."""

import hashlib
import json
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from annotator.exports.archive import MANIFEST
from annotator.exports.kinds import EXPORT_KINDS, VERSION, ExportKind
from annotator.exports.package import DESCRIPTOR
from annotator.imports.csv_table import LONGEST_CELL
from annotator.imports.problems import ImportProblem, ImportRefused

from .ledger import Ledger
from .rows import BundleRow, BundleRows

BUNDLE = "bundle.zip"
MEGABYTE = 1024 * 1024
# A zip file of a few kilobytes can hold as much as a disk. About a million taggings with all their events are 1.5 GB.
LARGEST = 2_048 * MEGABYTE
# Texts of people, however often they repeat themselves, do not get so much smaller; only what is large takes long.
MOST_PACKED = 200
HARMLESS = 16 * MEGABYTE
# The bit of a file's flags in a zip file.
ENCRYPTED = 1
LARGEST_DESCRIPTOR = 4 * MEGABYTE
DAMAGED = (BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError)


class BundlePackage:
    """An opened bundle. What is wrong with its files while they are read goes to ``problems``.

    ``version``: that of the contract.
    """

    def __init__(self, archive: ZipFile, ledger: Ledger, problems: list[ImportProblem]) -> None:
        """Check the description and that everything is there. Raises ``ImportRefused``."""
        self._archive = archive
        self._ledger = ledger
        self._problems = problems
        self._check_files()
        described = _described(archive)
        self.version: int = described["glossator"]["export_version"]
        self.guarded: bool = described["glossator"]["formula_guard"]
        # Whether it has its texts with it.
        self.restores = MANIFEST in archive.namelist()
        self._resources = {resource["path"]: resource for resource in described["resources"]}

    def rows(self, kind: ExportKind) -> BundleRows:
        """The reader of a file, for ``read``."""
        return BundleRows(kind, self._ledger, self._problems, version=self.version, guarded=self.guarded)

    def read(self, rows: BundleRows) -> Iterator[BundleRow]:
        """The rows of a file; once they are read, its size, digest and number of rows are compared as described."""
        content = _Content(self._archive, rows.kind.file)
        try:
            yield from rows.read(iter(content))
        except _DamagedError as error:
            self._problems.append(ImportProblem(rows.kind.file, None, str(error)))
            return
        resource = self._resources[rows.kind.file]
        measured = {"bytes": content.size, "hash": f"sha256:{content.digest.hexdigest()}"}
        if rows.complete:
            measured["rows"] = rows.count
        differing = [name for name, value in measured.items() if resource[name] != value]
        if differing:
            reason = _(
                "The file is not the one that %(descriptor)s describes (%(differing)s): it was changed or cut off "
                "after the export. Take the bundle as it was exported."
            )
            message = ", ".join(f"{name}: {resource[name]}, {_('here')} {measured[name]}" for name in differing)
            self._problems.append(
                ImportProblem(rows.kind.file, None, reason % {"descriptor": DESCRIPTOR, "differing": message})
            )

    def _check_files(self) -> None:
        # What a bundle that restores a site has besides is not looked at.
        known = [*(kind.file for kind in EXPORT_KINDS.values()), DESCRIPTOR]
        entries = [entry for entry in self._archive.infolist() if entry.filename in known]
        names = [entry.filename for entry in entries]
        if not names:
            reason = _(
                "This zip file contains none of a bundle’s files, or has them in a folder. Take it as it was exported."
            )
            raise ImportRefused([ImportProblem(BUNDLE, None, reason)])
        problems = []
        # Those that every version of the contract has.
        needed = {*files_of(1), DESCRIPTOR}
        for name in known:
            if name not in names and name in needed:
                problems.append(ImportProblem(name, None, _("The file is not in the bundle. Export it again, whole.")))
            elif names.count(name) > 1:
                problems.append(ImportProblem(name, None, _("The file is in the bundle more than once.")))
        if any(entry.flag_bits & ENCRYPTED for entry in entries):
            problems.append(ImportProblem(BUNDLE, None, _("It is locked with a password. Make it anew without one.")))
        size = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if size > HARMLESS and size > packed * MOST_PACKED:
            reason = _("Unpacked it would be %(times)d times as large, as no export is. Export the bundle again.")
            problems.append(ImportProblem(BUNDLE, None, reason % {"times": size // max(1, packed)}))
        if size > LARGEST:
            reason = _("Unpacked it would be %(size)d MB; %(most)d MB is the most. Export it in parts, by document.")
            problems.append(
                ImportProblem(BUNDLE, None, reason % {"size": size // MEGABYTE, "most": LARGEST // MEGABYTE})
            )
        if problems:
            raise ImportRefused(problems)


@contextmanager
def opened(file: BinaryIO, ledger: Ledger, problems: list[ImportProblem]) -> Iterator[BundlePackage]:
    """The bundle in ``file``, which can be read at any place. Raises ``ImportRefused`` where it is none."""
    try:
        archive = ZipFile(file)
    except DAMAGED as error:
        reason = _("It is not a zip file, or a damaged one (%s). Export the bundle again.")
        raise ImportRefused([ImportProblem(BUNDLE, None, reason % error)]) from error
    with archive:
        yield BundlePackage(archive, ledger, problems)


class _DamagedError(Exception):
    """A file in the zip file cannot be read to its end; the message says why and what to do."""


class _Content:
    """The lines of a file in the zip file, and what they add up to."""

    def __init__(self, archive: ZipFile, name: str) -> None:
        self.size = 0
        self.digest = hashlib.sha256()
        self._archive = archive
        self._name = name

    def __iter__(self) -> Iterator[bytes]:
        try:
            # Lines are found by it many times as fast.
            with BufferedReader(self._archive.open(self._name)) as file:  # type: ignore[type-var] # it can do all it needs
                while line := file.readline(LONGEST_CELL + 1):
                    if len(line) > LONGEST_CELL:
                        raise _DamagedError(_("There is a line longer than any text here. Export the bundle again."))
                    self.size += len(line)
                    self.digest.update(line)
                    yield line
        except DAMAGED as error:
            reason = _("The file is damaged within the zip file (%s). Fetch the bundle again.")
            raise _DamagedError(reason % error) from error


def _described(archive: ZipFile) -> dict[str, Any]:
    """The description, in the shape this program writes. Raises ``ImportRefused``."""
    try:
        with archive.open(DESCRIPTOR) as file:
            described: dict[str, Any] = json.loads(file.read(LARGEST_DESCRIPTOR))
    except (ValueError, RecursionError, *DAMAGED) as error:
        raise _refused(_("It cannot be read (%s). Export the bundle again.") % error) from error
    own = described.get("glossator") if isinstance(described, dict) else None
    if not isinstance(own, dict) or "export_version" not in own:
        raise _refused(_("It does not say which export version this is. Is it a bundle from here?"))
    if own["export_version"] not in range(1, VERSION + 1):
        reason = _("The bundle is of export version %(version)s; this program reads versions 1 to %(known)d.")
        raise _refused(reason % {"version": own["export_version"], "known": VERSION})
    expected = set(files_of(own["export_version"]))
    if missing := sorted(expected - set(archive.namelist())):
        reason = _("The file is not in the bundle. Export it again, whole.")
        raise ImportRefused([ImportProblem(name, None, reason) for name in missing])
    resources = described.get("resources")
    if not (
        isinstance(own.get("formula_guard"), bool)
        and isinstance(resources, list)
        and all(isinstance(each, dict) and {"path", "bytes", "hash", "rows"} <= each.keys() for each in resources)
        and expected <= {each["path"] for each in resources if isinstance(each["path"], str)}
    ):
        raise _refused(_("It does not describe the files as this program does. Export the bundle again."))
    return described


def files_of(version: int) -> dict[str, ExportKind]:
    """The files of a bundle of ``version``."""
    return {kind.file: kind for kind in EXPORT_KINDS.values() if kind.since <= version}


def _refused(reason: str) -> ImportRefused:
    return ImportRefused([ImportProblem(DESCRIPTOR, None, reason)])
