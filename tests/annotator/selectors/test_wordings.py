"""Wordings and neighbours are found through the index as in the texts themselves, in what a viewer may read."""

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.selectors.collocates import neighbours_of, with_neighbour
from annotator.selectors.occurrences import found_by, placed
from annotator.selectors.wordings import at_places, phrase_in, wordings_of, words_found
from corpus import search
from corpus.search.query import parse
from corpus.wordings.collocates import FEWEST
from corpus.wordings.nearness import Nearness
from tests.corpus.wordings.reading import wordings_in
from tests.support.factories import make_collection, make_document

pytestmark = pytest.mark.django_db
PHRASE = "a community with a shared future for humanity"
READER = AnonymousUser()


def make(texts, **fields):
    fields.setdefault("collection", make_collection(access="public"))
    document = make_document(texts=texts, **fields)
    search.index(document)
    return document


def wordings_through_index(phrase, nearness, viewer=READER):
    typed = f'"{phrase}"'
    query = parse(typed)
    found = found_by(query, viewer)
    return found, wordings_of(found, phrase_in(query, typed), nearness)


def spoken(found, wording):
    """The words of a wording's places as they stand in the texts."""
    return [
        each.paragraph.text[each.start : each.end] for each in placed(list(at_places(found, wording.places).around(0)))
    ]


TEXTS = [
    f"Building {PHRASE}, and {PHRASE}.",
    "A Community With a Shared Future for Humanity",
    "of a community with a shared future for mankind has been said",
    "communities with shared futures for humanity",
    "the idea of “a community with a shared future.” He subsequently",
    "has proposed a community with a shared future amid accelerating changes across the world",
    "a community with a shared future[3] for humanity",
    "Nothing of the kind; a river, a port and a bridge.",
]


@pytest.mark.parametrize("nearness", Nearness)
def test_the_index_finds_what_the_texts_say(nearness):
    make(TEXTS)
    found, through_index = wordings_through_index(PHRASE, nearness)
    plain = wordings_in(PHRASE, TEXTS, nearness)
    assert [(each.words, each.kind, each.changes) for each in through_index] == [
        (each.words, each.kind, each.changes) for each in plain
    ]
    assert [spoken(found, each) for each in through_index] == [[words for _, words in each.places] for each in plain]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.sampled_from([*PHRASE.split(), "communities", "all,", "one."]), max_size=20).map(" ".join),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(Nearness),
)
def test_the_index_finds_what_generated_texts_say(texts, nearness):
    document = make(texts)
    query = parse(f'"{PHRASE}" document:{document.slug}')
    found = found_by(query, READER)
    through_index = wordings_of(found, phrase_in(query, PHRASE), nearness)
    assert [(each.words, each.kind, len(each.places)) for each in through_index] == [
        (each.words, each.kind, len(each.places)) for each in wordings_in(PHRASE, texts, nearness)
    ]


def test_only_what_a_viewer_may_read_is_said_to_anybody():
    make(["a community with a shared future for mankind"], collection=make_collection(access="members"))
    make(["a community with a shared future for all"])
    _found, seen = wordings_through_index(PHRASE, Nearness.HALF)
    assert [each.words[-1] for each in seen] == ["all"]
    _found, everything = wordings_through_index(PHRASE, Nearness.HALF, viewer=None)
    assert sorted(each.words[-1] for each in everything) == ["all", "mankind"]


def test_a_word_with_a_hyphen_is_the_same_in_other_typography():
    make(["Win-win cooperation.", "win-win co-operation"])
    found, (one, other) = wordings_through_index("win-win cooperation", Nearness.TYPOGRAPHY)
    assert [each.kind for each in (one, other)] == ["typography", "typography"]
    assert sorted(spoken(found, one) + spoken(found, other)) == ["Win-win cooperation", "win-win co-operation"]
    assert sum(len(each.places) for each in (one, other)) == found.totals.occurrences


def test_what_any_search_finds_is_put_together_by_its_words():
    make(["a shared future, a bright future, a shared future", "a shared past"])
    found = found_by(parse("a * future"), READER)
    assert [(" ".join(each.words), len(each.places)) for each in words_found(found)] == [
        ("a shared future", 2),
        ("a bright future", 1),
    ]


def test_neighbours_are_words_within_five_of_the_phrase():
    near = " ".join(["we build shared future now"] * FEWEST)
    make([f"{near}.", "we rest and rest and rest and we rest", "# build"], title="One")
    make(["build build build build"], collection=make_collection(access="members"))
    found = found_by(parse('"shared future"'), READER)
    neighbours = neighbours_of(found)
    counted = {each.word: (each.beside, each.everywhere) for each in neighbours.collocates}
    assert counted == {"build": (FEWEST, FEWEST), "now": (FEWEST, FEWEST), "we": (FEWEST, FEWEST + 2)}
    assert neighbours.size == 5 * FEWEST + 9
    assert neighbours.places == 3 * FEWEST
    assert with_neighbour(found, "build").totals.occurrences == FEWEST
    assert with_neighbour(found, "rest").totals.occurrences == 0


def test_what_is_too_rare_beside_the_phrase_is_told_of_nobody():
    make(["we build shared future now"])
    assert neighbours_of(found_by(parse('"shared future"'), READER)).collocates == []
    assert neighbours_of(found_by(parse('"no such words"'), READER)).collocates == []


def test_of_several_occurrences_those_that_have_the_word_beside_them():
    make(["far shared future one two three four five six near shared future"])
    found = found_by(parse('"shared future"'), READER)
    assert [next(iter(with_neighbour(found, word))).first for word in ("far", "near")] == [1, 10]
    assert with_neighbour(found, "two").totals.occurrences == 1
    assert with_neighbour(found, "three").totals.occurrences == 2
