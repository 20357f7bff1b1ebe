"""The words of Word paragraphs: each once, as printed, and what is left out is reported."""

import pytest

from corpus.importing.readers.docx import read
from tests.support.docx_files import (
    TITLE,
    docx,
    footnotes,
    looking,
    note_call,
    numbering,
    paragraph,
    run,
    styled,
    table,
    with_properties,
)

LIST = numbering([("decimal", "%1.", 1)])
ITEM = '<w:numPr><w:numId w:val="1"/></w:numPr>'
BY = 'w:id="1" w:author="Ada" w:date="2026-01-05T10:00:00Z"'
HIDDEN = "<w:vanish/>"
GHOST = ("Ghost", "", "<w:rPr><w:vanish/></w:rPr>")


def text_of(*content, **further):
    """The words of the only paragraph."""
    (block,) = read(docx(paragraph(*content), **further)).blocks
    return block.text


def outline(*body, **further):
    return [(b.kind.value, b.number, b.text) for b in read(docx(*body, **further)).blocks]


def told(*body, **further):
    """What the reader reports."""
    return {one.code: dict(one.params) for one in read(docx(*body, **further)).notices}


def raw(inner):
    """A run of XML."""
    return f"<w:r>{inner}</w:r>"


@pytest.mark.parametrize(
    ("between", "words"),
    [
        ('<w:br w:type="page"/>', "one two"),
        ('<w:br w:type="column"/>', "one two"),
        ("<w:br/>", "one two"),
        ("<w:cr/>", "one two"),
        ("<w:tab/>", "one two"),
        ('<w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/>', "one two"),
        ("<w:noBreakHyphen/>", "one‑two"),
        ("<w:softHyphen/>", "one\u00adtwo"),
        ("<w:lastRenderedPageBreak/>", "onetwo"),
        ('<w:sym w:font="Symbol" w:char="F062"/>', "oneβtwo"),
        ('<w:sym w:font="Wingdings" w:char="F0E0"/>', "one→two"),
        ('<w:sym w:font="Times New Roman" w:char="00A7"/>', "one§two"),
        ('<w:sym w:font="Arial" w:char="F0A7"/>', "one§two"),
    ],
)
def test_what_stands_between_words(between, words):
    assert text_of("one", raw(between), "two") == words


def test_signs_that_are_not_known_are_reported():
    assert told(paragraph("a", raw('<w:sym w:font="Webdings" w:char="F021"/>'), "b")) == {"unknown_signs": {"count": 1}}


def test_private_characters_of_a_font_of_signs_are_signs():
    assert text_of("a ", looking("\uf061", '<w:rFonts w:ascii="Symbol"/>')) == "a α"


@pytest.mark.parametrize(
    ("properties", "words"),
    [
        ("<w:vanish/>", "Seen."),
        ('<w:vanish w:val="1"/>', "Seen."),
        ('<w:vanish w:val="0"/>', "Seen and hidden."),
        ('<w:vanish w:val="false"/>', "Seen and hidden."),
        ('<w:rStyle w:val="Ghost"/>', "Seen."),
        ('<w:rStyle w:val="Ghost"/><w:vanish w:val="0"/>', "Seen and hidden."),
        ("<w:webHidden/>", "Seen and hidden."),
        ("<w:strike/>", "Seen."),
        ("<w:dstrike/>", "Seen."),
        ('<w:strike w:val="0"/>', "Seen and hidden."),
    ],
)
def test_hidden_and_struck_words_are_left_out(properties, words):
    assert text_of("Seen", looking(" and hidden", properties), ".", styles=styled(GHOST)) == words


def test_a_hidden_style_in_a_hidden_paragraph_is_seen_and_what_is_hidden_is_reported():
    styles = styled(GHOST, ("Draft", "", "<w:pPr/><w:rPr><w:vanish/></w:rPr>"))
    body = [paragraph("Gone.", looking("Seen.", '<w:rStyle w:val="Ghost"/>'), style="Draft")]
    assert outline(*body, styles=styles) == [("body", "", "Seen.")]
    assert told(*body, styles=styles) == {"hidden_text": {"count": 1}}


def test_a_paragraph_whose_mark_is_hidden_with_its_words_is_not_counted():
    gone = with_properties(f"{ITEM}<w:rPr>{HIDDEN}</w:rPr>", looking("Gone.", HIDDEN))
    empty = with_properties(ITEM, looking("Gone, and the line is there.", HIDDEN))
    body = (paragraph("One.", list_id=1), gone, paragraph("Two.", list_id=1), empty, paragraph("Four.", list_id=1))
    assert [number for _, number, _ in outline(*body, numbering=LIST)] == ["1.", "2.", "4."]


def test_struck_words_never_join_their_neighbours():
    data = ("The fine is ", looking("two", "<w:strike/>"), run("three"), " pounds.")
    assert text_of(*data) == "The fine is three pounds."
    assert told(paragraph(*data)) == {"struck_text": {"count": 1}}


