"""The tree of a page as a browser makes it: everything that is shown is in its body."""

from lxml import html

from corpus.importing.readers.html_parts.units import CONTROLS

DEEPEST = "Excessive depth"
_OF_HEADS = """
    base basefont bgsound link meta noscript script style template title
"""
OF_HEADS = frozenset(_OF_HEADS.split())


class TooDeepError(ValueError):
    """The elements are nested so deeply that the parser left some of them out."""


def parse(text: str) -> html.HtmlElement:
    """The tree of an HTML text, without comments.

    Raises:
        TooDeepError: elements are nested more than some 2,000 deep, and the parser would drop what is in them.
        lxml.etree.ParserError: there is nothing in it.
    """
    # The parser takes a str with an encoding in its XML declaration for a mistake; bytes with a stated codec never.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    tree = html.document_fromstring(CONTROLS.sub("", text).encode(), parser=parser, ensure_head_body=True)
    if any(entry.message.startswith(DEEPEST) for entry in parser.error_log):
        raise TooDeepError
    _begin_body(tree)
    _end_body(tree)
    return tree


def _begin_body(tree: html.HtmlElement) -> None:
    """Put what the parser left in the head into the body: an ``article`` begins it, even where no tag does.

    The parser knows no elements that are younger than HTML 4.
    """
    head, body = tree.find("head"), tree.body
    first = None if head is None else next((at for at, one in enumerate(head) if one.tag not in OF_HEADS), None)
    if first is not None:
        body.text, text = None, body.text
        moved = list(head[first:])
        body[:0] = moved
        moved[-1].tail = f"{moved[-1].tail or ''}{text or ''}" or None


def _end_body(tree: html.HtmlElement) -> None:
    """Put what the parser left after the body, or after the page, into the body, where a browser shows it."""
    body = tree.body
    if body.tail:
        # Text cannot be moved, an element with text can.
        loose = html.Element("span")
        loose.text, body.tail = body.tail, None
        body.append(loose)
        loose.drop_tag()
    for after in [*body.itersiblings(), *tree.itersiblings()]:
        body.append(after)
        # A second page has its own html, head and body; as elements of another body they mean nothing.
        for around in (after, *after) if after.tag == "html" else (after,):
            if around.tag in {"html", "head", "body"}:
                around.drop_tag()
