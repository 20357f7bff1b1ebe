"""Numbers in the counter styles of CSS that are written in other digits and letters than the attribute ``type`` has.

Plain Python. The names and signs are those of CSS Counter Styles Level 3, sections 6.1 to 6.3.
"""

_ZEROS = {
    "arabic-indic": 0x660,
    "persian": 0x6F0,
    "devanagari": 0x966,
    "bengali": 0x9E6,
    "gurmukhi": 0xA66,
    "gujarati": 0xAE6,
    "oriya": 0xB66,
    "tamil": 0xBE6,
    "telugu": 0xC66,
    "kannada": 0xCE6,
    "malayalam": 0xD66,
    "thai": 0xE50,
    "lao": 0xED0,
    "tibetan": 0xF20,
    "myanmar": 0x1040,
    "khmer": 0x17E0,
    "cambodian": 0x17E0,
    "mongolian": 0x1810,
}
_DIGITS = {name: "".join(chr(zero + digit) for digit in range(10)) for name, zero in _ZEROS.items()}
_DIGITS["cjk-decimal"] = "〇一二三四五六七八九"
_LETTERS = {
    "lower-greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "hiragana": "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをん",
    "hiragana-iroha": "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす",
    "katakana": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン",
    "katakana-iroha": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
}
_FIXED = {"cjk-earthly-branch": "子丑寅卯辰巳午未申酉戌亥", "cjk-heavenly-stem": "甲乙丙丁戊己庚辛壬癸"}
# The signs for 1 to 9, for the tens, the hundreds and the thousands.
_ADDED = {
    "lower-armenian": ("աբգդեզէըթ", "ժիլխծկհձղ", "ճմյնշոչպջ", "ռսվտրցւփք"),
    "upper-armenian": ("ԱԲԳԴԵԶԷԸԹ", "ԺԻԼԽԾԿՀՁՂ", "ՃՄՅՆՇՈՉՊՋ", "ՌՍՎՏՐՑՒՓՔ"),
    "georgian": ("აბგდევზჱთ", "იკლმნჲოპჟ", "რსტჳფქღყშ", "ჩცძწჭხჴჯჰ"),
    "hebrew": ("אבגדהוזחט", "יכלמנסעפצ", ("ק", "ר", "ש", "ת", "תק", "תר", "תש", "תת", "תתק")),
}
_ADDED["armenian"] = _ADDED["upper-armenian"]
NAMES = frozenset({*_DIGITS, *_LETTERS, *_FIXED, *_ADDED})
# After these stands "、", after the others a full stop.
WITH_COMMA = frozenset({"cjk-decimal", *_FIXED, *_LETTERS} - {"lower-greek"})


def written(value: int, style: str) -> str:
    """A number in one of the styles in ``NAMES``; digits where it lies beyond the style."""
    if style in _DIGITS:
        return "".join(_DIGITS[style][int(digit)] if digit.isdigit() else digit for digit in str(value))
    if value < 1:
        return str(value)
    if style in _LETTERS:
        return _in_letters(value, _LETTERS[style])
    if style in _FIXED:
        signs = _FIXED[style]
        return signs[value - 1] if value <= len(signs) else written(value, "cjk-decimal")
    return _added(value, style)


def _in_letters(value: int, letters: str) -> str:
    """A number as spreadsheets count: αα comes after ω."""
    text = ""
    while value:
        value, letter = divmod(value - 1, len(letters))
        text = letters[letter] + text
    return text


def _added(value: int, style: str) -> str:
    ranks = _ADDED[style]
    if value >= 10 ** len(ranks):
        return str(value)
    text = ""
    for rank in reversed(range(len(ranks))):
        digit = value // 10**rank % 10
        text += ranks[rank][digit - 1] if digit else ""
    # Fifteen and sixteen in Hebrew are nine and six, and nine and seven.
    return text.replace("יה", "טו").replace("יו", "טז") if style == "hebrew" else text
