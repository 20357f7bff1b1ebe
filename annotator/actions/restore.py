"""Making an empty site what another one was, from its backup or from a bundle with its sources."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import batched
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DatabaseError, Error, connection, models, transaction
from django.db.models import F

from annotator.errors import Refused
from annotator.exports.archive import applied_to_database
from annotator.exports.tables import LEFT_OUT, columns_of
from annotator.imports.archive import UNFIT, Archive, model_of, opened
from annotator.models import Passage, Tagging
from corpus import search
from corpus.db.statistics import refresh_on_commit

from .tag_numbers import recount_on_commit

# Rows written by one statement.
AT_A_TIME = 1_000


@dataclass(frozen=True)
class Restored:
    """What was restored: the manifest it came with, and whether it is a whole site, with accounts to log in with."""

    manifest: dict[str, Any]
    whole: bool


def restore(*, file: BinaryIO, tell: Callable[[str], None]) -> Restored:
    """Make the empty site here what ``file`` holds, or leave it as it is.

    Args:
        file: a backup or a bundle with its sources, which can be read at any place.
        tell: is told what is done.

    Raises:
        Refused: the file is damaged or of another version, or the site is not empty.
        OSError: a source file cannot be written.
    """
    require_empty()
    with opened(file) as archive:
        tell("Checking the file")
        archive.check()
        tell(f"Writing {len(archive.sources):,} source files")
        with _sources(archive):
            try:
                # Checked in the end, all at once: for each row that others lead to already, SQLite would walk through
                # all of those.
                with connection.constraint_checks_disabled(), transaction.atomic():
                    _write(archive, tell)
            except (DatabaseError, *UNFIT) as error:
                reason = str(error).partition("\n")[0]
                raise Refused(f"The database did not take it ({reason}). Nothing was restored.") from error
        return Restored(archive.manifest, archive.whole)


def require_empty() -> None:
    """Raise ``Refused`` unless the tables are those of this version and hold nothing."""
    try:
        migrated = applied_to_database()
    except Error as error:
        raise Refused(f"The database does not answer ({error}).") from error
    if not migrated:
        raise Refused("The tables are not there, or not those of this version. Run manage.py migrate first.")
    for model in apps.get_models(include_auto_created=True):
        # The two roles are there from the beginning.
        if model not in LEFT_OUT and model is not Group and model._base_manager.exists():  # noqa: SLF001 - Django's documented API
            raise Refused(
                f"This site is not empty: it has {_called(model)}. A backup is restored into a new site only, so that "
                "nothing is lost: name another database and another data folder (DATABASE_URL, "
                "GLOSSATOR_DATA) and run manage.py migrate there."
            )


@contextmanager
def _sources(archive: Archive) -> Iterator[None]:
    """The source files of ``archive``, which are gone again where what is done with them fails."""
    restored: list[str] = []
    try:
        for name, entry in archive.sources.items():
            if not _is_stored(name, entry["sha256"]):
                restored.append(name)
                _write_source(Path(default_storage.path(name)), archive.source(name))
        yield
    except BaseException:
        for name in restored:
            with suppress(OSError):
                default_storage.delete(name)
        raise


def _is_stored(name: str, digest: str) -> bool:
    try:
        with default_storage.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False


def _write_source(path: Path, content: Iterator[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for data in content:
            file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _write(archive: Archive, tell: Callable[[str], None]) -> None:
    Group.objects.all().delete()
    written = []
    for name, entry in archive.tables.items():
        model = model_of(name)
        _insert(model, archive.rows(name))
        written.append(model)
        if entry["rows"]:
            tell(f"{entry['rows']:,} {_called(model)}")
    connection.check_constraints()
    _require_their_documents()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), written):
            cursor.execute(statement)
    tell("Making the index of words")
    search.rebuild()
    refresh_on_commit()
    recount_on_commit()


def _require_their_documents() -> None:
    """Raise ``Refused`` where what is kept beside a row to be counted by is not what the row follows from."""
    for model, one, other in ((Passage, "paragraph", "paragraphs"), (Tagging, "content_object", "passages")):
        # Anything shown or counted by document would be that of another text, and of another collection.
        if model.objects.exclude(document=F(f"{one}__document")).exists():
            raise Refused(
                f"It has {_called(model)} with another document than that of their {other}, so the file was changed "
                "since it was made. Nothing was restored. Take another copy of the file."
            )


def _called(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name_plural)  # noqa: SLF001 - Django's documented API


def _insert(model: type[models.Model], rows: Iterator[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    columns = columns_of(model)
    table, names = quote(model._meta.db_table), ", ".join(quote(str(column.column)) for column in columns)  # noqa: SLF001 - Django's documented API
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608 - names of our own tables; the values are parameters
    with connection.cursor() as cursor:
        for some in batched(rows, AT_A_TIME):
            cursor.executemany(statement, some)
