"""Citations in words: what they say, and that they lead back."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.citation.reference import WordsCitation, ref_from_pasted
from corpus.citation.wording import LONGEST_TITLE, citation, short_name
from tests.corpus.citation.test_reference import keys, stretches


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"section_number": "II", "number": "3."}, "Wang Yi 2025, § II.3, ¶ 12"),
        ({"section_number": "II.3"}, "Wang Yi 2025, § II.3, ¶ 12"),
        ({"number": "3."}, "Wang Yi 2025, § 3, ¶ 12"),
        ({"section_number": "II", "number": "•"}, "Wang Yi 2025, § II, ¶ 12"),
        ({"section_number": "II", "number": "（三）"}, "Wang Yi 2025, § II.三, ¶ 12"),
        ({"section_number": "1", "number": "1.2"}, "Wang Yi 2025, § 1.2, ¶ 12"),
        ({"section_number": "1", "number": "12."}, "Wang Yi 2025, § 1.12, ¶ 12"),
        ({"section_number": "Chapter 3:"}, "Wang Yi 2025, § Chapter 3, ¶ 12"),
        ({"number": "•"}, "Wang Yi 2025, ¶ 12"),
        ({}, "Wang Yi 2025, ¶ 12"),
        ({"year": ""}, "Wang Yi, ¶ 12"),
        ({"author": ""}, "The Annotator’s Handbook 2025, ¶ 12"),
        ({"author": "", "year": "", "start": 0, "end": 9}, "The Annotator’s Handbook, ¶ 12:0-9"),
    ],
)
def test_a_passage_is_cited_by_author_year_section_and_paragraph(parts, words):
    given_parts = {
        "author": "Wang Yi",
        "title": "The Annotator’s Handbook: A Manual",
        "year": "2025",
        "section_number": "",
        "number": "",
        "key": 12,
    }
    assert citation(**given_parts | parts) == words


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Wang Yi", "Wang Yi"),
        ("  Wang \n Yi ", "Wang Yi"),
        ("A and B", "A and B"),
        ("A, B and C", "A et al."),
        ("A, B, and C", "A et al."),
        ("Ann Lee, Ludwig van Beethoven & Carl Roe", "Ann Lee et al."),
        ("Lee, Ann; Roe, Carl", "Lee, Ann; Roe, Carl"),
        ("Lee, Ann; Roe, Carl; Doe, Dan", "Lee, Ann et al."),
        ("Martin Luther King, Jr.", "Martin Luther King, Jr."),
        ("Department for Culture, Media and Sport", "Department for Culture, Media and Sport"),
        ("Foreign, Commonwealth and Development Office", "Foreign, Commonwealth and Development Office"),
    ],
)
def test_two_names_are_given_and_more_are_shortened_but_never_an_office(author, name):
    assert short_name(author, "Title") == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Handbook", "Handbook"),
        ("Handbook: A Manual", "Handbook"),
        ("Handbook – A Manual", "Handbook"),
        ("手册：使用说明", "手册"),
        ("Report at 10:30", "Report at 10:30"),
        (": odd", ": odd"),
        ("word " * 20, "word " * 11 + "word…"),
        ("字" * 100, "字" * 59 + "…"),
    ],
)
def test_a_title_is_cited_up_to_its_subtitle_and_cut_between_words(title, name):
    assert short_name("", title) == name
    assert len(name) <= LONGEST_TITLE


names = st.text(max_size=80).map(lambda text: " ".join(re.sub(r"[§¶]", "", text).split()))
numbers = st.sampled_from(["", "II", "II.3", "1.", "(a)", "第三条", "Chapter 3:", "•", "—"])


cited = st.fixed_dictionaries(
    {
        "author": names,
        "title": names,
        "year": st.sampled_from(["", "1999", "2025"]),
        "section_number": numbers,
        "number": numbers,
        "key": keys,
    }
)


@given(cited, st.just((None, None)) | stretches())
def test_a_citation_in_words_leads_back_to_what_was_cited(parts, ends):
    name = short_name(parts["author"], parts["title"])
    assume(name)
    assume(not re.search(r"[0-9]{4}$", name))
    words = citation(**parts, start=ends[0], end=ends[1])
    assert ref_from_pasted(words) == WordsCitation(name, parts["year"], parts["key"], *ends)
