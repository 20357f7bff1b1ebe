"""Deciding where a mark belongs: by keys, by selecting words, and without JavaScript; what axe finds."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from annotator.actions import taggings
from annotator.actions.documents.load import load_document
from annotator.models import Passage, Tagging
from annotator.models.place import Place
from corpus.models import Document
from tests.browser.axe import check
from tests.support import factories

OLD = "The Secretary read the long report of the year.\n\nThis sentence will be gone.\n\nThe 🎓 meeting rose at noon.\n"
NEW = "The Secretary, smiling, read the short report of the year.\n\nThe 🎓 meeting rose at noon.\n"


@pytest.fixture
def marks(transactional_db, annotator):
    shelf = factories.make_collection()
    load_document(by=None, name="council.txt", data=OLD.encode(), collection=shelf, slug="council")
    paras = factories.paragraphs_of(Document.objects.get())
    made = [
        taggings.tag(places=[Place(paras[at], quote=quote)], tags=[factories.make_tag(quote)], by=annotator)[0][0]
        for at, quote in ((0, "long report"), (1, "gone"))
    ]
    load_document(by=None, name="council.txt", data=NEW.encode(), collection=shelf, slug="council")
    return made


def words_of(tagging):
    passage = Tagging.objects.with_places().get(pk=tagging.pk).passage
    return passage.state, passage.quote


def select(page, words):
    page.evaluate(
        """words => {
            for (const each of document.querySelectorAll(".now > .words")) {
                const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    const at = node.data.indexOf(words);
                    if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
                }
            }
        }""",
        words,
    )


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_keys_accept_and_selected_words_take_the_next(marks, annotator, open_page, phone):
    page = open_page(annotator, phone=phone, at=reverse("place_marks"))
    expect(page.locator("main")).to_contain_text("1 of 2 that wait")
    check(page)
    page.keyboard.press("1")
    expect(page.locator("#messages")).to_contain_text("Accepted.")
    assert words_of(marks[0]) == ("kept", "short report")
    expect(page.locator("main")).to_contain_text("1 of 1 that wait")
    select(page, "meeting rose")
    button = page.get_by_role("button", name="Put it on the words selected")
    expect(button).to_contain_text("meeting rose")
    check(page)
    button.click()
    expect(page.locator("#messages")).to_contain_text("Put there.")
    assert words_of(marks[1]) == ("kept", "meeting rose")
    expect(page.locator("main")).to_contain_text("No mark waits for you")


def test_enter_accepts_the_first_and_l_lets_go(marks, annotator, open_page):
    page = open_page(annotator, at=reverse("place_marks"))
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Accepted.")
    page.keyboard.press("l")
    expect(page.locator("#messages")).to_contain_text("Let go.")
    assert Passage.objects.get(pk=marks[1].content_object_id).let_go


def test_enter_puts_it_on_the_words_selected_without_the_mouse(marks, annotator, open_page):
    page = open_page(annotator, at=reverse("place_marks"))
    expect(page.locator(".offers button").first).to_be_focused()
    select(page, "meeting rose")
    expect(page.get_by_role("button", name="Put it on the words selected")).to_contain_text("meeting rose")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Put there.")
    assert words_of(marks[0]) == ("kept", "meeting rose")


def test_an_offer_that_is_gone_back_to_is_accepted_although_words_are_selected(marks, annotator, open_page):
    page = open_page(annotator, at=reverse("place_marks"))
    select(page, "meeting rose")
    expect(page.get_by_role("button", name="Put it on the words selected")).to_be_visible()
    page.locator(".offers button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Accepted.")
    assert words_of(marks[0]) == ("kept", "short report")


def test_without_javascript_words_are_typed(marks, annotator, open_page, complaints):
    complaints.expect("422")
    page = open_page(annotator, javascript=False, at=f"{reverse('place_marks')}?passage={marks[1].content_object_id}")
    page.get_by_label("¶").fill("3")
    page.get_by_label("Words").fill("nowhere")
    page.get_by_label("Words").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Words")).to_have_value("nowhere")
    page.get_by_label("Words").fill("noon")
    page.get_by_label("Words").press("Enter")
    expect(page.locator("main")).to_contain_text("1 of 1 that wait")
    assert words_of(marks[1]) == ("kept", "noon")


# Whether the first place that is offered can be seen and pressed as the page comes, and the words are seen beside it.
IN_SIGHT = """() => {
    const seen = (each) => {
        const box = each.getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight;
    };
    const first = document.querySelector(".offers button");
    const box = first.getBoundingClientRect();
    const points = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2];
    const uncovered = points.every((y) => first.contains(document.elementFromPoint(box.left + box.width / 2, y)));
    const words = document.querySelector(".likeliest mark").getBoundingClientRect();
    const around = document.querySelector(".around").getBoundingClientRect();
    const shown = words.top >= around.top && words.bottom <= around.bottom;
    return [seen(document.querySelector(".placing blockquote")), seen(first), uncovered, shown];
}"""


@pytest.mark.parametrize(("width", "height"), [(1200, 800), (1280, 720)])
def test_nothing_covers_what_is_asked_about_where_paragraphs_are_long(
    transactional_db, annotator, open_page, width, height
):
    def told(word):
        return "\n\n".join(
            " ".join(
                f"The {word if at == 40 else 'quiet'} clerk {part} wrote line {at} of the book." for at in range(60)
            )
            for part in "abc"
        )

    shelf = factories.make_collection()
    load_document(by=None, name="book.txt", data=told("diligent").encode(), collection=shelf, slug="book")
    middle = factories.paragraphs_of(Document.objects.get())[1]
    tag = factories.make_tag("clerks")
    taggings.tag(places=[Place(middle, quote="diligent clerk b wrote")], tags=[tag], by=annotator)
    load_document(by=None, name="book.txt", data=told("industrious").encode(), collection=shelf, slug="book")
    page = open_page(annotator, viewport={"width": width, "height": height}, at=reverse("place_marks"))
    expect(page.locator(".offers button").first).to_be_focused()
    assert page.evaluate(IN_SIGHT) == [True] * 4
    check(page)


def test_the_list_of_a_kind(marks, editor, open_page):
    page = open_page(editor, at=reverse("accept_marks") + "?kind=between")
    check(page)
    page.get_by_role("button", name="Accept those ticked").click()
    expect(page.locator("#messages")).to_contain_text("1 mark accepted.")
    assert words_of(marks[0]) == ("kept", "short report")
