"""What the HTML reader promises: the words of the main text in order, structure included, and what the page states."""

import re
import warnings
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.blocks import Kind, Role, UnreadableFileError
from corpus.importing.notices import Notice
from corpus.importing.readers import html as reader
from corpus.importing.readers.html_parts.tree import parse
from corpus.importing.readers.html_parts.units import units

PARAGRAPH = "Words of the text go on for a while, and say what there is to say about it. "


def read(text):
    return reader.read(text.encode())


def outline(reading):
    return [(block.kind.value, block.level, block.number, block.text) for block in reading.blocks]


def texts(reading, *kinds):
    return [block.text for block in reading.blocks if not kinds or block.kind in kinds]


def shown(reading):
    """What is read of a page: its blocks without the furniture."""
    return [block.text for block in reading.blocks if block.kind is not Kind.FURNITURE]


def page(main, *, head="", before="", after=""):
    menu = '<nav><ul><li><a href="/">Home</a><li><a href="/a">About</a></ul></nav>'
    return f"<!doctype html><html lang=en><head>{head}</head><body>{menu}{before}{main}{after}</body></html>"


def test_a_plain_page_comes_out_completely_and_in_order():
    reading = read(
        "<h1>The title</h1><p>One <em>two</em> three.</p><ul><li>First<li>Second<ul><li>Deep</ul></ul>"
        "<h2>2. Scope</h2><blockquote><p>They said so.</p></blockquote>"
        "<table><tr><th>Year<th>Sum<tr><td>1999<td>7</table><ol start=3><li>Third<li>Fourth</ol><p>End</p>"
    )
    assert outline(reading) == [
        ("front", 0, "", "The title"),
        ("body", 0, "", "One two three."),
        ("item", 1, "•", "First"),
        ("item", 1, "•", "Second"),
        ("item", 2, "•", "Deep"),
        ("heading", 2, "2.", "Scope"),
        ("quote", 0, "", "They said so."),
        ("row", 0, "", "Year | Sum"),
        ("row", 0, "", "1999 | 7"),
        ("item", 1, "3.", "Third"),
        ("item", 1, "4.", "Fourth"),
        ("body", 0, "", "End"),
    ]
    assert reading.blocks[0].role is Role.TITLE
    assert [block.line for block in reading.blocks] == list(range(1, 13))
    assert reading.encoding == ""


def test_printed_numbers_are_split_from_paragraphs_and_roman_heads_are_headings():
    reading = read(
        "<h1>T</h1><p>II. What is to be done</p><p>1.Building it takes time, and time is what there is none of.</p>"
        "<p>2. We go on.</p><p>• A point</p>"
    )
    assert outline(reading)[1:] == [
        ("heading", 1, "II.", "What is to be done"),
        ("body", 0, "1.", "Building it takes time, and time is what there is none of."),
        ("body", 0, "2.", "We go on."),
        ("item", 1, "•", "A point"),
    ]


def test_a_heading_that_is_a_mere_number_takes_the_name_below_it_and_initials_are_no_numbers():
    reading = read(
        f"<h1>T</h1><p>{PARAGRAPH}</p><p>Chapter 3</p><p>Of means</p><p>{PARAGRAPH}</p><p>I. Newton found it.</p>"
    )
    assert outline(reading)[2:] == [
        ("heading", 1, "Chapter 3", "Of means"),
        ("body", 0, "", PARAGRAPH.strip()),
        ("body", 0, "", "I. Newton found it."),
    ]


def test_headings_that_only_their_text_tells_come_below_those_elements_make():
    reading = read(f"<h2>Part</h2><p>{PARAGRAPH}</p><p>Article 5. Means</p><p>{PARAGRAPH}</p>")
    assert [(b.level, b.number, b.text) for b in reading.blocks if b.kind is Kind.HEADING] == [
        (2, "", "Part"),
        (3, "Article 5.", "Means"),
    ]


def test_the_lines_between_title_and_text_are_its_head():
    reading = read(
        f"<h1>On means</h1><p>Updated: November 05, 2025 10:05</p><p>A study of what there is</p><p>Ann Bee</p>"
        f"<p>{PARAGRAPH * 3}</p>"
    )
    assert [block.role for block in reading.blocks if block.kind is not Kind.FURNITURE] == [
        Role.TITLE,
        Role.DATE,
        Role.SUBTITLE,
        Role.BYLINE,
        Role.NONE,
    ]


