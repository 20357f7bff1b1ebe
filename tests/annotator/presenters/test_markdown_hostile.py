"""Notes typed to do harm or to take long: what never gets through, and that all of it ends."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.presenters.markdown import (
    ATTRIBUTES,
    CLASSES,
    DEEPEST,
    LONGEST_PLAIN,
    SCHEMES,
    TAGS,
    brief,
    mentions_in,
    normalise,
    plain,
    refs_in,
    render,
)
from tests.support.notes import Seen, shown

LONGEST_NOTE = 100_000


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
        ("see [[handbook/12:1-2]] @ann <b>", "see handbook ¶ 12 @ann <b>"),
        ("```\nfenced\n```\n---", "fenced"),
        ("", ""),
        ("word " * 100, ("word " * 31) + "word…"),
        ("字" * 500, "字" * (LONGEST_PLAIN - 1) + "…"),
    ],
)
def test_the_first_words_come_without_marks(source, words):
    assert plain(source) == words


def test_a_link_among_the_first_words_is_called_by_the_title_that_is_known():
    source = "see [[handbook/12:1-2]] and [[other/3]], not `[[handbook/4]]`"
    words = "see The Handbook ¶ 12 and other ¶ 3, not [[handbook/4]]"
    assert brief(source, {"handbook": "The Handbook"}) == words
    # Whoever may not read the text gets no title that somebody else was shown.
    assert "The Handbook" not in brief(source)


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
