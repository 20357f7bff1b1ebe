"""Notes at the end of a page, put at the end of the section they are called in.

Plain Python on lxml. A page shows them after its last section, whose they would else become; where they have a heading
of their own ("Notes") they are a section themselves and stay.
"""

from collections.abc import Iterator, Sequence

from lxml import html

from corpus.blocks import Kind
from corpus.importing.readers.html_parts.units import Unit


def notes_in_sections(units: Sequence[Unit]) -> list[Unit]:
    """The units in order, each note after the last unit of the section in which it is called first."""
    called: dict[str, int] = {}
    for place, unit in enumerate(units):
        for name in unit.calls:
            called.setdefault(name, place)
    if not called:
        return list(units)
    section = 0
    sections = [section := place if unit.kind is Kind.HEADING else section for place, unit in enumerate(units)]
    ends = {head: place for place, head in enumerate(sections)}
    moved: dict[int, list[Unit]] = {}
    gone: set[int] = set()
    for place, name in _notes(units, called):
        head = sections[called[name]]
        if head != sections[place] and not _has_own_heading(place, sections, units, called):
            moved.setdefault(ends[head], []).append(units[place])
            gone.add(place)
    placed: list[Unit] = []
    for place, unit in enumerate(units):
        placed += [] if place in gone else [unit]
        placed += moved.get(place, [])
    return placed


def _notes(units: Sequence[Unit], called: dict[str, int]) -> Iterator[tuple[int, str]]:
    """The places of the units that belong to notes called before them, with what they are called by."""
    for place, unit in enumerate(units):
        name = _name(unit.home, called)
        if name and called[name] < place and _name(units[called[name]].home, called) != name:
            yield place, name


def _name(home: html.HtmlElement, called: dict[str, int]) -> str:
    names = (at.get("id") or at.get("name") or "" for at in (home, *home.iterancestors()))
    return next((name for name in names if name in called), "")


def _has_own_heading(place: int, sections: Sequence[int], units: Sequence[Unit], called: dict[str, int]) -> bool:
    """Whether nothing but notes stands in the section of a note."""
    inside = range(sections[place] + 1, place)
    return units[sections[place]].kind is Kind.HEADING and all(_name(units[at].home, called) for at in inside)
