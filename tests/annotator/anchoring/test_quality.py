"""How well marks follow their words, measured on revisions whose outcome is known."""

import pytest

from annotator.anchoring.reanchor import AnchorState
from corpus.importing.alignment.align import align
from corpus.importing.alignment.pairing import ChangeKind
from tests.support.anchoring_quality import found, quality
from tests.support.revision_pools import POOLS, pooled, wrong_to_anybody
from tests.support.revision_records import RECORDS, copies, records, records_in_one
from tests.support.revision_texts import FORMULAS, Mark, Para, Revised, Writer, chapter, formulaic, prose, repeated

SEEDS = (1, 2, 3)
ARTICLE = (
    "The Government of {0} shall, under Article {1} of this Agreement, respect and protect the rights of all persons "
    "resident in {0}, and shall report on it to the Council every second year."
)


@pytest.mark.parametrize("kind", FORMULAS)
def test_on_formulaic_texts_no_mark_is_on_a_look_alike(kind):
    measured = quality(*(formulaic(kind, seed) for seed in SEEDS))
    assert measured.marks >= 4000
    assert measured.wrong == []
    assert measured.standing_sure >= 0.995
    assert measured.lost_though_there <= 0.005
    # Whose only distinctive word is another one is found by nothing but its place, which one that was put in may have.
    assert measured.changed_right >= (0.97 if kind == "release" else 0.985)


@pytest.mark.parametrize("kind", RECORDS)
def test_among_records_that_differ_by_a_name_or_a_number_no_mark_is_on_another(kind):
    measured = quality(*(records(kind, seed) for seed in SEEDS))
    assert measured.marks >= 1500
    assert measured.wrong == []
    assert measured.lost_though_there <= 0.02


@pytest.mark.parametrize("kind", POOLS)
def test_among_records_of_the_same_few_names_no_mark_is_on_another(kind):
    measured = [wrong_to_anybody(pooled(kind, seed)) for seed in range(6)]
    assert [wrong for _each, wrong in measured if wrong] == []
    assert sum(each.marks for each, _wrong in measured) >= 1800
    assert sum(len(each.lost) for each, _wrong in measured) <= 0.06 * 2000


# Those whose records are sentences, no two of which are the same to the letter.
@pytest.mark.parametrize("kind", ["form", "rollcall", "dates", "negation", "notes", "glossary", "figures"])
def test_among_such_records_in_one_paragraph_no_mark_is_on_another(kind):
    measured = quality(*(records_in_one(kind, seed) for seed in SEEDS))
    assert measured.marks >= 400
    assert measured.wrong == []
    assert measured.lost_though_there <= 0.02


def test_in_prose_marks_stay_on_their_words():
    measured = quality(*(prose(seed) for seed in SEEDS))
    assert measured.wrong == []
    assert measured.standing_sure >= 0.995
    assert measured.changed_right >= 0.985
    assert measured.lost_though_there <= 0.005
    assert measured.uncertain_exact >= 0.98


def test_one_long_paragraph_is_followed_as_well():
    measured = quality(*(chapter(seed) for seed in range(10)))
    assert measured.wrong == []
    assert measured.standing_sure >= 0.995
    assert measured.changed_right >= 0.985
    assert measured.lost_though_there <= 0.005


def test_marks_on_paragraphs_that_repeat_are_not_lost():
    measured = quality(*(repeated(seed) for seed in SEEDS))
    assert measured.wrong == []
    assert measured.lost_though_there == 0


def test_beside_copies_of_their_paragraphs_no_mark_is_on_the_wrong_one():
    measured = quality(*(copies(seed) for seed in range(40)))
    assert measured.marks >= 6000
    assert measured.wrong == []
    assert measured.lost_though_there <= 0.005


@pytest.mark.parametrize("others", [1, 2, 5, 100])
def test_an_article_in_the_place_of_one_that_was_taken_out_is_another_one(others):
    writer = Writer(others)
    articles = [writer.para(ARTICLE.format(writer.name(), at)) for at in range(others + 1)]
    gone, other = (writer.para(ARTICLE.format(name, number)) for name, number in (("Gamund", 900), ("Foville", 901)))
    at = others // 2 + 1
    revised = Revised([*articles[:at], gone, *articles[at:]], [*articles[:at], other, *articles[at:]])
    pairings = align(revised.old, revised.new)
    assert [each.change for each in pairings if at in (each.old, each.new)] == [ChangeKind.NEW, ChangeKind.GONE]
    for words in (None, "Gamund", "all persons resident in", "Article 900"):
        start = gone.text.index(words) if words else None
        revised.marks.append(Mark(at, start, start + len(words) if words else None))
    assert {state for state, *_place in found(revised)} <= {AnchorState.UNCERTAIN, AnchorState.LOST}


def test_an_article_whose_formula_is_worded_anew_is_the_same_one():
    writer = Writer(1)
    old = [writer.para(ARTICLE.format(writer.name(), at)) for at in range(20)]
    new = [Para(para.tokens) for para in old]
    new[7] = writer.para(
        old[7].text.replace("respect and protect", "observe").replace(" every", ", and no less, every")
    )
    revised = Revised(old, new, [Mark(7, 0, 25), Mark(7, None, None)])
    assert found(revised)[0] == (AnchorState.KEPT, 7, 0, 25)
    assert found(revised)[1][1] == 7


def test_where_a_name_or_a_number_differs_nothing_is_sure():
    writer = Writer(1)
    old = [writer.para(ARTICLE.format(writer.name(), at)) for at in range(20)]
    new = list(old)
    new[7] = writer.para(old[7].text.replace("Article 7", "Article 77"))
    revised = Revised(old, new, [Mark(7, 0, 25), Mark(7, None, None)])
    assert [(state, at) for state, at, *_ in found(revised)] == [(AnchorState.UNCERTAIN, 7), (AnchorState.UNCERTAIN, 7)]
