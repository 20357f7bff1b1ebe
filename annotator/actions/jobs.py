"""Long work beside the requests: asked for, cancelled, ended, and how far it is.

How far it is, and that it is to be cancelled, are in the cache, which is in files: on SQLite the work itself may hold
the one write lock, and neither may wait for it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from annotator.actions.batch import SENT, is_other, sent_otherwise
from annotator.errors import Refused
from annotator.models import Job
from annotator.progress import Cancelled, heard_by

# Seconds between signs of life of whoever does a job, and until one that gives none is taken to have ended.
BEAT = 5
SILENCE = 60
# Until its end: it may wait for days, and one that broke off is to be known as such.
KEPT = None
# After that, one that broke off is ended, and goes the way of those that have.
BROKEN_OFF = timedelta(days=1)
# Rows kept of a person's jobs that have ended.
MOST_ENDED = 50


@dataclass(frozen=True, slots=True)
class HowFar:
    """What a job is doing, how much of it is done, of how much; ``lost`` where whoever did it is silent."""

    doing: str
    completed: int
    total: int
    lost: bool


def ask(*, pk: UUID, by: User, kind: str, name: str, typed: str) -> tuple[Job, bool]:
    """A new job, and whether it is new: a form that is sent twice is one job, but with other content none.

    Raises ``SentOtherwise`` where it was sent before with other content, ``Refused`` where somebody else sent it.
    """
    with transaction.atomic():
        job, new = Job.objects.get_or_create(
            pk=pk, defaults={"by": by, "kind": kind, "name": name[:300], "typed": typed, "digest": SENT.get()}
        )
        if job.by != by:
            raise Refused(_("This was not sent from a page of yours. Send it again."))
        if not new and is_other(job.digest):
            raise sent_otherwise()
        for silent in Job.objects.of(by).filter(ended_at__isnull=True, asked_at__lt=timezone.now() - BROKEN_OFF):
            if (far := how_far(silent)) and far.lost:
                end(job=silent, succeeded=False, message=_("It broke off: the worker that did it has ended."))
        old = Job.objects.of(by).filter(ended_at__isnull=False).values_list("pk", flat=True)[MOST_ENDED:]
        Job.objects.filter(pk__in=list(old)).delete()
    return job, new


def cancel(*, job: Job) -> None:
    """Have a job stop at its next step, with nothing changed; one that has not begun does not begin."""
    cache.set(_cancel(job.pk), 1, KEPT)


def end(*, job: Job, succeeded: bool, message: str, address: str = "") -> None:
    """Keep what came of a job; the first word stays."""
    Job.objects.filter(pk=job.pk, ended_at__isnull=True).update(
        ended_at=timezone.now(), succeeded=succeeded, message=message, address=address, typed=""
    )
    cache.delete_many([_cancel(job.pk), _life(job.pk), _far(job.pk)])


def how_far(job: Job) -> HowFar | None:
    """How far a job is that has not ended; ``None`` where it has not begun. No query."""
    far = cache.get(_far(job.pk))
    if far is None:
        return None
    doing, completed, total = far
    return HowFar(doing, completed, total, lost=cache.get(_life(job.pk)) is None)


def is_cancelled(job: Job) -> bool:
    """Whether it is to stop, and has not yet."""
    return cache.get(_cancel(job.pk)) is not None


@contextmanager
def at_work(job: Job) -> Iterator[None]:
    """Do the work of ``job`` inside: what it says of itself is kept, and raises ``Cancelled`` where it is to stop."""
    over = threading.Event()

    def live() -> None:
        while not over.wait(BEAT):
            cache.set(_life(job.pk), 1, SILENCE)

    def hear(doing: str, completed: int, total: int) -> None:
        if is_cancelled(job):
            raise Cancelled
        cache.set(_far(job.pk), (doing, completed, total), KEPT)

    cache.set(_life(job.pk), 1, SILENCE)
    living = threading.Thread(target=live, name="job", daemon=True)
    living.start()
    try:
        with heard_by(hear):
            hear(_("Beginning"), 0, 0)
            yield
    finally:
        over.set()
        living.join()


def _cancel(pk: UUID) -> str:
    return f"job-cancel-{pk}"


def _life(pk: UUID) -> str:
    return f"job-life-{pk}"


def _far(pk: UUID) -> str:
    return f"job-far-{pk}"
