"""How alike two texts are cut tells whether their lines were joined."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.alignment.cuts import cut_alike

PARAGRAPHS = st.lists(st.text(alphabet="abc ", max_size=30), max_size=20)
LINES = ["The keeper of the gate", "writes the names of all", "who come in the book", "that lies on the table."]


@given(PARAGRAPHS, PARAGRAPHS)
def test_it_is_the_same_both_ways_and_a_part_of_one(old, new):
    assert cut_alike(old, new) == cut_alike(new, old)
    assert 0 <= cut_alike(old, new) <= cut_alike(old, old) == 1


def test_what_is_edited_inside_changes_nothing_and_what_is_joined_does():
    joined = " ".join(LINES)
    assert cut_alike([joined], [joined.replace("names", "numbers")]) == 1
    assert cut_alike([joined], LINES) == 2 / 5
