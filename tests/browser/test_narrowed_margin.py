"""Writing beside a margin whose filter hides what was written."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import axe, hands
from tests.browser.pages import make_text
from tests.support import factories


@pytest.fixture
def text(transactional_db):
    factories.make_tag("promise")
    return make_text(["Read it first.", "Then mark it."], slug="guide")


def write_with_the_mouse(page):
    hands.drag(page, 2, "mark")
    hands.bar(page).get_by_role("button", name="Note").click()
    hands.field(page, "Note").fill("Why mark it?")
    hands.form(page).get_by_role("button", name="Write note").click()


def write_by_keyboard(page):
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("n")
    hands.field(page, "Note").press_sequentially("Why mark it?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("write", [write_with_the_mouse, write_by_keyboard])
def test_it_is_said_and_a_link_shows_what_was_written(open_page, annotator, text, write):
    page = open_page(annotator, at="/documents/guide/?tag=promise")
    write(page)
    message = page.locator("#messages")
    expect(message).to_contain_text(". It is hidden by the margin filter.")
    expect(page.locator(".entry")).to_have_count(0)
    axe.check(page)
    message.get_by_role("link", name="Show everything").press("Enter")
    expect(page.locator("#m2 .entry")).to_contain_text("Why mark it?")
    expect(page).to_have_url(re.compile(r"/documents/guide/\?at=2#p2$"))
