"""Web pages and Markdown files as publishers make them, and what somebody who reads them sees."""

import pytest

from corpus.importing import readers
from corpus.importing.notices import Notice
from tests.corpus.importing.structure.test_printed_texts import LONG, printed

PAGES = {
    "lines of a paragraph that count on": (
        (
            "<h1>A charter</h1><p>1. Everyone may leave.<br>2. No one is stopped:<br>(a) at sea,<br>(b) on land;<br>whoever it is.<br>"
            "3. So be it.</p><p>Art. 1<br>All may sail.<br>Art. 2<br>None may row.</p><p>On 1 May<br>2 ships sailed.</p><p>The Quay 1<br>East Harbour</p>"
        ),
        [
            "title A charter",
            "body [1.] Everyone may leave.",
            "body [2.] No one is stopped:",
            "body [(a)] at sea,",
            "body [(b)] on land; whoever it is.",
            "body [3.] So be it.",
            "body [Art. 1] All may sail.",
            "body [Art. 2] None may row.",
            "body On 1 May 2 ships sailed.",
            "body The Quay 1 East Harbour",
        ],
    ),
    "fractions, units and trade marks": (
        (
            "<h1>Dues</h1><p>£4 per metre<sup>2</sup>, <sup>1</sup>⁄<sub>2</sub> or <sup>3</sup>/<sub>4</sub> of 2<sup>1</sup>/<sub>2"
            "</sub>; Harbourite<sup>TM</sup>.</p>"
        ),
        ["title Dues", "body £4 per metre², ¹⁄₂ or ³/₄ of 2¹/₂; Harbourite™."],
    ),
    "words that a style sheet prints": (
        (
            "<style>.note::before {content: 'Note: '} .said::before {content: '\\201C'} .said::after {content: '\\201D'}"
            " .more::after {content: ' \\203A'} .icon::before {content: '\\e001'}</style><h1>Dues</h1><p class=note>It is so.</p>"
            "<p class=said>A word.</p><p class=more>Go on</p><p class=icon>Icons</p>"
        ),
        ["title Dues", "body Note: It is so.", "body “A word.”", "body Go on", "body Icons"],
    ),
    "a table that lays out a page": (
        (
            f"<table><tr><td colspan=2><font size=5>THE HARBOUR</font></td></tr><tr><td><a href=1>Home</a><br><a href=2>News</a></td>"
            f"<td><p>{LONG}</p><p>{LONG}</p>{LONG}<br><br>{LONG}</td></tr></table>"
        ),
        ["title THE HARBOUR", "furniture Home News", *[f"body {LONG}"] * 4],
    ),
    "labels above a text": (
        f"<meta name=author content='Harbour Board'><h1>Harbour dues</h1><dl><dt>From:<dd>Harbour Board<dt>Published<dd>4 May 2021</dl><p>{LONG}</p>",
        [
            "title Harbour dues",
            "front From:",
            "byline Harbour Board",
            "front Published",
            "date 4 May 2021",
            f"body {LONG}",
        ],
    ),
    "numbers in elements of their own": (
        (
            "<h1>Act</h1><p><span class=no>(1)</span><span>The Board may levy dues.</span></p><p><span>(a)</span><span>on ships;"
            "</span></p><p>It is <b>so</b><i>lid</i>.</p>"
        ),
        ["title Act", "body [(1)] The Board may levy dues.", "body [(a)] on ships;", "body It is solid."],
    ),
    "an edition with its pages": (
        (
            f"<h1>THE HARBOUR</h1><h2>by Ann Lee</h2><h2>CHAPTER I<br>In which we sail</h2><p><span class=pagenum>[Pg 1]</span>{LONG}</p>"
            "<p>“So,” said he<span class='pagenum'><a id=p2>2</a></span> at last.</p>"
        ),
        [
            "title THE HARBOUR",
            "byline by Ann Lee",
            "heading [CHAPTER I] In which we sail",
            f"body {LONG}",
            "body “So,” said he at last.",
        ],
    ),
    "a page of a wiki": (
        f"<h1>Harbour</h1><p>{LONG}</p><h2>History<span class='mw-editsection'>[<a href=/e>edit</a>]</span></h2><p>{LONG}</p>",
        ["title Harbour", f"body {LONG}", "heading History", f"body {LONG}"],
    ),
    "links to share a page": (
        f"<article><h1>Remarks</h1><div><a href=#>Facebook</a><a href=#>Twitter</a></div><p>{LONG}</p><p>（责任编辑：王五）</p></article>",
        ["title Remarks", "furniture Facebook Twitter", f"body {LONG}", "furniture （责任编辑：王五）"],
    ),
    "questions without names": (
        "<h1>Briefing</h1><p>Q&nbsp;&nbsp; When?</p><p>MS. LEE:&nbsp; Soon.</p><p>Q&nbsp;&nbsp; Why?</p><p>MS. LEE:&nbsp; So.</p>",
        ["title Briefing", "body [Q] When?", "body [MS. LEE:] Soon.", "body [Q] Why?", "body [MS. LEE:] So."],
    ),
}
FILES = {
    "Pandoc's raised and lowered signs": (
        f"# Water\n\nH~2~O, CO~2~, x^2^, 40 m^3^, 10^-3^, the 19^th^ day, found^7^; a^b, ~/home, ~~gone~~.\n\n{LONG}\n",
        ["title Water", "body H₂O, CO₂, x², 40 m³, 10⁻³, the 19th day, found[7]; a^b, ~/home, .", f"body {LONG}"],
    ),
    "verses with Pandoc's signs": (
        "# Book\n\n## Chapter 1\n\n^1^ In the beginning was the water. ^2^ and he rested.\n\n^3^ So it was.\n",
        [
            "title Book",
            "heading Chapter 1",
            "body [1] In the beginning was the water.",
            "body [2] and he rested.",
            "body [3] So it was.",
        ],
    ),
    "names of headings and divisions": (
        f"# Act {{#act}}\n\n## Part I -- General {{#p1 .short}}\n\n::: {{.note}}\n{LONG}\n:::\n\n## Part II {{.x key=1}}\n\n{LONG}\n",
        ["title Act", "heading [Part I --] General", f"body {LONG}", "heading Part II", f"body {LONG}"],
    ),
    "lines that count on": (
        (
            '# Act\n\n(1) one\n(2) two\n\n1. "quay" means\n\n    a. a wall; or\n    b. a pier, either\n        i. of wood,\n        ii. of iron;'
            '\n\n2. "ship".\n\n(3A) A thing put in later.\n'
        ),
        [
            "title Act",
            "body [(1)] one",
            "body [(2)] two",
            'item [1.] "quay" means',
            "item [a.] a wall; or",
            "item [b.] a pier, either",
            "item [i.] of wood,",
            "item [ii.] of iron;",
            'item [2.] "ship".',
            "body [(3A)] A thing put in later.",
        ],
    ),
    "numbers that are typed again and again": (
        "# List\n\n1. one\n1. two\n1. three\n\nOf a law:\n\n1. first\n3. third\n\nAnew:\n\n07. seven\n07. eight\n",
        [
            "title List",
            "item [1.] one",
            "item [2.] two",
            "item [3.] three",
            "body Of a law:",
            "item [1.] first",
            "item [3.] third",
            "body Anew:",
            "item [07.] seven",
            "item [8.] eight",
        ],
    ),
    "a table of HTML": (
        "# Dues\n\n<table><tr><th>Ship</th><th>2020</th><th>2021</th></tr>\n<tr><td>Brig</td><td></td><td>5</td></tr></table>\n",
        ["title Dues", "row Ship | 2020 | 2021", "row Brig |  | 5"],
    ),
}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_read_as_it_is_shown(kind):
    source, expected = PAGES[kind]
    assert printed(f"<title></title>{source}", "html") == expected


@pytest.mark.parametrize("kind", FILES)
def test_a_markdown_file_is_read_as_it_is_printed(kind):
    source, expected = FILES[kind]
    assert printed(source, "md") == expected
    assert "".join(block.source for block in readers.read("a.md", source.encode()).blocks) == source


@pytest.mark.parametrize(
    "attribute",
    [
        "class=visually-hidden",
        "class='govuk-visually-hidden x'",
        "class=sr-only",
        "style='position: absolute; clip: rect(0 0 0 0)'",
        "style='clip:rect(1px, 1px, 1px, 1px)'",
        "style='position: absolute; left: -9999px'",
    ],
)
def test_what_is_only_read_aloud_is_left_out_and_reported(attribute):
    reading = readers.read("a.html", f"<p>It is <span {attribute}>aloud</span>so.</p>".encode())
    assert [block.text for block in reading.blocks] == ["It is so."]
    assert Notice("hidden_text", {"count": 1}) in reading.notices
