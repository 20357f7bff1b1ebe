"""The history of a thing says where it stood before, to those who may read that."""

import html

import pytest
from django.urls import reverse

from annotator.actions import annotations, contributions, cross_references, taggings
from annotator.models import Annotation, CrossReference, Tagging
from annotator.models.place import Place
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_paras(db):
    return factories.paragraphs_of(factories.make_document(slug="guide", texts=["First words.", "Second words."]))


@pytest.fixture
def closed(annotator):
    collection = factories.make_collection(access="groups", groups=annotator.groups.all())
    return factories.paragraphs_of(
        factories.make_document(slug="secret", texts=["Hidden words."], collection=collection)
    )


def history(client, kind, thing):
    return html.unescape(client.get(reverse("history", args=[kind, thing.pk])).content.decode())


def test_where_a_tagging_stood_is_told(log_in, annotator, reader, open_paras):
    [made], _batch = taggings.tag(places=[Place(open_paras[0])], tags=[factories.make_tag("one")], by=annotator)
    tagging = Tagging.objects.with_places().get()
    taggings.retag(tagging=tagging, tag=tagging.tag, place=Place(open_paras[1], 0, 6), by=annotator)
    page = history(log_in(reader), "tagging", made)
    assert "¶ 1: “First words.”" in page
    assert "¶ 2: “Second”" in page


def test_an_end_that_stood_in_a_text_one_may_not_read_is_not_told(log_in, annotator, reader, open_paras, closed):
    made, _batch = cross_references.cross_reference(
        source=Place(open_paras[0]), target=Place(closed[0]), relation="quotes", by=annotator
    )
    reference = CrossReference.objects.with_places().get()
    ends = {"source": reference.source, "target": Place(open_paras[1])}
    cross_references.edit(reference=reference, **ends, relation="quotes", note="", version=1, by=annotator)

    assert "¶ 1: “Hidden words.”" in history(log_in(annotator), "cross-reference", made)
    page = history(log_in(reader), "cross-reference", made)
    assert "a passage you may not read" in page
    assert "Hidden" not in page
    assert "secret" not in page
    assert "¶ 2: “Second words.”" in page


def test_an_edit_that_took_an_end_out_of_a_text_is_not_exported_to_those_who_may_not_read_it(
    log_in, annotator, reader, open_paras, closed
):
    cross_references.cross_reference(
        source=Place(open_paras[0]), target=Place(closed[0]), relation="quotes", by=annotator
    )
    reference = CrossReference.objects.with_places().get()
    ends = {"source": reference.source, "target": Place(open_paras[1])}
    cross_references.edit(reference=reference, **ends, relation="quotes", note="", version=1, by=annotator)

    def events(person):
        response = log_in(person).get(reverse("export_csv", args=["events"]))
        return b"".join(response) if response.streaming else response.content

    assert b"Hidden" in events(annotator)
    assert b"Hidden" not in events(reader)
    assert b"secret" not in events(reader)


def test_what_was_written_in_a_draft_is_its_authors_also_when_it_was_handed_in(
    log_in, annotator, editor, open_paras, client
):
    [note], _batch = annotations.annotate(places=[Place(open_paras[0])], body="Blunt words.", by=annotator, draft=True)
    annotations.edit(annotation=note, body="Kind words.", version=1, by=annotator)
    contributions.propose(contributions=[Annotation.objects.with_places().get()], by=annotator)
    for somebody, told in ((annotator, True), (editor, False)):
        page = log_in(somebody)
        for shown in (
            history(page, "annotation", note),
            page.get(reverse("activity")).text,
            page.get("/export/events.csv").getvalue().decode(),
        ):
            assert ("Blunt words" in shown) is told
            assert "proposed" in shown
    assert "Blunt words" not in client.get(reverse("activity")).text
