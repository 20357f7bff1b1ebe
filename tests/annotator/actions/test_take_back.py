"""A revision that was loaded by mistake is taken back: text, marks and what is said are what they were, with events."""

import pytest
from django.core.exceptions import PermissionDenied

from annotator.actions import annotations, cross_references, taggings
from annotator.actions.confirm_anchor import confirm, confirm_passages, put_elsewhere, seen_as
from annotator.actions.contributions import withdraw
from annotator.actions.documents.load import LoadOutcome, load_document
from annotator.actions.documents.metadata import details_of
from annotator.actions.documents.take_back import preview_of_taking_back, take_back_revision
from annotator.actions.undo import undo
from annotator.errors import AlreadyDone, Refused
from annotator.models import Annotation, CrossReference, Event, FormerPlace, Passage, Tagging
from annotator.models.place import Place
from corpus import search
from corpus.models import Change, Document, FormerText, Paragraph
from tests.support.factories import make_collection, make_document, make_tag, paragraphs_of

pytestmark = pytest.mark.django_db

FIRST = """# Minutes

The Council met on Tuesday in the old hall.

Peru abstains.

Chile abstains.

The Secretary read the long report of the year. Members asked questions about it.

This sentence will be gone altogether.

The meeting rose at noon.
"""
SECOND = """# Minutes of the meeting

A word before all others.

The Council met on Tuesday in the old hall. Peru abstains.

The Secretary, with a smile, read the short report of the year.

Members asked questions about it.

The meeting rose at noon.
"""
PLACES = ("paragraph_id", "start", "end", "quote", "prefix", "suffix", "state", "beside_id", "let_go")
TEXT = ("key", "position", "kind", "level", "number", "text", "section", "section_number", "since__number")


@pytest.fixture
def load(editor):
    shelf = make_collection()
    return lambda text, **more: load_document(
        by=editor, name="council.md", data=text.encode(), collection=shelf, **more
    )


@pytest.fixture
def mark(annotator):
    def marked(key, quote="", by=annotator, tag=""):
        paragraph = Paragraph.objects.standing().select_related("document").get(document__slug="council", key=key)
        name = tag or f"tag {Tagging.objects.count()}"
        known = Tagging.objects.filter(tag__name=name).first()
        found = known.tag if known else make_tag(name)
        return taggings.tag(places=[Place(paragraph, quote=quote)], tags=[found], by=by)[0][0]

    return marked


@pytest.fixture
def marked(load, mark, annotator, colleague):
    load(FIRST)
    for quote in ("", "Tuesday", "old hall"):
        mark(2, quote)
    for key in (1, 3, 4, 6, 7):
        mark(key)
    for quote in ("long", "long report", "report of the year", "Members asked", "year. Members"):
        mark(5, quote)
    paras = paragraphs_of(Document.objects.get(slug="council"))
    annotations.annotate(places=[Place(paras[5], quote="gone")], body="Whose?", by=colleague)
    cross_references.cross_reference(
        source=Place(paras[1], quote="Council"),
        target=Place(paras[4], quote="Secretary"),
        relation="cites",
        by=annotator,
    )
    withdraw(contributions=[mark(5, "questions")], by=annotator)


def taken_back(editor, **more):
    document = Document.objects.select_related("current").get(slug="council")
    return take_back_revision(document=document, number=document.current.number, by=editor, **more)


def as_it_is():
    """All there is of the text and its marks, but for how often each was written."""
    document = Document.objects.select_related("current", "collection").get(slug="council")
    ends = [
        sorted(model.objects.values_list("pk", "withdrawn_at", "status", *(f"{path}_id" for path in model.PLACES)))
        for model in (Tagging, Annotation, CrossReference)
    ]
    return (
        details_of(document),
        document.current.number,
        list(Paragraph.objects.standing().filter(document=document).order_by("position").values_list(*TEXT)),
        list(Passage.objects.order_by("pk").values_list("pk", *PLACES)),
        ends,
    )


