"""A job's page brings itself up to date, with and without JavaScript, and has no faults; so has that of an invitation."""

import uuid

from django.urls import reverse
from playwright.sync_api import expect

from annotator.actions import jobs, people
from annotator.progress import say
from tests.browser.axe import check


def test_the_page_of_a_job_follows_it(editor, open_page):
    job, _new = jobs.ask(pk=uuid.uuid4(), by=editor, kind="load", name="speech.txt", typed="")
    page = open_page(editor, at=job.get_absolute_url())
    expect(page.locator("#job")).to_contain_text("waits for its turn")
    check(page)
    with jobs.at_work(job):
        say("Reading the file", 1, 3)
        expect(page.locator("#job")).to_contain_text("Reading the file")
        expect(page.locator("#job progress")).to_have_attribute("value", "1")
        page.reload()
        expect(page.locator("#job progress")).to_have_attribute("value", "1")
    jobs.end(job=job, succeeded=True, message="It was loaded.", address="/")
    expect(page.locator("#job")).to_contain_text("It was loaded.")
    expect(page.locator("#job progress")).to_have_count(0)
    check(page)


def test_without_javascript_it_asks_again_by_itself(editor, open_page):
    job, _new = jobs.ask(pk=uuid.uuid4(), by=editor, kind="load", name="speech.txt", typed="")
    page = open_page(editor, javascript=False, at=job.get_absolute_url())
    jobs.end(job=job, succeeded=False, message="It was refused.")
    expect(page.locator("#job")).to_contain_text("It was refused.")


def test_whoever_has_the_link_is_led_to_the_form(editor, page):
    page.goto(people.invite(by=editor, role="").get_absolute_url())
    check(page)
    page.get_by_role("main").get_by_role("button", name="Make an account").click()
    expect(page).to_have_url(f"{reverse('account_signup')}?email=")
    expect(page.get_by_label("Username")).to_be_visible()
    check(page)
