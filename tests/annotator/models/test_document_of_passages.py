"""A passage names its document, which is always that of its paragraph."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F

from annotator.actions import taggings
from annotator.actions.documents.load import load_document
from annotator.models import Passage
from annotator.models.place import Place
from corpus.models import Document
from tests.support import factories

pytestmark = pytest.mark.django_db
migration = import_module("annotator.migrations.0011_document_of_passages")


class Editor:
    connection = connection


def astray():
    return Passage.objects.exclude(document=F("paragraph__document")).count()


def marked(annotator, slug, words):
    text = factories.make_document(texts=[words, "Another."], slug=slug)
    tag = factories.make_tag(f"tag of {slug}")
    taggings.tag(places=[Place(factories.paragraphs_of(text)[0], 0, 3)], tags=[tag], by=annotator)
    return text


def test_it_stays_so_when_the_text_changes_and_when_a_mark_goes_elsewhere(annotator):
    text, other = (marked(annotator, slug, "One sentence.") for slug in ("one", "two"))
    load_document(by=None, name="one.txt", data=b"New.\n\nOne sentence.\n", collection=text.collection, slug="one")
    assert astray() == 0
    tagging = Passage.objects.get(document=other).taggings.get()
    place = Place(factories.paragraphs_of(Document.objects.get(slug="one"))[0])
    taggings.retag(tagging=tagging, tag=tagging.tag, by=annotator, place=place)
    tagging.refresh_from_db()
    assert tagging.content_object.document_id == text.pk
    assert astray() == 0


def test_those_that_were_there_learn_it_on_upgrade(annotator):
    marked(annotator, "one", "One sentence.")
    other = marked(annotator, "two", "Two sentences.")
    Passage.objects.update(document=other)
    assert astray() == 1
    migration.fill(apps, Editor)
    assert astray() == 0
