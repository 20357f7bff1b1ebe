"""Words that may be others: confirmed in the margin; and a mark that is put elsewhere leaves the pages it stood on."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from annotator.actions import cross_references, taggings
from annotator.models import Passage
from annotator.models.place import Place
from corpus import search
from tests.browser import hands
from tests.browser.axe import check
from tests.support import factories

BUTTON = "Words are correct"


@pytest.fixture
def places(transactional_db):
    texts = [factories.make_document(slug=slug, texts=["Read the whole text.", "Mark it."]) for slug in ("one", "two")]
    for text in texts:
        search.index(text)
    return {text.slug: [Place(para) for para in factories.paragraphs_of(text)] for text in texts}


@pytest.fixture
def tagging(places, annotator):
    place = Place(places["one"][0].paragraph, 9, 14)
    (made,), _batch = taggings.tag(places=[place], tags=[factories.make_tag("peace")], by=annotator)
    Passage.objects.update(state="uncertain", quote="entire")
    return made


@pytest.mark.parametrize("phone", [False, True])
def test_the_words_are_confirmed_in_the_margin_and_that_is_undone(open_page, annotator, tagging, phone):
    page = open_page(annotator, phone=phone, at="/documents/one/")
    entry = hands.open_entry(page, "peace")
    expect(entry).to_contain_text("words uncertain")
    expect(entry).to_contain_text("there now: whole")
    check(page)
    entry.get_by_role("button", name=BUTTON).press("Enter")
    expect(page.locator("#messages")).to_contain_text("Confirmed: the words of peace on")
    expect(page.locator(".entry .passage-panel")).not_to_contain_text("words uncertain")
    expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)
    page.locator("#messages").get_by_role("button", name="Undo").click()
    expect(page.locator(".entry .passage-panel")).to_contain_text("words uncertain")


def test_the_words_are_confirmed_in_the_review_list_without_javascript(open_page, editor, tagging):
    page = open_page(editor, javascript=False, at=reverse("review") + "?kind=places")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.locator("main")).to_contain_text("Nothing needs re-anchoring.")


def test_the_review_list_is_for_everybody(open_page, editor, tagging):
    page = open_page(editor, at=reverse("review") + "?kind=places")
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    check(page)


def test_a_page_open_on_the_text_that_an_end_has_left_loses_its_card(open_page, annotator, reader, places):
    source, target = places["one"][0], places["two"][0]
    made, _batch = cross_references.cross_reference(source=source, target=target, relation="quotes", by=annotator)
    page = open_page(reader, at="/documents/two/")
    expect(page.locator(".entry")).to_contain_text("quoted by")
    fields = {"relation": "quotes", "note": "", "version": 1, "by": annotator}
    cross_references.edit(reference=made, source=source, target=places["one"][1], **fields)
    expect(page.locator(".entry")).to_have_count(0)
