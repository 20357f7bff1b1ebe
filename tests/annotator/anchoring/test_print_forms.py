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
        # At the head of a paragraph too, with other edits behind it.
        ("the vote was held on Monday.", "The vote was held on Monday.", "the vote", "The vote"),
        ("The vote was held on Monday.", "the vote was held on Monday.", "The vote", "the vote"),
        ("“the vote” was held on Monday.", "“The vote” was held on Monday.", "the vote", "The vote"),
        ("the vote was held on Monday. All agreed.", "The vote was held on Friday. Most agreed.", "the vote", "The vote"),
        # The same words stand a second time where they stood.
        ("the vote was held, and the vote was lost.", "The vote was held, and the vote was lost.", "the", "The"),
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


WORDS = [
    ("Polish", "polish"),
    ("May", "may"),
    ("Turkey", "turkey"),
    ("Catholic views", "catholic views"),
    ("Reading", "reading"),
]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize(
    "form",
    [
        "{} workers {} the bells",
        "{} workers from Alden would {} the bells of the town.",
        "The {} workers {} the bells.",
        "Throughout the year the {} workers would gladly {} the bells of the town together.",
        "All went home. {} workers then {} the bells of the town.",
        "All went home after the {} workers; they {} the bells.",
    ],
)
def test_words_that_exchanged_their_capitals_are_doubted(words, form):
    for one, other in (words, words[::-1]):
        old, new = form.format(one, other), form.format(other, one)
        assert [followed(old, new, each)[0] for each in words] == [False, False]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        # Its own place is gone, and the other word stands with its capital.
        ("polish workers gathered near Polish bells ringing everywhere together.",
         "Polish workers gathered near bells ringing everywhere together.", "Polish"),
        ("Polish workers would polish bells ringing everywhere together.",
         "workers would Polish bells ringing everywhere together.", "Polish"),
        ("may May stood in the hall.", "May stood in the hall.", "may"),
        ("Polish polish would gleam all day.", "polish would gleam all day yesterday.", "Polish"),
        # A space beside it is not the head or the end of the paragraph, which it stood at.
        ("Mark saw it and left.", "Saw it, and to Mark it was left.", "Mark"),
        ("He left it to Mark", "He saw Mark and left it to", "Mark"),
    ],
)  # fmt: skip
def test_words_in_the_place_of_others_are_doubted(old, new, words):
    assert not followed(old, new, words)[0]


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
        ("They wrote of “open rivers” then.", "They wrote of « open rivers » then.", "“open rivers”", "« open rivers »"),
        ("They wrote of “open rivers” then.", "They wrote of «\xa0open rivers\xa0» then.",
         "“open rivers”", "«\xa0open rivers\xa0»"),
        ("“Open rivers”, all said.", "«\u202fOpen rivers\u202f», all said.", "“Open rivers”", "«\u202fOpen rivers\u202f»"),
        ("They wrote of « open rivers » then.", "They wrote of “open rivers” then.", "« open rivers »", "“open rivers”"),
        ("They wrote “open” “gates” then.", "They wrote « open » « gates » then.", "“open”", "« open »"),
        ("They wrote “open” “gates” then.", "They wrote « open » « gates » then.", "“gates”", "« gates »"),
        ("He said “open rivers” then.", "« He said “open lakes” »", "“open rivers”", "“open lakes”"),
        ("They wrote « open rivers » then.", "They wrote open rivers « then ».", "« open rivers »", "open rivers"),
        ("It was repealed.[7] Nobody minded.", "It was abolished.[7] Nobody minded.", "repealed", "abolished"),
        ("He left; in May it burned.", "He left, in June it burned.", "in May", "in June"),
    ],
)  # fmt: skip
def test_words_that_changed_keep_the_punctuation_at_their_ends_and_take_in_none(old, new, words, now):
    assert followed(old, new, words) == (False, now)
