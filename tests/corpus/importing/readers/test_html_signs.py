"""Signs, lists, tables and edges of a page are what a reader of the page sees."""

from string import ascii_lowercase

import pytest

from corpus.blocks import Kind
from corpus.importing import readers
from corpus.importing.notices import Notice
from corpus.importing.readers import markdown
from corpus.importing.structure.raised_signs import lowered, raised
from tests.corpus.importing.readers.test_html import PARAGRAPH, outline, read, shown, texts


@pytest.mark.parametrize(
    ("before", "sign", "after", "printed"),
    [
        ("the 10", "6", " square", "⁶"),
        ("40 m", "3", " of", "³"),
        ("40 km", "2", "", "²"),
        ("x", "2", " + y", "²"),
        ("(x+1)", "2", "", "²"),
        ("10", "-6", "", "⁻⁶"),
        ("Ca", "2+", "", "²⁺"),
        ("x", "n", "", "ⁿ"),
        ("the ", "14", "C content", "¹⁴"),
        ("survey found", "7", " and", "[7]"),
        ("the wall.", "12", "", "[12]"),
        ("(see above)", "3", "", "[3]"),
        ("in 2019", "4", "", "[4]"),
        ("found", "1,2", "", "[1,2]"),
        ("found", "3–5", "", "[3–5]"),
        ("found", "*", "", "[*]"),
        ("19", "th", "", "th"),
        ("1", "er", "", "er"),
        ("M", "me", "", "me"),
        ("Acme", "TM", "", "™"),
        ("per metre", "2", " of deck", "²"),
        ("The metre", "12", "", "¹²"),
        ("and ", "1", "⁄", "¹"),
        ("2", "1", "/2 miles", "¹"),
        ("so ", "3", " / 4", "³"),
        ("found", "[7]", "", "[7]"),
        ("", "1", "In the beginning", "1 "),
        ("so. ", "2", "And", "2 "),
        ("", "*", " By ship", "* "),
    ],
)
def test_what_a_raised_sign_is(before, sign, after, printed):
    assert raised(before, sign, after) == printed


@pytest.mark.parametrize(("sign", "printed"), [("2", "₂"), ("2+", "₂₊"), ("max", "max"), ("10", "₁₀")])
def test_what_a_lowered_sign_is(sign, printed):
    assert lowered(sign) == printed


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("10<sup>6</sup> m<sup>3</sup> of CO<sub>2</sub>", "10⁶ m³ of CO₂"),
        ("on the 19<sup>th</sup> day", "on the 19th day"),
        ("it found<sup>7</sup>.", "it found[7]."),
        ("it <b>found</b><sup>7</sup>.", "it found[7]."),
        ('it found<sup><a href="https://example.org/a.html#fn8">8</a></sup>', "it found[8]"),
        ('it found<a class="footnote-ref" href="#fn9">9</a>', "it found[9]"),
        ('it found<a role="doc-noteref" href="#fn9">9</a>', "it found[9]"),
        ('it found<a href="#n" style="vertical-align: super">a</a>', "it found[a]"),
        ('10<span style="vertical-align:super; font-size: 60%">6</span>', "10⁶"),
        ('CO<span class="subscript">2</span>', "CO₂"),
        ('it found<sup class="reference"><a href="#n">[7]</a></sup>', "it found[7]"),
        ('see <a href="#a5">5</a> of it', "see 5 of it"),
        ("he said <q>we <q>share</q> it</q>", "he said “we ‘share’ it”"),
        ('er sagte <q lang="en">yes</q>', "er sagte “yes”"),
        ('<span lang="de">er sagte <q>ja</q></span>', "er sagte „ja“"),
        ("<ruby>条例<rt>じょうれい</rt></ruby>は<ruby>市<rp>(</rp><rt>し</rt><rp>)</rp></ruby>", "条例は市"),
        ("is <del>two</del><ins>three</ins> pounds", "is three pounds"),
        ('is <s>two</s> <span style="text-decoration: line-through">four</span> three', "is three"),
        (
            'See <span class="art">Art. 5</span><span class="txt">Every keeper pays.</span>',
            "See Art. 5 Every keeper pays.",
        ),
        ("<b>W</b><b>hen</b> it <span>iP</span><span>hone</span>", "When it iPhone"),
        ('a <span style="display: block">line</span><span style="display:block">below</span>', "a line below"),
        ('Scope<a class="headerlink" href="#scope">¶</a>', "Scope"),
        ('See it.<a href="#fnref1" role="doc-backlink">↩︎</a>', "See it."),
        ('<a href="#cite_ref">^</a> See it.', "See it."),
        ('in <a href="#p">#</a> and § 5', "in # and § 5"),
    ],
)
def test_what_stands_in_a_line_is_what_the_page_says(source, text):
    assert texts(read(f'<html lang="en"><p>{source}</p>')) == [text]


