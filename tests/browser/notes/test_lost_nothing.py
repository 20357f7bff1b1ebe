"""Nothing typed is lost: a log-in that ended, a server that is away, a refusal that is a page."""

import errno
import re
from urllib.parse import urljoin

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from annotator.actions import annotations
from annotator.errors import Refused
from annotator.models import Annotation
from tests.browser import hands


def log_out_and_in(page, name=None):
    """What happens in another tab of the same browser: its requests have this page's cookies."""
    elsewhere = page.context.request
    token = {"csrfmiddlewaretoken": next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")}
    assert elsewhere.post("/accounts/logout/", form=token).ok
    if name:
        fresh = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', elsewhere.get("/accounts/login/").text())
        entry = {"csrfmiddlewaretoken": fresh.group(1), "login": name, "password": "a password"}
        assert elsewhere.post("/accounts/login/", form=entry).url == f"{urljoin(page.url, '/')}"


def log_in(page, name):
    page.get_by_label("Login").fill(name)
    page.get_by_label("Password").fill("a password")
    page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()


@pytest.mark.parametrize("back_in_already", [False, True])
def test_a_login_that_ended_loses_nothing_of_a_note(open_page, annotator, address, complaints, back_in_already):
    page = open_page(annotator, at=address)
    hands.write_note(page, 1, "the", note="Long thought about.")
    complaints.listen(page)
    log_out_and_in(page, annotator.username if back_in_already else None)
    hands.form(page).get_by_role("button", name="Write note").click()
    if not back_in_already:
        expect(page.get_by_text("your form will be restored")).to_be_visible()
        log_in(page, annotator.username)
    page.wait_for_url("**/guide/1/annotations/")
    body = page.locator("#note-here textarea[name=body]")
    expect(body).to_have_value("Long thought about.")
    expect(body).to_be_focused()
    page.get_by_role("button", name="Write note").click()
    expect(page.locator("#m1 .say")).to_have_text("Long thought about.")
    passage = Annotation.objects.get().passage
    assert (passage.start, passage.end) == (5, 8)


@pytest.mark.parametrize("back_in_already", [False, True])
def test_a_login_that_ended_loses_nothing_of_a_reply(open_page, annotator, address, note, back_in_already):
    page = open_page(annotator, at=address)
    entry = hands.open_entry(page, "All of it?")
    entry.get_by_role("textbox", name="Reply").fill("Yes, all.")
    log_out_and_in(page, annotator.username if back_in_already else None)
    entry.get_by_role("button", name="Send reply").click()
    if not back_in_already:
        log_in(page, annotator.username)
    page.wait_for_url("**/reply/")
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("Yes, all.")
    page.get_by_role("button", name="Send reply").click()
    expect(page.locator(".full-entry")).to_contain_text("Yes, all.")


def test_a_server_that_is_away_loses_nothing(open_page, annotator, address, complaints):
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    complaints.expect("htmx:")
    page = open_page(annotator, at=address)
    hands.write_note(page, 1, "whole document", note="Kept.")
    page.context.set_offline(True)
    hands.form(page).get_by_role("button", name="Write note").click()
    expect(page.get_by_text("The server did not answer.")).to_be_in_viewport()
    expect(hands.field(page, "Note")).to_have_value("Kept.")
    page.context.set_offline(False)
    hands.form(page).get_by_role("button", name="Write note").click()
    expect(page.locator("#m1 .say")).to_have_text("Kept.")
    assert Annotation.objects.count() == 1


def no_room(**_asked):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_site_that_cannot_save_says_why_and_keeps_the_form(open_page, annotator, address, complaints, monkeypatch):
    complaints.expect("503")
    page = open_page(annotator, at=address)
    hands.write_note(page, 1, "whole document", note="Kept.")
    with monkeypatch.context() as full:
        full.setattr(annotations, "annotate", no_room)
        hands.form(page).get_by_role("button", name="Write note").click()
        expect(page.get_by_text("The disk is full")).to_be_in_viewport()
    expect(hands.field(page, "Note")).to_have_value("Kept.")
    hands.form(page).get_by_role("button", name="Write note").click()
    expect(page.locator("#m1 .say")).to_have_text("Kept.")
    assert Annotation.objects.count() == 1


def test_without_javascript_what_was_typed_is_sent_again(open_page, annotator, address, complaints, monkeypatch):
    complaints.expect("503")
    page = open_page(annotator, javascript=False, at=f"{address}1/annotations/")
    page.locator("#note-here textarea[name=body]").fill("Kept.\nIn <two> lines.")
    with monkeypatch.context() as full:
        full.setattr(annotations, "annotate", no_room)
        page.locator("#note-here").get_by_role("button", name="Write note").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The site cannot write to its disk")
    page.get_by_role("button", name="Send it again").click()
    page.wait_for_url("**/guide/1/")
    assert Annotation.objects.get().body.split() == ["Kept.", "In", "<two>", "lines."]


def test_what_cannot_be_fetched_while_the_server_is_away_says_so(open_page, annotator, address, note, complaints):
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    complaints.expect("htmx:")
    page = open_page(annotator, at=address)
    page.context.set_offline(True)
    entry = page.locator(".entry").first
    entry.locator("> summary").click()
    expect(page.get_by_text("The server did not answer.")).to_be_in_viewport()
    expect(entry.locator(".panel a")).to_be_visible()
    entry.locator("> summary").click()
    hands.drag(page, 1, "whole document", then="n")
    expect(page.locator(".margin-slot")).to_have_count(0)
    page.context.set_offline(False)
    page.keyboard.press("n")
    expect(hands.field(page, "Note")).to_be_focused()
    expect(hands.form(page).locator("blockquote")).to_have_text("whole document")


def test_a_refusal_that_is_a_page_does_not_take_the_place_of_the_form(open_page, annotator, address, complaints):
    complaints.expect("403")
    page = open_page(annotator, at=address)
    hands.write_note(page, 1, "whole document", note="Kept.")
    annotator.groups.clear()
    hands.form(page).get_by_role("button", name="Write note").click()
    expect(page.get_by_text("This was refused")).to_be_in_viewport()
    expect(hands.field(page, "Note")).to_have_value("Kept.")


def test_a_login_that_ended_before_the_form_was_opened_keeps_the_words(open_page, annotator, address):
    page = open_page(annotator, at=address)
    page.context.clear_cookies()
    hands.drag(page, 1, "whole document", then="n")
    log_in(page, "annotator")
    expect(page.locator("#note-here").get_by_label("Words")).to_have_value("whole document")


@pytest.fixture
def replying(open_page, annotator, address, note):
    """The form of a reply, on a page of its own, filled in."""
    page = open_page(annotator, at=reverse("reply", args=[note.pk]))
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("textbox", name="Reply").fill("Yes, all.")
    return page


def test_a_reply_that_a_broken_connection_took_is_there_again(replying, complaints):
    complaints.expect("ERR_CONNECTION_RESET")
    page, own = replying, replying.url
    page.route(
        own, lambda route: route.abort("connectionreset") if route.request.method == "POST" else route.continue_()
    )
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_role("button", name="Send reply")).to_have_count(0)
    for other in ("/tags/", own):
        page.goto(urljoin(own, other))
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("Yes, all.")
    page.unroute(own)
    page.get_by_role("button", name="Send reply").click()
    page.wait_for_url("**#note-*")
    page.goto(own)
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("")


