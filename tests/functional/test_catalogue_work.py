"""The catalogue tells those who work here what was done in each document and what waits there."""

import pytest
from django.urls import reverse

from annotator.actions import annotations, contributions, cross_references, taggings
from annotator.models import Passage
from annotator.models.place import Place
from annotator.selectors.document_work import Work, work_in
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
    with django_assert_num_queries(3):
        work = work_in(texts, editor)
    assert work[here.pk] == Work(tags=1, annotations=1, references=1, waiting=2, unsettled=3)
    assert there.pk not in work
    assert work_in(texts, annotator)[here.pk] == Work(tags=1, annotations=2, references=1, waiting=2, unsettled=4)


def test_members_see_them_and_can_go_there(texts, client, log_in, annotator, editor):
    address = reverse("catalogue")
    page = log_in(editor).get(address).content.decode()
    for said in ("1 tagging", "1 note", "1 cross-reference", "2 wait for a decision", "3 on lost or uncertain words"):
        assert said in page
    assert f'{reverse("review")}?document={texts[0].slug}"' in page
    assert "2 wait for a decision" in (page := log_in(annotator).get(address).content.decode())
    assert reverse("review") not in page
    assert "tagging" not in client.get(address).content.decode()
