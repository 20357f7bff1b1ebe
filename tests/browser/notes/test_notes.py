"""Notes and talking about them, while others do the same."""

import re

from django.contrib.auth.models import User
from playwright.sync_api import expect

from annotator.actions import annotations, contributions, taggings
from annotator.models import Annotation
from tests.browser import hands
from tests.browser.notes.conftest import FIRST
from tests.support import factories


def write(page, key, words, body):
    hands.write_note(page, key, words, note=body)
    hands.form(page).get_by_role("button", name="Write note").click()


def caret(page):
    return page.evaluate("document.activeElement.selectionStart")


def test_what_others_do_appears_and_leaves_what_one_types_alone(open_page, annotator, colleague, address, note, place):
    page = open_page(annotator, at=address)
    entry = hands.open_entry(page, "All of it?")
    reply = entry.get_by_role("textbox", name="Reply")
    reply.press_sequentially("Half a reply")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    # To the same passage, to another of the same paragraph, and a reply above the one that is being written.
    annotations.annotate(places=[place(1, 5, 23)], body="The colleague's second.", by=colleague)
    annotations.annotate(places=[place(1, 0, 4)], body="Before it.", by=colleague)
    annotations.reply(to=note, body="An answer meanwhile.", by=colleague)
    said = entry.locator(".note-body")
    expect(said).to_have_text(["All of it?", "An answer meanwhile.", "The colleague's second."])
    expect(page.locator("#m1 .say", has_text="Before it.")).to_be_visible()
    expect(reply.first).to_have_value("Half a reply")
    expect(reply.first).to_be_focused()
    assert caret(page) == len("Half a reply") - 5
    page.keyboard.type("new ")
    entry.get_by_role("button", name="Send reply").first.click()
    expect(said.nth(2)).to_have_text("Half a new reply")
    expect(reply.first).to_have_value("")
    # A second reply from the same place is a second reply.
    reply.first.fill("And another.")
    entry.get_by_role("button", name="Send reply").first.click()
    expect(said.nth(3)).to_have_text("And another.")


def test_what_one_does_leaves_what_one_types_elsewhere_alone(open_page, annotator, address, note, place):
    annotations.annotate(places=[place(2)], body="On the second.", by=annotator)
    page = open_page(annotator, at=address)
    first, second = hands.open_entry(page, "All of it?"), hands.open_entry(page, "On the second.")
    first.get_by_role("textbox", name="Reply").fill("Half a reply")
    hands.write_note(page, 3, "Whoever", note="Half a note")
    hands.more(second).get_by_role("button", name="Resolve").click()
    expect(second.get_by_role("button", name="Reopen")).to_be_visible()
    expect(first.get_by_role("textbox", name="Reply")).to_have_value("Half a reply")
    expect(hands.field(page, "Note")).to_have_value("Half a note")
    second.get_by_role("button", name="Reopen").press("Enter")
    expect(second.get_by_role("button", name="Resolve")).to_be_visible()
    page.wait_for_function("document.activeElement.closest('.entry')?.open")
    assert Annotation.objects.get(body="On the second.").resolved_at is None


def test_a_reply_on_the_paragraphs_own_page_survives_too(open_page, annotator, colleague, address, note, place):
    page = open_page(annotator, at=f"{address}1/")
    reply = page.locator(".full-entry").get_by_role("textbox", name="Reply")
    reply.fill("Half a reply")
    annotations.annotate(places=[place(1)], body="On all of it.", by=colleague)
    expect(page.locator(".full-entry", has_text="On all of it.")).to_be_visible()
    expect(reply.last).to_have_value("Half a reply")
    # The forms of the page are ready for the next when one was sent.
    page.locator("#note-here textarea[name=body]").fill("From below.")
    page.get_by_role("button", name="Write note").click()
    expect(page.locator(".full-entry", has_text="From below.")).to_be_visible()
    expect(page.locator("#note-here textarea[name=body]")).to_have_value("")
    expect(reply.last).to_have_value("Half a reply")


def test_a_link_to_a_passage_shows_it(open_page, annotator, address, text, complaints):
    page = open_page(annotator, at=address)
    write(page, 1, "whole document", "As [[guide/2:9-18]] says, and [[guide/99]] does not.")
    entry = hands.open_entry(page, "As The Guide ¶ 2 says")
    link = entry.locator("a.passage-link")
    expect(link).to_have_text("The Guide ¶ 2")
    expect(entry.locator(".note-body")).to_contain_text("[[guide/99]]")

    card = page.get_by_role("tooltip")
    link.hover()
    expect(card).to_contain_text("this kind")
    expect(card).to_contain_text("The Guide")
    expect(card.locator("blockquote")).to_have_text("this kind")
    card.hover()  # it stays while the pointer is on it
    page.wait_for_timeout(500)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.mouse.move(5, 5)
    link.focus()
    expect(card).to_contain_text("this kind")
    assert link.get_attribute("aria-describedby") == card.get_attribute("id")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/guide/2/?start=9&end=18")


