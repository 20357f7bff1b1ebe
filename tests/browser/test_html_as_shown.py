"""The blocks of a page hold what Chromium shows of it, sign by sign, and part the words it parts."""

import unicodedata

import pytest

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


def signs(text):
    """``text`` without white space, as plain as a page can show it: raised numbers are numbers, calls bare."""
    folded = unicodedata.normalize("NFKD", text.replace("\u200b", ""))
    return "".join(sign for sign in folded if not sign.isspace() and sign not in "[]|•")


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


@pytest.mark.parametrize("name", SAMPLES)
def test_the_blocks_hold_what_the_page_shows(browser, name):
    source = f'<!doctype html><html lang="en"><head><title></title></head><body>{SAMPLES[name]}</body></html>'
    page = browser.new_page()
    try:
        page.set_content(source)
        visible = page.evaluate("document.body.innerText")
    finally:
        page.close()
    read = of_blocks(html.read(source.encode()))
    assert signs(read) == signs(visible)
    # Nothing that the page parts runs together.
    assert words(visible) <= words(read)
