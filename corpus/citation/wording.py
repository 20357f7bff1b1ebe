"""Citations in words: "Wang Yi 2025, § II.3, ¶ 12".

Plain Python, no Django. ``reference.ref_from_pasted`` reads them back.
"""

import re

LONGEST_TITLE = 60
# Before "et al.": with more names than this, only the first is given.
MOST_NAMES = 2

_PARTICLE = re.compile("a[flpv]|bin|da|de[lr]?|della|d[iou]s?|el|ibn|l[ae]|ten|ter|van|von|y|zur?")
_BETWEEN_NAMES = re.compile(r",\s*(?:and|&)\s+|\s+(?:and|&)\s+|,\s*")
_SUBTITLE = re.compile(r":\s|\s[–—]\s|：|——")


def citation(
    *,
    author: str,
    title: str,
    year: str,
    section_number: str,
    number: str,
    key: int,
    start: int | None = None,
    end: int | None = None,
) -> str:
    """How a passage is cited: author (or short title) and year, section, paragraph.

    ``section_number`` is that of the headings above ("II"), ``number`` what is printed before the paragraph itself
    ("3.", "•"); both may be empty, as may ``author`` and ``year``. ``key`` is the paragraph's, ``start`` and ``end``
    are code points of a stretch, ``None`` for the whole paragraph.
    """
    name = short_name(author, title)
    section = _section(section_number, number)
    range_ = "" if start is None else f":{start}-{end}"
    parts = (f"{name} {year}".strip(), section and f"§ {section}", f"¶ {key}{range_}")
    return ", ".join(filter(None, parts))


def short_name(author: str, title: str) -> str:
    """What a document is cited by: its author or, where it has none, its title up to the subtitle.

    Of three or more names the first is given with "et al."; a title without a subtitle is cut between words after 60
    characters.
    """
    author = " ".join(author.split())
    if author:
        names = _names(author)
        return f"{names[0]} et al." if len(names) > MOST_NAMES else author
    title = " ".join(title.split())
    short = _SUBTITLE.split(title, maxsplit=1)[0].strip() or title
    if len(short) <= LONGEST_TITLE:
        return short
    cut = short[: LONGEST_TITLE - 1]
    if not short[LONGEST_TITLE - 1].isspace() and " " in cut:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;.–—-") + "…"


def _names(author: str) -> list[str]:
    """The names in a line of authors, as far as they can be told apart.

    Semicolons separate names for certain. Commas and "and" also stand within the names of offices ("Department for
    Culture, Media and Sport"), so they count only where all the parts look like people's names: capitalised, and all of
    one word or all of several.
    """
    if ";" in author:
        return [name for name in map(str.strip, author.split(";")) if name]
    parts = [part for part in _BETWEEN_NAMES.split(author) if part]
    single = [" " not in part for part in parts]
    if all(map(_is_personal, parts)) and (all(single) or not any(single)):
        return parts
    return [author]


def _is_personal(name: str) -> bool:
    return all(not word[0].islower() or _PARTICLE.fullmatch(word) is not None for word in name.split())


def _section(section_number: str, number: str) -> str:
    """The number of the section joined with the paragraph's own, without the punctuation printed around them."""
    section, own = _bare(section_number), _bare(number)
    # "1.2" printed in section 1 says so already.
    if not section or own == section or own.startswith(f"{section}."):
        return own or section
    return f"{section}.{own}" if own else section


def _bare(number: str) -> str:
    """``number`` without brackets and points around it; nothing for a bullet."""
    bare = number.strip(" \t\xa0\u3000.,:;()[]（）［］．。、：")
    return bare if any(map(str.isalnum, bare)) else ""
