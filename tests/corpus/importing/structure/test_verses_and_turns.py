"""Bare numbers of verses, and speakers of conversations: for a whole document, or not at all."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Block, Genre, Kind
from corpus.importing import readers
from corpus.importing.plan import plan_of
from corpus.importing.structure.speakers import split_turn
from corpus.importing.structure.verses import split_verses

LONG = (
    "The harbour was built long before the town, and the town has never forgotten what it owes to those who built it."
)
VERSES = (
    *("In the beginning there was a square, and nobody stood in it.", "And the warden said, let there be stalls;"),
    *("“Who shall keep them?” asked the clerk", "(for he kept nothing himself)", "and they stood there?"),
)


def planned(source, ending="txt", genre=Genre.UNKNOWN):
    return plan_of(readers.read(f"a.{ending}", source.encode(), genre=genre)).paragraphs


def numbers(source, ending="txt", genre=Genre.UNKNOWN):
    return [each.number for each in planned(source, ending, genre) if each.kind is Kind.BODY]


@pytest.mark.parametrize(
    ("ending", "form"),
    [
        ("txt", "{n} {verse}"),
        ("txt", "1:{n} {verse}"),
        ("md", "{n} {verse}"),
        ("md", "**{n}** {verse}"),
        ("md", "1:{n} {verse}"),
        ("md", "<sup>{n}</sup>{verse}"),
        ("html", "<p>{n} {verse}</p>"),
        ("html", "<p><b>{n}</b> {verse}</p>"),
    ],
)
def test_bare_numbers_are_those_of_verses_whatever_follows_them(ending, form):
    title = {"txt": "The book", "md": "# The book", "html": "<h1>The book</h1>"}[ending]
    source = "\n\n".join([title, *(form.format(n=n, verse=verse) for n, verse in enumerate(VERSES, 1))])
    found = [each for each in planned(source, ending) if each.kind is Kind.BODY]
    assert [each.number.removeprefix("1:") for each in found] == ["1", "2", "3", "4", "5"]
    assert [each.text for each in found] == list(VERSES)


def test_verses_begin_anew_in_each_chapter():
    source = "# The book\n\n## Chapter 1\n\n1 It was so.\n\n2 and good\n\n## Chapter 2\n\n1 Why do they quarrel?\n\n2 Well.\n"
    found = planned(source, "md")
    assert [each.text for each in found if each.kind is Kind.HEADING] == ["Chapter 1", "Chapter 2"]
    assert numbers(source, "md") == ["1", "2", "1", "2"]


@pytest.mark.parametrize("ending", ["txt", "md"])
def test_numbers_in_no_order_are_words(ending):
    lines = ("# The harbour", LONG, "3 Ships came in", LONG, "12 men went out", LONG, "1 Of them was lost")
    assert numbers("\n\n".join(lines), ending) == [""] * 6


def test_somebody_may_say_that_a_text_is_prose_or_verse():
    verses = "\n\n".join(f"{n} {verse}" for n, verse in enumerate(VERSES, 1))
    assert set(numbers(f"The book\n\n{verses}", genre=Genre.PROSE)) == {""}
    assert numbers(f"The book\n\n{LONG}\n\n7 and so on\n\n{LONG}", genre=Genre.VERSE) == ["", "7", ""]


def paragraphs(texts):
    return [Block(Kind.BODY, text) for text in texts]


@given(st.lists(st.text(st.characters(categories=["L", "Nd", "P", "Zs"]), min_size=1, max_size=30), max_size=8))
def test_splitting_verses_loses_no_sign(texts):
    blocks = paragraphs(texts)
    for place, block in split_verses(blocks).items():
        assert "".join(f"{block.number}{block.text}".split()) == "".join(texts[place].split())


# Turns


def turns(source, ending="txt", genre=Genre.UNKNOWN):
    return [(each.number, each.text) for each in planned(source, ending, genre) if each.kind is Kind.BODY]


def interview(first, second, gap=" ", width=70, indent=""):
    spoken = [(first, LONG), (second, "It is."), (first, LONG * 2), (second, "And so on."), (first, LONG)]
    return [(mark, words) for mark, words in spoken], "\n\n".join(
        [
            "An interview",
            *(textwrap.fill(f"{mark}{gap}{words}", width, subsequent_indent=indent) for mark, words in spoken),
        ]
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Keeper:", "Interviewer:"),
        ("INTERVIEWER:", "MRS. SMITH:"),
        ("Journaliste :", "La ministre :"),
        ("Dr. Müller:", "Frau Ay-Özdemir:"),
        ("[00:12] Keeper:", "[00:15] Clerk:"),
        ("Keeper (laughing):", "Clerk:"),
        ("Speaker 1:", "Speaker 2:"),
        ("Q.", "A."),
        ("Ведущий:", "Гость:"),
    ],
)
@pytest.mark.parametrize(("gap", "indent"), [(" ", ""), ("    ", ""), ("\t", "                "), ("         ", "  ")])
def test_a_turn_is_one_paragraph_with_its_speaker_before_it(first, second, gap, indent):
    expected, source = interview(first, second, gap.expandtabs(8), indent=indent)
    assert turns(source) == expected


def test_turns_need_no_blank_lines():
    expected, source = interview("Keeper:", "Clerk:")
    assert turns(source.replace("\n\n", "\n").replace("An interview\n", "An interview\n\n")) == expected


@pytest.mark.parametrize("ending", ["md", "html"])
def test_turns_are_found_in_every_format(ending):
    lines = ["Keeper: I am here.", "Clerk: So am I.", "Keeper: Good."]
    source = "# A talk\n\n" + "\n\n".join(lines) if ending == "md" else "".join(f"<p>{line}</p>" for line in lines)
    assert [number for number, _ in turns(source, ending)] == ["Keeper:", "Clerk:", "Keeper:"]


def test_a_chinese_conversation():
    assert turns("采访\n\n记者：你好吗？\n\n王伟：我很好，谢谢你。\n\n记者：再见。\n") == [
        *(("记者：", "你好吗？"), ("王伟：", "我很好，谢谢你。"), ("记者：", "再见。"))
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("Note: this is so.", "Example: that is so.", "Note: this again.", "Note: and again."),
        ("Harbour: where ships lie.", "Quay: where they land.", "Gate: where they enter."),
        ("It was late: he slept.", LONG, LONG, LONG, LONG, "It was late: he slept.", LONG, LONG, LONG),
    ],
)
def test_colons_alone_make_no_conversation(lines):
    assert {number for number, _ in turns("\n\n".join(["The rules", LONG, *lines]))} == {""}


def test_somebody_may_say_that_a_text_is_a_conversation_or_is_none():
    source = f"A talk\n\nKeeper: It is late.\n\n{LONG}"
    assert turns(source)[0][0] == ""
    assert turns(source, genre=Genre.TRANSCRIPT)[0] == ("Keeper:", "It is late.")
    _, source = interview("Keeper:", "Clerk:")
    assert {number for number, _ in turns(source, genre=Genre.PROSE)} == {""}


@given(
    st.text(st.characters(categories=["L", "Nd", "P", "Zs"]), max_size=40)
    | st.from_regex(r"[A-Z][a-z]{1,8}( \d)?:\s{1,3}\w+", fullmatch=True)
)
def test_splitting_a_turn_loses_no_sign(line):
    mark, words = split_turn(line.strip())
    assert "".join((mark + words).split()) == "".join(line.split())


POEM = """The Well
by Jane Roe

I went down to the well at night,
    the moon was in it, round and white;

And when I drew it up again
    the moon was gone, there was but rain
"""


def test_the_lines_of_verse_stay_and_who_wrote_it_is_no_part_of_its_title():
    front, *lines = readers.read("a.txt", POEM.encode(), genre=Genre.VERSE).blocks
    assert (front.text, lines[0].text) == ("The Well", "by Jane Roe")
    assert [line.text for line in lines[1:]] == [line.strip() for line in POEM.splitlines()[3:] if line]
    wrapped = "1 In the beginning was the well, and the well was deep and darkness was\nin it. 2 And no man drew.\n"
    assert "darkness was in it." in readers.read("a.txt", wrapped.encode(), genre=Genre.VERSE).blocks[0].text
