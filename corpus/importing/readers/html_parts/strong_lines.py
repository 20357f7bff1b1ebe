"""Headings that a page sets in bold and does not call headings.

Plain Python on lxml.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree, html

from corpus.blocks import Kind
from corpus.importing.readers.html_parts.blocks_from_units import DEEPEST_HEADING, key, speakers_among
from corpus.importing.readers.html_parts.units import Unit
from corpus.importing.structure.headings import LONGEST_HEADING
from corpus.importing.structure.strong_lines import HeadingCandidate, strong_headings

_STRONG = frozenset({"b", "strong"})
_BOLD = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b", re.IGNORECASE)


def with_strong_headings(units: Sequence[Unit]) -> list[Unit]:
    """The units, those in bold that head what is below them as headings, one level below those the page calls so.

    Where it calls none so they have no level: others whose numbers make them headings may stand above them.
    """
    marked = [replace(unit, strong=True) if _is_strong(unit) else unit for unit in units]
    speakers = speakers_among(marked)
    lines = [
        HeadingCandidate(
            unit.kind, unit.text, unit.number, unit.level, place not in speakers and unit.strong, _is_plain(unit)
        )
        for place, unit in enumerate(marked)
    ]
    deepest = max((unit.level for unit in units if unit.kind is Kind.HEADING), default=0)
    for place in strong_headings(lines):
        level = min(deepest + max(marked[place].level, 1), DEEPEST_HEADING) if deepest else 0
        marked[place] = replace(marked[place], kind=Kind.HEADING, level=level)
    return marked


def _is_plain(unit: Unit) -> bool:
    return unit.kind is Kind.BODY and not (unit.number or unit.role or unit.is_aside)


def _is_strong(unit: Unit) -> bool:
    """Whether all the words of a paragraph, which are all of its element, are bold."""
    if len(unit.text) > LONGEST_HEADING or unit.kind is not Kind.BODY:
        return False
    if _BOLD.search(unit.home.get("style", "")):
        return True
    plain = "".join(_plain_words(unit.home))
    return not key(plain) and key(unit.home.text_content() or "") == key(unit.text)


def _plain_words(element: html.HtmlElement) -> Iterator[str]:
    """The texts in an element that no element inside it makes bold."""
    yield element.text or ""
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if inner is element:
            continue
        if event == "end":
            yield inner.tail or ""
        elif inner.tag in _STRONG or _BOLD.search(inner.get("style", "")):
            walker.skip_subtree()
        else:
            yield inner.text or ""
