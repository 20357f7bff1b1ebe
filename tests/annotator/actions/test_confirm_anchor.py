"""“Words are correct”: of uncertain passages, by who may put their mark elsewhere, and undone like all else."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from annotator.actions import annotations, contributions, cross_references, taggings
from annotator.actions.confirm_anchor import confirm
from annotator.actions.undo import undo
from annotator.errors import AlreadyDone, NotUpdatedError, Refused
from annotator.models import Annotation, CrossReference, Event, Passage, Tagging
from annotator.models.place import Place
from annotator.presenters.history import FieldChange, changes_in
from tests.support import factories

pytestmark = pytest.mark.django_db
FOUND = {"state": "uncertain", "quote": "Former words", "prefix": "before ", "suffix": " after"}
RIGHT = {"state": "kept", "quote": "First words", "prefix": "", "suffix": " of a paragraph."}


@pytest.fixture
def paras(db):
    text = factories.make_document(texts=["First words of a paragraph.", "Second words of another."])
    return factories.paragraphs_of(text)


@pytest.fixture
def tagging(paras, annotator):
    (made,), _batch = taggings.tag(places=[Place(paras[0], 0, 11)], tags=[factories.make_tag("peace")], by=annotator)
    Passage.objects.filter(pk=made.content_object_id).update(**FOUND)
    return Tagging.objects.with_places().get()


@pytest.fixture
def note(tagging, paras, colleague):
    """Somebody else's note on the same uncertain words."""
    passage = Passage.objects.filter(pk=tagging.content_object_id)
    # Made before they were: what is put on them since is on a passage of its own.
    passage.update(state="kept")
    annotations.annotate(places=[Place(paras[0], 0, 11)], body="Why?", by=colleague)
    passage.update(**FOUND)
    return Annotation.objects.with_places().get()


@pytest.fixture
def reference(paras, annotator):
    cross_references.cross_reference(
        source=Place(paras[0], 6, 11), target=Place(paras[1]), relation="quotes", by=annotator
    )
    Passage.objects.update(state="uncertain")
    return CrossReference.objects.with_places().get()


def words(pk):
    return Passage.objects.values(*RIGHT).get(pk=pk)


def test_the_passage_is_kept_and_says_the_words_that_stand_there(tagging, annotator):
    asked = uuid.uuid4()
    assert confirm(contribution=tagging, by=annotator, request_id=asked) == asked
    assert words(tagging.content_object_id) == RIGHT
    event = Event.objects.get(action="confirmed")
    assert (event.subject_id, event.paragraph) == (tagging.pk, tagging.content_object.paragraph)
    assert (event.before["passage"]["quote"], event.after["passage"]["quote"]) == ("Former words", "First words")
    assert changes_in(event) == [FieldChange("Words", before="uncertain", after="kept")]
    # It is the same contribution: whoever is changing it at this moment is not told that somebody else did.
    assert Tagging.objects.get().version == 1
    with pytest.raises(AlreadyDone):
        confirm(contribution=tagging, by=annotator, request_id=asked)


def test_a_whole_paragraph_is_confirmed(paras, annotator):
    [made], _batch = annotations.annotate(places=[Place(paras[1])], body="One", by=annotator)
    Passage.objects.update(state="uncertain", quote="As it was.")
    confirm(contribution=Annotation.objects.with_places().get(), by=annotator)
    assert words(made.passage_id) == {"state": "kept", "quote": paras[1].text, "prefix": "", "suffix": ""}


def test_both_ends_that_are_uncertain_are_confirmed(reference, annotator):
    confirm(contribution=reference, by=annotator)
    assert set(Passage.objects.values_list("state", flat=True)) == {"kept"}
    event = Event.objects.get(action="confirmed")
    assert {event.paragraph, event.other_paragraph} == {reference.source.paragraph, reference.target.paragraph}


def test_an_end_that_is_lost_stays_lost(reference, annotator):
    Passage.objects.filter(pk=reference.target_id).update(state="lost")
    confirm(contribution=CrossReference.objects.with_places().get(), by=annotator)
    assert [words(pk)["state"] for pk in (reference.source_id, reference.target_id)] == ["kept", "lost"]


