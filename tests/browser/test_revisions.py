"""The pages of revisions, for everybody who sees them: axe-core finds nothing, and a phone need not scroll sideways."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from annotator.actions import annotations
from annotator.models import Passage
from annotator.models.place import Place
from tests.browser import hands
from tests.browser.axe import check_all, check_widths
from tests.browser.pages import ARABIC, make_text
from tests.corpus.importing.writing.test_revise import FIRST, SECOND, THIRD, revised
from tests.support.factories import make_document


@pytest.fixture
def text(annotator):
    """Two revisions of a text: a paragraph is gone, with a note on it, one is edited, one is split, one is new."""
    made = make_text(["# Tasks", f"{FIRST} {SECOND}", THIRD, "One that goes.", *ARABIC], title="A treaty of many words")
    gone = made.paragraphs.get(key=4)
    gone.document = made
    annotations.annotate(places=[Place(gone)], body="A note.", by=annotator)
    revised(made, "Tasks", FIRST, SECOND, THIRD.replace("three", "four"), "One that is new to this text.", *ARABIC)
    return made


@pytest.fixture
def addresses(text):
    rests = ("revisions/", "revisions/1/", "compare/1/2/", "compare/1/2/?all=1", "4/", "")
    return {rest: f"/documents/{text.slug}/{rest}" for rest in rests}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_axe_finds_nothing(phone, addresses, annotator, log_in, open_page, subtests):
    check_all(addresses, open_page(annotator, phone=phone), log_in(annotator), subtests)


def test_nothing_is_wider_than_a_phone(addresses, open_page, subtests):
    check_widths(addresses, open_page(phone=True), subtests)


def test_the_preview_of_a_load_is_no_wider_than_a_phone(text, editor, open_page, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    text.source_url = f"https://texts.example.org/{'a-long-address/' * 8}"
    text.save()
    page = open_page(editor, phone=True, at=f"{reverse('load')}?revises={text.pk}")
    sent = {
        "name": "new.txt",
        "mimeType": "text/plain",
        "buffer": f"Tasks\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n".encode(),
    }
    page.get_by_label("File").set_input_files(sent)
    page.get_by_role("button", name="Preview").click()
    page.get_by_text("What a load would make of it").wait_for()
    assert "a-long-address" in page.locator("dl.facts").last.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_earlier_revision_opens_at_the_paragraph_asked_for(text, open_page):
    page = open_page(javascript=False, at=f"/documents/{text.slug}/4/")
    page.get_by_role("link", name="Read it in revision 1").click()
    assert page.locator("#p4 .text").inner_text() == "One that goes."
    page.locator("#p3 .num").click()
    assert page.url.endswith(f"/documents/{text.slug}/3/")


def test_what_changed_under_an_open_page_is_said_before_anything_is_put_on_it(text, annotator, open_page, complaints):
    complaints.expect("422")
    page = open_page(annotator, at=f"/documents/{text.slug}/")
    new = text.paragraphs.get(text="One that is new to this text.").key
    edited = text.paragraphs.get(text__contains="four").key
    page.locator(f"#p{new} .num").wait_for()
    revised(text, "Tasks", FIRST, SECOND, THIRD.replace("three", "five"), *ARABIC)

    page.locator(f"#p{new} .num").click()
    page.keyboard.press("n")
    notice = page.locator(".margin-slot .notice")
    expect(notice).to_contain_text(f"¶ {new} is not in it any more")
    expect(notice).to_be_focused()
    page.keyboard.press("Escape")
    expect(notice).to_be_hidden()

    page.locator(f"#p{edited} .num").click()
    page.keyboard.press("n")
    hands.field(page, "Note").fill("On all of it.")
    page.get_by_role("button", name="Write note").click()
    expect(hands.form(page)).to_contain_text(f"¶ {edited} has changed since you opened it. It says now:")
    expect(hands.field(page, "Note")).to_have_value("On all of it.")
    page.get_by_role("button", name="Write note").click()
    expect(hands.form(page)).to_be_hidden()
    assert "five" in Passage.objects.get(annotations__body="On all of it.").quote


def test_a_space_that_went_or_came_is_seen(open_page, annotator):
    made = make_document(["One  word after the other was read out.", "Another one was read out, and nothing else."])
    revised(made, "One word after the other was read out.", "Another  one was read out, and nothing else.")
    page = open_page(annotator, at=f"/documents/{made.slug}/compare/1/2/")
    for changed in (page.locator(".compared del"), page.locator(".compared ins")):
        assert changed.bounding_box()["width"] > 2