def test_a_link_tells_nobody_of_what_they_may_not_read(open_page, annotator, reader, address, text, place):
    from django.contrib.auth.models import Group

    closed = factories.make_collection(access="groups", groups=Group.objects.filter(name="Annotators"))
    factories.make_document(texts=["Secret words."], slug="secret", title="The Secret", collection=closed)
    annotations.annotate(places=[place(1)], body="See [[secret/1]].", by=annotator)
    for person, shown in ((annotator, "See The Secret ¶ 1."), (reader, "See [[secret/1]].")):
        page = open_page(person, at=address)
        entry = hands.open_entry(page, "See ")
        expect(entry.locator(".note-body")).to_have_text(shown)
        assert ("The Secret" in page.content()) is (person == annotator)


def test_people_and_passages_are_completed_while_one_writes(open_page, annotator, colleague, address):
    User.objects.filter(pk=colleague.pk).update(first_name="Colette", last_name="League")
    page = open_page(annotator, at=address)
    hands.drag(page, 1, "whole document", then="n")
    field = hands.field(page, "Note")
    field.press_sequentially("Dear @Col")
    options = page.locator(".options li")
    expect(options).to_have_text(["colleagueColette League"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Dear @colleague ")
    field.press_sequentially("see [[repeat themselves")
    expect(options).to_contain_text("The Guide, ¶ 2")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(field).to_have_value("Dear @colleague see [[guide/2]]")
    hands.form(page).get_by_role("button", name="Write note").click()
    expect(page.locator("#m1 .say")).to_have_text("Dear @colleague see The Guide ¶ 2")
    assert list(Annotation.objects.get().mentions.all()) == [colleague]


def test_editing_goes_back_to_where_one_was_reading(open_page, annotator, editor, address, place):
    annotations.annotate(places=[place(2, 9, 18)], body="As it was.", by=annotator)
    page = open_page(annotator, at=f"{address}?person=annotator")
    hands.open_entry(page, "As it was.")
    # In a page of its own, as without scripts.
    page.goto(page.locator("#m2").get_by_role("link", name="Edit").get_attribute("href"))
    page.get_by_label("Note").and_(page.locator("textarea")).fill("As it should be.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#m2 .say")).to_have_text("As it should be.")
    assert page.url.endswith(f"{address}?person=annotator#p2")


def test_a_note_is_edited_in_its_place_by_two_clicks(open_page, annotator, colleague, address, place):
    (mine,), _batch = annotations.annotate(places=[place(2, 9, 18)], body="As it was.", by=annotator)
    page = open_page(annotator, at=address)
    hands.open_entry(page, "As it was.")
    entry = page.locator("#m2 .entry")
    page.evaluate("window.stays = true")
    entry.get_by_role("link", name="Edit").click()
    field = entry.locator(".in-place textarea[name=body]")
    expect(field).to_be_focused()
    expect(field).to_have_value("As it was.")
    expect(entry.locator(".note-body")).to_be_hidden()
    field.fill("As it *should* be.")
    # What others do meanwhile leaves it where it is.
    annotations.reply(to=mine, body="Meanwhile.", by=colleague)
    expect(entry.locator(".note-body", has_text="Meanwhile.")).to_be_visible()
    expect(field).to_have_value("As it *should* be.")
    expect(field).to_be_focused()
    entry.get_by_role("button", name="Preview").first.click()
    expect(entry.get_by_role("region", name="Preview").locator("em")).to_have_text("should")
    entry.get_by_role("button", name="Save").click()
    expect(page.locator("#m2 .say")).to_have_text("As it should be.")
    expect(entry.locator(".in-place")).to_have_count(0)
    expect(entry.locator(".note-body em")).to_have_text("should")
    assert page.evaluate("window.stays")


def test_editing_in_place_is_given_up_and_sent_by_keyboard(open_page, annotator, address, place):
    annotations.annotate(places=[place(2, 9, 18)], body="As it was.", by=annotator)
    page = open_page(annotator, at=address)
    hands.open_entry(page, "As it was.")
    entry = page.locator("#m2 .entry")
    entry.get_by_role("link", name="Edit").click()
    entry.locator(".in-place textarea[name=body]").fill("Something else.")
    entry.get_by_role("button", name="Cancel").click()
    expect(entry.get_by_role("link", name="Edit")).to_be_focused()
    expect(entry.locator(".note-body")).to_have_text("As it was.")
    page.keyboard.press("Enter")
    expect(entry.locator(".in-place textarea[name=body]")).to_be_focused()
    entry.locator(".in-place textarea[name=body]").fill("By keyboard.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#m2 .say")).to_have_text("By keyboard.")


