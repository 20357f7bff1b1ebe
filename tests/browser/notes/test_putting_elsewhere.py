"""A note whose words are gone is found on the review page and put on others, with everybody's page keeping up."""

import pytest
from playwright.sync_api import expect

from annotator.models import Annotation, Passage


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_review_page_and_back_by_undo(open_page, editor, note, javascript):
    Passage.objects.update(state="lost", quote="Gone words", start=90, end=100)
    page = open_page(editor, javascript=javascript, at="/review/?kind=places")
    expect(page.locator(".cards")).to_contain_text("Gone words")
    page.get_by_role("link", name="Move it").click()
    expect(page.locator("[name=passage]")).to_have_value("guide/1:90-100")
    page.locator("[name=passage]").fill("guide/2")
    page.locator("[name=words]").fill("they quote each other")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Nothing needs re-anchoring.")
    assert Annotation.objects.get().passage.quote == "they quote each other"

    messages = page.locator("#messages")
    messages.get_by_role("button", name="Undo").click()
    expect(messages).to_contain_text("Undone: edited note on ¶ 2 of The Guide.")
    assert Annotation.objects.get().passage.quote == "Gone words"


def test_it_leaves_the_margin_it_stood_in(open_page, annotator, colleague, address, note):
    watching = open_page(annotator, at=address)
    expect(watching.locator("#m1 .say")).to_have_text("All of it?")
    page = open_page(colleague, at=f"/contributions/annotation/{note.pk}/edit/")
    page.locator("[name=passage]").fill("guide/3")
    page.get_by_role("button", name="Save").click()
    expect(watching.locator("#m3 .say")).to_have_text("All of it?")
    expect(watching.locator("#m1 .say")).to_have_count(0)
