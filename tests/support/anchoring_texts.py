"""Texts that trip offsets up, and ranges in them."""

from hypothesis import strategies as st

TEXT = "The people decide, and the people’s word stands."
# What trips offsets up: pairs of surrogates, marks, joiners, flags, both directions, conjoining jamo, odd spaces.
AWKWARD = [
    *("a", "b", " ", "\n", "\r\n", "\t", "\xa0", "\u3000", "\xad", "\u200b", "\u200c", "\u200f", "\ufeff"),
    *("😀", "👩‍👩‍👧", "👍🏽", "🇫🇷", "🇫", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\u200d"),
    *("é", "e\u0301", "\u0301", "\u0323", "ﬁ", "ß", "İ", "한", "한", "中", "語", "می‌خواهم", "שלום", "नि"),
    *("’", "'", "“", '"', "<b>", "&amp;", "</p>"),
]
texts = st.lists(st.sampled_from(AWKWARD) | st.characters(codec="utf-8"), max_size=12).map("".join)


@st.composite
def text_and_range(draw):
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    return text, start, draw(st.integers(start, len(text)))
