"""Writers on SQLite take turns, and nobody waits for a turn who has the database already."""

import fcntl
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from annotator.actions.batch import batch
from annotator.actions.turns import turn

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has any number of writers")


def turn_file():
    return Path(f"{connection.settings_dict['NAME']}-turn")


def is_free():
    """Whether nobody has the turn."""
    with turn_file().open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_an_action_has_the_turn_until_it_is_done():
    with batch(by=None):
        assert not is_free()
    assert is_free()
    with pytest.raises(ZeroDivisionError), batch(by=None):
        raise ZeroDivisionError
    assert is_free()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_next_one_waits_and_then_has_it():
    began, done = Event(), []

    def write():
        began.set()
        with turn():
            done.append("second")

    with turn():
        second = Thread(target=write)
        second.start()
        began.wait()
        # It cannot have finished, however long we look.
        second.join(0.05)
        done.append("first")
    second.join()
    assert done == ["first", "second"]


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_turn_within_a_transaction():
    """Somebody else may have it and wait for the transaction: both would wait for ever."""
    with turn():
        waited = Thread(target=_write_in_a_transaction)
        waited.start()
        waited.join(20)
        assert not waited.is_alive()


def _write_in_a_transaction():
    with transaction.atomic(), batch(by=None):
        pass
    connection.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of the other database")
@pytest.mark.django_db(transaction=True)
def test_there_are_no_turns_where_there_are_many_writers():
    with turn(), turn():
        assert not turn_file().exists()
