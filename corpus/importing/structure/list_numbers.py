"""Numbers as lists print them: 3, c, C, iii, III. Plain Python, shared by the readers of HTML and docx."""

LETTERS = 26
ROMAN_END = 4000
HAN_END = 10_000
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def ordinal(value: int, style: str) -> str:
    """A number in the style of a list: "1", "a", "A", "i" or "I" as the ``type`` of HTML has it, or "一" for Chinese.

    Letters go on with aa, bb after z, as word processors have it; digits where the style cannot write the number.
    """
    if style in {"a", "A"} and 1 <= value <= LETTERS * 8:
        repeats, letter = divmod(value - 1, LETTERS)
        return chr(ord(style) + letter) * (repeats + 1)
    if style in {"i", "I"} and 1 <= value < ROMAN_END:
        return _roman(value) if style == "I" else _roman(value).lower()
    if style == "一" and 1 <= value < HAN_END:
        return _han(value)
    return str(value)


def _han(value: int) -> str:
    """A number up to 9999 in Chinese numerals: 十二, 一百零三."""
    letters = ""
    gap = False
    for worth, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, worth)
        if digit:
            letters += ("零" if gap else "") + "一二三四五六七八九"[digit - 1] + sign
        gap = bool(letters) and not digit
    return letters.removeprefix("一") if letters.startswith("一十") else letters


def _roman(value: int) -> str:
    letters = ""
    for worth, sign in _ROMAN:
        letters += sign * (value // worth)
        value %= worth
    return letters
