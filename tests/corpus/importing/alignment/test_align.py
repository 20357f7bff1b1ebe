"""Old paragraphs against new ones: what is told of each, on written and on generated texts."""

from collections import Counter
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.alignment.align import align
from corpus.importing.alignment.pairing import ChangeKind, Pairing
from corpus.importing.alignment.patience import common, rising
from corpus.models.change import Change

FIRST = "The Council shall adopt the annual budget by a qualified majority."
SECOND = "Members who cannot attend send their votes in writing before noon."
THIRD = "Minutes of every meeting are published within three working weeks."


@dataclass(frozen=True)
class Para:
    text: str
    number: str = ""
    kind: str = "body"


def paras(*texts):
    return [Para(text) for text in texts]


def fates(old, new):
    return [(pairing.old, pairing.new, pairing.change.value) for pairing in align(old, new)]


def counts(old, new):
    return Counter(pairing.change.value for pairing in align(old, new))


def test_a_formula_pairs_in_order_and_the_missing_one_is_gone():
    old = paras("France.", "Abstains.", "Greece.", "Abstains.", "Poland.", "Abstains.")
    new = [*old[:2], *old[3:]]
    assert fates(old, new) == [
        (0, 0, "same"),
        (1, 1, "same"),
        (3, 2, "same"),
        (4, 3, "same"),
        (5, 4, "same"),
        (2, None, "gone"),
    ]


def test_a_formula_stays_with_its_neighbours():
    old = paras(FIRST, "Abstains.", SECOND, "In favour.", THIRD)
    new = paras(FIRST, "In favour.", SECOND, "Abstains.", THIRD)
    # Each formula stands once in both texts; the long paragraphs are those that stay.
    assert fates(old, new) == [(0, 0, "same"), (3, 1, "moved"), (2, 2, "same"), (1, 3, "moved"), (4, 4, "same")]


def test_the_same_sentence_elsewhere_is_not_the_paragraph_that_went():
    formula = "The measure applies from the day after its publication."
    old = paras("Alpha opens.", formula, "Alpha closes.", "Beta opens.", formula, "Beta closes.")
    new = paras("Alpha opens.", "Alpha closes.", "Beta opens.", formula, "Beta closes.", formula)
    assert {(1, None, "gone"), (4, 3, "same"), (None, 5, "new")} <= set(fates(old, new))


def test_a_block_moved_elsewhere_takes_its_formulas_along():
    block = ["Item nine was called.", "Abstains.", "Nobody else spoke on item nine."]
    rest = [FIRST, "Abstains.", SECOND, "Abstains.", THIRD]
    found = fates(paras(*rest, *block), paras(rest[0], *block, *rest[1:]))
    assert [each for each in found if each[2] == "moved"] == [(5, 1, "moved"), (6, 2, "moved"), (7, 3, "moved")]
    assert {each[2] for each in found} == {"same", "moved"}


def test_words_changed_number_changed_kind_changed_are_edited():
    old = [Para(FIRST), Para(SECOND, "1."), Para(THIRD)]
    new = [Para(FIRST.replace("annual", "yearly")), Para(SECOND, "2."), Para(THIRD, kind="quote")]
    assert counts(old, new) == {"edited": 3}


def test_a_short_paragraph_alone_between_its_neighbours_is_edited_and_not_replaced():
    assert fates(paras(FIRST, "Abstains.", THIRD), paras(FIRST, "Abstains, for once.", THIRD))[1] == (1, 1, "edited")
    assert counts(paras(FIRST, "Abstains.", THIRD), paras(FIRST, "Votes.", THIRD)) == {"same": 2, "gone": 1, "new": 1}


def test_a_paragraph_cut_to_its_first_sentence_keeps_its_identity():
    assert fates(paras(f"{FIRST} {SECOND} {THIRD}"), paras(FIRST)) == [(0, 0, "edited")]


