"""Where the words of a lost or uncertain passage are looked for, and why each place is offered."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.candidates import CandidateReason, candidates, reason_for, whole_candidates
from annotator.anchoring.quote_selector import WHOLE, TextRange


def offered(words, prefix, suffix, *texts):
    return [
        (each.text, each.stretch.words(texts[each.text]), each.reason.value)
        for each in candidates(words, prefix, suffix, texts)
    ]


def test_the_same_words_elsewhere_come_first_and_of_those_the_ones_with_their_context():
    found = offered(
        "the old hall", "met in ", " at noon", "They left the old hall.", "They met in the old hall at noon."
    )
    assert found[:2] == [(1, "the old hall", "same"), (0, "the old hall", "same")]


def test_other_words_between_the_same_neighbours_are_offered():
    text = "And the spirit went over the middle of the waters."
    assert offered("midst", "went over the ", " of the waters", text)[0] == (0, "middle", "between")


def test_a_respelt_word_is_similar():
    text = "Then said the LORD unto Isaiah, Go forth, and Shearjashub thy son."
    assert offered("Shear-jashub", "thou, and ", " your child", text)[0] == (0, "Shearjashub", "similar")


def test_a_sentence_that_was_edited_is_similar_and_one_of_other_words_is_not():
    old = "The Secretary read the long report of the year"
    new = "In the end the Secretary read the short report of that year aloud. Nobody stayed."
    ((at, words, reason), *_others) = offered(old, "", "", "Something quite different stood on that page.", new)
    assert (at, reason) == (1, "similar")
    assert "Secretary read the short report" in words
    assert offered(old, "", "", "Bread, salt and wine.") == []


def test_places_do_not_overlap_and_the_nearest_text_goes_first():
    found = candidates("peace", "", "", ["Lasting peace.", "Lasting peace."])
    assert [each.text for each in found] == [0, 1]


def test_a_whole_paragraph_is_offered_whole():
    found = whole_candidates(
        "The meeting rose at noon.", ["Nothing.", "The meeting rose at one.", "The meeting rose at noon."]
    )
    assert [(each.text, each.stretch, each.reason) for each in found] == [
        (2, WHOLE, CandidateReason.SAME),
        (1, WHOLE, CandidateReason.SIMILAR),
    ]


def test_why_a_passage_is_where_the_load_put_it():
    text = "And the spirit went over the middle of the waters."
    at = text.index("middle")
    middle = TextRange(at, at + 6)
    assert reason_for("middle", "", "", text, middle) is CandidateReason.SAME
    assert reason_for("Middle", "", "", text, middle) is CandidateReason.SIMILAR
    assert reason_for("face", "went over the ", " of the waters", text, middle) is CandidateReason.BETWEEN
    assert reason_for("midle", "a ", " b", text, middle) is CandidateReason.SIMILAR
    assert reason_for("Bread", "a ", " b", text, middle) is CandidateReason.PLACED


TEXT = st.text(alphabet="ab cé,.’\u05d0字 \n", max_size=40)


@given(TEXT, TEXT, TEXT, st.lists(TEXT, max_size=3))
def test_every_candidate_lies_in_its_text(words, prefix, suffix, texts):
    found = candidates(words, prefix, suffix, texts)
    for each in found:
        start, end = each.stretch
        assert 0 <= start < end <= len(texts[each.text])
        assert 0 <= each.likeness <= 1
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            assert (
                one.text != other.text
                or one.stretch.end <= other.stretch.start
                or other.stretch.end <= one.stretch.start
            )


def test_a_short_word_is_not_taken_for_half_of_its_letters():
    assert not candidates("only", "", "", ["It lies on the table, and one on the floor."])
    assert [each.reason for each in candidates("colour", "", "", ["The color of it."])] == [CandidateReason.SIMILAR]