def test_everything_is_what_it_was(marked, load, editor):
    before = as_it_is()
    load(SECOND)
    changed = as_it_is()
    assert all(was != now for was, now in zip(before[1:4], changed[1:4], strict=True))
    done = taken_back(editor)
    assert (done.number, done.before) == (2, 1)
    assert as_it_is() == before
    assert not any(FormerText.objects.former_texts_of(each) for each in Paragraph.objects.standing())
    assert not Change.objects.exists()
    assert not FormerPlace.objects.exists()
    found = search.matching(Paragraph.objects.all(), "long").values_list("key", flat=True)
    assert list(found) == [5]
    assert not search.matching(Paragraph.objects.all(), "smile").exists()


def test_what_came_with_it_is_gone_and_its_keys_are_not_given_again(marked, load, editor):
    load(SECOND)
    new = set(Paragraph.objects.filter(since__number=2).values_list("key", flat=True))
    assert new
    taken_back(editor)
    assert {each.until.number for each in Paragraph.objects.filter(key__in=new).select_related("until")} == {2}
    load(FIRST + "\nA last word.\n")
    assert Paragraph.objects.standing().get(text="A last word.").key > max(new)


def test_the_next_revision_has_a_number_of_its_own_and_says_what_changed_since_the_one_before(marked, load, editor):
    load(SECOND)
    taken_back(editor)
    outcome = load(SECOND)
    assert (outcome.status, outcome.revision) == (LoadOutcome.REVISED, 3)
    document = Document.objects.get(slug="council")
    assert [each.text for each in FormerText.objects.as_of(document, 1)] == [
        block.partition("# ")[2] or block for block in FIRST.strip().split("\n\n")
    ]
    before = as_it_is()
    load(FIRST)
    taken_back(editor)
    assert as_it_is() == before
    taken_back(editor)
    assert Document.objects.select_related("current").get().current.number == 1


def test_marks_that_became_one_are_two_again(load, mark, editor, annotator, colleague):
    load("One paragraph that says something about it.\n\nAnd another that says more of the same.\n")
    whole = mark(2, tag="one")
    (note,), _batch = annotations.annotate(places=[Place(whole.passage.paragraph)], body="Said.", by=colleague)
    annotations.reply(to=note, body="Yes.", by=annotator)
    mark(2, "And another that says more of the", tag="one")
    mark(2, "And another that says more of the", by=colleague, tag="one")
    before = as_it_is()
    load("One paragraph that says something about it.\n\nAnd another that says more of the\n")
    assert Tagging.objects.filter(withdrawn_at__isnull=False).count() == 1
    taken_back(editor)
    assert as_it_is() == before


def test_each_mark_that_comes_home_has_an_event_and_so_has_the_document(marked, load, editor):
    load(SECOND)
    moved = Event.objects.filter(action=Event.Verb.MOVED).values_list("subject_id", flat=True)
    moved = set(moved)
    done = taken_back(editor)
    told = Event.objects.filter(action=Event.Verb.MOVED, reason="revision 2 was taken back")
    assert set(told.values_list("subject_id", flat=True)) == moved
    assert {event.actor for event in told} == {editor}
    (event,) = Event.objects.filter(action=Event.Verb.TAKEN_BACK)
    assert (event.before["revision"], event.after["revision"]) == (2, 1)
    assert event.after["marks_home"] == done.marks > 0


@pytest.mark.parametrize("what", ["tag", "note", "draft", "confirm"])
def test_what_was_done_on_it_is_not_taken_away(marked, load, mark, editor, annotator, what):
    load(SECOND)
    paragraph = Paragraph.objects.standing().select_related("document").get(position=2)
    if what == "tag":
        mark(paragraph.key, "word")
    elif what == "confirm":
        thing = next(each for each in Tagging.objects.with_places() if each.content_object.confirmable)
        confirm(contribution=thing, by=editor)
    else:
        annotations.annotate(places=[Place(paragraph)], body="New.", by=annotator, draft=what == "draft")
    before = as_it_is()
    document = Document.objects.select_related("current").get(slug="council")
    with pytest.raises(Refused, match="1 contribution was made on it or decided about"):
        preview_of_taking_back(document=document, by=editor)
    with pytest.raises(Refused, match="1 contribution was made on it or decided about"):
        taken_back(editor)
    assert as_it_is() == before


