"""HTML: the main text of a page, and what the page says of itself.

The page is taken apart into all its units by our own walk over the tree, which misses no word; trafilatura is asked
which of them are the main text. Its answer is only a sketch map (it leaves out what looks like boilerplate to it, a
short last paragraph for instance): the text is what lies between the first and the last unit it knows, with their
siblings. The rest, menus and the like too, becomes furniture. Nothing is ever fetched.
"""

import codecs
import copy
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import webencodings
from lxml import etree, html

from corpus.blocks import Kind, Metadata, Reading, Role, UnreadableFileError
from corpus.importing.notices import Notice, date_left_out
from corpus.importing.readers.encoding import Decoded, decode_text
from corpus.importing.readers.html_parts.as_written import is_written, names_as_written
from corpus.importing.readers.html_parts.blocks_from_units import key, to_blocks, with_title
from corpus.importing.readers.html_parts.counters import write_counters
from corpus.importing.readers.html_parts.layout import with_marks
from corpus.importing.readers.html_parts.notes import notes_in_sections
from corpus.importing.readers.html_parts.signs import settle_signs
from corpus.importing.readers.html_parts.strong_lines import with_strong_headings
from corpus.importing.readers.html_parts.style_sheets import apply_style_sheets
from corpus.importing.readers.html_parts.tree import TooDeepError, parse
from corpus.importing.readers.html_parts.units import MOST_LINKED, Unit, count_hidden, fold, units
from corpus.importing.readers.html_parts.visibility import part_hidden
from corpus.sentences import gettext_noop as _

SUFFIXES = (".html", ".htm")
MEDIA_TYPE = "text/html"
ISOLATED = True
TAKES_ENCODING = True

