"""What Chromium says of a page: when it was drawn, and by its trace, how long each frame took while it was scrolled.

Nothing on the page is asked while it is measured: a selector that is tried again and again would be part of the time.
"""

from itertools import pairwise
from typing import Any, NamedTuple

from tests.browser.conftest import FLAGS, chromium

CATEGORIES = ["disabled-by-default-devtools.timeline.frame", "blink.user_timing"]
# Pixels that are scrolled by turning the wheel, and in a second.
WAY, SPEED = 24_000, 3_000
# Resolves when the page has said that it is as far as `name`.
SAID = """(name) => new Promise((done) => new PerformanceObserver((list, observer) => {
  if (!list.getEntriesByName(name).length) return;
  observer.disconnect();
  done();
}).observe({ type: "mark", buffered: true }))"""
# Seconds from the arrival of the HTML until each, as the browser noted it.
WHEN = """() => {
  const arrived = performance.getEntriesByType("navigation")[0].responseEnd;
  return ["glossator:drawn", "first-contentful-paint", "glossator:whole"].map((name) => {
    const [entry] = performance.getEntriesByName(name);
    return entry ? (entry.startTime - arrived) / 1000 : null;
  });
}"""
QUIET = 2_000  # milliseconds after which what followed is over


class Visit(NamedTuple):
    """Seconds from the arrival of the HTML until the first highlights were drawn, something was seen, all was there.

    And those of each frame while it was scrolled. ``None`` where the page has no such thing.
    """

    drawn: float | None
    seen: float
    whole: float | None
    frames: list[float]


class Chromium:
    """Headless Chromium, which draws without a graphics card, with somebody logged in at ``port``."""

    def __init__(self, playwright: Any, port: int, session: str) -> None:
        self._browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        site = f"http://127.0.0.1:{port}"
        self._context = self._browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
        self._context.add_cookies([{"name": "sessionid", "value": session, "url": site}])

    def close(self) -> None:
        self._browser.close()

    def visit(self, address: str, *, is_text: bool = True) -> Visit:
        """Open a page, wait until a text is there as a whole, and scroll through some of it."""
        page = self._context.new_page()
        tracing = self._browser.new_browser_cdp_session()
        events: list[dict[str, Any]] = []
        ended: list[object] = []
        tracing.on("Tracing.dataCollected", lambda some: events.extend(some["value"]))
        tracing.on("Tracing.tracingComplete", lambda told: ended.append(told))  # noqa: PLW0108 - Playwright marks it
        tracing.send("Tracing.start", {"traceConfig": {"includedCategories": CATEGORIES}})
        page.goto(address)
        if is_text:
            page.evaluate(SAID, "glossator:whole")
        page.wait_for_timeout(QUIET)
        times = page.evaluate(WHEN)
        wheel = {"x": 500, "y": 450, "yDistance": -WAY, "speed": SPEED, "gestureSourceType": "mouse"}
        page.evaluate("performance.mark('bench:scroll')")
        self._context.new_cdp_session(page).send("Input.synthesizeScrollGesture", wheel)
        page.evaluate("performance.mark('bench:scrolled')")
        tracing.send("Tracing.end")
        while not ended:
            page.wait_for_timeout(50)
        page.close()
        return Visit(*times, frames_in(events))


def frames_in(events: list[dict[str, Any]]) -> list[float]:
    """The seconds from each frame that was drawn to the next, while the page of a trace was scrolled."""
    said = {each["name"]: each for each in events if "blink.user_timing" in each["cat"]}
    begin, end = said["bench:scroll"], said["bench:scrolled"]
    drawn = [each["ts"] for each in events if each["name"] == "DrawFrame" and each["pid"] == begin["pid"]]
    at = sorted(each for each in drawn if begin["ts"] <= each <= end["ts"])
    return [(after - before) / 1e6 for before, after in pairwise(at)]
