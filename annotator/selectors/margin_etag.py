"""What tells an open page whether its margin is still as it was: the ETag of a document's margin."""

import hashlib
from datetime import UTC, datetime

from django.http import QueryDict

from annotator import permissions
from annotator.models import Event
from annotator.models.event import batch_names
from corpus.models import Document
from corpus.models.collection import Person


def etag_of(text: Document, user: Person, query: QueryDict) -> str:
    """The ETag of a document's margin for a person, as an address with ``query`` shows it: 2 queries.

    The time of the newest event, a digest of all that counts, and the names of the newest batches, so that a page is
    told of each once.
    """
    newest = Event.objects.newest_noticed(text, user)
    parts = (text.pk, text.current_id, newest, user.pk, sorted(permissions.roles(user)), query.urlencode())
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:20]
    at = newest[0][0].timestamp() if newest else 0
    return f'"{at:.6f}-{digest}-{".".join(batch_names(newest))}"'


def time_in(etag: str) -> datetime | None:
    """The time in an ETag, ``None`` where it has none that can be read."""
    try:
        return datetime.fromtimestamp(float(etag.strip('W/"').partition("-")[0]), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def batches_in(etag: str) -> frozenset[str]:
    """The names of the batches that the page with an ETag knows."""
    return frozenset(etag.strip('W/"').rpartition("-")[2].split("."))