# How far into the page its encoding may be declared; the standard says 1024, pages say it later.
DECLARED_WITHIN = 4096
DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,300}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([-\w.:]{1,40})""", re.IGNORECASE
)
# What the Encoding Standard of the WHATWG reads otherwise than its label says: a page in which UTF-16 could be declared
# byte by byte is not in it. Python's GBK is the narrow one of 1995; two others are no encodings of texts.
INSTEAD = {"utf-16le": "utf-8", "utf-16be": "utf-8", "gbk": "gb18030", "x-user-defined": "cp1252", "replacement": ""}
# One damaged character in so many does not make another encoding likelier than the declared one.
DAMAGE = 1000
# Trafilatura takes longer than a reader waits where a page is as long as several books.
MOST_UNITS = 20_000
TITLED = "//title[normalize-space()] | //h1 | //meta[contains(@property, 'title') or contains(@name, 'title')]"
# What pages call the day on which they were published.
AUTHORED = re.compile(r"(?:(?:dc|dcterms)\.(?:creator|author)|citation_author|author)(?:\.\w+)?", re.IGNORECASE)
# An address, or one word that names an account or an office.
NO_NAME = re.compile(r"://|@|^(?:(?-i:[a-z0-9_.-]*)|admin(?:istrator)?|editor|webmaster)$", re.IGNORECASE)
DATED = re.compile(r"(?!.*(?:modif|updat|expir))(?:.*\b|.*_)?(?:date|published|publication|pubdate)", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}", re.IGNORECASE)


def read(data: bytes, encoding: str = "") -> Reading:
    """The main text of a page as blocks.

    Raises:
        UnreadableFileError: the encoding cannot be told, there is nothing in it, or it is nested beyond reason.
    """
    decoded = _decoded(data, encoding)
    try:
        tree = parse(decoded.text)
    except TooDeepError as error:
        raise UnreadableFileError(
            _(
                "The page is nested more than 2000 elements deep, and part of it cannot be read. "
                "Open it in a browser, copy the text and load that as plain text."
            )
        ) from error
    except etree.LxmlError as error:
        raise UnreadableFileError(
            _("There is no page in this file (%(problem)s). Save it again from a browser."), problem=error
        ) from error
    apply_style_sheets(tree)
    part_hidden(tree)
    write_counters(tree)
    left_out = settle_signs(tree)
    hidden = count_hidden(tree.body)
    declared, undated = _declared(tree)
    units_read = with_title(with_marks(units(tree.body)), declared.title, declared.author)
    title = next((unit.text for unit in units_read if unit.role is Role.TITLE), declared.title)
    blocks = to_blocks(notes_in_sections(with_strong_headings(_main_part(units_read, tree))))
    left_out["hidden_text"] = hidden
    left_out["furniture"] = sum(block.kind is Kind.FURNITURE for block in blocks)
    notices = [Notice(code, {"count": count}) for code, count in sorted(left_out.items()) if count]
    return Reading(blocks, replace(declared, title=title), notices=(*decoded.notices, *undated, *notices))


def _decoded(data: bytes, encoding: str) -> Decoded:
    """The page as text: as somebody says, by its byte order mark, the encoding it declares, else as any other text."""
    declared = DECLARED.search(data[:DECLARED_WITHIN])
    codec = _codec(declared[1].decode("ascii", "replace")) if declared else ""
    marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if encoding or data.startswith(marks) or not codec:
        return decode_text(data, encoding)
    for one in (codec, "utf-8"):
        try:
            return Decoded(data.decode(one), one)
        except UnicodeDecodeError:
            continue
    text = data.decode(codec, "replace")
    damaged = text.count("\ufffd")
    if codec == "utf-8" or damaged * DAMAGE >= len(text):
        return decode_text(data)
    return Decoded(text, codec, damage=(damaged, text[: text.index("\ufffd")].count("\n") + 1))


def _codec(label: str) -> str:
    """The codec Python has for the label of an encoding, as browsers read it; "" for one they do not know."""
    encoding = webencodings.lookup(label)
    return INSTEAD.get(encoding.name, encoding.codec_info.name) if encoding else ""


def _declared(tree: html.HtmlElement) -> tuple[Metadata, list[Notice]]:
    """What the head of the page and its machine-readable parts say, and a date that they do not say in full."""
    stated = _stated(tree)
    parts = [fold(text) for text in (*tree.xpath("//meta/@content | //@datetime"), " ".join(tree.itertext()))]
    day = date.fromisoformat(stated.date) if stated.date else None
    day = day if day and is_written(day, parts) else None
    undated = [] if day else [date_left_out(text) for text in _dates(tree) if text][:1]
    url = stated.url or ""
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url.startswith(("http://", "https://")) else ""
    site = fold(stated.sitename or "")
    metadata = Metadata(
        # Where a page states no title, its first heading takes its place, which may head no more than its first part.
        title=fold(stated.title or "") if tree.xpath(TITLED) else "",
        author=_authors(tree) or names_as_written(fold(stated.author or ""), parts),
        # Where a page names no site, the name of the host takes its place, which publishes nothing.
        publisher="" if site.lower().removeprefix("www.") == host else site,
        published_on=day,
        language=_language(tree),
        source_url=url if host else "",
        rights=fold(stated.license or ""),
    )
    return metadata, undated


def _authors(tree: html.HtmlElement) -> str:
    """The authors in the meta elements of the page, as they stand there: trafilatura drops "王毅", being one word.

    Where pages name them by several vocabularies, those of the first are taken.
    """
    named: defaultdict[str, list[str]] = defaultdict(list)
    for meta in tree.iter("meta"):
        name = fold(meta.get("content") or "")
        if AUTHORED.fullmatch(meta.get("name") or "") and not NO_NAME.search(name):
            named[meta.get("name").lower()].append(name)
    return "; ".join(dict.fromkeys(next(iter(named.values()), [])))


def _dates(tree: html.HtmlElement) -> Iterator[str]:
    """What the meta elements of the page say of when it was published."""
    for meta in tree.iter("meta"):
        if any(DATED.match(meta.get(name) or "") for name in ("name", "property", "itemprop")):
            yield fold(meta.get("content") or "")


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


def _main_part(units: list[Unit], tree: html.HtmlElement) -> list[Unit]:
    """The units of the main text, with what stands between them; everything where there is nothing to tell apart."""
    known = set() if _is_plain(units) else _main_keys(tree)
    certain = {i for i, unit in enumerate(units) if not unit.chrome and key(unit.text) in known}
    if certain:
        certain |= {i for i, unit in enumerate(units) if unit.kept}
        # Links alone above the text lead around the site.
        words = [i for i in certain if units[i].kind is Kind.BODY]
        first = min((i for i in words if units[i].linked <= MOST_LINKED), default=0)
        certain -= {i for i in words if i < first}
    else:
        if all(unit.chrome or unit.kind is Kind.FRONT for unit in units):
            return [replace(unit, chrome=False) for unit in units]
        return [_aside(unit) if unit.chrome else unit for unit in units]
    first, last, siblings = min(certain), max(certain), {_place(units[i]) for i in certain}
    homes = {parent for parent, _ in siblings}
    kept = []
    for i, unit in enumerate(units):
        belongs = unit.kind is Kind.FRONT or i in certain
        if not belongs and not unit.is_aside:
            # A heading right above the text, in what the text is in, is its own.
            heads = unit.kind is Kind.HEADING and i + 1 in certain and unit.home.getparent() in homes
            belongs = first < i < last or heads or _place(unit) in siblings
        kept.append(unit if belongs else _aside(unit))
    return kept


def _aside(unit: Unit) -> Unit:
    return unit if unit.kind is Kind.FRONT else replace(unit, kind=Kind.FURNITURE)


def _place(unit: Unit) -> tuple[html.HtmlElement | None, str]:
    """Where a unit stands: what it is in, and as what."""
    return unit.home.getparent(), unit.home.tag


def _is_plain(units: Sequence[Unit]) -> bool:
    """Whether there is nothing to tell apart (no menus, heads, feet, no unit that is only a link), or far too much."""
    return len(units) > MOST_UNITS or not any(unit.is_aside for unit in units)


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
