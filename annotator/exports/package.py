"""``bundle.zip``: all files of an export with ``datapackage.json``, which says what is in them."""

import hashlib
import json
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from annotator.errors import Refused
from annotator.models import Event
from annotator.permissions import Permission, require
from annotator.selectors.filters import Filters, Viewer, visible_tags

from .archive import LEVEL, WORK, Contents, entry
from .columns import Column
from .kinds import EXPORT_KINDS, VERSION, ExportKind
from .sql import Export, repeatable_read
from .tables import WorkTables

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass
class Written:
    """What was written of a file."""

    rows: int = 0
    size: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """All files for one person, narrowed as far as each can be.

    ``sources``: with the source files of all revisions and the tables, so that it restores into an empty site by
    itself. These show what pages withhold.
    """

    viewer: Viewer
    filters: Filters
    raw: bool = False
    sources: bool = False

    def __post_init__(self) -> None:
        """Raise ``Refused`` or ``PermissionDenied`` now, and not in the middle of the file."""
        self.filters.look_up(self.viewer)
        if self.sources:
            if self.viewer is not None:
                require(self.viewer, Permission.EXPORT_SOURCES)
            if self.filters.names():
                raise Refused(_("A bundle with the sources is of everything. Leave out the filters, or the sources."))

    def chunks(self) -> Generator[bytes]:
        """The zip file, streamed: no part of it is written back to. Closing the iterator ends the reading."""
        sink: Any = _Sink()
        written: dict[str, Written] = {}
        with repeatable_read(), ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            before = _newest_event()
            for kind in EXPORT_KINDS.values():
                written[kind.name] = Written()
                with archive.open(entry(kind.file), "w", force_zip64=True) as file:
                    export = Export.of(kind, self.viewer, self.filters, raw=self.raw)
                    for chunk in export.chunks():
                        _note(written[kind.name], chunk.data, chunk.rows)
                        file.write(chunk.data)
                        yield sink.take()
            with archive.open(entry(DESCRIPTOR), "w") as file:
                file.write(self._descriptor(written, one_moment=before == _newest_event()))
            if self.sources:
                work = WorkTables(self.viewer)
                for _written in Contents(archive, WORK).write(work.tables(), work.revisions):
                    yield sink.take()
        yield sink.take()

    def _descriptor(self, written: dict[str, Written], *, one_moment: bool) -> bytes:
        described = {
            "$schema": PROFILE,
            "name": "glossator-export",
            "title": "Export from Glossator",
            "description": (
                "Texts, paragraph by paragraph, with the tags, annotations and cross-references on them. A cell that "
                "would be taken for a formula has an apostrophe before it where formula_guard is true. one_moment says "
                "whether anybody changed something while the files were written."
            ),
            "glossator": {
                "export_version": VERSION,
                **self._visibility(),
                "filters": self.filters.used(),
                "formula_guard": not self.raw,
                "codebook_sha256": codebook_digest(self.viewer),
                "one_moment": one_moment,
            },
            "resources": [self._resource(EXPORT_KINDS[name], each) for name, each in written.items()],
        }
        return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()

    def _visibility(self) -> dict[str, str]:
        if self.viewer is None:
            return {"visibility": "everything"}
        if not self.viewer.is_authenticated:
            return {"visibility": "public"}
        return {"visibility": "person", "person": self.viewer.get_username()}

    def _resource(self, kind: ExportKind, written: Written) -> dict[str, object]:
        return {
            "name": kind.name,
            "type": "table",
            "path": kind.file,
            "description": _english(kind.meaning),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": written.size,
            "hash": f"sha256:{written.digest.hexdigest()}",
            "rows": written.rows,
            "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n"},
            "schema": self._schema(kind),
        }

    def _schema(self, kind: ExportKind) -> dict[str, object]:
        narrowed = self.filters.names()
        return {
            "fields": [_field(column) for column in kind.columns(self.viewer)],
            "missingValues": [""],
            "primaryKey": list(kind.key),
            "foreignKeys": [
                {"fields": [key.column], "reference": {"resource": key.kind, "fields": [key.to]}}
                for key in kind.references
                if not key.broken_by & narrowed
            ],
        }


def codebook_digest(viewer: Viewer = None) -> str:
    """The SHA-256 digest of the codebook ``viewer`` sees: what tags are called and mean, not how they are used."""
    digest = hashlib.sha256()
    names = ("pk", "name", "slug", "path", "parent", "definition", "use_when", "avoid_when", "colour")
    for row in visible_tags(viewer).order_by("pk").values_list(*names):
        digest.update((json.dumps(row, default=str, ensure_ascii=False) + "\n").encode())
    return digest.hexdigest()


def _field(column: Column) -> dict[str, object]:
    described: dict[str, object] = {"name": column.name, "type": column.type.schema}
    if column.type.form:
        described["format"] = column.type.form
    described["description"] = _english(column.meaning)
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if column.values:
        constraints["enum"] = list(column.values)
    if constraints:
        described["constraints"] = constraints
    return described


def _english(text: object) -> str:
    """``text`` in the language it is written in here, so that the bundle does not depend on who asks for it."""
    with override(settings.LANGUAGE_CODE):
        return str(text)


def _newest_event() -> tuple[Any, ...] | None:
    return Event.objects.order_by("-at", "-pk").values_list("at", "pk").first()


def _note(written: Written, data: bytes, rows: int) -> None:
    written.rows += rows
    written.size += len(data)
    written.digest.update(data)


class _Sink:
    """A file that ``ZipFile`` only writes to, onwards, and that is emptied meanwhile."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep ``data`` until it is taken."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data