def test_a_short_first_paragraph_is_no_subtitle():
    reading = read(f"<h1>On means</h1><p>Means are scarce</p><p>{PARAGRAPH * 3}</p>")
    assert [block.kind for block in reading.blocks] == [Kind.FRONT, Kind.BODY, Kind.BODY]


def test_a_number_typed_into_a_list_goes_before_the_one_the_list_would_count():
    assert outline(read("<p>x</p><ol><li>(a) one<li>two</ol>"))[1:] == [
        ("item", 1, "(a)", "one"),
        ("item", 1, "2.", "two"),
    ]


def test_text_beside_elements_and_double_line_breaks_make_paragraphs():
    reading = read("<div>loose <b>text</b><br>goes on<br><br>next<p>inside</p>after</div>")
    assert texts(reading) == ["loose text goes on", "next", "inside", "after"]


def test_an_indented_line_after_a_break_is_a_new_paragraph():
    assert texts(read("<div>　　第一段。<br>　　第二段。</div>")) == ["第一段。", "第二段。"]


def test_a_second_paragraph_of_an_item_has_no_number():
    assert outline(read("<p>x</p><ul><li><p>one</p><p>more</p></ul>"))[1:] == [
        ("item", 1, "•", "one"),
        ("item", 1, "", "more"),
    ]


def test_a_table_that_only_arranges_the_page_is_read_as_text():
    reading = read("<table><tr><td><h1>Title</h1><p>One.</p><p>Two.</p></td></tr></table>")
    assert outline(reading) == [("front", 0, "", "Title"), ("body", 0, "", "One."), ("body", 0, "", "Two.")]


def test_scripts_comments_and_hidden_parts_are_not_read():
    reading = read(
        "<p>seen<!-- not --> and on</p><script>not</script><style>not</style><p hidden>not</p>"
        '<p style="display: none">not</p><template>not</template><textarea>not</textarea>'
    )
    assert texts(reading) == ["seen and on"]


def test_the_main_text_is_told_from_the_page_around_it():
    main = (
        f"<div><h1>A title of its own</h1><p>{PARAGRAPH * 4}</p>"
        f"<h2>Part</h2><p>{PARAGRAPH * 3}</p><p>The end.</p></div>"
    )
    after = "<div class=share>Tell your friends about it</div><footer><p>Imprint</p><p>Contact us</p></footer>"
    reading = read(page(main, after=after))
    assert texts(reading, Kind.FRONT, Kind.HEADING, Kind.BODY) == [
        "A title of its own",
        (PARAGRAPH * 4).strip(),
        "Part",
        (PARAGRAPH * 3).strip(),
        "The end.",
    ]
    around = ["Home", "About", "Tell your friends about it", "Imprint", "Contact us"]
    assert texts(reading, Kind.FURNITURE) == around
    assert reading.notices == (Notice("furniture", {"count": len(around)}),)


def test_where_no_main_text_is_found_everything_but_the_menus_is_kept(monkeypatch):
    monkeypatch.setattr(reader, "_main_keys", lambda tree: set())
    assert shown(read(page("<p>One.</p><p>Two.</p>"))) == ["One.", "Two."]
    assert texts(read("<nav>Only a menu</nav>")) == ["Only a menu"]


def test_a_page_that_is_too_much_for_the_extraction_is_read_whole(monkeypatch):
    def broken(*args, **options):
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", broken)
    assert shown(read(page("<p>One.</p><p>Two.</p>"))) == ["One.", "Two."]


def test_what_the_page_states_is_declared():
    head = (
        "<title>A title of its own - The Paper</title><meta name=author content='Ann Bee'>"
        "<meta property=og:site_name content='The Paper'><link rel=canonical href='https://paper.example/a/1'>"
        "<meta property='article:published_time' content='2024-03-05T10:00:00Z'>"
    )
    body = f"<article><h1>A title of its own</h1><p>By Ann Bee</p><p>5 March 2024</p><p>{PARAGRAPH * 4}</p></article>"
    reading = read(page(body, head=head).replace("lang=en", "lang=en_GB"))
    declared = reading.declared
    assert (declared.title, declared.author, declared.publisher) == ("A title of its own", "Ann Bee", "The Paper")
    assert declared.published_on == date(2024, 3, 5)
    assert declared.language == "en-GB"
    assert declared.source_url == "https://paper.example/a/1"
    assert [block.role for block in reading.blocks if block.kind is not Kind.FURNITURE] == [
        Role.TITLE,
        Role.BYLINE,
        Role.DATE,
        Role.NONE,
    ]


