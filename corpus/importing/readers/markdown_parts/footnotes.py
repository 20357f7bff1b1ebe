"""Footnotes in Markdown, which CommonMark does not know: ``[^1]`` in the text, ``[^1]: the note`` where it stands.

A rule for markdown-it-py, whose own plugin moves the notes to the end; here they stay where they are written, since a
reader keeps the order of the file.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:[ \t]*")
_DEFINITION = re.compile(r"\[[^\]]{1,200}\]:")
_CALL = re.compile(r"\[\^([^\]\s]{1,40})\]")


def footnotes(parser: MarkdownIt) -> None:
    """Teach ``parser`` that a footnote is a paragraph of its own, with its label in the ``info`` of its text."""
    parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph"]})


def print_calls(text: str) -> str:
    """``text`` with its calls of notes as they are printed: "[^1]" is "[1]"."""
    return _CALL.sub(r"[\1]", text) if "[^" in text else text


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
    found = None if state.is_code_block(start) else _NOTE.match(_line(state, start))
    if found is None:
        return False
    if silent:
        return True
    last = start + 1
    while last < end and not state.isEmpty(last) and not _DEFINITION.match(_line(state, last)):
        last += 1
    state.push("paragraph_open", "p", 1).map = [start, last]
    text = state.push("inline", "", 0)
    text.content = state.getLines(start, last, state.blkIndent, False).strip()[found.end() :].strip()
    text.map, text.children, text.info = [start, last], [], f"[{found[1]}]"
    state.push("paragraph_close", "p", -1)
    state.line = last
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
