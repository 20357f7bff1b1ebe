"""Two texts beside each other: words selected on both sides are joined."""

import re

import pytest
from playwright.sync_api import expect

from annotator.actions import annotations
from annotator.models import CrossReference
from annotator.models.place import Place
from tests.browser import hands
from tests.browser.pages import ARABIC, make_text, wider_than_window
from tests.support import factories


@pytest.fixture
def texts(transactional_db):
    left = ["# Reading", "Read the whole document first. 🙂 Then mark it with care.", "Only here."]
    right = ["# Reading", "Read the whole document at first. Then mark it with much care."]
    return make_text(left, slug="left", title="First"), make_text(right, slug="right", title="Second")


def drag(page, side, words):
    hands.pull(page, hands.spot(page, f"[data-side={side}] .words", words))


def join(page):
    page.get_by_role("form", name="Join two passages").get_by_role("button", name="Join").click()
    return page.locator("#join-here form.compose")


def test_words_of_both_sides_are_joined_in_place(open_page, annotator, texts):
    page = open_page(annotator, at="/compare/left/right/")
    drag(page, "left", "Then mark it")
    expect(page.locator("[data-end=left]")).to_have_text("¶\u00a02 “Then mark it”")
    drag(page, "right", "whole document at")
    expect(page.locator("[data-end=right]")).to_have_text("¶\u00a02 “whole document at”")
    form = join(page)
    expect(form.locator("[name=target]:not(button)")).to_have_value(re.compile("Second, ¶\\s2: “whole document at”"))
    expect(form.locator(".chosen-words")).to_have_text("Then mark it")
    form.locator("[name=relation]").select_option("revises")
    form.get_by_role("button", name="Cross-reference").click()
    expect(page.locator("#messages")).to_contain_text("Cross-reference made")
    expect(page.locator("[data-side=left] .crowd summary").first).to_contain_text("1 passage with marks")
    expect(page.locator("#join-here form")).to_have_count(0)
    reference = CrossReference.objects.select_related("source", "target").get()
    assert (reference.source.quote, reference.target.quote) == ("Then mark it", "whole document at")


def test_the_form_says_where_its_words_are_leaves_both_texts_in_sight_and_closes_by_escape(open_page, annotator, texts):
    page = open_page(annotator, at="/compare/left/right/")
    drag(page, "left", "Then mark it")
    drag(page, "right", "whole document at")
    form = join(page)
    expect(form.locator(".where")).to_have_text("First, ¶\u00a02")
    assert page.locator(".join").bounding_box()["height"] < page.viewport_size["height"] / 2
    form.locator("[name=note]").fill("Typed.")
    page.keyboard.press("Escape")
    expect(form).to_be_visible()
    form.locator("[name=note]").fill("")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(page.locator("[data-end=left]")).to_contain_text("Then mark it")


def test_a_word_that_the_pointer_cuts_into_is_taken_whole(open_page, annotator, texts):
    page = open_page(annotator, at="/compare/left/right/")
    drag(page, "left", "hen mark i")
    expect(page.locator("[data-end=left]")).to_have_text("¶\u00a02 “Then mark it”")
    expect(page.locator("[data-side=left] :checked")).to_have_value("2:33-45")


def test_one_side_alone_is_asked_for_the_other(open_page, annotator, texts, complaints):
    page = open_page(annotator, at="/compare/left/right/")
    drag(page, "left", "Only here")
    join(page)
    expect(page.get_by_role("alert")).to_contain_text("on each side")
    complaints.expect("422")


def test_without_scripts_two_circles_lead_to_the_form(open_page, annotator, texts):
    page = open_page(annotator, javascript=False, at="/compare/left/right/")
    page.get_by_label("Join ¶\u00a03 of First").check()
    page.get_by_label("Join ¶\u00a02 of Second").check()
    page.get_by_role("button", name="Join").click()
    expect(page).to_have_url(re.compile("/documents/left/3/cross-references/"))
    expect(page.locator("#reference-target")).to_have_value("right/2")


def test_an_entry_of_a_margin_opens_beside_its_paragraph(open_page, annotator, texts):
    annotations.annotate(places=[Place(factories.paragraphs_of(texts[0])[1])], body="Why first?", by=annotator)
    page = open_page(annotator, at="/compare/left/right/")
    page.locator(".crowd > summary").click()
    page.locator(".entry > summary").click()
    expect(page.locator(".passage-panel")).to_contain_text("Why first?")


@pytest.mark.parametrize("look", [{}, {"phone": True}, {"dark": True}], ids=["wide", "phone", "dark"])
def test_texts_of_both_directions_stay_in_the_window(open_page, annotator, texts, look):
    make_text(list(ARABIC), slug="arabic", title="مثال", language="ar")
    page = open_page(annotator, **look, at="/compare/left/arabic/")
    assert not wider_than_window(page)
    assert page.locator("[data-side=right]").first.evaluate("element => getComputedStyle(element).direction") == "rtl"
