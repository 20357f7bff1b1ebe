"""A page's author and date are what the page says, not what libraries make of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.notices import describe
from corpus.importing.readers import html
from corpus.importing.readers.html_parts.as_written import is_written, names_as_written

TEXT = "<p>Words of the text go on for a while, and say what there is to say about it.</p>"
DATES = [
    "meta name=date",
    "meta name=DC.date.issued",
    "meta property=article:published_time",
    "meta itemprop=datePublished",
]


def read(head, body=""):
    return html.read(
        f"<html><head><title>A title</title>{head}</head><body><h1>A title</h1>{body}{TEXT}</body>".encode()
    )


@pytest.mark.parametrize(
    "author",
    [
        *("J. Roe", "J.R.R. Tolkien", "J.-P. Sartre", "Martin Luther King Jr.", "Roe, J.", "J. Roe and A. B. Smith"),
        *("ursula k. le guin", "Jane O'Neil", "Wang Yi", "J. Roe, A. Smith"),
    ],
)
def test_the_author_is_spelled_as_on_the_page(author):
    head = f'<meta name=author content="{author}">'
    assert read(head).declared.author == author
    assert read(head, f"<p>By {author}, 3 May 2021</p>").declared.author == author
    assert read("", f"<p class=author>{author}</p>").declared.author == author


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("<meta name=author content=王毅>", "王毅"),
        ("<meta name=author content=UNESCO>", "UNESCO"),
        ("<meta name=author content='U.S. Department of State'>", "U.S. Department of State"),
        ("<meta name=DC.creator content='Roe, J.'><meta name=DC.creator content='Smith, A.'>", "Roe, J.; Smith, A."),
        ("<meta name=citation_author content='J. Roe'><meta name=author content='Roe, J.'>", "J. Roe"),
        ("<meta name=author content='J. Roe'><meta name=author content='J. Roe'>", "J. Roe"),
        ("<meta name=author content=admin>", ""),
        ("<meta name=author content=Webmaster>", ""),
        ("<meta name=author content=jroe2>", ""),
        ("<meta name=author content=https://texts.example.org/roe>", ""),
        ("<meta name=author content=roe@example.org>", ""),
        ("<meta name=author>", ""),
    ],
)
def test_the_author_is_whom_the_head_names(head, author):
    assert read(head).declared.author == author


def test_authors_in_elements_of_their_own_are_each_spelled_as_there():
    head = "<meta property=article:author content='J. Roe'><meta property=article:author content='A. B. Smith'>"
    assert read(head).declared.author == "J. Roe; A. B. Smith"


def test_what_is_nowhere_on_the_page_is_left_as_it_is():
    assert names_as_written("J Roe", ["Anne J. Roemer wrote", "B.J. Roes", "J and Roe", "J, Roe"]) == "J Roe"
    assert names_as_written("", ["J. Roe"]) == ""


@given(st.text(), st.text())
def test_spelling_changes_no_letter(names, place):
    written = names_as_written(names, [place])
    assert [c for c in written.casefold() if c.isalnum()] == [c for c in names.casefold() if c.isalnum()] or (
        written in place
    )


@pytest.mark.parametrize("element", DATES)
@pytest.mark.parametrize("typed", ["2023-05", "05/06/2023", "2023", "soon", "4 May 2023?", "before 4 May 2023"])
def test_a_date_that_is_not_one_day_is_left_out_and_told(element, typed):
    reading = read(f'<{element} content="{typed}">')
    assert reading.declared.published_on is None
    assert [describe(each) for each in reading.notices] == [f"The date “{typed}” names no one day and was left out."]


@pytest.mark.parametrize("typed", ["2023-05-04", "2023-05-04T10:00:00Z", "20230504", "2023/05/04", "4 May 2023"])
@pytest.mark.parametrize("element", DATES)
def test_a_date_that_is_one_day_is_taken(element, typed):
    reading = read(f'<{element} content="{typed}">')
    assert (reading.declared.published_on, reading.notices) == (date(2023, 5, 4), ())


def test_when_a_page_was_changed_is_no_date_of_its_text():
    assert read('<meta name=last_updated_date content="2023-05">').notices == ()


@given(st.dates(date(1000, 1, 1)))
def test_a_day_is_found_as_machines_write_it(day):
    for typed in (day.isoformat(), f"{day:%Y%m%d}", f"/{day:%Y/%m/%d}/", f"{day.isoformat()}T00:00"):
        assert is_written(day, [typed])
    assert not is_written(day, [f"{day:%Y-%m}", f"{day:%Y}"])
