"""References and lists call a document by its short title; a reference within a paragraph is said once."""

import pytest
from django.urls import reverse

from annotator.actions import annotations, cross_references
from annotator.actions.documents.load import load_document
from annotator.models import Event
from annotator.models.place import Place
from corpus.models import Document
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LONG = "A Charter of what peoples owe to one another: a commentary in twelve parts"


@pytest.fixture
def paras(db):
    here = factories.make_document(slug="here", title="Here", texts=["One and two and three."])
    there = factories.make_document(slug="slug-of-it", title=LONG, short_title="The Charter", texts=["Other words."])
    return factories.paragraphs_of(here) + factories.paragraphs_of(there)


@pytest.fixture
def reference(paras, annotator):
    made, _batch = cross_references.cross_reference(
        source=Place(paras[0], 0, 3), target=Place(paras[1]), relation="quotes", by=annotator
    )
    return made


def test_references_and_lists_use_it(paras, reference, log_in, annotator):
    client = log_in(annotator)
    for address in (
        reverse("document", args=["here"]),
        reverse("passage", args=[reference.source_id]),
        reverse("cross_references"),
        reverse("activity"),
        reverse("person", args=["annotator"]) + "?kind=cross-references",
        reverse("last_action"),
    ):
        page = client.get(address).content.decode()
        if address != reverse("last_action"):
            assert "The Charter" in page, address
        assert LONG not in page, address
        assert ">slug-of-it" not in page, address


def test_a_folded_note_calls_what_it_links_to_by_it_for_those_who_may_read_that(paras, log_in, annotator, client):
    annotations.annotate(places=[Place(paras[0], 0, 3)], body="Compare [[slug-of-it/1]] with this.", by=annotator)
    address = reverse("document", args=["here"])
    said = "Compare The Charter ¶ 1 with this."
    assert said in log_in(annotator).get(address).text
    assert said in client.get(address).text
    Document.objects.filter(slug="slug-of-it").update(
        collection=factories.make_collection(slug="closed", access="members")
    )
    assert said in log_in(annotator).get(address).text
    closed = client.get(address).text
    assert "The Charter" not in closed
    assert "Compare slug-of-it ¶ 1 with this." in closed


def test_a_form_sets_it_and_the_event_says_so(paras, log_in, administrator):
    client = log_in(administrator)
    document = Document.objects.get(slug="here")
    address = reverse("admin:corpus_document_change", args=[document.pk])
    form = client.get(address).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(address, sent | {"short_title": "H"})
    assert answer.status_code == 302
    document.refresh_from_db()
    assert document.title_in_short == "H"
    assert Event.objects.get(action="edited").after["short_title"] == "H"
    assert client.post(address, sent | {"short_title": "x" * 61}).status_code == 200


def test_a_revision_keeps_it(editor):
    shelf = factories.make_collection()
    load_document(by=editor, name="council.txt", data=b"The Council met in the old hall.", collection=shelf)
    Document.objects.update(short_title="Council")
    load_document(by=editor, name="council.txt", data=b"The Council met in the new hall.", collection=shelf)
    assert Document.objects.get().short_title == "Council"


def test_a_reference_within_one_paragraph_is_said_once(paras, log_in, annotator):
    made, _batch = cross_references.cross_reference(
        source=Place(paras[0], 0, 3), target=Place(paras[0], 8, 11), relation="quotes", by=annotator
    )
    client = log_in(annotator)
    assert client.get(reverse("document", args=["here"])).content.decode().count('class="brief ref"') == 1
    # From the words it leads to it is still to be seen.
    assert client.get(reverse("passage", args=[made.target_id])).status_code == 200
