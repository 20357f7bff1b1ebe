"""What a contribution costs: its statements, and which of them while nobody else can write on SQLite.

And what open pages ask every few seconds, which comes with all else that is done.
"""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.actions import cross_references, taggings
from annotator.models import Tagging
from annotator.models.place import Place
from annotator.models.tag import TagAlias
from tests.functional.contributing.filling import HTMX, form, place
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def tag():
    return factories.make_tag("peace")


# Within a test, a transaction is a savepoint.
BEGIN, COMMIT = "SAVEPOINT", "RELEASE"
# The session, the person, the paragraph, their groups.
ASKED = ["django_session", "auth_user", "corpus_paragraph", "auth_group"]
# Whether the text is still the one that was read, which only the transaction can keep so.
CURRENT = "corpus_document"
# And which tags are meant, which then stay until it ends: somebody may delete or merge them at the same moment.
LOCKED = ["annotator_tag"]


def statements(client, kind, **fields):
    """The tables that a request asks first, and within its transaction writes to; with the transactions' ends."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(form(kind), {"start": "0", "end": "4", "request_id": uuid4()} | fields, headers=HTMX)
    assert answer.status_code == 200, answer.content
    # How long PostgreSQL waits for a row is said anew in each transaction.
    asked = [each["sql"] for each in queries.captured_queries if not each["sql"].startswith("SET LOCAL")]
    return [short(sql) for sql in asked]


def short(sql):
    """The word that ends or begins a transaction, or the table that is read or written."""
    if sql.startswith((BEGIN, COMMIT)):
        return sql.split()[0]
    return re.search(r"(?:FROM|INTO) \"?(\w+)", sql)[1]


@pytest.mark.parametrize("marked", [1, 20])
@pytest.mark.parametrize(
    ("kind", "fields", "asked", "locked", "written"),
    [
        ("tags", {"tags": "peace"}, [], LOCKED, "annotator_tagging"),
        ("annotations", {"body": "A *note*."}, [], [], "annotator_annotation"),
        (
            "cross-references",
            {"target": "guide/2", "relation": "quotes"},
            ["corpus_paragraph"],
            [],
            "annotator_crossreference",
        ),
    ],
)
def test_all_is_read_before_the_transaction_but_what_it_has_to_hold(
    client, text, annotator, tag, marked, kind, fields, asked, locked, written
):
    places = [place(text, 1, number, number + 9) for number in range(1, 1 + marked)]
    taggings.tag(places=places, tags=[tag], by=annotator)
    assert statements(client, kind, **fields) == [
        *ASKED,
        *asked,
        BEGIN,
        "annotator_submission",
        *locked,
        CURRENT,
        "annotator_passage",
        written,
        "annotator_event",
        COMMIT,
    ]


def test_an_editor_who_may_make_tags_asks_no_more_than_that(log_in, editor, text, tag):
    assert len(statements(log_in(editor), "tags", tags="peace")) == 12


def test_another_name_of_a_tag_is_asked_for_where_no_tag_has_it(client, tag):
    TagAlias.objects.create(tag=tag, name="calm", key="calm")
    locked = ["annotator_tag", "annotator_tagalias", "annotator_tag", CURRENT]
    assert statements(client, "tags", tags="calm")[5:-4] == ["annotator_submission", *locked]
    assert Tagging.objects.get().tag == tag


def test_words_that_are_a_passage_already_cost_one_look_at_it(client, text, colleague, tag):
    taggings.tag(places=[place(text, 1, 0, 4)], tags=[tag], by=colleague)
    # Written unless it is there, and then read; the tagging is written unless it is there, too.
    passages = ["annotator_passage", "annotator_passage"]
    written = ["annotator_submission", *LOCKED, CURRENT, *passages, "annotator_tagging", "annotator_event"]
    assert statements(client, "tags", tags="peace")[-9:] == [BEGIN, *written, COMMIT]


def test_tags_that_are_new_are_put_beside_those_there_already(client, text, annotator, tag):
    taggings.tag(places=[place(text, 1, 0, 4)], tags=[tag], by=annotator)
    factories.make_tag("war")
    answer = client.post(form("tags"), {"tags": "peace, war", "start": "0", "end": "4"}, headers=HTMX)
    assert "Tagged war: “" in answer.text
    assert Tagging.objects.filter(author=annotator).count() == 2


@pytest.mark.parametrize(("elsewhere", "asked"), [(False, []), (True, ["corpus_document"])])
def test_a_margin_with_nothing_new_asks_about_texts_that_references_lead_to(client, text, annotator, elsewhere, asked):
    other = factories.paragraphs_of(factories.make_document())[0]
    for number in (1, 2):
        ends = place(text, number), Place(other) if elsewhere else place(text, 3)
        # In both directions.
        for source, target in (ends, ends[::-1]):
            cross_references.cross_reference(source=source, target=target, relation="quotes", by=annotator)
    margin = reverse("margin", args=[text.slug])
    mark = client.get(margin)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(margin, headers={"If-None-Match": mark})
    assert answer.status_code == 304
    tables = [short(each["sql"]) for each in queries.captured_queries]
    assert tables[:4] == ["corpus_document", "django_session", "auth_user", "auth_group"]
    assert sorted(tables[4:]) == ["annotator_event", "annotator_event", *asked]
