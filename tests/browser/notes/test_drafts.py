"""What is typed into a note is there again after a reload, until it is sent, given up, or one logs out."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from annotator.models import Annotation
from tests.browser import hands

SAID = "What you typed here before is back."
DRAFTS = "Object.keys(sessionStorage).filter((key) => key.startsWith('draft '))"


@pytest.fixture
def page(open_page, annotator, address):
    page = open_page(annotator, at=address)
    # Before it leaves, the browser asks.
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def begin(page, words="the"):
    hands.drag(page, 1, words, then="n")
    return hands.field(page, "Note")


def test_it_is_there_again_for_the_same_words_until_it_is_given_up(page):
    begin(page).fill("Long thought about.")
    page.reload()
    expect(begin(page)).to_have_value("Long thought about.")
    expect(page.locator("#messages")).to_contain_text(SAID)
    page.reload()
    expect(begin(page, "mark")).to_have_value("")
    page.reload()
    expect(begin(page)).to_have_value("Long thought about.")
    hands.form(page).get_by_role("button", name="Cancel").click()
    expect(begin(page)).to_have_value("")
    assert page.evaluate(DRAFTS) == []


def test_what_was_sent_is_no_draft_any_more(page):
    begin(page).fill("Long thought about.")
    hands.form(page).get_by_role("button", name="Write note").click()
    expect(page.locator("#m1 .say")).to_have_text("Long thought about.")
    assert page.evaluate(DRAFTS) == []


def test_a_reply_on_a_page_of_its_own_is_there_again_until_it_is_sent(page, note):
    own = f"{page.url.split('/documents/')[0]}{reverse('reply', args=[note.pk])}"
    page.goto(own)
    page.get_by_role("textbox", name="Reply").fill("Yes, all.")
    page.reload()
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("Yes, all.")
    page.get_by_role("button", name="Send reply").click()
    page.wait_for_url("**#note-*")
    assert Annotation.objects.filter(body="Yes, all.").exists()
    assert page.evaluate(DRAFTS) == []


def test_logging_out_takes_it_away(page):
    begin(page).fill("Mine alone.")
    assert len(page.evaluate(DRAFTS)) == 1
    page.goto(f"{page.url.split('/documents/')[0]}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    assert page.evaluate(DRAFTS) == []


def test_logging_out_in_another_window_takes_it_away_and_the_page_with_it(page):
    begin(page).fill("Mine alone.")
    other = page.context.new_page()
    other.goto(f"{page.url.split('/documents/')[0]}/accounts/logout/")
    expect(hands.field(page, "Note")).to_have_value("Mine alone.")
    other.get_by_role("main").get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    expect(page.get_by_text("Mine alone.")).to_have_count(0)
    assert page.evaluate(DRAFTS) == []


def test_what_was_sent_twice_is_no_draft_any_more(page, note):
    own = f"{page.url.split('/documents/')[0]}{reverse('reply', args=[note.pk])}"
    page.goto(own)
    page.get_by_role("textbox", name="Reply").fill("Yes, all.")
    # The first answer is lost.
    page.evaluate(
        "fetch(location, {method: 'post', body: new FormData(document.querySelector('form:has([name=body])'))})"
    )
    page.get_by_role("button", name="Send reply").click()
    page.wait_for_url("**#note-*")
    expect(page.locator("#messages")).to_contain_text("This was sent twice and done once.")
    assert Annotation.objects.filter(body="Yes, all.").count() == 1
    assert page.evaluate(DRAFTS) == []