def test_raised_and_lowered_signs_keep_their_meaning():
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    said = text_of(
        "It covers 10", looking("6", up), " square metres, 40 m", looking("3", up), " of CO", looking("2", down),
        ", as the survey found", looking("7", up), " in the 19", looking("th", up), " year.",
    )  # fmt: skip
    assert said == "It covers 10⁶ square metres, 40 m³ of CO₂, as the survey found[7] in the 19th year."
    assert text_of("the 10", looking("1", up), looking("2", up)) == "the 10¹²"
    note = styled(("Lifted", "", f"<w:rPr>{up}</w:rPr>"))
    assert text_of("found", looking("7", '<w:rStyle w:val="Lifted"/>'), styles=note) == "found[7]"


def mark(kind):
    return raw(f'<w:fldChar w:fldCharType="{kind}"/>')


def code(words):
    return raw(f'<w:instrText xml:space="preserve">{words}</w:instrText>')


def test_fields_are_their_results_and_never_their_codes():
    inner = (mark("begin"), code(" REF x "), mark("separate"), run("not shown"), mark("end"))
    field = (mark("begin"), code(" IF "), *inner, code(" = 1 "), mark("separate"), run("shown"), mark("end"))
    assert text_of("It is ", *field, " here.") == "It is shown here."


def test_a_field_that_never_ends_takes_no_words_with_it():
    body = (paragraph("One ", mark("begin"), code(" PAGE "), "two."), paragraph("Three."))
    assert [text for _, _, text in outline(*body)] == ["One two.", "Three."]


def test_fields_of_forms_are_what_is_chosen_in_them():
    box = raw(
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'
        "</w:ffData></w:fldChar>"
    )
    choice = raw(
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="no"/>'
        '<w:listEntry w:val="yes"/></w:ddList></w:ffData></w:fldChar>'
    )
    assert text_of(box, code("FORMCHECKBOX"), mark("end"), " agreed: ", choice, code("FORMDROPDOWN"), mark("end")) == (
        "☒ agreed: yes"
    )
    button = (mark("begin"), code("MACROBUTTON Go Press here"), mark("end"))
    assert text_of(*button, " now") == "Press here now"
    assert told(paragraph("a", mark("begin"), code("LISTNUM"), mark("end"))) == {"unknown_fields": {"count": 1}}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (r"EQ \f(a,b)", "a/b"),
        (r"EQ \f(1;2)", "1/2"),
        (r"EQ \r(3,x)", "³√x"),
        (r"eq \o\ac(○,3)", "③"),
        (r"EQ \* jc2 \o\ad(\s\up 9(とうきょう),東京)", "東京"),
        (r"EQ x\s\up8(2)", "x²"),
        (r"EQ \b(x)", "(x)"),
        (r"EQ f(x, y)", "f(x, y)"),
        (r"EQ \f(a", "a/a"),
        (r'SYMBOL 98 \f "Symbol" \s 10', "β"),
        ("SYMBOL 999999999999", ""),
        ("FORMDROPDOWN", ""),
    ],
)
def test_fields_without_a_result_are_what_word_makes_of_them(typed, words):
    assert text_of("as ", mark("begin"), code(typed), mark("end"), "; so") == f"as {words}; so"


def formula(inner):
    return f"<m:oMath>{inner}</m:oMath>"


def sign(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        (f"<m:f><m:num>{sign('a')}</m:num><m:den>{sign('b')}</m:den></m:f>", "a/b"),
        (f"<m:f><m:num>{sign('a+b')}</m:num><m:den>{sign('2')}</m:den></m:f>", "(a+b)/2"),
        (f"{sign('E=m')}<m:sSup><m:e>{sign('c')}</m:e><m:sup>{sign('2')}</m:sup></m:sSup>", "E=mc²"),
        (f"<m:sSup><m:e>{sign('x')}</m:e><m:sup>{sign('k')}</m:sup></m:sSup>", "x^k"),
        (f"<m:sSub><m:e>{sign('a')}</m:e><m:sub>{sign('1')}</m:sub></m:sSub>", "a₁"),
        (f"<m:rad><m:deg/><m:e>{sign('2')}</m:e></m:rad>", "√2"),
        (f"<m:d><m:e>{sign('x')}</m:e></m:d>", "(x)"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>{sign("x")}</m:e></m:d>', "[x]"),
        (
            f"<m:nary><m:sub>{sign('i=1')}</m:sub><m:sup>{sign('n')}</m:sup><m:e>{sign('i')}</m:e></m:nary>",
            "∫_(i=1)ⁿ i",
        ),
    ],
)
def test_formulas_are_written_in_a_line(inner, words):
    assert text_of("with ", formula(inner), " as said") == f"with {words} as said"


def test_ruby_is_its_base():
    ruby = f"<w:ruby><w:rt>{run('とうきょう')}</w:rt><w:rubyBase>{run('東京')}</w:rubyBase></w:ruby>"
    assert text_of(raw(ruby), "で") == "東京で"


def test_a_dropped_capital_is_part_of_its_word():
    capital = with_properties('<w:framePr w:dropCap="drop" w:lines="3"/>', "W")
    assert outline(capital, paragraph("hen it was over, they went.")) == [("body", "", "When it was over, they went.")]


