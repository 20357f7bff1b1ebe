"""What libraries make of a page's author and date, held against what the page says.

Plain Python. trafilatura takes the dots of initials, capitals and apostrophes for decoration, and htmldate completes
"2023-05" from today; both would go into exports as facts.
"""

import re
from collections.abc import Iterable
from datetime import date

from corpus.importing.structure.dates import days_in

# What may stand between two words of a name, between two names, and after an initial or "Jr" at the end.
_IN_NAME = r"[^\w,;]{1,3}"
_BETWEEN = r"\W{1,3}(?:(?:and|und|et|y)\W{1,3})?"
_DOT = r"(?:(?:(?<=\b\w)|(?<=\b[JS]r))\.)?"


def names_as_written(names: str, texts: Iterable[str]) -> str:
    """Return ``names`` as they are spelled where the page has them, the first place of ``texts`` before the others.

    Those that stand together nowhere are looked for one by one; what is nowhere is returned as it is.
    """
    places = list(texts)
    if not names or (written := _written_in(names, places)):
        return written if names else ""
    return "; ".join(_written_in(name, places) or name for name in names.split("; "))


def _written_in(name: str, places: list[str]) -> str:
    spelled = _BETWEEN.join(_IN_NAME.join(re.findall(r"\w+", each)) for each in name.split("; "))
    for flags in (0, re.IGNORECASE):
        pattern = re.compile(rf"(?<!\w){spelled}(?!\w){_DOT}", flags)
        for place in places:
            if match := pattern.search(place):
                return match[0]
    return ""


def is_written(day: date, texts: Iterable[str]) -> bool:
    """Whether ``day`` stands in full somewhere in ``texts``, as people or as machines write it."""
    by_machines = re.compile(f"(?<!\\d){day:%Y(?P<mark>[-/.]?)%m(?P=mark)%d}")
    return any(by_machines.search(place) or day in days_in(place) for place in texts)
