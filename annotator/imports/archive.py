"""A backup, or a bundle with its sources, read back: everything in it is checked before anything is made of it."""

import base64
import hashlib
import json
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import BufferedReader
from itertools import batched
from typing import Any, BinaryIO
from uuid import UUID
from zipfile import BadZipFile, ZipFile

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models

from annotator.errors import Refused
from annotator.exports.archive import (
    AT_ONCE,
    CHUNK,
    FORMAT,
    MANIFEST,
    SITE,
    SOURCES,
    TABLES,
    WORK,
    program_version,
    schema,
)
from annotator.exports.tables import LEFT_OUT, columns_of, named_by

DAMAGED = (BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError)
# What Python and Django's fields make of a value that is none of its column: OverflowError is arithmetic.
UNFIT = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, ValidationError)
# The longest line of a table: a paragraph or an event with a note before and after, each letter escaped.
LONGEST_LINE = 64 * 1024 * 1024
LARGEST_MANIFEST = 256 * 1024 * 1024


class Archive:
    """An opened archive whose manifest is that of this program's tables; ``check`` looks at the rest."""

    def __init__(self, file: ZipFile) -> None:
        """Read the manifest. Raises ``Refused`` with what to do."""
        self._file = file
        self.manifest = _manifest(file)
        self.whole: bool = self.manifest["what"] == SITE
        self.tables: dict[str, dict[str, Any]] = self.manifest["tables"]
        self.sources: dict[str, dict[str, Any]] = self.manifest["sources"]
        self._check_version()

    def _check_version(self) -> None:
        stated, own = self.manifest["migrations"], schema()
        if stated != own:
            apart = sorted(name for name in {*stated, *own} if stated.get(name) != own.get(name))
            raise Refused(
                f"It was made by version {self.manifest['version']}, whose tables are not those of this version, "
                f"{program_version()} ({', '.join(apart)}). Restore it with that version, then upgrade that site."
            )

    def check(self) -> None:
        """Compare the digest of every table and every source file. Raises ``Refused``."""
        for name, entry in self.tables.items():
            model = model_of(name)
            if entry["columns"] != [column.attname for column in columns_of(model)]:
                raise Refused(f"{name} has other columns than here. Restore it with the version that made it.")
            digest, rows = hashlib.sha256(), 0
            for lines in batched(self._lines(name), AT_ONCE):
                digest.update(b"".join(lines))
                rows += len(lines)
            if (digest.hexdigest(), rows) != (entry["sha256"], entry["rows"]):
                raise Refused(_damaged(f"{TABLES}{name}.jsonl"))
        for name, entry in self.sources.items():
            digest = hashlib.sha256()
            for data in self.source(name):
                digest.update(data)
            if digest.hexdigest() != entry["sha256"]:
                raise Refused(_damaged(f"{SOURCES}{name}"))

    def rows(self, name: str) -> Iterator[list[Any]]:
        """The rows of a table, as the columns of its model take them. Raises ``Refused`` where a line is none."""
        readers = [_reader(column) for column in columns_of(model_of(name))]
        for number, line in enumerate(self._lines(name), 1):
            try:
                values = zip(readers, json.loads(line), strict=True)
                row = [None if value is None else read(value) for read, value in values]
            except UNFIT as error:
                raise Refused(
                    f"Line {number} of {TABLES}{name}.jsonl is no row of this table, so the file was changed since it "
                    "was made. Nothing was restored. Take another copy of the file."
                ) from error
            yield row

    def source(self, name: str) -> Iterator[bytes]:
        with self._opened(f"{SOURCES}{name}") as file:
            while data := file.read(CHUNK):
                yield data

    def _lines(self, name: str) -> Iterator[bytes]:
        # A line of a file in a zip file takes ten times as long without a buffer of its own.
        with self._opened(f"{TABLES}{name}.jsonl") as opened, BufferedReader(opened, CHUNK) as file:
            while line := file.readline(LONGEST_LINE):
                yield line

    @contextmanager
    def _opened(self, name: str) -> Iterator[Any]:
        try:
            with self._file.open(name) as file:
                yield file
        except KeyError as error:
            raise Refused(_damaged(name)) from error
        except DAMAGED as error:
            raise Refused(_damaged(name)) from error


