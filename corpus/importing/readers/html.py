"""HTML: the main text of a page, and what the page says of itself.

The page is taken apart into all its units by our own walk over the tree, which misses no word; trafilatura is asked
which of them are the main text. Its answer is only a sketch map (it leaves out what looks like boilerplate to it, a
short last paragraph for instance): the text is what lies between the first and the last unit it knows, with their
siblings. Menus and the like are left out, the rest becomes furniture. Nothing is ever fetched.
"""

import codecs
import copy
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

from corpus.blocks import Kind, Metadata, Reading, Role, UnreadableFileError
from corpus.importing.readers.encoding import decode
from corpus.importing.readers.html_parts.blocks_from_units import key, to_blocks, with_title
from corpus.importing.readers.html_parts.layout import with_marks
from corpus.importing.readers.html_parts.units import TooDeepError, Unit, fold, parse, units

SUFFIXES = (".html", ".htm")
MEDIA_TYPE = "text/html"
ISOLATED = True

# How far into the page its encoding may be declared; the standard says 1024, pages say it later.
DECLARED_WITHIN = 4096
DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,300}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([-\w.:]{1,40})""", re.IGNORECASE
)
# Labels that mean more than they say, as the Encoding Standard of the WHATWG reads them.
LABELS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    # A page in which this could be read byte by byte is not in UTF-16.
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "unicode": "utf-8",
}
CODECS = re.compile(r"utf-?8|windows-125\d|cp125\d|iso-8859-\d{1,2}|koi8-[ru]|gb18030|euc-jp|iso-2022-jp|tis-620")
# One damaged character in so many does not make another encoding likelier than the declared one.
DAMAGE = 1000
# Trafilatura takes longer than a reader waits where a page is as long as several books.
MOST_UNITS = 20_000
TITLED = "//title[normalize-space()] | //h1 | //meta[contains(@property, 'title') or contains(@name, 'title')]"
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}", re.IGNORECASE)


def read(data: bytes) -> Reading:
    """The main text of a page as blocks.

    Raises:
        UnreadableFileError: the encoding cannot be told, there is nothing in it, or it is nested beyond reason.
    """
    try:
        tree = parse(_decoded(data))
    except TooDeepError as error:
        raise UnreadableFileError(
            "The page is nested more than 2000 elements deep, and part of it cannot be read. "
            "Open it in a browser, copy the text and load that as plain text."
        ) from error
    except etree.LxmlError as error:
        raise UnreadableFileError(f"There is no page in this file ({error}). Save it again from a browser.") from error
    declared = _declared(tree)
    found = with_title(with_marks(units(tree.body)), declared.title, declared.author)
    title = next((unit.text for unit in found if unit.role is Role.TITLE), declared.title)
    return Reading(to_blocks(_main_part(found, tree)), replace(declared, title=title))


def _decoded(data: bytes) -> str:
    """The page as text: by its byte order mark, else by the encoding it declares, else as any other text."""
    declared = DECLARED.search(data[:DECLARED_WITHIN])
    label = declared[1].decode("ascii", "replace").lower() if declared else ""
    codec = LABELS.get(label, label)
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not _is_known(codec):
        return decode(data)[0]
    for one in (codec, "utf-8"):
        try:
            return data.decode(one)
        except UnicodeDecodeError:
            continue
    text = data.decode(codec, "replace")
    return text if text.count("\ufffd") * DAMAGE < len(text) else decode(data)[0]


def _is_known(codec: str) -> bool:
    return codec in LABELS.values() or CODECS.fullmatch(codec) is not None


def _declared(tree: html.HtmlElement) -> Metadata:
    """What the head of the page and its machine-readable parts say."""
    stated = _stated(tree)
    url = stated.url or ""
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url.startswith(("http://", "https://")) else ""
    site = fold(stated.sitename or "")
    return Metadata(
        # Where a page states no title, its first heading takes its place, which may head no more than its first part.
        title=fold(stated.title or "") if tree.xpath(TITLED) else "",
        author=fold(stated.author or ""),
        # Where a page names no site, the name of the host takes its place, which publishes nothing.
        publisher="" if site.lower().removeprefix("www.") == host else site,
        published_on=date.fromisoformat(stated.date) if stated.date else None,
        language=_language(tree),
        source_url=url if host else "",
        rights=fold(stated.license or ""),
    )


def _stated(tree: html.HtmlElement) -> Any:
    """Trafilatura's metadata of a copy of the tree; only dates the page states, not such as occur in its text."""
    # Imported here: it takes a third of a second, which the readers of other formats should not pay.
    from trafilatura import extract_metadata  # noqa: PLC0415

    dates = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
    return extract_metadata(copy.deepcopy(tree), date_config=dates, extensive=False)


def _language(tree: html.HtmlElement) -> str:
    """The language of the page as a tag such as "en" or "zh-CN"."""
    meta = tree.xpath(
        "//meta[translate(@http-equiv, 'CONTENT-LANGUAGE', 'content-language')='content-language']/@content"
    )
    for value in (tree.get("lang"), tree.get("xml:lang"), tree.body.get("lang"), *meta):
        tag = (value or "").strip().replace("_", "-")
        if LANGUAGE.fullmatch(tag):
            return tag
    return ""


def _main_part(found: list[Unit], tree: html.HtmlElement) -> list[Unit]:
    """The units of the main text, with what stands between them; everything where there is nothing to tell apart."""
    known = set() if _is_plain(found) else _main_keys(tree)
    hits = [i for i, unit in enumerate(found) if not unit.chrome and key(unit.text) in known]
    if not hits:
        kept = [unit for unit in found if not unit.chrome]
        return (
            kept
            if any(unit.kind is not Kind.FRONT for unit in kept)
            else [replace(unit, chrome=False) for unit in found]
        )
    first, last, siblings = hits[0], hits[-1], {_place(found[i]) for i in hits}
    certain = set(hits)
    kept = []
    for i, unit in enumerate(found):
        if unit.kind is Kind.FRONT or i in certain:
            kept.append(unit)
        elif first < i < last or not unit.is_aside:
            belongs = not unit.is_aside and (first < i < last or _place(unit) in siblings)
            kept.append(unit if belongs else replace(unit, kind=Kind.FURNITURE))
    return kept


def _place(unit: Unit) -> tuple[html.HtmlElement | None, str]:
    """Where a unit stands: what it is in, and as what."""
    return unit.home.getparent(), unit.home.tag


def _is_plain(found: Sequence[Unit]) -> bool:
    """Whether there is nothing to tell apart (no menus, heads, feet, no unit that is only a link), or far too much."""
    return len(found) > MOST_UNITS or not any(unit.is_aside for unit in found)


def _main_keys(tree: html.HtmlElement) -> set[str]:
    """The keys of all texts trafilatura takes for the main text; empty where it finds none."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - see _stated()

    try:
        result = bare_extraction(copy.deepcopy(tree), include_comments=False, include_tables=True)
    except Exception:  # noqa: BLE001 - a page that is too much for it is read whole
        return set()
    body = getattr(result, "body", None)
    if body is None:
        return set()
    texts = {key("".join(element.itertext())) for element in body.iter()} | {key(e.text or "") for e in body.iter()}
    return texts - {""}
