"""Proposed parallels judged by keys."""

import pytest

from annotator.models import CrossReference, ProposedParallel
from tests.browser import axe
from tests.browser.pages import wider_than_window
from tests.support.factories import make_document, make_parallel, paragraphs_of

pytestmark = pytest.mark.django_db(transaction=True)

RIVER = "The council shall keep the river clean for everybody who lives along it."


@pytest.fixture
def pairs(db):
    one = make_document([RIVER, "Boats are moored at night, and no lamp is lit."], title="On rivers")
    other = make_document(
        [RIVER.replace("river", "lake"), "At night boats are moored without a lamp."], title="On lakes"
    )
    ends = zip(paragraphs_of(one), paragraphs_of(other), (0.9, 0.5), strict=True)
    return [make_parallel(*two, score=score) for *two, score in ends]


def verdicts(pairs):
    return [ProposedParallel.objects.get(pk=pair.pk).verdict for pair in pairs]


def test_judging_by_keys(pairs, open_page, annotator):
    page = open_page(annotator, at="/parallels/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == f"pair-{pairs[1].pk}"
    page.keyboard.press("x")
    page.get_by_text("Rejected.").wait_for()
    assert verdicts(pairs) == ["open", "rejected"]
    assert page.evaluate("document.activeElement.id") == f"pair-{pairs[0].pk}"
    page.keyboard.press("w")
    page.keyboard.press("r")
    page.get_by_text("Joined: restates.").wait_for()
    assert verdicts(pairs) == ["accepted", "rejected"]
    assert CrossReference.objects.get().source.document.title == "On rivers"


def test_the_last_verdict_is_undone_by_its_key(pairs, open_page, annotator):
    page = open_page(annotator, at="/parallels/")
    page.keyboard.press("x")
    page.get_by_text("Rejected.").wait_for()
    page.keyboard.press("u")
    page.locator("[data-undo-named]").wait_for()
    page.keyboard.press("u")
    page.get_by_text("Undone").first.wait_for()
    assert verdicts(pairs) == ["open", "open"]


def test_the_keys_of_the_queue_are_changed_like_the_others(pairs, open_page, annotator):
    page = open_page(annotator, at="/account/keys/")
    page.get_by_label("l: proposed parallels: put off").fill("z")
    page.goto("/parallels/")
    assert page.locator(".pair kbd").get_by_text("z", exact=True).count() == 2
    page.keyboard.press("z")
    page.get_by_text("Put off.").wait_for()
    assert verdicts(pairs) == ["later", "open"]


@pytest.mark.parametrize("dark", [False, True])
def test_the_queue_is_accessible(pairs, open_page, annotator, dark):
    page = open_page(annotator, dark=dark, at="/parallels/")
    axe.check(page)


def test_on_paper_the_queue_has_nothing_to_click(pairs, open_page, annotator):
    page = open_page(annotator, at="/parallels/")
    page.emulate_media(media="print")
    assert page.locator(".pair .compared").first.is_visible()
    for shown in page.locator(".pair").locator(".foot, .reasons a").all():
        assert not shown.is_visible()


def test_the_queue_fits_a_phone(pairs, open_page, annotator):
    page = open_page(annotator, phone=True, at="/parallels/")
    assert not wider_than_window(page)
