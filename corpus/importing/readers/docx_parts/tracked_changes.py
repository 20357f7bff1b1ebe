"""A part of a Word document as it is printed: tracked changes accepted, one of several renderings chosen, in place.

Plain Python on lxml.
"""

from collections import Counter

from lxml import etree

from corpus.importing.readers.docx_parts.styles import DocxStyle, W, toggles

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Extensions of others are read by nobody, and what stands in the fallback is printed.
KNOWN_EXTENSIONS = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")
CHANGES = {f"{W}ins": "inserted", f"{W}del": "deleted", f"{W}moveFrom": "moved"}
GONE = frozenset({f"{W}del", f"{W}moveFrom"})


def as_printed(root: etree._Element, counted: Counter[str]) -> None:
    """Take out what is deleted, moved away or rendered otherwise.

    Args:
        root: the root of a part with text; changed in place.
        counted: where the changes are counted, as "inserted", "deleted" and "moved".
    """
    marked = list(root.iter(f"{MC}AlternateContent", f"{W}cellDel", *CHANGES))
    for element in marked:
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag == f"{MC}AlternateContent":
            _choose(element, parent)
            continue
        counted[CHANGES.get(element.tag, "deleted")] += not _goes_with_words(element, parent)
        if element.tag == f"{W}cellDel" or (element.tag in GONE and parent.tag == f"{W}trPr"):
            _remove(parent.getparent())
        elif element.tag in GONE and len(element):
            parent.remove(element)


def is_joined(mark: etree._Element | None) -> bool:
    """Whether a paragraph whose mark has these properties is joined to the next: its mark is deleted, moved or hidden.

    A mark that is hidden for good parts a heading from the text that goes on in its line.
    """
    if mark is None:
        return False
    is_hidden_alone = toggles(mark).get("vanish", False) and mark.find(f"{W}specVanish") is None
    return is_hidden_alone or any(mark.find(tag) is not None for tag in GONE)


def is_hidden(mark: etree._Element | None, style: DocxStyle) -> bool:
    """Whether the mark of a paragraph is hidden, so that the paragraph is not there where all its words are hidden."""
    return (style.toggles | toggles(mark)).get("vanish", False)


def _goes_with_words(element: etree._Element, parent: etree._Element) -> bool:
    """Whether a change is that of the mark of a paragraph whose words are changed in the same way."""
    if parent.tag != f"{W}rPr" or parent.getparent() is None or parent.getparent().tag != f"{W}pPr":
        return False
    paragraph = parent.getparent().getparent()
    return paragraph is not None and paragraph.find(element.tag) is not None


def _remove(element: etree._Element | None) -> None:
    if element is not None and (parent := element.getparent()) is not None:
        parent.remove(element)


def _choose(alternatives: etree._Element, parent: etree._Element) -> None:
    """Put in the place of several renderings the first one that Word knows all extensions of, else the fallback."""
    chosen = next(filter(_is_known, alternatives.findall(f"{MC}Choice")), None)
    if chosen is None:
        chosen = alternatives.find(f"{MC}Fallback")
    at = parent.index(alternatives)
    parent[at : at + 1] = [] if chosen is None else list(chosen)


def _is_known(choice: etree._Element) -> bool:
    names = (choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split())
    return all(name.startswith(KNOWN_EXTENSIONS) for name in names)
