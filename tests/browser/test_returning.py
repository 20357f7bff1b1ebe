"""Reload and Back return to the line one was at; a narrowed margin leads to its first passage, lists all, and stays."""

import re

import pytest
from playwright.sync_api import expect

from annotator.actions import annotations, taggings
from annotator.models.place import Place
from tests.browser import hands
from tests.browser.pages import all_of_it, long_text, top_of
from tests.support import factories

# Pixels: less than a line.
A_LINE = 20


@pytest.fixture
def text(transactional_db):
    return long_text(sections=6, each=60)


@pytest.fixture
def tagged(text, annotator):
    """Two passages far down, of one tag, in the text of 366 paragraphs."""
    tag = factories.make_tag("promise")
    paras = {para.key: para for para in factories.paragraphs_of(text)}
    taggings.tag(places=[Place(paras[300], 0, 13), Place(paras[320], 0, 9)], tags=[tag], by=annotator)
    annotations.annotate(places=[Place(paras[310], 0, 9)], body="Not of the tag.", by=annotator)
    return text


def read_at(page, key):
    """Bring a paragraph to the top of the window, a little of it above."""
    page.locator(f"#p{key}").wait_for()
    # What comes into the window is laid out only then.
    page.wait_for_function(
        """key => {
          const { top } = document.getElementById(`p${key}`).getBoundingClientRect();
          if (Math.abs(top + 7) >= 2) scrollBy(0, top + 7);
          else return new URLSearchParams(location.search).get("at") === String(key);
          return false;
        }""",
        arg=key,
    )
    return top_of(page, f"#p{key}")


def near(page, key, before):
    page.wait_for_function(
        f"before => Math.abs(document.getElementById('p{key}')?.getBoundingClientRect().top - before) < {A_LINE}",
        arg=before,
    )


def test_reload_returns_to_the_line(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
    all_of_it(page, 366)
    before = read_at(page, 250)
    page.reload()
    near(page, 250, before)
    # Also when what comes before has arrived.
    all_of_it(page, 366)
    near(page, 250, before)


def test_back_returns_to_the_line(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
    all_of_it(page, 366)
    before = read_at(page, 250)
    page.goto("/activity/")
    page.go_back()
    near(page, 250, before)
    all_of_it(page, 366)
    near(page, 250, before)


def test_the_top_is_the_top(open_page, annotator, text):
    page = open_page(annotator, at=text.get_absolute_url())
    page.reload()
    assert page.evaluate("scrollY") == 0
    assert "at=" not in page.url


def test_narrowing_to_a_tag_leads_to_the_first_and_lists_them_with_their_words(open_page, annotator, tagged):
    page = open_page(annotator, at=tagged.get_absolute_url())
    page.locator(".facets a", has_text="promise").click()
    shown = page.locator("[data-shown]")
    expect(shown).to_contain_text("2 passages")
    expect(shown.locator("q")).to_have_text([re.compile("Paragraph 5"), "Paragraph"])
    expect(page.locator("#m300 .entry")).to_be_in_viewport()
    # To the second, and the margin stays narrowed.
    shown.get_by_role("link", name="¶ 320").click()
    expect(page.locator("#m320 .entry")).to_be_in_viewport()
    expect(page.locator(".entry", has_text="Not of the tag.")).to_have_count(0)


def test_narrowing_is_lost_by_nothing_one_does(open_page, annotator, tagged):
    page = open_page(annotator, at=f"{tagged.get_absolute_url()}?tag=promise")
    entry = hands.open_entry(page, "promise")
    hands.more(entry).get_by_role("button", name="Withdraw").click()
    expect(page.locator("#m300 .entry")).to_have_count(0)
    expect(page.locator("[data-shown]")).to_contain_text("1 passage")
    page.locator("#messages").get_by_role("button", name="Undo").click()
    expect(page.locator("#m300 .entry")).to_have_count(1)
    page.get_by_role("link", name="Show the whole source").click()
    expect(page).to_have_url(re.compile(r"source=1.*tag=promise"))
    expect(page.locator("[data-shown]")).to_contain_text("2 passages")
    page.get_by_role("link", name="Hide page furniture").click()
    expect(page).to_have_url(re.compile(r"tag=promise"))
    page.locator(".outline a").nth(2).click()
    expect(page).to_have_url(re.compile(r"tag=promise"))


def test_the_same_words_tagged_in_bulk_are_not_said_again(open_page, annotator, transactional_db):
    tag = factories.make_tag("peace")
    text = factories.make_document(texts=["Peace here and peace there.", "Peace here and war there."])
    first, second = factories.paragraphs_of(text)
    places = [Place(first, 0, 5), Place(first, 15, 20), Place(second, 0, 5), Place(second, 15, 18)]
    taggings.tag(places=places, tags=[tag], by=annotator)
    page = open_page(annotator, at=text.get_absolute_url())
    expect(page.locator("#m1 .chip")).to_have_count(2)
    expect(page.locator("#m1 .on")).to_have_count(0)
    expect(page.locator("#m2 .on")).to_have_text(["Peace", "war"])
