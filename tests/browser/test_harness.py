"""The browser tests themselves: what goes wrong on a page is noticed."""

import pytest


def test_a_page_opens(page, complaints):
    page.goto("/")
    assert page.title() == "Documents · Glossator"
    assert complaints.found == []


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("document.body.setAttribute('style', 'color: red')", "console: .*Content Security Policy"),
        ("document.body.append(Object.assign(new Image(), {src: '/static/no-such-file.png'}))", "404 from GET"),
        ("setTimeout(() => { throw new Error('on purpose'); })", "script: on purpose"),
        ("fetch('https://example.invalid/').catch(() => {})", "console: .*Content Security Policy"),
    ],
)
def test_what_goes_wrong_is_noticed(page, complaints, script, complaint):
    page.goto("/")
    page.evaluate(script)
    complaints.expect(complaint)
    complaints.expect(".")  # a failed request is one complaint, and what the console says about it another
    complaints.wait_for(page, complaint)
