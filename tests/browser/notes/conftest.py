"""A text that people talk about."""

import pytest

from annotator.actions import annotations
from annotator.models.place import Place
from corpus import search
from tests.support import factories

FIRST = "Read the whole document once before you mark anything in it."
SECOND = "Texts of this kind repeat themselves, and they quote each other."
THIRD = "Whoever reads one of them has read a part of the next."


@pytest.fixture
def text(transactional_db):
    made = factories.make_document(texts=[FIRST, SECOND, THIRD], slug="guide", title="The Guide")
    search.index(made)
    return made


@pytest.fixture
def place(text):
    def placed(key, start=None, end=None):
        para = text.paragraphs.get(key=key)
        para.document = text
        return Place(para, start, end)

    return placed


@pytest.fixture
def note(place, colleague):
    [made], _batch = annotations.annotate(places=[place(1, 5, 23)], body="All of it?", by=colleague)
    return made
