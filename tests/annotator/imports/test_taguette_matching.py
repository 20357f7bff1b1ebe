"""Words of a whole document, found in its paragraphs: generated texts, and the ways other programs write them."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.across_paragraphs import _CALLED, _CLOSE, _UNCALLED, DocumentText, NumberedParagraph, PlacePart
from corpus.folding import inside_character

TEXTS = ("The sea is deep. It is cold.", "“We shall” go — tomorrow.", "And so on.")


def found(quote, *texts, numbers=None):
    numbers = numbers or [""] * len(texts)
    return DocumentText([NumberedParagraph(number, text) for number, text in zip(numbers, texts, strict=True)]).places(
        quote
    )


def words_of(places, texts):
    return [[texts[part.index][part.start : part.end] for part in place] for place in places]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("The sea", [[(0, 0, 7)]]),
        ("is", [[(0, 8, 10)], [(0, 20, 22)]]),
        ("cold.\n\n“We shall”", [[(0, 23, 28), (1, 0, 10)]]),
        ("cold.“We shall”", [[(0, 23, 28), (1, 0, 10)]]),
        ('cold. "We  shall"', [[(0, 23, 28), (1, 0, 10)]]),
        ("cold. “We shall” go — tomorrow. And", [[(0, 23, 28), (1, 0, 25), (2, 0, 3)]]),
        ("The\xa0sea\nis", [[(0, 0, 10)]]),
        ("the SEA", [[(0, 0, 7)]]),
        ("Thesea", []),
        ("T he", []),
        ("is deep. cold.", []),
        ("", []),
        (" \n", []),
    ],
)
def test_words_are_found_with_any_white_space_between_paragraphs_and_none_inside_words(quote, expected):
    assert found(quote, *TEXTS) == [tuple(PlacePart(*part) for part in place) for place in expected]


def test_the_printed_numbers_between_paragraphs_may_be_there_or_not():
    texts, numbers = ("We act.", "We pay."), ["1.", "2."]
    both = [(PlacePart(0, 0, 7), PlacePart(1, 0, 7))]
    for quote in ("We act. We pay.", "We act.\n2. We pay.", "1. We act.\n2. We pay.", "1.We act.2.We pay."):
        assert found(quote, *texts, numbers=numbers) == both, quote
    assert found("2. We", *texts, numbers=numbers) == [(PlacePart(1, 0, 2),)]
    # A number alone is no passage, and a wrong one is another text.
    assert found("2.", *texts, numbers=numbers) == []
    assert found("We act. 3. We pay.", *texts, numbers=numbers) == []


def test_page_furniture_may_stand_between_and_nothing_is_put_on_it():
    words = DocumentText(
        [
            NumberedParagraph("", "We act."),
            NumberedParagraph("", "Contact Us", is_furniture=True),
            NumberedParagraph("2.", "We pay."),
        ]
    )
    both = [(PlacePart(0, 0, 7), PlacePart(2, 0, 7))]
    for quote in (
        "We act. We pay.",
        "We act. Contact Us We pay.",
        "We act. 2. We pay.",
        "We act.\nContact Us\n2. We pay.",
    ):
        assert words.places(quote) == both, quote
    assert words.places("act. Contact") == [(PlacePart(0, 3, 7),)]
    assert words.places("Contact Us") == []


def test_a_line_end_in_a_paragraph_may_be_missing_where_the_words_come_from():
    assert found("one two", "one\ntwo") == found("onetwo", "one\ntwo") == [(PlacePart(0, 0, 7),)]


def test_characters_are_compared_as_a_reader_sees_them():
    decomposed = unicodedata.normalize("NFD", "Él café")
    assert found("Él café", decomposed) == [(PlacePart(0, 0, len(decomposed)),)]
    assert found(decomposed, "Él café") == [(PlacePart(0, 0, 7),)]
    assert found("cafe", "Él café") == found("cafe", decomposed) == []
    assert found("soft", "so\xadft") == [(PlacePart(0, 0, 5),)]


@pytest.mark.parametrize(
    ("quote", "text", "words"),
    [
        ("proper one10 is", "The proper one[10] is it.", "proper one[10] is"),
        ("proper one is", "The proper one[10] is it.", "proper one[10] is"),
        ("warden decides", "The warden¹ decides.", "warden¹ decides"),
        ("warden1 decides", "The warden¹ decides.", "warden¹ decides"),
        ("said.2 Then", "He said.² Then", "said.² Then"),
        ("10 metres", "10⁶ metres", None),
        ("106 metres", "10⁶ metres", "10⁶ metres"),
        ("the international market", "the inter-national market", "the inter-national market"),
        ("the inter-\nnational market", "the inter-national market", "the inter-national market"),
        ("co-operation", "the cooperation of", "cooperation"),
        ("a soft hyphen", "a so\xadft hy\xadphen", "a so\xadft hy\xadphen"),
        ("says we shall go", "He says “we shall” go.", "says “we shall” go"),
        ("maker\ntwo\nthree", "lamp maker | two |  | three", "maker | two |  | three"),
        ("warden opens the gate rings", "warden | • opens the gate • rings", "warden | • opens the gate • rings"),
        ("straße", "Die STRASSE", "STRASSE"),
    ],
)
def test_words_are_found_as_another_program_showed_them(quote, text, words):
    assert words_of(found(quote, text), [text]) == ([[words]] if words else [])


PRINTED = st.text(st.sampled_from("aBß-“”'¹³[1] |•\xadé\u0301…ﬁİ\n"), max_size=12)


@given(PRINTED, st.sampled_from([_CLOSE, _UNCALLED, _CALLED]))
def test_each_sign_that_is_compared_comes_from_somewhere(text, reading):
    assert len(reading.spans(text)) == len(reading.words(text).replace(" ", ""))


def test_no_more_places_are_told_than_asked_for():
    assert len(DocumentText([NumberedParagraph("", "a " * 500)]).places("a", limit=7)) == 7


def test_empty_paragraphs_are_passed_over():
    assert found("a b", "a", "", " ", "b") == [(PlacePart(0, 0, 1), PlacePart(3, 0, 1))]


letters = st.text(alphabet="ab c\n“'é\u0301\xad.中", max_size=12)


@given(st.lists(letters, min_size=1, max_size=5), st.data())
def test_what_is_cut_out_of_the_texts_is_found_where_it_was(texts, data):
    first = data.draw(st.integers(0, len(texts) - 1))
    last = data.draw(st.integers(first, len(texts) - 1))
    start = data.draw(st.integers(0, len(texts[first])))
    end = data.draw(st.integers(start if first == last else 0, len(texts[last])))
    if inside_character(texts[first], start) or inside_character(texts[last], end):
        return
    pieces = [text[start if at == first else 0 : end if at == last else len(text)] for at, text in enumerate(texts)]
    pieces = pieces[first : last + 1]
    # Marks at the beginning of a paragraph would be drawn onto what stands before them.
    if any(unicodedata.category(piece.strip(" \n\xad")[:1] or " ")[0] == "M" for piece in pieces):
        return
    gap = data.draw(st.sampled_from(["", " ", "\n", "\n\n  "]))
    quote = gap.join(pieces)

    def bare(text):
        return re.sub(r"[\s\xad]", "", unicodedata.normalize("NFD", text.replace("“", '"')))

    places = found(quote, *texts)
    if not bare(quote):
        assert places == []
        return
    assert bare(quote) in {bare("".join(words)) for words in words_of(places, texts)}
    for place in places:
        assert list(place) == sorted(place)
        assert all(part.start < part.end for part in place)


@given(st.lists(letters, max_size=5), letters)
def test_every_place_has_the_words(texts, quote):
    def bare(text):
        return re.sub(r'[\s\xad“"-]', "", unicodedata.normalize("NFD", text.replace("’", "'"))).casefold()

    for words in words_of(found(quote, *texts), texts):
        assert bare("".join(words)) == bare(quote)
