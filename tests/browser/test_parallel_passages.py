"""Where words are said elsewhere, in the margin: found by a key, joined and tagged by one click."""

import pytest
from playwright.sync_api import expect

from annotator.actions import taggings
from annotator.models import CrossReference, Place, Tagging
from tests.browser import axe
from tests.browser.pages import make_text
from tests.support.factories import make_tag, paragraphs_of

pytestmark = pytest.mark.django_db(transaction=True)

RIVER = "The council shall keep the river clean for everybody who lives along it."


@pytest.fixture
def text(db, colleague):
    made = make_text(["# On rivers", RIVER, "Boats are moored at night."], title="On rivers", slug="rivers")
    other = make_text(["# On lakes", RIVER.replace("river", "lake")], title="On lakes", slug="lakes")
    taggings.tag(places=[Place(paragraphs_of(other)[1])], tags=[make_tag("water")], by=colleague)
    return made


def press(page, key):
    page.goto("/documents/rivers/")
    page.locator("#p2 .num").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.press(key)


def test_found_and_joined_in_the_margin(text, open_page, annotator):
    page = open_page(annotator)
    press(page, "p")
    found = page.locator(".margin-slot .elsewhere")
    expect(found).to_be_focused()
    expect(found.get_by_text("The same wording, one word changed.")).to_be_visible()
    marked = found.locator("mark").all_inner_texts()
    assert any("council shall keep the" in each for each in marked)
    assert not any("lake" in each for each in marked)
    axe.check(page)
    found.get_by_role("button", name="Join").click()
    expect(page.get_by_text("Joined: restates.")).to_be_visible()
    expect(page.locator(".margin-slot")).to_have_count(0)
    reference = CrossReference.objects.get()
    assert (reference.origin, reference.source.start, reference.target.start) == ("suggestion", 0, None)


def test_on_a_phone_what_is_found_leaves_the_passage_in_sight(text, open_page, reader):
    for water in ("pond", "canal", "harbour"):
        make_text([f"# On a {water}", RIVER.replace("river", water)], title=f"On a {water}", slug=water)
    page = open_page(reader)
    page.set_viewport_size({"width": 390, "height": 640})
    press(page, "p")
    expect(page.locator(".margin-slot .elsewhere")).to_be_focused()
    passage, found = (page.locator(each).bounding_box() for each in ("#p2 .words", ".margin-slot .elsewhere"))
    assert page.locator(".margin-slot .elsewhere").evaluate("found => found.scrollHeight > found.clientHeight")
    assert passage["y"] >= 0
    assert passage["y"] + passage["height"] <= found["y"]
    assert found["y"] + found["height"] <= 640


def test_escape_closes_what_was_found(text, open_page, reader):
    page = open_page(reader)
    press(page, "p")
    expect(page.locator(".margin-slot .elsewhere")).to_be_focused()
    assert page.get_by_role("button", name="Join").count() == 0
    page.keyboard.press("Escape")
    expect(page.locator(".margin-slot")).to_have_count(0)


def test_a_tag_of_its_parallels_by_one_click(text, open_page, annotator):
    page = open_page(annotator)
    press(page, "t")
    page.get_by_role("link", name="Tags of its parallels").click()
    page.locator(".suggestions").get_by_role("button", name="water").click()
    expect(page.get_by_text("1 suggested tag was put there.")).to_be_visible()
    tagging = Tagging.objects.get(author=annotator)
    assert (tagging.origin, tagging.content_object.start) == ("suggestion", 0)
