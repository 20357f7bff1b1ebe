"""The marks of quotations that a browser prints: by the language of the page, or as a style sheet has them."""

import re

from lxml import html

from corpus.importing.readers.html_parts.style_sheets import PSEUDO

# Outer and inner marks as browsers print them (CLDR), by the primary subtag of the language.
_MARKS = {
    **dict.fromkeys(("de", "cs", "sk", "sl", "bg", "lt", "is", "et", "da"), "„“‚‘"),
    **dict.fromkeys(("pl", "ro", "hu", "hr", "sr", "bs"), "„”‚’"),
    **dict.fromkeys(("fr", "it", "es", "pt-PT", "ru", "uk", "be", "el", "ca", "fa", "hy", "nb", "nn", "no"), "«»“”"),
    **dict.fromkeys(("ja", "zh-hant", "zh-tw"), "「」『』"),
    **dict.fromkeys(("fi", "sv"), "””’’"),
}
_ENGLISH = "“”‘’"
_QUOTES = re.compile(r"(?:^|;)\s*quotes\s*:\s*((?:\"[^\"]*\"|'[^']*'|[^;\"'])*)", re.IGNORECASE)
_STRINGS = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_CONTENT = re.compile(r"(?:^|;)\s*content\s*:\s*((?:\"[^\"]*\"|'[^']*'|[^;\"'])*)", re.IGNORECASE)
_INHERITED = frozenset({"inherit", "unset", ""})


def marks_of(element: html.HtmlElement, depth: int = 0) -> tuple[str, str]:
    """The marks before and after a quotation that stands in so many others which are no ``q``."""
    depth += sum(1 for _ in element.iterancestors("q"))
    for at in (element, *element.iterancestors()):
        stated = [*_QUOTES.findall(at.get("style", ""))][-1:]
        value = stated[0].replace("!important", "").strip().lower() if stated else ""
        if value in _INHERITED:
            continue
        strings = [double or single for double, single in _STRINGS.findall(stated[0])]
        if strings or value == "none":
            pairs = [*zip(strings[::2], strings[1::2], strict=False)] or [("", "")]
            return pairs[min(depth, len(pairs) - 1)]
        break
    language = next((at.get("lang") for at in element.iterancestors() if at.get("lang")), "").lower()
    marks = _MARKS.get(language) or _MARKS.get(language.partition("-")[0], _ENGLISH)
    return (marks[2], marks[3]) if depth % 2 else (marks[0], marks[1])


def has_own_content(element: html.HtmlElement, pseudo: str) -> bool:
    """Whether a style sheet prints something else than its mark before or after a ``q``, or nothing."""
    stated = [*_CONTENT.findall(element.get(PSEUDO + pseudo, ""))][-1:]
    return bool(stated) and not re.fullmatch(r"\s*(?:normal|(?:open|close)-quote)\b.*", stated[0], re.IGNORECASE)
