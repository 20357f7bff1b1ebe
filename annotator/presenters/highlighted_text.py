"""Marked words as spans, made by the server for browsers that cannot highlight ranges by themselves."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from annotator.anchoring.quote_selector import segments

# Lines below the same words that can be told apart.
MOST_LINES = 3
UNCERTAIN = "uncertain"


def marked_words(
    text: str,
    stretches: Sequence[tuple[int, int, Sequence[str]]],
    numbers: Mapping[int, Sequence[int]] = MappingProxyType({}),
) -> SafeString:
    """``text`` escaped, with each part that lies in ``stretches`` in a span for each of their hues, one in another.

    The text is cut at every beginning and end, so no span crosses another. ``numbers`` are those of notes, which are
    put where the stretches they are about end, or at the end of the text, with links to the notes.
    """
    parts = []
    for start, end, within in segments(text, [(start, end) for start, end, _hues in stretches]):
        words = escape(text[start:end])
        # A hue that two stretches have stands twice: two taggings of one colour are seen as two. That words may be
        # others is seen before all else.
        hues = sorted((hue for index in sorted(within) for hue in stretches[index][2]), key=UNCERTAIN.__ne__)[
            :MOST_LINES
        ]
        opening = "".join(f'<span class="marked hue-{hue}">' for hue in hues)
        parts.append(f"{opening}{words}{'</span>' * len(hues)}")
        if ends := numbers.get(end):
            links = ", ".join(f'<a href="#note-{number}">{number}</a>' for number in ends)
            parts.append(f"<sup>{links}</sup>")
    return mark_safe("".join(parts))  # noqa: S308 - every part was escaped above
