"""What is sure of records of a formula, and what is counted."""

import re
from random import Random

import pytest

from corpus.importing.alignment.align import align
from corpus.importing.alignment.records import but_for_one, counted_formulas, formulas
from corpus.importing.alignment.similarity import Bag, Lexicon
from tests.corpus.importing.alignment.test_align import FIRST, SECOND, THIRD, paras

PLOT = "Right of way over plot {}."


def told(old, new):
    """What each old paragraph became, and whether that is sure."""
    return {each.old: (each.new, each.sure) for each in align(paras(*old), paras(*new)) if each.old is not None}


@pytest.mark.parametrize(
    ("numbers", "is_counted"),
    [((1, 2, 3), True), ((1, 3, 6), True), ((1, 2, 1, 2, 1, 2), True), ((182, 35, 77), False), ((5, 5, 5), False)],
)
def test_what_goes_up_by_a_few_from_one_to_the_next_is_counted(numbers, is_counted):
    lines = [PLOT.format(number) for number in numbers]
    assert counted_formulas(lines, []) == counted_formulas([], lines) == ({PLOT.format(0)} if is_counted else set())


def test_a_formula_stands_with_several_numbers_in_one_text():
    assert formulas([PLOT.format(1), PLOT.format(1), "Page 1"], [PLOT.format(2), "Page 2", "Page 3"]) == {"Page 0"}


@pytest.mark.parametrize(("numbers", "is_sure"), [((182, 35, 77), True), ((182, 183, 184), False)])
def test_what_only_a_number_tells_is_sure_beside_one_that_tells_unless_it_is_counted(numbers, is_sure):
    plots = [PLOT.format(number) for number in numbers]
    old = [FIRST, plots[0], SECOND, plots[1], THIRD, plots[2]]
    assert told(old, [*old[:2], *old[3:]])[1] == (1, is_sure)


def test_what_repeats_is_sure_right_between_two_that_tell():
    old = [FIRST, "Rejected.", SECOND, "Rejected.", THIRD]
    assert told(old, [*old[:3], THIRD])[1] == (1, True)


def test_what_repeats_is_doubted_where_its_neighbours_went_to_two_places():
    held, others = "Held at Alden on the second day.", [FIRST, SECOND, "It was closed at noon.", "Nobody spoke again."]
    old = [*others, held, "Rejected.", THIRD]
    assert told(old, [held, "Rejected.", *others, "Rejected.", THIRD])[5] == (6, False)


def test_what_was_moved_and_has_another_name_may_be_another_of_its_formula():
    visa = "Nationals of {} may enter {} without a visa for up to 60 days."
    names = [
        "Alden",
        "Gamund",
        "Torros",
        "Pelyar",
        "Kelnor",
        "Munsal",
        "Osver",
        "Farwick",
        "Elbar",
        "Hollor",
        "Irzen",
        "Corul",
    ]
    visas = [visa.format(name, ("Foville", "Corwick")[at % 2]) for at, name in enumerate(names)]
    old = [*visas, FIRST, SECOND, visa.format("Elel", "Foville"), THIRD]
    new = [*visas[:4], visa.format("Elel", "Corwick"), *visas[4:], FIRST, SECOND, THIRD]
    assert told(old, new)[14] == (4, False)


@pytest.mark.parametrize("put", ["For 24, against 1.", "Rejected, at the end of that day."])
def test_a_few_words_and_numbers_or_what_begins_as_another_one_may_be_a_further_one(put):
    vote, others = "Vote 32: amendment 122 of Alden to the budget.", [FIRST, "Rejected.", SECOND, "Rejected."]
    (pairing,) = [each for each in align(paras(*others, vote), paras(*others, f"{put} {vote}")) if each.old == 4]
    assert (pairing.new, pairing.holds_more) == (4, True)


NAMES = ("Alden", "Corwick", "Elbar", "Foville", "Gamund", "Hollor", "Kelnor", "Munsal", "Osver", "Pelyar", "Torros")
ASKED = "In 199{} {} asked {} for {}, and {} for {}."
QUESTIONS = [ASKED.format(at % 9, *Random(at).choices(NAMES, k=5)) for at in range(60)]


def among_others(*copies):
    """What became of one of the questions, beside which others, and ``copies``, stand now."""
    *others, line, one, another = QUESTIONS[20:]
    old = [*QUESTIONS[:20], line, *others]
    return told(old, [*QUESTIONS[:19], one, *copies, line, another, *others[2:]])[20]


def test_what_stands_alone_is_sure_if_it_tells_more_than_is_made_again_by_chance():
    assert among_others() == (20, True)


def test_what_is_the_same_as_another_one_but_for_a_number_is_not():
    assert among_others(re.sub("199.", "1989", QUESTIONS[-3])) == (21, False)


def test_a_copy_that_is_counted_anew_says_the_same_but_for_one_number():
    was, now = (set(but_for_one(f"Vote {at}: amendment 83 to article 26.")) for at in (3, 4))
    assert len(was) == 3
    assert was & now == {"Vote #: amendment 83 to article 26."}
    assert not set(but_for_one("Rejected."))


@pytest.mark.parametrize(("names", "often", "is_chance"), [(8, 1, False), (8, 64, True), (3, 1, True)])
def test_what_is_said_again_by_chance_depends_on_how_often_its_words_follow_each_other(names, often, is_chance):
    random = Random(1)
    lines = [Bag(" ".join(random.choices(("Alden", "Corwick", "Foville", "Gamund"), k=names))) for _ in range(64)]
    # Each name but the first is one of four: two bits. A number does not count.
    line = Bag(
        " ".join([*["Alden", "Corwick", "Foville", "Gamund", "Alden", "Gamund", "Corwick", "Alden"][:names], "1234"])
    )
    assert Lexicon([line, *lines], lines).pairs.is_chance(0, often) is is_chance
