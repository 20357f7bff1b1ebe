"""What is written beside a margin that is narrowed: whether it is shown there is said."""

import re

import pytest

from annotator.actions.tags import create_tag
from tests.functional.contributing.filling import HTMX, form, said
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NOTE = ("annotations", {"body": "Why?"})
TAG = ("tags", {"tags": "promise"})
REFERENCE = ("cross-references", {"target": "guide/2", "relation": "quotes"})
NOWHERE = "It is hidden by the margin filter."
PARTLY = "Some of it is hidden by the margin filter."


@pytest.fixture
def tags(editor):
    promise = factories.make_tag("promise")
    factories.make_tag("hope")
    return create_tag(name="oath", definition="A promise sworn.", parent=promise, by=editor)


def message(client, what, query, path="/documents/guide/"):
    kind, typed = what
    headers = HTMX | {"HX-Current-URL": f"http://testserver{path}?{query}"}
    answer = client.post(form(kind), typed, headers=headers)
    assert answer.status_code == 200
    return said(answer)


@pytest.mark.parametrize(
    ("what", "query", "expected"),
    [
        (NOTE, "", ""),
        (NOTE, "kind=annotation", ""),
        (NOTE, "kind=tag", NOWHERE),
        (NOTE, "tag=promise", NOWHERE),
        (NOTE, "person=annotator", ""),
        (NOTE, "person=colleague", NOWHERE),
        (NOTE, "status=declined", NOWHERE),
        (TAG, "tag=promise", ""),
        (TAG, "tag=hope", NOWHERE),
        (TAG, "tag=nowhere", NOWHERE),
        (("tags", {"tags": "oath"}), "tag=promise", ""),
        (("tags", {"tags": "promise, hope"}), "tag=hope", PARTLY),
        (REFERENCE, "kind=cross-reference", ""),
        (REFERENCE, "kind=annotation", NOWHERE),
        (REFERENCE, "person=colleague", NOWHERE),
    ],
)
def test_it_is_said_where_the_margin_leaves_it_out(client, tags, what, query, expected):
    answer = message(client, what, query)
    assert "Undo" in answer
    assert re.findall(r"(?:It|Some of it) is [^.]*\.", answer) == [expected] * bool(expected)
    assert ("Show everything" in answer) == bool(expected)


def test_a_link_takes_the_filter_off_and_nothing_else(client):
    answer = message(client, NOTE, "source=1&page=1&tag=a%22b&person=x&status=draft&kind=tag")
    assert '<a href="/documents/guide/?source=1&at=1#p1">Show everything</a>' in answer


def test_elsewhere_no_margin_is_narrowed(client, tags):
    assert "margin filter" not in message(client, NOTE, "tag=promise", path="/documents/guide/1/")
    answer = client.post(form("annotations"), {"body": "Why?"}, follow=True)
    assert answer.redirect_chain == [("/documents/guide/1/", 302)]
    assert "margin filter" not in said(answer)
    assert "Why?" in said(answer)
