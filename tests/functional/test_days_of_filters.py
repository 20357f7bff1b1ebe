"""Days of filters are those of the site's time zone, in what is found as in what the form says."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from annotator.actions import taggings
from annotator.models import Event, Tagging
from annotator.models.place import Place
from tests.support import factories

pytestmark = pytest.mark.django_db
# An hour either side of a midnight in Auckland, which is eleven in the morning by the clock of the database.
MIDNIGHT = {"Evening": datetime(2026, 11, 22, 10, tzinfo=UTC), "Morning": datetime(2026, 11, 22, 12, tzinfo=UTC)}
DAYS = [
    ("Pacific/Auckland", "until=2026-11-22", {"Evening"}),
    ("Pacific/Auckland", "since=2026-11-23", {"Morning"}),
    ("UTC", "since=2026-11-22&until=2026-11-22", {"Evening", "Morning"}),
]


@pytest.fixture
def marked(annotator):
    """A paragraph tagged in the evening, and another in the morning."""
    document = factories.make_document(texts=[f"{name} came." for name in MIDNIGHT])
    tag = factories.make_tag("time")
    for paragraph, at in zip(factories.paragraphs_of(document), MIDNIGHT.values(), strict=True):
        (made,), batch = taggings.tag(places=[Place(paragraph)], tags=[tag], by=annotator)
        Tagging.objects.filter(pk=made.pk).update(created_at=at)
        Event.objects.filter(batch=batch).update(at=at)
    return document


@pytest.mark.parametrize(("zone", "days", "found"), DAYS)
def test_what_was_done_about_midnight_counts_for_the_day_it_was_here(
    zone, days, found, settings, marked, annotator, editor, log_in
):
    settings.TIME_ZONE = zone
    editor.is_staff = True
    editor.save()
    editing = log_in(editor)
    for address in (
        f"{reverse('tag', args=['time'])}?{days}",
        f"{reverse('activity')}?{days}",
        f"{reverse('person', args=[annotator.username])}?{days}",
        f"{reverse('export_csv', args=['tags'])}?{days}",
        f"{reverse('export_csv', args=['events'])}?{days}",
        f"{reverse('admin:annotator_tagging_changelist')}?{days}",
    ):
        answer = editing.get(address)
        assert answer.status_code == 200
        said = answer.getvalue().decode() if answer.streaming else answer.text
        assert {name for name in MIDNIGHT if f"{name} came." in said} == found, address
    assert editing.get(f"{reverse('admin:annotator_event_changelist')}?{days}").context["cl"].result_count == len(found)
