"""What is exported after a revision, and a bundle of it read back."""

import csv
import io

import pytest

from annotator.actions import taggings
from annotator.actions.documents.load import load_document
from annotator.models import Passage, Tagging
from annotator.models.place import Place
from corpus.models import Document
from tests.support.factories import make_collection, make_tag
from tests.support.import_bundles import exported, files_of, wipe
from tests.support.import_bundles import load as load_bundle

pytestmark = pytest.mark.django_db

FIRST = b"It noted the long report with care.\n\nThis one goes away.\n\nThis one stays here.\n"
SECOND = b"Then it noted the short report with care.\n\nThis one stays here.\n"


def paragraph(key):
    return Document.objects.get().paragraphs.select_related("document").get(key=key)


@pytest.fixture
def load(db):
    shelf = make_collection()
    return lambda data: load_document(by=None, name="text.txt", data=data, collection=shelf)


@pytest.fixture
def tag(annotator):
    return lambda key, quote, name: taggings.tag(
        places=[Place(paragraph(key), quote=quote)], tags=[make_tag(name)], by=annotator
    )


def rows_of(data):
    return list(csv.DictReader(io.StringIO(files_of(data)["tags.csv"].decode(), newline="")))


def test_a_bundle_of_a_revised_text_loads_back_as_it_was(load, tag):
    load(FIRST)
    tag(1, "long report", "uncertain")
    tag(1, "noted", "shifted")
    tag(2, "", "lost")
    tag(3, "stays", "kept")
    load(SECOND)
    # On the very words where an uncertain one stands, and not the same passage.
    tag(1, "short report", "new")
    data = exported()
    told = {row["tag"]: (row["anchor"], row["quote"], row["revision"]) for row in rows_of(data)}
    assert told == {
        "uncertain": ("uncertain", "long report", "2"),
        "shifted": ("shifted", "noted", "2"),
        "lost": ("lost", "This one goes away.", "2"),
        "kept": ("kept", "stays", "2"),
        "new": ("kept", "short report", "2"),
    }
    wipe()
    load_bundle(data)
    assert rows_of(exported()) == rows_of(data)
    assert Passage.objects.count() == Tagging.objects.count() == 5


def test_a_bundle_from_before_the_revision_goes_where_that_puts_it(load, tag):
    load(FIRST)
    tag(1, "long report", "one")
    tag(2, "goes away", "gone")
    tag(3, "stays", "two")
    data = exported()
    wipe()
    load(SECOND)
    load_bundle(data)
    states = {row["tag"]: (row["anchor"], row["quote"]) for row in rows_of(exported())}
    assert states == {"one": ("uncertain", "long report"), "gone": ("lost", "goes away"), "two": ("kept", "stays")}
