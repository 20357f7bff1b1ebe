"""What is done all day takes few clicks, and what is shown all day fits the window and the paper."""

import pytest
from playwright.sync_api import expect

from annotator.actions import annotations, taggings
from annotator.models import Annotation, Tagging
from annotator.models.place import Place
from tests.browser import hands
from tests.browser.pages import all_of_it, box_of, long_text, make_text
from tests.support import factories

COUNT = """() => {
  window.loadedOnce = true;
  window.presses = 0;
  addEventListener("click", ({ isTrusted, detail }) => (window.presses += isTrusted && detail ? 1 : 0), true);
}"""


@pytest.fixture
def text(transactional_db):
    return make_text(["# Reading", "Read the whole document first.", "Then mark it."], slug="guide", title="The Guide")


def presses(page):
    """The clicks since the page was loaded, none of which loaded another."""
    assert page.evaluate("window.loadedOnce")
    return page.evaluate("window.presses")


def test_a_tag_takes_a_drag_and_two_clicks(open_page, annotator, text):
    (paragraph, *_others) = factories.paragraphs_of(text)[2:]
    taggings.tag(places=[Place(paragraph)], tags=[factories.make_tag("promise")], by=annotator)
    page = open_page(annotator, at=text.get_absolute_url())
    hands.drag(page, 2, "whole document")
    page.evaluate(COUNT)
    hands.bar(page).get_by_role("button", name="Tag").click()
    # One that was used lately, and Enter.
    hands.form(page).get_by_role("button", name="promise").click()
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Tagged promise: “whole document”.")
    assert presses(page) == 2
    assert Tagging.objects.count() == 2


@pytest.mark.parametrize("backwards", [False, True])
def test_the_tool_bar_stands_where_the_pointer_let_go(open_page, annotator, transactional_db, backwards):
    text = make_text(
        ["Begin to read here. " + "All that is said between has several lines. " * 9 + "End to read here."]
    )
    page = open_page(annotator, at=text.get_absolute_url())
    first, last = (hands.spot(page, 1, words) for words in ("Begin", "End to read"))
    start, end = (last["to"], first["from"]) if backwards else (first["from"], last["to"])
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()
    hands.bar(page).wait_for()
    page.wait_for_timeout(50)
    bar = box_of(page, "#tools")
    assert bar["left"] - 20 <= end[0] <= bar["right"] + 20
    assert 0 < (end[1] - bar["bottom"] if backwards else bar["top"] - end[1]) < 40


def test_dragging_past_the_end_of_a_line_takes_the_words_up_to_there(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
    x, y = hands.spot(page, 2, "whole document")["from"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(1240, y, steps=4)
    page.mouse.up()
    hands.bar(page).get_by_role("button", name="Note").click()
    expect(hands.form(page).locator("blockquote")).to_have_text("whole document first.")


def test_a_note_is_edited_by_two_clicks_and_no_page_is_loaded(open_page, annotator, text):
    paragraph = factories.paragraphs_of(text)[1]
    annotations.annotate(places=[Place(paragraph, 5, 23)], body="Is it?", by=annotator)
    page = open_page(annotator, at=text.get_absolute_url())
    hands.open_entry(page, "Is it?")
    entry = page.locator(".entry[open]")
    page.evaluate(COUNT)
    entry.get_by_role("link", name="Edit").click()
    field = entry.get_by_label("Note").and_(entry.locator("textarea"))
    expect(field).to_be_focused()
    field.fill("It is.")
    entry.get_by_role("button", name="Save").click()
    expect(entry.locator(".note-body")).to_have_text("It is.")
    expect(page.locator("#messages")).to_contain_text("Saved: note on “the whole document”.")
    assert presses(page) == 2
    assert Annotation.objects.get().body == "It is."


def test_whoever_prints_before_all_has_come_prints_all(open_page, annotator, transactional_db):
    text = long_text(sections=2, each=60)
    page = open_page(annotator)
    # The pieces that the page asks for by itself do not come.
    page.add_init_script(
        "const ask = fetch; window.fetch = (to, ...how) => (/page=/.test(to) ? new Promise(() => {}) : ask(to, ...how))"
    )
    page.goto(text.get_absolute_url())
    page.locator("#text .more").first.wait_for(state="attached")
    page.pdf()
    all_of_it(page, 122)


def test_what_cannot_be_had_is_said_on_paper(open_page, annotator, complaints, transactional_db):
    text = long_text(sections=2, each=60)
    page = open_page(annotator)
    page.route("**/?page=*", lambda route: route.abort())
    complaints.expect("ERR_FAILED")
    page.goto(text.get_absolute_url())
    page.locator("#text .more").first.wait_for(state="attached")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".on-paper")).to_contain_text(f"{text.slug}/print/")
    expect(page.locator(".on-paper")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 1220, 1024])
def test_the_head_of_a_page_has_a_line_or_two(open_page, editor, text, width):
    page = open_page(editor)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    tops = page.locator(".site nav a").evaluate_all("links => links.map((link) => link.getBoundingClientRect().top)")
    assert max(tops) - min(tops) < 2
    name, menu, me = (box_of(page, each) for each in (".site .brand", ".site nav", ".site .me"))
    assert name["top"] < me["bottom"]
    assert me["top"] < name["bottom"]
    assert (menu["top"] < name["bottom"]) == (width > 1216)


def test_what_was_found_begins_on_the_first_screen_of_a_phone(open_page, editor, text):
    page = open_page(editor, phone=True, at="/search/?q=document")
    assert page.get_by_role("searchbox").count() == 1
    assert box_of(page, ".cards .compared")["bottom"] < 844
    page = open_page(editor, at="/search/?q=document")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


@pytest.mark.parametrize("view", ["", "&view=concordance"])
def test_a_list_on_paper_fills_its_lines_and_says_what_it_is(open_page, editor, text, view):
    page = open_page(editor)
    page.set_viewport_size({"width": 700, "height": 1000})
    page.goto(f"/search/?q=document{view}")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search: document")
    line, whole = (box_of(page, each) for each in (".cards .compared, .concordance .line", "main"))
    assert line["right"] - line["left"] > 0.9 * (whole["right"] - whole["left"])
    for gone in ("header.site", ".filters", ".views", "input", ".found a"):
        for each in page.locator(gone).all():
            expect(each).not_to_be_visible()
