"""Long lists of the admin: the links to their pages."""

import pytest

from annotator.actions import taggings
from annotator.admin.shared import PolicyAdmin
from annotator.models.place import Place
from tests.browser import axe
from tests.support import factories

pytestmark = pytest.mark.django_db(transaction=True)


CUT_OFF = """() => [document.documentElement, ...document.querySelectorAll(".results, #content, #changelist-filter")]
  .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.id || each.className)"""


@pytest.fixture
def many(monkeypatch, editor):
    """More taggings than a page holds, and somebody who may look at them there."""
    monkeypatch.setattr(PolicyAdmin, "list_per_page", 2)
    text = factories.make_document(texts=[f"Paragraph {number}." for number in range(5)])
    places = [Place(each) for each in factories.paragraphs_of(text)]
    taggings.tag(places=places, tags=[factories.make_tag("one")], by=editor)
    editor.is_staff = True
    editor.save()


@pytest.mark.parametrize("phone", [False, True])
def test_the_links_to_pages_are_large_enough(open_page, editor, many, phone):
    page = open_page(editor, phone=phone, at="/admin/annotator/tagging/")
    axe.check(page)
    page.get_by_role("link", name="2", exact=True).or_(page.get_by_role("button", name="2", exact=True)).click()
    page.wait_for_url("**/?p=2")
    assert page.locator("#result_list tbody tr").count() == 2


@pytest.mark.parametrize("width", [1280, 1920, 390])
def test_nothing_is_cut_off_and_it_wears_the_sites_clothes(open_page, editor, many, width):
    editor.is_superuser = True
    editor.save()
    for dark in (False, True):
        page = open_page(editor, dark=dark, viewport={"width": width, "height": 900}, at="/")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        face = page.evaluate("getComputedStyle(document.body).fontFamily")
        for name in ("annotator/tagging", "annotator/tag", "corpus/document", "auth/user"):
            page.goto(f"/admin/{name}/")
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
            assert page.evaluate("getComputedStyle(document.body).fontFamily") == face
            if width >= 1280:
                assert page.evaluate(CUT_OFF) == [], name
