"""The write layer: each action changes what it says, leaves its events, and refuses with words a person understands."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from annotator.actions import annotations, contributions, cross_references, taggings
from annotator.errors import AlreadyDone, NotUpdatedError, Refused
from annotator.models import Annotation, CrossReference, Event, Passage, Status, Tagging
from annotator.models.place import Place
from tests.support import factories

pytestmark = pytest.mark.django_db

TEXTS = [
    "A tag answers one question about a passage and answers it the same way every time.",
    "Mark the shortest stretch of words that still carries the meaning by itself 🙂 today.",
]


@pytest.fixture
def text(db):
    return factories.make_document(texts=TEXTS)


@pytest.fixture
def paras(text):
    return factories.paragraphs_of(text)


@pytest.fixture
def tag(db):
    return factories.make_tag("definition")


def test_tagging_makes_a_passage_a_tagging_and_an_event(paras, tag, annotator):
    made, batch = taggings.tag(places=[Place(paras[0], 0, 5)], tags=[tag], by=annotator)

    assert [each.content_object.quote for each in made] == ["A tag"]
    event = Event.objects.get()
    assert (event.actor, event.action, event.batch) == (annotator, "created", batch)
    assert event.after["passage"] == {
        "document": paras[0].document.slug,
        "paragraph": paras[0].key,
        "start": 0,
        "end": 5,
        "quote": "A tag",
    }


def test_two_people_put_the_same_tag_on_the_same_passage(paras, tag, annotator, colleague):
    taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator)
    taggings.tag(places=[Place(paras[0])], tags=[tag], by=colleague)

    assert Passage.objects.count() == 1
    assert Tagging.objects.count() == 2


def test_the_same_person_is_told_that_the_tag_is_there_already(paras, tag, annotator):
    taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator)
    with pytest.raises(Refused, match="already"):
        taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator)
    assert Tagging.objects.count() == 1


def test_a_selection_over_several_paragraphs_is_one_batch(paras, tag, annotator):
    made, batch = taggings.tag(places=[Place(paras[0], 2, 5), Place(paras[1], 0, 4)], tags=[tag], by=annotator)

    assert len(made) == 2
    assert set(Event.objects.values_list("batch", flat=True)) == {batch}


@pytest.mark.parametrize(
    ("start", "end", "quote", "message"),
    [
        (0, 10_000, "", "does not lie"),
        (5, 2, "", "does not lie"),
        (None, None, "not there", "not in this paragraph"),
        (None, None, "answers", "more than once"),
        (3, None, "", "both its start and its end"),
    ],
)
def test_places_that_are_not_there_are_refused(paras, tag, annotator, start, end, quote, message):
    with pytest.raises(Refused, match=message):
        taggings.tag(places=[Place(paras[0], start, end, quote)], tags=[tag], by=annotator)
    assert not Passage.objects.exists()


def test_offsets_count_code_points(paras, tag, annotator):
    at = TEXTS[1].index("🙂")
    made, _ = taggings.tag(places=[Place(paras[1], at, at + 7)], tags=[tag], by=annotator)
    assert made[0].content_object.quote == "🙂 today"


def test_the_same_request_acts_once(paras, tag, annotator):
    request_id = uuid.uuid4()
    taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator, request_id=request_id)
    with pytest.raises(AlreadyDone):
        taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator, request_id=request_id)
    assert Tagging.objects.count() == 1
    assert Event.objects.count() == 1


def test_a_refused_request_may_be_sent_again(paras, tag, annotator):
    request_id = uuid.uuid4()
    with pytest.raises(Refused):
        taggings.tag(places=[Place(paras[0], 0, 9999)], tags=[tag], by=annotator, request_id=request_id)
    made, _ = taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator, request_id=request_id)
    assert len(made) == 1


def test_unknown_tags_are_named(db):
    with pytest.raises(Refused, match="freedom"):
        taggings.tags_named(["freedom"])


def test_a_reader_may_not_contribute(paras, tag, reader):
    with pytest.raises(PermissionDenied):
        taggings.tag(places=[Place(paras[0])], tags=[tag], by=reader)


@pytest.mark.parametrize(
    ("review", "draft", "status"), [(False, False, "published"), (True, False, "proposed"), (True, True, "draft")]
)
def test_the_first_status_follows_the_collection(annotator, tag, review, draft, status):
    text = factories.make_document(texts=TEXTS, collection=factories.make_collection(review=review))
    para = text.paragraphs.order_by("position").first()
    para.document = text
    made, _ = taggings.tag(places=[Place(para)], tags=[tag], by=annotator, draft=draft)
    assert made[0].status == status


def test_a_note_is_kept_as_written_and_sanitised_once(paras, annotator):
    notes, _ = annotations.annotate(places=[Place(paras[0])], body="**Bold** <script>x</script>\r\nnext", by=annotator)
    assert notes[0].body == "**Bold** <script>x</script>\nnext"
    assert "<strong>Bold</strong>" in notes[0].body_html
    assert "<script" not in notes[0].body_html


@pytest.mark.parametrize(("body", "message"), [("", "empty"), (" \n ", "empty"), ("a" * 100_001, "100,001 characters")])
def test_notes_that_cannot_be_kept(paras, annotator, body, message):
    with pytest.raises(Refused, match=message):
        annotations.annotate(places=[Place(paras[0])], body=body, by=annotator)
    assert not Annotation.objects.exists()


def test_a_mention_is_kept(paras, annotator, colleague):
    notes, _ = annotations.annotate(places=[Place(paras[0])], body=f"@{colleague.username} look", by=annotator)
    assert list(notes[0].mentions.all()) == [colleague]


def test_the_second_to_save_a_note_is_refused(paras, annotator, editor):
    notes, _ = annotations.annotate(places=[Place(paras[0])], body="one", by=annotator)
    mine = Annotation.objects.with_places().get(pk=notes[0].pk)
    theirs = Annotation.objects.with_places().get(pk=notes[0].pk)
    annotations.edit(annotation=theirs, body="two", version=1, by=editor)

    with pytest.raises(NotUpdatedError):
        annotations.edit(annotation=mine, body="three", version=1, by=annotator)
    assert Annotation.objects.get().body == "two"


def test_a_reference_to_itself_is_refused(paras, annotator):
    with pytest.raises(Refused, match="itself"):
        cross_references.cross_reference(
            source=Place(paras[0]), target=Place(paras[0], 0, len(TEXTS[0])), relation="quotes", by=annotator
        )
    assert not CrossReference.objects.exists()


def test_a_reference_is_made_once(paras, annotator):
    ends = {"source": Place(paras[0]), "target": Place(paras[1]), "relation": "quotes", "by": annotator}
    cross_references.cross_reference(**ends)
    with pytest.raises(Refused, match="already"):
        cross_references.cross_reference(**ends)
    assert CrossReference.objects.count() == 1


def test_a_reference_is_reviewed_where_either_end_is(annotator):
    free = factories.make_document(texts=TEXTS, collection=factories.make_collection(review=False))
    strict = factories.make_document(texts=TEXTS, collection=factories.make_collection(review=True))
    ends = []
    for text in (free, strict):
        para = text.paragraphs.order_by("position").first()
        para.document = text
        ends.append(Place(para))
    made, _ = cross_references.cross_reference(source=ends[0], target=ends[1], relation="quotes", by=annotator)
    assert made.status == Status.PROPOSED


def test_withdrawing_and_bringing_back(paras, tag, annotator, colleague):
    made, _ = taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator)
    tagging = made[0]
    with pytest.raises(PermissionDenied):
        contributions.withdraw(contributions=[tagging], by=colleague)
    contributions.withdraw(contributions=[tagging], by=annotator)
    assert not Tagging.objects.visible_to(annotator).exists()
    contributions.restore(contributions=[tagging], by=annotator)
    assert Tagging.objects.visible_to(colleague).get().status == "published"


def test_declining_needs_a_reason(paras, tag, annotator, editor):
    made, _ = taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator)
    with pytest.raises(Refused, match="why"):
        contributions.decline(contributions=made, by=editor, reason=" ")
    contributions.decline(contributions=made, by=editor, reason="Too broad.")
    assert Tagging.objects.get().status == "declined"
    assert Event.objects.order_by("-at").first().reason == "Too broad."


def test_annotators_do_not_decide(paras, tag, annotator, colleague):
    made, _ = taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator)
    for person in (annotator, colleague):
        with pytest.raises(PermissionDenied):
            contributions.publish(contributions=made, by=person)


def test_drafts_are_handed_in_by_their_author_only(annotator, editor):
    text = factories.make_document(texts=TEXTS, collection=factories.make_collection(review=True))
    para = text.paragraphs.order_by("position").first()
    para.document = text
    made, _ = annotations.annotate(places=[Place(para)], body="note", by=annotator, draft=True)
    with pytest.raises(PermissionDenied):
        contributions.propose(contributions=[made[0]], by=editor)
    contributions.propose(contributions=[made[0]], by=annotator)
    assert Annotation.objects.get().status == "proposed"