@pytest.mark.parametrize(
    ("parts", "main"),
    [((FIRST, f"{SECOND} {THIRD}"), 1), ((f"{FIRST} {SECOND}", THIRD), 0), ((FIRST, SECOND, THIRD), 0)],
)
def test_a_split_keeps_the_part_with_most_words_and_a_merge_likewise(parts, main):
    whole, about = f"{FIRST} {SECOND} {THIRD}", ("Before it.", "After it.")
    old, new = paras(about[0], whole, about[1]), paras(about[0], *parts, about[1])
    others = tuple(at for at in range(1, len(parts) + 1) if at != main + 1)
    assert [each for each in align(old, new) if each.others] == [Pairing(1, main + 1, ChangeKind.SPLIT, others)]
    assert [each for each in align(new, old) if each.others] == [Pairing(main + 1, 1, ChangeKind.MERGED, others)]
    assert counts(old, new) == {"same": 2, "split": 1}


def test_a_paragraph_moved_and_edited_is_known_by_its_words():
    fillers = [f"Filler sentence {name} stands here alone." for name in ("alpha", "beta", "gamma", "delta")]
    old = paras(FIRST, *fillers)
    new = paras(*fillers, FIRST.replace("annual", "yearly"))
    assert (0, 4, "moved") in fates(old, new)


def test_scripts_without_spaces_are_compared_by_the_character():
    old, new = "理事会应当以特定多数通过年度预算。", "理事会应当以简单多数通过年度预算。"
    assert fates(paras("一", old, "二"), paras("一", new, "二"))[1] == (1, 1, "edited")


def test_texts_with_nothing_in_common_and_empty_ones():
    assert counts(paras(FIRST), paras("Quite other words stand here now.")) == {"gone": 1, "new": 1}
    assert align([], []) == ()
    assert counts([], paras(FIRST)) == {"new": 1}


def test_ten_thousand_paragraphs_edited_moved_and_formulaic():
    old = paras(
        *(f"Speaker {at} took the floor on matter {at * 7}." if at % 2 else "Abstains." for at in range(10_000))
    )
    new = list(old)
    for at in range(1, 10_000, 40):
        new[at] = Para(old[at].text.replace("took", "then took"))
    new[2000:2000] = [new.pop(8000) for _ in range(20)]
    found = counts(old, new)
    # One of the moved ones is edited as well.
    assert found == Counter(moved=20, edited=249, same=10_000 - 269)


def test_a_text_of_nothing_but_formulas_is_paired_by_runs_of_neighbours():
    formulas = ("Abstains.", "In favour.", "Against.", "Not present.")
    old = paras(*Random(2).choices(formulas, k=9000))
    new = [each for at, each in enumerate(old) if at % 500]
    found = counts(old, new)
    assert found == Counter(same=len(new), gone=len(old) - len(new))


SENTENCES = st.sampled_from(["Abstains.", "In favour.", "Against.", "The chair thanked the speaker.", FIRST, SECOND])
TEXTS = st.lists(SENTENCES | st.text("ab c", max_size=12), max_size=12)
# Each of words of its own.
UNIQUE = st.lists(st.integers(0, 500), unique=True, min_size=1, max_size=12).map(
    lambda numbers: [" ".join(f"w{number}x{at}" for at in range(8)) for number in numbers]
)


@given(TEXTS, TEXTS)
def test_every_paragraph_occurs_exactly_once(old, new):
    pairings = align(paras(*old), paras(*new))
    olds = [each.old for each in pairings if each.old is not None]
    news = [each.new for each in pairings if each.new is not None]
    for each in pairings:
        (news if each.change is ChangeKind.SPLIT else olds).extend(each.others)
        assert (each.old is None) == (each.change is ChangeKind.NEW)
        assert (each.new is None) == (each.change is ChangeKind.GONE)
        assert bool(each.others) == (each.change in {ChangeKind.SPLIT, ChangeKind.MERGED})
        if each.change is ChangeKind.SAME:
            assert old[each.old] == new[each.new]
    assert sorted(olds) == list(range(len(old)))
    assert sorted(news) == list(range(len(new)))
    same = [each.old for each in pairings if each.change in {ChangeKind.SAME, ChangeKind.EDITED}]
    assert same == sorted(same)


@given(TEXTS)
def test_a_text_is_the_same_as_itself(texts):
    assert align(paras(*texts), paras(*texts)) == tuple(Pairing(at, at, ChangeKind.SAME) for at in range(len(texts)))


