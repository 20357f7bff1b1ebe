"""The list of paragraphs in the admin: narrowed, and paged without counting what there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corpus import search
from tests.functional.admin.sending import page
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editing(enter):
    return enter("editor")


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 4), ("q=passage", 1), ("q=“One+word”", 1), ("document=reading", 4), ("document=none", 0),
     ("kind__exact=heading", 1), ("kind__exact=nonsense", 0), ("document=reading&q=meaning", 1)],
)  # fmt: skip
def test_paragraphs_are_narrowed(query, found, editing, text):
    answer = editing.get(f"{page('paragraph')}?{query}")
    assert answer.context["cl"].result_count == found


def test_the_list_of_paragraphs_counts_nothing_and_costs_the_same_however_many(editing, text, monkeypatch):
    monkeypatch.setattr("annotator.admin.paragraphs.ParagraphAdmin.list_per_page", 2)

    def queries(query):
        with CaptureQueriesContext(connection) as captured:
            assert editing.get(f"{page('paragraph')}?{query}").status_code == 200
        return [each["sql"] for each in captured]

    asked = ("", "p=2", "q=word", "document=reading", "kind__exact=body")
    queries("")
    few = [queries(query) for query in asked]
    for made in (factories.make_document(texts=[f"A word {n}." for n in range(20)]) for _ in range(3)):
        search.index(made)
    many = [queries(query) for query in asked]

    assert [len(each) for each in few] == [len(each) for each in many]
    for each in [*few, *many]:
        reading = [sql for sql in each if "corpus_paragraph" in sql]
        assert reading
        for sql in reading:
            assert "COUNT(" not in sql
            # A page's keys are looked up first, then the rows that have them.
            assert "LIMIT" in sql or '"corpus_paragraph"."id" IN (' in sql


def test_every_page_of_paragraphs_is_reached_and_no_other(editing, text, monkeypatch):
    monkeypatch.setattr("annotator.admin.paragraphs.ParagraphAdmin.list_per_page", 3)
    first = editing.get(page("paragraph"))
    assert [each.key for each in first.context["cl"].result_list] == [1, 2, 3]
    assert "paragraphs 1 to 3, and more" in first.text
    second = editing.get(page("paragraph") + "?p=2")
    assert [each.key for each in second.context["cl"].result_list] == [4]
    assert "paragraphs 1 to 3" not in second.text
    assert editing.get(page("paragraph") + "?p=3")["Location"].endswith("?e=1")
    everything = editing.get(page("paragraph") + "?all=")
    assert len(everything.context["cl"].result_list) == 3
