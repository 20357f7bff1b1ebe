"""Naming passages: references, pasted addresses, citations in words."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.citation.reference import (
    GREATEST,
    ImpossiblePassageError,
    NotACitationError,
    Ref,
    WordsCitation,
    format_ref,
    parse_ref,
    ref_at,
    ref_from_pasted,
)

slugs = st.from_regex(r"[-a-zA-Z0-9_]{1,100}", fullmatch=True)
keys = st.integers(1, GREATEST)


@st.composite
def stretches(draw):
    start = draw(st.integers(0, GREATEST - 1))
    return start, draw(st.integers(start + 1, GREATEST))


refs = st.builds(Ref, slugs, keys) | st.builds(lambda slug, key, ends: Ref(slug, key, *ends), slugs, keys, stretches())


# References


def test_a_reference_is_written_as_slug_and_key_and_stretch():
    assert format_ref(Ref("handbook", 12)) == "handbook/12"
    assert format_ref(Ref("handbook", 12, 5, 20)) == "handbook/12:5-20"


@given(refs)
def test_a_reference_is_read_as_it_was_written(ref):
    assert parse_ref(format_ref(ref)) == ref


@given(st.text(max_size=20) | st.from_regex(r"[a-z/]{1,3}/[0-9]{1,12}(:[0-9]{1,3}-[0-9]{1,3})?", fullmatch=True))
@example("a/١٢")
@example("a/12\n")
def test_what_is_read_as_a_reference_is_written_the_same(text):
    try:
        ref = parse_ref(text)
    except NotACitationError:
        return
    assert format_ref(ref) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "handbook", "handbook/", "handbook/0", "handbook/012", "handbook/-1", "/12", "a b/12", "handbook/12:5"),
        *("handbook/12:20-5", "handbook/12:5-5", "handbook/9999999999", "handbook/12:0-9999999999", "hand/book/12"),
        *("handbook/１２", f"{'s' * 101}/1", "é/1"),
    ],
)
def test_what_names_no_possible_passage_is_refused_with_a_message(text):
    with pytest.raises(NotACitationError, match=r"\.$"):
        parse_ref(text)


@pytest.mark.parametrize("ends", [(5, None), (None, 5), (-1, 5), (5, 5), (5, GREATEST + 1)])
def test_a_reference_cannot_be_made_that_could_not_be_written(ends):
    with pytest.raises(NotACitationError):
        Ref("handbook", 12, *ends)


# References in a text


@given(st.lists(st.tuples(st.text("ab[]/1:- 😀", max_size=6), refs), max_size=4), st.text("ab ]", max_size=4))
def test_every_reference_written_into_a_text_is_found_at_its_place(parts, after):
    text, written = "", []
    for before, ref in parts:
        text += f"{before} "
        start = len(text)
        text += f"[[{format_ref(ref)}]]"
        written.append((start, (len(text), ref)))
    for start, found in written:
        assert ref_at(text + after, start) == found


def test_there_is_no_reference_where_none_begins():
    assert ref_at("[[a/1]]", 1) is None
    for impossible in ("[[a/0]]", "[[a/1:9-2]]", "[a/1]", "[[a]]"):
        assert ref_at(impossible, 0) is None


# What people paste

PASSAGE = Ref("wang-2025", 12)
STRETCH = Ref("wang-2025", 12, 5, 20)


@pytest.mark.parametrize(
    ("pasted", "ref"),
    [
        ("wang-2025/12", PASSAGE),
        (" [[wang-2025/12:5-20]] ", STRETCH),
        ("/documents/wang-2025/12/", PASSAGE),
        ("/documents/wang-2025/12", PASSAGE),
        ("documents/wang-2025/12/", PASSAGE),
        ("https://texts.example/documents/wang-2025/12/?start=5&end=20", STRETCH),
        ("https://texts.example/glossator/documents/wang-2025/12/?end=20&start=5&tag=x#top", STRETCH),
        ("http://127.0.0.1:8000/documents/wang-2025/12/", PASSAGE),
        ("localhost:8000/documents/wang-2025/12/", PASSAGE),
        ("/documents/wang-2025/#p12", PASSAGE),
        ("https://texts.example/documents/wang-2025/?tag=peace&page=3#p12", PASSAGE),
        ("Wang Yi 2025, § II.3, ¶ 12. http://texts.example/documents/wang-2025/12/", PASSAGE),
        ("Wang Yi 2025, § II.3, ¶ 12.\nhttp://texts.example/documents/wang-2025/12/?start=5&end=20.", STRETCH),
        ("see <https://texts.example/documents/wang-2025/12/>", PASSAGE),
        ("(https://texts.example/documents/wang-2025/12/)", PASSAGE),
    ],
)
def test_references_and_addresses_are_understood(pasted, ref):
    assert ref_from_pasted(pasted) == ref


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("Wang Yi 2025, § II.3, ¶ 12", WordsCitation("Wang Yi", "2025", 12)),
        ("Wang Yi 2025, §\xa0II.3, ¶\xa012.", WordsCitation("Wang Yi", "2025", 12)),
        ("Wang Yi 2025,\n ¶12", WordsCitation("Wang Yi", "2025", 12)),
        ("Handbook, ¶ 3", WordsCitation("Handbook", "", 3)),
        ("handbook ¶ 3", WordsCitation("handbook", "", 3)),
        ("Wang Yi 2025 ¶12:4-9", WordsCitation("Wang Yi", "2025", 12, 4, 9)),
        ("Smith, J. and Jones, K. 1999, § 1, ¶ 3:4-9", WordsCitation("Smith, J. and Jones, K.", "1999", 3, 4, 9)),
        ("王毅 2025, § 三, ¶ 7", WordsCitation("王毅", "2025", 7)),
    ],
)
def test_citations_in_words_are_understood(pasted, meant):
    assert ref_from_pasted(pasted) == meant


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("", "Nothing was given"),
        (" \n", "Nothing was given"),
        ("some words", "names no passage"),
        ("¶ 12", "names no passage"),
        ("Wang Yi 2025", "names no passage"),
        ("Wang Yi 2025, ¶ 0", "no paragraph 0"),
        ("Wang Yi 2025, ¶ 12:9-3", "no stretch of words"),
        ("https://texts.example/tags/peace/", "names no passage"),
        ("http://[broken/documents/a/1/", "names no passage"),
        ("/documents/wang-2025/", "address of a whole document"),
        ("/documents/wang-2025/#intro", "address of a whole document"),
        ("/documents/wang-2025/0/", "no paragraph 0"),
        ("/documents/wang-2025/12/?start=5", "both its start and its end"),
        ("/documents/wang-2025/12/?start=5&end=x", "does not say where the words end"),
        ("/documents/wang-2025/12/?start=5&start=6&end=9", "does not say where the words start"),
        ("/documents/wang-2025/12/?start=9&end=5", "no stretch of words"),
        ("x" * 3000, "too long"),
        ("https://texts.example/documents/a/1/ " * 100, "too long"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(pasted, why):
    with pytest.raises(NotACitationError, match=why) as caught:
        ref_from_pasted(pasted)
    # What names a passage impossibly is no words to look for.
    none = ("Nothing was given", "names no passage", "too long")
    assert isinstance(caught.value, ImpossiblePassageError) == (why not in none)


@given(refs, st.sampled_from(["", "https://texts.example", "https://texts.example/below"]), st.booleans())
def test_the_address_of_a_passage_is_understood(ref, site, slash):
    query = "" if ref.start is None else f"?start={ref.start}&end={ref.end}"
    address = f"{site}/documents/{ref.slug}/{ref.key}{'/' if slash else ''}{query}"
    assert ref_from_pasted(address) == ref
    assert ref_from_pasted(f"Somebody 1999, § 1, ¶ 99. {address}") == ref


@given(st.text(max_size=60) | st.text("¶§, .:-/[]documents0123456789?#p=&", max_size=60))
def test_whatever_is_pasted_there_is_a_passage_or_a_message(pasted):
    try:
        found = ref_from_pasted(pasted)
    except NotACitationError as error:
        message = str(error)
    else:
        message = "None."
        assert isinstance(found, Ref | WordsCitation)
    assert message.endswith(".")


@pytest.mark.parametrize("piece", ["a,§", ", §¶", "documents/", "a 1999", "[[", "  ", "/"])
def test_long_nonsense_is_gone_through(piece):
    for nonsense in (piece * (2000 // len(piece)), piece * 100_000):
        with pytest.raises(NotACitationError):
            ref_from_pasted(nonsense)