@given(TEXTS, st.data())
def test_one_more_is_new_and_told_backwards_it_is_gone(texts, data):
    at = data.draw(st.integers(0, len(texts)))
    more = [*texts[:at], data.draw(SENTENCES), *texts[at:]]
    assert counts(paras(*texts), paras(*more)) == Counter(same=len(texts), new=1)
    assert counts(paras(*more), paras(*texts)) == Counter(same=len(texts), gone=1)


@given(UNIQUE, st.data())
def test_one_edited_is_edited_and_one_moved_is_moved(texts, data):
    at = data.draw(st.integers(0, len(texts) - 1))
    edited = [*texts[:at], texts[at] + " and more", *texts[at + 1 :]]
    assert fates(paras(*texts), paras(*edited))[at] == (at, at, "edited")
    to = data.draw(st.integers(0, len(texts) - 1))
    moved = [*texts[:at], *texts[at + 1 :]]
    moved.insert(to, texts[at])
    found = counts(paras(*texts), paras(*moved))
    assert found == {"same": len(texts) - (at != to), **({"moved": 1} if at != to else {})}


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(1, 5))))
def test_the_rising_part_rises_and_none_weighs_more(weighed):
    values, weights = [value for value, _ in weighed], [weight for _, weight in weighed]
    places = rising(values, weights)
    chosen = [values[place] for place in places]
    assert places == sorted(places)
    assert chosen == sorted(set(chosen))
    best = list(weights)
    for at, value in enumerate(values):
        best[at] += max((best[before] for before in range(at) if values[before] < value), default=0)
    assert sum(weights[place] for place in places) == max(best, default=0)


@given(st.text("abc", max_size=300), st.text("abc", max_size=300))
def test_what_is_in_common_is_equal_and_in_order(a, b):
    pairs = common(a, b, lambda _at, _to: 1)
    assert all(a[at] == b[to] for at, to in pairs)
    assert [to for _at, to in pairs] == sorted({to for _at, to in pairs})
    assert len(pairs) == len({at for at, _to in pairs})


def test_the_database_keeps_every_fate_but_that_of_what_stayed():
    assert {change.value for change in ChangeKind} - {"same"} == set(Change.What.values)


def test_what_stands_elsewhere_is_doubted_where_its_words_stand_in_its_place_too():
    lines = paras(*(f"Thou shalt keep the {word} of thy house." for word in ("door", "well", "roof", "gate", "wall")))
    old = [Para(FIRST), *lines, Para(SECOND)]
    edited = Para(
        "Thou shalt keep the well of thy house, by day and by night and in the rain, and at no time leave it."
    )
    new = [Para(FIRST), lines[0], edited, *lines[2:], Para(SECOND), lines[1], Para(THIRD)]
    sure = {pairing.old: pairing.sure for pairing in align(old, new) if pairing.old is not None}
    assert [at for at in range(len(old)) if not sure[at]] == [2]


def test_a_number_alone_makes_no_paragraph_another():
    articles = "Article {}. {} shall consult {} before any measure is taken."
    names = [("Alden", "Foville"), ("Corwick", "Gamund"), ("Foville", "Corwick"), ("Gamund", "Alden")]
    old = paras(*(articles.format(at, *pair) for at, pair in enumerate(names, 1)))
    new = paras(
        articles.format(1, "Foville", "Gamund"), *(articles.format(at, *pair) for at, pair in enumerate(names, 2))
    )
    for pairing in align(old, new):
        assert pairing.old is None or pairing.new is None or not pairing.sure or pairing.new == pairing.old + 1


def test_a_paragraph_that_repeats_is_doubted_where_it_was_edited_or_put_to_another():
    old = paras(FIRST, "The minutes were read.", SECOND, "The minutes were read.", THIRD)
    new = paras(FIRST, "The minutes were read, and approved.", SECOND, f"The minutes were read. {THIRD}")
    assert [pairing.sure for pairing in align(old, new) if pairing.old in {1, 3, 4}] == [False, False]


