"""Whatever a plain text file holds, nothing of it is lost, or it is refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Kind, UnreadableFileError
from corpus.importing import readers
from corpus.importing.readers import text
from corpus.importing.structure.wrapped_lines import TextLines
from tests.corpus.importing.readers.test_text import SENTENCE


def test_a_file_is_read_by_the_ending_of_its_name():
    assert readers.reader_for("SPEECH.TXT") is text
    assert {".txt", ".md"} <= set(readers.suffixes())
    assert readers.read("a.txt", SENTENCE.encode()).blocks[0].text == SENTENCE.strip()


@pytest.mark.parametrize("name", ["speech.xyz", "speech"])
def test_an_unknown_ending_is_refused_with_the_known_ones(name):
    with pytest.raises(UnreadableFileError, match=r"\.md.*\.txt"):
        readers.reader_for(name)


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\u3000\n".encode(), b"\xef\xbb\xbf", b"\xff\xfe \x00", b">\n>\n"])
def test_a_file_without_text_is_refused(data):
    with pytest.raises(UnreadableFileError, match="no text in this file"):
        readers.read("a.txt", data)


LINE = st.sampled_from(
    [
        *(
            "",
            "",
            " ",
            "\t",
            "\u3000",
            "Title",
            "I. One",
            "II. Two",
            "1. one",
            "1.Two",
            "2. Three.",
            "• item",
            "- dash?",
        ),
        *(
            "- Speech.",
            "> quoted",
            ">",
            "    set in",
            "=====",
            "Home > A",
            "5 May 2024",
            "Jane Doe",
            "Article 1",
            "A. B",
        ),
        *(
            "Chapter 2: Of it",
            "PREAMBLE",
            "港口。",
            "一、港口",
            "المادة 1",
            "word-",
            "\ufeff",
            "Ministry of It",
            SENTENCE,
        ),
    ]
)
FILES = st.lists(st.tuples(LINE | st.text(max_size=30), st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028"]))).map(
    lambda lines: "".join(part for line in lines for part in line)
)
# What is not in the blocks: marks of quotations, lines drawn under headings, and what prints nothing.
MARKS = str.maketrans("", "", ">=-~^,\ufeff\x1a")


def printed(words):
    return "".join(words.translate(MARKS).split())


@given(FILES)
def test_nothing_of_a_file_is_lost(source):
    blocks = text.blocks_of(TextLines(source))
    assert "".join(block.source for block in blocks) == source
    found, expected = printed("".join(block.number + block.text for block in blocks)), printed(source)
    # What pages print between the halves of a paragraph stands after it.
    assert sorted(found) == sorted(expected) if "\f" in source else found == expected


@given(FILES)
def test_every_text_is_one_line_without_white_space_around_it(source):
    for block in text.blocks_of(TextLines(source)):
        assert block.text == block.text.strip()
        assert not {"\r", "\n", "\ufeff"} & set(block.text)
        assert block.text or block.source == source
        assert block.number == block.number.strip()


@given(FILES)
def test_levels_and_roles_are_given_where_they_mean_something(source):
    lines = [0]
    for block in text.blocks_of(TextLines(source)):
        assert (block.level > 0) is (block.kind in {Kind.HEADING, Kind.ITEM})
        assert block.level <= 6 or block.kind is Kind.ITEM
        assert not block.role or block.kind is Kind.FRONT
        lines.append(block.line)
    assert lines == sorted(set(lines))


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_come_back(data):
    try:
        reading = text.read(data)
    except UnreadableFileError as refusal:
        reason = str(refusal)
    else:
        reason = ""
        is_damaged = any(notice.code == "encoding_damaged" for notice in reading.notices)
        assert is_damaged or "".join(block.source for block in reading.blocks).encode(reading.encoding) == data
    assert reason or reading.encoding