@pytest.mark.parametrize(
    ("who", "about"), [("annotator", {"tagging"}), ("editor", {"tagging", "annotation"}), ("colleague", {"annotation"})]
)
def test_all_on_the_passage_that_the_person_may_edit_has_it_in_its_history(tagging, note, request, who, about):
    by = request.getfixturevalue(who)
    confirm(contribution=note if who == "colleague" else tagging, by=by)
    assert set(Event.objects.filter(action="confirmed").values_list("subject_type", flat=True)) == about


def test_a_draft_of_somebody_else_is_not_told(tagging, note, editor):
    Annotation.objects.update(status="draft")
    confirm(contribution=tagging, by=editor)
    assert Event.objects.filter(action="confirmed").get().subject_id == tagging.pk


@pytest.mark.parametrize("who", ["reader", "colleague"])
def test_who_may_not_edit_it_may_not_confirm_it(tagging, request, who):
    with pytest.raises(PermissionDenied):
        confirm(contribution=tagging, by=request.getfixturevalue(who))
    assert words(tagging.content_object_id) == FOUND


def test_an_end_without_words_stays_uncertain(reference, annotator):
    Passage.objects.filter(pk=reference.source_id).update(end=900)
    confirm(contribution=CrossReference.objects.with_places().get(), by=annotator)
    assert [words(pk)["state"] for pk in (reference.source_id, reference.target_id)] == ["uncertain", "kept"]


@pytest.mark.parametrize("state", ["kept", "shifted", "lost"])
def test_only_what_is_uncertain_is_confirmed(tagging, annotator, state):
    Passage.objects.update(state=state)
    with pytest.raises(Refused, match="no longer uncertain"):
        confirm(contribution=Tagging.objects.with_places().get(), by=annotator)
    assert Passage.objects.get().quote == "Former words"


def test_confirmed_by_somebody_else_a_moment_ago_it_is_refused(tagging, annotator, editor):
    again = Tagging.objects.with_places().get()
    confirm(contribution=tagging, by=editor)
    with pytest.raises(NotUpdatedError):
        confirm(contribution=again, by=annotator)
    assert Event.objects.filter(action="confirmed").count() == 1


@pytest.mark.parametrize("place", [{"start": 20, "end": 90}, {"start": 90, "end": 93}])
def test_where_no_words_stand_none_are_the_right_ones(tagging, annotator, place):
    Passage.objects.update(**place)
    with pytest.raises(Refused, match="Move this contribution"):
        confirm(contribution=Tagging.objects.with_places().get(), by=annotator)
    assert Passage.objects.get().state == "uncertain"


def test_in_a_paragraph_that_is_gone_no_words_stand(tagging, annotator):
    para = tagging.content_object.paragraph
    type(para).objects.filter(pk=para.pk).update(until=para.since)
    with pytest.raises(Refused, match="Move this contribution"):
        confirm(contribution=Tagging.objects.with_places().get(), by=annotator)


def test_what_is_withdrawn_is_not_confirmed(tagging, annotator):
    contributions.withdraw(contributions=[tagging], by=annotator)
    with pytest.raises(Refused, match="withdrawn"):
        confirm(contribution=Tagging.objects.with_places().get(), by=annotator)


def test_undone_it_is_as_it_was_and_done_again_as_it_became(tagging, note, editor):
    batch = confirm(contribution=tagging, by=editor)
    undone = undo(batch_id=batch, by=editor)
    assert words(tagging.content_object_id) == FOUND
    assert {changes_in(event)[0].after for event in Event.objects.filter(batch=undone)} == {"uncertain"}
    again = undo(batch_id=undone, by=editor)
    assert words(tagging.content_object_id) == RIGHT
    undo(batch_id=again, by=editor)
    assert words(tagging.content_object_id) == FOUND
    assert (Tagging.objects.get().version, Annotation.objects.get().version) == (1, 1)


def test_a_change_of_what_stands_there_does_not_keep_it_from_being_undone(tagging, annotator):
    batch = confirm(contribution=tagging, by=annotator)
    taggings.retag(tagging=Tagging.objects.with_places().get(), tag=factories.make_tag("war"), by=annotator)
    undo(batch_id=batch, by=annotator)
    assert words(tagging.content_object_id) == FOUND
    assert Tagging.objects.get().tag.name == "war"


def test_what_became_of_the_words_since_is_not_undone(tagging, annotator):
    batch = confirm(contribution=tagging, by=annotator)
    Passage.objects.update(state="shifted", quote="words")
    with pytest.raises(Refused, match="changed this since"):
        undo(batch_id=batch, by=annotator)
    assert Passage.objects.get().state == "shifted"
