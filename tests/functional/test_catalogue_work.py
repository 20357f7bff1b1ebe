"""The catalogue tells those who work here what was done in each document and what waits there."""

import pytest
from django.urls import reverse

from annotator.actions import annotations, contributions, cross_references, taggings
from annotator.models import Passage
from annotator.models.place import Place
from annotator.selectors.document_tags import tags_used_in
from annotator.selectors.document_work import WorkCounts, work_in
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(annotator, editor):
    """Two documents: one with two tags (one of them withdrawn), a proposed note, a draft and a reference to the other."""
    here, there = factories.make_document(title="Here"), factories.make_document(title="There")
    place, other = (
        Place(text.paragraphs.select_related("document__collection").get(key=1), 0, 5) for text in (here, there)
    )
    tags = [factories.make_tag("one"), factories.make_tag("two")]
    made, _batch = taggings.tag(places=[place], tags=tags, by=annotator)
    contributions.withdraw(contributions=made[:1], by=annotator)
    here.collection.review = True
    here.collection.save()
    place.paragraph.document.collection.refresh_from_db()
    annotations.annotate(places=[place], body="Proposed.", by=annotator)
    annotations.annotate(places=[place], body="A draft.", by=annotator, draft=True)
    cross_references.cross_reference(source=place, target=other, relation="cites", by=editor)
    Passage.objects.filter(paragraph=place.paragraph).update(state="uncertain")
    return here, there


def test_the_numbers_are_of_what_the_person_sees(texts, annotator, editor, django_assert_num_queries):
    here, there = texts
    with django_assert_num_queries(5):
        work = work_in(texts, editor)
    assert work[here.pk] == WorkCounts(tags=1, annotations=1, references=1, waiting=2, unsettled=3)
    assert work[there.pk] == WorkCounts(references=1, waiting=1)
    assert work_in(texts, annotator)[here.pk] == WorkCounts(tags=1, annotations=2, references=1, waiting=2, unsettled=4)


def test_members_see_them_and_can_go_there(texts, client, log_in, annotator, editor):
    address = reverse("catalogue")
    page = log_in(editor).get(address).content.decode()
    for said in ("1 tagging", "1 note", "1 cross-reference", "2 wait for a decision", "3 with words lost or uncertain"):
        assert said in page
    assert f'{reverse("review")}?document={texts[0].slug}"' in page
    assert "2 wait for a decision" in (page := log_in(annotator).get(address).content.decode())
    assert reverse("review") not in page
    assert "tagging" not in client.get(address).content.decode()


def test_a_reference_counts_in_the_document_of_each_end_and_once_where_both_are_in_one(annotator, editor):
    here, there = factories.make_document(texts=["One.", "Two."]), factories.make_document(texts=["Three."])
    one, two = map(Place, factories.paragraphs_of(here))
    (three,) = map(Place, factories.paragraphs_of(there))
    for source, target in ((one, two), (one, three), (three, two)):
        cross_references.cross_reference(source=source, target=target, relation="cites", by=annotator)
    numbers = {text.pk: work.references for text, work in ((t, work_in([t], editor)[t.pk]) for t in (here, there))}
    assert numbers == {here.pk: 3, there.pk: 2}
    # What is lost in another text does not count here.
    Passage.objects.filter(paragraph=three.paragraph).update(state="lost")
    assert work_in([here, there], editor) == {
        here.pk: WorkCounts(references=3),
        there.pk: WorkCounts(references=2, unsettled=2),
    }
    Passage.objects.filter(paragraph=two.paragraph).update(state="lost")
    assert work_in([here, there], editor)[here.pk] == WorkCounts(references=3, unsettled=2)
    Passage.objects.filter(paragraph=one.paragraph).update(state="uncertain")
    assert work_in([here, there], editor)[here.pk] == WorkCounts(references=3, unsettled=3)


def test_what_was_declined_counts_neither_here_nor_among_the_tags_of_the_text(annotator, editor):
    text = factories.make_document(collection=factories.make_collection(review=True), texts=["One.", "Two."])
    places = [Place(each) for each in factories.paragraphs_of(text)]
    made, _batch = taggings.tag(places=places, tags=[factories.make_tag("one")], by=annotator)
    contributions.decline(contributions=made[:1], by=editor, reason="No.")
    assert work_in([text], editor)[text.pk].tags == 1
    assert [used.passages for used in tags_used_in(text, editor)] == [1]
