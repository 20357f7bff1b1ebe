"""What is shown of a long side where there is little room."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.word_diff import DiffKind, Piece
from annotator.presenters.parallels import around_agreement

OWN = "so it goes on and on " * 40


def shown(pieces, **most):
    return "".join(piece.text for piece in around_agreement(pieces, **most))


def test_what_stands_around_the_agreeing_words_cut_between_words():
    pieces = [
        Piece(OWN, DiffKind.ONLY),
        Piece("the council keeps", DiffKind.SAME),
        Piece(f" {OWN}", DiffKind.ONLY),
    ]
    text = shown(pieces)
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert "the council keeps" in text
    assert text.index("the council") < 70
    assert {*text.strip("… ").split()} <= {*OWN.split(), "the", "council", "keeps"}
    assert Piece("the council keeps", DiffKind.SAME) in around_agreement(pieces)


def test_where_most_agrees_and_not_where_first_something_does():
    pieces = [
        Piece("The ", DiffKind.SAME),
        Piece(OWN, DiffKind.ONLY),
        Piece("council keeps the river clean.", DiffKind.SAME),
    ]
    assert shown(pieces).endswith("council keeps the river clean.")


def test_what_is_short_is_whole():
    pieces = [Piece("the council", DiffKind.SAME), Piece(" sleeps", DiffKind.ONLY)]
    assert around_agreement(pieces) == pieces


@given(
    st.lists(st.builds(Piece, st.text("ab 年", min_size=1, max_size=90), st.sampled_from(DiffKind)), max_size=12),
    st.integers(100, 300),
)
def test_it_is_a_part_of_the_text_no_longer_than_asked_for(pieces, most):
    text, whole = shown(pieces, most=most), "".join(piece.text for piece in pieces)
    assert text.removeprefix("… ").removesuffix("…") in whole
    assert len(text) <= most + 3
    assert (text == whole) == (len(whole) <= most)
    if len(whole) > most:
        assert len(text) >= most - 2 * 60
