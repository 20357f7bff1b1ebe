"""Fields that complete what is typed: a tag by its alias, a passage by a word that is only begun."""

import re

import pytest
from playwright.sync_api import expect

from annotator.actions.tags import create_tag
from annotator.models import Tagging
from tests.browser import hands
from tests.browser.pages import make_text
from tests.support import factories


@pytest.fixture
def text(transactional_db):
    long = f"{'The preamble goes on and on. ' * 10}The parties undertake to keep the peace."
    return make_text(["Nothing of the kind.", long], slug="treaty", title="The Treaty")


def test_a_tag_is_found_by_its_alias(open_page, annotator, editor, text):
    create_tag(name="Commitment", definition="What is promised.", aliases=["pledge"], by=editor)
    page = open_page(annotator, at=text.get_absolute_url())
    hands.drag(page, 1, "kind", then="t")
    hands.field(page, "Tags").press_sequentially("pled")
    expect(page.locator(".options li")).to_have_count(1)
    expect(page.locator(".options li")).to_contain_text("Commitment")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(hands.field(page, "Tags")).to_have_value("Commitment, ")
    page.keyboard.press("Enter")
    expect(page.locator("#m1 .chip")).to_have_text("Commitment")
    assert Tagging.objects.get().tag.name == "Commitment"


@pytest.mark.parametrize("begun", ['"Trade, for', "“Trade, for", "« Trade, for", "„Trade, foreign“"])
def test_a_comma_in_quotation_marks_ends_no_name(open_page, annotator, editor, text, begun):
    for name in ("Trade, foreign", "Commitment"):
        create_tag(name=name, definition="d", by=editor)
    page = open_page(annotator, at=text.get_absolute_url())
    hands.drag(page, 1, "kind", then="t")
    field = hands.field(page, "Tags")
    field.press_sequentially(begun)
    expect(page.locator(".options li")).to_have_text([re.compile("^ *Trade, foreign")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value('"Trade, foreign", ')
    field.press_sequentially("Commit")
    expect(page.locator(".options li")).to_have_text([re.compile("^ *Commitment")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value('"Trade, foreign", Commitment, ')


def test_a_passage_is_found_by_a_word_that_is_begun_and_shown_in_context(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
    hands.drag(page, 1, "kind", then="x")
    hands.field(page, "Other passage").press_sequentially("undertak")
    option = page.locator(".options li")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("The parties undertake to keep the peace.")
    expect(option).not_to_contain_text("preamble")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(hands.field(page, "Other passage")).to_have_value(re.compile(r": “undertake”$"))


# Types into the field at the very moment that it takes the focus, as somebody does who does not wait for it.
TYPES_AT_ONCE = """(letters) => document.addEventListener("focusin", ({ target }) => {
  if (target.name !== "tags" || target.dataset.typedAtOnce) return;
  target.dataset.typedAtOnce = "";
  target.value = letters;
  target.setSelectionRange(letters.length, letters.length);
  target.dispatchEvent(new InputEvent("input", { bubbles: true }));
})"""


def test_letters_typed_as_soon_as_the_form_opens_are_completed(open_page, annotator, text):
    factories.make_tag("promise")
    page = open_page(annotator, at=text.get_absolute_url())
    hands.drag(page, 1, "kind")
    page.evaluate(TYPES_AT_ONCE, "prom")
    page.keyboard.press("t")
    expect(page.locator(".options li")).to_have_text([re.compile("promise")])


def test_letters_typed_as_soon_as_a_form_comes_back_are_completed(open_page, annotator, text, complaints):
    complaints.expect("422")
    factories.make_tag("promise")
    page = open_page(annotator, at=text.get_absolute_url())
    hands.drag(page, 1, "kind", then="t")
    hands.form(page).get_by_role("button", name="Tag", exact=True).click()
    expect(hands.field(page, "Tags")).to_have_attribute("aria-invalid", "true")
    page.evaluate(TYPES_AT_ONCE, "prom")
    page.keyboard.press("Enter")
    expect(page.locator(".options li")).to_have_text([re.compile("promise")])


def test_letters_typed_before_the_scripts_are_there_are_completed(open_page, annotator, text):
    factories.make_tag("promise")
    page = open_page(annotator)
    held = []

    def hold(route):
        held.append(route)

    page.route("**/annotator/complete.js", hold)
    page.goto(f"{text.get_absolute_url()}1/", wait_until="commit")
    field = page.get_by_label("Tags", exact=True)
    field.press_sequentially("prom")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator(".options li")).to_have_text([re.compile("promise")])
