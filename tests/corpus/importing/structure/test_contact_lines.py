"""A site's contact lines are page furniture among other furniture at either end of a page, and text anywhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Kind, Role
from corpus.importing.readers import html, markdown, text
from corpus.importing.structure.furniture import contact_lines
from corpus.importing.structure.wrapped_lines import TextLines

SENTENCE = "The harbour was built long before the town, and the town has never forgotten it."
CONTACTS = [
    "Tel: 86-10-65961114",
    "Telephone: +44 (0)20 7946 0000",
    "Fax: 010 65961114",
    "Tel/Fax: 010 65961114",
    "Tel. No.: 010 65961114",
    "Address: No. 2, Ferry Road, Newport, 100701",
    "Add: Ferry Road, Newport",
    "E-mail: office@harbour.example",
    "Email: office (at) harbour.example",
    "Tel: +86 10 6596 1114 | Fax: +86 10 6596 1115",
    "Postcode: 100701",
    "电话：86-10-65961114",
    "地址：北京市朝阳区朝阳门南大街2号",
]
FURNITURE = ["Contact Us", "Share", "Print", "© 2025 Harbour Office", "All rights reserved."]
contacts, pieces = st.sampled_from(CONTACTS), st.sampled_from(FURNITURE)


def kinds(lines):
    blocks = text.blocks_of(TextLines("\n\n".join(lines)))
    assert "".join(block.source for block in blocks) == "\n\n".join(lines)
    return [block.kind.value for block in blocks]


@pytest.mark.parametrize("contact", CONTACTS)
@pytest.mark.parametrize("beside", FURNITURE)
def test_a_contact_line_beside_furniture_at_the_end_is_furniture(contact, beside):
    assert kinds([SENTENCE, SENTENCE, beside, contact]) == ["body", "body", "furniture", "furniture"]
    assert kinds([SENTENCE, SENTENCE, contact, beside]) == ["body", "body", "furniture", "furniture"]


def test_contact_lines_above_the_title_are_not_the_title():
    source = f"Home > Videos\nTel: 010 65961114\nThe Harbour\n\n{SENTENCE}"
    blocks = text.blocks_of(TextLines(source))
    assert [(block.kind, block.role) for block in blocks[:3]] == [
        (Kind.FURNITURE, ""),
        (Kind.FURNITURE, ""),
        (Kind.FRONT, Role.TITLE),
    ]


def test_an_address_to_somebody_above_a_text_is_no_contact_line():
    assert not contact_lines(["Home > Speeches", "Address: To the Nation, 5 May 2024", SENTENCE])


@pytest.mark.parametrize("contact", CONTACTS)
@pytest.mark.parametrize("last", [SENTENCE, "- 3 -", "* * *", "Postel    [Page 4]", "Updated: 5 May 2024"])
def test_a_contact_line_that_closes_a_text_is_text(contact, last):
    lines = [SENTENCE, contact, last]
    assert not contact_lines(lines)
    assert kinds(lines)[1] == "body"


@pytest.mark.parametrize(
    "line",
    [
        "Address: we shall not give up the harbour, said the mayor, and sat down.",
        "Address: we shall not",
        "Phone: five of them",
        "Tel: 5 of them were stolen.",
        "E-mail: a blessing and a curse",
        "Mail: it came twice a day, at 9 and 5",
        "Telling: 1 2 3",
        "Faxes: 12",
        "The telephone: 1234",
        "Fax: 1 " + "very " * 40 + "long",
    ],
)
def test_a_sentence_is_text_even_among_furniture(line):
    assert not contact_lines([SENTENCE, "Contact Us", line, "Share"])


def test_a_page_of_nothing_else_is_left_alone():
    assert not contact_lines(["Contact Us", "Tel: 010 65961114"])
    assert not contact_lines([])


@given(
    st.lists(pieces | contacts, max_size=4),
    st.lists(contacts, min_size=1, max_size=3),
    st.lists(pieces | contacts, max_size=4),
)
def test_a_contact_line_between_sentences_stays_visible(before, middle, after):
    lines = [*before, SENTENCE, *middle, SENTENCE, *after]
    start = len(before) + 1
    assert kinds(lines)[start : start + len(middle)] == ["body"] * len(middle)


@given(st.lists(pieces | contacts | st.just(SENTENCE) | st.text("Telmai:@1. ", max_size=12), max_size=8))
def test_only_contact_lines_are_named_and_only_with_other_furniture(lines):
    found = contact_lines(lines)
    assert all(
        lines[at] != SENTENCE and lines[at] not in FURNITURE and ":" in lines[at].replace("：", ":") for at in found
    )
    if not set(FURNITURE) & set(lines):
        assert not found


@pytest.mark.parametrize("contact", CONTACTS)
def test_pages_and_markdown_are_read_alike(contact):
    lines = [SENTENCE, contact, SENTENCE, contact, "Contact Us"]
    page = html.read("".join(f"<p>{line}</p>" for line in lines).encode())
    marked = markdown.read("\n\n".join(lines).encode())
    for reading in (page, marked):
        assert [block.text for block in reading.blocks if block.kind is Kind.FURNITURE] == lines[3:]
