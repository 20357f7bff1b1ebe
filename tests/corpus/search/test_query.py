"""What a person types is understood, whatever it is; and what a word is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.search.query import LONGEST, Query, parse, ranges, together
from corpus.search.tokenizer import joined, joined_with_places, spaced, words, words_with_places


def marked(text, query):
    return [text[start:end] for start, end in ranges(text, parse(query))]


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("shared future", [("shared",), ("future",)], []),
        ('"shared future"', [("shared", "future")], []),
        ("“shared future” peace", [("shared", "future"), ("peace",)], []),
        ("shared -future", [("shared",)], [("future",)]),
        ('-"cold war" peace', [("peace",)], [("cold", "war")]),
        ("long-term people’s", [("long", "term"), ("people", "s")], []),
        ("2030-2035", [("2030", "2035")], []),
        ('"unclosed phrase', [("unclosed", "phrase")], []),
        ("peace peace PEACE", [("peace",)], []),
        ("AND OR NOT NEAR(a b)", [("and",), ("or",), ("not",), ("near", "a"), ("b",)], []),
        ("words:x* ^y {z}", [("words", "x"), ("y",), ("z",)], []),
        ("命运共同体", [tuple("命运共同体")], []),
        ("「命运」体", [("命", "运"), ("体",)], []),
        ("- -- \" ' ) ( * : ^ \\ %", [], []),
        ("", [], []),
        ("\0\ud800", [], []),
    ],
)
def test_what_is_typed_is_understood(typed, wanted, unwanted):
    assert parse(typed) == Query(tuple(wanted), tuple(unwanted))


@pytest.mark.parametrize(
    ("typed", "wanted", "begun"),
    [
        ("shared fut", [("shared",)], ("fut",)),
        ("shared fut ", [("shared",)], ("fut",)),
        ("long-te", [], ("long", "te")),
        ('"shared fut', [], ("shared", "fut")),
        ('"shared future"', [("shared", "future")], ()),
        ("fut —", [], ("fut",)),
        ("fut -pea", [("fut",)], ()),
        ("", [], ()),
    ],
)
def test_the_last_word_of_what_is_still_typed_is_only_begun(typed, wanted, begun):
    query = parse(typed, unfinished=True)
    assert (query.wanted, query.begun) == (tuple(wanted), begun)
    assert bool(query) == bool(wanted or begun or query.unwanted)
    assert not parse(typed).begun


def test_a_query_of_any_length_is_understood_up_to_a_point_and_says_so():
    assert parse("a " * 5000).is_cut
    assert not parse("a" * LONGEST).is_cut
    assert not parse("")


@given(st.text(max_size=200))
@example('"' * 200)
@example('a"b"c -"d')
def test_nothing_that_is_typed_is_an_error(typed):
    query = parse(typed)
    for phrase in (*query.wanted, *query.unwanted):
        assert phrase
        assert all(words(word) == [word] for word in phrase), "words are made of themselves, whoever asks"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The PEOPLE’S Café, naïve", ["the", "people", "s", "cafe", "naive"]),
        ("Straße ﬁn Ｅｕ ½", ["strasse", "fin", "eu", "1", "2"]),
        ("Ärger, A\u0308rger", ["arger", "arger"]),
        ("İstanbul ISTANBUL", ["istanbul", "istanbul"]),
        ("Ὀδυσσεύς ΟΔΥΣΣΕΥΣ", ["οδυσσευσ", "οδυσσευσ"]),
        ("ёлка Ёлка", ["елка", "елка"]),
        ("كِتَابٌ כִּתֵב", ["كتاب", "כתב"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("构建2025年", ["构", "建", "2025", "年"]),
        ("が か\u3099 ｶﾞ", ["が", "が", "ガ"]),
        ("한국은 \u1112\u1161\u11ab", ["한", "국", "은", "한"]),
        ("co\u00adoperate", ["cooperate"]),
        ("snake_case v2 3,000", ["snake", "case", "v2", "3", "000"]),
        (
            "œuvre Æther Łódź Øresund đa ısı straße STRASSE",
            ["oeuvre", "aether", "lodz", "oresund", "da", "isi", "strasse", "strasse"],
        ),
        ("Hawaiʻi, Hawai'i, Hawai’i", ["hawai", "i"] * 3),
        ("ʿAbd здоровʼя", ["abd", "здоров", "я"]),
        ("found[7]", ["found", "7"]),
        ("a | b", ["a", "b"]),
        ("co‑operate", ["co", "operate"]),
        ("—…!", []),
    ],
)
def test_what_a_word_is(text, expected):
    assert words(text) == expected


texts = st.text(
    st.one_of(st.characters(), st.sampled_from("aZ9 éÉ’-½命운か\u3099ｶﾞﬁ\u00ad\u0301ि\u064b_ß\x1c\u2028\u1100\u1161")),
    max_size=60,
)


@given(texts)
def test_words_with_places_are_the_same_words_at_their_places(text):
    found = list(words_with_places(text))
    assert [each.word for each in found] == words(text)
    for each in found:
        assert each.word in words(text[each.start : each.end])
    assert found == sorted(found, key=lambda each: each.start)


@given(texts)
def test_spacing_the_words_out_changes_none_of_them(text):
    assert words(spaced(text)) == words(text)


@given(texts)
def test_a_word_is_found_where_it_was_taken_from(text):
    for each in words_with_places(text):
        assert any(start <= each.start and each.end <= end for start, end in ranges(text, Query(((each.word,),))))


def test_wanted_words_are_marked_where_they_stand():
    text = "A Shared future; shared, Future. Café future."
    assert marked(text, '"shared future"') == ["Shared future", "shared, Future"]
    assert marked(text, "cafe") == ["Café"]
    assert marked(text, "-shared café") == ["Café"]
    assert marked("构建命运共同体，命运", "命运") == ["命运", "命运"]
    assert marked("a b a b a", '"a b" "b a"') == ["a b a b a"]
    assert marked("🙂 peace", "peace") == ["peace"]
    assert marked("nothing here", "") == []


def test_a_word_that_is_begun_is_marked_whole():
    text = "Undertaking, they undertake; long-term, a long te."
    assert [text[start:end] for start, end in ranges(text, parse("undertak", unfinished=True))] == [
        "Undertaking",
        "undertake",
    ]
    assert [text[start:end] for start, end in ranges(text, parse("long-t", unfinished=True))] == [
        "long-term",
        "long te",
    ]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("an inter-national court", "international"),
        ("an inter-national court", '"an international court"'),
        ("an inter-national court", "inter-national"),
        ("co‑operation of all", "cooperation"),
        ("the Qur’an, the Qurʾan", "Quran"),
        ("Baʿalbek", "Baalbek"),
        ("Hawaiʻi", "Hawaii"),
        ("Hawaiʻi", "Hawai'i"),
        ("здоровʼя", "здоров'я"),
        ("rock-'n'-roll", "rock"),
        ("l’homme", "homme"),
        ("found[7] and lost", "found"),
    ],
)
def test_a_word_typed_plainly_is_found_and_marked(text, typed):
    query = parse(typed)
    in_index = f" {' '.join([*words(text), *joined(text)])} "
    assert all(f" {' '.join(phrase)} " in in_index for phrase in query.wanted)
    assert marked(text, typed)


def test_a_possessive_is_no_part_of_its_word_and_numbers_are_not_joined():
    assert joined("The people’s 2030-2035 plan isn't they're C-3 人-民") == []
    assert marked("the people’s", "peoples") == []


@given(texts)
def test_joined_words_stand_where_they_are_found(text):
    known = list(words_with_places(text))
    in_index = f" {' '.join(joined(text))} "
    for each in joined_with_places(text, known):
        assert each in known or f" {each.word} " in in_index


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("to keep the peace", "keep the peace", ["keep the peace"]),
        ("to keep the peace", "peace, the keep", ["keep the peace"]),
        ("to keep their peace", "keep peace", []),
        ("peace here and peace there", "peace", ["peace", "peace"]),
        ("peace and «lasting» peace", '"lasting peace"', ["lasting» peace"]),
        ("peace", "war", []),
        ("共同体", "共同", ["共同"]),
        ("long-term work", "long-term", ["long-term"]),
        ("a b", "", []),
    ],
)
def test_words_that_stand_together_are_a_stretch(text, typed, found):
    assert [text[start:end] for start, end in together(text, parse(typed))] == found


def test_the_last_word_may_be_begun():
    assert together("to keep the peace", parse("the pea", unfinished=True)) == [(8, 17)]
