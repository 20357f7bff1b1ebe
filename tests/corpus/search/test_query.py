"""What a person types is understood, whatever it is; and what a word is."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.folding import NOTE_CALL
from corpus.search.inverted import IndexedParagraph, Inverted, found_in, words_and_compounds
from corpus.search.query import (
    FILTERS,
    LONGEST,
    Filter,
    Misunderstood,
    Query,
    SearchWord,
    Step,
    as_one_phrase,
    parse,
    words_in,
)
from corpus.search.tokenizer import spans, within, words, words_with_places


def marked(text, query):
    return [text[start:end] for start, end in found_in(text, parse(query))]


def said(term):
    """A term in signs of its own: "a b", "a|b", "gov*", "=A", "(a b)|c", "a <1,3> b"."""
    steps = []
    for step in term:
        gap = f"<{step.least},{step.most}> " if step.most else ""
        steps.append(gap + "|".join(map(said_of, step.options)))
    return " ".join(steps)


def said_of(option):
    if isinstance(option, SearchWord):
        return f"={option.written}" * bool(option.written) or option.word + "*" * option.begun
    return f"({said(option)})"


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("shared future", ["shared", "future"], []),
        ('"shared future"', ["shared future"], []),
        ("“shared future” peace", ["shared future", "peace"], []),
        ("shared -future", ["shared"], ["future"]),
        ('-"cold war" peace', ["peace"], ["cold war"]),
        ("long-term people’s", ["long term", "people s"], []),
        ("2030-2035", ["2030 2035"], []),
        ('"unclosed phrase', ["unclosed phrase"], []),
        ("peace peace PEACE", ["peace"], []),
        ("AND OR NOT NEAR(a b)", ["and", "or", "not", "near a", "b"], []),
        ("命运共同体", ["命 运 共 同 体"], []),
        ("「命运」体", ["命 运", "体"], []),
        ("govern* long-te*", ["govern*", "long te*"], []),
        ("shared * future", ["shared <1,1> future"], []),
        ("a * * b, a ** b", ["a <2,2> b"], []),
        ("community ~3 future", ["community <0,3> future"], []),
        ("a ~2 * b", ["a <1,3> b"], []),
        ('"shared ~2 fut* of"', ["shared <0,2> fut* of"], []),
        ("dialog|dialogue", ["dialog|dialogue"], []),
        ("dialog | dialogue among", ["dialog|dialogue", "among"], []),
        ('"of man|women"', ["of man|women"], []),
        ('"a b"|c|long-term d', ["(a b)|c|(long term)", "d"], []),
        ("long-term ~2 y", ["(long term) <0,2> y"], []),
        ("-a|b c", ["c"], ["a|b"]),
        ('=Dialog ="Shared Future"', ["=Dialog", "=Shared =Future"], []),
        ("-=War a=b", ["a b"], ["=War"]),
        ("found[7] it", ["found", "it"], []),
        ("- -- \" ' ) ( : ^ \\ %", [], []),
        ("", [], []),
        ("\0\ud800", [], []),
    ],
)
def test_what_is_typed_is_understood(typed, wanted, unwanted):
    query = parse(typed)
    assert (list(map(said, query.wanted)), list(map(said, query.unwanted))) == (wanted, unwanted)


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("tag:hope", [Filter("tag", ("hope",))]),
        ('-tag:"great hope",fear by:wang', [Filter("tag", ("great hope", "fear"), True), Filter("by", ("wang",))]),
        (
            "from:2024 until:2025-03 kind:heading",
            [("from", ("2024",)), ("until", ("2025-03",)), ("kind", ("heading",))],
        ),
        ("in:notes revision:all has:note", [("in", ("notes",)), ("revision", ("all",)), ("has", ("note",))]),
        ("tag: by:, status:", []),
        ('Tag:"the ""China dream""" BY:,x,,y', [Filter("tag", ('the "China dream"',)), Filter("by", ("x", "y"))]),
        ("a:b xtag:c", []),
    ],
)
def test_what_narrows_is_understood(typed, filters):
    assert parse(typed).filters == tuple((*each, False)[:3] for each in filters)


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ("* shared", [(Misunderstood.NOTHING_BETWEEN, "*")]),
        ("shared *", [(Misunderstood.NOTHING_BETWEEN, "*")]),
        ("shared ~3", [(Misunderstood.NOTHING_BETWEEN, "~3")]),
        ("| shared", [(Misunderstood.NOTHING_BETWEEN, "|")]),
        ("shared|", [(Misunderstood.NOTHING_BETWEEN, "|")]),
        ('"shared *" future', [(Misunderstood.NOTHING_BETWEEN, "*")]),
        ("a ~x b", [(Misunderstood.NO_DISTANCE, "~x")]),
        ("a ~101 b", [(Misunderstood.NO_DISTANCE, "~101")]),
        ("gov*ment", [(Misunderstood.INNER_ASTERISK, "gov*ment")]),
        ("staus:draft", [(Misunderstood.NO_FILTER, "staus")]),
        ("(tag:hope)", [(Misunderstood.NO_FILTER, "tag")]),
        ("(dialog OR dialogue) NOT war", [(Misunderstood.OPERATOR, "OR"), (Misunderstood.OPERATOR, "NOT")]),
        ("THIS OR THAT", []),
        ('"shared OR future"', []),
        ("!", [(Misunderstood.NO_WORD, "!")]),
        ("a|from: b", [(Misunderstood.NO_FILTER, "from")]),
        *((f"{typed} community", [(Misunderstood.NO_VALUE, typed)]) for typed in ("tag:", "-tag:", 'by:""', "From:,")),
        ("tag:hope, fear", [(Misunderstood.NO_VALUE, "tag:hope,")]),
        ("-tag:", [(Misunderstood.NO_VALUE, "-tag:"), (Misunderstood.NO_WORD, "-tag:")]),
        ("", []),
        ("shared -future 'quoted' (x) a/b 3:16", []),
    ],
)
def test_what_is_not_understood_is_told(typed, problems):
    assert list(parse(typed).problems) == problems


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("shared fut", ["shared", "fut*"]),
        ("shared fut ", ["shared", "fut*"]),
        ("long-te", ["long te*"]),
        ('"shared fut', ["shared fut*"]),
        ('"shared future"', ["shared future"]),
        ("fut —", ["fut*"]),
        ("fut -pea", ["fut"]),
        ("dialog|dia", ["dialog|dia*"]),
        ("", []),
    ],
)
def test_the_last_word_of_what_is_still_typed_is_only_begun(typed, wanted):
    query = parse(typed, unfinished=True)
    assert list(map(said, query.wanted)) == wanted
    assert bool(query) == bool(wanted or query.unwanted)


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("typed", ["{}: peace", "peace {}:", "peace -{}:", '{}:"" peace', "{}:, peace"])
def test_the_name_of_a_filter_is_no_word(name, typed):
    query = parse(typed.format(name))
    assert (query.words, query.unwanted, query.filters) == (["peace"], (), ())
    assert [problem.kind for problem in query.problems] == [Misunderstood.NO_VALUE]


