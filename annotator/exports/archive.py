"""What a site is restored from: its tables and its source files in a zip file, and ``manifest.json``, which has them.

A backup (``what`` is "site") has all tables and nothing else; a bundle with its sources ("work") has the files of an
export beside those of the work.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import batched
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import QuerySet

from corpus.models import Revision

from .tables import ExportTable, columns_of, sources_of

# The version of this format.
FORMAT = 1
MANIFEST = "manifest.json"
TABLES, SOURCES = "tables/", "sources/"
SITE, WORK = "site", "work"
# The same content gives the same bytes: no clock, one owner, one level of compression.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
# For its owner alone, also once it is unpacked.
PRIVATE, SHARED = 0o600 << 16, 0o644 << 16
UNIX = 3
LEVEL = 6
CHUNK = 64 * 1024
# Rows after which what was written can be taken.
AT_ONCE = 500


def entry(name: str, mode: int = SHARED) -> ZipInfo:
    info = ZipInfo(name, ZIP_TIME)
    info.compress_type = ZIP_DEFLATED
    info.create_system = UNIX
    info.external_attr = mode
    return info


@cache
def program_version() -> str:
    described = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(described["project"]["version"])


def schema() -> dict[str, str]:
    """The newest migration of each application: what its tables are like."""
    return dict(sorted(MigrationLoader(None).graph.leaf_nodes()))


class Contents:
    """Writes tables and source files.

    ``missing`` are the files that are not there or not what they were, and why; ``rows`` how many have been written.
    """

    def __init__(self, archive: ZipFile, name: str) -> None:
        self.missing: dict[str, str] = {}
        self.rows = 0
        self._archive = archive
        self._mode = PRIVATE if name == SITE else SHARED
        self._manifest: dict[str, Any] = {
            "glossator_archive": FORMAT,
            "what": name,
            "version": program_version(),
            "migrations": schema(),
            "time_zone": settings.TIME_ZONE,
            "tables": {},
            "sources": {},
        }

    def write(self, tables: Iterable[ExportTable], revisions: QuerySet[Revision], **values: object) -> Iterator[None]:
        """Write ``tables``, the source files of ``revisions`` and the manifest, with other ``values`` in it.

        Yields now and then, so that what was written can be taken. Must be read within one ``repeatable_read``.
        """
        for table in tables:
            yield from self._table(table)
        for name, digest in sources_of(revisions):
            yield from self._source(name, digest)
        if self.missing:
            self._manifest["missing_sources"] = self.missing
        with self._archive.open(entry(MANIFEST, self._mode), "w") as file:
            file.write((json.dumps(self._manifest | values, ensure_ascii=False, indent=1) + "\n").encode())
        yield

    def _table(self, table: ExportTable) -> Iterator[None]:
        name, digest, rows = f"{TABLES}{table.name}.jsonl", hashlib.sha256(), 0
        with self._archive.open(entry(name, self._mode), "w", force_zip64=True) as file:
            # Some at a time: the zip file and the digest take as long for a line as for many.
            for lines in batched(table.lines(), AT_ONCE):
                data = b"".join(lines)
                file.write(data)
                digest.update(data)
                rows += len(lines)
                self.rows += len(lines)
                yield
        columns = [column.attname for column in columns_of(table.model)]
        self._manifest["tables"][table.name] = {"rows": rows, "sha256": digest.hexdigest(), "columns": columns}
        yield

    def _source(self, name: str, known: str) -> Iterator[None]:
        # Looked at first: what is wrong would be found out too late for the zip file.
        if reason := _wrong_with(name, known):
            self.missing[name] = reason
            return
        with (
            default_storage.open(name) as source,
            self._archive.open(entry(f"{SOURCES}{name}", self._mode), "w", force_zip64=True) as file,
        ):
            while data := source.read(CHUNK):
                file.write(data)
                yield
        self._manifest["sources"][name] = {"sha256": known}


def _wrong_with(name: str, known: str) -> str:
    """What is wrong with the source file ``name``, which has the digest ``known``; nothing where it is sound."""
    try:
        with default_storage.open(name) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return error.strerror or str(error)
    return "" if digest == known else "its SHA-256 digest is another one than when it was loaded"


def applied_to_database() -> bool:
    """Whether the tables of the database are those of this program."""
    loader = MigrationLoader(connection)
    return {*loader.disk_migrations} <= {*loader.applied_migrations}
