"""What the browser tests share: texts to read, and questions to a page."""

from corpus import search
from tests.support import factories

ARABIC = (
    "# مقدمة",
    "تُعدّ هذه الوثيقة مثالاً على نص يُقرأ من اليمين إلى اليسار، وفيه من الكلمات ما يملأ سطرين على الأقل في عمود القراءة.",
    "الفقرة الثانية أقصر منها.",
)
CHINESE = ("# 前言", "推动构建人类命运共同体，是新时代中国外交的崇高目标。" * 4, "第二段比第一段短。")


def make_text(texts, **fields):
    """A document that search finds too."""
    made = factories.make_document(texts, **fields)
    search.index(made)
    return made


def long_text(sections=12, each=100, **fields):
    """A document of ``sections`` headings, each with ``each`` paragraphs that name their place."""
    texts = []
    for section in range(1, sections + 1):
        texts.append(f"# Section {section}")
        texts += [
            f"Paragraph {n} of section {section}. {'Some more words to read. ' * (n % 7)}" for n in range(1, each + 1)
        ]
    return make_text(texts, **{"title": "A long text"} | fields)


def wider_than_window(page):
    """Whether a page has to be scrolled sideways. A phone's own ``innerWidth`` grows with what does not fit."""
    return page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]


def top_of(page, selector):
    """How far below the upper edge of the window an element begins, in pixels."""
    return page.locator(selector).evaluate("element => element.getBoundingClientRect().top")


def box_of(page, selector):
    """The edges of the first element found: left, right, top, bottom."""
    return page.locator(selector).first.evaluate(
        "element => (({left, right, top, bottom}) => ({left, right, top, bottom}))(element.getBoundingClientRect())"
    )


def all_of_it(page, paragraphs):
    """Wait until the page has that many paragraphs and nothing more to fetch."""
    page.wait_for_function(
        "count => document.querySelectorAll('#text .para').length === count && !document.querySelector('#text .more')",
        arg=paragraphs,
    )
