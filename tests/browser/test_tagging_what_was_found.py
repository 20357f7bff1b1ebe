"""The page that tags what was found: how many are ticked, from page to page."""

from playwright.sync_api import expect

from annotator.models import Tagging
from corpus import search
from tests.support import factories


def test_what_is_ticked_is_counted_with_other_pages_and_with_what_nobody_looked_at(
    open_page, annotator, transactional_db
):
    factories.make_tag("peace")
    search.index(factories.make_document(texts=[f"A shared future, number {number}." for number in range(120)]))
    page = open_page(annotator, at="/search/tag/?q=future")
    ticked, rest = page.locator("[data-ticked]"), page.locator("[name=rest]")
    expect(ticked).to_have_text("120 ticked")
    page.locator("[name=chosen]").nth(3).uncheck()
    expect(ticked).to_have_text("119 ticked")
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text("Page 2 of 3")).to_be_visible()
    expect(ticked).to_have_text("119 ticked")
    rest.uncheck()
    expect(ticked).to_have_text("99 ticked")
    page.get_by_role("combobox", name="Tags").fill("peace")
    page.get_by_role("button", name="Tag what is ticked").click()
    expect(page.get_by_text("99 taggings made.")).to_be_visible()
    assert Tagging.objects.count() == 99
