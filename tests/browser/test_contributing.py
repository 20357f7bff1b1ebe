"""Choosing words and putting something on them: with the mouse, by keyboard alone, by touch."""

import re

import pytest
from playwright.sync_api import expect

from annotator.models import Annotation, CrossReference, Passage, Tag, Tagging
from tests.browser import hands
from tests.support import factories

FIRST = "Read the whole document once before you mark anything in it."
SECOND = "Texts of this kind repeat themselves, and they quote each other."
ODD = "👩‍🏫 and 𝄞 — cafe\u0301, shared\u00adness, שלום עולם, 命运共同体, <b>bold</b> &amp; the end."


@pytest.fixture
def text(transactional_db):
    return factories.make_document(texts=["# A heading", FIRST, SECOND, ODD])


@pytest.fixture
def codebook(text):
    for number, name in enumerate(("promise", "proposal", "premise"), 1):
        factories.make_tag(name, colour=number)


def test_words_chosen_with_the_mouse_are_tagged(open_page, annotator, address, codebook):
    page = open_page(annotator, at=address)
    hands.drag(page, 2, "the whole document")
    expect(hands.bar(page)).to_be_in_viewport(ratio=1)
    hands.bar(page).get_by_role("button", name="Tag").click()
    expect(hands.bar(page)).to_be_hidden()
    expect(hands.form(page).locator("blockquote")).to_have_text("the whole document")

    field = hands.field(page, "Tags")
    expect(field).to_be_focused()
    page.keyboard.type("prom")
    expect(page.locator(".options li")).to_have_text([re.compile("promise")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("prop")
    page.locator(".options li", has_text="proposal").click()
    expect(field).to_have_value("promise, proposal, ")
    page.keyboard.press("Enter")

    for name in ("promise", "proposal"):
        expect(page.locator("#m2 .chip", has_text=name)).to_be_visible()
    expect(hands.form(page)).to_have_count(0)
    expect(page.locator("#p2 .num")).to_be_focused()
    expect(page.get_by_text("Tagged promise, proposal: “the whole document”.")).to_be_in_viewport()
    passage = Passage.objects.get()
    assert (passage.quote, passage.start, passage.end) == ("the whole document", 5, 23)

    page.locator("#messages").get_by_role("button", name="Undo").click()
    expect(page.locator("#m2 .chip")).to_have_count(0)
    assert not Tagging.objects.standing().exists()


def test_by_keyboard_alone(open_page, annotator, address):
    page = open_page(annotator, at=address)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("choose the next or the previous word")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#p2 .num")).to_be_focused()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator("#chosen")).to_have_text("whole document")
    page.keyboard.press("n")
    expect(hands.field(page, "Note")).to_be_focused()
    page.keyboard.type("n and j and x are letters here.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#m2 .say")).to_have_text("n and j and x are letters here.")
    expect(page.locator("#p2 .num")).to_be_focused()
    assert Annotation.objects.get().passage.quote == "whole document"
    page.keyboard.press("k")
    expect(page.locator("#p1 .num")).to_be_focused()


def test_arrows_choose_backwards_and_to_the_ends(open_page, annotator, address):
    page = open_page(annotator, at=f"{address}#p2")
    page.locator("#p2 .num").focus()
    chosen = page.locator("#chosen")
    for key, words in (
        ("End", "it"),
        ("Shift+ArrowLeft", "in it"),
        ("Shift+Home", FIRST.rstrip(".")),
        ("ArrowRight", "the"),
        ("ArrowLeft", "Read"),
        ("ArrowLeft", "Read"),
        ("Shift+End", FIRST.rstrip(".")),
    ):
        page.keyboard.press(key)
        expect(chosen).to_have_text(words)
    page.keyboard.press("Escape")
    expect(hands.bar(page)).to_be_hidden()
    expect(page.locator("#p2 .num")).to_be_focused()


def test_a_paragraphs_number_opens_the_bar_for_all_of_it(open_page, annotator, address, codebook):
    page = open_page(annotator, at=address)
    page.locator("#p3 .num").click()
    bar = hands.bar(page)
    expect(bar.get_by_role("button", name="Tag")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Note")).to_be_focused()
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    expect(page.locator("#p3 .num")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("t")
    expect(hands.form(page)).to_contain_text("The whole of ¶ 3")
    page.keyboard.type("promise")
    page.keyboard.press("Enter")
    expect(page.locator("#m3 .chip")).to_have_text(re.compile("promise"))
    assert Passage.objects.get().whole


def test_by_touch(open_page, annotator, address):
    page = open_page(annotator, phone=True, at=address)
    hands.select(page, (2, "whole document"))
    expect(hands.bar(page)).to_be_in_viewport(ratio=1)
    hands.bar(page).get_by_role("button", name="Note").tap()
    hands.field(page, "Note").fill("From a phone.")
    hands.form(page).get_by_role("button", name="Write note").tap()
    expect(page.locator("#m2 .say")).to_have_text("From a phone.")
    assert Annotation.objects.get().passage.quote == "whole document"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_selection_over_several_paragraphs_is_one_action(open_page, annotator, address):
    page = open_page(annotator, at=address)
    hands.select(page, (2, "mark anything in it."), (4, "👩‍🏫 and"))
    page.keyboard.press("n")
    expect(hands.form(page)).to_contain_text("and words of 2 more paragraphs")
    page.keyboard.type("All three.")
    hands.form(page).get_by_role("button", name="Write note").click()
    for key in (2, 3, 4):
        expect(page.locator(f"#m{key} .say")).to_have_text("All three.")
    quotes = {note.passage.quote for note in Annotation.objects.select_related("passage")}
    assert quotes == {"mark anything in it.", SECOND, "👩‍🏫 and"}
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Undo it")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator(".say")).to_have_count(0)
    assert not Annotation.objects.standing().exists()


@pytest.mark.parametrize(
    "words",
    ["👩‍🏫 and", "𝄞", "cafe\u0301", "shared\u00adness", "שלום עולם", "命运共同体", "<b>bold</b> &amp;", "the end."],
)
def test_words_of_every_kind_are_found_where_they_were_chosen(open_page, annotator, address, words):
    page = open_page(annotator, at=address)
    hands.select(page, (4, words))
    page.keyboard.press("n")
    hands.field(page, "Note").fill("Here.")
    hands.form(page).get_by_role("button", name="Write note").click()
    expect(page.locator("#m4 .say")).to_have_text("Here.")
    passage = Passage.objects.get()
    assert (passage.quote, passage.start) == (words, ODD.index(words))
    # And back: what is marked in the page are the same words.
    assert page.evaluate("[...CSS.highlights.get('hue-note')].map(String)") == [words]


def test_a_tag_that_is_not_there_is_defined_by_those_who_may(open_page, editor, address, complaints):
    complaints.expect("422")
    page = open_page(editor, at=address)
    hands.drag(page, 2, "whole document", then="t")
    hands.field(page, "Tags").fill("reading order")
    page.keyboard.press("Enter")
    expect(hands.field(page, "Definition of “reading order”")).to_be_focused()
    page.keyboard.type("Where it says in what order to read.")
    hands.form(page).get_by_role("button", name="Tag", exact=True).click()
    expect(page.locator("#m2 .chip")).to_have_text(re.compile("reading order"))
    assert Tag.objects.get().definition == "Where it says in what order to read."


def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(open_page, annotator, address, codebook, complaints):
    page = open_page(annotator)
    complaints.expect("422")
    page.goto(address)
    hands.drag(page, 2, "whole document", then="t")
    hands.field(page, "Tags").fill("promise, prommise")
    page.keyboard.press("Enter")
    field = hands.field(page, "Tags")
    expect(hands.form(page).get_by_role("alert")).to_contain_text("There is no tag called “prommise”")
    expect(field).to_be_focused()
    expect(field).to_have_value("promise, prommise")
    expect(hands.form(page).locator("blockquote")).to_have_text("whole document")
    expect(hands.field(page, "Definition")).to_have_count(0)  # an annotator adds no tags
    field.fill("promise")
    page.keyboard.press("Enter")
    expect(page.locator("#m2 .chip")).to_have_text(re.compile("promise"))
    hands.drag(page, 2, "whole document", then="t")
    hands.field(page, "Tags").fill("promise")
    expect(page.get_by_text("Tagged promise: “whole document”.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(hands.form(page).get_by_role("alert")).to_contain_text("already")
    expect(page.get_by_text("Tagged promise: “whole document”.")).to_have_count(0)


def test_sent_twice_acts_once(open_page, annotator, address):
    page = open_page(annotator, at=address)
    hands.write_note(page, 2, "whole document", note="Once.")
    again = """async () => {
      const form = document.querySelector(".margin-slot form");
      const body = new FormData(form);
      await Promise.all([1, 2, 3].map(() => fetch(form.getAttribute("hx-post"), { method: "POST", body })));
    }"""
    page.evaluate(again)
    hands.form(page).get_by_role("button", name="Write note").dblclick()
    expect(hands.form(page)).to_have_count(0)
    expect(page.locator("#m2 .say")).to_have_text("Once.")
    assert Annotation.objects.count() == 1


def test_readers_are_offered_what_they_may_do(open_page, reader, address):
    page = open_page(reader, at=address)
    hands.drag(page, 2, "whole document")
    expect(hands.bar(page).get_by_role("button")).to_have_text([re.compile("Said elsewhere"), re.compile("Cite")])
    page.keyboard.press("n")
    expect(page.locator(".margin-slot")).to_have_count(0)
    page.goto(f"{address}2/")
    expect(page.locator("form.compose")).to_have_count(0)


def test_somebody_not_logged_in_is_told_how(page, address):
    page.goto(f"{address}2/")
    page.get_by_role("link", name="Log in to tag, annotate or cross-reference").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert page.url.endswith(f"?next={address}2/")


def test_several_steps_are_undone_in_order_and_after_a_reload(open_page, annotator, address):
    page = open_page(annotator, at=address)
    for words in ("Read", "whole", "document"):
        hands.write_note(page, 2, words, note=words)
        hands.form(page).get_by_role("button", name="Write note").click()
        expect(page.locator("#m2 .say", has_text=words)).to_be_visible()
    page.reload()
    says = page.locator("#m2 .say")
    expect(says).to_have_text(["Read", "whole", "document"])
    page.get_by_role("link", name="Undo my last action").click()
    page.get_by_role("button", name="Undo it").click()
    expect(says).to_have_text(["Read", "whole"])
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Undo it")).to_be_focused()
    page.keyboard.press("u")
    expect(says).to_have_text(["Read"])
    page.get_by_role("button", name="Redo").click()
    expect(says).to_have_text(["Read", "whole"])


def test_a_citation_of_the_words_chosen_is_copied(open_page, annotator, address, live_server):
    page = open_page(annotator, permissions=["clipboard-read", "clipboard-write"], at=address)
    hands.drag(page, 2, "whole document")
    page.keyboard.press("c")
    expect(page.get_by_text("Copied:")).to_be_in_viewport()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"¶ 2. {live_server.url}{address}2/?start=9&end=23")
    page.get_by_role("button", name="Close this message").click()
    expect(page.get_by_text("Copied:")).to_have_count(0)
    page.goto(copied.partition(". ")[2])
    assert page.evaluate("[...CSS.highlights.get('joined')].map(String)") == ["whole document"]


def test_words_are_chosen_where_the_server_marks_them_too(open_page, annotator, address, codebook):
    page = open_page(annotator, at=address)
    for words, tag in (("whole document", "promise"), ("document once", "premise")):
        hands.drag(page, 2, words, then="t")
        hands.field(page, "Tags").fill(tag)
        page.keyboard.press("Enter")
        expect(page.locator("#m2 .chip", has_text=tag)).to_be_visible()
        page.goto(f"{address}?spans=1")
    expect(page.locator("#p2 .words > .marked")).to_have_text(["whole ", "document", " once"])
    assert sorted(Passage.objects.values_list("start", "end")) == [(9, 23), (15, 28)]


def test_enter_in_the_field_of_the_other_passage_joins_them(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
    hands.drag(page, 2, "the whole document", then="x")
    hands.field(page, "Other passage").fill(f"{text.slug}/3")
    expect(page.locator(".options li")).to_have_count(1)
    hands.form(page).locator("[name=note]").fill("Said there too.")
    hands.field(page, "Other passage").press("Escape")
    hands.field(page, "Other passage").press("Enter")
    expect(page.locator("#messages")).to_contain_text("Undo")
    assert CrossReference.objects.get().note == "Said there too."
