"""The views of a search that count, as a person goes through them: by mouse, by keyboard, on a phone."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from annotator.models.place import Place
from tests.browser.axe import check
from tests.browser.pages import make_text, wider_than_window
from tests.support import factories

PHRASE = "a community with a shared future for humanity"
SEARCH = f"?q=%22{PHRASE.replace(' ', '+')}%22&view="


@pytest.fixture
def speeches(transactional_db, annotator):
    made = [
        make_text(
            [f"Building {PHRASE}, and {PHRASE}.", "of a community with a shared future for mankind it is"],
            title="Geneva",
            author="Ann Li",
            published_on=date(2017, 1, 18),
        ),
        make_text([f"{PHRASE.title()}: we build it."] * 4, title="Moscow", published_on=date(2013, 3, 23)),
        make_text(["A world with an open future."], title="Without", published_on=date(2015, 9, 28)),
    ]
    first = made[0].paragraphs.get(key=1)
    first.document = made[0]
    for name in ("hope", "promise"):
        factories.make_tagging(Place(first).paragraph, factories.make_tag(name), annotator)
    return made


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(phone, speeches, annotator, open_page, subtests):
    page = open_page(annotator, phone=phone)
    views = ["wordings&near=4", "time", "time&list=lacking", "time&list=year", "neighbours&least=2", "by"]
    views += ["by&rows=tag&columns=tag", "by&rows=section&columns=document", "wordings&near=4&in_year=2017"]
    for view in views:
        with subtests.test(view):
            page.goto(reverse("search") + SEARCH + view)
            expect(page.get_by_role("navigation", name="Views")).to_be_visible()
            check(page)
            assert not wider_than_window(page)


def test_from_a_phrase_to_its_wordings_to_a_place_by_mouse(speeches, open_page):
    page = open_page(None, at=reverse("search"))
    page.get_by_label("Words and “phrases”").fill(f'"{PHRASE}"')
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Wordings", exact=True).click()
    row = page.get_by_role("row").filter(has_text="for mankind")
    expect(row).to_contain_text("1 word exchanged")
    page.get_by_role("link", name="the same but for typography").click()
    expect(row).to_have_count(0)
    page.get_by_role("link", name="up to one word in four changed").click()
    row.get_by_role("link").first.click()
    line = page.get_by_role("list", name="Lines").get_by_role("link")
    expect(line).to_have_text("of a community with a shared future for mankind it is")
    line.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("body")).to_contain_text("for mankind it is")


def test_from_a_mark_of_the_chart_to_its_places_by_keyboard(speeches, open_page):
    page = open_page(None, at=reverse("search") + SEARCH + "time")
    mark = page.get_by_role("link", name="Geneva, 2017-01-18: 2 times")
    mark.focus()
    page.keyboard.press("Enter")
    lines = page.get_by_role("list", name="Lines").get_by_role("link")
    expect(lines).to_have_count(2)
    lines.last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text(f"Building {PHRASE}")


def test_the_chart_in_forced_colours_has_marks(speeches, open_page):
    page = open_page(None)
    page.emulate_media(forced_colors="active")
    page.goto(reverse("search") + SEARCH + "time")
    mark = page.locator(".chart circle.full").first
    hollow = page.locator(".chart circle.hollow").first
    fills = [each.evaluate("circle => getComputedStyle(circle).fill") for each in (mark, hollow)]
    assert fills[0] != fills[1]
    assert "none" not in fills