def test_a_query_of_any_length_is_understood_up_to_a_point_and_says_so():
    assert Misunderstood.CUT in {problem.kind for problem in parse("a " * 5000).problems}
    assert not parse("a" * LONGEST).problems
    assert not parse("")


@given(st.text(st.one_of(st.characters(), st.sampled_from('ab"“”*~|=-: 3,')), max_size=200))
@example('"' * 200)
@example('a"b"c -"d')
@example("a|" * 200)
@example('"a|' * 100)
@example("tag:" * 100)
def test_nothing_that_is_typed_is_an_error(typed):
    query = parse(typed)
    for term in (*query.wanted, *query.unwanted):
        assert list(words_in(term))
        assert all(words(form.word) == [form.word] for form in words_in(term)), "words are made of themselves"
        assert all(step.options and step.least <= step.most for step in term)
    found_in(typed, query)


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
    st.one_of(st.characters(), st.sampled_from("aZ9 éÉ’-½[]命운か\u3099ｶﾞﬁ\u00ad\u0301ि\u064b_ß\x1c\u2028\u1100\u1161")),
    max_size=60,
)


@given(texts)
def test_words_with_places_are_the_same_words_at_their_places(text):
    found = list(words_with_places(text))
    assert [each.word for each in found] == words(text)
    for each in found:
        assert each.word in words(text[each.start : each.end])
    assert found == sorted(found, key=lambda each: each.start)


