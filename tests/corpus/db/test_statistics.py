"""What the planner knows, brought up to date by the site itself."""

import pytest
from django.db import connection

from corpus.db import statistics
from corpus.db.statistics import refresh, refresh_on_commit, sparingly
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


@pytest.fixture
def looked(monkeypatch):
    """The looks that are taken."""
    looks = []
    monkeypatch.setattr(statistics, "refresh", lambda: looks.append("look"))
    return looks


@pytest.mark.django_db(transaction=True)
def test_many_writes_one_after_the_other_are_looked_at_once_at_their_end(looked):
    with sparingly():
        for _each in range(3):
            refresh_on_commit()
        assert looked == []
    assert looked == ["look"]
    refresh_on_commit()
    assert looked == ["look", "look"]


@pytest.mark.django_db(transaction=True)
def test_a_long_row_of_writes_is_looked_at_now_and_then_too(looked, monkeypatch):
    monkeypatch.setattr(statistics, "APART", 0.0)
    with sparingly():
        refresh_on_commit()
        assert looked == ["look"]
    assert looked == ["look"], "nothing was written since"


@pytest.mark.django_db(transaction=True)
def test_where_nothing_is_written_nothing_is_looked_at(looked):
    with sparingly():
        pass
    assert looked == []


@pytest.mark.django_db(transaction=True)
def test_what_was_written_before_something_broke_is_looked_at(looked):
    many = sparingly()
    many.__enter__()
    refresh_on_commit()
    assert not many.__exit__(ValueError, ValueError(), None)
    assert looked == ["look"]
