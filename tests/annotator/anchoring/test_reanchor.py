"""Where the words of a passage are once the text has changed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.quote_selector import WHOLE, TextRange, occurrences
from annotator.anchoring.reanchor import AnchorState, ParagraphChange
from corpus.folding import fold_all

LONG = "The Council noted the report of the Secretariat with appreciation."
OTHERS = "Members asked questions. The report was adopted."


def followed(old, words, *parts, at=0, **how):
    """What becomes of ``words``, those that stand at or after ``at`` of ``old``: state, part and words there."""
    start = old.index(words, at)
    found = ParagraphChange(old, parts, **how).reanchor(TextRange(start, start + len(words)))
    assert 0 <= found.part < len(parts)
    return found.state, found.part, found.stretch.words(parts[found.part])


@pytest.mark.parametrize(
    ("old", "words", "new", "state", "there"),
    [
        (f"{LONG} {OTHERS}", "the report of", f"{LONG} All was adopted.", "kept", "the report of"),
        (f"{OTHERS} {LONG}", "noted the report", f"Nothing else. {LONG}", "shifted", "noted the report"),
        # White space and quotation marks are the same words.
        ('He said "the  report" aloud, to all.', '"the  report" aloud',
         "He said “the report” aloud, to all.", "shifted", "“the report” aloud"),
        # Words moved within the paragraph, long and the only ones.
        (f"{LONG} {OTHERS}", LONG, f"{OTHERS} {LONG}", "shifted", LONG),
        # Changed a little: between what stood around them.
        ("It noted the long report with care.", "long report", "It noted the short report with care.", "uncertain",
         "short report"),
        # A short word, between the words that stood around it.
        ("It noted the long report.", "noted", "Then it noted the short report.", "shifted", "noted"),
        # Its own place is rewritten; the same short words stand elsewhere.
        ("Peru abstains. Chile agreed to this at once.", "abstains", "Something else. Chile now abstains.", "uncertain",
         "abstains"),
        # Gone.
        (f"{LONG} {OTHERS}", LONG, OTHERS, "lost", OTHERS),
        ("The art of it, and a party.", "art of it, and", "The party.", "lost", "The party."),
        # Another word between the same neighbours, never a part of one.
        ("The art of it, and a party.", "art", "The rest of it, and a party.", "uncertain", "rest"),
        ("He sat in the midst, and spoke.", "midst", "He sat in the very middle, and spoke.", "uncertain", "very middle"),
        # As one of the words beside it is another one too.
        ("They went up to the old house.", "old", "They went up to the new home.", "uncertain", "new"),
        # Other dashes, hyphens and dots are the same words.
        ("It is well-known – or was… here.", "well-known – or was…", "It is well\u2011known — or was... here.",
         "shifted", "well\u2011known — or was..."),
        # With as much punctuation at its ends as it had.
        ("Yes, the new rule. So be it.", "the new rule.", "Yes, a newer rule! So be it.", "uncertain", "a newer rule!"),
        ("Yes; the new rule, he said.", "the new rule", "Yes; a newer rule, he said.", "uncertain", "a newer rule"),
        ('He said "the new rule" to us.', '"the new rule"', "He said “a newer rule” to us.", "uncertain",
         "“a newer rule”"),
    ],
)  # fmt: skip
def test_a_stretch_goes_where_its_words_went(old, words, new, state, there):
    assert followed(old, words, new) == (state, 0, there)


def test_the_same_words_in_several_places_are_told_apart_by_their_order():
    old = "Peru abstains. Chile abstains. Cuba abstains."
    new = "Peru abstains. Later on, Chile abstains. Cuba abstains."
    start = old.index("abstains", 20)
    assert ParagraphChange(old, [new]).reanchor(TextRange(start, start + 8)) == (AnchorState.SHIFTED, 0, (31, 39))


def test_one_of_several_alike_that_is_gone_is_not_put_on_another():
    old, new = "Yes. Abstains. Abstains. Abstains. No.", "Yes. Abstains. Abstains. No."
    found = [ParagraphChange(old, [new]).reanchor(TextRange(start, start + 9)) for start in (5, 15, 25)]
    assert {each.state for each in found} == {AnchorState.UNCERTAIN}


def test_what_nobody_can_tell_from_what_was_taken_out_beside_it_is_doubted():
    old, new = "The length is given. The expressions are evaluated.", "The expressions are evaluated."
    assert ParagraphChange(old, [new]).reanchor(TextRange(0, 3)).state is AnchorState.UNCERTAIN
    assert ParagraphChange(old, [new]).reanchor(TextRange(21, 36)) == (AnchorState.SHIFTED, 0, (0, 15))


def test_a_split_takes_each_mark_to_its_part():
    old = f"{LONG} {OTHERS}"
    assert followed(old, "noted the report", LONG, OTHERS) == ("kept", 0, "noted the report")
    assert followed(old, "The report was adopted", LONG, OTHERS) == ("shifted", 1, "The report was adopted")
    # On what is a paragraph now, the mark is on the whole of it; over the cut, on the greater part.
    assert ParagraphChange(old, (LONG, OTHERS)).reanchor(TextRange(67, len(old))) == (AnchorState.SHIFTED, 1, WHOLE)
    assert followed(old, "with appreciation. Members", LONG, OTHERS) == ("uncertain", 0, "with appreciation.")
    assert ParagraphChange(old, (LONG, OTHERS), home=1).reanchor(WHOLE) == (AnchorState.UNCERTAIN, 1, WHOLE)


def test_a_merge_leaves_each_mark_on_its_words():
    new = f"{LONG} {OTHERS}"
    assert ParagraphChange(LONG, [new], merged=True).reanchor(WHOLE) == (AnchorState.SHIFTED, 0, (0, 66))
    assert followed(OTHERS, "was adopted", new, merged=True) == ("shifted", 0, "was adopted")


@pytest.mark.parametrize(
    ("new", "state"),
    [
        (LONG.replace("noted ", "noted  "), "kept"),
        (LONG.replace("noted", "welcomed"), "shifted"),
        ("The Council rejected all that the Secretariat had said.", "uncertain"),
        ("", "uncertain"),
    ],
)
def test_the_whole_paragraph_stays_with_it(new, state):
    assert ParagraphChange(LONG, [new]).reanchor(WHOLE) == (state, 0, WHOLE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Names behind an article, names without capitals, and negations of other scripts.
        ("Le ministre de l'Alden et celui de l'Egon sont chargés d'exécuter le décret du jour.",
         "Le ministre de l'Egon et celui de l'Alden sont chargés d'exécuter le décret du jour."),
        ("تلتزم حكومة سيرا وفق هذا الاتفاق باحترام حقوق جميع المقيمين الدائمين في لاما",
         "تلتزم حكومة لاما وفق هذا الاتفاق باحترام حقوق جميع المقيمين الدائمين في سيرا"),
        ("国务院有关部门应当在三十日内向社会公布报告。", "国务院有关部门不应当在三十日内向社会公布报告。"),
        # Several times as long.
        (LONG, f"{LONG} {OTHERS} {OTHERS} {OTHERS}"),
    ],
)  # fmt: skip
def test_a_whole_paragraph_that_says_something_else_is_doubted(old, new):
    assert ParagraphChange(old, [new]).reanchor(WHOLE) == (AnchorState.UNCERTAIN, 0, WHOLE)


def test_offsets_that_are_not_in_the_text_are_lost():
    assert ParagraphChange("Short.", ["Short. More."]).reanchor(TextRange(3, 90)).state is AnchorState.LOST


# Few words, so that they come again and again.
sentences = st.lists(st.sampled_from(["no", "yes", "art", "party", "Peru abstains.", "的", "é", "“so”"]), max_size=8)
texts = sentences.map(" ".join)


@st.composite
def marked(draw):
    """A text before, a stretch and its words around which it was changed: ``(head, words, tail, head, tail)``."""
    return draw(texts), draw(texts.filter(str.strip)), draw(texts), draw(texts), draw(texts)


@given(texts.filter(str.strip), st.data(), st.lists(texts, min_size=1, max_size=3))
def test_it_is_never_out_of_range_and_kept_means_the_same_words(old, data, parts):
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    found = ParagraphChange(old, parts).reanchor(TextRange(start, end))
    text = parts[found.part]
    if found.state is AnchorState.KEPT:
        assert (found.part, found.stretch) == (0, (start, end))
    if found.state in {AnchorState.KEPT, AnchorState.SHIFTED}:
        assert fold_all(found.stretch.words(text)).strip() == fold_all(old[start:end]).strip()
    if not found.stretch.whole:
        assert 0 <= found.stretch.start < found.stretch.end <= len(text)


@given(marked())
def test_an_edit_outside_never_loses_it(given_texts):
    head, words, tail, new_head, new_tail = given_texts
    old, new = (f"{before} {words} {after}" for before, after in ((head, tail), (new_head, new_tail)))
    at = len(head) + 1, len(head) + 1 + len(words)
    change = ParagraphChange(old, [new])
    found = change.reanchor(TextRange(*at))
    assert found.state is not AnchorState.LOST
    # Where they stand less often than they did, those that are there may be the other ones; a part of a word is none.
    if len(change._places(at, new)) >= len(change._places(at, old)):
        assert fold_all(found.stretch.words(new)).strip() == fold_all(words).strip()
    else:
        assert (
            found.state is AnchorState.UNCERTAIN
            or fold_all(found.stretch.words(new)).strip() == fold_all(words).strip()
        )


def test_words_that_stand_once_in_each_text_are_not_put_on_a_part_of_them():
    found = ParagraphChange("no art yes no yes ", [" no yes no"]).reanchor(TextRange(11, 17))
    assert found.stretch.words(" no yes no") == "no yes"


def next_words(before, after):
    return re.findall(r"\w+", before)[-1:], re.findall(r"\w+", after)[:1]


@given(marked())
def test_on_another_occurrence_only_where_the_context_agrees(given_texts):
    head, words, tail, new_head, new_tail = given_texts
    old, new = (f"{before} {words} {after}" for before, after in ((head, tail), (new_head, new_tail)))
    at = len(head) + 1, len(head) + 1 + len(words)
    found = ParagraphChange(old, [new]).reanchor(TextRange(*at))
    # Words that stand once in both and in the same order as those near them are the same ones.
    is_only = len(occurrences(old, words)) == len(occurrences(new, words)) == 1
    if found.state in {AnchorState.KEPT, AnchorState.SHIFTED} and not is_only and not found.stretch.whole:
        before, after = old[: at[0]][-8:], old[at[1] :][:8]
        there = new[: found.stretch.start], new[found.stretch.end :]
        agrees = there[0].endswith(before) or there[1].startswith(after)
        # The ends of a text are ends wherever the white space is.
        agrees |= not (before + there[0]).strip() or not (after + there[1]).strip()
        assert agrees or next_words(*there) == next_words(old[: at[0]], old[at[1] :])


def test_a_mark_on_a_whole_paragraph_does_not_spread_over_a_further_one_unasked():
    old, new = "The parameter `a` was added.", "The parameter `b` was added. The parameter `a` was added."
    found = ParagraphChange(old, [new], holds_more=True).reanchor(WHOLE)
    assert found == (AnchorState.UNCERTAIN, 0, (29, 57))


def test_words_that_others_stand_in_the_place_of_are_not_surely_those_elsewhere():
    old, new = "They have as he was come to the house.", "They have was he gone come to the house."
    assert ParagraphChange(old, [new]).reanchor(TextRange(16, 19)).state is AnchorState.UNCERTAIN


def test_the_same_words_in_another_typography_are_as_good():
    old = "A | 5 % | 10"
    new = "A | 5\xa0% | 10 B | 5 % | 10"
    assert ParagraphChange(old, [new]).reanchor(TextRange(4, 12)) == (AnchorState.KEPT, 0, (4, 12))
