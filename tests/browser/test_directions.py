"""A paragraph that runs against its document: laid out as it is written, and words in it chosen and marked."""

import pytest

from annotator.models import Tagging
from tests.browser import hands
from tests.browser.pages import ARABIC, box_of, make_text
from tests.support import factories

ENGLISH = "Read the whole document first, and then mark it from the beginning to the end."


@pytest.mark.parametrize(
    ("language", "words", "chosen", "side"),
    [("en", ARABIC[1], "الوثيقة", "right"), ("ar", ENGLISH, "whole document", "left")],
)
def test_its_words_begin_on_their_side_and_can_be_tagged(
    transactional_db, open_page, annotator, language, words, chosen, side
):
    around = ENGLISH if language == "en" else ARABIC[1]
    text = make_text([around, words, around], language=language)
    factories.make_tag("promise")
    page = open_page(annotator, at=text.get_absolute_url())
    place, first = (box_of(page, f"#p2 > .text{part}") for part in ("", " > .words"))
    assert abs(place[side] - first[side]) < 1
    # Its number and its margin stand where those of the others do.
    for part in (".num", ".margin"):
        assert box_of(page, f"#p2 {part}")["left"] == box_of(page, f"#p1 {part}")["left"]
    assert page.locator("#p1 > .text").get_attribute("dir") is None

    hands.drag(page, 2, chosen)
    assert page.evaluate("[...CSS.highlights.get('chosen')].map(String)") == [chosen]
    page.keyboard.press("t")
    hands.field(page, "Tags").fill("promise")
    page.keyboard.press("Enter")
    page.locator("#m2 .chip").wait_for()
    assert Tagging.objects.get().content_object.quote == chosen
    hue = page.locator("#m2 .entry").get_attribute("data-hues")
    assert page.evaluate("hue => [...CSS.highlights.get(`hue-${hue}`)].map(String)", hue) == [chosen]
    hands.point_at(page, 2, chosen)
    page.locator("#m2 .entry.joined").wait_for()
