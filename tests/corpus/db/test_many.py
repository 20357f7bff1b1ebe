"""Rows by the thousand: what is laid ready before a transaction is written in it, holds nobody up and leaves nothing."""

import pytest
from django.db import connection, transaction

from corpus.db import many
from corpus.models import Collection, Posting, WrittenWord
from tests.functional.at_once import Meanwhile
from tests.support.factories import make_document

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = ("written", "word")
ROWS = [(f"W{at}".encode(), f"w{at}".encode()) for at in range(5)]


@pytest.fixture(params=["few", "many"], autouse=True)
def _few(request, monkeypatch):
    monkeypatch.setattr(many, "FEW", 2 if request.param == "many" else 500)


def kept():
    return [(bytes(row[0]), bytes(row[1])) for row in WrittenWord.objects.order_by("pk").values_list(*WORDS)]


def tables_of_the_connection():
    names = {
        "sqlite": "SELECT name FROM sqlite_temp_master WHERE name LIKE 'staging_%'",
        "postgresql": "SELECT relname FROM pg_class WHERE relpersistence = 't' AND relname LIKE 'staging_%'",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        return cursor.fetchall()


@pytest.mark.parametrize("is_inside", [False, True])
def test_they_are_put_in_in_their_order_and_written_over_by_their_keys(is_inside):
    def write():
        with many.StagedRows("corpus_writtenword", WORDS, ROWS) as rows, transaction.atomic():
            rows.insert()
        there = WrittenWord.objects.order_by("-pk").values_list("pk", "written")
        changed = [(pk, bytes(written) + b"!") for pk, written in there if bytes(written) != b"W3"]
        with many.StagedRows("corpus_writtenword", ("id", "written"), changed) as rows, transaction.atomic():
            rows.update()

    if is_inside:
        with transaction.atomic():
            write()
    else:
        write()
    assert kept() == [(written + b"!" * (written != b"W3"), word) for written, word in ROWS]
    assert tables_of_the_connection() == []


def test_what_is_the_same_for_all_is_said_when_it_is_known():
    rows = [(word, b"1234", b"") for _written, word in ROWS]
    with many.StagedRows("corpus_posting", ("word", "starts", "lengths"), rows) as ready, transaction.atomic():
        document = make_document()
        Posting.objects.all().delete()
        ready.insert(document_id=document.pk)
    found = Posting.objects.order_by("pk").values_list("document", "word", "starts")
    assert [(pk, bytes(word), bytes(starts)) for pk, word, starts in found] == [
        (document.pk, word, b"1234") for _written, word in ROWS
    ]


def test_of_none_nothing_becomes():
    with many.StagedRows("corpus_writtenword", WORDS, []) as rows:
        rows.insert()
    with many.StagedRows("corpus_writtenword", ("id", "written"), []) as rows:
        rows.update()
    assert kept() == []


def test_others_write_while_they_wait():
    with many.StagedRows("corpus_writtenword", WORDS, ROWS) as rows:
        writing = Meanwhile(lambda: Collection.objects.create(slug="beside", title="Beside"))
        writing.start()
        writing.finish()
        with transaction.atomic():
            rows.insert()
    assert kept() == ROWS


def test_a_failure_leaves_nothing_and_they_can_be_written_again():
    def fail():
        with many.StagedRows("corpus_writtenword", WORDS, ROWS) as rows, transaction.atomic():
            rows.insert()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert (kept(), tables_of_the_connection()) == ([], [])
    with many.StagedRows("corpus_writtenword", WORDS, ROWS) as rows, transaction.atomic():
        rows.insert()
    assert kept() == ROWS
