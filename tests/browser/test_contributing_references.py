"""Joining a passage to another: across pages, by words, by what was pasted; correcting it; seen from both ends."""

import pytest
from playwright.sync_api import expect

from annotator.models import CrossReference
from corpus import search
from tests.browser import hands
from tests.support import factories


@pytest.fixture
def texts(transactional_db):
    made = [
        factories.make_document(
            slug="guide", title="The Guide", texts=["# Reading", "Read the whole document first.", "Then mark it."]
        ),
        factories.make_document(
            slug="style", title="House Style", texts=["Take one section at a time.", "Mark it, and go on to the next."]
        ),
    ]
    for text in made:
        search.index(text)
    return made


def made():
    reference = CrossReference.objects.select_related("source", "target").get()
    return reference.source.quote, reference.relation, reference.target.quote


def test_the_start_waits_in_a_bar_until_the_other_end_is_chosen(open_page, annotator, texts):
    page = open_page(annotator, at="/documents/guide/")
    hands.drag(page, 2, "the whole document", then="x")
    hands.form(page).get_by_role("button", name="Start here").click()
    waiting = page.get_by_role("region", name="A cross-reference that waits")
    expect(waiting).to_contain_text("the whole document")
    expect(waiting).to_be_in_viewport()
    expect(hands.form(page)).to_have_count(0)

    page.goto("/")
    expect(waiting).to_contain_text("The Guide, ¶ 2")
    page.get_by_role("link", name="House Style").click()
    hands.drag(page, 1, "one section", then="x")
    expect(hands.field(page, "Other passage")).to_have_value("The Guide, ¶\u00a02: “the whole document”")
    expect(hands.form(page)).to_contain_text("the whole document")
    hands.field(page, "Relation").select_option("contradicts")
    hands.form(page).get_by_role("button", name="Cross-reference").click()
    expect(page.locator("#m1 .brief")).to_contain_text("contradicted by The Guide ¶ 2")
    expect(waiting).to_be_hidden()
    assert made() == ("the whole document", "contradicts", "one section")

    entry = hands.open_entry(page, "contradicted by")
    expect(entry.locator(".reference blockquote")).to_have_text("the whole document")
    page.goto("/documents/guide/")
    entry = hands.open_entry(page, "contradicts")
    expect(entry.locator(".reference blockquote")).to_have_text("one section")
    entry.get_by_role("link", name="Compare the two").click()
    expect(page.locator(".compared")).to_have_text(["the whole document", "one section"])


def test_a_start_can_be_let_go(open_page, annotator, texts):
    page = open_page(annotator, at="/documents/guide/")
    hands.drag(page, 2, "the whole document", then="x")
    hands.form(page).get_by_role("button", name="Start here").click()
    waiting = page.get_by_role("region", name="A cross-reference that waits")
    waiting.get_by_role("button", name="Cancel").click()
    expect(waiting).to_be_hidden()
    page.reload()
    expect(waiting).to_be_hidden()