@given(texts | st.text("aZ9 ’“—\u00a0-._", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_the_words_of_a_stretch_are_those_that_stand_in_it(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    places = [(each.start, each.end) for each in words_with_places(text)]
    assert spans(text) == places
    inside = [number for number, (begins, ends) in enumerate(places) if begins < end and ends > start]
    assert within(text, start, end) == ((inside[0], inside[-1] + 1) if inside else (0, 0))


@given(texts)
def test_a_word_is_found_where_it_was_taken_from(text):
    for each in words_with_places(text):
        if not re.search(NOTE_CALL, text):
            query = Query(((Step((SearchWord(each.word),)),),))
            assert any(start <= each.start and each.end <= end for start, end in found_in(text, query))


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
    assert [text[start:end] for start, end in found_in(text, parse("undertak", unfinished=True))] == [
        "Undertaking",
        "undertake",
    ]
    assert [text[start:end] for start, end in found_in(text, parse("long-t", unfinished=True))] == [
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
    assert query.wanted
    assert marked(text, typed)


def test_a_possessive_is_no_part_of_its_word_and_numbers_are_not_joined():
    text = "The people’s 2030-2035 plan isn't they're C-3 人-民"
    assert words_and_compounds(text)[1] == []
    assert marked("the people’s", "peoples") == []


@given(texts)
def test_words_written_as_several_are_those_without_their_signs(text):
    known, compounds = words_and_compounds(text)
    for first, number, word in compounds:
        parts = known[first : first + number]
        assert number > 1
        assert word in words(re.sub(r"[^\w]", "", text[parts[0].start : parts[-1].end])) or len(words(word)) == 1


@given(texts)
def test_an_index_has_the_same_words_as_the_text_at_the_same_numbers(text):
    inverted = Inverted([IndexedParagraph(1, "b", "before"), IndexedParagraph(2, "b", text)])
    known, several = words_and_compounds(text)
    assert [inverted.pairs[number][1] for number in inverted.numbers[1:]] == [each.word for each in known]
    assert len(inverted.numbers) == inverted.firsts[-1]
    for first, number, word in several:
        places = inverted.look_up(SearchWord(word))
        assert (first + 1, number) in zip(places.starts, places.lengths, strict=True)
    assert sum(number > 1 for places in inverted.places.values() for number in places.lengths) == len(several)


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("shared future", '"shared future"'),
        ("A community with a Shared future", '"A community with a Shared future"'),
        ('"shared future" for mankind document:treaty -war', '"shared future for mankind" document:treaty -war'),
        (
            'peace -"cold war" and tag:hope,"great hope" progress',
            '"peace and progress" -"cold war" tag:hope,"great hope"',
        ),
        ("peace & war", '"peace war"'),
        ("future", ""),
        ('"shared future"', ""),
        ("shar* future", ""),
        ("=Shared future", ""),
        ("a|b c", ""),
        ("shared ~3 future", ""),
        ('"shared ~3 future" x', ""),
        ("-war tag:hope", ""),
        ("", ""),
    ],
)
def test_words_apart_are_one_phrase_if_that_is_asked_for(typed, phrase):
    assert as_one_phrase(typed) == phrase
