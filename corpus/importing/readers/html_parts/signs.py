"""What a page says with elements inside its lines: raised signs, quotation marks, struck words, readings of characters.

Plain Python on lxml. The tree is changed such that its text, read in order, is the text of the page.
"""

import re
from collections import Counter
from collections.abc import Container

from lxml import html

from corpus.importing.readers.html_parts.formulas import write_formulas
from corpus.importing.readers.html_parts.layout import NUMBER
from corpus.importing.readers.html_parts.quotations import has_own_content, marks_of
from corpus.importing.readers.html_parts.units import CALL_ATTRIBUTE, is_invisible
from corpus.importing.structure.back_links import says_back
from corpus.importing.structure.raised_signs import LOOKED_AT, lowered, raised

STRUCK = frozenset({"del", "s", "strike"})
READINGS = frozenset({"rt", "rp", "rtc"})
_SIGN = re.compile(r"\s*\[?\s*(\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§]{1,3})\s*\]?\s*")
_NOTE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:foot|end)?note[-_]?(?:ref|call|anchor|number)?s?(?=[\s_-]|$)|\bfnref\b|\bnoteref\b", re.IGNORECASE
)
_RAISED_STYLE = re.compile(
    r"(?:^|[;\s])(?:vertical-align|font-variant-position)\s*:\s*(super|sub|text-top|text-bottom|baseline|normal)\b"
    r"|(?:^|[;\s])(vertical-align|bottom|top)\s*:\s*([-+]?)(\d*\.?\d+)(r?em|ex|px|pt|%)",
    re.IGNORECASE,
)
_HEIGHTS = {"super": "super", "text-top": "super", "sub": "sub", "text-bottom": "sub"}
# By less an element is only tidied.
_LEAST_MOVED = {"em": 0.2, "rem": 0.2, "ex": 0.4, "px": 3, "pt": 2, "%": 15}
_RELATIVE = re.compile(r"position\s*:\s*relative", re.IGNORECASE)
_RAISED_CLASS = re.compile(r"(?:^|\s)(sup|super|sub)(?:script)?(?=\s|$)", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
# What only leads to the place itself, or back to the call of a note.
_PERMALINK = re.compile(r"[¶§🔗#↩↑⤴⬆⏎↵]\ufe0e?\ufe0f?|\^")
_LINK_CLASS = re.compile(r"anchor|permalink|headerlink|hash-?link|back-?(?:link|ref)|footnote-back", re.IGNORECASE)
_PAGE_CLASS = re.compile(r"(?:^|\s)page-?(?:num(?:ber)?|no)(?=\s|$)", re.IGNORECASE)
_PAGE = re.compile(r"[\[({]?\s?(?:(?:pg|p|page)\b\.?\s?)?(?:\d{1,4}|[ivxl]{1,7})\s?[\])}]?", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Two elements beside each other without a space, of which the first ends a number or a phrase and the second begins
# with a capital: the page parts them by its style sheet.
_ENDS = re.compile(r"[\d.:;)]$")
_BEGINS = re.compile(r"[^\W\d_]")
LONGEST_FIRST_LINE = 100
_PARTED = frozenset({"span", "b", "strong", "i", "em"})
_IN_LINES = _PARTED | {"a", "sup", "sub", "font", "u", "small", "q", "ins", "abbr", "cite", "mark"}


def settle_signs(tree: html.HtmlElement) -> Counter[str]:
    """Change ``tree`` such that its text is what the page says; how many struck words and readings were left out."""
    write_formulas(tree)
    _write_drawings(tree)
    left_out = _without_signs(tree)
    links = list(tree.iter("a"))
    calls = {link.get("id") or link.get("name") or "" for link in links if link.get("href", "").startswith("#")}
    calls |= {around.get("id", "") for link in links for around in link.iterancestors("sup", "span")} - {""}
    for link in links:
        if _is_permalink(link) or _leads_back(link, calls):
            _drop(link)
        else:
            _bracket_note(link)
    for element in tree.iter("p", "div"):
        _part_first_line(element)
    for element in list(tree.iter(*_IN_LINES)):
        if element.getparent() is None:
            continue
        if _STRUCK_STYLE.search(element.get("style", "")):
            left_out["struck_text"] += 1
            element.drop_tree()
            continue
        if element.tag == "q":
            _quote(element)
        _set_raised(element)
        _part(element)
    return left_out


def _write_drawings(tree: html.HtmlElement) -> None:
    """Put the words of each drawing into the tree before it, where readers of the page see them."""
    for drawing in list(tree.iter("svg")):
        words = [" ".join((text.text_content() or "").split()) for text in drawing.iter("text")]
        if any(words) and drawing.getparent() is not None and not is_invisible(drawing.get("style", "")):
            span = html.Element("span")
            span.text = f" {' '.join(filter(None, words))} "
            drawing.addprevious(span)


def _without_signs(tree: html.HtmlElement) -> Counter[str]:
    """Take out readings, struck words and what the edition prints inside the lines; how many of each."""
    left_out: Counter[str] = Counter()
    for element in list(tree.iter("span", "a", *READINGS, *STRUCK)):
        is_plain = element.tag in {"span", "a"}
        if element.getparent() is None or (is_plain and not _is_of_edition(element)):
            continue
        code = "page_signs" if is_plain else "ruby_readings" if element.tag in READINGS else "struck_text"
        left_out[code] += element.tag != "rp"
        element.drop_tree()
    return left_out


def _is_of_edition(element: html.HtmlElement) -> bool:
    """Whether an element inside a line is the number of a printed page, or a wiki's link that edits a section."""
    named = element.get("class", "")
    is_page = _PAGE_CLASS.search(named) and _PAGE.fullmatch((element.text_content() or "").strip())
    return bool(is_page) or "mw-editsection" in named.split()


def _is_permalink(link: html.HtmlElement) -> bool:
    text = (link.text_content() or "").strip()
    if not _PERMALINK.fullmatch(text) or "#" not in link.get("href", ""):
        return False
    named = f"{link.get('class', '')} {link.get('role', '')} {link.get('rel', '')}"
    in_heading = next(link.iterancestors(*_HEADINGS), None) is not None
    return text not in {"#", "^", "§"} or bool(_LINK_CLASS.search(named)) or in_heading or text == "^"


def _leads_back(link: html.HtmlElement, calls: Container[str]) -> bool:
    """Whether a link leads from a note back to where it is called."""
    name = link.get("href", "").partition("#")[2]
    return bool(name) and name in calls and says_back(link.text_content() or "")


def _drop(link: html.HtmlElement) -> None:
    """Take a link out, and the space before it where a full stop comes after."""
    if (link.tail or "").lstrip()[:1] in {".", ",", ";"}:
        before, around = link.getprevious(), link.getparent()
        if before is not None:
            before.tail = (before.tail or "").rstrip()
        else:
            around.text = (around.text or "").rstrip()
    link.drop_tree()


def _bracket_note(link: html.HtmlElement) -> None:
    """Put the number of a footnote in brackets, lest "the wall" and a raised 1 become "the wall1"."""
    match = _SIGN.fullmatch(link.text_content() or "")
    if not match or "#" not in link.get("href", ""):
        return
    parent = link.getparent()
    inside = next(link.iter("sup"), None) is not None
    named = f"{link.get('class', '')} {link.get('role', '')} {link.get('{http://www.idpf.org/2007/ops}type', '')}"
    named += f" {link.get('epub:type', '')}"
    if not (inside or _height(parent) == "super" or _height(link) == "super" or _NOTE_CLASS.search(named)):
        return
    for inner in list(link):
        link.remove(inner)
    link.text = f"[{match[1]}]"
    link.set(CALL_ATTRIBUTE, link.get("href", "").partition("#")[2])


def _height(element: html.HtmlElement) -> str:
    """Whether an element is raised ("super") or lowered ("sub"), by itself, its class or its style; "" if neither."""
    if element.tag in {"sup", "sub"}:
        return "super" if element.tag == "sup" else "sub"
    if style := _height_of_style(element.get("style", "")):
        return style.removeprefix("-")
    match = _RAISED_CLASS.search(element.get("class", ""))
    return {"super": "super", "sup": "super", "sub": "sub"}[match[1].lower()] if match else ""


def _height_of_style(style: str) -> str:
    """Where a style sets an element, by a word or by how far; "-" on the line, though it says something of it."""
    height = ""
    for word, moved, sign, number, unit in _RAISED_STYLE.findall(style) if ":" in style else ():
        if word:
            height = _HEIGHTS.get(word.lower(), "-")
        elif moved.lower() == "vertical-align" or _RELATIVE.search(style):
            is_moved = float(number) >= _LEAST_MOVED[unit.lower()]
            is_up = (sign == "-") == (moved.lower() == "top")
            height = ("super" if is_up else "sub") if is_moved else height
    return height


def _set_raised(element: html.HtmlElement) -> None:
    """Write a raised or lowered number with the signs Unicode has for it, or as the call of a note."""
    height = _height(element)
    # What holds a note already put in brackets, or something other than a sign, stays as it is.
    if not height or len(text := element.text_content() or "") > LOOKED_AT or "[" in text:
        return
    sign = lowered(text) if height == "sub" else raised(_before(element), text, (element.tail or "")[:LOOKED_AT])
    if sign != text:
        for inner in list(element):
            element.remove(inner)
        element.text = sign


def _before(element: html.HtmlElement) -> str:
    """What stands right before an element in its line."""
    text = ""
    at = element
    while at is not None and len(text) < LOOKED_AT:
        previous = at.getprevious()
        if previous is not None:
            if previous.tag == "br":
                break
            text = f"{previous.text_content() or ''}{previous.tail or ''}{text}"
            at = previous
            continue
        at = at.getparent()
        if at is None:
            break
        text = f"{at.text or ''}{text}"
        if at.tag not in {
            "a",
            "sup",
            "sub",
            "span",
            "b",
            "strong",
            "i",
            "em",
            "font",
            "u",
            "small",
            "q",
            "ins",
            "abbr",
        }:
            break
    return text[-LOOKED_AT:]


def _quote(element: html.HtmlElement) -> None:
    """Print the marks of a quotation, which a page has from the browser."""
    start, end = marks_of(element)
    start = "" if has_own_content(element, "before") else start
    end = "" if has_own_content(element, "after") else end
    element.text = start + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + end
    else:
        element.text += end


def _part_first_line(element: html.HtmlElement) -> None:
    """Make a paragraph of its own of a first line in bold: the name of who speaks, or a heading."""
    first = element[0] if len(element) else None
    if first is None or first.tag not in {"b", "strong"} or (element.text or "").strip() or (first.tail or "").strip():
        return
    following = first.getnext()
    if following is not None and following.tag == "br" and len(first.text_content() or "") <= LONGEST_FIRST_LINE:
        following.addprevious(following.makeelement("br"))


def _part(element: html.HtmlElement) -> None:
    """Put a space between two elements that only a style sheet parts: "Art. 5" and "Every keeper pays."."""
    following = element.getnext()
    if following is None or element.tail:
        return
    left, right = element.text_content() or "", following.text_content() or ""
    if element.tag == following.tag == "a":
        # Links beside each other lead to different places: "Facebook", "Twitter".
        element.tail = " " * (left[-1:].isalnum() and right[:1].isalnum())
        return
    if following.tag not in _PARTED or element.tag not in _PARTED:
        return
    is_number = NUMBER.fullmatch(left.strip()) and element.getprevious() is None
    if is_number and not (element.getparent().text or "").strip() and right[:1].strip():
        element.tail = " "
    if _ENDS.search(left) and _BEGINS.match(right) and right[0].isupper() and right[1:2].islower():
        element.tail = " "
