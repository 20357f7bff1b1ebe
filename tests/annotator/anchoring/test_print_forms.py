"""Marks on words of which nothing but the print changed, and on those that are other words for it."""

import pytest

from annotator.anchoring.quote_selector import TextRange
from annotator.anchoring.reanchor import AnchorState, ParagraphChange


def followed(old, new, words):
    start = old.index(words)
    there = ParagraphChange(old, [new]).reanchor(TextRange(start, start + len(words)))
    return there.state in {AnchorState.KEPT, AnchorState.SHIFTED}, there.stretch.words(new)


@pytest.mark.parametrize(
    ("old", "new", "words", "now"),
    [
        ("It ran in 1990 - 1995 under old rules.", "It ran in 1990–1995 under old rules.", "1990 - 1995", "1990–1995"),
        ("It ran in 1990–1995 under old rules.", "It ran in 1990 – 1995 under old rules.", "1990–1995", "1990 – 1995"),
        ("He said a word — word he knew well.", "He said a word—word he knew well.", "word — word", "word—word"),
        ("He said a word - word he knew well.", "He said a word -- word he knew well.", "word - word", "word -- word"),
        # A sentence begins there now, or no more.
        ("The council met; the vote was held.", "The council met. The vote was held.", "the vote", "The vote"),
        ("However, the council met at noon that day.", "The council met at noon that day.", "the council", "The council"),
        ("The council met. “All agreed”, he said.", "The council met and “all agreed”, he said.",
         "“All agreed”", "“all agreed”"),
    ],
)  # fmt: skip
def test_words_printed_otherwise_are_the_same(old, new, words, now):
    assert followed(old, new, words) == (True, now)


@pytest.mark.parametrize(
    ("old", "new", "words", "now"),
    [
        # Within a sentence a word with a capital is another one, be it a name or not.
        ("Upon the earth there was no light.", "Upon the Earth there was no light.", "the earth", "the Earth"),
        ("They saw mark at the door of it.", "They saw Mark at the door of it.", "saw mark", "saw Mark"),
        ("It was told to US citizens in May.", "It was told to us citizens in May.", "US", "us"),
        # The dash before a number is its sign.
        ("The result was 9 - 7 for us that day.", "The result was 9 -7 for us that day.", "9 - 7", "9 -7"),
    ],
)
def test_words_that_differ_by_a_capital_or_a_sign_are_doubted(old, new, words, now):
    assert followed(old, new, words) == (False, now)


def test_words_printed_otherwise_are_doubted_where_the_paragraph_is():
    old, new = "It ran in 1990 - 1995 under old rules.", "It ran in 1990–1995 under old rules."
    there = ParagraphChange(old, [new], sure=False).reanchor(TextRange(10, 21))
    assert (there.state, there.stretch.words(new)) == (AnchorState.UNCERTAIN, "1990–1995")


def test_words_printed_otherwise_are_not_those_of_another_sentence():
    old = "From 1990 - 1995 it ran. Nobody knew why it ended then."
    new = "Nobody knew why it ended then. He was in office 1990–1995, as all know."
    assert not followed(old, new, "1990 - 1995")[0]


@pytest.mark.parametrize(
    ("old", "new", "words", "now"),
    [
        # French marks stand with a space; brackets outside of the quotation marks are none of theirs.
        ("Il écrit : « La loi est vieille. » Il partit.", "Il écrit : « La règle est vieille. » Il partit.",
         "« La loi", "« La règle"),
        ("Il écrit : « La loi est vieille. » Il partit.", "Il écrit : « La loi est neuve. » Il partit.",
         "est vieille. »", "est neuve. »"),
        ("Est-elle vieille ? Nul ne le sait.", "Est-elle neuve ? Nul ne le sait.", "vieille ?", "neuve ?"),
        ("La ley («vieja») fue derogada.", "La ley («antigua») fue derogada.", "«vieja»", "«antigua»"),
        ("La ley («vieja») fue derogada.", "La ley («antigua») fue derogada.", "vieja", "antigua"),
        # Other quotation marks stand for those that were.
        ("Er schrieb: „Das Gesetz ist alt.“ Er ging.", "Er schrieb: »Das Recht ist alt.« Er ging.",
         "„Das Gesetz ist alt.“", "»Das Recht ist alt.«"),
        ("It was repealed.[7] Nobody minded.", "It was abolished.[7] Nobody minded.", "repealed", "abolished"),
        ("He left; in May it burned.", "He left, in June it burned.", "in May", "in June"),
    ],
)  # fmt: skip
def test_words_that_changed_keep_the_punctuation_at_their_ends_and_take_in_none(old, new, words, now):
    assert followed(old, new, words) == (False, now)
