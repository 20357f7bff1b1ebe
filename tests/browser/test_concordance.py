"""The lines of a concordance by mouse and keyboard, wide and on a phone, and before axe-core."""

import pytest
from playwright.sync_api import expect

from annotator.actions.tags import create_tag
from annotator.models import Tagging
from tests.browser.axe import check
from tests.browser.pages import ARABIC, make_text, wider_than_window

ADDRESS = "/search/?q=peace&view=concordance"


@pytest.fixture
def text(transactional_db, editor):
    create_tag(name="hope", definition="Hope.", by=editor)
    make_text(["A word on peace, and more.", "No peace is without words.", "At last there is peace"], slug="treaty")
    return make_text(ARABIC, slug="arabic", language="ar")


def focused(page):
    return page.evaluate(
        "document.activeElement.closest('li')?.querySelector('.where').textContent.replaceAll('\\u00a0', ' ') ?? ''"
    )


def test_the_arrows_go_from_line_to_line_space_ticks_and_enter_opens(text, open_page, annotator):
    page = open_page(annotator, at=ADDRESS)
    page.locator("a.line").first.focus()
    page.keyboard.press("ArrowUp")
    assert "¶ 1" in focused(page)
    page.keyboard.press("ArrowDown")
    assert "¶ 2" in focused(page)
    page.keyboard.press("Space")
    expect(page.locator(".concordance input").nth(1)).to_be_checked()
    page.keyboard.press("Space")
    expect(page.locator(".concordance input").nth(1)).not_to_be_checked()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert "¶ 3" in focused(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/treaty/3/?start=17&end=22*")


def test_a_key_on_the_page_goes_to_the_first_line_in_sight(text, open_page, annotator):
    page = open_page(annotator, at=ADDRESS)
    for key, place in (("ArrowDown", "¶ 1"), ("ArrowDown", "¶ 2"), ("j", "¶ 3"), ("j", "¶ 3"), ("k", "¶ 2")):
        page.keyboard.press(key)
        assert place in focused(page)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "", "up is the page’s"
    page.set_viewport_size({"width": 1280, "height": 200})
    page.locator(".concordance li").nth(1).evaluate("line => scrollBy(0, line.getBoundingClientRect().top + 2)")
    page.keyboard.press("j")
    assert "¶ 2" in focused(page)


@pytest.mark.parametrize("control", ["#words", "summary", "a.by-form"])
def test_the_arrow_of_a_control_is_its_own(text, open_page, annotator, control):
    page = open_page(annotator, at=ADDRESS)
    page.locator(control).first.focus()
    page.keyboard.press("ArrowDown")
    assert focused(page) == ""


def test_where_letters_are_no_keys_or_others_were_chosen_only_these_lead_to_the_lines(text, open_page, annotator):
    page = open_page(annotator, at=ADDRESS)
    page.evaluate("localStorage.setItem('glossator:keys', '{\"j\": \"m\"}')")
    page.keyboard.press("j")
    assert focused(page) == ""
    page.keyboard.press("m")
    assert "¶ 1" in focused(page)
    page.evaluate("localStorage.setItem('glossator:keys-off', '')")
    page.keyboard.press("m")
    assert "¶ 1" in focused(page)
    page.keyboard.press("ArrowDown")
    assert "¶ 2" in focused(page)


def test_lines_are_dismissed_and_the_rest_is_tagged_and_comes_back_when_that_is_undone(text, open_page, annotator):
    page = open_page(annotator, at="/search/?q=peace -tag:hope&view=concordance")
    page.locator(".concordance input").nth(1).check()
    page.get_by_role("button", name="Dismiss what is ticked").click()
    expect(page.locator("a.line")).to_have_count(2)
    expect(page.locator("main")).to_contain_text("1 line was dismissed")
    page.get_by_role("link", name="Tag all lines that are left").click()
    page.get_by_role("combobox", name="Tags").fill("hope")
    page.get_by_role("button", name="Tag what is ticked").click()
    expect(page.locator("#messages")).to_contain_text("2 taggings made")
    assert Tagging.objects.count() == 2
    expect(page.locator("main")).to_contain_text("1 line was dismissed")
    expect(page.locator("a.line")).to_have_count(0)
    page.locator("#messages").get_by_role("button", name="Undo").click()
    expect(page.locator("a.line")).to_have_count(2)
    page.locator("a.line").first.focus()
    page.keyboard.press("Space")
    page.locator("#messages").get_by_role("button", name="Redo").click()
    expect(page.locator("a.line")).to_have_count(0)


def middle(page, selector):
    return page.locator(selector).evaluate_all(
        "found => found.map(each => (box => (box.left + box.right) / 2)(each.getBoundingClientRect()))"
    )


def test_the_words_stand_in_the_middle_of_their_lines(text, open_page, annotator):
    page = open_page(annotator, at=ADDRESS)
    places = middle(page, ".concordance mark")
    assert len(places) == 3
    assert max(places) - min(places) < 2
    assert max(abs(there - here) for there, here in zip(middle(page, "a.line"), places, strict=True)) < 2


def test_what_stands_before_a_word_from_right_to_left_is_to_its_right(text, open_page, annotator):
    page = open_page(annotator, at="/search/?q=الوثيقة&view=concordance")
    edges = "found => found.map(each => each.getBoundingClientRect()).map(box => [box.left, box.right])"
    ((before, _),) = page.locator(".concordance .before").evaluate_all(edges)
    ((_, words),) = page.locator(".concordance mark").evaluate_all(edges)
    assert before >= words - 1


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"phone": True}, {"javascript": False}])
def test_a_concordance_is_for_everybody(text, open_page, annotator, look):
    page = open_page(annotator, **look, at=ADDRESS)
    expect(page.locator("a.line")).to_have_count(3)
    if look.get("javascript", True):
        assert not wider_than_window(page)
        check(page)
