"""Events that were written before they named their audience learn it on upgrade."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from annotator.actions import annotations
from annotator.models import Event
from annotator.models.place import Place
from tests.support import factories

pytestmark = pytest.mark.django_db
migration = import_module("annotator.migrations.0009_audience_of_events")


class Editor:
    connection = connection


def test_what_events_keep_tells_who_noticed_them(annotator):
    text = factories.make_document(texts=["Some words."])
    paragraph = text.paragraphs.select_related("document__collection").get()
    for body, draft in (("Seen.", False), ("Not yet.", True)):
        annotations.annotate(places=[Place(paragraph)], body=body, by=annotator, draft=draft)
    wanted = list(Event.objects.order_by("at", "pk").values_list("audience", "subject_author"))
    assert [audience for audience, _author in wanted] == [Event.Audience.EVERYBODY, Event.Audience.AUTHOR]
    Event.objects.update(audience=0, subject_author=None)
    migration.fill(apps, Editor)
    assert list(Event.objects.order_by("at", "pk").values_list("audience", "subject_author")) == wanted
