"""Speakers on lines of their own, and plays: each turn with its speaker as its printed mark, in every format."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.blocks import Kind
from corpus.importing import readers
from corpus.importing.plan import plan_of
from corpus.importing.structure.speaker_lines import speaker_lines
from tests.support.docx_files import docx, paragraph, run

LONG = "In the spring of that year, when the ice had gone and the first boats were being made ready for the sea."
FORMATS = ("txt", "md", "html", "docx")
SPOKEN = ("When did you come to the harbour?", LONG, "And who was there before you?", "Nobody that I knew of.")


def turns(paragraphs, ending):
    title = "Talks with a keeper"
    if ending == "docx":
        bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"
        words = [bold.format(each) if each not in {*SPOKEN, LONG} else each for each in paragraphs]
        data = docx(paragraph(title, style="Title"), *(paragraph(each) for each in words))
    elif ending == "html":
        data = f"<h1>{title}</h1>{''.join(f'<p>{each}</p>' for each in paragraphs)}".encode()
    else:
        data = "\n\n".join([f"# {title}" if ending == "md" else title, *paragraphs]).encode()
    found = plan_of(readers.read(f"a.{ending}", data)).paragraphs
    return [(each.number, each.text) for each in found if each.kind in {Kind.BODY, Kind.HEADING}]


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("INTERVIEWER:", "HARBOUR MASTER:"),
        ("Interviewer", "Anna Berg"),
        ("Interviewer 00:00:02", "Anna Berg 00:00:09"),
        ("[00:00:02] Speaker 1", "[00:00:09] Speaker 2"),
        ("Dr. Müller:", "Frau Ay-Özdemir (lacht):"),
        ("Ведущий:", "Гость:"),
        ("记者：", "王伟："),
        ("Q", "A"),
    ],
)
def test_a_name_alone_is_the_mark_of_what_is_said_below_it(ending, first, second):
    expected = [*zip([first, second] * 2, SPOKEN, strict=True)]
    assert turns([part for turn in expected for part in turn], ending) == expected


@pytest.mark.parametrize("ending", FORMATS)
def test_what_somebody_goes_on_to_say_is_a_paragraph_of_its_own(ending):
    marks = ("Interviewer", "Anna Berg", "Interviewer", "Anna Berg")
    lines = [part for turn in zip(marks, SPOKEN, strict=True) for part in turn]
    assert turns([*lines[:4], LONG, *lines[4:]], ending) == [
        *zip(marks[:2], SPOKEN[:2], strict=True),
        ("", LONG),
        *zip(marks[2:], SPOKEN[2:], strict=True),
    ]


def test_lines_below_a_name_are_one_turn():
    source = "Talks\n\n" + "\n\n".join(
        f"{name}\n{words}" for name, words in [("ANN:", "I came\nand went."), ("BEN:", "So?"), ("ANN:", "Yes,\nso.")]
    )
    found = readers.read("a.txt", source.encode()).blocks
    assert [(each.number, each.text) for each in found[1:]] == [
        *(("ANN:", "I came and went."), ("BEN:", "So?"), ("ANN:", "Yes, so."))
    ]
    assert "".join(each.source for each in found) == source


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("form", ["{}. {}", "{}: {}", "{} (aside). {}", "{}. [Rises] {}"])
def test_turns_of_a_play(ending, form):
    spoken = [("MIRANDA", "The lamp is out."), ("FIRST BROTHER", "Then let us go."), ("MIRANDA", "I follow."),
              ("FIRST BROTHER", "Come."), ("KEEPER", "Who calls?")]  # fmt: skip
    lines = [form.format(*turn) for turn in spoken]
    found = turns(["ACT I", "SCENE I. A harbour.", *lines, "SCENE II. A tower.", lines[0]], ending)
    bodies = [(number, text) for number, text in found if text not in {"ACT I", "A harbour.", "A tower."}]
    assert [f"{number} {text}" for number, text in bodies] == [*lines, lines[0]]
    assert all(number.startswith(name) for (number, _), (name, _) in zip(bodies, spoken, strict=False))
    assert [number for number, _ in found if number.startswith("SCENE")] == ["SCENE I.", "SCENE II."]


def test_names_cut_short_in_a_play():
    lines = ["Mir. The lamp is out.", "Keep. Who calls?", "Mir. It is I.", "Keep. I come."]
    source = "The Harbour\n\nACT I\n\nSCENE I. A tower.\n\n" + "\n\n".join(lines)
    found = readers.read("a.txt", source.encode()).blocks
    assert [f"{each.number} {each.text}" for each in found if each.kind is Kind.BODY] == lines
    assert {each.number for each in found if each.kind is Kind.BODY} == {"Mir.", "Keep."}
    without = readers.read("a.txt", "\n\n".join(["The Harbour", LONG, *lines]).encode()).blocks
    assert {each.number for each in without} == {""}


def test_names_with_full_stops_above_what_is_said():
    lines = [
        "MIRANDA, alone.",
        "The lamp is out.",
        "THE KEEPER.",
        "Who calls?",
        "MIRANDA.",
        "It is I.",
        "THE KEEPER.",
        "So.",
    ]
    source = "The harbour\n\nSCENE II\n\n" + "\n".join(lines)
    found = [each for each in readers.read("a.txt", source.encode()).blocks if each.kind is Kind.BODY]
    assert [part for each in found for part in (each.number, each.text)] == lines


def test_a_first_line_in_bold_is_the_name_of_who_speaks():
    turn = "<p><strong>{}</strong><br>{}</p>"
    spoken = [*zip(["Interviewer", "Anna Berg"] * 2, SPOKEN, strict=True)]
    page = "<h1>Talks</h1>" + "".join(turn.format(*each) for each in spoken)
    found = readers.read("a.html", page.encode()).blocks[1:]
    assert [(each.number, each.text) for each in found] == spoken


def test_terms_and_definitions_may_be_names_and_words():
    spoken = [*zip(["Ann", "Ben"] * 2, SPOKEN, strict=True)]
    page = "<h1>Talks</h1><dl>" + "".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in spoken) + "</dl>"
    assert [(each.number, each.text) for each in readers.read("a.html", page.encode()).blocks[1:]] == spoken
    terms = (
        "<h1>Terms</h1><dl><dt>Ship</dt><dd>What swims.</dd><dt>Quay</dt><dd>Where?</dd><dt>Sea</dt><dd>All.</dd></dl>"
    )
    assert {each.number for each in readers.read("a.html", terms.encode()).blocks} == {""}


def test_a_heading_in_capitals_above_a_conversation_says_nothing_in_it():
    source = "TRANSCRIPT OF INTERVIEW\n\nPlace: the harbour\n\n" + "\n\n".join(
        f"{name}\n{words}" for name, words in zip(["CHAIR", "MS. BERG"] * 2, SPOKEN, strict=True)
    )
    found = readers.read("a.txt", source.encode()).blocks
    assert found[0].text == "TRANSCRIPT OF INTERVIEW"
    assert [each.number for each in found if each.kind is Kind.BODY] == ["CHAIR", "MS. BERG"] * 2


@pytest.mark.parametrize(
    "lines",
    [
        ["Our Vision", LONG, "Next Steps", LONG, "Our Values", LONG],
        ["Purpose", LONG, "Scope", LONG, "Purpose", "Why?", "Scope", LONG],
        ["Example:", LONG, "Note:", LONG, "Example:", LONG, "Note:", LONG],
        ["Ingredients:", "• fish", "Method:", LONG, "Ingredients:", "• bread", "Method:", LONG],
        ["SCENE I", LONG, "SCENE II", LONG, "SCENE I", "Who?", "SCENE II", LONG],
        ["Anna Berg", LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, "Ben Holm", LONG, LONG, LONG, LONG, LONG],
    ],
)
def test_lines_that_are_no_speakers(lines):
    assert speaker_lines(lines, len(lines)) == set()


@given(st.lists(st.sampled_from(["", "Anna Berg", "ANN:", "Yes?", "- No", "[00:01] X", LONG]), max_size=12))
def test_a_speaker_is_followed_by_words(lines):
    for place in speaker_lines(lines, sum(map(bool, lines))):
        assert next(line for line in lines[place + 1 :] if line)


@pytest.mark.parametrize("names", [("Anna Berg", "Ben Holm"), ("Interviewer", "Keeper"), ("Berg:", "Holm:")])
@pytest.mark.parametrize("form", ["### {}", "<h3>{}</h3>"])
def test_speakers_may_be_headings(names, form):
    ending = "html" if "<" in form else "md"
    heads = [form.format(name) for name in names * 2]
    said = [f"<p>{each}</p>" if ending == "html" else each for each in SPOKEN]
    title = {"md": "# Talks with a keeper", "html": "<h1>Talks with a keeper</h1>"}[ending]
    source = "\n\n".join([title, *(part for turn in zip(heads, said, strict=True) for part in turn)])
    read = readers.read(f"a.{ending}", source.encode())
    assert [(each.number, each.text) for each in read.blocks[1:]] == [*zip(names * 2, SPOKEN, strict=True)]
    if ending == "md":
        assert "".join(each.source for each in read.blocks) == source
        assert [each.line for each in read.blocks] == [1, 3, 7, 11, 15]


@pytest.mark.parametrize(
    "said", [[LONG] * 4, [LONG, LONG, LONG, "Who paid for it?"], ["What is it?", LONG, LONG, "Who paid for it?"]]
)
def test_headings_that_come_again_are_no_speakers(said):
    heads = ["### Market Hall", "### Fish Quay"] * 2
    source = "\n\n".join(["# A report", *(part for turn in zip(heads, said, strict=True) for part in turn)])
    assert [each.text for each in readers.read("a.md", source.encode()).blocks if each.kind is Kind.HEADING] == [
        "Market Hall", "Fish Quay", "Market Hall", "Fish Quay",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ending", "source", "marks"),
    [
        ("md", "## S1\n\n## S2\n\nHello.\n\n## S1\n\nHi.\n\n## S2\n\nBye.\n", ["S2", "S1", "S2"]),
        ("md", "## S1\n\n## S2\n\n## S1\n\nHi.\n\n## S2\n\nBye.\n\n## S1\n\nSo.\n", ["S1", "S2", "S1"]),
        ("md", "## S1\n\nHello.\n\n## S2\n\n---\n\nBye.\n\n## S1\n\nHi.\n\n## S2\n", ["S1", "S1"]),
        ("html", "<h2>S1</h2><h2>S2</h2><p>Hello.<h2>S1</h2><p>Hi.<h2>S2</h2><p>Bye.", ["S2", "S1", "S2"]),
        ("txt", "LEE: I said so.\n\nQUESTION\n\nQUESTION\n\n\tTabbed\n\n1 kap.\n", ["QUESTION"]),
        ("md", "LEE: I said so.\n\nQUESTION\n\nQUESTION\n\n\tTabbed\n\n1 kap.\n", ["QUESTION"]),
    ],
)
def test_a_name_above_another_name_or_above_a_rule_is_not_lost(ending, source, marks):
    source = source.replace("S1", "Speaker 1").replace("S2", "Speaker 2")
    expected = [mark.replace("S", "Speaker ") if len(mark) == len("S1") else mark for mark in marks]
    blocks = readers.read(f"a.{ending}", source.encode()).blocks
    assert [each.number for each in blocks if each.kind is Kind.BODY and each.number] == expected
    for name in ("Speaker 1", "Speaker 2", "QUESTION"):
        assert sum(name in {each.number, each.text} for each in blocks) == source.count(name)


HEADED = st.lists(st.sampled_from(["## Interviewer", "## Anna Berg", "# Anna Berg", "---", "Who?", "So.", "- a"]))


@settings(max_examples=60)
@given(HEADED, st.booleans())
def test_speakers_that_are_headings_lose_no_word_and_no_source(parts, asked):
    turns = ["## Interviewer\n\nWho was it?", "## Anna Berg\n\nIt was I."] * (2 if asked else 0)
    source = "\n\n".join([*turns, *parts, *turns])
    blocks = readers.read("a.md", source.encode()).blocks if source else ()
    assert "".join(each.source for each in blocks) == source
    printed = "".join(f"{each.number}{each.text}" for each in blocks)
    assert re.sub(r"[\s#-]", "", printed) == re.sub(r"[\s#-]", "", source)


BOLD = "<w:r><w:rPr><w:b/></w:rPr>"
SAID = ["Anna", "Who was it?", "Berta", "It was I.", "Anna", "And then?", "Berta", "I stayed."]


@pytest.mark.parametrize("ending", ["md", "html", "docx"])
@pytest.mark.parametrize("is_bold", [True, False])
def test_a_single_name_says_who_speaks_where_it_stands_in_bold(ending, is_bold):
    names = {"Anna", "Berta"} if is_bold else set()
    if ending == "docx":
        data = docx(*(paragraph(run(said).replace("<w:r>", BOLD) if said in names else said) for said in SAID))
    else:
        plain, mark = {"md": ("{}", "**{}**"), "html": ("<p>{}</p>", "<p><b>{}</b></p>")}[ending]
        data = "\n\n".join((mark if said in names else plain).format(said) for said in SAID).encode()
    blocks = readers.read(f"a.{ending}", data).blocks
    assert [block.number for block in blocks] == (["Anna", "Berta"] * 2 if is_bold else [""] * len(SAID))
