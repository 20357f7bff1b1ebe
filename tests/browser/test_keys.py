"""Keys that act by themselves: on every layout, not while composing, to be switched off; letters wait for their form."""

import re

import pytest
from playwright.sync_api import expect

from annotator.actions import taggings
from annotator.models.place import Place
from tests.browser import hands
from tests.support import factories

PRESS = """([key, code, more]) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...more }))"""


@pytest.fixture
def text(transactional_db):
    return factories.make_document(
        texts=["The first paragraph of them.", "The second paragraph of them.", "The third."]
    )


def test_a_letter_of_another_script_acts_as_the_key_it_is_printed_on(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
    page.evaluate(PRESS, ["о", "KeyJ", {}])
    expect(page.locator("#p1.here")).to_be_attached()
    page.evaluate(PRESS, ["J", "KeyJ", {}])
    expect(page.locator("#p2.here")).to_be_attached()
    page.evaluate(PRESS, ["j", "KeyJ", {"isComposing": True}])
    expect(page.locator("#p2.here")).to_be_attached()
    page.evaluate(PRESS, ["т", "KeyN", {}])
    expect(hands.field(page, "Note")).to_be_focused()


def test_keys_can_be_switched_off(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
    page.keyboard.press("?")
    page.get_by_label("Letters and signs act as keys").uncheck()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    expect(page.locator(".para.here")).to_have_count(0)
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(".para.here")).to_have_count(0)


def test_what_is_typed_before_the_form_is_there_goes_into_it(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
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
    page = open_page(annotator, at=text.get_absolute_url())
    page.keyboard.press("]")
    expect(page.locator("#m1 .entry > summary")).to_be_focused()
    page.keyboard.press("]")
    expect(page.locator("#m2 .entry > summary")).to_be_focused()
    page.keyboard.press("]")
    page.keyboard.press("[")
    expect(page.locator("#m1 .entry > summary")).to_be_focused()


def test_a_key_is_changed_and_shown_and_the_old_one_rests(open_page, annotator, text):
    page = open_page(annotator, at="/account/keys/")
    row = page.get_by_label("n: write a note on them")
    lines = page.locator("#change-keys tbody tr").all_inner_texts()
    assert len(set(lines)) == len(lines)
    row.fill("m")
    # Taken: it stays what it was.
    page.get_by_label("t: tag the words").fill("m")
    expect(page.get_by_role("alert")).to_contain_text("Another row has this key already")
    expect(page.get_by_label("t: tag the words")).to_have_value("t")
    page.goto(text.get_absolute_url())
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.press("m")
    expect(hands.field(page, "Note")).to_be_focused()
    expect(hands.field(page, "Note")).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").locator('kbd[data-key="n"]')).to_have_text("m")
    page.goto("/account/keys/")
    page.get_by_role("button", name="As they were at first").click()
    expect(page.get_by_label("n: write a note on them")).to_have_value("n")
    page.goto(text.get_absolute_url())
    page.keyboard.press("j")
    page.keyboard.press("n")
    expect(hands.field(page, "Note")).to_be_focused()


def test_three_keys_lead_to_a_paragraph(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
    page.keyboard.press("f")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.locator("#p3.here .num")).to_be_focused()
    page.keyboard.press("f")
    page.keyboard.type("Second PARA")
    page.keyboard.press("Enter")
    expect(page.locator("#p2.here .num")).to_be_focused()
    page.keyboard.press("f")
    page.keyboard.type("nowhere")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Search the whole text")).to_have_attribute("href", re.compile("q=nowhere"))
    expect(page.get_by_role("link", name="Its own page")).to_be_hidden()
    page.get_by_label("Number or words").fill("7")
    page.keyboard.press("Enter")
    own = f"{text.get_absolute_url()}7/"
    expect(page.get_by_role("link", name="Its own page")).to_have_attribute("href", own)
    page.keyboard.press("Escape")
    expect(page.locator("#p2 .num")).to_be_focused()


def test_prefix_and_enter_take_the_first_suggestion_and_enter_sends(open_page, annotator, text):
    factories.make_tag("promise")
    page = open_page(annotator, at=text.get_absolute_url())
    # As fast as it goes: Enter is pressed before any suggestion is there.
    for key in ("j", "t", "p", "r", "Enter"):
        page.keyboard.press(key)
    expect(hands.field(page, "Tags")).to_have_value("promise, ")
    page.keyboard.press("Enter")
    expect(page.locator("#m1 .chip")).to_have_text("promise")


def test_enter_pressed_before_the_form_is_there_takes_the_first_suggestion_too(open_page, annotator, text):
    factories.make_tag("promise")
    page = open_page(annotator, at=text.get_absolute_url())
    page.keyboard.press("j")
    asked = []

    def hold(route):
        asked.append(route)

    page.route("**/1/tags/?*", hold)
    with page.expect_request("**/1/tags/?*"):
        page.keyboard.press("t")
    for key in ("p", "r", "Enter"):
        page.keyboard.press(key)
    (form,) = asked
    form.continue_()
    expect(hands.field(page, "Tags")).to_have_value("promise, ")


def test_a_whole_name_is_sent_as_it_is(open_page, annotator, text):
    for name in ("promise", "prom"):
        factories.make_tag(name)
    page = open_page(annotator, at=text.get_absolute_url())
    for key in ("j", "t", "p", "r", "o", "m", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#m1 .chip")).to_have_text("prom")


@pytest.mark.parametrize("key", ["Control+Enter", "Meta+Enter"])
def test_enter_with_ctrl_or_cmd_sends_a_note(open_page, annotator, text, key):
    page = open_page(annotator, at=text.get_absolute_url())
    page.keyboard.press("j")
    page.keyboard.press("n")
    hands.field(page, "Note").fill("One line.")
    page.keyboard.press(key)
    expect(page.locator("#m1 .say")).to_have_text("One line.")


def test_u_names_what_it_will_undo_and_does_it_when_pressed_again(open_page, annotator, text):
    tag = factories.make_tag("promise")
    paragraph = text.paragraphs.select_related("document__collection").order_by("position")[1]
    taggings.tag(places=[Place(paragraph, 4, 10)], tags=[tag], by=annotator)
    page = open_page(annotator, at=text.get_absolute_url())
    expect(page.locator("#m2 .chip")).to_have_text("promise")
    page.keyboard.press("u")
    expect(page.locator("#messages")).to_contain_text("Your last action: tag “promise” on ¶ 2")
    expect(page.get_by_role("button", name="Undo it")).to_be_focused()
    expect(page.locator("#m2 .chip")).to_have_text("promise")
    page.keyboard.press("u")
    expect(page.locator("#m2 .chip")).to_have_count(0)
    # Elsewhere it does nothing.
    page.goto("/activity/")
    page.keyboard.press("u")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("#messages")).to_be_empty()
