"""What the tests of contributing share: an indexed text, and an annotator who reads it."""

import pytest

from corpus import search
from tests.support import factories


@pytest.fixture
def text():
    made = factories.make_document(
        slug="guide",
        title="The Guide",
        texts=["Read the whole document first.", "Peace and more peace.", "👩‍🏫 reads."],
    )
    search.index(made)
    return made


@pytest.fixture
def client(log_in, annotator, text):
    return log_in(annotator)
