"""What the planner knows, brought up to date by the site itself."""

import pytest
from django.db import connection

from corpus.db.statistics import refresh
from corpus.models import Collection
from tests.support import factories


def known(table):
    """How many rows the planner takes ``table`` to have; ``None`` where it knows nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
            (number,) = cursor.fetchone()
            return None if number < 0 else number
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [table])
        return int(cursor.fetchone()[0].split()[0])


@pytest.mark.skipif("connection.vendor != 'sqlite'")
@pytest.mark.django_db
def test_sqlite_knows_every_table():
    factories.make_document()
    refresh()
    assert known("corpus_collection") == 1
    assert known("corpus_paragraph") == 2


@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.django_db(transaction=True)
def test_postgresql_knows_small_tables_too_and_looks_only_at_those_that_changed(django_assert_num_queries):
    factories.make_document()
    refresh()
    assert known("corpus_collection") == 1
    assert known("corpus_paragraph") == 2
    for number in range(3):
        Collection.objects.create(slug=f"another-{number}", title="Another")
    with django_assert_num_queries(3) as captured:
        refresh()
    assert captured[-1]["sql"] == "ANALYZE corpus_collection"
    assert known("corpus_collection") == 4
    with django_assert_num_queries(2):
        refresh()
