"""What the tokens inside a line of Markdown print: their words without marks and tags.

Plain Python. Raised and lowered signs keep their meaning, struck words and what only machines read are left out, and
calls of notes become the note's sign in brackets.
"""

import re
from collections.abc import Sequence
from itertools import islice

from markdown_it.token import Token

from corpus.importing.readers.html_parts.units import UNREAD
from corpus.importing.readers.markdown_parts.syntax import ATTRIBUTES
from corpus.importing.structure.back_links import says_back
from corpus.importing.structure.joining import join
from corpus.importing.structure.raised_signs import LOOKED_AT, lowered, raised

_ELEMENT = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b")
_VOID = frozenset({"area", "base", "embed", "input", "link", "meta", "param", "source", "track"})
_STRIKING = frozenset({"del", "s", "strike"})
_LEFT_OUT = (UNREAD - _VOID) | _STRIKING | {"rt", "rp"}
_CHANGING = _LEFT_OUT | {"sup", "sub", "q"}
_HIDDEN = re.compile(r"\shidden(?=[\s>=])|(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_UNPRINTED = "hidden"
_CALL = re.compile(r"\d{1,3}|[*†‡]{1,3}")
_OF_MARKDOWN = {
    f"{token}_{end}": f"<{slash}{tag}>"
    for token, tag in (("s", "s"), ("sup", "sup"), ("sub", "sub"), ("link", "a"))
    for end, slash in (("open", ""), ("close", "/"))
}
_QUOTES = (("“", "”"), ("‘", "’"))


def joined(printed: str) -> str:
    """Printed lines as those of a paragraph."""
    lines = [line.strip() for line in printed.split("\n")]
    return join([line for line in lines if line] or [""]).strip()


def printed(tokens: Sequence[Token]) -> str:
    """Return what the tokens inside a line print; a line break is a line feed, which no text can hold."""
    text = ""
    opened: list[tuple[str, int, str]] = []  # elements that change what is in them, from where on, and how
    for place, token in enumerate(tokens):
        tag = _ELEMENT.match(_tag(token))
        name = tag[2].lower() if tag else ""
        if token.type in {"softbreak", "hardbreak"} or name == "br":
            text += "\n"
        elif tag and not tag[1] and (effect := _effect(name, token)):
            opened.append((name, len(text), effect))
        elif tag and opened and name == opened[-1][0]:
            _name, start, effect = opened.pop()
            depth = sum(outer == "q" for *_, outer in opened)
            text = _changed(effect, token, (text[:start], text[start:], _after(tokens, place)), depth)
        elif token.type == "html_inline":
            text = text if tag else _parted(text, _after(tokens, place))
        else:
            text += _words(token, tokens[place - 1] if place else None)
    return text


def _after(tokens: Sequence[Token], place: int) -> str:
    return next((token.content for token in islice(tokens, place + 1, None) if token.content), "")[:LOOKED_AT]


def _words(token: Token, before: Token | None) -> str:
    """What a token prints that is no tag."""
    if token.type == "footnote_ref":
        return f"[{token.meta['label']}]"
    if token.type == "image":
        return printed(token.children or ())
    words = token.content.replace("\n", " ").replace("\r", " ")
    # The width of a picture in per cent is none of the attributes that the parser takes off.
    match = ATTRIBUTES.match(words) if before is not None and before.type == "image" else None
    return words[match.end() :] if match else words


def struck(tokens: Sequence[Token]) -> int:
    """How many times words are struck out."""
    tags = (_ELEMENT.match(_tag(token)) for token in tokens)
    return sum(tag is not None and not tag[1] and tag[2].lower() in _STRIKING for tag in tags)


def _tag(token: Token) -> str:
    """The HTML tag a token is, "" if none; ~~ begins and ends what an element does."""
    return token.content if token.type == "html_inline" else _OF_MARKDOWN.get(token.type, "")


def _effect(name: str, token: Token) -> str:
    """What an element does with what is in it: leave it out, raise it; "" for nothing."""
    if token.type == "link_open":
        return name if str(token.attrGet("href")).startswith("#") else ""
    if name in _LEFT_OUT or (name not in _VOID and _HIDDEN.search(_tag(token))):
        return _UNPRINTED
    return name if name in _CHANGING else ""


def _changed(effect: str, token: Token, around: tuple[str, str, str], depth: int) -> str:
    """The text up to the end of an element, by what stands before it, in it and after it.

    ``depth`` says in how many quotations it stands.
    """
    before, inside, after = around
    match effect:
        case "sup":
            return before + raised(before, inside, after)
        case "sub":
            # Pandoc's mark stands after something: "5~10 and ~5~10~" has none.
            return before + (lowered(inside) if token.markup != "~" or before[-1:].isalnum() else f"~{inside}~")
        case "q":
            begin, end = _QUOTES[depth % 2]
            return f"{before}{begin}{inside}{end}"
        case "a" if says_back(inside):
            return before.rstrip(" ")
        case "a":
            return before + (f"[{inside}]" if before[-1:].strip() and _CALL.fullmatch(inside) else inside)
        case _:
            return _parted(before, after)


def _parted(before: str, after: str) -> str:
    """What stands before something left out, with no second space."""
    return before.rstrip(" ") if after[:1] == " " else before
