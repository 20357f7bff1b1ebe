"""Where an end of a cross-reference is put elsewhere, a page open on the place it left hears of it too."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from annotator.actions import cross_references
from annotator.actions.undo import undo
from annotator.exports.kinds import EXPORT_KINDS
from annotator.models import Event
from annotator.models.place import Place
from annotator.selectors.filters import Filters
from tests.functional.contributing.filling import said
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(db):
    """Two places in each of three texts: those in ``a`` and ``b`` are to be joined."""
    texts = [factories.make_document(slug=slug, texts=["One.", "Two."]) for slug in "abc"]
    return {f"{text.slug}{para.key}": Place(para) for text in texts for para in factories.paragraphs_of(text)}


@pytest.fixture
def reference(places, annotator):
    made, _batch = cross_references.cross_reference(
        source=places["a1"], target=places["b1"], relation="quotes", by=annotator
    )
    # What happened a moment ago is told again, in case it came late: this did not.
    Event.objects.update(at=timezone.now() - timedelta(hours=1))
    return made


@pytest.fixture
def move(reference, places, annotator):
    def moved(source, target):
        reference.refresh_from_db()
        ends = {"source": places[source], "target": places[target]}
        return cross_references.edit(
            reference=reference, **ends, relation="quotes", note="", version=reference.version, by=annotator
        )

    return moved


class Pages:
    """Pages of somebody that are open on the three texts and ask what has changed."""

    def __init__(self, client):
        self._client = client
        self._marks = {}
        self.ask()

    def ask(self):
        """The margins each page gets, by text: by paragraph, whether a card stands there; none where it has not changed."""
        told = {}
        for slug in "abc":
            headers = {"If-None-Match": self._marks[slug]} if slug in self._marks else {}
            answer = self._client.get(reverse("margin", args=[slug]), headers=headers)
            self._marks[slug] = answer["ETag"]
            if answer.status_code != 304:
                margins = said(answer).split('<div class="margin" id="m')[1:]
                told[slug] = {int(each.partition('"')[0]): "quotes" in each or "quoted" in each for each in margins}
        return told


@pytest.fixture
def pages(log_in, reader, reference):
    return Pages(log_in(reader))


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (("c2", "b1"), {"a": {1: False}, "b": {1: True}, "c": {2: True}}),
        (("a1", "c2"), {"a": {1: True}, "b": {1: False}, "c": {2: True}}),
        (("c1", "c2"), {"a": {1: False}, "b": {1: False}, "c": {1: True, 2: True}}),
        (("a2", "b2"), {"a": {1: False, 2: True}, "b": {1: False, 2: True}}),
        (("b1", "a1"), {"a": {1: True}, "b": {1: True}}),
    ],
)
def test_the_card_is_gone_at_the_next_question_and_back_after_undo(pages, move, annotator, ends, told):
    batch = move(*ends)
    assert pages.ask() == told
    assert pages.ask() == {}
    undo(batch_id=batch, by=annotator)
    there = {place: place in {"a1", "b1"} for place in {"a1", "b1", *ends}}
    back = {}
    for place, card in there.items():
        back.setdefault(place[0], {})[int(place[1])] = card
    assert pages.ask() == back


def test_what_is_done_elsewhere_in_the_reference_tells_only_its_ends(pages, reference, annotator, places):
    cross_references.edit(
        reference=reference,
        source=places["a1"],
        target=places["b1"],
        relation="cites",
        note="",
        version=1,
        by=annotator,
    )
    assert pages.ask().keys() == {"a", "b"}
    assert Event.objects.count() == 2


def test_nobody_sees_it_listed_twice(move, reference, annotator, administrator, log_in):
    batch = move("c1", "c2")
    assert Event.objects.filter(batch=batch).count() == 2
    assert Event.objects.history_of(reference.pk).filter(batch=batch).count() == 1
    for user in (annotator, administrator):
        assert Event.objects.visible_to(user).filter(batch=batch).count() == 1
        assert Event.objects.of_batch(batch, user).count() == 1
        assert said(log_in(user).get(reverse("activity"))).count("edited") == 1
    assert "and 1 more" not in said(log_in(annotator).get(reverse("activity")))
    assert (
        said(log_in(administrator).get(reverse("admin:annotator_event_changelist"))).count('field-action">edited<') == 1
    )


def test_what_only_tells_of_the_places_says_nothing_of_the_thing(move, annotator):
    undone = undo(batch_id=move("c1", "c2"), by=annotator)
    left = Event.objects.filter(action=Event.LEFT)
    assert [(event.subject_id, event.before, event.after) for event in left] == [(None, None, None)] * 2
    edited = Event.objects.get(batch=undone, action="edited")
    assert (edited.before["source"]["document"], edited.after["source"]["document"]) == ("c", "a")


@pytest.mark.parametrize("viewer", [None, "annotator"])
def test_the_export_has_one_event_of_it(move, viewer, request):
    batch = move("c1", "c2")
    who = request.getfixturevalue(viewer) if viewer else None
    assert EXPORT_KINDS["events"].seen(who, Filters()).filter(batch=batch).count() == 1


def test_it_is_said_by_one_message_that_it_was_undone(move, annotator, log_in):
    batch = move("c1", "c2")
    answer = log_in(annotator).post(reverse("undo"), {"batch": batch}, follow=True)
    assert "more" not in said(answer).partition("Undone: ")[2].partition("</")[0]
    assert undo(batch_id=Event.objects.exclude(undoes=None).first().batch, by=annotator)
