"""Housekeeping: ended sessions and ids of requests that nobody sends again go; the planner is told what there is."""

import threading
import time
from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from annotator.models import Submission
from corpus.db.statistics import refresh

# How long a form may lie open and be sent a second time.
KEPT = timedelta(days=30)
# Rows deleted in one transaction: others write meanwhile.
CHUNK = 500
# Seconds between two times that the site does it by itself, in each of its processes; and chunks at each time.
EVERY = 15 * 60
CHUNKS = 4


class Clock:
    """When the site last did something that it does every so many seconds, for a process."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._next = time.monotonic() + every
        self._lock = threading.Lock()

    def is_time(self) -> bool:
        """Whether it is time again, told to one thread."""
        with self._lock:
            if time.monotonic() < self._next:
                return False
            self._next = time.monotonic() + self._every
            return True


CLOCK = Clock(EVERY)


def prune(*, chunks: int | None = None) -> dict[str, int]:
    """Delete ended sessions and request ids older than ``KEPT``, at most ``chunks`` of each; returns how many."""
    ended = Session.objects.filter(expire_date__lt=timezone.now())
    served = Submission.objects.filter(at__lt=timezone.now() - KEPT)
    return {"sessions": _delete(ended, chunks), "requests": _delete(served, chunks)}


def prune_now_and_then() -> None:
    """Prune a little and refresh what the planner knows, if it was not done for a while, once the writing is safe."""
    if CLOCK.is_time():
        transaction.on_commit(_prune_a_little, robust=True)


def _prune_a_little() -> None:
    prune(chunks=CHUNKS)
    refresh()


def _delete(rows: models.QuerySet[Any], chunks: int | None) -> int:
    deleted = parts = 0
    while chunks is None or parts < chunks:
        with transaction.atomic():
            chunk = list(rows.values_list("pk", flat=True)[:CHUNK])
            # By their ids alone: nothing hangs on either, and a session that was renewed meanwhile has ended before.
            rows.filter(pk__in=chunk).delete()
        deleted, parts = deleted + len(chunk), parts + 1
        if len(chunk) < CHUNK:
            break
    return deleted
