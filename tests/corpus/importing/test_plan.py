"""What a load would do: keys, places, kinds, sections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Block, Kind, Metadata, Reading
from corpus.importing.errors import LoadRefusedError
from corpus.importing.plan import JOIN, cut, fitted, plan_of, section_part


def heading(text, level=1, number=""):
    return Block(Kind.HEADING, text, number, level)


def body(text="Words.", number=""):
    return Block(Kind.BODY, text, number)


def planned(*blocks):
    return plan_of(Reading(tuple(blocks))).paragraphs


def sections(*blocks):
    return [(each.section, each.section_number) for each in planned(*blocks)]


def test_a_paragraph_names_the_headings_above_it_with_their_numbers():
    assert sections(
        body("before"),
        heading("Tasks", 1, "II."),
        body("under II"),
        heading("Means", 2, "3."),
        body("under II.3"),
        heading("Ends", 1, "III."),
        body("under III"),
    ) == [
        ("", ""),
        ("", "II"),
        ("II. Tasks", "II"),
        ("II. Tasks", "II.3"),
        ("II. Tasks › 3. Means", "II.3"),
        ("", "III"),
        ("III. Ends", "III"),
    ]


def test_headings_may_skip_levels_and_begin_below_the_first():
    assert [section for section, _ in sections(heading("c", 3), body(), heading("a", 1), heading("d", 4), body())] == [
        "",
        "c",
        "",
        "a",
        f"a{JOIN}d",
    ]


def test_a_number_that_has_the_one_above_in_it_is_not_doubled():
    numbers = [
        number for _, number in sections(heading("a", 1, "1."), heading("b", 2, "1.2"), heading("c", 3, "1.2.1"))
    ]
    assert numbers == ["1", "1.2", "1.2.1"]
    assert [number for _, number in sections(heading("a", 1, "1"), heading("b", 2, "12."))] == ["1", "1.12"]


def test_a_heading_without_a_number_leaves_the_number_above():
    assert sections(heading("a", 1, "Chapter 3"), heading("b", 2), body())[-1] == ("Chapter 3 a › b", "3")


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("II.", "II"),
        ("1.2", "1.2"),
        ("Chapter 3:", "3"),
        ("Article 5 bis", "5"),
        ("Part Two", "Two"),
        ("(a)", "a"),
        ("§ 12", "12"),
        ("第三章", "第三章"),
        ("•", ""),
        ("", ""),
    ],
)
def test_the_bare_number_in_a_printed_one(printed, bare):
    assert section_part(printed) == bare


def test_front_matter_and_furniture_stand_in_no_section():
    blocks = [heading("I", 1, "I."), Block(Kind.FRONT, "Title"), Block(Kind.FURNITURE, "Contact Us"), body()]
    assert [each.section for each in planned(*blocks)] == ["", "", "", "I. I"]


def test_an_endless_heading_is_cut_in_the_sections_below_it_but_kept_itself():
    long = "word " * 100_000
    first, second = planned(heading(long.strip()), body())
    assert first.text == long.strip()
    assert len(second.section) <= 200
    assert second.section.endswith("word…")


def test_a_number_too_long_to_be_one_stays_with_the_words():
    (only,) = planned(Block(Kind.BODY, "Words.", "9" * 41))
    assert (only.number, only.text) == ("", "9" * 41 + " Words.")


def test_blocks_with_nothing_to_read_are_left_out_and_a_text_of_them_is_refused():
    assert [each.key for each in planned(body(), body(""), Block(Kind.FURNITURE, " \n"), body())] == [1, 2]
    with pytest.raises(LoadRefusedError, match="no text"):
        planned(body(""), body(" "))


@pytest.mark.parametrize(("bad", "named"), [("a\0b", "NUL"), ("a\ud800b", "U\\+D800")])
def test_characters_no_database_keeps_are_refused_with_their_place(bad, named):
    with pytest.raises(LoadRefusedError, match=f"Line 7: .*{named}.*“a.b”") as refused:
        planned(body(), Block(Kind.BODY, bad, source=bad, line=7))
    assert refused.value.line == 7


def test_what_is_counted_and_outlined():
    plan = plan_of(Reading((body(), heading("a"), body(), Block(Kind.ITEM, "x", "•", 1))))
    assert plan.counts == {"heading": 1, "body": 2, "item": 1}
    assert [each.text for each in plan.outline] == ["a"]


blocks = st.builds(
    Block,
    kind=st.sampled_from(Kind),
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    number=st.text("IVX123.()•§ 第章a", max_size=45),
    level=st.integers(0, 6),
)


@given(st.lists(blocks, min_size=1, max_size=40))
def test_every_block_with_something_to_read_becomes_one_paragraph_in_order(some):
    kept = [block for block in some if (block.text or block.number).strip()]
    if not kept:
        with pytest.raises(LoadRefusedError):
            planned(*some)
        return
    paragraphs = planned(*some)
    assert [each.key for each in paragraphs] == [each.position for each in paragraphs] == list(range(1, len(kept) + 1))
    assert [each.kind for each in paragraphs] == [block.kind for block in kept]
    for block, each in zip(kept, paragraphs, strict=True):
        assert block.text in each.text
        assert block.number in {each.number, each.text[: len(block.number)]}
        assert len(each.number) <= 40
        assert len(each.section_number) <= 100


@given(st.lists(st.integers(1, 6), min_size=1, max_size=30))
def test_the_section_is_the_nearest_heading_of_each_higher_rank(levels):
    """The same as looking back from each heading for the next one above it, and from there again."""
    paragraphs = planned(*(heading(f"h{at}", level) for at, level in enumerate(levels)))
    for at, paragraph in enumerate(paragraphs):
        chain, rank = [], levels[at]
        for before in range(at - 1, -1, -1):
            if levels[before] < rank:
                chain.insert(0, f"h{before}")
                rank = levels[before]
        assert paragraph.section == JOIN.join(chain)


@given(st.text(max_size=80), st.integers(2, 40))
def test_a_cut_text_is_its_beginning(text, longest):
    short = cut(text, longest)
    assert len(short) <= longest
    assert short == text or (short[-1] == "…" and text.startswith(short[:-1]))


def test_facts_fit_what_a_document_keeps():
    known = fitted(
        Metadata(
            title="many words " * 60,
            author="  Wang\n Yi ",
            source_url="javascript:alert(1)",
            language="English, mostly",
            rights="r" * 3000,
        ),
        fallback_title="x",
    )
    assert len(known.title) <= 500
    assert known.title.endswith(("many…", "words…"))
    assert known.author == "Wang Yi"
    assert (known.source_url, known.language) == ("", "")
    assert len(known.rights) == 2000


def test_a_document_without_a_title_gets_the_one_offered():
    assert fitted(Metadata(), fallback_title="a  file").title == "a file"


@pytest.mark.parametrize("bad", ["a\0b", "a\udfffb"])
def test_facts_no_database_keeps_are_refused(bad):
    with pytest.raises(LoadRefusedError, match="The author has"):
        fitted(Metadata(title="t", author=bad), fallback_title="x")
