"""Marked words as spans, made by the server for browsers that cannot highlight ranges by themselves."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from annotator.anchoring.quote_selector import segments


def marked_words(text: str, stretches: Sequence[tuple[int, int, Sequence[str]]]) -> SafeString:
    """``text`` escaped, with each part that lies in one or more ``stretches`` in one span naming all their hues.

    The text is cut at every beginning and end, so overlapping marks never nest.
    """
    parts = []
    for start, end, within in segments(text, [(start, end) for start, end, _hues in stretches]):
        words = escape(text[start:end])
        hues = sorted({hue for index in within for hue in stretches[index][2]})
        classes = " ".join(f"hue-{hue}" for hue in hues)
        parts.append(f'<span class="marked {classes}">{words}</span>' if hues else words)
    return mark_safe("".join(parts))  # noqa: S308 - every part was escaped above
