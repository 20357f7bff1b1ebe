"""axe-core on a page as it is, in the light and in the dark."""

from axe_playwright_python.base import AXE_SCRIPT

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# In the dark the same page has other colours, and nothing else.
COLOURS = ["color-contrast", "link-in-text-block"]
# A picture of a magnifying glass in Django's own widget for choosing many, which gives it a name it may not have.
NOT_OURS = [".search-label-icon"]


def found(page, kind, values, besides=()):
    answer = page.evaluate(
        "([exclude, options]) => axe.run({exclude}, options)",
        [[*NOT_OURS, *besides], {"runOnly": {"type": kind, "values": values}, "resultTypes": ["violations"]}],
    )
    return [
        f"{rule['id']}: {node['html'][:200]} - {node['failureSummary']}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]


def wear(page, colours):
    """Show the page in its light or dark colours, at once (the admin's change slowly)."""
    page.emulate_media(color_scheme=colours)
    page.evaluate("() => document.getAnimations().forEach(animation => animation.finish())")


def check(page, besides=()):
    """Fail on what axe-core finds on the page as it is, in the light and in the dark.

    ``besides`` are selectors of what is not looked at: what an open menu lies over.
    """
    page.evaluate(AXE_SCRIPT)
    wear(page, "light")
    problems = found(page, "tag", STANDARDS, besides)
    wear(page, "dark")
    problems += [f"in the dark: {problem}" for problem in found(page, "rule", COLOURS, besides)]
    assert not problems, "\n\n".join([page.url, *problems])


def is_page(answer):
    """Whether it is a page; the rest are files, redirects, parts of pages and what completion asks for."""
    return answer.status_code == 200 and not answer.streaming and answer.content.lstrip()[:9].lower() == b"<!doctype"


def check_all(addresses, page, client, subtests, alike=()):
    """Check those of ``addresses`` (a dictionary by name) that are pages.

    Of those whose names end with one of ``alike``, one of each template is checked.
    """
    pages = {}
    for name, address in addresses.items():
        answer = client.get(address)
        if is_page(answer):
            pages[answer.templates[0].name if name.endswith(alike) else name] = (name, address)
    assert pages
    for name, address in pages.values():
        with subtests.test(name):
            page.goto(address)
            check(page)


def check_widths(addresses, page, subtests):
    """Nothing on the pages at ``addresses``, by name, is wider than ``page``, a phone."""
    for name, address in addresses.items():
        with subtests.test(name):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
