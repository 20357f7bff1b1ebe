"""While a bundle is written, others write too: at once on PostgreSQL, once it is through on SQLite, and always well."""

import pytest
from django.db import connection

from annotator.actions import annotations
from annotator.actions.imports import bundle as importing
from annotator.models import Annotation
from annotator.models.place import Place
from annotator.permissions import ANNOTATORS
from corpus.models import Paragraph
from tests.conftest import person
from tests.functional.at_once import Meanwhile
from tests.support.import_bundles import load

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_note_on_the_same_text_is_written_beside(bundle, monkeypatch):
    writer = person("writer", ANNOTATORS)
    place = Place(Paragraph.objects.select_related("document__collection").get(document__slug="Zeta", key=10))
    noting = Meanwhile(lambda: annotations.annotate(places=[place], body="Beside", by=writer))
    write = importing._write

    def written_beside(*arguments):
        write(*arguments)
        noting.start()
        if connection.vendor == "postgresql":
            noting.finish()

    monkeypatch.setattr(importing, "_write", written_beside)
    plan, _batch = load(bundle)
    noting.finish()
    assert Annotation.objects.get(author=writer).body == "Beside"
    assert Annotation.objects.count() == plan.new["annotations"] + 1
