"""The documents a new site starts with are read as a person counts them.

Two of them are not part of the project. They are looked for in the folders named in ``LOOK_IN``, as the Makefile does,
and in ``shared/seeds`` beside the checkout; without them their tests are skipped.
"""

import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from corpus.blocks import Kind, Role
from corpus.importing import readers
from corpus.importing.structure.metadata import metadata_of

PROJECT = Path(__file__).resolve().parents[3]
FOLDERS = [*map(Path, os.environ.get("LOOK_IN", "").split()), PROJECT.parent / "shared" / "seeds"]


def reading_of(name):
    path = next((folder / name for folder in FOLDERS if (folder / name).is_file()), None)
    if path is None:
        pytest.skip(f"{name} is not here; name its folder in LOOK_IN")
    data = path.read_bytes()
    reading = readers.read(name, data)
    assert "".join(block.source for block in reading.blocks).encode(reading.encoding) == data
    return reading


@pytest.fixture
def community():
    return reading_of("community-with-a-shared-future.txt")


@pytest.fixture
def striving():
    return reading_of("striving-for-a-shared-future.txt")


def test_the_keyword_entry_has_a_title_eight_paragraphs_and_five_items(community):
    kinds = [block.kind for block in community.blocks]
    body, item = [Kind.BODY], [Kind.ITEM]
    assert kinds == [Kind.FURNITURE, Kind.FRONT, *body * 5, *item * 5, *body * 3, Kind.FURNITURE]
    assert [community.blocks[0].text, community.blocks[-1].text] == ["Home > Videos", "Contact Us"]
    assert {(block.number, block.level) for block in community.blocks if block.kind is Kind.ITEM} == {("•", 1)}


def test_the_keyword_entry_says_its_title_and_no_more(community):
    found = metadata_of(community)
    assert found.title == "Building a Community with a Shared Future for Humanity"
    assert (found.author, found.publisher, found.published_on, found.language) == ("", "", None, "en")


def test_the_article_has_the_head_a_reader_sees(striving):
    front = [block for block in striving.blocks if block.kind is Kind.FRONT]
    assert [block.role for block in front] == [Role.PUBLISHER, Role.TITLE, Role.DATE, Role.SUBTITLE, Role.BYLINE]
    assert front == list(striving.blocks[:5])
    found = metadata_of(striving)
    assert found.publisher == "Ministry of Foreign Affairs, People’s Republic of China"
    assert found.title == "Striving for the Building of a Community With a Shared Future for Humanity"
    assert found.subtitle.startswith("On studying and acting on the guiding principles of the fourth plenary session")
    assert (found.author, found.published_on, found.language) == ("Wang Yi", date(2025, 11, 5), "en")


def test_the_article_has_three_headings_and_twenty_one_paragraphs(striving):
    text = striving.blocks[5:]
    assert Counter(block.kind for block in text) == {Kind.HEADING: 3, Kind.BODY: 21}
    assert [block.number for block in text] == [
        "",
        *("I.", "", "1.", "", "2.", "3.", "4."),
        *("II.", "", "1.", "2.", "3.", "4.", "5.", "6."),
        *("III.", "", "1.", "2.", "3.", "4.", "5.", ""),
    ]
    assert {block.level for block in text if block.kind is Kind.HEADING} == {1}
    assert all(not block.text.startswith(block.number) for block in text if block.number)
    assert all(block.text[0].isupper() for block in text)


@pytest.mark.parametrize("name", ["handbook.md", "house-style.md"])
def test_our_own_guides_declare_what_their_head_shows(name):
    data = (PROJECT / "seeds" / name).read_bytes()
    reading = readers.read(name, data)
    assert "".join(block.source for block in reading.blocks).encode(reading.encoding) == data
    assert metadata_of(reading).title
    assert metadata_of(reading).language == "en"
    kinds = Counter(block.kind for block in reading.blocks)
    assert kinds[Kind.FURNITURE] == 1
    assert kinds[Kind.HEADING] > 1
    assert kinds[Kind.BODY] > kinds[Kind.HEADING]
