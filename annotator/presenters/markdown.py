"""The Markdown people write notes in: CommonMark with tables and strikethrough, links to passages, mentions of people.

No HTML gets through from the source, and what is rendered goes through an allow-list all the same. Nothing in a note is
fetched from elsewhere: images stay links.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from annotator.anchoring.excerpt import shortened
from corpus.citation.reference import Ref, format_ref, ref_at

type Link = Callable[[Ref], tuple[str, str] | None]
type Mention = Callable[[str], str | None]

# Quotations within quotations, lists within lists, emphasis within links: deeper than this stays text.
DEEPEST = 20
LONGEST_PLAIN = 160
LONGEST_BRIEF = 120
# What is read for the first words: enough marks may stand before and between them.
PLAIN_SOURCE = 2_000
LONGEST_USERNAME = 150

TAGS = {
    *("p", "br", "hr", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "li"),
    *("table", "thead", "tbody", "tr", "th", "td", "a", "em", "strong", "s", "code"),
}
ATTRIBUTES = {"a": {"href", "title", "data-passage"}, "ol": {"start"}}
CLASSES = {"a": {"passage-link", "mention"}}
SCHEMES = {"http", "https", "mailto"}
# A note stands inside a page that has its own title and sections.
HEADINGS = {"h1": "h4", "h2": "h5"}

_USERNAME_MARKS = ".@+-_"
_MENTION = re.compile(rf"@([\w.@+-]{{1,{LONGEST_USERNAME}}}+)(?![\w.@+-])")
# An underscore may open emphasis; only after a letter or a digit is it part of a word.
_IN_A_WORD = re.compile(r"(?:[^\W_]_?|[.@+/-])\Z")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def normalise(text: str) -> str:
    """What is kept of what a person typed: line ends as LF, no trailing white space, nothing a database refuses.

    NUL characters and lone surrogates go; all other characters stay as typed, in the normal form they were typed in.
    """
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip()


def render(source: str, *, link: Link, mention: Mention) -> str:
    """``source`` as sanitised HTML.

    ``[[slug/12]]`` becomes a link to what ``link`` returns for the reference, an address and the words to show;
    ``@name`` a link to the address ``mention`` returns for the name. Where they return ``None``, and in code and inside
    other links, the text stays as it is. ``mention`` is asked for the longest name first, then for shorter ones, since
    names may end in a point and so may sentences: "@ann." is asked as "ann.", then as "ann".

    Time grows with the length of ``source`` whatever is in it: nesting ends at ``DEEPEST``.
    """
    html = _PARSER.render(normalise(source), {"link": link, "mention": mention})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
    )


def plain(source: str, length: int = LONGEST_PLAIN, titles: Mapping[str, str] = MappingProxyType({})) -> str:
    """The first words of ``source`` without its marks, on one line: at most ``length`` characters, "…" where cut.

    A link to a passage names its document by the title that ``titles`` has for its slug, else by the slug.
    """
    beginning = source[: max(PLAIN_SOURCE, 4 * length)]

    def link(ref: Ref) -> tuple[str, str]:
        return "", f"{titles.get(ref.slug, ref.slug)} ¶ {ref.key}"

    tokens = _PARSER.parse(normalise(beginning), {"link": link})
    text = " ".join(" ".join(map(_words_of, tokens)).split())
    if len(text) <= length and len(beginning) == len(source):
        return text
    cut = text[: max(0, length - 1)]
    if text[len(cut) : len(cut) + 1].strip() and " " in cut:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip() + "…"


def brief(source: str, titles: Mapping[str, str] = MappingProxyType({})) -> str:
    """The first words of a note: a line and a half. ``titles`` as in ``plain``."""
    beginning = source[:400]
    return _brief(beginning, tuple(titles.items()) if "[[" in beginning else ())


@lru_cache(maxsize=4096)
def _brief(beginning: str, titles: tuple[tuple[str, str], ...]) -> str:
    """A margin has hundreds of notes, and everybody who opens it asks for the same."""
    return shortened(plain(beginning, titles=dict(titles)), LONGEST_BRIEF)


def mentions_in(source: str) -> list[str]:
    """The names that an "@" in ``source`` may mean, in order and each once; the caller knows which are people's.

    Both "ann." and "ann" for "@ann.": see ``render``.
    """
    names: dict[str, None] = {}
    if "@" in source:
        # Adds the name and returns None, so that the shorter names are asked for too.
        _PARSER.parse(normalise(source), {"mention": names.setdefault})
    return list(names)


def refs_in(source: str) -> list[Ref]:
    """The passages that ``source`` links to as ``[[slug/12]]``, in order and each once."""
    refs: dict[Ref, None] = {}
    if "[[" in source:
        _PARSER.parse(normalise(source), {"link": refs.setdefault})
    return list(refs)


def _words_of(token: Token) -> str:
    """The text of a token and of those inside it."""
    if token.children is not None:
        return "".join(map(_words_of, token.children))
    return " " if token.type in {"softbreak", "hardbreak"} else token.content


def _passage_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Inline rule for ``[[slug/12]]``."""
    link = state.env.get("link")
    if silent or link is None or state.linkLevel or not state.src.startswith("[[", state.pos):
        return False
    match = ref_at(state.src, state.pos)
    target = link(match[1]) if match else None
    if match is None or target is None:
        return False
    _push_link(state, target, {"class": "passage-link", "data-passage": format_ref(match[1])})
    state.pos = match[0]
    return True


