"""Keys that act by themselves: on every layout, not while composing, to be switched off; letters wait for their form."""

import pytest
from playwright.sync_api import expect

from annotator.actions import taggings
from annotator.models.place import Place
from tests import factories
from tests.browser import hands

PRESS = """([key, code, more]) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...more }))"""


@pytest.fixture
def text(transactional_db):
    return factories.make_document(
        texts=["The first paragraph of them.", "The second paragraph of them.", "The third."]
    )


def test_a_letter_of_another_script_acts_as_the_key_it_is_printed_on(open_page, annotator, text):
    page = open_page(annotator)
    page.goto(text.get_absolute_url())
    page.evaluate(PRESS, ["о", "KeyJ", {}])
    expect(page.locator("#p1.here")).to_be_attached()
    page.evaluate(PRESS, ["J", "KeyJ", {}])
    expect(page.locator("#p2.here")).to_be_attached()
    page.evaluate(PRESS, ["j", "KeyJ", {"isComposing": True}])
    expect(page.locator("#p2.here")).to_be_attached()
    page.evaluate(PRESS, ["т", "KeyN", {}])
    expect(hands.field(page, "Note")).to_be_focused()


def test_keys_can_be_switched_off(open_page, annotator, text):
    page = open_page(annotator)
    page.goto(text.get_absolute_url())
    page.keyboard.press("?")
    page.get_by_label("Letters and signs act as keys").uncheck()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    expect(page.locator(".para.here")).to_have_count(0)
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(".para.here")).to_have_count(0)


def test_what_is_typed_before_the_form_is_there_goes_into_it(open_page, annotator, text):
    page = open_page(annotator)
    page.goto(text.get_absolute_url())
    page.keyboard.press("j")
    page.route("**/annotations/?*", lambda route: (page.wait_for_timeout(600), route.continue_()))
    page.route("**/annotations/", lambda route: (page.wait_for_timeout(600), route.continue_()))
    page.keyboard.press("n")
    page.keyboard.type("unclear")
    expect(hands.field(page, "Note")).to_have_value("unclear")


def test_keys_go_from_mark_to_mark(open_page, annotator, text):
    tag = factories.make_tag("promise")
    for paragraph in text.paragraphs.select_related("document__collection").order_by("position")[:2]:
        taggings.tag(places=[Place(paragraph, 4, 10)], tags=[tag], by=annotator)
    page = open_page(annotator)
    page.goto(text.get_absolute_url())
    page.keyboard.press("]")
    expect(page.locator("#m1 .entry > summary")).to_be_focused()
    page.keyboard.press("]")
    expect(page.locator("#m2 .entry > summary")).to_be_focused()
    page.keyboard.press("]")
    page.keyboard.press("[")
    expect(page.locator("#m1 .entry > summary")).to_be_focused()