def test_a_reply_that_was_refused_is_there_again(replying, complaints, monkeypatch):
    complaints.expect("422")
    page, own = replying, replying.url
    with monkeypatch.context() as refusing:
        refusing.setattr(annotations, "reply", refuse)
        page.get_by_role("button", name="Send reply").click()
        expect(page.get_by_text("Not like this.")).to_be_visible()
    for other in ("/tags/", own):
        page.goto(urljoin(own, other))
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("Yes, all.")


def refuse(**_asked):
    raise Refused("Not like this.")


def test_a_change_that_somebody_else_was_before_is_there_again(open_page, colleague, address, note, complaints):
    complaints.expect("409")
    page = open_page(colleague, at=reverse("edit", args=["annotation", note.pk]))
    own, body = page.url, page.locator("textarea[name=body]")
    page.on("dialog", lambda dialog: dialog.accept())
    body.fill("All of it, always?")
    annotations.edit(annotation=note, version=note.version, by=colleague, body="Some of it?")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Yours, not saved")).to_be_visible()
    # Words are seen before the page's scripts have run, which keep what was typed.
    page.wait_for_load_state()
    for other in ("/tags/", own):
        page.goto(urljoin(own, other))
    expect(body).to_have_value("All of it, always?")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#messages > .success")).to_be_visible()
    page.wait_for_load_state()
    page.goto(own)
    expect(body).to_have_value("All of it, always?")
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft '))") == []


def test_what_one_person_typed_is_not_shown_to_another_in_the_same_tab(replying, colleague):
    page, own = replying, replying.url
    log_out_and_in(page, colleague.username)
    page.goto(own)
    expect(page.locator(".account-of")).to_contain_text(colleague.get_full_name() or colleague.username)
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("")
    assert "Yes, all." not in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_page_is_not_left_with_something_unsent_unless_one_says_so(open_page, annotator, address, note):
    page = open_page(annotator, at=address)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    elsewhere = page.get_by_role("link", name="Tags", exact=True)
    reply = hands.open_entry(page, "All of it?").get_by_role("textbox", name="Reply")
    reply.fill("Yes, a")
    with page.expect_event("dialog"):
        elsewhere.click()
    expect(reply).to_have_value("Yes, a")
    reply.fill("")
    hands.write_note(page, 2, "repeat", note="Long thought ab")
    with page.expect_event("dialog"):
        elsewhere.click()
    expect(hands.field(page, "Note")).to_have_value("Long thought ab")
    assert asked == ["beforeunload"] * 2
    # What is given up or sent is no longer asked about.
    hands.form(page).get_by_role("button", name="Cancel").click()
    page.goto(reverse("reply", args=[note.pk]))
    page.get_by_role("textbox", name="Reply").fill("Yes, all.")
    page.get_by_role("button", name="Send reply").click()
    expect(page.locator(".full-entry")).to_contain_text("Yes, all.")
    assert asked == ["beforeunload"] * 2


def test_a_form_half_filled_in_does_not_go_away_by_itself(open_page, annotator, address):
    page = open_page(annotator, at=address)
    hands.drag(page, 1, "whole document", then="n")
    note = hands.field(page, "Note")
    note.fill("Half a thou")
    page.keyboard.press("Escape")
    expect(page.get_by_text("not sent yet")).to_be_visible()
    expect(note).to_be_focused()
    hands.drag(page, 2, "of this kind")
    hands.bar(page).get_by_role("button", name="Tag").click()
    expect(note).to_have_value("Half a thou")
    page.get_by_role("button", name="Cancel").click()
    expect(hands.form(page)).to_have_count(0)
