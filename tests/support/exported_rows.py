"""The files of an export as tests look at them."""

import csv
import io

from django.contrib.auth.models import User

from annotator.exports.kinds import EXPORT_KINDS
from annotator.exports.sql import Export
from annotator.selectors.filters import Filters


def written(kind, viewer=None, *, raw=False, **filters):
    EXPORT_KINDS[kind].check(Filters(**filters))
    export = Export.of(EXPORT_KINDS[kind], viewer, Filters(**filters), raw=raw)
    return b"".join(chunk.data for chunk in export.chunks())


def rows(kind, viewer=None, **options):
    return list(csv.DictReader(io.StringIO(written(kind, viewer, **options).decode(), newline="")))


def ids(kind, viewer=None, **filters):
    """The last digits of the ids, which is what the site calls its things."""
    return [int(row[EXPORT_KINDS[kind].key[0]][-2:], 16) for row in rows(kind, viewer, **filters)]


def persist(user):
    """``user`` as a request has it: fresh, with nothing remembered."""
    return User.objects.get(pk=user.pk)
