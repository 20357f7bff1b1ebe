"""Vectors of texts, made by the sentence model that is installed; no events: they can be made again at any time."""

from collections.abc import Iterable
from itertools import batched

from django.utils.translation import gettext as _

from annotator.models import SentenceVector
from annotator.parallels import meaning
from annotator.progress import say

AT_A_TIME = 64


def make_missing_vectors(texts: Iterable[str]) -> int:
    """Make and keep the vectors of those of ``texts`` (``meaning.prepared``) that have none; returns how many.

    Slow, 60 a second: nothing for a request. What was made is kept when it is broken off.
    """
    model = meaning.name()
    known = set(map(bytes, SentenceVector.objects.filter(model=model).values_list("digest", flat=True).iterator()))
    missing = {digest: text for text in texts if text and (digest := meaning.digest_of(text)) not in known}
    for number, some in enumerate(batched(missing.items(), AT_A_TIME)):
        say(_("Reading for the meaning"), number * AT_A_TIME, len(missing))
        vectors = meaning.vectors(text for _digest, text in some)
        SentenceVector.objects.bulk_create(
            (
                SentenceVector(model=model, digest=digest, vector=vector)
                for (digest, _text), vector in zip(some, vectors, strict=True)
            ),
            ignore_conflicts=True,
        )
    return len(missing)
