"""axe-core finds nothing: on every page, for everybody who sees it, in the light and in the dark, whatever is open.

Complete by construction: the pages are those of the permission table, which has a row for every address. All are looked
at as an editor sees them, and as others do where they see something that an editor does not.
"""

from html.parser import HTMLParser

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from annotator.actions import annotations
from annotator.models.place import Place
from tests.browser.axe import check, check_all
from tests.browser.pages import ARABIC, make_text
from tests.contracts.test_permissions import ROLES, TABLE, address_of
from tests.support import factories


class Shapes(HTMLParser):
    """The elements of a page, as far as their looks and their parts hang on it."""

    def __init__(self, html):
        super().__init__()
        self.found = set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.add((tag, dict(attributes).get("class"), *sorted(name for name, _value in attributes)))


@pytest.mark.parametrize("role", [role for role in ROLES if role != "reader"])
def test_our_pages(role, one_of_each, request, log_in, open_page, subtests):
    person = None if role == "anonymous" else request.getfixturevalue(role)
    addresses = {name: address_of(name, one_of_each) for name in TABLE}
    if role != "editor":
        client, editors = log_in(person), log_in(request.getfixturevalue("editor"))

        def shapes(client, address):
            return Shapes(client.get(address).getvalue().decode(errors="replace")).found

        addresses = {
            name: address
            for name, address in addresses.items()
            if not shapes(client, address) <= shapes(editors, address)
        }
    check_all(addresses, open_page(person), log_in(person), subtests)


@pytest.fixture
def text(annotator, editor):
    """A text with something of every kind in its margin, in a collection where an editor decides."""
    made = make_text(["# Tasks", "A passage of some words.", "Some words of another passage.", *ARABIC])
    made.collection.review = True
    made.collection.save()
    first = made.paragraphs.get(key=2)
    first.document = made
    factories.make_tagging(first, factories.make_tag("promise"), annotator)
    (note,), _batch = annotations.annotate(places=[Place(first, 2, 9)], body="A *note*.", by=annotator)
    annotations.reply(to=note, body="A reply.", by=editor)
    return made


def open_first_entry(page):
    page.locator("#p2 summary").first.click()
    expect(page.locator("#p2 .passage-panel").first).to_be_visible()


def press_in_words(key):
    def pressed(page):
        page.locator("#p3 .num").click()
        page.keyboard.press(key)
        expect(page.locator(".margin-slot form.compose").first).to_be_visible()

    return pressed


def send_an_empty_note(page):
    press_in_words("n")(page)
    page.locator(".margin-slot .go").click()
    expect(page.locator(".margin-slot [role=alert]").first).to_be_visible()


def write_a_note(page):
    press_in_words("n")(page)
    page.locator(".margin-slot textarea[name=body]").fill("Said.")
    page.locator(".margin-slot .go").click()
    expect(page.locator("#messages")).to_contain_text("Undo")
    # Its entry comes after the message, and is put below those above it in the next frame.
    expect(page.locator("#p3 summary")).to_be_visible()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def narrow(page):
    page.get_by_text("Narrow the margin").click()
    page.locator("#narrow-tag").press_sequentially("pro")
    expect(page.get_by_role("listbox").get_by_role("option")).to_be_visible()


STATES = {
    "the keys": lambda page: page.keyboard.press("?"),
    "the bar at a paragraph": lambda page: page.locator("#p3 .num").click(),
    "an entry of the margin": open_first_entry,
    "a tag being chosen": press_in_words("t"),
    "a note being written": press_in_words("n"),
    "a cross-reference being made": press_in_words("x"),
    "an error": send_an_empty_note,
    "a message": write_a_note,
    "the margin being narrowed": narrow,
}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_reading_page_whatever_is_open(phone, text, editor, open_page, complaints, subtests):
    page = open_page(editor, phone=phone)
    complaints.expect("422")
    for name, reach in STATES.items():
        with subtests.test(name):
            page.goto(text.get_absolute_url())
            expect(page.locator(".facets")).to_have_count(1)
            reach(page)
            check(page)


@pytest.mark.parametrize("role", ["anonymous", "editor"])
def test_an_empty_site(role, db, request, open_page, subtests):
    page = open_page(None if role == "anonymous" else request.getfixturevalue(role))
    names = ["catalogue", "tags", "cross_references", "activity", "help", *(["review"] if role == "editor" else [])]
    for address in (*map(reverse, names), reverse("search") + "?q=nothing"):
        with subtests.test(address):
            page.goto(address)
            check(page)


def test_what_goes_wrong_is_said_on_a_page_of_its_own(annotator, open_page, complaints, monkeypatch, settings):
    page = open_page(annotator)

    def says(status, words):
        complaints.expect(f"{status} from")
        expect(page.get_by_role("heading", level=1)).to_have_text(words)
        check(page)

    complaints.expect("console: Failed to load resource")
    page.goto("/no/such/page/")
    says(404, "There is nothing at this address")
    page.goto(reverse("review"))
    says(403, "You may not do this")

    def send_a_login():
        page.goto(reverse("account_reset_password"))
        page.get_by_label("Email").fill("somebody@example.org")
        page.evaluate("() => document.querySelector('main [name=csrfmiddlewaretoken]').value = 'old'")
        page.get_by_role("main").get_by_role("button").click()

    send_a_login()
    says(403, "What you sent was not taken")
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
    send_a_login()
    says(400, "This request could not be understood")
    monkeypatch.setattr("corpus.models.document.DocumentQuerySet.for_catalogue", lambda *_: 1 / 0)
    page.goto(reverse("catalogue"))
    says(500, "Something went wrong here")
    expect(page.get_by_role("link", name="All documents")).to_have_attribute("href", reverse("catalogue"))