def test_a_date_that_only_occurs_in_the_text_is_not_declared():
    assert read(page(f"<p>On 5 May 2001 it rained. {PARAGRAPH * 4}</p>")).declared.published_on is None


def test_the_name_of_a_host_is_no_publisher():
    head = "<title>T</title><link rel=canonical href='https://www.paper.example/a/1'>"
    assert read(page("<p>One.</p>", head=head)).declared.publisher == ""


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("gb2312", "gb18030", "构建人类命运共同体"),
        ("iso-8859-1", "cp1252", "“Über” – déjà"),
        ("windows-1251", "cp1251", "Привет"),
        ("utf-8", "utf-8", "naïve"),
        ("utf-16", "utf-8", "naïve"),
        ("nonsense", "utf-8", "naïve"),
        ("windows-31j", "cp932", "条例①"),
        ("x-sjis", "cp932", "条例"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("Big5", "big5hkscs", "條例"),
        ("chinese", "gb18030", "条例"),
        ("GBK", "gb18030", "条例㐀"),
        ("macintosh", "mac-roman", "“Über” – déjà"),
        ("iso8859-5", "iso8859-5", "Привет"),
        ("koi8", "koi8-r", "Привет"),
        ("x-cp1251", "cp1251", "Привет"),
        ("l1", "cp1252", "“Über” – déjà"),
        ("csisolatin2", "iso8859-2", "Łódź žluťoučký"),
        ("windows-1257", "cp1257", "Šiauliai ąžuolas"),
        ("replacement", "utf-8", "naïve"),
    ],
)
def test_the_declared_encoding_is_used(label, codec, text):
    data = f'<meta http-equiv="Content-Type" content="text/html; charset={label}"><p>{text}</p>'.encode(codec)
    assert texts(reader.read(data)) == [text]


def test_byte_order_marks_go_before_what_is_declared():
    text = '<meta charset="gb2312"><p>naïve</p>'
    assert texts(reader.read(text.encode("utf-8-sig"))) == ["naïve"]
    assert texts(reader.read(b"\xff\xfe" + text.encode("utf-16-le"))) == ["naïve"]


def test_one_damaged_character_does_not_change_the_encoding():
    data = b'<meta charset="utf-8">' + f"<p>é{'ü' * 3000}</p>".encode().replace("é".encode(), b"\xc3")
    assert texts(reader.read(data))[0].endswith("ü" * 3000)


def test_a_page_with_an_xml_declaration_is_read():
    assert texts(read('<?xml version="1.0" encoding="utf-8"?><html><body><p>One.</p></body></html>')) == ["One."]


def test_a_page_with_nothing_in_it_has_no_blocks_or_is_refused():
    assert read("<html></html>").blocks == ()
    with pytest.raises(UnreadableFileError, match="no page"):
        read("<!-- nothing -->")


def test_a_page_nested_beyond_reason_is_refused_rather_than_cut():
    with pytest.raises(UnreadableFileError, match="nested"):
        read("<p>start</p>" + "<div>" * 3000 + "deep" + "</div>" * 3000)


def test_a_deep_page_is_read():
    assert texts(read("<p>start</p>" + "<div>" * 1500 + "deep" + "</div>" * 1500 + "<p>end")) == [
        "start",
        "deep",
        "end",
    ]


def test_a_text_longer_than_a_parser_likes_is_read_whole():
    word = "word " * 2_400_000
    assert texts(read(f"<p>{word}</p><p>end</p>")) == [word.strip(), "end"]


def test_reading_gives_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read(page(f"<article><h1>T</h1><p>{PARAGRAPH * 5}</p></article>"))


WORDS = st.text(alphabet="abcdefg ", min_size=1, max_size=8)
TAGS = st.sampled_from(["p", "div", "b", "i", "ul", "li", "blockquote", "h2", "table", "tr", "td", "span", "pre", "a"])


