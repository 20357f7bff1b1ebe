"""Undo: every action can be taken back as one, an undo can be undone, and nothing of anybody else's is touched."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from annotator.actions import annotations, contributions, cross_references, taggings, tags
from annotator.actions import undo as undoing
from annotator.actions.undo import undo
from annotator.errors import Refused
from annotator.models import Annotation, CrossReference, Event, Tag, Tagging
from annotator.models.place import Place
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def paras(db):
    text = factories.make_document(texts=["First paragraph of words.", "Second paragraph of words."])
    return factories.paragraphs_of(text)


@pytest.fixture
def tag(db):
    return factories.make_tag("definition")


def test_tagging_over_two_paragraphs_is_undone_and_redone_as_one(paras, tag, annotator):
    _, batch = taggings.tag(places=[Place(para) for para in paras], tags=[tag], by=annotator)
    undone = undo(batch_id=batch, by=annotator)
    assert Tagging.objects.standing().count() == 0
    undo(batch_id=undone, by=annotator)
    assert Tagging.objects.standing().count() == 2


def test_undone_twice_is_refused(paras, tag, annotator):
    _, batch = taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator)
    undo(batch_id=batch, by=annotator)
    with pytest.raises(Refused, match="already"):
        undo(batch_id=batch, by=annotator)


@pytest.mark.parametrize("is_undone", [True, False])
def test_who_waits_in_vain_for_another_undo_of_the_same_is_told_so(paras, tag, annotator, monkeypatch, is_undone):
    _, batch = taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator)

    def in_vain(**_asked):
        monkeypatch.undo()
        if is_undone:
            undo(batch_id=batch, by=annotator)
        raise OperationalError("database is locked")

    monkeypatch.setattr(undoing, "batch", in_vain)
    with pytest.raises(Refused if is_undone else OperationalError, match="already" if is_undone else "locked"):
        undo(batch_id=batch, by=annotator)
    assert Event.objects.filter(undoes=batch).count() == is_undone


def test_an_edit_is_put_back_with_its_html(paras, annotator):
    notes, _ = annotations.annotate(places=[Place(paras[0])], body="*one*", by=annotator)
    batch = annotations.edit(annotation=notes[0], body="two", version=1, by=annotator)
    undo(batch_id=batch, by=annotator)
    note = Annotation.objects.get()
    assert note.body == "*one*"
    assert "<em>one</em>" in note.body_html


def test_somebody_elses_later_change_is_not_lost(paras, annotator, editor):
    notes, batch = annotations.annotate(places=[Place(paras[0])], body="one", by=annotator)
    note = Annotation.objects.with_places().get(pk=notes[0].pk)
    annotations.edit(annotation=note, body="two", version=1, by=editor)
    with pytest.raises(Refused, match="changed this since"):
        undo(batch_id=batch, by=annotator)
    assert Annotation.objects.standing().get().body == "two"


def test_nobody_undoes_what_somebody_else_did(paras, tag, annotator, editor):
    _, batch = taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator)
    with pytest.raises(Refused, match="nothing of yours"):
        undo(batch_id=batch, by=editor)


def test_a_decision_is_undone(paras, tag, annotator, editor):
    made, _ = taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator)
    batch = contributions.decline(contributions=made, by=editor, reason="No.")
    undo(batch_id=batch, by=editor)
    assert Tagging.objects.get().status == "published"


def test_the_ends_of_a_reference_are_put_back(paras, annotator):
    made, _ = cross_references.cross_reference(
        source=Place(paras[0]), target=Place(paras[1]), relation="quotes", by=annotator
    )
    batch = cross_references.edit(
        reference=made,
        source=Place(paras[1], 0, 6),
        target=Place(paras[0]),
        relation="cites",
        note="n",
        version=1,
        by=annotator,
    )
    undo(batch_id=batch, by=annotator)
    reference = CrossReference.objects.with_places().get()
    assert (reference.source.paragraph, reference.target.paragraph) == (paras[0], paras[1])
    assert (reference.relation, reference.note) == ("quotes", "")


def test_a_merge_is_undone_whole(paras, annotator, colleague, editor):
    one = tags.create_tag(name="one", definition="d", by=editor, aliases=["uno"])[0]
    two = tags.create_tag(name="two", definition="d", by=editor)[0]
    child = tags.create_tag(name="child", definition="d", by=editor, parent=one)[0]
    taggings.tag(places=[Place(paras[0])], tags=[one, two], by=annotator)
    taggings.tag(places=[Place(paras[1])], tags=[one], by=colleague)

    first = one.pk
    batch = tags.merge_tags(tags=[one], into=two, by=editor)
    assert Tagging.objects.standing().filter(tag=two).count() == 2
    assert Tag.objects.named(["uno", "one"]).keys() == {"uno", "one"}
    assert Tag.objects.get(pk=child.pk).path == "two › child"

    undo(batch_id=batch, by=editor)
    assert Tagging.objects.standing().filter(tag=first).count() == 2
    assert Tagging.objects.standing().filter(tag=two).count() == 1
    assert Tag.objects.get(name="one").aliases.get().name == "uno"
    assert Tag.objects.get(pk=child.pk).path == "one › child"


def test_a_deleted_tag_comes_back_without_the_names_taken_meanwhile(log_in, editor):
    one = tags.create_tag(name="one", definition="d", by=editor, aliases=["uno", "ein"])[0]
    first, batch = one.pk, tags.delete_tag(tag=one, by=editor)
    tags.create_tag(name="two", definition="d", by=editor, aliases=["Uno"])
    answer = log_in(editor).post("/undo/", {"batch": batch}, follow=True)
    assert [alias.name for alias in Tag.objects.get(pk=first).aliases.all()] == ["ein"]
    assert "no other name of it any more: “uno”" in answer.text
    with pytest.raises(Refused, match="“Uno” is another name of “two”"):
        tags.create_tag(name="three", definition="d", by=editor, aliases=["uno"])


def test_a_merge_that_was_undone_is_done_again(paras, annotator, editor):
    one = tags.create_tag(name="one", definition="d", by=editor, aliases=["uno"])[0]
    two = tags.create_tag(name="two", definition="d", by=editor)[0]
    child = tags.create_tag(name="child", definition="d", by=editor, parent=one)[0]
    taggings.tag(places=[Place(paras[0])], tags=[one, two], by=annotator)
    taggings.tag(places=[Place(paras[1])], tags=[one], by=annotator)
    first, last = one.pk, tags.merge_tags(tags=[one], into=two, by=editor)
    for _again in range(2):
        last = undo(batch_id=undo(batch_id=last, by=editor), by=editor)
        assert {alias.name for alias in two.aliases.all()} == {"one", "uno"}
        assert Tagging.objects.standing().filter(tag=two).count() == 2
        assert Tag.objects.get(pk=child.pk).path == "two › child"
        assert not Tag.objects.filter(pk=first).exists()
    undo(batch_id=last, by=editor)
    assert Tagging.objects.standing().filter(tag=first).count() == 2
    assert Tag.objects.get(pk=first).aliases.get().name == "uno"
    assert Tag.objects.get(pk=child.pk).path == "one › child"


def test_a_merge_is_not_done_again_over_what_came_meanwhile(paras, annotator, editor):
    one, two = (tags.create_tag(name=name, definition="d", by=editor)[0] for name in ("one", "two"))
    first = one.pk
    undone = undo(batch_id=tags.merge_tags(tags=[one], into=two, by=editor), by=editor)
    one = Tag.objects.get(pk=first)
    taggings.tag(places=[Place(paras[0])], tags=[one], by=annotator)
    with pytest.raises(Refused, match="in use by 1"):
        undo(batch_id=undone, by=editor)
    Tagging.objects.all().delete()
    tags.delete_tag(tag=two, by=editor)
    with pytest.raises(Refused, match="not there any more"):
        undo(batch_id=undone, by=editor)


def test_a_new_tag_is_undone_only_while_unused(paras, annotator, editor):
    tag, batch = tags.create_tag(name="one", definition="d", by=editor)
    taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator)
    with pytest.raises(Refused, match="in use by 1"):
        undo(batch_id=batch, by=editor)
    assert Tag.objects.filter(name="one").exists()


def test_after_a_day_it_is_too_late(paras, tag, annotator):
    _, batch = taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator)
    Event.objects.update(at=timezone.now() - timedelta(hours=25))
    with pytest.raises(Refused, match="more than a day"):
        undo(batch_id=batch, by=annotator)
