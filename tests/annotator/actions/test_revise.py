"""What is said about a document once it has another text."""

import pytest

from annotator.actions.documents.load import load_document, preview_document
from annotator.actions.documents.metadata import TEXTS, edit_document, state_digest
from annotator.models import Event
from annotator.presenters.history import changes_in
from corpus.blocks import Metadata
from corpus.models import Document
from tests.support.factories import make_collection

pytestmark = pytest.mark.django_db

TEXT = "---\ntitle: {title}\nauthor: {author}\n---\n\nThe Council met on Tuesday in the old hall.\n\n{more}\n"


@pytest.fixture
def load():
    shelf = make_collection()

    def load_it(says, author, more="And left.", **given):
        data = TEXT.format(title=says, author=author, more=more).encode()
        known = {"by": None, "name": "text.md", "data": data, "metadata": Metadata(**given)}
        foreseen = preview_document(**known).metadata
        outcome = load_document(collection=shelf, **known)
        assert outcome.metadata == foreseen
        document = Document.objects.select_related("collection").get()
        assert (document.title, document.author) == (foreseen.title, foreseen.author)
        return document

    return load_it


def test_what_the_file_says_of_itself_replaces_what_the_one_before_said(load):
    load("One", "Ann")
    document = load("Two", "Ann")
    assert (document.title, document.author, document.current.number) == ("Two", "Ann", 2)
    event = Event.objects.get(action=Event.Verb.LOADED, after__revision=2)
    assert [(each.before, each.after) for each in changes_in(event)] == [("One", "Two")]


def test_what_nothing_says_stays(load):
    load("One", "Ann", rights="Free.", publisher="Ours")
    document = load("One", "Ann", more="And went home.")
    assert (document.rights, document.publisher) == ("Free.", "Ours")


def test_what_somebody_changed_by_hand_stays_unless_it_is_given(load, editor):
    document = load("One", "Ann")
    texts = {name: getattr(document, name) for name in TEXTS} | {"title": "By hand"}
    edit_document(
        document=document, collection=document.collection, published_on=None, texts=texts, seen=state_digest(document),
        by=editor,
    )  # fmt: skip
    document = load("Two", "Bea")
    assert (document.title, document.author) == ("By hand", "Bea")
    document = load("Three", "Cleo", title="Given")
    assert (document.title, document.author) == ("Given", "Cleo")
