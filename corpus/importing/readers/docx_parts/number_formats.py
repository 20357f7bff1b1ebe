"""Numbers as Word writes them in each of its number formats.

Plain Python. The names are those of ISO 29500-1, 17.18.59, and the signs those it lists; MS-DOCX 2.4 has the custom
ones. Where the standard does not say how a number is written, or it is written in words of a language that is not known
here, there is none: no number is better than a wrong one.
"""

import re
from collections.abc import Callable, Sequence

from corpus.importing.structure.list_numbers import ordinal

type _Writer = Callable[[int], str | None]

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905 - read as a line
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905 - read as a line
_SMALL = (*_UNITS, *_TEENS)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_IRREGULAR["twelve"] = "twelfth"
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_HUNDRED, _THOUSAND = 100, 1000
_MOST_WORDS = 999_999
_WORDED = frozenset({"ordinal", "cardinalText", "ordinalText"})
_ORDINAL_MARKS = {
    ".": frozenset(["de", "da", "nb", "nn", "no", "fi", "cs", "sk", "pl", "hu", "tr", "hr", "sl", "et"]),
    "º": frozenset({"es", "it", "pt"}),
}

# One sign for each value; after the last sign they are written twice, then three times.
_REPEATED = {
    "aiueo": "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
    "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "chicago": "*†‡§",
    "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "ganada": "가나다라마바사아자차카타파하",
    "iroha": "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ",
    "irohaFullWidth": "イロハニホヘトチリヌルヲワカヨタレソツネナラム"
    "ウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
    "thaiLetters": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
# One sign for each value, and digits for what lies beyond.
_ENCLOSED = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
# The digits 0 to 9, each in its place.
_DIGITS = {
    "decimal": "0123456789",
    "decimalFullWidth": "０１２３４５６７８９",
    "decimalFullWidth2": "０１２３４５６７８９",
    "decimalHalfWidth": "0123456789",
    "hindiNumbers": "०१२३४५६७८९",
    "ideographDigital": "〇一二三四五六七八九",
    "japaneseDigitalTenThousand": "〇一二三四五六七八九",
    "koreanDigital": "영일이삼사오육칠팔구",
    "koreanDigital2": "零一二三四五六七八九",
    "taiwaneseDigital": "○一二三四五六七八九",
    "thaiNumbers": "๐๑๒๓๔๕๖๗๘๙",
}
# The digits 0 to 9, the signs of ten, a hundred and a thousand, and rules: "1" a one is written before the signs, but
# not before ten at the beginning; "t" there too; "0" a gap is filled with the sign of zero.
_MULTIPLIED = {
    "chineseCountingThousand": ("零一二三四五六七八九", "十百千", "10"),
    "chineseLegalSimplified": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "1t0"),
    "ideographLegalTraditional": ("零壹貳參肆伍陸柒捌玖", "拾佰仟", "1t0"),
    "japaneseCounting": ("〇一二三四五六七八九", "十百千", ""),
    "japaneseLegal": ("零壱弐参四伍六七八九", "拾百阡", "1t"),
    "koreanCounting": ("영일이삼사오육칠팔구", "십백천", ""),
    "taiwaneseCountingThousand": ("零一二三四五六七八九", "十百千", "10"),
}
_STEMS, _BRANCHES = _ENCLOSED["ideographTraditional"], _ENCLOSED["ideographZodiac"]
_HEBREW = (
    *((100 * n, "קרשת"[n - 1]) for n in (4, 3, 2, 1)),
    *((10 * n, "יכלמנסעפצ"[n - 1]) for n in range(9, 0, -1)),
    *((n, "אבגדהוזחט"[n - 1]) for n in range(9, 0, -1)),
)
_HEBREW_LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
_KOREAN_UNITS = ("", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")
_KOREAN_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_THAI_UNITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_VIETNAMESE_UNITS = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_PADDED = re.compile(r"(0+)1, (0+)2, (0+)3, \.\.\.")


def formatted(value: int, style: str, *, language: str = "", pattern: str = "") -> str | None:
    """A number in one of Word's number formats.

    Args:
        value: the number.
        style: the name of the format, such as "lowerRoman".
        language: the tag of the language words are taken from; "" is English, as it is for Word.
        pattern: what the format "custom" looks like, such as "001, 002, 003, ...".

    Returns:
        The number as printed, "" in the format "none"; ``None`` where it is not known how it is printed.
    """
    if style == "none":
        return ""
    if style in _WORDED:
        return _in_words(value, style, language.lower().partition("-")[0])
    if style == "custom":
        match = _PADDED.fullmatch(pattern)
        return f"{value:0{len(match[1]) + 1}}" if match else None
    write = _WRITERS.get(style)
    return write(value) if write and (value > 0 or (value == 0 and style in _DIGITS)) else None


def _digits(signs: str) -> _Writer:
    return lambda value: "".join(signs[int(digit)] for digit in str(value))


def _repeated(signs: str) -> _Writer:
    return lambda value: signs[(value - 1) % len(signs)] * ((value - 1) // len(signs) + 1)


def _enclosed(signs: Sequence[str]) -> _Writer:
    return lambda value: signs[value - 1] if value <= len(signs) else str(value)


def _multiplied(digits: str, signs: str, rules: str) -> _Writer:
    """Numbers up to 9999 as digits times ten, a hundred and a thousand: 一百零二."""

    def write(value: int) -> str | None:
        if value >= 10 * _THOUSAND:
            return None
        written, gap = "", False
        for worth, sign in ((_THOUSAND, signs[2]), (_HUNDRED, signs[1]), (10, signs[0]), (1, "")):
            digit, value = divmod(value, worth)
            if digit:
                has_one = not sign or ("1" in rules and (bool(written) or worth > 10)) or "t" in rules  # noqa: PLR2004 - tens
                written += digits[0] if gap and "0" in rules else ""
                written += (digits[digit] if digit > 1 or has_one else "") + sign
            gap = bool(written) and not digit
        return written

    return write


def _in_words(value: int, style: str, language: str) -> str | None:
    """A number with the ending of an ordinal, or in words, in the languages known here."""
    if language in {"", "en"} and style == "ordinal":
        return f"{value}th" if value % 100 in {11, 12, 13} else f"{value}{_ENDINGS.get(value % 10, 'th')}"
    if language in {"", "en"} and 0 <= value <= _MOST_WORDS:
        words = _words(value)
        return (words if style == "cardinalText" else _ordinal_words(words)).capitalize()
    mark = next((mark for mark, languages in _ORDINAL_MARKS.items() if language in languages), "")
    return f"{value}{mark}" if style == "ordinal" and mark else None


def _words(value: int) -> str:
    """A number below a million in English: twenty-one, one hundred one."""
    if value < len(_SMALL):
        return _SMALL[value]
    if value < _HUNDRED:
        tens, units = divmod(value, 10)
        return _TENS[tens] + (f"-{_SMALL[units]}" if units else "")
    worth, name = (_HUNDRED, "hundred") if value < _THOUSAND else (_THOUSAND, "thousand")
    times, units = divmod(value, worth)
    return f"{_words(times)} {name}" + (f" {_words(units)}" if units else "")


def _ordinal_words(words: str) -> str:
    """The ordinal of an English number in words: twenty-first, one hundred first."""
    last = re.split(r"[ -]", words)[-1]
    ending = _IRREGULAR.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return words.removesuffix(last) + ending


def _hebrew(value: int) -> str | None:
    """A Hebrew numeral below a thousand; fifteen and sixteen are nine and six, and nine and seven."""
    if value >= _THOUSAND:
        return None
    written = ""
    for worth, sign in _HEBREW:
        while value >= worth:
            if value in {15, 16}:
                return written + "ט" + _HEBREW_LETTERS[value - 10]
            written += sign
            value -= worth
    return written


def _korean(value: int) -> str | None:
    return _KOREAN_TENS[value // 10] + _KOREAN_UNITS[value % 10] if value < _HUNDRED else None


def _thai(value: int) -> str | None:
    if value >= _HUNDRED:
        return None
    tens, units = divmod(value, 10)
    before = {0: "", 1: "", 2: "ยี่"}.get(tens, _THAI_UNITS[tens]) + ("สิบ" if tens else "")
    return before + ("เอ็ด" if tens and units == 1 else _THAI_UNITS[units])


def _vietnamese(value: int) -> str | None:
    if value >= _HUNDRED:
        return None
    tens, units = divmod(value, 10)
    before = {0: "", 1: "mười"}.get(tens, f"{_VIETNAMESE_UNITS[tens]} mươi")
    changed = {1: "mốt" if tens > 1 else "một", 5: "lăm" if tens else "năm"}
    return f"{before} {changed.get(units, _VIETNAMESE_UNITS[units])}".strip()


def _counted(value: int) -> str | None:
    """Chinese counting up to 99; beyond, Word sets the digits in their places with a circle for zero: 一○○."""
    if value < _HUNDRED:
        return formatted(value, "chineseCountingThousand")
    return formatted(value, "taiwaneseDigital")


_WRITERS: dict[str, _Writer] = {
    **{style: _repeated(signs) for style, signs in _REPEATED.items()},
    **{style: _enclosed(signs) for style, signs in _ENCLOSED.items()},
    **{style: _digits(signs) for style, signs in _DIGITS.items()},
    **{style: _multiplied(*parts) for style, parts in _MULTIPLIED.items()},
    "chineseCounting": _counted,
    "decimalZero": lambda value: f"{value:02}",
    "hebrew1": _hebrew,
    "hebrew2": lambda value: _HEBREW_LETTERS[value - 1] if value <= len(_HEBREW_LETTERS) else None,
    "hex": lambda value: f"{value:X}",
    "ideographZodiacTraditional": _enclosed([_STEMS[at % 10] + _BRANCHES[at % 12] for at in range(60)]),
    "koreanLegal": _korean,
    "lowerRoman": lambda value: ordinal(value, "i"),
    "numberInDash": lambda value: f"- {value} -",
    "taiwaneseCounting": lambda value: formatted(value, "chineseCountingThousand") if value < _HUNDRED else None,
    "thaiCounting": _thai,
    "upperRoman": lambda value: ordinal(value, "I"),
    "vietnameseCounting": _vietnamese,
}