def test_what_holds_a_further_paragraph_says_so():
    formula = "The parameter `{}` was added."
    old = paras(*(formula.format(name) for name in ("alpha", "beta", "gamma", "delta")), FIRST)
    new = [*old[:2], Para(f"{formula.format('gamma')} {formula.format('zeta')}"), old[3], Para(f"{FIRST} {SECOND}")]
    assert [pairing.new for pairing in align(old, new) if pairing.holds_more] == [2]


SONG = ("O dunver!", "I hear the rosnor of the alel,", "I see the pelgam,", "I hear the alel of the rosnor,", "O alel!",
        "I see the alel,", "I hear the pelgam of the dunver,", "I see the dunver,")  # fmt: skip
TERMS = [
    f"“{one}” means any {other} that is exempt;" for one in ("hol", "dun", "ver") for other in ("sal", "tor", "ir")
]


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        # Edited in its place; the same words, of which none is its own, were put elsewhere.
        (SONG, (*SONG[:2], "I are the pelgam,", *SONG[3:], "O rosnor!", SONG[2], "O pelgam!"), 2),
        # Words that tell are exchanged, or something is negated, in what tells it from no other.
        (TERMS, [*TERMS[:4], "“tor” means any dun that is exempt;", *TERMS[5:]], 4),
        (TERMS, [*TERMS[:4], TERMS[4].replace("is exempt", "is not exempt"), *TERMS[5:]], 4),
        # What it says now another one said.
        ((FIRST, "The ministers of Alden and Foville sign.", "The ministers of Foville and Alden sign.", THIRD),
         (FIRST, "The ministers of Foville and Alden sign.", "The ministers of Foville and Alden sign.", THIRD), 1),
    ],
)  # fmt: skip
def test_what_may_be_another_one_is_not_sure(old, new, at):
    assert not [
        each for each in align(paras(*old), paras(*new)) if each.old == at and each.new is not None and each.sure
    ]


def test_a_sentence_that_another_paragraph_had_is_said_to_be_a_further_one():
    asked = "Elal asked the new minister whether the programme would go on as it was. Torros replied that it would."
    old = paras(FIRST, asked, SECOND)
    (_first, _asked, more), *_ = [align(old, paras(FIRST, asked[:73], f"{asked[73:]} {SECOND}"))]
    assert (more.old, more.new, more.holds_more) == (2, 2, True)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        # A few words before or after it, and a sentence whose words stand in others.
        ("2022: 99, 5, 6", "Total 191 2022: 99, 5, 6"),
        ("osul: cf. kelt (3, 6).", "C osul: cf. kelt (3, 6)."),
        ("Foville welcomed the report.", "The two sides agreed to meet in May. Foville welcomed the report."),
    ],
)
def test_what_was_put_before_a_paragraph_may_be_a_further_one(was, now):
    others = ["The two sides agreed to meet in June.", "The two sides agreed to stay in May.", "An end of the list."]
    (pairing,) = [each for each in align(paras(*others, was), paras(*others, now)) if each.old == 3]
    assert (pairing.new, pairing.holds_more) == (3, True)


def test_a_sentence_that_nothing_else_is_like_is_no_further_paragraph():
    was, others = "Foville welcomed the report.", ["One and the same.", "Another one.", "An end of the list."]
    now = f"{was} Rain fell on all those who had come to hear it read."
    (pairing,) = [each for each in align(paras(*others, was), paras(*others, now)) if each.old == 3]
    assert (pairing.sure, pairing.holds_more) == (True, False)


def test_of_a_few_words_one_that_is_another_makes_another_line():
    lines = [f"Added `{one}.{other}`." for one in ("osol", "kelt", "mun") for other in ("dor", "fen", "gal", "hul")]
    others = ["Uses `lorpel` here.", "Uses `zen` here.", "Drops `lorpel`.", "Drops `zen`."]
    old = [*lines[:6], "Added `lorpel.gal`.", *lines[6:], *others]
    new = [*lines[:6], "Added `zen.gal`.", *lines[6:], *others]
    (pairing,) = [each for each in align(paras(*old), paras(*new)) if each.old == 6]
    assert not pairing.sure or pairing.new is None
