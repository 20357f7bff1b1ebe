"""The outline with what each section holds, and the number of paragraphs that a reader counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Block, Kind, Reading
from corpus.importing.plan import plan_of
from corpus.models import Paragraph
from corpus.models.paragraph import sections
from tests.support import factories

# A text as kinds of paragraphs: a heading of some level, a paragraph, or page furniture.
texts = st.lists(st.sampled_from([1, 2, 3, "body", "furniture"]), max_size=40)


def counted_one_by_one(kinds, at):
    held = 0
    for kind in kinds[at + 1 :]:
        if isinstance(kind, int) and kind <= kinds[at]:
            break
        held += kind == "body"
    return held


@given(texts)
def test_a_section_holds_what_one_counts_in_it(kinds):
    headings = [
        Paragraph(position=at, kind="heading", level=kind) for at, kind in enumerate(kinds, 1) if isinstance(kind, int)
    ]
    furniture = [at for at, kind in enumerate(kinds, 1) if kind == "furniture"]
    for section in sections(headings, furniture=furniture, end=len(kinds) + 1):
        assert section.paragraphs == counted_one_by_one(kinds, section.heading.position - 1)


def test_what_was_not_read_to_its_end_is_not_counted():
    headings = [Paragraph(position=at, level=level) for at, level in ((1, 1), (2, 2), (5, 2))]
    counted = sections(headings, furniture=[], end=None)
    assert [section.paragraphs for section in counted] == [None, 2, None]


@given(texts.filter(lambda kinds: any(isinstance(kind, int) for kind in kinds)), st.integers(0, 3))
def test_the_highest_level_is_the_first_whatever_the_file_calls_it(kinds, lower):
    def planned(by):
        blocks = [
            Block(Kind.HEADING, "h", level=kind + by) if isinstance(kind, int) else Block(Kind(kind), "words")
            for kind in kinds
        ]
        return plan_of(Reading(tuple(blocks))).paragraphs

    assert min(each.level for each in planned(lower) if each.kind is Kind.HEADING) == 1
    assert planned(lower) == planned(0)


def test_nobody_counts_headings_front_matter_and_furniture():
    kinds = [Kind.FURNITURE, Kind.FRONT, Kind.HEADING, Kind.BODY, Kind.ITEM, Kind.QUOTE, Kind.ROW]
    assert plan_of(Reading(tuple(Block(kind, "words") for kind in kinds))).paragraph_count == 4


@pytest.mark.django_db
def test_the_outline_costs_the_same_however_long_the_text(django_assert_num_queries):
    for paragraphs in (2, 60):
        text = factories.make_document(["# One", *["Words."] * paragraphs, "# Two", "Words.", "Share"])
        text.paragraphs.filter(text="Share").update(kind="furniture")
        with django_assert_num_queries(2):
            outline = Paragraph.objects.outline(text)
        assert [(section.heading.text, section.paragraphs) for section in outline] == [("One", paragraphs), ("Two", 1)]
        assert Paragraph.objects.outline(text, 1)[0].paragraphs is None