@contextmanager
def opened(file: BinaryIO) -> Iterator[Archive]:
    """The archive in ``file``, which can be read at any place. Raises ``Refused`` where it is none that fits."""
    try:
        archive = ZipFile(file)
    except DAMAGED as error:
        raise Refused(f"It is not a zip file, or it was cut off ({error}). Take another copy.") from error
    with archive:
        yield Archive(archive)


def _manifest(file: ZipFile) -> dict[str, Any]:
    if MANIFEST not in file.namelist():
        raise Refused(
            "It is neither a backup nor a bundle with its sources: it has no manifest.json. Make one with manage.py "
            "backup FILE.zip, or manage.py export bundle --sources. import_contributions loads a bundle without them."
        )
    try:
        with file.open(MANIFEST) as opened_manifest:
            manifest = json.loads(opened_manifest.read(LARGEST_MANIFEST))
    except (ValueError, RecursionError, *DAMAGED) as error:
        raise Refused(_damaged(MANIFEST)) from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("glossator_archive"), int):
        raise Refused(_damaged(MANIFEST))
    if manifest["glossator_archive"] != FORMAT:
        raise Refused(
            f"It is of format {manifest['glossator_archive']}; this program reads format {FORMAT}. Restore it with the "
            "version that made it."
        )
    sound = (
        manifest.get("what") in {SITE, WORK}
        and isinstance(manifest.get("version"), str)
        and isinstance(manifest.get("migrations"), dict)
        and all(isinstance(manifest.get(name), dict) for name in ("tables", "sources"))
        and all({"rows", "sha256", "columns"} <= _keys(each) for each in manifest["tables"].values())
        and all("sha256" in _keys(each) for each in manifest["sources"].values())
        # A name that would lead elsewhere is no name of a source file.
        and all(_is_plain(name) for name in manifest["sources"])
    )
    if not sound:
        raise Refused(_damaged(MANIFEST))
    return manifest


def _is_plain(name: str) -> bool:
    """Whether ``name`` is a path that stays in the folder of the sources."""
    return bool(name) and not name.startswith(("/", "\\")) and ".." not in name and "\0" not in name


def _keys(entry: object) -> set[str]:
    return set(entry) if isinstance(entry, dict) else set()


def model_of(name: str) -> type[models.Model]:
    """The model of the table ``name``. Raises ``Refused`` where there is none."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label == name and model not in LEFT_OUT:  # noqa: SLF001 - Django's documented API
            return model
    raise Refused(f"There is no table {name} here. Restore it with the version that made it.")


def _reader(column: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    """What makes of a value in JSON one that the database takes."""
    if names := named_by(column):
        to: Any = column.related_model
        keys = {tuple(row[1:]): row[0] for row in to.objects.values_list("pk", *names)}
        return lambda value: keys[tuple(value)]
    # A foreign key holds what the key it leads to holds.
    target: Any = column
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    make: Callable[[Any], Any] = next((read for kind, read in READERS.items() if isinstance(target, kind)), _same)

    def read(value: Any) -> Any:
        return target.get_db_prep_save(make(value), connection)

    # What Django would hand to the database as it is.
    plain = next((kind for field, kind in PLAIN.items() if isinstance(target, field)), None)
    return read if plain is None else lambda value: value if type(value) is plain else read(value)


def _same(value: Any) -> Any:
    return value


# A time is a date to Python, and a field of times one of dates to Django.
READERS: dict[type["models.Field[Any, Any]"], Callable[[Any], Any]] = {
    models.UUIDField: UUID,
    models.DateTimeField: datetime.fromisoformat,
    models.DateField: date.fromisoformat,
    models.BinaryField: base64.b64decode,
}


PLAIN: dict[type["models.Field[Any, Any]"], type] = {
    models.IntegerField: int,
    models.CharField: str,
    models.TextField: str,
    models.BooleanField: bool,
}


def _damaged(name: str) -> str:
    return f"{name} is missing, damaged or not what manifest.json says of it. Take another copy of the file."
