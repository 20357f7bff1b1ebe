"""What is said after an action is in sight wherever one is in a text, covers nothing and moves nothing."""

import pytest
from playwright.sync_api import expect

from annotator.actions import annotations, taggings
from annotator.models.place import Place
from tests.browser import hands
from tests.browser.test_margin_beside import TEXT_LINES
from tests.support import factories

SENTENCE = "Every party shall keep the promise that it made, and shall say in which place it was made. "
WINDOWS = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "large": {"viewport": {"width": 1920, "height": 1080}},
    "phone": {"phone": True},
}
# How far one has come, in parts of the whole way.
WAYS = [0, 0.13, 0.37, 0.62, 0.88, 1]

# Scroll there; the boxes of what is said, and how much of what else is on the page can be seen or pressed in them.
UNDER = """way => {
  scrollTo({ top: way * (document.documentElement.scrollHeight - innerHeight), behavior: "instant" });
  const place = document.getElementById("messages");
  const boxes = [place, ...place.children].map(each => each.getBoundingClientRect());
  const seen = new Set();
  for (const { left, right, top, bottom } of boxes)
    for (let x = left + 1; x < right; x += 7)
      for (let y = top + 1; y < bottom; y += 5) {
        const [uppermost] = document.elementsFromPoint(x, y).filter(each => !place.contains(each) || each === place);
        if (uppermost !== place) seen.add(uppermost?.outerHTML.slice(0, 80) ?? "outside the window");
      }
  return [...seen];
}"""
IN_SIGHT = """() => [...document.querySelectorAll("#messages > *")].map(each => {
  const { left, right, top, bottom } = each.getBoundingClientRect();
  const place = document.getElementById("messages").getBoundingClientRect();
  return left >= 0 && right <= innerWidth && top >= place.top && bottom <= innerHeight + 1;
})"""


@pytest.fixture
def text(annotator):
    """A text with marks and notes beside every paragraph, longer than any window."""
    made = factories.make_document([SENTENCE * 4] * 24)
    tag = factories.make_tag("promise")
    for paragraph in made.paragraphs.select_related("document__collection"):
        taggings.tag(places=[Place(paragraph, 6, 17)], tags=[tag], by=annotator)
        annotations.annotate(places=[Place(paragraph, 90, 120)], body="Who is meant here?", by=annotator)
    return made


def nothing_under(page):
    for way in WAYS:
        assert page.evaluate(UNDER, way) == [], f"at {way} of the way"


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
@pytest.mark.parametrize("of_paragraph", [False, True], ids=["document", "paragraph"])
def test_a_message_covers_nothing_at_any_place_and_moves_nothing(open_page, annotator, text, window, of_paragraph):
    page = open_page(
        annotator,
        **window,
        at=text.paragraphs.get(key=2).get_absolute_url() if of_paragraph else text.get_absolute_url(),
    )
    page.locator("#text.beside").wait_for()
    nothing_under(page)
    before = page.evaluate(TEXT_LINES)
    page.locator("#p2 .text").scroll_into_view_if_needed()
    page.locator(".bar [data-cite]").click()
    expect(page.locator("#messages > *")).to_have_count(1)
    assert page.evaluate(IN_SIGHT) == [True]
    nothing_under(page)
    assert page.evaluate(TEXT_LINES) == before


@pytest.mark.parametrize("window", [WINDOWS["desk"], WINDOWS["large"]], ids=["desk", "large"])
def test_the_message_after_an_action_with_its_undo(open_page, annotator, text, window):
    page = open_page(annotator, **window, at=text.get_absolute_url())
    page.locator("#text.beside").wait_for()
    before = page.evaluate(TEXT_LINES)
    hands.write_note(page, 12, "keep the promise", note="Said in the middle.")
    page.keyboard.press("Tab")
    hands.form(page).get_by_role("button", name="Write note").click()
    expect(page.locator("#messages").get_by_role("button", name="Undo")).to_be_in_viewport()
    assert page.evaluate(IN_SIGHT) == [True]
    nothing_under(page)
    assert page.evaluate(TEXT_LINES) == before


def test_at_the_end_of_a_text_all_of_a_note_can_be_pressed_and_a_citation_read(open_page, annotator, text):
    """What stands beside the text is no part of its height, and a citation with its address takes two lines."""
    text.title = "Of the Promises That Every Party Made and of the Places in Which Each of Them Was Made, " * 2
    text.save()
    page = open_page(annotator, at=text.get_absolute_url())
    page.locator("#p24").scroll_into_view_if_needed()
    entry = page.locator("#m24 .entry", has_text="Who is meant here?")
    entry.locator("> summary").click()
    entry.locator(".passage-panel").wait_for()
    page.locator("#p24 .num").focus()
    page.keyboard.press("c")
    expect(page.locator("#messages > *")).to_have_count(1)
    assert page.evaluate(IN_SIGHT) == [True]
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last = entry.locator("button, a").last.bounding_box()
    strip = page.locator("#messages").bounding_box()
    assert last["y"] + last["height"] <= strip["y"]
