"""What is undone in parts is one undo: others write between, it is gone on with, and nothing of theirs is lost."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.urls import reverse

from annotator.actions import annotations, taggings, tags
from annotator.actions import batch as batches
from annotator.actions import undo as undoing
from annotator.actions.undo import undo
from annotator.errors import AlreadyDone, BrokenOff, Refused
from annotator.models import Event, Tag, Tagging, UnfinishedUndo
from annotator.models.place import Place
from annotator.selectors.history import last_batch_of
from tests.support import factories

pytestmark = pytest.mark.django_db
NUMBER = 7


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE", 2)
    monkeypatch.setattr(tags, "AT_ONCE", 2)


@pytest.fixture
def paras(db):
    text = factories.make_document(texts=[f"Paragraph {number} of words." for number in range(NUMBER)])
    return factories.paragraphs_of(text)


@pytest.fixture
def batch(paras, annotator):
    """An action of several parts."""
    tag = factories.make_tag("definition")
    return taggings.tag(places=[Place(para) for para in paras], tags=[tag], by=annotator)[1]


@pytest.fixture
def between(monkeypatch):
    """Have something happen once, after some of the parts."""

    def happens(act, parts=1):
        left = [None] * (parts - 1) + [act]

        def beside():
            now = left.pop(0) if left else None
            if now:
                now()

        monkeypatch.setattr(batches, "let_others_write", beside)

    return happens


def standing():
    return Tagging.objects.standing().count()


def fails():
    raise DatabaseError


def changes_the_first(editor):
    """Have the tagging that comes last be changed by somebody else."""
    oldest = Event.objects.order_by("at").first().subject_id
    Tagging.objects.filter(pk=oldest).update(version=9)
    return oldest


def test_others_write_between_the_parts_and_all_of_it_is_one_action(batch, paras, annotator, colleague, between):
    between(lambda: annotations.annotate(places=[Place(paras[0])], body="Beside", by=colleague))
    undone = undo(batch_id=batch, by=annotator)
    assert standing() == 0
    events = Event.objects.filter(undoes=batch)
    assert set(events.values_list("batch", "action")) == {(undone, "withdrawn")}
    assert events.count() == events.values("at").distinct().count() == NUMBER
    assert Event.objects.filter(actor=colleague).exists()
    assert not UnfinishedUndo.objects.exists()
    with pytest.raises(Refused, match="already"):
        undo(batch_id=batch, by=annotator)
    undo(batch_id=undone, by=annotator)
    assert standing() == NUMBER


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_what_is_cut_off_is_gone_on_with(batch, annotator, between, parts):
    between(fails, parts)
    with pytest.raises(BrokenOff, match="To go on, do the same again"):
        undo(batch_id=batch, by=annotator)
    assert standing() == NUMBER - 2 * parts
    assert Event.objects.undone([batch]) == set()
    assert last_batch_of(annotator) == batch

    undone = undo(batch_id=batch, by=annotator)
    assert standing() == 0
    assert set(Event.objects.filter(undoes=batch).values_list("batch", flat=True)) == {undone}
    assert Event.objects.undone([batch]) == {batch}
    undo(batch_id=undone, by=annotator)
    assert standing() == NUMBER


def test_what_cannot_be_undone_at_the_end_is_known_before_the_first_part(batch, annotator, editor):
    changes_the_first(editor)
    with pytest.raises(Refused, match="changed this since") as refused:
        undo(batch_id=batch, by=annotator)
    assert not isinstance(refused.value, BrokenOff)
    assert standing() == NUMBER


def test_what_may_not_be_undone_any_more_is_known_before_the_first_part(batch, annotator, editor, monkeypatch):
    oldest, require = Event.objects.order_by("at").first().subject_id, undoing.require

    def but_one(by, action, thing=None):
        if thing is not None and thing.pk == oldest:
            raise PermissionDenied
        require(by, action, thing)

    monkeypatch.setattr(undoing, "require", but_one)
    with pytest.raises(Refused, match="nothing was undone"):
        undo(batch_id=batch, by=annotator)
    assert standing() == NUMBER


def test_what_somebody_changes_meanwhile_stays_and_what_was_undone_is_done_again(
    batch, paras, annotator, editor, between
):
    between(lambda: changes_the_first(editor))
    place = f"{paras[0].document.slug}/{paras[0].key}"
    for _again in range(2):
        with pytest.raises(BrokenOff) as refused:
            undo(batch_id=batch, by=annotator)
        (said,) = refused.value.messages
        assert "6 of 7 changes were undone and stay so." in said
        assert f"somebody changed something in it ({place})" in said
        assert "undo this undo, too" in said
    assert standing() == 1
    undo(batch_id=UnfinishedUndo.objects.get().batch, by=annotator)
    assert standing() == NUMBER
    assert not UnfinishedUndo.objects.exists()


def test_what_cannot_be_gone_on_with_is_done_again_from_the_activity(batch, annotator, editor, between, log_in):
    between(lambda: changes_the_first(editor))
    client = log_in(annotator)
    sent = {"batch": batch, "request_id": uuid.uuid4(), "next": "/activity/"}
    page = client.post(reverse("undo"), sent, follow=True).content.decode()
    assert "6 of 7 changes were undone and stay so." in page
    half = UnfinishedUndo.objects.get().batch
    assert f'name="batch" value="{half}"' in page
    client.post(reverse("undo"), {"batch": half, "request_id": uuid.uuid4()})
    assert standing() == NUMBER


def test_who_may_not_undo_the_rest_any_more_is_told_how_much_was_undone(batch, annotator, monkeypatch, between):
    def forbids():
        monkeypatch.setattr(undoing, "require", refuses)

    def refuses(*_asked):
        raise PermissionDenied

    between(forbids)
    for _again in range(2):
        with pytest.raises(BrokenOff, match=r"2 of 7 changes were undone .* you may not do all of it any more"):
            undo(batch_id=batch, by=annotator)


def test_what_was_undone_before_is_not_taken_over_somebody_elses_change(paras, annotator, between):
    (note,), _batch = annotations.annotate(places=[Place(paras[0])], body="one", by=annotator)
    batch = uuid.uuid4()
    for number in range(4):
        version = number + 1
        edit = annotations.edit(annotation=note, body=f"words {number}", version=version, by=annotator)
        Event.objects.filter(batch=edit).update(batch=batch)
    between(lambda: type(note).objects.filter(pk=note.pk).update(body="theirs", version=20))
    with pytest.raises(BrokenOff):
        undo(batch_id=batch, by=annotator)
    note.refresh_from_db()
    assert note.body == "theirs"


def test_the_same_thing_changed_several_times_is_put_back_through_the_parts(paras, annotator):
    (note,), _batch = annotations.annotate(places=[Place(paras[0])], body="one", by=annotator)
    batch = uuid.uuid4()
    for number in range(5):
        edit = annotations.edit(annotation=note, body=f"words {number}", version=number + 1, by=annotator)
        Event.objects.filter(batch=edit).update(batch=batch)
    undo(batch_id=batch, by=annotator)
    note.refresh_from_db()
    assert note.body == "one"


def test_a_second_undo_beside_it_does_nothing(batch, annotator, between):
    beside = []

    def again():
        monkey = undoing._Undoing(batch, Event.objects.filter(batch=batch).order_by("-at"), annotator)
        monkey._begun = None
        beside.append(monkey)
        with pytest.raises(Refused, match="already"), undoing.batch(by=annotator, undoes=batch) as current:
            monkey.next_part(current)

    between(again)
    undo(batch_id=batch, by=annotator)
    assert beside
    assert Event.objects.filter(undoes=batch).count() == NUMBER


def test_the_page_says_that_a_part_was_undone(batch, annotator, log_in, between):
    between(fails)
    client = log_in(annotator)
    sent = {"batch": batch, "request_id": uuid.uuid4(), "next": "/activity/"}
    page = client.post(reverse("undo"), sent, follow=True).content.decode()
    assert "A part was done and stays so." in page
    assert f'name="batch" value="{batch}"' in page
    client.post(reverse("undo"), sent | {"request_id": uuid.uuid4()})
    assert standing() == 0


@pytest.fixture
def two(db):
    return [factories.make_tag(name) for name in ("one", "two")]


def test_a_merge_in_parts_is_one_action_and_undone_as_one(paras, two, annotator, editor, between):
    one, other = two
    taggings.tag(places=[Place(para) for para in paras], tags=[one], by=annotator)
    taggings.tag(places=[Place(paras[0]), Place(paras[-1])], tags=[other], by=annotator)
    between(lambda: taggings.tag(places=[Place(paras[0], 0, 4)], tags=[Tag.objects.get(name="one")], by=annotator))
    batch = tags.merge_tags(tags=[one], into=other, by=editor)
    assert set(Tagging.objects.values_list("tag__name", flat=True)) == {"two"}
    assert standing() == NUMBER + 1
    assert not Tag.objects.filter(name="one").exists()

    undo(batch_id=batch, by=editor)
    assert Tagging.objects.standing().filter(tag__name="one").count() == NUMBER + 1
    assert Tagging.objects.standing().filter(tag__name="two").count() == 2


def test_a_merge_that_was_cut_off_is_gone_on_with(paras, two, annotator, editor, between):
    one, other = two
    taggings.tag(places=[Place(para) for para in paras], tags=[one], by=annotator)
    between(fails, 2)
    with pytest.raises(BrokenOff):
        tags.merge_tags(tags=[one], into=other, by=editor)
    assert Tagging.objects.filter(tag=other).count() == 4
    tags.merge_tags(tags=[one], into=other, by=editor)
    assert Tagging.objects.filter(tag=other).count() == NUMBER
    assert not Tag.objects.filter(name="one").exists()


def test_several_tags_are_merged_in_parts(paras, annotator, editor):
    some = [factories.make_tag(f"tag {number}") for number in range(4)]
    into = factories.make_tag("into")
    for tag in some:
        taggings.tag(places=[Place(para) for para in paras[:3]], tags=[tag], by=annotator)
    tags.merge_tags(tags=some, into=into, by=editor)
    assert [tag.name for tag in Tag.objects.all()] == ["into"]
    assert Tagging.objects.filter(tag=into).count() == 12
    assert standing() == 3


def test_a_merge_that_would_be_refused_at_its_end_is_refused_before_the_first_part(paras, two, annotator, editor):
    one, other = two
    taggings.tag(places=[Place(para) for para in paras], tags=[one], by=annotator)
    below = factories.make_tag("below", path="one › below", parent=one)
    with pytest.raises(Refused, match="sub-tags"):
        tags.merge_tags(tags=[other, one], into=below, by=editor)
    assert Tagging.objects.filter(tag=one).count() == NUMBER


class Killed(BaseException):
    """As a process that is gone: nothing after it is carried out."""


def is_killed():
    raise Killed


def test_an_undo_that_was_killed_is_gone_on_with_by_the_same_request(batch, annotator, between):
    asked = {"batch_id": batch, "by": annotator, "request_id": uuid.uuid4()}
    between(is_killed, 2)
    with pytest.raises(Killed):
        undo(**asked)
    assert standing() == NUMBER - 4
    undone = undo(**asked)
    assert standing() == 0
    with pytest.raises((AlreadyDone, Refused)):
        undo(**asked)
    undo(batch_id=undone, by=annotator)
    assert standing() == NUMBER


def test_an_undo_sent_twice_at_once_is_one(batch, annotator, between):
    asked = {"batch_id": batch, "by": annotator, "request_id": uuid.uuid4()}
    between(lambda: undo(**asked))
    with pytest.raises(AlreadyDone):
        undo(**asked)
    assert standing() == 0
    assert set(Event.objects.filter(undoes=batch).values_list("batch", flat=True)) == {asked["request_id"]}
    assert Event.objects.filter(undoes=batch).count() == NUMBER


@pytest.fixture
def merging(paras, two, annotator, editor):
    """A merge of several parts, in one request."""
    taggings.tag(places=[Place(para) for para in paras], tags=[two[0]], by=annotator)
    return {"tags": [two[0]], "into": two[1], "by": editor, "request_id": uuid.uuid4()}


def merged():
    return Tagging.objects.filter(tag__name="two").count()


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_a_merge_that_was_killed_is_gone_on_with_by_the_same_request_as_the_same_action(merging, between, parts):
    between(is_killed, parts)
    with pytest.raises(Killed):
        tags.merge_tags(**merging)
    assert merged() == 2 * parts
    batch = tags.merge_tags(**merging)
    assert merged() == NUMBER
    with pytest.raises(AlreadyDone):
        tags.merge_tags(**merging)
    undo(batch_id=batch, by=merging["by"])
    assert Tagging.objects.filter(tag__name="one").count() == NUMBER


def test_a_merge_sent_twice_at_once_is_one(merging, between):
    between(lambda: tags.merge_tags(**merging))
    with pytest.raises(AlreadyDone):
        tags.merge_tags(**merging)
    assert merged() == NUMBER
    undo(batch_id=merging["request_id"], by=merging["by"])
    assert Tagging.objects.filter(tag__name="one").count() == NUMBER


def test_a_merge_whose_part_was_undone_can_be_sent_again_and_undone(merging, between):
    between(is_killed)
    with pytest.raises(Killed):
        tags.merge_tags(**merging)
    undo(batch_id=merging["request_id"], by=merging["by"])
    batch = tags.merge_tags(**merging)
    assert merged() == NUMBER
    undo(batch_id=batch, by=merging["by"])
    assert merged() == 0


def test_the_page_goes_on_with_a_merge_that_was_killed(merging, between, log_in):
    client = log_in(merging["by"])
    sent = {"into": merging["into"].pk, "request_id": merging["request_id"]}
    between(is_killed)
    with pytest.raises(Killed):
        client.post(reverse("merge_tag", args=["one"]), sent)
    for _twice in range(2):
        assert client.post(reverse("merge_tag", args=["one"]), sent).status_code == 302
        assert merged() == NUMBER
