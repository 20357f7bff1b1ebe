"""The margin beside the text: entries stand beside their words, and no line of the text moves for them."""

import pytest
from playwright.sync_api import expect

from annotator.actions import annotations, taggings
from annotator.models.place import Place
from corpus.models.paragraph import PIECE
from tests.browser import hands
from tests.support import factories

pytestmark = pytest.mark.django_db(transaction=True)

SENTENCE = "Every party shall keep the promise that it made, and shall say in which place it was made. "
TEXT_LINES = """() => [...document.querySelectorAll('.para > .text')].flatMap((text) => {
  const range = document.createRange();
  range.selectNodeContents(text);
  return [...range.getClientRects()].map((box) => Math.round(box.top + scrollY));
})"""
BOXES = """() => [...document.querySelectorAll('.beside .margin > *')].map((item) => {
  const box = item.getBoundingClientRect();
  return [Math.round(box.top + scrollY), Math.round(box.bottom + scrollY)];
})"""
APART = f"""() => {{
  const boxes = ({BOXES})();
  return boxes.length > 30 && boxes.every(([top], at) => !at || boxes[at - 1][1] <= top);
}}"""


@pytest.fixture
def marked(annotator, colleague):
    """A text of twelve paragraphs with forty marks and a discussion of ten replies on the second."""
    text = factories.make_document(texts=[SENTENCE * 3] * 12)
    paragraphs = list(text.paragraphs.order_by("position").select_related("document__collection"))
    tags = [factories.make_tag(name) for name in ("duty", "promise", "place", "party")]
    for number in range(40):
        start = (number // 12) * 40
        place = Place(paragraphs[number % 12], start, start + 30)
        taggings.tag(places=[place], tags=[tags[number % 4]], by=annotator)
    (note,), _batch = annotations.annotate(
        places=[Place(paragraphs[1], 6, 17)], body="Who is meant here?", by=annotator
    )
    for number in range(10):
        annotations.reply(to=note, body=f"Answer number {number}.", by=colleague)
    return text


@pytest.mark.parametrize("width", [1280, 1920])
def test_no_entry_moves_a_line_of_the_text(open_page, annotator, marked, width):
    page = open_page(annotator)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(marked.get_absolute_url())
    page.locator("#text.beside").wait_for()
    before = page.evaluate(TEXT_LINES)
    hands.open_entry(page, "Who is meant here?")
    expect(page.get_by_text("Answer number 9.")).to_be_attached()
    assert page.evaluate(TEXT_LINES) == before


def test_entries_push_each_other_down_and_stand_over_none(open_page, annotator, marked):
    page = open_page(annotator, at=marked.get_absolute_url())
    hands.open_entry(page, "Who is meant here?")
    page.wait_for_function("document.querySelector('.entry[open]').getBoundingClientRect().height > 400")
    page.wait_for_function(APART)


def test_what_is_opened_comes_to_its_words(open_page, annotator, marked):
    page = open_page(annotator, at=marked.get_absolute_url())
    hands.open_entry(page, "Who is meant here?")
    opened, words = (
        f"document.querySelector('{each}').getBoundingClientRect().top" for each in (".entry[open]", "#p2 .words")
    )
    page.wait_for_function(f"() => Math.abs({opened} - {words}) < 60")


def test_entries_pushed_far_from_their_words_come_to_those_in_the_window(open_page, annotator):
    text = factories.make_document(texts=[SENTENCE * 3] * 40)
    paragraphs = list(text.paragraphs.order_by("position").select_related("document__collection"))
    for number in range(5):
        places = [Place(paragraph, number * 40, number * 40 + 30) for paragraph in paragraphs]
        annotations.annotate(places=places, body=f"{number}. {SENTENCE}", by=annotator)
    page = open_page(annotator, at=text.get_absolute_url())
    page.locator("#text.beside #p40").wait_for(state="attached")
    beside = "document.querySelector('#p{0} .margin > *').getBoundingClientRect().top"
    begins = "document.querySelector('#p{0} .words').getBoundingClientRect().top"
    for key in (30, 20, 1):
        page.evaluate(f"document.getElementById('p{key}').scrollIntoView()")
        page.wait_for_function(f"() => Math.abs({beside} - {begins}) < 60".format(key))
        lines = page.evaluate(TEXT_LINES)
    # So does what the keys lead to.
    page.locator("#p30 .entry > summary").last.focus()
    for _link_and_entry in range(2):
        page.keyboard.press("Tab")
    page.wait_for_function(f"() => 0 <= {beside} && Math.abs({beside} - {begins}) < 60".format(31))
    expect(page.locator("#p31 .entry > summary").first).to_be_focused()
    # What is opened is not moved while it is read, and comes to its words too.
    page.evaluate("document.activeElement.blur(); document.getElementById('p30').scrollIntoView()")
    page.wait_for_function(f"() => Math.abs({beside} - {begins}) < 60".format(30))
    summary = page.locator("#p32 .entry > summary").first
    summary.evaluate("each => each.click()")
    expect(page.locator("#p32 .entry[open] .note-body").first).to_be_visible()
    page.wait_for_function(f"() => 0 < {beside} - {begins} && {beside} - {begins} < 1200".format(32))
    assert page.evaluate(TEXT_LINES) == lines
    page.wait_for_function(APART)


def test_an_open_note_is_shown_once(open_page, annotator, marked):
    page = open_page(annotator, at=marked.get_absolute_url())
    entry = hands.open_entry(page, "Who is meant here?")
    expect(entry.get_by_text("Answer number 9.")).to_be_visible()
    assert entry.inner_text().count("Who is meant here?") == 1


def test_each_item_of_a_discussion_has_two_controls_at_the_most(open_page, annotator, marked):
    page = open_page(annotator, at=marked.get_absolute_url())
    entry = hands.open_entry(page, "Who is meant here?")
    expect(entry.get_by_text("Answer number 9.")).to_be_visible()
    for acts in entry.locator(".acts").all():
        assert 1 <= acts.locator("> a, > form button, > details > summary").count() <= 2


def test_without_scripts_and_on_a_phone_entries_follow_their_paragraph(open_page, annotator, marked):
    for way in ({"javascript": False}, {"phone": True}):
        page = open_page(annotator, **way, at=marked.get_absolute_url())
        text, margin = page.locator("#p2 > .text").bounding_box(), page.locator("#p2 > .margin").bounding_box()
        assert margin["y"] >= text["y"] + text["height"] - 1


def test_many_marks_on_a_paragraph_are_folded_by_tag(open_page, annotator):
    text = factories.make_document(texts=[SENTENCE * 3])
    paragraph = text.paragraphs.select_related("document__collection").get()
    duty, promise = factories.make_tag("duty"), factories.make_tag("promise")
    for number in range(20):
        places = [Place(paragraph, number * 5, number * 5 + 9)]
        taggings.tag(places=places, tags=[promise if number % 4 else duty], by=annotator)
    page = open_page(annotator, at=text.get_absolute_url())
    crowd = page.locator(".crowd")
    expect(crowd).to_contain_text("20 passages")
    expect(crowd).to_contain_text("promise ×15")
    expect(page.locator(".entry").first).not_to_be_visible()
    crowd.locator("> summary").click()
    expect(page.locator(".entry").first).to_be_visible()


def test_folded_marks_far_down_come_when_their_piece_is_shown(open_page, annotator):
    text = factories.make_document(texts=[SENTENCE] * (4 * PIECE))
    paragraph = text.paragraphs.select_related("document__collection").get(position=3 * PIECE)
    for number in range(8):
        places = [Place(paragraph, number * 5, number * 5 + 9)]
        taggings.tag(places=places, tags=[factories.make_tag(f"duty {number}")], by=annotator)
    page = open_page(annotator, at=text.get_absolute_url())
    crowd = page.locator(f"#p{paragraph.key} .crowd")
    expect(crowd).to_contain_text("8 passages")
    expect(crowd).to_have_attribute("data-later", "")
    assert page.locator(".entry").count() == 0
    crowd.locator("> summary").focus()
    expect(page.locator(f"#p{paragraph.key} .entry")).to_have_count(8)
    assert page.locator(":focus").inner_text().startswith("8 passages")
    crowd.locator("> summary").click()
    expect(page.locator(".entry").first).to_be_visible()
    assert page.evaluate("[...CSS.highlights].reduce((sum, [, ranges]) => sum + ranges.size, 0)") >= 8


def test_words_that_several_passages_share_offer_all_of_them(open_page, annotator):
    text = factories.make_document(texts=[SENTENCE])
    paragraph = text.paragraphs.select_related("document__collection").get()
    for name, start, end in (("duty", 0, 30), ("promise", 6, 44)):
        taggings.tag(places=[Place(paragraph, start, end)], tags=[factories.make_tag(name)], by=annotator)
    page = open_page(annotator, at=text.get_absolute_url())
    spot = hands.spot(page, paragraph.key, "shall keep")["from"]
    page.mouse.click(spot[0] + 5, spot[1])
    offer = page.locator(".offer")
    expect(offer.get_by_role("button")).to_have_count(2)
    offer.get_by_role("button", name="promise").click()
    expect(offer).to_have_count(0)
    expect(page.locator(".entry[open]", has_text="promise")).to_be_visible()


COPIED = """() => {
  const data = new DataTransfer();
  const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector("#p1 .words").dispatchEvent(event);
  return event.defaultPrevented ? data.getData("text/plain") : null;
}"""


def test_copied_text_has_its_numbers_and_no_margin(open_page, annotator):
    text = factories.make_document(texts=["The first of them.", "The second of them."])
    text.paragraphs.filter(key=2).update(number="II.")
    for paragraph in text.paragraphs.select_related("document__collection"):
        annotations.annotate(places=[Place(paragraph)], body="Not of the text.", by=annotator)
    page = open_page(annotator, at=text.get_absolute_url())
    hands.select(page, (1, "first"), (2, "second"))
    assert page.evaluate(COPIED) == "first of them.\n\nII. The second"


def test_entries_beside_the_last_lines_can_be_scrolled_to(open_page, annotator):
    text = factories.make_document(texts=[SENTENCE] * 2)
    last = text.paragraphs.select_related("document__collection").get(key=2)
    for number in range(5):
        annotations.annotate(places=[Place(last)], body=f"{number}. {SENTENCE * 4}", by=annotator)
    page = open_page(annotator)
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(text.get_absolute_url())
    page.locator("#text.beside").wait_for()
    ends = f"({BOXES})().at(-1)[1]"
    footer = "document.querySelector('footer').getBoundingClientRect()"
    page.wait_for_function(f"() => {ends} > innerHeight && {ends} <= {footer}.top + scrollY")
    page.wait_for_function(f"() => {footer}.bottom + scrollY <= document.documentElement.scrollHeight")


def test_the_number_of_an_item_stands_before_its_words_however_long(open_page):
    text = factories.make_document(texts=[SENTENCE * 3] * 3)
    for key, number in ((1, "9."), (2, "14."), (3, "XXXVIII.")):
        text.paragraphs.filter(key=key).update(kind="item", number=number)
    page = open_page(at=text.get_absolute_url())
    ends, begins = page.evaluate(
        """() => ["mark", "words"].map((part) => [...document.querySelectorAll(`.item > .text > .${part}`)].map((each) => {
            const range = document.createRange();
            range.selectNodeContents(each);
            const [line] = range.getClientRects();
            return part === "mark" ? line.right : line.left;
        }))"""
    )
    assert all(end <= begin for end, begin in zip(ends, begins, strict=True))
    assert begins[0] < begins[1] + 8 < begins[2]
