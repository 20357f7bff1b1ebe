"""Rows that are held: those that are there, in the order of their keys, and no question where none is asked about."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from corpus.db.row_locks import locked_rows
from corpus.models import Document
from tests.support.factories import make_document

pytestmark = pytest.mark.django_db


def test_the_rows_that_are_there_and_their_columns():
    first, second, third = sorted((make_document() for _ in range(3)), key=lambda document: document.pk)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        found = locked_rows(Document, [second.pk, third.pk + 1, first.pk], "current", "slug")
    assert found == [(each.pk, each.current_id, each.slug) for each in (first, second)]
    (asked,) = (each["sql"] for each in queries.captured_queries if each["sql"].startswith("SELECT"))
    assert asked.endswith("FOR SHARE") is (connection.vendor == "postgresql")


def test_the_keys_alone():
    document = make_document()
    with transaction.atomic():
        assert locked_rows(Document, {document.pk}) == [(document.pk,)]


def test_the_rows_that_another_column_tells():
    first, second = make_document(slug="first"), make_document(slug="second")
    make_document(slug="third")
    with transaction.atomic():
        found = locked_rows(Document, ["second", "first", "none"], "slug", by="slug")
    assert sorted(found) == sorted([(first.pk, "first"), (second.pk, "second")])


def test_of_no_keys_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert locked_rows(Document, []) == []
