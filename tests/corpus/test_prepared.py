"""Queries that are written once: they find what Django's own find, whoever asks and with whatever values."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, models
from django.test.utils import CaptureQueriesContext

from corpus.models import Paragraph
from corpus.models.prepared import Parameter, Prepared
from tests.factories import make_document


def of_key():
    found = Paragraph.objects.select_related("document__collection")
    return found.filter(key=Parameter("key", models.PositiveIntegerField()), until__isnull=True).order_by("pk")


@pytest.mark.django_db
def test_it_finds_what_the_query_finds_and_all_that_comes_with_it(django_assert_num_queries):
    documents = [make_document(), make_document()]
    asked = Prepared(of_key)
    with django_assert_num_queries(2):
        first, second = asked(key=1), asked(key=2)
        named = [(each.document.title, each.document.collection.slug) for each in first]
    assert first == list(Paragraph.objects.filter(key=1).order_by("pk"))
    assert [each.text for each in second] == ["Second paragraph."] * 2
    assert named == [(each.title, each.collection.slug) for each in documents]
    assert asked(key=3) == []


@pytest.mark.django_db
def test_what_it_finds_can_be_saved_like_any_other():
    make_document()
    (found,) = Prepared(of_key)(key=1)
    found.text = "Changed."
    found.save()
    assert Paragraph.objects.get(key=1).text == "Changed."


@pytest.mark.django_db
def test_values_become_those_of_the_fields():
    """A time, kept as text in one of the databases, comes back as a time."""
    revision = make_document().current
    asked = Prepared(lambda: type(revision).objects.filter(loaded_at=Parameter("at", models.DateTimeField())))
    (found,) = asked(at=revision.loaded_at)
    assert found.loaded_at == revision.loaded_at


@pytest.mark.django_db
def test_the_sql_is_written_once():
    times = []
    asked = Prepared(lambda: times.append(1) or of_key())
    with CaptureQueriesContext(connection) as sent:
        asked(key=1), asked(key=2)
    assert len(times) == 1
    assert len(sent) == 2


@pytest.mark.django_db
def test_a_value_is_never_part_of_the_sql():
    make_document()
    asked = Prepared(lambda: Paragraph.objects.filter(text=Parameter("text", models.TextField())))
    assert asked(text="First paragraph.' OR ''='") == []
    assert [each.key for each in asked(text="First paragraph.")] == [1]


@pytest.mark.django_db
def test_a_parameter_without_a_value_is_an_error():
    with pytest.raises(KeyError):
        Prepared(of_key)()


@pytest.mark.django_db(transaction=True)
def test_threads_ask_the_same_query_on_connections_of_their_own():
    make_document([f"Paragraph {number}" for number in range(1, 9)])
    asked = Prepared(of_key)

    def texts(key):
        try:
            return {each.text for _ in range(20) for each in asked(key=key)}
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(texts, range(1, 9))) == [{f"Paragraph {number}"} for number in range(1, 9)]
