"""What somebody may not see leaves no trace: no panel, no other mark of the margin, no paragraph that was touched."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from annotator.actions import annotations, contributions, cross_references, taggings
from annotator.models import Annotation, Event
from annotator.models.place import Place
from tests.support import factories

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def text(db):
    return factories.make_document(texts=["First of the words.", "Second of the words."])


@pytest.fixture
def paras(text):
    return factories.paragraphs_of(text)


@pytest.fixture
def margin(text, log_in):
    """Asks for the margin as an open page does: with the mark it has, as one of the cast."""

    def ask(user=None, mark=""):
        headers = HTMX | ({"If-None-Match": mark} if mark else {})
        return log_in(user).get(reverse("margin", args=[text.slug]), headers=headers)

    return ask


@pytest.fixture
def others(colleague, reader, editor, administrator):
    return [None, reader, colleague, editor, administrator]


def fresh(thing):
    return type(thing).objects.with_places().get(pk=thing.pk)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_passage_with_nothing_to_see_is_not_there(paras, annotator, others, log_in, headers):
    (draft,), _ = annotations.annotate(places=[Place(paras[0])], body="Mine", by=annotator, draft=True)
    (gone,), _ = annotations.annotate(places=[Place(paras[1])], body="Gone", by=annotator)
    contributions.withdraw(contributions=[fresh(gone)], by=annotator)
    for passage in (draft.passage_id, gone.passage_id, 999_999):
        for user in others:
            assert log_in(user).get(reverse("passage", args=[passage]), headers=headers).status_code == 404
    assert log_in(annotator).get(reverse("passage", args=[draft.passage_id]), headers=headers).status_code == 200


def test_drafts_of_others_change_nothing(paras, annotator, others, margin):
    tag = factories.make_tag("one")
    before = {user: margin(user)["ETag"] for user in [*others, annotator]}
    (note,), _ = annotations.annotate(places=[Place(paras[0])], body="Mine", by=annotator, draft=True)
    taggings.tag(places=[Place(paras[0])], tags=[tag], by=annotator, draft=True)
    cross_references.cross_reference(
        source=Place(paras[0]), target=Place(paras[1]), relation="quotes", by=annotator, draft=True
    )
    annotations.edit(annotation=fresh(note), body="Still mine", version=1, by=annotator)
    annotations.edit(annotation=fresh(note), body="Still mine", version=2, by=annotator, place=Place(paras[1]))
    contributions.withdraw(contributions=[fresh(note)], by=annotator)
    for user in others:
        assert margin(user, before[user]).status_code == 304
        assert margin(user)["ETag"] == before[user]
    assert margin(annotator, before[annotator]).status_code == 200


def test_with_something_else_they_are_not_touched_either(paras, text, annotator, others, margin):
    before = {user: margin(user)["ETag"] for user in others}
    annotations.annotate(places=[Place(paras[0])], body="Mine", by=annotator, draft=True)
    annotations.annotate(places=[Place(paras[1])], body="Everybody's", by=annotator)
    for user in others:
        shown = margin(user, before[user]).content.decode()
        assert 'id="m2"' in shown
        assert 'id="m1"' not in shown
    assert Event.objects.paragraphs_touched(text, annotator, since=None) == {paras[0].pk, paras[1].pk}


def test_what_is_handed_in_withdrawn_and_brought_back_is_noticed(paras, annotator, colleague, editor, margin):
    paras[0].document.collection.review = True
    paras[0].document.collection.save()
    (note,), _ = annotations.annotate(places=[Place(paras[0])], body="Mine", by=annotator, draft=True)

    def noticing(act):
        marks = {user: margin(user)["ETag"] for user in (None, colleague, editor, annotator)}
        act()
        names = {None: "anonymous", colleague: "colleague", editor: "editor", annotator: "annotator"}
        return {names[user] for user, mark in marks.items() if margin(user, mark).status_code == 200}

    members = {"colleague", "editor", "annotator"}
    assert noticing(lambda: contributions.propose(contributions=[fresh(note)], by=annotator)) == members
    assert noticing(lambda: contributions.publish(contributions=[fresh(note)], by=editor)) == members | {"anonymous"}
    everybody = members | {"anonymous"}
    assert noticing(lambda: contributions.withdraw(contributions=[fresh(note)], by=annotator)) == everybody
    assert noticing(lambda: Annotation.objects.filter(pk=note.pk).first()) == set()
    assert noticing(lambda: contributions.restore(contributions=[fresh(note)], by=annotator)) == everybody
    no = {"contributions": [fresh(note)], "by": editor, "reason": "No."}
    assert noticing(lambda: contributions.decline(**no)) == everybody
    assert noticing(lambda: contributions.withdraw(contributions=[fresh(note)], by=editor)) == {"editor", "annotator"}


def test_a_proposed_change_is_noticed_by_its_author_and_editors(paras, annotator, colleague, editor, margin):
    paras[0].document.collection.review = True
    paras[0].document.collection.save()
    (note,), _ = annotations.annotate(places=[Place(paras[0])], body="Before", by=annotator)
    contributions.publish(contributions=[fresh(note)], by=editor)
    marks = {user: margin(user)["ETag"] for user in (None, colleague, editor, annotator)}
    annotations.edit(annotation=fresh(note), body="After", version=2, by=annotator)
    noticed = [margin(user, mark).status_code for user, mark in marks.items()]
    assert noticed == [304, 304, 200, 200]


@pytest.mark.parametrize("towards", [True, False])
def test_a_reference_to_a_text_one_may_not_read_is_not_noticed(paras, annotator, administrator, margin, towards):
    closed = factories.make_collection(access="members")
    hidden = factories.paragraphs_of(factories.make_document(collection=closed))
    mark, theirs = margin(None)["ETag"], margin(administrator)["ETag"]
    ends = (Place(paras[0]), Place(hidden[0]))
    source, target = ends if towards else reversed(ends)
    made, _ = cross_references.cross_reference(source=source, target=target, relation="quotes", by=annotator)
    contributions.withdraw(contributions=[fresh(made)], by=annotator)
    contributions.restore(contributions=[fresh(made)], by=annotator)
    assert margin(None, mark).status_code == 304
    assert not Event.objects.paragraphs_touched(paras[0].document, AnonymousUser(), since=None)
    assert margin(administrator, theirs).status_code == 200


def test_a_reference_that_is_put_out_of_sight_goes_from_the_margin(paras, annotator, margin):
    closed = factories.make_collection(access="members")
    hidden = factories.paragraphs_of(factories.make_document(collection=closed))
    made, _ = cross_references.cross_reference(
        source=Place(paras[0]), target=Place(paras[1]), relation="quotes", by=annotator
    )
    mark = margin(None)["ETag"]
    made = fresh(made)
    cross_references.edit(
        reference=made,
        source=made.source,
        target=Place(hidden[0]),
        relation="quotes",
        note="",
        version=1,
        by=annotator,
    )
    answer = margin(None, mark)
    assert answer.status_code == 200
    assert 'id="m1"' in answer.content.decode()
