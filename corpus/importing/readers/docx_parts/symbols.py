"""Signs of symbol fonts as characters: what Word keeps as a place in a font such as Symbol or Wingdings.

Plain Python. Symbol is known whole; of Wingdings, which is mostly pictures, the arrows, ticks, bullets and numbers.
"""

# The places 0x20 to 0x7e and 0xa0 to 0xfe of the font; a space stands where there is nothing to say.
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
)
_WINGDINGS = (
    dict(zip(range(0x80, 0x96), "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", strict=True))
    | dict(zip(range(0xDF, 0xE7), "←→↑↓↖↗↙↘", strict=True))
    | dict(zip(range(0xE7, 0xEF), "←→↑↓↖↗↙↘", strict=True))
    | dict(zip(range(0xEF, 0xF5), "⇦⇨⇧⇩⬄⇳", strict=True))
    | dict(zip((0x22, 0x29, 0x36, 0x3F, 0x41, 0x4A, 0x4C, 0x51), "✂✆⌛✍✌☺☹✈", strict=True))
    | dict(zip((0x45, 0x46, 0x47, 0x48), "☜☞☝☟", strict=True))
    | dict(zip((0x6C, 0x6D, 0x6E, 0x6F, 0x71, 0x72, 0x75, 0x76), "●❍■□❑❒◆❖", strict=True))
    | dict(zip((0x9E, 0x9F, 0xA0, 0xA1, 0xA4, 0xA7, 0xA8, 0xAB), "·•▪○◉▪◻★", strict=True))
    | dict(zip((0xD8, 0xFB, 0xFC, 0xFD, 0xFE), "➢✗✔☒☑", strict=True))
)
_FONTS = {
    "symbol": dict(zip((*range(0x20, 0x7F), *range(0xA0, 0xFF)), "".join(_SYMBOL), strict=True)),
    "wingdings": _WINGDINGS,
    "wingdings 2": dict(zip((0x4F, 0x50, 0x51, 0x52, 0x53, 0x54, 0xA3), "✗✓☒☑☒☒□", strict=True)),
    "wingdings 3": dict(zip((0x66, 0x67, 0x68, 0x69, 0x7D, 0x77), "←→↑↓▶▶", strict=True)),
    "webdings": dict(zip((0x61, 0x63, 0x67, 0x6E, 0x72), "✔□■●✗", strict=True)),
}
_PRIVATE = range(0xF000, 0xF100)
_CHARACTERS = range(0x20, 0x110000)


def character(font: str, code: int) -> str:
    """The sign at a place of a font; "" where it is not known.

    Args:
        font: the name of the font.
        code: the place: of a font of signs from 0x20 to 0xff, also moved to 0xf000; of another one a Unicode character.
    """
    if signs := _FONTS.get(font.strip().lower()):
        return str(signs.get(code - _PRIVATE.start if code in _PRIVATE else code, "")).strip()
    if code in _PRIVATE:
        return bytes([code - _PRIVATE.start]).decode("cp1252", "ignore")
    return chr(code) if code in _CHARACTERS and not 0xD800 <= code <= 0xF8FF else ""  # noqa: PLR2004 - no characters


def plain(text: str, font: str) -> str:
    """A text without places of a font of signs; they are made characters where they are known."""
    return "".join(character(font, ord(sign)) if ord(sign) in _PRIVATE else sign for sign in text)
