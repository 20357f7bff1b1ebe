"""Marks that a revision moved, as people see them: axe-core finds nothing, nothing is too wide, the margin opens."""

import pytest

from annotator.actions import taggings
from annotator.actions.documents.load import load_document
from annotator.models.place import Place
from corpus.models import Document
from tests.browser.axe import check_all, check_widths
from tests.functional.test_moved_marks import FIRST, SECOND
from tests.support.factories import make_collection, make_tag, paragraphs_of


@pytest.fixture
def text(annotator):
    """Two revisions of a text: a mark is shifted, one uncertain, one lost with its paragraph."""
    known = {"by": None, "name": "council.txt", "collection": make_collection()}
    load_document(data=FIRST, **known)
    paras = paragraphs_of(Document.objects.get())
    for at, quote in ((1, "of the year"), (1, "long report"), (2, "")):
        taggings.tag(places=[Place(paras[at], quote=quote)], tags=[make_tag(f"tag-{at}-{quote[:4]}")], by=annotator)
    load_document(data=SECOND, **known)
    return Document.objects.get()


@pytest.fixture
def addresses(text):
    return {rest: f"/documents/{text.slug}/{rest}" for rest in ("revisions/2/marks/", "", "2/", "3/")}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_axe_finds_nothing(phone, addresses, annotator, log_in, open_page, subtests):
    check_all(addresses, open_page(annotator, phone=phone), log_in(annotator), subtests)


def test_nothing_is_wider_than_a_phone(addresses, open_page, subtests):
    check_widths(addresses, open_page(phone=True), subtests)


def test_what_is_lost_opens_beside_the_text_and_says_its_words(text, annotator, open_page):
    page = open_page(annotator, at=f"/documents/{text.slug}/")
    lost = page.locator("#m2 .entry", has_text="Words lost")
    assert "This sentence will be gone altogether." in lost.inner_text()
    lost.locator("> summary").click()
    lost.locator(".passage-panel").wait_for()
    assert lost.get_by_role("link", name="Edit").is_visible()