def deleted(text):
    return f"<w:del {BY}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def inserted(text):
    return f"<w:ins {BY}>{run(text)}</w:ins>"


@pytest.mark.parametrize("change", ["del", "moveFrom"])
def test_what_is_deleted_or_moved_away_has_no_number_and_does_not_count(change):
    gone = with_properties(f"{ITEM}<w:rPr><w:{change} {BY}/></w:rPr>", f"<w:{change} {BY}>{run('Gone.')}</w:{change}>")
    body = (paragraph("One.", list_id=1), gone, paragraph("Between."), paragraph("Two.", list_id=1))
    assert outline(*body, numbering=LIST) == [("item", "1.", "One."), ("body", "", "Between."), ("item", "2.", "Two.")]


def test_changes_in_words_are_accepted_and_reported():
    body = [paragraph("They ", deleted("shall"), inserted("may"), " meet.")]
    assert outline(*body) == [("body", "", "They may meet.")]
    assert told(*body) == {"tracked_changes": {"inserted": 1, "deleted": 1, "moved": 0}}


def test_deleted_rows_do_not_count_and_deleted_cells_are_gone():
    def row(text, properties="", cell=""):
        numbered = with_properties(ITEM, text)
        more = f"<w:tc>{cell}{paragraph('Second cell.')}</w:tc>"
        return f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{numbered}</w:tc>{more}</w:tr>"

    gone = f"<w:tcPr><w:cellDel {BY}/></w:tcPr>"
    rows = row("One.") + row("Gone.", f"<w:del {BY}/>") + row("Two.", f"<w:ins {BY}/>") + row("Three.", cell=gone)
    assert outline(f"<w:tbl>{rows}</w:tbl>", numbering=LIST) == [
        ("row", "", "1. One. | Second cell."),
        ("row", "", "2. Two. | Second cell."),
        ("row", "", "3. Three."),
    ]


def test_a_paragraph_whose_mark_is_deleted_goes_on_with_the_next():
    first = with_properties(f"{ITEM}<w:rPr><w:del {BY}/></w:rPr>", "The first half ")
    body = (first, paragraph("and the second.", list_id=1), paragraph("Another.", list_id=1))
    assert outline(*body, numbering=LIST) == [
        ("item", "1.", "The first half and the second."),
        ("item", "2.", "Another."),
    ]


def test_words_before_a_table_whose_paragraph_is_deleted_stay():
    first = with_properties(f"<w:rPr><w:del {BY}/></w:rPr>", "Words that stay, as no paragraph follows them.")
    assert outline(first, table(["a", "b"]))[0] == ("body", "", "Words that stay, as no paragraph follows them.")


def test_a_note_called_in_deleted_words_is_gone_and_not_counted():
    call = f"<w:del {BY}>{note_call(1)}</w:del>"
    body = (paragraph("The wall", call, " stood", note_call(2), "."),)
    assert outline(*body, footnotes=footnotes("Gone.", "Kept.")) == [
        ("body", "", "The wall stood[1]."),
        ("item", "[1]", "Kept."),
    ]


def test_comments_are_left_out_and_reported():
    assert told(paragraph("Words", raw('<w:commentReference w:id="0"/>'))) == {"comments": {"count": 1}}


def test_signs_moved_up_and_down_are_raised_and_lowered():
    up, down = '<w:position w:val="10"/>', '<w:position w:val="-6"/>'
    said = ("10", looking("6", up), " ships, found", looking("7", up), ", and CO", looking("2", down), ".")
    assert text_of(*said) == "10⁶ ships, found[7], and CO₂."
    assert text_of("found", looking("7", '<w:position w:val="1"/>')) == "found7"


def test_fractions_of_raised_and_lowered_numbers_stay_together():
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    assert text_of("take ", looking("1", up), "/", looking("2", down)) == "take ¹/₂"


def test_a_paragraph_whose_mark_is_hidden_goes_on_in_the_next():
    mark = "<w:rPr><w:vanish/></w:rPr>"
    body = (with_properties(mark, "First half "), paragraph("and second half."))
    assert outline(*body) == [("body", "", "First half and second half.")]
    # A style separator parts a heading from the text that goes on in its line.
    separated = with_properties(mark.replace("</w:rPr>", "<w:specVanish/></w:rPr>"), "Scope.")
    assert outline(separated, paragraph("It is so.")) == [("body", "", "Scope."), ("body", "", "It is so.")]


def test_the_heading_of_a_table_of_contents_goes_with_it():
    body = (TITLE, paragraph("Contents"), paragraph("Scope 2", style="toc 1"), paragraph("Scope", style="heading 1"))
    assert [kind for kind, _, _ in outline(*body)] == ["front", "furniture", "furniture", "heading"]


@pytest.mark.parametrize("tag", ["w:br", 'w:br w:type="page"', 'w:br w:type="column"', "w:cr"])
def test_lines_whose_numbers_count_on_are_paragraphs(tag):
    line_break = raw(f"<{tag}/>")
    body = paragraph("1. one", line_break, "2. two", line_break, "goes on", line_break, "3. three")
    assert outline(body) == [("body", "1.", "one"), ("body", "2.", "two goes on"), ("body", "3.", "three")]
