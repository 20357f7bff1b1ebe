"""Reading: the first screen and a further piece of documents of several lengths, as they come over HTTP.

The limit is the same bytes served as a static file by the same server. "Nothing new" is what an open page asks every few
seconds: the whole answer is a 304, as it is for a file that has not changed. In headless Chromium, which draws without a
graphics card, the time runs from the arrival of the HTML until the highlights of the first screen are drawn, something is
seen, and all pieces are there; then the wheel is turned, and each frame that is drawn counts. The limit is a page of the
same paragraphs and nothing else. Its texts have no marks, as many as ``--taggings``, and a tenth of these.
"""

from argparse import Namespace
from collections.abc import Mapping
from http.client import NOT_MODIFIED, OK
from itertools import batched
from pathlib import Path
from typing import NamedTuple

from .measuring import Browser, Table, database, median, ms, percentile, server

TABLE = Table(
    "database",
    "document",
    "what",
    figures=["median", "95th", "bytes", "file: median", "times the file"],
    width=22,
)
BROWSED = Table(
    "database",
    "in Chromium",
    figures=["drawn", "seen", "all there", "frame: median", "95th", "over 50 ms in 100"],
    width=22,
)
TIMES = 30
VISITS = 3
MARKED = 1000
# Tags on the texts that are browsed, and places that are tagged at once.
SOME, AT_ONCE = 20, 500
SLOW = 0.05  # seconds of a frame that is noticed


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

    from annotator.actions import taggings

    from . import site
    from .kept_site import places_in

    site.prepare()
    people, tags = site.people(), site.tags()
    lengths = sorted({100, MARKED, options.paragraphs})
    documents = {f"{length:,} paragraphs": site.document(length).slug for length in lengths}
    marked = site.document(MARKED, "marked")
    documents[f"{site.contribute(marked, people, tags):,} on {MARKED:,}"] = marked.slug
    longest = list(documents.values())[len(lengths) - 1]
    browsed = {"plain page": f"/static/{_plain(longest)}", "no marks": f"/documents/{longest}/"}
    for number in (options.taggings // 10, options.taggings):
        text = site.document(options.paragraphs, f"marks-{number}")
        for turn, places in enumerate(batched(places_in([text], number), AT_ONCE)):
            taggings.tag(places=places, tags=[tags[turn % SOME]], by=people[turn % len(people)])
        browsed[f"{number:,} marks"] = text.get_absolute_url()
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
        _in_chromium(port, session, browsed)


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


def _plain(slug: str) -> str:
    """A page of the paragraphs of a document and nothing else: the name of its file."""
    from django.conf import settings
    from django.utils.html import format_html_join

    from corpus.models import Paragraph

    paragraphs = Paragraph.objects.filter(document__slug=slug).order_by("position").values_list("text")
    words = format_html_join("\n", "<p>{}</p>", paragraphs)
    page = f'<!doctype html><meta charset="utf-8"><title>Plain</title><body style="width: 40rem">{words}'
    (Path(settings.STATIC_ROOT) / "bench-plain.html").write_text(page, encoding="utf-8")
    return "bench-plain.html"


def _in_chromium(port: int, session: str, addresses: Mapping[str, str]) -> None:
    from playwright.sync_api import sync_playwright

    from .traces import Chromium, chromium

    if chromium() is None:
        print("Chromium is not installed (CHROMIUM=, /usr/bin/chromium): what it does is missing.")
        return
    BROWSED.head()
    with sync_playwright() as playwright:
        running = Chromium(playwright, port, session)
        for title, address in addresses.items():
            visits = [running.visit(address, is_text=address.startswith("/documents/")) for _ in range(VISITS)]
            frames = [frame for visit in visits for frame in visit.frames]
            times = [
                "" if None in each else ms(median(each))
                for each in zip(*((visit.drawn, visit.seen, visit.whole) for visit in visits), strict=True)
            ]
            slow = 100 * sum(frame > SLOW for frame in frames) / len(frames)
            BROWSED.row(database(), title, *times, ms(median(frames)), ms(percentile(frames)), f"{slow:.1f}")
        running.close()
