"""Marks on the same words are told apart: by lanes below the words, and by kinds of line where the window has its own colours."""

import pytest
from playwright.sync_api import expect

from annotator.actions import annotations, cross_references, taggings
from annotator.models.place import Place
from tests.support import factories

DRAWN = """() => Object.fromEntries([...CSS.highlights].filter(([, ranges]) => ranges.size)
  .map(([name, ranges]) => [name, [...ranges].map(String)]))"""
LINE = """([key, name]) => {
  const style = getComputedStyle(document.querySelector(`#p${key} .words`), `::highlight(${name})`);
  return [style.textDecorationLine, style.textDecorationStyle, style.textDecorationThickness, style.backgroundColor].join(" ");
}"""
NAMES = ["hue-1", "hue-5", "hue-9", "hue-note", "hue-ref", "hue-uncertain", "joined", "chosen"]


@pytest.fixture
def text(annotator):
    made = factories.make_document(["Every party shall keep the promise.", "It shall say where it was made."])
    one, other = made.paragraphs.order_by("key").select_related("document__collection")
    tag = factories.make_tag("promise")
    for start, end in ((0, 20), (12, 34)):
        taggings.tag(places=[Place(one, start, end)], tags=[tag], by=annotator)
    place = Place(other, 3, 12)
    taggings.tag(places=[place], tags=[factories.make_tag("duty", colour=5)], by=annotator)
    annotations.annotate(places=[place], body="Who?", by=annotator)
    cross_references.cross_reference(source=place, target=Place(one), relation="restates", by=annotator)
    return made


def test_marks_on_the_same_words_stand_in_lanes_of_their_own(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
    assert page.evaluate(DRAWN) == {
        "hue-1": ["Every party shall ke"],
        "hue-1-2": ["shall keep the promise"],
        "hue-5": ["shall say"],
        "hue-note-2": ["shall say"],
        "hue-ref-3": ["shall say"],
    }
    offsets = page.evaluate(
        """() => [undefined, "::highlight(hue-1-2)", "::highlight(hue-1-3)"].map(part =>
          parseFloat(getComputedStyle(document.querySelector("#p1 .words"), part).textUnderlineOffset))"""
    )
    assert offsets[0] + 3 < offsets[1] < offsets[2] - 3


def test_where_the_window_has_its_own_colours_lines_tell_everything(open_page, annotator, text):
    page = open_page(annotator, forced_colors="active", at=text.get_absolute_url())
    lines = {name: page.evaluate(LINE, [1, name]) for name in NAMES}
    assert len({*lines.values()}) == len(NAMES), lines
    # What has a background of its own looks as if it were selected: that is what one has chosen, and nothing else.
    filled = [name for name, line in lines.items() if not line.endswith("rgba(0, 0, 0, 0)")]
    assert filled == ["chosen"]
    adjusted = "() => getComputedStyle(document.querySelector('#p1 .words')).forcedColorAdjust"
    assert page.evaluate(adjusted) == "preserve-parent-color"


def test_dots_show_the_kind_of_line(open_page, annotator, text):
    page = open_page(annotator, forced_colors="active", at=text.get_absolute_url())
    dot = """hue => {
      const style = getComputedStyle(document.querySelector(`.margin .chip.hue-${hue}`), '::before');
      return [style.backgroundColor, style.borderTopWidth];
    }"""
    assert page.evaluate(dot, 1) == ["rgb(0, 0, 0)", "0px"]
    assert page.evaluate(dot, 5) == ["rgba(0, 0, 0, 0)", "3px"]


def test_on_paper_words_have_lines_only_where_they_are_asked_for(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
    assert page.evaluate(LINE, [1, "hue-1"]).startswith("underline")
    page.emulate_media(media="print")
    assert page.evaluate(LINE, [1, "hue-1"]).startswith("none")
    line = "() => getComputedStyle(document.querySelector('#p1 .marked') ?? document.querySelector('#p1 .words')).textDecorationLine"
    for chosen, seen in (("for=me&lines=1", "underline"), ("for=me", "none")):
        page.goto(f"{text.get_absolute_url()}print/?{chosen}")
        assert page.evaluate(line) == seen
        for not_printed in (".site", ".site-foot", "main form"):
            expect(page.locator(not_printed).first).not_to_be_visible()
