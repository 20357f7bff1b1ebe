"""What Word prints for fields whose result is not in the file: buttons, signs, fields of forms, typed formulas.

Plain Python on lxml (ISO 29500-1, 17.16).
"""

import re
from collections.abc import Iterator

from lxml import etree

from corpus.importing.readers.docx_parts.number_formats import formatted
from corpus.importing.readers.docx_parts.styles import OFF, W, value
from corpus.importing.readers.docx_parts.symbols import character
from corpus.importing.structure.linear_formulas import superscript
from corpus.importing.structure.raised_signs import lowered

# Fields that count something where they stand.
COUNTING = frozenset({"AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM"})
_FONT = re.compile(r'\\f\s*"?([^"\\]+)')
_TOKEN = re.compile(r"\\[a-z]{1,2}(?![a-z])|\\.|[(),;]|[^\\(),;]+", re.IGNORECASE | re.DOTALL)
_SWITCH = re.compile(r'\\[*#@]\s*(?:"[^"]*"|\S+)')
_CIRCLES = frozenset("○◯〇")


def name_of(code: str) -> str:
    """The kind of a field, the first word of its code."""
    return (code.split(None, 1) or [""])[0].upper()


def without_result(code: str, begin: etree._Element) -> str:
    """What is printed for a field without a result; "" for one that prints nothing or is not known.

    Args:
        code: the code of the field.
        begin: the mark at which it begins, which holds what is chosen in a field of a form.
    """
    words = code.split()
    match name_of(code):
        case "MACROBUTTON" | "GOTOBUTTON":
            return " ".join(words[2:])
        case "SYMBOL":
            return _symbol(code, words)
        case "EQ":
            return _formula(_TOKEN.findall(_SWITCH.sub("", code.strip()[2:]))).strip()
        case "FORMCHECKBOX":
            return "☒" if _is_checked(begin) else "☐"
        case "FORMDROPDOWN":
            entries = [value(one) for one in begin.iterfind(f".//{W}ddList/{W}listEntry")]
            chosen = value(begin.find(f".//{W}ddList/{W}result")) or "0"
            return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""
        case _:
            return ""


def _symbol(code: str, words: list[str]) -> str:
    font = _FONT.search(code)
    try:
        return character(font[1] if font else "", int(words[1], 0))
    except (IndexError, ValueError):
        return ""


def _is_checked(begin: etree._Element) -> bool:
    states = (begin.find(f".//{W}checkBox/{W}{name}") for name in ("checked", "default"))
    state = next((state for state in states if state is not None), None)
    return state is not None and state.get(f"{W}val", "1") not in OFF


def _formula(tokens: list[str]) -> str:
    r"""A formula typed in a field: \f(a,b) is a fraction, \r(n,x) a root, \o(a,b) signs over each other."""
    (text,) = _arguments(iter([*tokens, ")"]), whole=True)
    return text


def _arguments(tokens: Iterator[str], *, whole: bool = False) -> list[str]:
    """The arguments up to the closing bracket; all as one where they are those of no command."""
    arguments, command = [""], ""
    for part in tokens:
        if part == ")":
            break
        if part == "(":
            inner = _arguments(tokens, whole=not command)
            arguments[-1] += _command(command, inner) if command else f"({inner[0]})"
            command = ""
        elif part in {",", ";"} and not whole:
            arguments.append("")
        elif part[0] == "\\" and part[1:].isalpha():
            command = f"{command}{part}".lower()
        elif part[0] == "\\":
            arguments[-1] += part[1]
        elif not command:
            arguments[-1] += part
    return arguments


def _command(command: str, arguments: list[str]) -> str:
    """What a command makes of its arguments."""
    first, last = arguments[0].strip(), arguments[-1].strip()
    match command[1]:
        case "f":
            written = f"{first}/{last}"
        case "r":
            written = (superscript(first) if len(arguments) > 1 else "") + f"√{last}"
        case "s":
            written = lowered(last) if "\\do" in command else superscript(last) or last
        case "o":
            # The reading of a word stands over it, a number in a circle.
            is_circled = first in _CIRCLES and last.isdecimal()
            written = formatted(int(last), "decimalEnclosedCircle") or last if is_circled else last
        case "b":
            written = f"({first})"
        case _:
            written = ", ".join(argument.strip() for argument in arguments)
    return written