def test_the_other_end_is_found_by_its_words(open_page, annotator, texts, complaints):
    complaints.expect("422")
    page = open_page(annotator, at="/documents/guide/")
    hands.drag(page, 2, "first", then="x")
    field = hands.field(page, "Other passage")
    field.press_sequentially("section")
    expect(page.locator(".options li")).to_contain_text(["House Style, ¶ 1"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("House Style, ¶\u00a01: “section”")
    # Words that stand in several passages, sent as they are: these are offered.
    field.fill("mark it")
    page.keyboard.press("Escape")
    hands.field(page, "Direction").select_option(label="the other → these words")
    hands.form(page).get_by_role("button", name="Cross-reference").click()
    expect(hands.form(page).get_by_role("alert")).to_contain_text("stand in several passages")
    expect(hands.field(page, "Direction")).to_have_value("in")
    hands.form(page).get_by_role("button", name="House Style, ¶ 2").click()
    expect(page.locator("#m2 .brief")).to_contain_text("see also House Style ¶ 2")
    assert made() == ("Mark it", "see also", "first")


def test_an_end_is_corrected_by_what_was_pasted(open_page, annotator, texts, live_server, complaints):
    complaints.expect("422")
    page = open_page(annotator, at="/documents/guide/")
    hands.drag(page, 2, "first", then="x")
    hands.field(page, "Other passage").fill(f"{live_server.url}/documents/style/1/?start=5&end=16")
    hands.form(page).get_by_role("button", name="Cross-reference").click()
    expect(page.locator("#m2 .brief")).to_contain_text("House Style ¶ 1")
    assert made() == ("first", "see also", "one section")

    entry = hands.open_entry(page, "see also")
    entry.get_by_role("link", name="Edit").click()
    expect(page.get_by_label("To").and_(page.locator("input"))).to_have_value("House Style, ¶\u00a01: “one section”")
    page.locator("[name=target]").fill("guide/2:24-29")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be cross-referenced to itself")
    page.locator("[name=target]").fill("House Style, ¶ 2")
    page.locator("[name=relation]").select_option("revises")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#m2 .brief")).to_contain_text("revises House Style ¶ 2")
    assert made() == ("first", "revises", "Mark it, and go on to the next.")


def test_without_javascript(open_page, annotator, texts):
    page = open_page(annotator, javascript=False, at="/documents/guide/")
    page.locator("#p2 .num").click()
    section = page.locator("#reference-here")
    section.get_by_label("Words").fill("whole")
    section.get_by_role("button", name="Start here").click()
    waiting = page.locator("#waiting-end")
    expect(waiting).to_contain_text("whole")
    page.goto("/documents/style/2/")
    section.get_by_label("Words").fill("the next")
    section.get_by_role("button", name="Cross-reference", exact=True).click()
    expect(page.locator(".full-entry")).to_contain_text("The Guide, ¶ 2")
    expect(waiting).to_be_hidden()
    assert made() == ("whole", "see also", "the next")


def test_the_three_forms_without_javascript(open_page, annotator, complaints):
    complaints.expect("422")
    factories.make_document(slug="twice", texts=["peace and more peace"])
    factories.make_tag("promise")
    page = open_page(annotator, javascript=False, at="/documents/twice/1/")
    tags, notes = page.locator("#tag-here"), page.locator("#note-here")
    tags.get_by_label("Words").fill("peace")
    tags.get_by_label("Tags").fill("promise")
    tags.get_by_role("button", name="Tag").click()
    expect(tags.get_by_role("alert")).to_contain_text("more than once")
    assert page.url.endswith("#tag-here")
    tags.get_by_label("peace and more [peace]", exact=True).check()
    tags.get_by_role("button", name="Tag").click()
    expect(page.locator(".full-entry")).to_contain_text("promise")
    notes.get_by_label("Words").fill("war")
    notes.get_by_role("textbox", name="Note").fill("Not here?")
    notes.get_by_role("button", name="Write note").click()
    expect(notes.get_by_role("alert")).to_contain_text("not in this paragraph")
    expect(notes.get_by_role("textbox", name="Note")).to_have_value("Not here?")
    notes.get_by_label("Words").fill("")
    notes.get_by_role("button", name="Write note").click()
    entry = page.locator(".full-entry", has_text="Not here?")
    entry.get_by_label("Reply").fill("Indeed.")
    entry.get_by_role("button", name="Send reply").click()
    expect(entry).to_contain_text("Indeed.")
    hands.more(entry).get_by_role("button", name="Resolve").click()
    expect(hands.more(entry).get_by_role("button", name="Reopen")).to_be_visible()
    page.get_by_role("link", name="Undo my last action").click()
    page.get_by_role("button", name="Undo it").click()
    expect(hands.more(entry).get_by_role("button", name="Resolve")).to_be_visible()
