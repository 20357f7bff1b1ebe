"""The words of a document turned round: each as it stands in its text, found without reading a stretch twice."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.search.inverted import IndexedParagraph, Inverted, storable, words_and_compounds

PIECES = (
    "peace", "co-operation,", "people’s", "Qur’an", "found[7]", "[7]", "found[7]-based", "½", "㎨", "ﬁn", "Œuvre",
    "人类命运共同体", "한국어", "Ｅｕ", "—", "(well-known)", "e\u0301tude", "a" * 40, "中" * 40, "re-" * 12 + "done",
    "-" * 40, "inter\u2010national", "\u00ad", "\u200b", "\ufeff",
)  # fmt: skip
TEXTS = st.lists(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=12).flatmap(
        lambda pieces: st.sampled_from(["", " ", "\n", "\u3000", "\u00a0"]).map(lambda between: between.join(pieces))
    ),
    max_size=4,
)


@given(TEXTS)
def test_every_word_has_the_places_it_has_in_its_text(texts):
    inverted = Inverted(IndexedParagraph(at, "b", text) for at, text in enumerate(texts))
    expected: dict[str, list[tuple[int, int]]] = {}
    first, firsts = 0, [0]
    for text in texts:
        known, compounds = words_and_compounds(text)
        places = [(place, 1, each.word) for place, each in enumerate(known)] + compounds
        for place, number, word in places:
            expected.setdefault(storable(word), []).append((first + place, number))
        first += len(known)
        firsts.append(first)
    found = {
        word: list(zip(places.starts, places.lengths or [1] * len(places.starts), strict=True))
        for word, places in inverted.places.items()
    }
    assert found == {word: sorted(places) for word, places in expected.items()}
    assert list(inverted.firsts) == firsts
    assert [inverted.pairs[number][1] for number in inverted.numbers] == [
        storable(each.word) for text in texts for each in words_and_compounds(text)[0]
    ]
