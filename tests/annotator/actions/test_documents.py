"""Loading a document as an action: who may, and what they learn of what they may not see."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from annotator.actions.documents.load import LoadOutcome, load_document, preview_document
from annotator.errors import AlreadyDone, Refused
from annotator.models import Event
from corpus.blocks import Metadata
from corpus.models import Collection, Document
from tests.support.factories import make_collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(editor):
    def load_it(**changed):
        given = {"by": editor, "name": "speech.txt", "data": b"Words of it."} | changed
        if "collection" not in given:
            given["collection"] = make_collection()
        return load_document(**given)

    return load_it


def test_an_editor_loads_and_previews(load, editor):
    preview = preview_document(by=editor, name="speech.txt", data=b"Words of it.", metadata=Metadata(title="A title"))
    assert (preview.status, preview.slug, preview.metadata.title) == (LoadOutcome.CREATED, "speech", "A title")
    assert not Document.objects.exists()
    outcome = load()
    assert (outcome.status, outcome.document.current.loaded_by) == (LoadOutcome.CREATED, editor)
    assert load().status == LoadOutcome.UNCHANGED
    assert Event.objects.count() == 1


def test_others_do_not(load, annotator, reader):
    for person in (annotator, reader):
        with pytest.raises(PermissionDenied):
            load(by=person)
        with pytest.raises(PermissionDenied):
            preview_document(by=person, name="speech.txt", data=b"Words of it.")


def test_only_an_administrator_makes_a_collection_along_the_way(load, administrator):
    new = {"slug": "new", "title": "New"}
    with pytest.raises(PermissionDenied):
        load(collection=Collection(**new))
    assert load(by=administrator, collection=Collection(**new)).document.collection.slug == "new"


def test_what_an_editor_cannot_see_is_not_told(load):
    hidden = make_collection(access=Collection.Access.GROUPS)
    with pytest.raises(Refused, match="no such collection") as refused:
        load(collection=hidden)
    assert refused.value.field == "collection"
    load(by=None, collection=hidden)
    with pytest.raises(Refused, match="is taken") as refused:
        load()
    assert refused.value.field == "slug"


def test_a_slug_somebody_took_meanwhile_is_refused(load, monkeypatch):
    load()
    # As if the other load had committed after this one looked.
    monkeypatch.setattr("annotator.actions.documents.load._known", lambda *_arguments: None)
    with pytest.raises(Refused, match="already, with another text"):
        load(data=b"Other words.")
    assert Document.objects.count() == 1


@pytest.mark.parametrize("slug", ["no slug", "a" * 101, "é", "a/b"])
def test_what_cannot_be_a_slug_is_refused(load, slug):
    with pytest.raises(Refused, match="cannot be a slug") as refused:
        load(slug=slug)
    assert refused.value.field == "slug"


def test_a_refused_file_names_the_field_and_the_line(load):
    with pytest.raises(Refused, match=r"[Ll]ine 3") as refused:
        load(data=b"Words.\n\nBad \x01 words.\n")
    assert refused.value.field == "file"


def test_the_same_request_twice_loads_once(load):
    request = uuid.uuid4()
    load(request_id=request)
    assert Event.objects.get().batch == request
    with pytest.raises(AlreadyDone):
        load(request_id=request, data=b"Other words.", slug="other")
    assert Document.objects.count() == 1
