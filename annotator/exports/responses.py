"""Exports as downloads, and what else is long. An answer that breaks off must not look complete."""

from collections.abc import Callable, Generator, Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from . import dialect
from .package import Bundle
from .sql import Export
from .view_file import ViewFile

CSV = "text/csv; charset=utf-8"
ZIP = "application/zip"
# Up to this many bytes the length is found out and sent first.
MEASURED = 256 * 1024


def csv_response(export: Export, *, bom: bool = False) -> HttpResponseBase:
    """``export`` as a download, with a byte order mark before it if ``bom``."""

    def chunks() -> Generator[bytes]:
        if bom:
            yield dialect.BOM
        for chunk in export.chunks():
            yield chunk.data

    return _download(chunks, export.kind.file, CSV)


def view_response(
    file: ViewFile, shown: Any, *, raw: bool = False, separator: str = dialect.COMMA, bom: bool = False
) -> HttpResponseBase:
    """The file of what a page shows as a download."""

    def chunks() -> Generator[bytes]:
        if bom:
            yield dialect.BOM
        yield from file.chunks(shown, raw=raw, separator=separator)

    return _download(chunks, file.file, CSV)


def bundle_response(bundle: Bundle) -> HttpResponseBase:
    return _download(bundle.chunks, "bundle.zip", ZIP)


def _download(make: Callable[[], Generator[bytes]], name: str, content_type: str) -> HttpResponseBase:
    response = in_chunks(make, content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response


def in_chunks(make: Callable[[], Generator[bytes]], content_type: str) -> HttpResponseBase:
    """What ``make`` gives, with its length where it is short.

    Something longer is sent in HTTP chunks: when making it fails, the server closes the connection without the last
    one, and the client knows. It is then made anew from the start, since what was begun here has a transaction open,
    in which middleware could not write.
    """
    data = _short(make())
    response = StreamingHttpResponse(_full(make())) if data is None else HttpResponse(data)
    if data is not None:
        response["Content-Length"] = str(len(data))
    response["Content-Type"] = content_type
    return response


def _short(chunks: Generator[bytes]) -> bytes | None:
    """All of ``chunks``, or ``None`` if that is more than ``MEASURED`` bytes."""
    parts, size = [], 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > MEASURED:
            chunks.close()
            return None
    return b"".join(parts)


def _full(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """``chunks`` without empty ones, which some servers take for the end."""
    return (chunk for chunk in chunks if chunk)
