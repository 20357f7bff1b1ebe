"""What is prepared before the transaction that writes it: the index is as if it had been made of the standing text."""

from array import array

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import search
from corpus.db import many
from corpus.models import DocumentWords, Posting, WrittenWord
from corpus.search import indexing
from tests.corpus.importing.writing.test_revise import changeset, revised, written
from tests.support.factories import make_document

TEXTS = st.lists(
    st.sampled_from(["A co-operative.", "In favour, in favour.", "One two three", "…", "# Two", "Three one", "一二"]),
    min_size=1,
    max_size=6,
)


@pytest.fixture(autouse=True)
def _long(monkeypatch):
    """Every text is long, and every number of rows large."""
    monkeypatch.setattr(indexing, "LONG", 0)
    monkeypatch.setattr(many, "FEW", 1)


def as_kept():
    """The index, with what is written in the place of the keys of words."""
    written = {pk: bytes(kept).decode() for pk, kept in WrittenWord.objects.values_list("pk", "written")}
    postings = {
        (document, bytes(word).decode()): (bytes(starts), bytes(lengths))
        for document, word, starts, lengths in Posting.objects.values_list("document", "word", "starts", "lengths")
    }
    columns = [field.name for field in DocumentWords._meta.fields if field.name != "written"]
    rows = DocumentWords.objects.order_by("pk").values_list(*columns)
    texts = [
        [written[key] for key in array("I", bytes(keys))]
        for keys in DocumentWords.objects.order_by("pk").values_list("written", flat=True)
    ]
    return postings, [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in rows], texts


def as_made_anew():
    search.rebuild()
    return as_kept()


def assert_as_made_anew():
    there = as_kept()
    assert there == as_made_anew()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(editions=st.lists(TEXTS, min_size=2, max_size=4))
@pytest.mark.django_db
def test_after_each_revision_the_index_is_that_of_the_text(editions):
    document = make_document(editions[0])
    for texts in editions[1:]:
        revised(document, *texts)
        assert_as_made_anew()


@pytest.mark.django_db(transaction=True)
def test_the_same_where_it_is_laid_ready_before_the_transaction():
    document = make_document(["One two three", "Of two", "and three"])
    revised(document, "One two three", "In favour, in favour.", "and three")
    revised(document, "In favour, in favour.", "One three three", "Of two")
    assert_as_made_anew()


@pytest.mark.django_db(transaction=True)
def test_an_index_made_anew_meanwhile_is_not_written_over_with_other_keys(monkeypatch):
    document = make_document(["One two three", "Of two", "and three"])
    planned = changeset(document, "One two three", "Three and more", "Of two")
    words_of = search.words_of

    def and_rebuild(*arguments):
        prepared = words_of(*arguments)
        search.rebuild()
        return prepared

    monkeypatch.setattr(search, "words_of", and_rebuild)
    written(planned)
    assert_as_made_anew()


@pytest.mark.django_db(transaction=True)
def test_words_of_a_text_that_was_not_written_do_no_harm():
    document = make_document(["One two"])
    with search.words_of(changeset(document, "Words that nobody wrote").plan.paragraphs):
        pass
    revised(document, "Words that somebody wrote")
    assert_as_made_anew()
