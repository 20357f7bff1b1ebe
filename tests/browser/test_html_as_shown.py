"""The blocks of a page hold what Chromium shows of it, sign by sign, and part the words it parts.

Where they differ, it is on purpose:

* Raised numbers have the signs of raised numbers, or brackets where they call a note; cells have bars between them.
* ``<q>`` has the marks that a browser prints and that ``innerText`` leaves out, as it does the marks of lists.
* Struck words and the readings of ruby are left out and reported; ``DIFFERENT`` takes them out of the page.
* A formula is there once, and in one line; a link that only leads back to the call of a note is not.
* Letters are as they are written where a style sheet shows them in capitals.
"""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.blocks import Kind
from corpus.importing.readers import html

TEXT = "The Parties shall consult each other in good faith on every question that may arise, whatever its weight. "
SAMPLES = {
    "prose": f"<h1>A charter</h1><p>{TEXT}</p><div>Beside<p>{TEXT}</p>and below</div><pre>one\n  two\n</pre><hr><address>Here</address>",
    "signs": "<p>10<sup>6</sup> m<sup>3</sup> of CO<sub>2</sub>, the 19<sup>th</sup> and x<sup>2</sup>.</p><p>so<br>below</p>",
    "notes": '<p>The wall<sup><a href="#n1">1</a></sup> and it<a class="footnote-ref" href="#n2">2</a> stand<sup>3</sup>.</p>',
    "lists": "<ol><li>first<ol type=a><li>deep</ol><li>second</ol><ul><li>dot<p>more</p></ul><dl><dt>Ship<dd>swims</dl>",
    "tables": "<table><caption>Fines</caption><tr><th>stall<th>2019<th>2020<tr><td rowspan=2>baker<td>one<td><tr><td>two"
    "<td><ul><li>three<li>four</ul><tr><td colspan=2>none<td>one</table>",
    "layout": "<table><tr><td><p>(1)</p><td><p>it is so;</p></table><table><tr><td><h2>Head</h2><p>Text.</p></table>",
    "below": '<h2><span style="display:block">Section 4</span><span style="display:block">Of it</span></h2>'
    '<p><em style="display: block">One</em>two <span style="display:inline">three</span></p>',
    "hidden": '<p hidden>no</p><p style="display:none">no</p><p>yes<script>1</script><template>no</template></p>',
    "edges": f"<header><h1>A</h1><p>{TEXT}</p></header><nav><a href=/>Home</a> <a href=/a>About</a></nav><main><h2>B</h2>"
    f"<p>{TEXT * 4}</p></main><aside>Aside</aside><footer><p>© 2024 Someone</p></footer>",
    "odd": "<p>un<b>believ</b>able <i>W</i>hen&nbsp;it&shy;is<wbr>so</p><details open><summary>More</summary>inside</details>"
    "<fieldset><legend>Legend</legend>in it</fieldset><figure><figcaption>Caption</figcaption></figure>",
}

SAMPLES |= {
    "sheets": "<style>.gone {display: none} .hush {visibility: hidden} .line {display: block} i {display: inline}</style>"
    "<p class=gone>no</p><p>yes <b class=hush>no</b> <b class=line>here</b>so <i>on</i></p><ol style='list-style: none'><li>x</ol>",
    "struck": "<p>one <s>two</s> three<del>four</del>, <span style='text-decoration: line-through'>five</span>six.</p>",
    "ruby": "<p>The <ruby>港<rp>(</rp><rt>gang</rt><rp>)</rp></ruby> is <q>a <q>harbour</q></q>.</p>",
    "formulas": "<p>It <span class=katex><span class=katex-mathml><math><mi>a</mi><mo>+</mo><mi>b</mi></math></span>"
    "<span class=katex-html aria-hidden=true>a+b</span></span> is <math><mi>x</mi></math>.</p>",
    "verses": "<p><sup>1</sup>In the beginning. <sup>2</sup>And then, <sup>3</sup>so.</p><p><b>4</b> Who?</p><p>II</p>",
    "talk": "<p><b>Ann:</b></p><p>When?</p><p><b>Ben:</b></p><p>Now.</p><p><b>Ann:</b></p><p>So.</p><dl><dt>Q<dd>Why?</dl>",
    "laws": "<h2>1 kap. Om hamnar</h2><p>1 § Detta gäller.</p><p>§ 2º O porto.</p><p>I - guardar;</p><p>BİRİNCİ BÖLÜM</p>",
    "divided": "<p>The inter¬ national and co¬<br>operation, ¬p.</p><p><b>(a) Term</b></p><p>It ends.</p>",
    "after": f"<p>{TEXT}</p></body>so<p>And on.</p></html><p>Last.</p><html><head><title>B</title></head><body><p>B.</p>",
}
DIFFERENT = """
    document.querySelectorAll("del, s, strike, [style*=line-through], rt, rp, .katex-html").forEach(each => each.remove());
    document.querySelectorAll("math").forEach(each => each.replaceWith(each.textContent));
"""


