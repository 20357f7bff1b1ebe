"""A passage names its document, which is always that of its paragraph; so does a tagging."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F

from annotator.actions import taggings
from annotator.actions.documents.load import load_document
from annotator.actions.undo import undo
from annotator.models import Passage, Tagging
from annotator.models.place import Place
from corpus.models import Document
from tests.support import factories

pytestmark = pytest.mark.django_db
migration = import_module("annotator.migrations.0011_document_of_passages")
of_taggings = import_module("annotator.migrations.0026_document_of_taggings")


class Editor:
    connection = connection


def astray():
    taggings_astray = Tagging.objects.exclude(document=F("content_object__paragraph__document"))
    return Passage.objects.exclude(document=F("paragraph__document")).count() + taggings_astray.count()


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
    batch = taggings.retag(tagging=tagging, tag=tagging.tag, by=annotator, place=place)
    tagging.refresh_from_db()
    assert tagging.content_object.document_id == tagging.document_id == text.pk
    assert astray() == 0
    undo(batch_id=batch, by=annotator)
    tagging.refresh_from_db()
    assert tagging.document_id == other.pk
    assert astray() == 0


@pytest.mark.parametrize("by_key", [True, False])
def test_nor_does_it_where_taggings_are_saved_or_updated_by_themselves(annotator, by_key):
    marked(annotator, "one", "One sentence.")
    other = marked(annotator, "two", "Two sentences.")
    tagging, passage = Tagging.objects.exclude(document=other).get(), Passage.objects.get(document=other)
    Tagging.objects.filter(pk=tagging.pk).update(
        **({"content_object_id": passage.pk} if by_key else {"content_object": passage})
    )
    tagging.refresh_from_db()
    assert tagging.document_id == other.pk
    tagging.content_object = Passage.objects.exclude(document=other).get()
    tagging.save()
    assert astray() == 0


def test_those_that_were_there_learn_it_on_upgrade(annotator):
    marked(annotator, "one", "One sentence.")
    other = marked(annotator, "two", "Two sentences.")
    Passage.objects.update(document=other)
    Tagging.objects.update(document=other)
    assert astray() == 2
    migration.fill(apps, Editor)
    of_taggings.fill(apps, Editor)
    assert astray() == 0