@pytest.mark.parametrize("how", ["confirm", "put"])
def test_a_decision_that_was_undone_keeps_nothing_from_being_taken_back(marked, load, editor, how):
    before = as_it_is()
    load(SECOND)
    there = Passage.objects.waiting().in_use().with_place()
    known = set(Passage.objects.values_list("pk", flat=True))
    if how == "confirm":
        passage = next(each for each in there if each.confirmable)
        batch = confirm_passages(passages=[passage], seen={passage.pk: seen_as(passage)}, by=editor)
    else:
        passage = there.first()
        paragraph = Paragraph.objects.standing().select_related("document").get(position=2)
        batch = put_elsewhere(passage=passage, place=Place(paragraph), seen=seen_as(passage), by=editor)
    undo(batch_id=batch, by=editor)
    again = undo(batch_id=Event.objects.filter(undoes=batch).values_list("batch", flat=True)[0], by=editor)
    with pytest.raises(Refused, match="decided about"):
        taken_back(editor)
    undo(batch_id=again, by=editor)
    taken_back(editor)
    # Where it was put there is a passage still, on which nothing stands.
    assert not Passage.objects.in_use().exclude(pk__in=known).exists()
    Passage.objects.exclude(pk__in=known).delete()
    assert as_it_is() == before


def test_what_was_made_on_it_and_withdrawn_is_lost_and_shown_to_nobody(marked, load, mark, editor, annotator):
    load(SECOND)
    paragraph = Paragraph.objects.standing().get(position=2)
    made = mark(paragraph.key, "word")
    withdraw(contributions=[made], by=annotator)
    taken_back(editor)
    passage = Passage.objects.select_related("beside").get(pk=made.content_object_id)
    assert (passage.state, passage.beside.until_id) == (Passage.State.LOST, None)
    assert not Passage.objects.waiting().in_use().filter(pk=passage.pk).exists()


def test_a_first_revision_an_old_one_and_one_sent_twice(marked, load, editor, annotator):
    document = Document.objects.select_related("current").get(slug="council")
    with pytest.raises(Refused, match="There is no revision of “council” before this one"):
        taken_back(editor)
    load(SECOND)
    with pytest.raises(Refused, match="Revision 1 of “council” is not the newest one any more"):
        take_back_revision(document=document, number=1, by=editor)
    with pytest.raises(PermissionDenied):
        taken_back(annotator)
    sent = Event.objects.first().pk
    taken_back(editor, request_id=sent)
    with pytest.raises(AlreadyDone):
        taken_back(editor, request_id=sent)


def test_one_that_was_loaded_before_homes_were_kept_is_refused(marked, load, editor):
    load(SECOND)
    FormerPlace.objects.all().delete()
    with pytest.raises(Refused, match="before it was kept where marks came from"):
        taken_back(editor)


def test_what_is_said_about_it_is_what_it_was_unless_somebody_changed_it_since(marked, load, editor):
    before = Document.objects.get(slug="council").title
    load("# Another title\n" + SECOND.partition("\n")[2])
    Document.objects.filter(slug="council").update(author="Typed since")
    taken_back(editor)
    document = Document.objects.get(slug="council")
    assert (document.title, document.author) == (before, "Typed since")


def test_another_document_is_left_alone(marked, load, editor, mark):
    other = make_document(slug="other")
    load(SECOND)
    taken_back(editor)
    assert Document.objects.select_related("current").get(pk=other.pk).current.number == 1
    assert paragraphs_of(other)
