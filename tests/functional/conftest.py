"""The awkward site; and a text of which marks are moved by its second revision."""

import pytest

from annotator.actions import taggings
from annotator.actions.documents.load import load_document
from annotator.models.place import Place
from tests.support.export_site import Site
from tests.support.factories import make_collection, make_tag

FIRST = b"""The Council met on Tuesday in the old hall.

The Secretary read the long report of the year.

This sentence will be gone altogether.

The meeting rose at noon.
"""
SECOND = b"""The Council met on Tuesday in the old hall.

The Secretary, with a smile, read the short report of the year.

The meeting rose at noon.
"""


def tag_words(paragraphs, key, quote, name, *, by):
    """The tagging, with a new tag called ``name``, of the words ``quote`` in the paragraph with that key."""
    place = Place(paragraphs[key - 1], quote=quote)
    return taggings.tag(places=[place], tags=[make_tag(name)], by=by)[0][0]


@pytest.fixture
def site(db):
    return Site()


@pytest.fixture
def load(editor):
    shelf = make_collection()
    return lambda data, **more: load_document(by=editor, name="council.txt", data=data, collection=shelf, **more)
