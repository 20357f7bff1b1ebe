"""Reading: the first screen and a further piece of documents of several lengths, as they come over HTTP.

The limit is the same bytes served as a static file by the same server. "Nothing new" is what an open page asks every few
seconds: the whole answer is a 304, as it is for a file that has not changed. In Chromium, the time runs from the arrival
of the HTML until the highlights of the first screen are drawn, and until all pieces are there with theirs.
"""

from argparse import Namespace
from collections.abc import Mapping
from http.client import NOT_MODIFIED, OK
from pathlib import Path
from typing import Any, NamedTuple

from .measuring import Browser, Table, database, median, ms, percentile, server

TABLE = Table(
    "database",
    "document",
    "what",
    figures=["median", "95th", "bytes", "file: median", "times the file"],
    width=22,
)
TIMES = 30
VISITS = 5
MARKED = 1000
# Seconds since the HTML was there, when the highlights of the first screen were drawn, when something was first seen, now.
DRAWN = "performance.getEntriesByName('glossator:drawn')[0].startTime"
SEEN = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
SINCE = "(at => (at - performance.getEntriesByType('navigation')[0].responseEnd) / 1000)"
ALL_THERE = "#text:not(:has(.more))"
HIGHLIGHTS = "[...CSS.highlights.values()].reduce((sum, each) => sum + each.size, 0)"


class Page(NamedTuple):
    """Something that is asked for, and under which name its bytes are kept as a file."""

    document: str
    what: str
    address: str
    headers: Mapping[str, str]

    @property
    def file(self) -> str:
        """The file's name."""
        return f"bench-{self.document} {self.what}.html".replace(" ", "-").replace(",", "")


def measure(options: Namespace) -> None:
    """Measure each page and the same bytes as a file, then the browser."""
    from django.conf import settings

    from . import site

    site.prepare()
    people, tags = site.people(), site.tags()
    lengths = sorted({100, MARKED, options.paragraphs})
    documents = {f"{length:,} paragraphs": site.document(length).slug for length in lengths}
    marked = site.document(MARKED, "marked")
    documents[f"{site.contribute(marked, people, tags):,} on {MARKED:,}"] = marked.slug
    session = site.session_of(people[0])
    pages = [page for title, slug in documents.items() for page in _pages(title, slug)]
    with server() as (port, _):
        browser = Browser(port, session)
        for page in pages:
            browser.get(page.address, **page.headers)
            (Path(settings.STATIC_ROOT) / page.file).write_bytes(browser.body)
    # The server looks for static files when it starts.
    with server() as (port, _):
        browser = Browser(port, session)
        for page in pages:
            _measure(browser, page)
        _in_chromium(port, session, pages[-1])


def _pages(title: str, slug: str) -> list[Page]:
    address = f"/documents/{slug}/"
    return [Page(title, "first screen", address, {}), Page(title, "piece", f"{address}?page=1", {"HX_Request": "true"})]


def _measure(browser: Browser, page: Page) -> None:
    _both(browser, page.document, page.what, (page.address, page.headers), (f"/static/{page.file}", {}))
    if page.headers:
        return
    browser.get(f"/static/{page.file}")
    known = {"If_None_Match": browser.headers["ETag"]}
    browser.get(page.address)
    margin = f"{page.address}margin/", {"If_None_Match": browser.headers["ETag"], "HX_Request": "true"}
    _both(browser, page.document, "nothing new", margin, (f"/static/{page.file}", known), NOT_MODIFIED)


type Asked = tuple[str, Mapping[str, str]]


def _both(browser: Browser, title: str, what: str, page: Asked, file: Asked, status: int = OK) -> None:
    """Ask for a page and a file in turn, and print what they took."""
    times: list[float] = []
    limits: list[float] = []
    # Both processes of the server are to have done it before it counts.
    for turn in range(-6, TIMES):
        limits.append(browser.get(file[0], status, **file[1]))
        times.append(browser.get(page[0], status, **page[1]))
        if turn < 0:
            times.clear()
            limits.clear()
    TABLE.row(
        database(), title, what, ms(median(times)), ms(percentile(times)), f"{len(browser.body):,}",
        ms(median(limits)), f"{median(times) / median(limits):.1f}",
    )  # fmt: skip


def _in_chromium(port: int, session: str, page: Page) -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import FLAGS, chromium

    program = chromium()
    if program is None:
        print(
            "Chromium is not installed (CHROMIUM=, /usr/bin/chromium): the time until highlights are drawn is missing."
        )
        return
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        context = running.new_context(base_url=f"http://127.0.0.1:{port}", viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{port}"}])
        visits = [_visit(context.new_page(), page.address.partition("?")[0]) for _ in range(VISITS + 1)][1:]
        running.close()
    names = "highlights drawn", "highlights seen", "all pieces drawn"
    for what, times in zip(names, zip(*visits, strict=True), strict=True):
        TABLE.row(database(), page.document, what, ms(median(times)), ms(percentile(times)), "", "", "")


def _visit(page: Any, address: str) -> tuple[float, float, float]:
    """Seconds after the HTML until the first highlights are drawn, until they are seen, and until everything is drawn."""
    page.goto(address)
    page.wait_for_function(SEEN)
    drawn, seen = page.evaluate(f"[{DRAWN}, {SEEN}].map({SINCE})")
    if seen < drawn:
        raise RuntimeError("The text is shown before its highlights are drawn; when they are seen is not known.")
    page.wait_for_selector(ALL_THERE, state="attached", timeout=60_000)
    whole = page.evaluate(f"{SINCE}(performance.now())")
    if not page.evaluate(HIGHLIGHTS):
        raise RuntimeError("No highlights are drawn.")
    page.close()
    return drawn, seen, whole
