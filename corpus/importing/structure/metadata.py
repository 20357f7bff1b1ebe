"""What a document says of itself: title, author, publisher, date and language, from the blocks of its source.

Plain Python. What a file declares goes before what its head prints; nothing is guessed.
"""

import re
from collections import Counter
from dataclasses import fields
from typing import Any

from corpus.blocks import Kind, Metadata, Reading, Role
from corpus.importing.structure.dates import parse_date

SAMPLE = 20_000  # characters looked at to tell the language
LEAST_SHARE = 0.7  # of the letters in one script
LEAST_FREQUENT = 0.12  # of the words; prose has about a quarter of its own, and half as many of any other at most
LEAST_WORDS = 5
LEAST_KANA = 0.05  # of the Han, kana and Hangul letters
_BYLINE = re.compile(r"^(?:(?:written\s+)?by|authors?|speaker|作者|撰稿|文)(?:\s*[:：/／]\s*|\s+)(?=\S)", re.IGNORECASE)
_HAN_OFFICE = re.compile(r"[\u4e00-\u9fff]{4,}\s+(?=[\u4e00-\u9fff·]{2,8}$)")
_PUBLISHER = re.compile(r"^(?:source|publisher|published\s+by|来源|來源)(?:\s*[:：]\s*|\s+)(?=\S)", re.IGNORECASE)
_SCRIPTS = {
    "kana": re.compile("[\u3041-\u30ff]"),
    "han": re.compile("[\u3400-\u9fff]"),
    "hangul": re.compile("[\uac00-\ud7af\u1100-\u11ff]"),
    "arabic": re.compile("[\u0620-\u064a\u066e-\u06d3]"),
    "hebrew": re.compile("[\u05d0-\u05ea]"),
}
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
# Letters of Persian, Urdu, Pashto and other languages in Arabic script, which Arabic does not have.
_NOT_ARABIC = re.compile("[پچژگڤٹڈڑںےھہکیټډړښګۍې]")
_YIDDISH = re.compile("[\u05f0-\u05f2]|\u05d0[\u05b7\u05b8]")
# Frequent words of each language that no other widely used language in Latin script shares all of.
_FREQUENT = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and that with which this from have it is by are",
        "de": "der die das und ist nicht für eine wird werden sind zu",
        "fr": "le les des et est dans du une sur qui par au aux",
        "es": "el los las del y con por una se",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]+")


def metadata_of(reading: Reading) -> Metadata:
    """Return what is known about a document from its source, as a reader made it."""
    roles: dict[Role, str] = {}
    days = []
    for block in reading.blocks:
        if block.kind is Kind.FRONT and block.role:
            text = " ".join(f"{block.number} {block.text}".split())
            roles[block.role] = f"{roles[block.role]}, {text}" if block.role in roles else text
            if block.role is Role.DATE:
                days.append(parse_date(text))
    printed = Metadata(
        title=roles.get(Role.TITLE, ""),
        subtitle=roles.get(Role.SUBTITLE, ""),
        author=_author(roles.get(Role.BYLINE, "")),
        publisher=_PUBLISHER.sub("", roles.get(Role.PUBLISHER, "")),
        published_on=next(filter(None, days), None),
    )
    language = reading.declared.language or language_of(_body(reading))
    return merge(reading.declared, printed, Metadata(language=language))


def merge(*metadatas: Metadata) -> Metadata:
    """Return one ``Metadata`` with, for each field, the first value that is not empty."""
    merged: dict[str, Any] = {
        field.name: next(filter(None, (getattr(metadata, field.name) for metadata in metadatas)), field.default)
        for field in fields(Metadata)
    }
    return Metadata(**merged)


def language_of(text: str) -> str:
    """Return the language tag of ``text`` where its script or its words are certain, else "".

    Kana is Japanese and Hangul Korean; Han letters alone are taken for Chinese. Arabic and Hebrew letters are taken for
    these languages unless letters stand among them that they do not have. Cyrillic may be any of many languages, as
    may Latin, of which English, German, French and Spanish are told by their commonest words.
    """
    sample = text[:SAMPLE]
    total = sum(map(str.isalpha, sample))
    if len(_LATIN.findall(sample)) >= LEAST_SHARE * total:
        return _by_words(sample) if total else ""
    letters = Counter({script: len(pattern.findall(sample)) for script, pattern in _SCRIPTS.items()})
    eastern = letters["han"] + letters["kana"] + letters["hangul"]
    if eastern >= LEAST_SHARE * total:
        if letters["hangul"] * 2 > eastern:
            return "ko"
        return "ja" if letters["kana"] >= LEAST_KANA * eastern else "zh"
    if letters["arabic"] >= LEAST_SHARE * total:
        return "" if _NOT_ARABIC.search(sample) else "ar"
    if letters["hebrew"] >= LEAST_SHARE * total:
        return "" if _YIDDISH.search(sample) else "he"
    return ""


def _by_words(sample: str) -> str:
    """Return the language whose commonest words are frequent, and twice as frequent as those of any other."""
    words = _WORD.findall(sample.lower())
    if len(words) < LEAST_WORDS:
        return ""
    hits = {language: [word for word in words if word in known] for language, known in _FREQUENT.items()}
    first, second = sorted(hits, key=lambda language: -len(hits[language]))[:2]
    is_frequent = len(hits[first]) >= max(LEAST_FREQUENT * len(words), 2 * len(hits[second]))
    return first if is_frequent and len(set(hits[first])) > 1 else ""


def _body(reading: Reading) -> str:
    """Return the beginning of the text proper; the head as well where there is nothing else."""
    has_body = any(block.kind is Kind.BODY for block in reading.blocks)
    left_out = {Kind.FURNITURE, Kind.FRONT} if has_body else {Kind.FURNITURE}
    parts: list[str] = []
    length = 0
    for block in reading.blocks:
        if length > SAMPLE:
            break
        if block.kind not in left_out:
            parts.append(block.text)
            length += len(block.text)
    return "\n".join(parts)


def _author(byline: str) -> str:
    """Return the name in a byline: "By Jane Doe" without the word, "国家主席 王小明" without the office."""
    name = _BYLINE.sub("", byline)
    office = _HAN_OFFICE.match(name)
    return name[office.end() :] if office else name
