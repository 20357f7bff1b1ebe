"""What is not published is found by its status, of whichever kind, on both databases; what is published is not."""

import pytest
from django.db import connection

from annotator.models import Annotation, CrossReference, Status, Tagging
from annotator.selectors.carrying import narrowed
from annotator.selectors.filters import ResolvedFilters

pytestmark = pytest.mark.django_db


def plan(rows):
    """How the database finds ``rows``, in its own words, whatever it knows of the size of its tables."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}", params)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return "\n".join(str(row) for row in cursor)


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("model", [Tagging, Annotation, CrossReference])
def test_the_few_that_are_not_published_are_found_by_their_status(model, status):
    # As the admin asks, and as filters do.
    asked = model.objects.filter(status=status), narrowed(model.objects.all(), ResolvedFilters(statuses=[status]))
    for rows in asked:
        newest = plan(rows.order_by("-created_at"))
        by_index = any(index in newest for index in ("_by_status", "_waiting"))  # small tables let PostgreSQL choose
        assert by_index is (status != Status.PUBLISHED), newest
