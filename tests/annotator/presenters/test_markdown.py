"""Notes: what is typed and what is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.presenters.markdown import mentions_in, refs_in, render
from corpus.citation.reference import Ref, format_ref
from tests.support.notes import Seen, mention, shown

LONGEST_NOTE = 100_000

# What Markdown becomes


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("plain", "<p>plain</p>"),
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"),
        ("a\r\nb  \r\nc", "<p>a\nb<br>\nc</p>"),
        ("# a", "<h4>a</h4>"),
        ("## a", "<h5>a</h5>"),
        ("###### a", "<h6>a</h6>"),
        ("a\n=", "<h4>a</h4>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("```html\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("www.x.example http://x.example", "<p>www.x.example http://x.example</p>"),
        ("[a](http://x.example)", '<p><a href="http://x.example" rel="nofollow noopener">a</a></p>'),
        ("[a](/tags/)", '<p><a href="/tags/" rel="nofollow noopener">a</a></p>'),
        ("<b onclick=x>a</b>", "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>"),
        ("a <!-- b --> c", "<p>a &lt;!-- b --&gt; c</p>"),
        ("&lt;script&gt;", "<p>&lt;script&gt;</p>"),
        ("", ""),
    ],
)
def test_markdown_becomes_html(source, html):
    assert shown(source) == html


def test_a_table_stays_a_table_without_styles():
    html = shown("|a|b|\n|:-|-:|\n|1|2|")
    assert Seen(html).tags == {"table", "thead", "tbody", "tr", "th", "td"}
    assert "style" not in html


def test_a_picture_is_a_link_and_never_loaded():
    assert shown("![chart](http://x.example/c.png)") == (
        '<p>!<a href="http://x.example/c.png" rel="nofollow noopener">chart</a></p>'
    )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc", "JaVaScRiPt:x"]
)
@pytest.mark.parametrize("source", ["[a]({})", "<{}>", "[a]\n\n[a]: {}", "![a]({})"])
def test_a_link_that_runs_something_is_no_link(address, source):
    assert not any(name == "href" for _, name, _ in Seen(shown(source.format(address))).attributes)


# Links to passages


def test_a_reference_becomes_a_link_to_its_passage():
    assert shown("see [[handbook/12:5-20]].") == (
        '<p>see <a href="/documents/handbook/12/?a=1&amp;b=2" class="passage-link" data-passage="handbook/12:5-20" '
        'rel="nofollow noopener">&lt;handbook&gt; ¶ 12</a>.</p>'
    )


@pytest.mark.parametrize(
    "source",
    [
        *("`[[handbook/1]]`", "    [[handbook/1]]", "```\n[[handbook/1]]\n```", "\\[[handbook/1]]"),
        *("[see [[handbook/1]]](http://x.example)", "[[secret/1]]", "[[handbook/0]]", "[[handbook/1:9-2]]"),
        *("[[handbook]]", "[handbook/1]"),
    ],
)
def test_a_reference_stays_text_in_code_in_links_and_where_there_is_none_to_see(source):
    seen = Seen(shown(source))
    assert not list(seen.links("passage-link"))
    assert source.strip("` \n\\").split("]")[0].lstrip("[").removeprefix("see [[") in "".join(seen.text)


@pytest.mark.parametrize("around", ["**{}**", "> {}", "- {}", "# {}", "({})", "[{}]", "a{}b", "|{}|\n|-|", "~~{}~~"])
def test_a_reference_is_a_link_wherever_text_stands(around):
    assert list(Seen(shown(around.format("[[my_book/1]]"))).links("passage-link"))


def test_the_references_in_a_note_are_listed_once_in_order():
    source = "[[b/2]] `[[c/3]]` [[a/1:0-4]] [[b/2]] [x [[d/4]]](y)"
    assert refs_in(source) == [Ref("b", 2), Ref("a", 1, 0, 4)]


@given(st.lists(st.builds(Ref, st.from_regex(r"[-a-z0-9_]{1,8}", fullmatch=True), st.integers(1, 99)), max_size=5))
def test_every_reference_typed_between_words_is_listed_and_linked(refs):
    source = " and ".join(f"[[{format_ref(ref)}]]" for ref in refs)
    assert refs_in(source) == list(dict.fromkeys(refs))
    seen = Seen(render(source, link=lambda ref: ("/x/", ref.slug), mention=mention))
    assert [value for _, name, value in seen.attributes if name == "data-passage"] == [format_ref(ref) for ref in refs]


# Mentions


@pytest.mark.parametrize(
    ("source", "people"),
    [
        ("@ann", ["ann"]),
        ("Dear @ann, (@ann.b) @ann!", ["ann", "ann.b", "ann"]),
        ("Ask @ann.", ["ann"]),
        ("Ask @ann...", ["ann"]),
        ("@ann- @ann's @王毅：好", ["ann", "ann", "王毅"]),
        ("@bob@x.example.", ["bob@x.example"]),
        ("**@ann** _@ann_ ~~@ann~~ *@ann*", ["ann"] * 4),
        ("__@ann__ @eve_", ["ann", "eve_"]),
        ("- @ann\n\n> @ann", ["ann", "ann"]),
        ("mail ann@ann or x.@ann or x+@ann, x_@ann, 1@ann", []),
        ("http://x.example/@ann", []),
        ("<mail@ann.example>", []),
        ("`@ann` \\@ann [@ann](/x)", []),
        ("@annie @Ann @an @ ann @", []),
        ("@@ann", []),
        ("@" + "a" * 200, []),
    ],
)
def test_people_are_mentioned_by_name_but_not_in_addresses_and_code(source, people):
    assert list(Seen(shown(source)).links("mention")) == [f"/people/{name}/" for name in people]
    assert set(people) <= set(mentions_in(source))


def test_a_name_is_offered_with_and_without_the_point_after_it():
    assert mentions_in("@ann.b and @eve_. And @ann.b") == ["ann.b", "eve_.", "eve_", "eve"]


def test_a_mention_shows_the_name_as_typed():
    assert shown("@ann.") == '<p><a href="/people/ann/" class="mention" rel="nofollow noopener">@ann</a>.</p>'
