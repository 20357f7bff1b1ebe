"""A new tag and its first taggings: one action, undone as one, and nothing of it is left where it is refused."""

import uuid

import pytest

from annotator.actions import contributions, taggings, tags
from annotator.actions.undo import undo
from annotator.errors import AlreadyDone, Refused
from annotator.models import Event, Tag, Tagging
from annotator.models.place import Place
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def paras(db):
    return factories.paragraphs_of(factories.make_document(texts=["First words.", "Second words."]))


@pytest.fixture
def put(paras, editor):
    def put_on_both(**fields):
        new = {"name": "new", "definition": "What is new.", "by": editor, "places": [Place(para) for para in paras]}
        return taggings.tag_with_new(**new | fields)

    return put_on_both


def kept():
    """All there is of tags and taggings, but for when they were changed."""
    fields = ("pk", "tag", "content_object", "author", "status", "origin", "created_at", "withdrawn_at")
    return list(Tagging.objects.order_by("pk").values_list(*fields)), list(Tag.objects.values_list("pk", "path"))


def test_the_tag_and_its_taggings_are_one_action(put):
    asked = uuid.uuid4()
    made, batch = put(request_id=asked)
    assert batch == asked
    assert [tagging.tag.definition for tagging in made] == ["What is new."] * 2
    events = Event.objects.filter(batch=batch).order_by("at")
    assert [event.subject_type for event in events] == ["tag", "tagging", "tagging"]
    assert {event.action for event in events} == {"created"}


def test_asked_for_twice_it_is_done_once(put):
    asked = uuid.uuid4()
    put(request_id=asked)
    with pytest.raises(AlreadyDone):
        put(request_id=asked)
    assert (Tag.objects.count(), Tagging.objects.count(), Event.objects.count()) == (1, 2, 3)


@pytest.mark.parametrize(
    "wrong",
    [{"quote": "elephant"}, {"start": 0, "end": 99}],
)
def test_where_the_tagging_is_refused_no_tag_is_left(put, paras, wrong):
    with pytest.raises(Refused):
        put(places=[Place(paras[0]), Place(paras[1], **wrong)])
    assert kept() == ([], [])
    assert not Event.objects.exists()


def test_where_the_tag_is_refused_nothing_is_tagged(put):
    factories.make_tag("new")
    with pytest.raises(Refused, match="There is a tag of that name already"):
        put()
    with pytest.raises(Refused, match="Define the tag"):
        put(name="other", definition=" ")
    assert not Tagging.objects.exists()


def test_undone_neither_is_left_and_done_again_both_are_as_they_were(put, editor):
    _made, batch = put(draft=True)
    before = kept()
    undone = undo(batch_id=batch, by=editor)
    assert kept() == ([], [])
    again = undo(batch_id=undone, by=editor)
    assert kept() == before
    undo(batch_id=again, by=editor)
    assert kept() == ([], [])


def test_its_history_has_every_step(put, editor):
    made, batch = put()
    undo(batch_id=undo(batch_id=batch, by=editor), by=editor)
    for pk in (made[0].pk, made[0].tag_id):
        assert [event.action for event in Event.objects.history_of(pk)] == ["created", "deleted", "created"]


def test_taggings_with_a_tag_that_was_there_are_withdrawn_with_it(put, editor):
    old = factories.make_tag("old")
    _made, batch = put(tags=[old])
    assert Tagging.objects.standing().count() == 4
    undone = undo(batch_id=batch, by=editor)
    assert list(Tag.objects.all()) == [old]
    assert [tagging.withdrawn_at is None for tagging in Tagging.objects.all()] == [False, False]
    undo(batch_id=undone, by=editor)
    assert Tagging.objects.standing().count() == 4


def used_by_somebody(made, annotator):
    taggings.tag(places=[Place(made[0].content_object.paragraph)], tags=[made[0].tag], by=annotator)


def used_and_withdrawn(made, annotator):
    (theirs,), _batch = taggings.tag(places=[Place(made[0].content_object.paragraph)], tags=[made[0].tag], by=annotator)
    contributions.withdraw(contributions=[theirs], by=annotator)


def one_below(made, _annotator):
    factories.make_tag("lower", parent=made[0].tag)


def changed(made, _annotator):
    Tag.objects.filter(pk=made[0].tag_id).update(version=2)


def tagging_changed(made, _annotator):
    Tagging.objects.filter(pk=made[0].pk).update(version=2)


@pytest.mark.parametrize(
    ("meanwhile", "message"),
    [
        (used_by_somebody, "“new” is in use by 1 tagging"),
        (used_and_withdrawn, "“new” is in use by 1 tagging"),
        (one_below, "“new” has sub-tags"),
        (changed, "changed this since"),
        (tagging_changed, "changed this since"),
    ],
)
def test_what_somebody_did_with_it_since_is_not_undone(put, editor, annotator, meanwhile, message):
    made, batch = put()
    meanwhile(made, annotator)
    before = kept()
    with pytest.raises(Refused, match=message):
        undo(batch_id=batch, by=editor)
    assert kept() == before
    assert not Event.objects.filter(undoes=batch).exists()


def test_done_again_is_refused_where_the_name_is_taken(put, editor):
    undone = undo(batch_id=put()[1], by=editor)
    tags.create_tag(name="New", definition="Another.", by=editor)
    with pytest.raises(Refused, match="There is a tag of that name already"):
        undo(batch_id=undone, by=editor)
    assert not Tagging.objects.exists()


@pytest.mark.parametrize("typed", ["formula > cold war", "Formula›cold war", "rule > formula > cold war"])
def test_a_path_that_is_typed_says_what_the_new_tag_stands_below(put, typed):
    rule = factories.make_tag("rule")
    formula = factories.make_tag("formula", parent=rule, path="rule › formula")
    made, _batch = put(name=typed)
    assert (made[0].tag.parent, made[0].tag.path) == (formula, "rule › formula › cold war")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nothing > new", "there is no tag “nothing”"),
        ("> new", "a name is missing"),
        ("same > new", "name of several tags"),
        ("one >", "a name is missing"),
    ],
)
def test_a_path_that_leads_nowhere_makes_nothing(put, typed, said):
    for above in ("one", "two"):
        factories.make_tag("same", parent=factories.make_tag(above), path=f"{above} › same", slug=f"{above}-same")
    before = kept()
    with pytest.raises(Refused, match=said):
        put(name=typed)
    assert kept() == before