@st.composite
def trees(draw, depth=4):
    content = draw(WORDS)
    if depth:
        for _ in range(draw(st.integers(0, 3))):
            tag = draw(TAGS)
            content += f"<{tag}>{draw(trees(depth=depth - 1))}</{tag}>{draw(WORDS)}"
    return content


@settings(max_examples=150, deadline=None)
@given(trees())
def test_no_word_is_lost_and_none_changes_its_place(source):
    tree = parse(f"<body>{source}</body>")
    found = "".join(unit.text for unit in units(tree.body))
    assert re.sub(r"[\s|]", "", found) == re.sub(r"\s", "", tree.body.text_content())


@pytest.mark.parametrize("first", ["article", "main", "section", "header", "figure"])
def test_a_page_without_the_tags_of_a_body_begins_where_its_first_element_does(first):
    page = f"<!doctype html><title>T</title><meta charset=utf-8><{first}><h1>Charter</h1><p>{PARAGRAPH}</p></{first}>"
    page += f"beside it<p>{PARAGRAPH}</p>"
    assert texts(read(page)) == ["Charter", PARAGRAPH.strip(), "beside it", PARAGRAPH.strip()]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<html><body><h1>Act</h1><p>One.</p></body><p>Two.</p></html>", ["Act", "One.", "Two."]),
        ("<html><body><h1>Act</h1><p>One.</p></body></html>\n<p>Two.</p>", ["Act", "One.", "Two."]),
        ("<h1>Act</h1><p>One.</p></body>by<p>Two</p>the</html>way", ["Act", "One.", "by", "Two", "theway"]),
        ("<body><p>One.</p></body><body class=b><p>Two.</p></body>", ["One.", "Two."]),
        ("<html><body></body>One.</html>", ["One."]),
        ("<p>One.</p></body></html><article><p>Two.</p></article>", ["One.", "Two."]),
        (
            "<title>A</title><h1>A</h1>One.</html><!doctype html><head><style>.h {display: none}</style></head><p class=h>No.",
            ["A", "One."],
        ),
        (
            "<h1>A</h1></body></html><html><head></head><body><h2>B</h2></body></html><html><body>Two.</body>Three.</html>",
            ["A", "B", "Two.Three."],
        ),
        ("<p>One.</p></body><script>x()</script></html><!-- y -->\n", ["One."]),
    ],
)
def test_what_comes_after_the_body_or_the_page_is_read_as_a_browser_shows_it(source, expected):
    assert texts(read(source)) == expected


@pytest.mark.parametrize("heading", ["[12]", "[a]", "[1] [2]"])
def test_a_heading_that_is_a_number_in_brackets_is_read(heading):
    source = f"<p>In the High Court</p><h1>{heading}</h1><p>The claimant asks for costs.</p>"
    assert texts(read(source)) == ["In the High Court", heading, "The claimant asks for costs."]


@pytest.mark.parametrize("number", ["(105)", "5.", "5", "[5]", "V.", "§ 5", "No. 5", "•"])
@pytest.mark.parametrize("between", ["of 1900", "By Jane Doe", "12 May 1900", "Ministry of Harbours"])
def test_a_number_in_the_printed_head_of_a_page_is_kept(number, between):
    head = f"<table><tr><td><p>Harbour Act</p><p>{number}</p></td></tr></table><p>{between}</p>"
    blocks = read(f"{head}<p>Text is here, and it is a sentence.</p>").blocks
    printed = " ".join(f"{block.number} {block.text}" for block in blocks)
    assert printed.split() == f"Harbour Act {number} {between} Text is here, and it is a sentence.".split()


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["Harbour Act", "(105)", "5.", "II", "of 1900", "By Jane Doe", "12 May 1900", "So it is said."]
        ),
        max_size=6,
    ),
    st.integers(0, 6),
)
def test_no_word_of_a_printed_head_is_lost(lines, laid_out):
    lines = [*lines, f"{PARAGRAPH}One."]
    cells, rest = lines[:laid_out], lines[laid_out:]
    table = f"<table><tr><td>{''.join(f'<p>{each}</p>' for each in cells)}</td></tr></table>" if cells else ""
    blocks = read(table + "".join(f"<p>{each}</p>" for each in rest)).blocks
    printed = "".join(f"{block.number}{block.text}" for block in blocks)
    assert re.sub(r"\s", "", printed) == re.sub(r"\s", "", "".join(lines))