def test_the_second_to_save_in_place_sees_both_texts(open_page, annotator, editor, address, place, complaints):
    complaints.expect("409")
    (mine,), _batch = annotations.annotate(places=[place(2, 9, 18)], body="As it was.", by=annotator)
    page = open_page(annotator, at=address)
    hands.open_entry(page, "As it was.")
    entry = page.locator("#m2 .entry")
    entry.get_by_role("link", name="Edit").click()
    field = entry.locator(".in-place textarea[name=body]")
    field.fill("Mine.")
    annotations.edit(annotation=mine, body="The editor's.", version=1, by=editor)
    entry.get_by_role("button", name="Save").click()
    expect(entry.get_by_role("alert")).to_contain_text("Somebody else saved this")
    expect(entry.locator(".as-it-stands")).to_have_text("The editor's.")
    expect(field).to_have_value("Mine.")
    field.fill("The editor's and mine.")
    entry.get_by_role("button", name="Save").click()
    expect(page.locator("#m2 .say")).to_have_text("The editor's and mine.")


def test_a_note_is_seen_before_it_is_sent_also_without_scripts(open_page, annotator, address, text):
    page = open_page(annotator, javascript=False, at=f"{address}2/")
    notes = page.locator("#note-here")
    notes.get_by_role("textbox", name="Note").fill("Very **good**.")
    with page.context.expect_page() as opened:
        notes.get_by_role("button", name="Preview").click()
    expect(opened.value.locator(".note-body strong")).to_have_text("good")
    expect(notes.get_by_role("textbox", name="Note")).to_have_value("Very **good**.")
    assert not Annotation.objects.exists()


def test_a_withdrawn_note_with_answers_leaves_a_line_in_its_place(
    open_page, annotator, colleague, editor, address, note
):
    answer, _batch = annotations.reply(to=note, body="An answer.", by=annotator)
    annotations.reply(to=answer, body="One more.", by=colleague)
    contributions.withdraw(contributions=[note, answer], by=editor)
    page = open_page(annotator, at=address)
    entry = hands.open_entry(page, "A note that stood here was withdrawn.")
    expect(entry.locator(".passage-panel").get_by_text("A note that stood here was withdrawn.")).to_have_count(2)
    expect(entry.locator(".note-body")).to_have_text("One more.")
    expect(entry).not_to_contain_text("All of it?")
    expect(entry).not_to_contain_text("An answer.")


def test_the_second_to_save_sees_both_texts(open_page, annotator, editor, note, colleague, complaints):
    complaints.expect("409")
    page = open_page(colleague, at=f"/contributions/annotation/{note.pk}/edit/")
    annotations.edit(annotation=note, body="The editor's words.", version=1, by=editor)
    field = page.locator("textarea[name=body]")
    field.fill("My words.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody else saved this")
    expect(field).to_have_value("My words.")
    expect(page.locator(".as-it-stands")).to_have_text("The editor's words.")
    field.fill("The editor's words and mine.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/guide/1/**")
    assert Annotation.objects.get().body == "The editor's words and mine."


def test_marks_and_notes_are_joined_both_ways(open_page, annotator, colleague, address, place):
    tag = factories.make_tag("one")
    taggings.tag(places=[place(1, 5, 23)], tags=[tag], by=annotator)
    annotations.annotate(places=[place(1, 15, 30)], body="Overlapping.", by=colleague)
    page = open_page(annotator, at=address)
    joined = page.locator(".entry.joined")
    expect(joined).to_have_count(0)
    hands.point_at(page, 1, "whole")
    expect(joined).to_have_count(1)
    expect(joined).to_contain_text("one")
    hands.point_at(page, 1, "document once")  # where both are
    expect(joined).to_have_count(2)
    page.locator(".entry", has_text="Overlapping.").locator("> summary").focus()
    expect(joined).to_contain_text("Overlapping.")
    assert page.evaluate("[...CSS.highlights.get('joined')].map(String)") == [FIRST[15:30]]
    assert page.evaluate("['hue-1', 'hue-note-2'].map((name) => CSS.highlights.get(name).size)") == [1, 1]
    page.goto(f"{address}?kind=tag")
    expect(page.locator(".entry")).to_have_count(1)
    expect(page.locator(".entry .chip")).to_have_text(re.compile("one"))
