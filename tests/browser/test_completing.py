"""Fields that complete what is typed: a tag by its alias, a passage by a word that is only begun."""

import pytest
from playwright.sync_api import expect

from annotator.actions.tags import create_tag
from annotator.models import Tagging
from tests.browser import hands
from tests.browser.pages import make_text


@pytest.fixture
def text(transactional_db):
    long = f"{'The preamble goes on and on. ' * 10}The parties undertake to keep the peace."
    return make_text(["Nothing of the kind.", long], slug="treaty", title="The Treaty")


def test_a_tag_is_found_by_its_alias(open_page, annotator, editor, text):
    create_tag(name="Commitment", definition="What is promised.", aliases=["pledge"], by=editor)
    page = open_page(annotator)
    page.goto(text.get_absolute_url())
    hands.drag(page, 1, "kind")
    page.keyboard.press("t")
    hands.field(page, "Tags").press_sequentially("pled")
    expect(page.locator(".options li")).to_have_count(1)
    expect(page.locator(".options li")).to_contain_text("Commitment")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(hands.field(page, "Tags")).to_have_value("Commitment, ")
    page.keyboard.press("Enter")
    expect(page.locator("#m1 .chip")).to_have_text("Commitment")
    assert Tagging.objects.get().tag.name == "Commitment"


def test_a_passage_is_found_by_a_word_that_is_begun_and_shown_in_context(open_page, annotator, text):
    page = open_page(annotator)
    page.goto(text.get_absolute_url())
    hands.drag(page, 1, "kind")
    page.keyboard.press("x")
    hands.field(page, "Other passage").press_sequentially("undertak")
    option = page.locator(".options li")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("The parties undertake to keep the peace.")
    expect(option).not_to_contain_text("preamble")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(hands.field(page, "Other passage")).to_have_value("treaty/2")