def test_two_lines_of_a_heading_are_two_words():
    source = '<h2><span style="display:block">Section 4</span><span style="display:block">Of keepers</span></h2>'
    assert outline(read(source + "<h2>Section 5</h2>"))[0] == ("heading", 2, "Section 4", "Of keepers")


def test_what_was_struck_is_reported_and_readings_are_too():
    reading = read("<p>A <del>b</del><s>c</s> <ruby>市<rt>し</rt></ruby></p>")
    assert reading.notices == (Notice("ruby_readings", {"count": 1}), Notice("struck_text", {"count": 2}))


def numbers(source):
    return [block.number for block in read(source).blocks if block.kind is Kind.ITEM]


def test_lists_are_numbered_as_browsers_number_them():
    assert numbers("<ol><li>a<li>b</ol>") == ["1.", "2."]
    assert numbers("<ol type=a>" + "<li>x" * 55 + "</ol>") == [
        *(f"{letter}." for letter in ascii_lowercase),
        *(f"a{letter}." for letter in ascii_lowercase),
        "ba.",
        "bb.",
        "bc.",
    ]
    assert numbers('<ol style="list-style-type: lower-alpha"><li>x<li>y</ol>') == ["a.", "b."]
    assert numbers('<ol style="list-style:upper-roman inside"><li>x<li>y</ol>') == ["I.", "II."]
    assert numbers('<ol type=i style="list-style-type:decimal-leading-zero"><li>x</ol>') == ["01."]
    assert numbers('<ol style="list-style-type:cjk-ideographic"><li>x<li>y</ol>') == ["一、", "二、"]
    assert numbers("<ol reversed><li>x<li>y<li>z</ol>") == ["3.", "2.", "1."]
    assert numbers("<ol reversed start=10><li>x<li value=5>y<li>z</ol>") == ["10.", "5.", "4."]
    assert numbers("<ol><li>x<li value=7>y<li type=A>z</ol>") == ["1.", "7.", "H."]
    assert numbers("<ol start=-1><li>x<li>y<li>z</ol>") == ["-1.", "0.", "1."]
    assert numbers("<ul><li>x</ul><ul style='list-style: decimal'><li>y</ul>") == ["•", "1."]
    assert numbers('<ol style="list-style-type:none"><li>(i) x<li>y</ol>') == ["(i)", ""]
    assert numbers('<ol style="list-style-type:ethiopic-numeric"><li>x</ol>') == [""]


def rows(source):
    return [block.text for block in read(source).blocks if block.kind is Kind.ROW]


def test_a_table_keeps_its_columns():
    assert rows(
        "<table><tr><th>stall<th>2019<th>2020<th>2021<tr><td>lamps<td>two<td><td>three"
        "<tr><td rowspan=2>baker<td>one<td>one<td>one<tr><td>four<td>five<td>six"
        "<tr><td>weaver<td colspan=2>none<td>one<tr><td>dyer<td>one<td><td></table>"
    ) == [
        "stall | 2019 | 2020 | 2021",
        "lamps | two |  | three",
        "baker | one | one | one",
        "| four | five | six",
        "weaver | none |  | one",
        "dyer | one |  |",
    ]
    assert rows("<table><tr><th>a<th>b<th>c<tr><td rowspan=2>1<td rowspan=3>2<td>3<tr><td>4<tr><td>5<td>6</table>") == [
        "a | b | c",
        "1 | 2 | 3",
        "|  | 4",
        "5 |  | 6",
    ]


