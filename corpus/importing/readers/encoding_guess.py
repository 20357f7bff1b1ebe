"""Which of the old encodings of one byte a letter a text is in.

Plain Python. The bytes are read in each encoding, and the letters beyond ASCII are held against the alphabets of the
languages that were written in it: in the right one nearly all of them belong to one language, in the others they are
letters of several, capitals inside words and signs between letters. Texts in other alphabets are told by their
commonest letters, which make up nearly half of any text. Source of the alphabets: the exemplar characters of CLDR.
"""

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

LEAST = 0.95
"""Of the letters beyond ASCII, how many belong to one alphabet at least."""
NEARLY_AS_GOOD = 0.02
# Signs of all languages; a letter of another language in a name is forgiven by ``LEAST``.
_SIGNS = frozenset("“”‘’„‚«»‹›–—…•€£§©®°·™¿¡ªº²³½¼¾×÷\xa0\xad´")
# The last: words that English took over.
_WEST = (
    "àâæçèéêëîïôùûüÿœ äöüß áéíóúüñ àèéìíîòóùú áâãàçéêíóôõúü åäöé æøåéèêóòôü áðéíóúýþæö áàäéèêëïíóöúü áàéíóúâêîôûŵŷ"
    " éèêàâçïöôñüä"
)
_CENTRAL = "ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîșşțţ čćđšž äöüß ëç"
_BALTIC = "ąčęėįšųūž āčēģīķļņšūž äõöüšž"
_TURKISH = "çğıiİöşüâîû"
_ALPHABETS = {
    "cp1252": f"{_WEST} äõöüšž",
    "iso8859-15": f"{_WEST} äõöüšž",
    "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL,
    "cp1257": _BALTIC,
    "iso8859-13": _BALTIC,
    "iso8859-4": f"{_BALTIC} áâčđŋšŧž",
    "cp1254": _TURKISH,
    "iso8859-9": _TURKISH,
    "iso8859-3": "ĉĝĥĵŝŭ ċġħż",
    "mac-roman": _WEST,
    "cp850": _WEST,
    "cp852": _CENTRAL,
    "cp775": _BALTIC,
    "cp857": _TURKISH,
    "mac-latin2": _CENTRAL,
}
# Other scripts: the commonest letters of the languages in each.
_CYRILLIC, _GREEK, _HEBREW = "оеаинтсрвлкмдіљј", "αοιετσνηυρ", "יוהלאמרתשבענד"
_ARABIC, _THAI = "الينمورتبةعفقدس", "านรอกเงวยมสลทีั่้ิคดตปะหใ"
_COMMONEST = {
    **dict.fromkeys(("cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic"), _CYRILLIC),
    **dict.fromkeys(("cp1253", "iso8859-7"), _GREEK),
    **dict.fromkeys(("cp1255", "iso8859-8"), _HEBREW),
    **dict.fromkeys(("cp1256", "iso8859-6"), _ARABIC),
    "cp874": _THAI,
}
# What is taken off where none of the letters are common ones.
_RARE = 0.15
# More frequent than others: preferred where nothing tells them apart.
_ORDER = {codec: place for place, codec in enumerate([*_ALPHABETS, *_COMMONEST])}
_NOT_PLAIN = re.compile("[^\x00-\x7f]")
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
# A capital between small letters, a sign between letters, the beginning of a quotation or a bullet after one.
_MISPLACED = re.compile(
    r"(?<=[a-zß-ÿ])(?=[^\x00-\x7f])[^\W\d_a-z](?![A-Z])|(?<=[A-Za-z])(?:[^\w\s\x00-\x7f’‘·\xad–—]|[¼½¾])(?=[a-z])"
    r"|(?<=[a-z])[‚„•†‡](?=\s)|(?<=\s)[ŠŽŒ](?=\s)"
)
# A letter of another script inside a Latin word.
_MIXED = re.compile("(?<=[A-Za-z])[\u0370-\u06ff\u0e00-\u0e7f]|[\u0370-\u06ff\u0e00-\u0e7f](?=[A-Za-z])")
# A sign that no word of any script has in it.
_IN_WORD = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘·\xad–—](?=[^\W\d_])")
_MOST = 0.4  # of a text in Latin script; more is another script


class Guess(NamedTuple):
    """An encoding, how many of the letters fit (0 to 1), and the text of the sample in it."""

    codec: str
    fit: float
    text: str


def guesses(sample: bytes) -> list[Guess]:
    """The encodings of one byte a letter that a text may be in, the likeliest first.

    Encodings in which the sample reads the same stand for one: the most frequent of them.
    """
    by_encoding: dict[str, Guess] = {}
    for codec in _ORDER:
        try:
            text = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        beyond = Counter(_NOT_PLAIN.findall(text))
        if _CONTROL.search(text) or text in by_encoding:
            continue
        if codec in _COMMONEST:
            fit = _fit_of_script(text, beyond, _COMMONEST[codec])
        else:
            fit = _fit(text, beyond, _ALPHABETS[codec]) if beyond.total() <= _MOST * len(text) else 0.0
        by_encoding[text] = Guess(codec, fit, text)
    good = [guess for guess in by_encoding.values() if guess.fit >= LEAST]
    return sorted(good, key=lambda guess: (-guess.fit, _ORDER[guess.codec]))


def _fit_of_script(text: str, beyond: Counter[str], commonest: str) -> float:
    """How many of the characters ``beyond`` ASCII are letters of one script that stand well, the commonest enough."""
    script = unicodedata.name(commonest[0]).split()[0]
    inside = {sign: count for sign, count in beyond.items() if unicodedata.name(sign, "").startswith(script)}
    signs = sum(count for sign, count in beyond.items() if sign in _SIGNS)
    letters = sum(inside.values())
    share = sum(count for sign, count in inside.items() if sign.lower() in commonest) / letters if letters else 0.0
    misplaced = sum(before.islower() and after.isupper() for before, after in pairwise(text))
    misplaced += len(_MIXED.findall(text)) + sum(sign in _SIGNS for sign in _IN_WORD.findall(text))
    return max(0.0, (letters + signs - misplaced) / beyond.total()) - _RARE * (1 - share) if letters else 0.0


def _fit(text: str, beyond: Counter[str], alphabets: str) -> float:
    """How many of the characters ``beyond`` ASCII belong to the alphabet most of them belong to, and stand well."""
    letters = {character: count for character, count in beyond.items() if character not in _SIGNS}
    total = beyond.total()
    best = max(
        sum(count for character, count in letters.items() if character in alphabet or character.lower() in alphabet)
        for alphabet in alphabets.split()
    )
    misplaced = sum(1 for match in _MISPLACED.finditer(text) if match[0].isupper() or not match[0].isalpha())
    return max(0.0, (best + total - sum(letters.values()) - misplaced) / total) if total else 0.0