def _mention_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Inline rule for ``@name``, not within e-mail addresses and paths."""
    mention = state.env.get("mention")
    if silent or mention is None or state.linkLevel or state.src[state.pos] != "@":
        return False
    if _IN_A_WORD.search(state.src[max(0, state.pos - 2) : state.pos]):
        return False
    match = _MENTION.match(state.src, state.pos)
    name = match[1] if match else ""
    while name:
        address = mention(name)
        if address is not None:
            _push_link(state, (address, f"@{name}"), {"class": "mention"})
            state.pos += len(name) + 1
            return True
        name = name[:-1] if name[-1] in _USERNAME_MARKS else ""
    return False


def _push_link(state: StateInline, target: tuple[str, str], attributes: dict[str, str]) -> None:
    token = state.push("inner_link", "a", 0)
    token.attrs = {"href": target[0], **attributes}
    token.content = target[1]


def _render_inner_link(renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    token = tokens[index]
    return f"<a{renderer.renderAttrs(token)}>{escapeHtml(token.content)}</a>"


def _demote_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = HEADINGS.get(token.tag, "h6")


def _limit_emphasis(state: StateCore) -> None:
    """Core rule: emphasis within emphasis, which markdown-it pairs without a limit, ends at ``DEEPEST`` too."""
    for block in state.tokens:
        depth = 0
        for token in block.children or ():
            depth += token.nesting == 1
            if token.nesting and depth > DEEPEST:
                token.type, token.content = "text", token.markup
            depth -= token.nesting == -1


def _no_deeper(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """The block rule, but not below ``DEEPEST``, where markdown-it itself would drop all that follows."""

    def limited(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's
        return state.level < DEEPEST and rule(state, first, last, silent)

    return limited


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": DEEPEST + 10})
    parser.block.ruler.at(
        "blockquote", _no_deeper(blockquote), {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.block.ruler.at("list", _no_deeper(list_block), {"alt": ["paragraph", "reference", "blockquote"]})
    parser.enable(["table", "strikethrough"]).disable("image")
    parser.inline.ruler.before("link", "passage", _passage_rule)
    parser.inline.ruler.before("link", "mention", _mention_rule)
    parser.inline.add_terminator_char("@")
    parser.core.ruler.push("demote_headings", _demote_headings)
    parser.core.ruler.push("limit_emphasis", _limit_emphasis)
    parser.add_render_rule("inner_link", _render_inner_link)
    return parser


_PARSER = _parser()
