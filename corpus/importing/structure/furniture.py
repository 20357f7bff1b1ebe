"""Page furniture: what a page prints around a text, such as breadcrumbs, buttons, page numbers and copyright lines.

Plain Python. A line is furniture only where that is all it says; being wrong costs little, since furniture is kept
and merely hidden while reading. Contact lines ("Tel: …") also occur in texts, and are furniture only beside other
furniture.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

LONGEST_FURNITURE = 160
LONGEST_CRUMB = 40
LEAST_CRUMBS = 3

_BUTTONS = "|".join(
    re.escape(name)
    for name in re.split(
        r",\s+",
        """contact us, contact, about us, share, share this, share this page, share on facebook, share on twitter,
        print, print this page, email, e-mail, email this page, facebook, twitter, linkedin, wechat, weibo,
        whatsapp, telegram, back to top, return to top, go to top, home, homepage, home page, menu, main menu,
        search, sitemap, site map, skip to content, skip to main content, subscribe, sign in, sign up, log in,
        login, register, read more, privacy policy, privacy, terms of use, terms of service, terms and conditions,
        cookie policy, cookies, accessibility, advertisement, related articles, follow us, follow us on, text size,
        font size, save, suggest to a friend, close window, download pdf,
        首页, 打印, 打印本页, 分享, 分享到, 关闭, 关闭窗口, 联系我们,
        关于我们, 返回顶部, 网站地图, 责任编辑, 微信, 微博, 推荐给朋友""",
    )
)
# Buttons whose names are also those of chapters, in papers on digital services, data and the like.
_TITLES = frozenset(
    re.split(
        r",\s+",
        """contact us, contact, about us, register, login, search, sitemap, privacy policy, privacy, terms of use,
        terms of service, terms and conditions, cookie policy, cookies, accessibility, email, e-mail, homepage, menu,
        联系我们, 关于我们, 网站地图, 微信, 微博""",
    )
)
_GAP = r"[\s|/·•,:：\]【】\[]"
_BUTTON_LINE = re.compile(rf"[\[【]?(?:{_BUTTONS})(?:{_GAP}{{1,5}}(?:{_BUTTONS})){{0,12}}{_GAP}{{0,3}}")
_COPYRIGHT = re.compile(
    r"(?:copyright\s{1,3})?(?:©|ⓒ)\s{0,3}\w|copyright\s{1,3}\(c\)|\(c\)\s{0,3}(?:copyright|(?:19|20)\d{2}\b)"
    r"|copyright[\s,:]{1,3}\d{4}|all rights reserved\b|版权所有|版權所有|著作權"
)
_STAMP = re.compile(
    r"(?:(?:last|page|first)\s)?(?:updated|modified|published|posted|reviewed|printed|accessed|update)"
    r"(?:\s(?:on|at|by))?\s{0,2}[:：].{0,40}\d|(?:更新时间|发布时间|更新日期|发布日期)\s{0,2}[:：].{0,40}\d"
)
_SERVICE = re.compile(
    r"[（(\[【]?(?:责任编辑|责编|编辑|校对|审核|编校)\s?[:：]\s?[\w\s、·]{1,20}[）)\]】]?|[\[【（(]?\s?(?:字号|字体|字体大小)\s?[:：][\w\s|+-]{1,20}[\]】）)]?"
    r"|(?:text|font)\s?size\s?[:：]?[\w\s|+-]{1,20}"
)
_PAGE_NUMBER = re.compile(
    r"[-–—\[(]{1,2}\s{0,2}\d{1,4}\s{0,2}[-–—\])]{1,2}|page\s\d{1,4}(?:\s(?:of|/)\s\d{1,4})?|第\s?\d{1,4}\s?页"
)
_RUNNING_HEAD = re.compile(
    r"(?:[\w./]{1,12}[\s|]{1,10}){0,4}official journal of the european (?:union|communities)\b.{0,30}"
)
_RUNNING_FOOT = re.compile(r".{0,100}\[page \d{1,4}\]$")
_RULE = re.compile(r"(?:[-–—=_*~#+·•⁂◇◆☆★＊－]\s{0,3}){3,}")
_BETWEEN_CRUMBS = re.compile(r"\s{0,3}[>›»＞→]\s{0,3}|\s[|/]\s")
_CRUMB_SIGNS = frozenset(">›»＞→|/")
_CALL = re.compile(
    r"(?:t[eé]l(?:[eé](?:phone|fono|fax|fon))?|phone|fax|mobile|hotline|post\s?code|postal code|zip(?: code)?"
    r"|电话|電話|传真|傳真|热线|邮编|邮政编码)(?:\s?/\s?fax)?\.?(?:\sno\.?)?\s?[:：]\s{0,3}[+(（]{0,2}\d.*"
    r"|(?:e-?mail|mail|courriel|电子邮箱|电子邮件|邮箱)\s?[:：]\s{0,3}[^\s@]{1,64}(?:@|\s?[(\[]at[)\]]\s?).+"
)
_ADDRESS = re.compile(r"(?:address|addr?\.?|adresse|地址)\s?[:：].*[\d,，].*")
_SENTENCE_ENDS = (".", "。", "!", "！", "?", "？")
_HOME = frozenset({"home", "homepage", "home page", "start", "startseite", "accueil", "inicio", "首页", "главная"})


def is_furniture(line: str) -> bool:
    """Whether ``line``, without white space around it, is page furniture and no part of the text.

    A rule ("* * *", "-----") is furniture too. "Updated: …" is; at the head of a text the readers ask for dates first.
    """
    if not line or len(line) > LONGEST_FURNITURE:
        return False
    folded = line.casefold()
    if _BUTTON_LINE.fullmatch(folded) or _COPYRIGHT.match(folded) or _PAGE_NUMBER.fullmatch(folded):
        return True
    if _RUNNING_HEAD.fullmatch(folded) or (folded[-1] == "]" and _RUNNING_FOOT.match(folded)):
        return True
    return bool(_STAMP.match(folded) or _RULE.fullmatch(line) or _SERVICE.fullmatch(folded) or _is_breadcrumbs(folded))


def may_be_title(line: str) -> bool:
    """Whether a line of furniture would be a heading elsewhere: "Privacy", in a paper that has a chapter on it."""
    return line.casefold() in _TITLES


def contact_lines(lines: Sequence[str]) -> set[int]:
    """Return the places of a site's contact lines: "Tel: …", "Address: …", "E-mail: …" beside other page furniture.

    Args:
        lines: all lines (or paragraphs) of a page, without white space around them.

    They are looked for at the end of the page and at its beginning, where lines are nothing but furniture and contacts,
    and what a page says of itself is among them. A rule, a page number or a date is not enough: those close letters
    and memoranda too, with the writer's own address above them.
    """
    at_start = _contacts(lines, range(len(lines)))
    # "Address: To the Nation, 5 May 2024" alone above a text is its title.
    if not any(_CALL.fullmatch(lines[place].casefold()) for place in at_start):
        at_start = set()
    return at_start | _contacts(lines, reversed(range(len(lines))))


def _contacts(lines: Sequence[str], places: Iterable[int]) -> set[int]:
    """Return the places of the contact lines met before the first line of the text."""
    run = list(takewhile(lambda place: is_furniture(lines[place]) or _is_contact(lines[place]), places))
    if len(run) == len(lines) or not any(_is_of_page(lines[place].casefold()) for place in run):
        return set()
    return {place for place in run if _is_contact(lines[place])}


def _is_contact(line: str) -> bool:
    """Whether a line says how to reach somebody, and does not end as a sentence does."""
    if len(line) > LONGEST_FURNITURE or line.endswith(_SENTENCE_ENDS):
        return False
    folded = line.casefold()
    return bool(_CALL.fullmatch(folded) or _ADDRESS.fullmatch(folded))


def _is_of_page(folded: str) -> bool:
    """Whether a line of furniture is one that sites print, and papers do not."""
    return bool(_BUTTON_LINE.fullmatch(folded) or _COPYRIGHT.match(folded)) or _is_breadcrumbs(folded)


def is_rule(line: str) -> bool:
    """Whether ``line`` is drawn rather than written: "-----", "* * *"."""
    return len(line) <= LONGEST_FURNITURE and bool(_RULE.fullmatch(line))


def _is_breadcrumbs(folded: str) -> bool:
    """Whether the line is a path through a site: from its home page, or of three or more short steps."""
    if folded.endswith(_SENTENCE_ENDS) or _CRUMB_SIGNS.isdisjoint(folded):
        return False
    crumbs = _BETWEEN_CRUMBS.split(folded)
    if len(crumbs) == 1 or not all(crumb and len(crumb) <= LONGEST_CRUMB for crumb in crumbs):
        return False
    has_arrows = any(mark in folded for mark in ">›»＞")
    return crumbs[0] in _HOME or (len(crumbs) >= LEAST_CRUMBS and has_arrows and all(c[0].isalpha() for c in crumbs))
