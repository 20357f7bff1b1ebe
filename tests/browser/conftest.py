"""Headless Chromium against the running site.

    def test_something(open_page, annotator):
        page = open_page(annotator, at="/documents/handbook/", dark=True)  # logged in; also phone=, javascript=False

Every page that a test opens fails it on console errors, errors in scripts, breaches of the content security policy and
failed requests, unless the test says that one is meant to happen: ``complaints.expect("422")``.
"""

import os
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

HERE = Path(__file__).parent
# Each context is a window with an address bar, whose lists are pages in processes of their own, and one more is kept
# for the next address: half of a context's processor time (1.0 to 0.4 s), three hundred times. The last list of such
# features is the one that counts, so it has those of Playwright's that concern a site.
WITHOUT = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
    "AimEnabled",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
FLAGS = [
    f"--disable-features={','.join(WITHOUT)}",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
# Milliseconds; far more than anything takes, so that a slow machine is no reason to fail.
PATIENCE = 20_000


def chromium(*preferred: str) -> str | None:
    """The browser's program: ``$CHROMIUM``, else one of those ``preferred``, else what is installed."""
    names = [
        os.environ.get("CHROMIUM"),
        *preferred,
        "/usr/bin/chromium",
        "chromium",
        "chromium-browser",
        "google-chrome",
    ]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    # The same engine without windows, tabs and address bar: half the processor time of a page (0.6 and 1.2 s).
    program = chromium("chromium-headless-shell")
    if program is None:
        message = "Chromium is not installed (CHROMIUM=, /usr/bin/chromium): the browser tests are skipped."
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch:
        # Playwright's synchronous interface keeps an event loop in this thread, which makes Django take every query
        # of a test for one from asynchronous code and refuse it. No query is ever made inside that loop.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=program, args=FLAGS)
            yield running
            running.close()


class Complaints:
    """What went wrong on the pages of one test, and what of it was meant to."""

    def __init__(self):
        self.found = []
        self.expected = []

    def expect(self, pattern):
        """Let complaints in which ``pattern`` is found pass; the test fails where there is none."""
        self.expected.append(pattern)

    def listen(self, page):
        page.on("console", lambda message: message.type == "error" and self.found.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("response", self.heard)
        page.on("requestfailed", self.failed)

    def heard(self, response):
        if response.status >= 400:
            self.found.append(f"{response.status} from {response.request.method} {response.url}")

    def failed(self, request):
        # A page that is left takes its requests with it. Where JavaScript is off, modules to preload are not fetched, and
        # Chromium calls that "csp"; what the policy itself stops is an error on the console too.
        if request.failure not in {"net::ERR_ABORTED", "csp"}:
            self.found.append(f"{request.failure} for {request.method} {request.url}")

    def wait_for(self, page, pattern):
        """Wait until there is a complaint in which ``pattern`` is found."""
        for _ in range(PATIENCE // 50):
            if any(re.search(pattern, each) for each in self.found):
                return
            page.wait_for_timeout(50)
        raise AssertionError(f"no complaint of {pattern!r} in {self.found}")

    def settle(self):
        """Fail on what nobody expected, and on what was expected and did not happen."""
        unmet = [pattern for pattern in self.expected if not any(re.search(pattern, each) for each in self.found)]
        unmeant = [each for each in self.found if not any(re.search(pattern, each) for pattern in self.expected)]
        assert not unmeant, "\n".join(unmeant)
        assert not unmet, f"expected, but it did not happen: {unmet}"


@pytest.fixture
def complaints():
    return Complaints()


@pytest.fixture
def open_page(browser, live_server, complaints):
    """Open pages in contexts of their own: ``open_page(person, at=, dark=, phone=, javascript=, …)``.

    ``at`` is the address to go to. Further keywords go to Playwright's ``new_context``. Relative addresses are the
    site's own.
    """
    contexts = []

    def opened(person=None, *, at=None, dark=False, phone=False, javascript=True, **options):
        context = browser.new_context(
            base_url=live_server.url,
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",
            **(PHONE if phone else DESKTOP) | options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        complaints.listen(page)
        if at is not None:
            page.goto(at)
        return page

    yield opened
    for context in contexts:
        context.close()
    complaints.settle()


@pytest.fixture
def page(open_page):
    """A page of somebody who is not logged in."""
    return open_page()


@pytest.fixture
def address(text):
    """Where the text of the test module is read."""
    return text.get_absolute_url()