def test_a_list_in_a_cell_stays_in_it_and_a_foolish_span_harms_nothing():
    assert rows(
        "<table><tr><th>who<th>duties<th>when<tr><td>warden<td><ul><li>opens<li>rings</ul><td>morning</table>"
    ) == ["who | duties | when", "warden | • opens • rings | morning"]
    assert len(rows("<table><tr><th colspan=99999>a<th rowspan=99999>b<tr><td>c</table>")) == 2


PROSE = "Whereas the keepers have met every year for longer than anybody remembers, they agree."


def test_a_head_or_foot_that_is_text_is_text():
    reading = read(
        f"<body><header><h1>Charter</h1><h2>Preamble</h2><p>{PROSE}</p></header><section><h2>Article 1</h2>"
        f"<p>{PARAGRAPH * 3}</p></section><footer><h2>Final provision</h2><p>{PROSE}</p></footer></body>"
    )
    assert shown(reading) == [
        "Charter",
        "Preamble",
        PROSE,
        "Article 1",
        (PARAGRAPH * 3).strip(),
        "Final provision",
        PROSE,
    ]
    assert [block.text for block in reading.blocks if block.kind is Kind.HEADING] == [
        "Preamble",
        "Article 1",
        "Final provision",
    ]


@pytest.mark.parametrize(
    "foot",
    [
        "<p>© 2024 The Paper. All rights reserved, whatever anybody says about it.</p>",
        f'<p>{PROSE} <a href="/about">About us</a></p>',
        f"<nav>Menu</nav><p>{PROSE}</p>",
        "<p>Contact us</p>",
    ],
)
def test_the_foot_of_a_page_is_kept_as_furniture(foot):
    reading = read(f"<body><article><h1>A</h1><p>{PARAGRAPH * 3}</p></article><footer>{foot}</footer></body>")
    assert shown(reading) == ["A", (PARAGRAPH * 3).strip()]
    assert texts(reading, Kind.FURNITURE)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("10<sup>6</sup> m<sup>3</sup> of CO<sub>2</sub>", "10⁶ m³ of CO₂"),
        ("found<sup>7</sup> on the 19<sup>th</sup>", "found[7] on the 19th"),
        ("is <del>two</del><ins>three</ins> pounds", "is three pounds"),
        ("a<br>b", "a b"),
        ("*found*<sup>7</sup>", "found[7]"),
    ],
)
def test_elements_in_markdown_are_read_as_in_html(source, text):
    assert [block.text for block in markdown.read(source.encode()).blocks] == [text]


def test_a_table_in_markdown_keeps_its_columns():
    source = "| a | b | c |\n|---|---|---|\n| 1 | | 3 |\n| | 2 | |\n| | | |\n"
    found = markdown.read(source.encode()).blocks
    assert [block.text for block in found if block.kind is Kind.ROW] == ["a | b | c", "1 |  | 3", "| 2 |"]


def test_notes_stand_at_the_end_of_the_section_they_are_called_in():
    call = '<sup><a href="#fn{0}" id="ref{0}">{0}</a></sup>'
    note = '<li id="fn{0}"><p>Note {0}. <a href="#ref{0}" role="doc-backlink">↩</a></p><p>More of {0}.</p></li>'
    notes = "<ol>" + note.format(1) + note.format(2) + "</ol>"
    source = (
        f"<h1>T</h1><h2>One</h2><p>Wall{call.format(1)}.</p><p>Quay.</p><h2>Two</h2><p>Ship{call.format(2)}.</p>"
        f"<h2>Three</h2><p>End.</p>"
    )
    found = texts(read(source + f"<section>{notes}</section>"))
    assert found[:6] == ["T", "One", "Wall[1].", "Quay.", "Note 1.", "More of 1."]
    assert found[6:] == ["Two", "Ship[2].", "Note 2.", "More of 2.", "Three", "End."]
    # Under a heading of their own they are a section themselves.
    found = texts(read(source + f"<section><h2>Notes</h2>{notes}</section>"))
    assert found[-5:] == ["Notes", "Note 1.", "More of 1.", "Note 2.", "More of 2."]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac>", "a/(b+1)"),
        ("<msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><msub><mi>y</mi><mn>1</mn></msub>", "x²+y₁"),
        ("<msup><mi>e</mi><mrow><mi>a</mi><mi>b</mi></mrow></msup>", "e^ab"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_i²"),
        ("<msqrt><mi>n</mi><mo>-</mo><mn>1</mn></msqrt><mroot><mi>n</mi><mn>3</mn></mroot>", "√(n-1)³√n"),
        ("<mtable><mtr><mtd>a</mtd><mtd>b</mtd></mtr><mtr><mtd>c</mtd><mtd>d</mtd></mtr></mtable>", "a, b; c, d"),
        ("<semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi></mrow><annotation>E=m</annotation></semantics>", "E=m"),
        ("<mi>f</mi><mo>&#x2061;</mo><mi>x</mi>", "fx"),
        ("E = m", "E = m"),
        ("", ""),
    ],
)
def test_a_formula_is_written_in_the_line(formula, expected):
    reading = read(f"<p>The rate <math>{formula}</math>, it says.</p>")
    assert [block.text for block in reading.blocks] == [f"The rate {expected}, it says."]


