"""Notes: what is typed, what is shown, and what never gets through."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.markdown import (
    ATTRIBUTES,
    CLASSES,
    DEEPEST,
    LONGEST_PLAIN,
    SCHEMES,
    TAGS,
    mentions_in,
    normalise,
    plain,
    refs_in,
    render,
)
from corpus.citation.ref import Ref, format_ref

LONGEST_NOTE = 100_000
PEOPLE = {"ann", "ann.b", "bob@x.example", "王毅", "eve_"}


def link(ref):
    return (f"/documents/{ref.slug}/{ref.key}/?a=1&b=2", f"<{ref.slug}> ¶ {ref.key}") if ref.slug != "secret" else None


def mention(name):
    return f"/people/{name}/" if name in PEOPLE else None


def shown(source):
    return render(source, link=link, mention=mention).strip()


class Seen(HTMLParser):
    """The tags, attributes and text of a piece of HTML, as a parser reads them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text, self.depth, self.deepest = set(), [], [], 0, 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in {"br", "hr"}:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag):
        self.depth -= 1

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    def links(self, css_class):
        found = []
        for tag, name, value in self.attributes:
            if (tag, name) == ("a", "href"):
                found.append(value)
            if (tag, name, value) == ("a", "class", css_class):
                yield found[-1]


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


# Whatever is typed

MARKUP = [
    *("*", "_", "~~", "`", "```\n", "\n", "\n\n", "    ", "> ", "- ", "1. ", "# ", "|", "|-|\n", "\\", "---\n"),
    *("[", "]", "(", ")", "[[a/1]]", "[[", "]]", "](", "![", "<", ">", "@ann", "@", "&", "&lt;", "&#0;", "&#x3c;"),
    *("<script>", "</p>", "<img src=x onerror=y>", "<!--", "javascript:", "http://x.example", '"', "'", "\x00", "\r"),
    *("word", " ", "é", "e\u0301", "😀", "שלום", "中文", "\xad", "\u202e", "\ud800", "[a]: /x\n", "<a href='x'>"),
]
typed = st.lists(st.sampled_from(MARKUP) | st.characters(), max_size=40).map("".join)


@given(typed)
def test_whatever_is_typed_only_harmless_html_is_shown(source):
    html = shown(source)
    seen = Seen(html)
    assert seen.tags <= TAGS
    assert seen.depth == 0
    for tag, name, value in seen.attributes:
        assert name in ATTRIBUTES.get(tag, set()) | ({"class", "rel"} if tag == "a" else set())
        assert name != "class" or value in CLASSES["a"]
        assert name != "rel" or value == "nofollow noopener"
        assert name != "href" or urlsplit(value).scheme.lower() in SCHEMES | {""}


@given(typed)
def test_what_links_return_is_escaped(source):
    html = render(source, link=lambda _: ('"><script>', "<b>&"), mention=lambda _: "javascript:x")
    seen = Seen(html)
    assert seen.tags <= TAGS
    assert "javascript:x" not in [value for _, name, value in seen.attributes if name == "href"]


@given(typed)
def test_what_is_kept_is_kept_again(source):
    kept = normalise(source)
    assert normalise(kept) == kept
    assert kept == kept.rstrip()
    assert not set("\r\x00\ud800") & set(kept)
    assert shown(kept) == shown(source)


def test_all_that_can_be_kept_stays_as_typed():
    assert normalise("  e\u0301 é\u00ad\r\n\tﬁ \x07\u202e😀\r \n\x00\n ") == "  e\u0301 é\u00ad\n\tﬁ \x07\u202e😀"
    assert normalise(" \r\n\x00 ") == ""


@given(typed, st.integers(1, 60))
def test_the_first_words_are_one_short_line(source, length):
    words = plain(source, length)
    assert len(words) <= length
    assert "\n" not in words
    assert words == words.strip()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# A *heading*\n\nand **text** `code`  \nmore", "A heading and text code more"),
        ("> quoted\n\n- [item](http://x.example)\n- ~~gone~~", "quoted item gone"),
        ("|a|b|\n|-|-|\n|c|d|", "a b c d"),
        ("see [[handbook/12:1-2]] @ann <b>", "see handbook/12:1-2 @ann <b>"),
        ("```\nfenced\n```\n---", "fenced"),
        ("", ""),
        ("word " * 100, ("word " * 31) + "word…"),
        ("字" * 500, "字" * (LONGEST_PLAIN - 1) + "…"),
    ],
)
def test_the_first_words_come_without_marks(source, words):
    assert plain(source) == words


def test_only_the_beginning_of_a_long_note_is_read_for_its_first_words():
    assert plain("*" * LONGEST_NOTE + "end").endswith("…")


# Long and deep notes


@pytest.mark.parametrize("nested", ["> " * 500 + "deep", "- " * 500 + "deep", "1. > " * 250 + "deep"])
def test_quotations_and_lists_within_each_other_end_somewhere_without_losing_words(nested):
    seen = Seen(shown(nested + "\n\nafter"))
    assert seen.deepest <= DEEPEST + 4
    text = "".join(seen.text)
    assert text.index("deep") < text.index("after")


def test_emphasis_within_emphasis_ends_somewhere_without_losing_words():
    seen = Seen(shown("**a *b " * 500 + "c* d**" * 500))
    assert seen.deepest == DEEPEST + 1
    text = "".join(seen.text)
    assert [text.count(letter) for letter in "abcd"] == [500] * 4


@pytest.mark.parametrize("size", [1_000, LONGEST_NOTE])
@pytest.mark.parametrize(
    "piece",
    [
        *(
            "[",
            "[a](",
            "![",
            "[a][",
            "[`",
            "[[",
            "[[a/1]]",
            "[[secret/1]]",
            "[a]: b\n",
            "<",
            "<a@b",
            "@",
            "@. ",
            "@ann ",
        ),
        *(
            "> ",
            ">",
            "- ",
            "1. ",
            "*",
            "*a ",
            "a**b*",
            "*_",
            "~~a ",
            "`",
            "\\",
            "&",
            "a\n",
            "a\n=\n",
            "# a\n",
            "|a",
            "(",
            " ",
        ),
    ],
)
def test_a_note_of_any_length_is_rendered(piece, size):
    seen = Seen(shown(piece * (size // len(piece)) + "\n\nthe end"))
    assert seen.tags <= TAGS
    assert "the end" in "".join(seen.text)


@pytest.mark.parametrize(
    "source",
    [
        "[" * 50_000 + "a" + "]" * 50_000,
        "[[" * 50_000 + "a/1" + "]]",
        "".join("e" + "`" * count for count in range(1, 440)),
        "".join(" " * depth + "- a\n" for depth in range(440)),
        "|a" * 16_000 + "\n" + "|-" * 16_000 + "\n" + "|\n" * 16_000,
        "a|" * 10 + "\n" + "-|" * 10 + "\n" + "a|\n" * 30_000,
        "[a]" * 30_000 + "\n\n[a]: /x",
    ],
    ids=["brackets", "references", "backticks", "lists", "wide table", "long table", "definitions"],
)
def test_a_note_made_to_take_long_is_rendered(source):
    assert Seen(shown(source)).tags <= TAGS
    assert isinstance(mentions_in(source), list)
    assert isinstance(refs_in(source), list)
