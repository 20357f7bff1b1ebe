"""Words longer than a phone is wide, and occurrences longer than a line: no page is wider than its window."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from annotator.actions import annotations, taggings
from annotator.actions.tags import create_tag
from annotator.models.place import Place
from tests.browser.pages import box_of, make_text, wider_than_window
from tests.support.factories import paragraphs_of

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture
def tag(transactional_db, editor):
    text = make_text([f"{LONG} begins. {LONG}.", "Peace."], title=LONG, slug="long")
    make_text(["Peace. Peace."], slug="other")
    tag, _batch = create_tag(name=LONG, definition=f"https://example.org/{LONG}/", by=editor)
    words = Place(paragraphs_of(text)[0], 0, len(LONG))
    taggings.tag(places=[words], tags=[tag], by=editor)
    annotations.annotate(places=[words], body=f"{LONG}\n\n`{LONG}`", by=editor)
    return tag


@pytest.mark.parametrize("phone", [True, False])
def test_long_words_make_no_page_wider_than_the_window(tag, open_page, editor, phone):
    page = open_page(editor, phone=phone)
    of_tag = [
        reverse(name, args=[tag.slug]) for name in ("tag", "tag_places", "tag_history", "merge_tag", "delete_tag")
    ]
    of_text = [reverse(name, args=["long"]) for name in ("document", "outline", "print", "revisions", "choose_other")]
    views = ("paragraphs", "concordance", "wordings", "time", "neighbours", "by")
    of_search = [f"/search/?q=donau*&view={view}" for view in views]
    on_words = ["/documents/long/1/tags/", "/documents/long/1/elsewhere/", "/search/tag/?q=donau*"]
    lists = ["/", "/tags/", "/activity/", "/people/editor/", "/compare/", "/compare/long/other/", "/export/", "/load/"]
    wide = []
    for address in [*of_tag, *of_text, *of_search, *on_words, *lists]:
        page.goto(address)
        if wider_than_window(page):
            wide.append(address)
    assert wide == []


def test_an_occurrence_longer_than_a_line_is_several_lines_of_its_concordance(transactional_db, open_page, annotator):
    make_text([f"Before it, peace {'and some more words ' * 9}is work, after it.", "Peace is work."])
    page = open_page(annotator)
    page.goto("/search/?q=peace+~50+work&view=concordance")
    expect(page.locator("a.line")).to_have_count(2)
    words, where, before, after = (
        box_of(page, f".concordance {each}") for each in ("mark", ".where", ".before", ".after")
    )
    assert before["right"] <= words["left"] + 1
    assert words["right"] <= after["left"] + 1 <= where["left"]
    assert abs(before["top"] - words["top"]) < 8
    assert abs(after["bottom"] - words["bottom"]) < 8
    assert words["bottom"] - words["top"] > 1.5 * (after["bottom"] - after["top"])
