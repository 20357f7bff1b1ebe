"""One lands where one wants to be: in the text, at the paragraph one came for, at what a tap opened, at every button."""

import pytest
from playwright.sync_api import expect

from annotator.actions import annotations, taggings
from annotator.models.place import Place
from tests.browser import hands
from tests.browser.pages import box_of, top_of
from tests.support import factories

SENTENCE = "Every party shall keep the promise that it made, and shall say in which place it was made. "
START = SENTENCE.index("the promise that")


@pytest.fixture
def text(annotator, colleague):
    """A text longer than any window, with a discussion on words of its fifth paragraph and a tag there too."""
    made = factories.make_document([SENTENCE * 4] * 20)
    paragraph = made.paragraphs.select_related("document__collection").get(key=5)
    (note,), _batch = annotations.annotate(places=[Place(paragraph, START, START + 16)], body="Whose?", by=annotator)
    for number in range(4):
        annotations.reply(to=note, body=f"Answer number {number}.", by=colleague)
    taggings.tag(places=[Place(paragraph, 200, 220)], tags=[factories.make_tag("promise")], by=annotator)
    return made


@pytest.mark.parametrize("of_paragraph", [False, True], ids=["document", "paragraph"])
def test_the_skip_link_lands_in_the_text(open_page, annotator, text, of_paragraph):
    page = open_page(
        annotator, at=text.paragraphs.get(key=2).get_absolute_url() if of_paragraph else text.get_absolute_url()
    )
    page.evaluate("() => document.activeElement.blur()")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#text .num").first).to_be_focused()


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_paragraph_one_came_for_stands_near_the_top_and_where_it_stands_in_its_document(
    open_page, annotator, text, width
):
    page = open_page(annotator, viewport={"width": width, "height": 900}, at=text.get_absolute_url())
    there = box_of(page, "#p5 > .text")
    page.goto(text.paragraphs.get(key=5).get_absolute_url())
    here = box_of(page, "#p5 > .text")
    assert abs(here["left"] - there["left"]) <= 1
    assert abs(here["right"] - there["right"]) <= 1
    assert top_of(page, "#p5") < 450


def test_what_a_tap_opens_is_on_the_screen(open_page, annotator, text):
    page = open_page(annotator, phone=True, at=text.get_absolute_url())
    page.locator("#text.beside").wait_for()
    spot = hands.spot(page, 5, "the promise")["from"]
    page.touchscreen.tap(spot[0] + 4, spot[1])
    panel = page.locator("#m5 .entry[open] .passage-panel")
    expect(panel).to_contain_text("Answer number 3.")
    page.wait_for_function(
        """() => {
          const entry = document.querySelector("#m5 .entry[open]").getBoundingClientRect();
          const foot = document.getElementById("messages").getBoundingClientRect().top;
          return entry.top >= 0 && entry.top < foot / 2 && (entry.bottom <= foot || entry.top < 60);
        }"""
    )


def test_an_entry_says_on_which_words_it_is(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
    said = [each.get_attribute("aria-description") for each in page.locator("#m5 .entry > summary").all()]
    assert len(said) == len({*said}) == 2
    assert said[0] == "on “the promise that”"


def test_an_end_that_waits_hides_no_button(open_page, annotator, text):
    page = open_page(annotator, phone=True, at=text.paragraphs.get(key=2).get_absolute_url())
    page.get_by_role("button", name="Start here, choose the other end elsewhere").click()
    expect(page.locator("#waiting-end")).to_be_visible()
    page.goto(text.get_absolute_url())
    page.locator("#p3 .num").tap()
    expect(hands.bar(page)).to_be_visible()
    bar, waiting = box_of(page, ".tools"), box_of(page, "#waiting-end")
    assert bar["bottom"] <= waiting["top"]
    page.keyboard.press("Escape")
    # Every control that is scrolled to is clear of it.
    for control in page.locator("#text :is(.num, summary), .site-foot :is(a, button)").all():
        control.focus()
        box, waiting = control.bounding_box(), box_of(page, "#waiting-end")
        assert box["y"] + box["height"] <= waiting["top"] + 1 or box["y"] >= waiting["bottom"] - 1