def signs(text):
    """``text`` without white space, as plain as a page can show it: raised numbers are numbers, calls bare."""
    folded = unicodedata.normalize("NFKD", text.replace("\u200b", ""))
    return "".join(sign for sign in folded if not sign.isspace() and sign not in "[]|•“”‘’¬\u00ad")


def words(text):
    return {sum(map(len, before)) for place in range(1) for before in _before(text)} if text else set()


def _before(text):
    parts = [signs(part) for part in text.split()]
    return [parts[:end] for end in range(len(parts) + 1)]


def of_blocks(reading):
    """The text of the blocks, with the numbers that stand in the page and without those that a list counts."""
    return " \n ".join(
        block.text if block.kind is Kind.ITEM else f"{block.number} {block.text}" for block in reading.blocks
    )


@pytest.fixture(scope="module")
def shown(browser):
    """What a page shows of the body ``inner``."""
    page = browser.new_page()

    def of(inner):
        page.set_content(whole(inner))
        page.evaluate(DIFFERENT)
        return page.evaluate("document.body.innerText")

    yield of
    page.close()


def whole(inner):
    return f'<!doctype html><html lang="en"><head><title></title></head><body>{inner}</body></html>'


@pytest.mark.parametrize("name", SAMPLES)
def test_the_blocks_hold_what_the_page_shows(shown, name):
    visible, read = shown(SAMPLES[name]), of_blocks(html.read(whole(SAMPLES[name]).encode()))
    assert signs(read) == signs(visible)
    # Nothing that the page parts runs together.
    assert words(visible) <= words(read)


def element(name, inside, *attributes):
    return st.builds(
        lambda attribute, inner: f"<{name}{attribute}>{inner}</{name}>", st.sampled_from(["", *attributes]), inside
    )


WORDS = st.lists(
    st.sampled_from(["sea", "Harbour", "keeper.", "ice", "“so”", "港口", "the", "x2", "Art", "e\u0301"]), max_size=3
).map(" ".join)
HIDDEN = (" hidden", " style='display: none'", " class=gone")
INLINE = st.recursive(
    WORDS | st.sampled_from(["<br>", "<wbr>", "&nbsp;", " ", "<img alt=x>", "<sup>2</sup>"]),
    lambda inner: st.lists(
        st.one_of(
            inner,
            *(element(name, inner, *HIDDEN) for name in ("b", "i", "span", "em", "code")),
            element("span", inner, " style='display: block'", " class=line"),
            element("a", inner, " href=/there"),
            element("s", inner),
        ),
        max_size=3,
    ).map("".join),
    max_leaves=5,
)
BLOCKS = st.recursive(
    st.one_of(*(element(name, INLINE, *HIDDEN[:2]) for name in ("p", "div", "h2", "h3", "pre"))),
    lambda inner: st.lists(
        st.one_of(
            inner,
            *(
                element(name, inner, " class=gone")
                for name in ("section", "blockquote", "article", "aside", "header", "footer")
            ),
            element("ul", st.lists(element("li", inner | INLINE), max_size=3).map("".join)),
            # Numbers would be those of headings in the list too, and ``innerText`` leaves them out.
            element("ol", st.lists(element("li", inner | INLINE), max_size=3).map("".join)).map(
                lambda page: page.replace("<ol>", "<ol style='list-style: none'>")
            ),
            element("dl", st.lists(element("dt", INLINE) | element("dd", inner), max_size=3).map("".join)),
            element("details", inner, " open").map(lambda page: page.replace("<details>", "<details open>")),
            element(
                "table",
                st.lists(
                    element(
                        "tr",
                        st.lists(element("td", INLINE, " colspan=2", " rowspan=2"), min_size=1, max_size=3).map(
                            "".join
                        ),
                    ),
                    min_size=1,
                    max_size=3,
                ).map("".join),
            ),
        ),
        max_size=4,
    ).map("".join),
    max_leaves=6,
)
SHEET = "<style>.gone { display: none } .line { display: block }</style>"


@settings(max_examples=80)
@given(BLOCKS)
def test_the_blocks_of_any_page_hold_what_it_shows(shown, inner):
    visible = shown(SHEET + inner)
    if not signs(visible):
        return
    read = of_blocks(html.read(whole(SHEET + inner).encode()))
    assert signs(read) == signs(visible)
    assert words(visible) <= words(read)
