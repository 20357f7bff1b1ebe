"""Text that was taken out of a PDF: what its pages print around it, and paragraphs and words that go on over them."""

import random
import textwrap

import pytest

from corpus.blocks import Kind
from corpus.importing.readers import text
from corpus.importing.structure.list_numbers import ordinal
from corpus.importing.structure.wrapped_lines import TextLines
from tests.corpus.importing.readers.test_text import read, texts

WORDS = [
    "harbour",
    "town",
    "keeper",
    "bell",
    "warden",
    "stall",
    "market",
    "scale",
    "square",
    "council",
    "clerk",
    "minute",
    "vote",
    "motion",
    "roof",
    "gate",
]


def prose(paragraphs):
    """Paragraphs whose lines are all different."""
    pick = random.Random(7)
    return [
        " ".join(f"The {' '.join(pick.choices(WORDS, k=pick.randint(8, 18)))}." for _ in range(5))
        for _ in range(paragraphs)
    ]


def printed(paragraphs, page, lines_on_page=22):
    """The text on pages, each as ``page`` prints its number and its lines."""
    lines = [line for paragraph in paragraphs for line in [*textwrap.wrap(paragraph, 70), ""]]
    pages = [lines[at : at + lines_on_page] for at in range(0, len(lines), lines_on_page)]
    return "A report\n\n" + "".join(page(number, "\n".join(on_page)) for number, on_page in enumerate(pages, 1))


PAGES = {
    "form feeds": lambda n, lines: f"Report of the Council\n\n{lines}\n\n{n}\n\f",
    "numbers and heads": lambda n, lines: f"{lines}\n{n}\nReport of the Council\n",
    "heads with numbers": lambda n, lines: f"{n} Report of the Council\n\n{lines}\n\n",
    "numbers after heads": lambda n, lines: f"Report of the Council | {n}\n{lines}\n",
    "pages of pages": lambda n, lines: f"{lines}\n\nPage {n} of 9\n\nReport of the Council\n\n",
    "left and right": lambda n, lines: f"{lines}\n\n{n}\n\n{'The Report' if n % 2 else 'The Council'}\n\n",
    "Roman numbers": lambda n, lines: f"{lines}\n\n{ordinal(n, 'i')}\n\nPreface\n\n",
    "between dashes": lambda n, lines: f"{lines}\n\n- {n} -\n\n",
}


@pytest.mark.parametrize("page", PAGES)
def test_what_pages_print_is_furniture_and_paragraphs_go_on_over_them(page):
    paragraphs = prose(14)
    blocks = read(printed(paragraphs, PAGES[page]))
    assert [block.text for block in blocks if block.kind is Kind.BODY] == paragraphs


def test_a_number_on_a_line_of_its_own_is_no_page_number_by_itself():
    paragraphs = prose(3)
    assert "7" in [
        block.text for block in read("\n\n".join([*paragraphs, "7", *paragraphs])) if block.kind is Kind.BODY
    ]


def test_short_numbered_lines_are_no_pages():
    psalms = "\n\n".join(f"Psalm {number}\n\n" + "\n\n".join(prose(3)) for number in range(1, 5))
    assert Kind.FURNITURE not in {block.kind for block in read(f"The book\n\n{psalms}")}


DIVIDED = (
    "A report\n\nIt was said by everybody who had anything to say of the inter-\nnational harbour, and of all that is so well-"
    "\nknown in it to those who came there every day, that the co-\noperation of the keepers is an old one.\n\n"
)


def test_a_divided_word_is_whole_where_the_text_has_it_whole_elsewhere():
    found = texts(f"{DIVIDED}An international harbour is one that is open to the ships of all nations, and to all.\n")
    assert "the international harbour" in found[1]
    assert "well-known" in found[1]
    assert "co-operation" in found[1]


def test_a_divided_word_keeps_its_hyphen_where_the_text_prints_it_with_one():
    found = texts(f"{DIVIDED}It is well-known, but nobody wrote wellknown, and so on and so forth for a line or two.\n")
    assert "well-known in it" in found[1]


def test_the_words_of_a_page_are_all_there():
    source = printed(prose(9), PAGES["form feeds"])
    blocks = text.blocks_of(TextLines(source))
    assert "".join(block.source for block in blocks) == source
    assert sorted("".join(block.text for block in blocks).split()) != []
