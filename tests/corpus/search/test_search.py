"""Search finds the same paragraphs on every database: this file is run on each."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import search
from corpus.models import Paragraph
from corpus.search.query import parse
from corpus.search.tokenizer import words
from tests.support.factories import make_document

pytestmark = pytest.mark.django_db

TEXTS = (
    "A community with a shared future for humanity.",
    "The future we share: “Long-term” peace, not the cold war.",
    "People’s Café, naïve Straße; 3,000 words.",
    "构建人类命运共同体是2025年的任务。",
    "Cold peace and a war that is long past its term.",
    "हिन्दी में كِتَابٌ",
    "",
)


@pytest.fixture
def indexed(db):
    document = make_document(TEXTS)
    search.index(document)
    return document


def found(query, paragraphs=None):
    chosen = Paragraph.objects.all() if paragraphs is None else paragraphs
    return list(search.matching(chosen, query).order_by("position").values_list("key", flat=True))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("future", [1, 2]),
        ("FUTURE shared", [1]),
        ('"shared future"', [1]),
        ('"future shared"', []),
        ("long-term", [2]),
        ("long term", [2, 5]),
        ("peace -cold", []),
        ('peace -"cold war"', [5]),
        ("-peace -future -humanity", [3, 4, 6, 7]),
        ("cafe", [3]),
        ("CAFÉ naive", [3]),
        ("strasse", [3]),
        ("people's", [3]),
        ("peoples", []),
        ("3,000", [3]),
        ("300", []),
        ("命运", [4]),
        ("人类 任务", [4]),
        ("类人", []),
        ("2025", [4]),
        ("हिन्दी", [6]),
        ("كتاب", [6]),
        ("art", []),
        ("", []),
        ('" - ( ) * : ^', []),
        ("AND", [5]),
        ("future AND", []),
        ("future' OR 1=1 --", []),
        ("fut*", [1, 2]),
        ("a " * 5000, [1, 5]),
        (" ".join(f"x{number}" for number in range(300)), []),
        (" ".join(f"-x{number}" for number in range(300)), [1, 2, 3, 4, 5, 6, 7]),
        ("\0\ud800 humanity", [1]),
    ],
)
def test_what_a_query_finds(indexed, query, keys):
    assert found(query) == keys


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("fut", [1, 2]),
        ("future sha", [1, 2]),
        ("shared fut", [1]),
        ('"shared fut', [1]),
        ('"the fut', [2]),
        ('"a fut', []),
        ('"shared future"', [1]),
        ("long-te", [2]),
        ("peace wa -cold", []),
        ("fut -humanity", []),
        ("-humanity fut", [2]),
        ("CAFÉ nai", [3]),
        ("构建人", [4]),
        ("uture", []),
        ("fut* OR", []),
    ],
)
def test_the_last_word_may_be_only_begun(indexed, typed, keys):
    assert found(parse(typed, unfinished=True)) == keys


def test_any_queryset_is_narrowed(indexed):
    other = make_document(("Another future.",))
    search.index(other)
    assert found("future", Paragraph.objects.filter(document=other)) == [1]
    assert found("future", Paragraph.objects.filter(position__lt=2)) == [1, 1]
    assert search.matching(Paragraph.objects.all(), "future").count() == 3
    assert search.matching(Paragraph.objects.all(), parse("future")).filter(document=indexed).count() == 2


def test_a_search_costs_the_same_however_much_is_found(indexed, django_assert_num_queries):
    # Documents, postings, their words; the paragraphs.
    with django_assert_num_queries(4):
        assert found('future -"cold war" -peace "shared future"') == [1]
    search.index(make_document(["A shared future."] * 30))
    with django_assert_num_queries(4):
        assert len(found('future -"cold war" -peace "shared future"')) == 31


def test_indexing_again_replaces_what_was_there(indexed):
    Paragraph.objects.filter(key=1).update(text="Entirely different.")
    search.index(indexed)
    assert found("humanity") == []
    assert found("entirely") == [1]


def test_retired_paragraphs_are_not_found(indexed):
    Paragraph.objects.filter(key=1).update(until=indexed.current)
    search.index(indexed)
    assert found("humanity") == []
    assert 1 not in found("-peace")


def test_what_is_taken_out_is_not_found_and_a_rebuild_brings_it_back(indexed):
    other = make_document(("Another humanity.",))
    search.unindex(indexed)
    assert found("humanity") == []
    search.rebuild()
    assert Paragraph.objects.filter(document=other).count() == len(found("another")) == 1
    assert found("humanity") == [1, 1]


def test_words_of_any_length_are_found(db):
    long = "x" * 40_000
    document = make_document((f"{long}a {long}b", "y" * 600, "y" * 601))
    search.index(document)
    assert found("y" * 600) == [2]
    assert found("y" * 601) == [3]
    assert found("x" * 600) == []


def test_a_paragraph_of_five_megabytes_is_indexed(db):
    text = " ".join(f"quitealongword{number}" for number in range(260_000))
    assert len(text) > 5_000_000
    document = make_document((text,))
    search.index(document)
    assert found('"quitealongword123456 quitealongword123457" quitealongword259999') == [1]
    assert found('"quitealongword123457 quitealongword123456"') == []


alphabet = st.sampled_from(
    ["peace", "war", "Cold", "café", "cafe", "命运", "命", "운", "’", "-", " ", '"', "½", "\u00ad"]
)
sentences = st.lists(alphabet, max_size=8).map(lambda parts: " ".join(parts).replace(" - ", "-"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(sentences, min_size=1, max_size=4), typed=sentences, unfinished=st.booleans())
def test_the_database_finds_what_plain_python_finds(db, texts, typed, unfinished):
    """The definition of search, in a few lines, against the index."""

    def has(text, term):
        phrase = [step.options[0] for step in term]
        known = words(text)
        places = [known[at : at + len(phrase)] for at in range(len(known) - len(phrase) + 1)]
        return any(all(map(is_word, phrase, place)) for place in places)

    def is_word(form, word):
        return word.startswith(form.word) if form.begun else word == form.word

    # The last word without its last letter, as somebody leaves it who is still typing.
    query = parse(typed[:-1] if unfinished else typed, unfinished=unfinished)
    document = make_document(texts)
    search.index(document)
    expected = [
        key
        for key, text in enumerate(texts, 1)
        if query
        and all(has(text, term) for term in query.wanted)
        and not any(has(text, term) for term in query.unwanted)
    ]
    assert found(query, Paragraph.objects.filter(document=document)) == expected
    for key in expected:
        assert bool(search.snippets(texts[key - 1], query)) == bool(query.wanted)


PLAINLY = (
    "The inter-national court asks for the co-operation of every keeper.",
    "The ruler of Hawaiʻi wrote to the Qurʾan school at Baʿalbek.",
    "The œuvre was read in Łódź and Århus, near Øresund.",
    "В Україні здоровʼя називають по-різному.",
    "The survey found[7] it.",
)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("international", [1]),
        ("inter-national", [1]),
        ('"the international court"', [1]),
        ('"the inter-national court asks"', [1]),
        ("cooperation", [1]),
        ("cooper*", [1]),
        ('"court national"', []),
        ("hawai'i", [2]),
        ("hawaii quran baalbek", [2]),
        ("oeuvre lodz arhus oresund", [3]),
        ("здоров'я", [4]),
        ("found", [5]),
        ('"found it"', [5]),
        ('"survey found[7] it"', [5]),
        ("7", []),
        ("cour -cooperation", []),
    ],
)
def test_a_word_typed_plainly_is_found(db, query, keys):
    search.index(make_document(PLAINLY))
    assert found(query) == keys


def test_what_was_loaded_before_there_was_this_index_goes_into_it(db):
    make_document(PLAINLY)
    import_module("corpus.migrations.0009_fill_index_of_words").fill(apps, SimpleNamespace(connection=connection))
    assert found("cooperation") == [1]
