"""The inbox and the menu of an account, with the mouse, by keyboard, without scripts and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from annotator.actions import annotations
from annotator.models import Notification
from annotator.models.place import Place
from tests.browser import axe
from tests.support import factories


@pytest.fixture
def text(transactional_db):
    return factories.make_document(slug="guide", title="The Guide", texts=["Some words of a passage.", "Others."])


@pytest.fixture
def told(text, annotator, colleague):
    """Two notes that mention ``colleague``."""
    for paragraph in factories.paragraphs_of(text):
        annotations.annotate(places=[Place(paragraph)], body="What do you think, @colleague?", by=annotator)
    return colleague


def count(page):
    return page.locator(".me").get_by_role("link", name="Inbox").locator("b")


@pytest.mark.parametrize("javascript", [True, False])
def test_what_concerns_one_is_counted_read_and_unread_again(open_page, told, javascript):
    page = open_page(told, javascript=javascript, at="/")
    expect(count(page)).to_contain_text("2")
    page.locator(".me").get_by_role("link", name="Inbox").click()
    rows = page.locator(".inbox > li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("What do you think, @colleague?")
    # Looking reads nothing.
    page.reload()
    expect(count(page)).to_contain_text("2")
    rows.first.get_by_role("button", name="Mark as read").click()
    expect(count(page)).to_contain_text("1")
    rows.first.get_by_role("button", name="Mark as unread").click()
    expect(count(page)).to_contain_text("2")
    rows.last.get_by_role("button", name="Go there").click()
    expect(page).to_have_url(re.compile("/documents/guide/1/#note-"))
    expect(count(page)).to_contain_text("1")
    page.goto("/inbox/")
    page.get_by_role("button", name="Mark all as read").click()
    expect(count(page)).to_have_count(0)
    assert not Notification.objects.unread().exists()


@pytest.mark.parametrize("options", [{}, {"phone": True}, {"dark": True}, {"phone": True, "javascript": False}])
def test_the_menu_has_ones_own_pages(open_page, told, options):
    page = open_page(told, **options, at="/inbox/")
    menu = page.locator(".account-of")
    menu.locator("summary").click()
    expect(menu.get_by_role("link")).to_have_text(
        [
            "What I contributed",
            "Profile",
            "Notifications",
            "Keys",
            "E-mail addresses",
            "Password",
            "Second factor and passkeys",
            "Logins",
        ]
    )
    box = menu.locator("> div").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    if options.get("javascript", True):
        axe.check(page, besides=["main"])
    menu.get_by_role("link", name="Notifications").click()
    expect(page.get_by_role("heading", name="Notifications")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_mail_is_asked_for(open_page, told):
    page = open_page(told, at="/account/notifications/")
    page.get_by_label("once a day").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#messages")).to_contain_text("Saved.")
    expect(page.get_by_label("once a day")).to_be_checked()
    axe.check(page)