def test_a_formula_nested_beyond_reason_is_read():
    formula = "<mrow>" * 900 + "<mi>x</mi>" + "</mrow>" * 900
    assert read(f"<p>The rate <math>{formula}</math>.</p>").blocks[0].text == "The rate x."


def test_a_cell_reaches_to_the_end_of_its_table_where_it_says_so():
    rows = '<tr><td rowspan="0">1</td><td>2</td></tr><tr><td>3</td></tr><tr><td>4</td></tr>'
    assert texts(read(f"<table><tr><th>a</th><th>b</th></tr>{rows}</table>")) == ["a | b", "1 | 2", "| 3", "| 4"]


def words(source, ending="html"):
    return [f"{block.number} {block.text}".strip() for block in readers.read(f"a.{ending}", source.encode()).blocks][1:]


@pytest.mark.parametrize(
    "back", ["Back", "[back]", "Back to text", "Zurück", "Retour au texte", "↩", "↩︎", "^", "Jump up"]
)
def test_a_link_back_to_the_call_of_a_note_is_no_part_of_it(back):
    page = (
        f'<h1>The page</h1><p>Words<sup><a id="r1" href="#n1">1</a></sup> of it.</p><p>More. <a href="#r9">Back</a></p>'
        f'<p id="n1">[1] A note <a href="#r1">{back}</a>.</p>'
    )
    assert words(page) == ["Words[1] of it.", "More. Back", "[1] A note."]
    text = f"# The page\n\nWords[1](#n1) of it.\n\n[2] A note. [{back}](#r1)\n"
    assert words(text, "md") == ["Words[1] of it.", "[2] A note."]


def test_a_link_to_a_place_on_the_page_keeps_its_words():
    assert words("# The page\n\nSee [part 2](#two), [Backing](#b) and [3](#three).\n", "md") == [
        "See part 2, Backing and 3."
    ]


MATHML = "<math><semantics><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><annotation encoding='application/x-tex'>a+b</annotation></semantics></math>"


@pytest.mark.parametrize(
    "formula",
    [
        MATHML,
        f"<span class=katex><span class=katex-mathml>{MATHML}</span><span class=katex-html aria-hidden=true><i>a</i>+<i>b</i></span></span>",
        f"<span class=mwe-math-element><span style='display: none'>{MATHML}</span><img src=x alt='{{a+b}}'></span>",
        f"<span class=MathJax_Preview>a b</span><span class=MathJax><span>a+b</span><span role=presentation>{MATHML}</span></span><script type='math/tex'>a+b</script>",
        f"<mjx-container><mjx-math aria-hidden=true><i>a</i>+b</mjx-math><mjx-assistive-mml>{MATHML}</mjx-assistive-mml></mjx-container>",
    ],
)
def test_a_formula_that_a_page_holds_twice_is_read_once(formula):
    assert words(f"<h1>The page</h1><p>It is {formula} here.</p>") == ["It is a+b here."]


def test_a_number_raised_in_a_formula_is_a_power():
    page = "<h1>A</h1><p>So E = mc<sup>2</sup> and a·ab<sup>3</sup>, as found<sup>2</sup>.</p>"
    assert readers.read("a.html", page.encode()).blocks[-1].text == "So E = mc² and a·ab³, as found[2]."
