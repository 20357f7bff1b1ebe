"""Marks go with their words into a new revision; what is not sure waits for a person."""

import pytest

from annotator.actions import annotations, cross_references, taggings
from annotator.actions.contributions import withdraw
from annotator.actions.documents.load import LoadOutcome, load_document, preview_document
from annotator.errors import Refused
from annotator.models import Annotation, CrossReference, Event, Passage, Tagging
from annotator.models.place import Place
from annotator.selectors.reanchor_plan import PlannedMoves
from corpus.models import Document
from tests.support.factories import make_collection, make_document, make_tag, paragraphs_of

pytestmark = pytest.mark.django_db

FIRST = """The Council met on Tuesday in the old hall.

Peru abstains.

Chile abstains.

The Secretary read the long report of the year. Members asked questions about it.

This sentence will be gone altogether.
"""
SECOND = """A word before all others.

The Council met on Tuesday in the old hall.

Peru abstains.

Chile abstains.

The Secretary, with a smile, read the long report of the year.

Members asked questions about it.
"""


@pytest.fixture
def collection(db):
    return make_collection()


@pytest.fixture
def loaded(editor, collection):
    def load_it(text, **more):
        given = {"by": editor, "name": "council.txt", "data": text.encode(), "collection": collection}
        return load_document(**given | more)

    return load_it


@pytest.fixture
def mark(annotator):
    """Tag words of the paragraph of a key."""

    def marked(key, quote="", tag="one", by=annotator):
        paragraph = Document.objects.get(slug="council").paragraphs.select_related("document").get(key=key)
        found = make_tag(tag) if not Tagging.objects.filter(tag__name=tag).exists() else None
        found = found or Tagging.objects.filter(tag__name=tag).first().tag
        (made,), _batch = taggings.tag(places=[Place(paragraph, quote=quote)], tags=[found], by=by)
        return made

    return marked


def place(thing, path="passage"):
    passage = Passage.objects.select_related("paragraph").get(pk=getattr(thing, f"{path}_id", None) or thing.passage.pk)
    return passage.state, passage.paragraph.key, passage.quote


def words_at(tagging):
    passage = Passage.objects.select_related("paragraph").get(pk=tagging.passage.pk)
    return passage.paragraph.text[passage.start : passage.end]


def test_every_mark_goes_with_its_words(loaded, mark):
    loaded(FIRST)
    kept = mark(1, "Tuesday")
    formula = mark(3, "abstains")
    shifted = mark(4, "long report")
    split = mark(4, "asked questions")
    lost = mark(5, "gone")
    whole = mark(5, tag="two")
    before = preview_document(by=None, name="council.txt", data=SECOND.encode())
    assert (before.status, before.revision, Document.objects.get().current.number) == (LoadOutcome.REVISED, 2, 1)
    outcome = loaded(SECOND)
    assert (outcome.status, outcome.revision, outcome.document.current.number) == (LoadOutcome.REVISED, 2, 2)
    assert (outcome.changes, outcome.marks) == (before.changes, before.marks)
    assert outcome.marks == {"kept": 2, "shifted": 2, "lost": 2}
    assert place(kept) == ("kept", 1, "Tuesday")
    assert place(formula) == ("kept", 3, "abstains")
    assert place(shifted) == ("shifted", 4, "long report")
    assert words_at(shifted) == "long report"
    state, key, _quote = place(split)
    assert (state, key > 5, words_at(split)) == ("shifted", True, "asked questions")
    # Where it stood, with the words that stood there.
    assert place(lost) == ("lost", 5, "gone")
    assert place(whole) == ("lost", 5, "This sentence will be gone altogether.")
    assert set(Tagging.objects.on_unsettled()) == {lost, whole}


def test_a_mark_is_words_that_are_marked_however_often(loaded, mark, annotator, editor):
    loaded(FIRST)
    for by, tag in ((annotator, "one"), (annotator, "two"), (editor, "three")):
        mark(4, "long report", tag=tag, by=by)
    mark(5, "gone", by=editor)
    outcome = loaded(SECOND)
    assert outcome.marks == {"shifted": 1, "lost": 1}
    assert outcome.by_person == {annotator.username: {"shifted": 1}, editor.username: {"shifted": 1, "lost": 1}}


def test_each_move_is_an_event_with_both_places(loaded, mark, annotator):
    loaded(FIRST)
    kept, shifted = mark(1, "Tuesday"), mark(4, "long report")
    withdrawn = mark(4, "of the year", tag="two")
    withdraw(contributions=[withdrawn], by=annotator)
    loaded(SECOND)
    moved = Event.objects.filter(action=Event.Verb.MOVED).order_by("at")
    assert [each.subject_id for each in moved] == [shifted.pk, withdrawn.pk]
    event = moved[0]
    assert (event.reason, event.after["anchor"]) == ("revision 2", {"content_object": "shifted"})
    assert event.before["passage"]["start"] < event.after["passage"]["start"]
    loading = Event.objects.get(action=Event.Verb.LOADED, after__revision=2)
    assert (event.batch, event.document) == (loading.batch, loading.document)
    assert loading.after["marks"] == {"kept": 1, "shifted": 1}
    assert not Event.objects.filter(subject_id=kept.pk, action=Event.Verb.MOVED).exists()


def test_both_ends_of_a_cross_reference_in_one_event(loaded, annotator):
    loaded(FIRST)
    paras = paragraphs_of(Document.objects.get())
    reference, _batch = cross_references.cross_reference(
        source=Place(paras[3], quote="long report"), target=Place(paras[4], quote="gone"), relation="quotes",
        by=annotator,
    )  # fmt: skip
    loaded(SECOND)
    event = Event.objects.get(action=Event.Verb.MOVED)
    assert event.after["anchor"] == {"source": "shifted", "target": "lost"}
    assert list(CrossReference.objects.on_unsettled()) == [reference]


def test_marks_that_come_to_lie_on_the_same_words_are_one(loaded, mark, annotator, colleague):
    loaded("One paragraph that says something about it.\n\nAnd another that says more of the same.\n")
    whole = mark(2, tag="one")
    paragraph = whole.passage.paragraph
    (note,), _batch = annotations.annotate(places=[Place(paragraph)], body="Said.", by=colleague)
    answer, _batch = annotations.reply(to=note, body="Yes.", by=annotator)
    # Everything but the last word, which goes: what is left is the whole paragraph.
    stretch = mark(2, "And another that says more of the", tag="one")
    other = mark(2, "And another that says more of the", tag="one", by=colleague)
    loaded("One paragraph that says something about it.\n\nAnd another that says more of the\n")
    standing = Tagging.objects.standing().filter(content_object__state__in=["kept", "shifted"])
    (passage,) = {each.content_object_id for each in standing}
    assert set(standing) == {whole, other}
    assert {each.passage_id for each in Annotation.objects.all()} == {passage}
    assert answer.pk in {each.pk for each in Annotation.objects.filter(passage=passage)}
    stretch.refresh_from_db()
    assert stretch.withdrawn_at is not None
    assert "revision 2" in Event.objects.get(subject_id=stretch.pk, action=Event.Verb.WITHDRAWN).reason


def test_a_third_text_takes_them_on_and_the_doubtful_stay_doubtful(loaded, mark):
    loaded("It noted the long report with care.\n\nAnother paragraph stands here.\n")
    tagging = mark(1, "long report")
    loaded("It noted the short report with care.\n\nAnother paragraph stands here.\n")
    assert (place(tagging), words_at(tagging)) == (("uncertain", 1, "long report"), "short report")
    # Nobody said that these are the right words: a new mark on them is a mark of its own.
    new = mark(1, "short report", tag="two")
    assert place(new) == ("kept", 1, "short report")
    loaded("Then it noted the short report with care.\n\nAnother paragraph stands here.\n")
    assert (place(tagging), words_at(tagging)) == (("uncertain", 1, "long report"), "short report")
    assert place(new) == ("shifted", 1, "short report")
    loaded("Nothing whatever.\n\nAnother paragraph stands here.\n")
    assert [place(each)[0] for each in (tagging, new)] == ["lost", "lost"]


def test_what_is_read_before_the_load_is_not_marked_after_it(loaded, annotator):
    loaded(FIRST)
    paragraph = paragraphs_of(Document.objects.get())[3]
    gone = paragraphs_of(Document.objects.get())[4]
    loaded(SECOND)
    with pytest.raises(Refused, match="text changed"):
        annotations.annotate(places=[Place(paragraph, 0, 3)], body="A note.", by=annotator)
    gone = Document.objects.get().paragraphs.select_related("document").get(pk=gone.pk)
    with pytest.raises(Refused, match="not in the text any more"):
        annotations.annotate(places=[Place(gone)], body="A note.", by=annotator)
    assert not Annotation.objects.exists()


def test_another_text_is_refused_unless_asked_for(loaded, mark):
    loaded(FIRST)
    mark(1)
    other = "Wholly different things fill these lines.\n\nCheese is made from milk, salt and rennet.\n"
    with pytest.raises(Refused, match="slug of its own") as refused:
        loaded(other)
    assert (refused.value.field, Document.objects.get().current.number) == ("slug", 1)
    assert loaded(other, even_if_other=True).revision == 2
    assert Passage.objects.get().state == "lost"


def test_two_texts_that_share_only_the_commonest_words_are_not_one(loaded):
    loaded("The rain in the hills is the joy of the farmers.\n\nIt is to them that it falls, and to the fields.\n")
    other = "It is the duty of the clerk to see to the door.\n\nThe key is in its place, and the lamp is out.\n"
    with pytest.raises(Refused, match="slug of its own"):
        loaded(other)


def test_the_same_bytes_stay_unchanged_also_after_a_revision(loaded):
    loaded(FIRST)
    assert loaded(SECOND).revision == 2
    assert (loaded(SECOND).status, loaded(FIRST).revision) == (LoadOutcome.UNCHANGED, 3)


def test_two_loads_at_once_make_no_two_revisions_of_one_number(loaded, monkeypatch):
    loaded(FIRST)
    # As if the other load had committed between this one's changeset and its writing.
    from annotator.actions.documents import load

    planned = load.changeset_for

    def overtaken(*arguments, **named):
        changeset = planned(*arguments, **named)
        monkeypatch.undo()
        loaded(SECOND)
        return changeset

    monkeypatch.setattr(load, "changeset_for", overtaken)
    with pytest.raises(Refused, match="meanwhile"):
        loaded(FIRST.replace("Tuesday", "Monday"))
    assert [each.number for each in Document.objects.get().revisions.all()] == [1, 2]


def test_the_queries_do_not_grow_with_the_marks(loaded, mark, django_assert_max_num_queries):
    loaded(FIRST)
    for number in range(40):
        mark(4, "long report", tag=f"tag-{number}")
    make_document()
    with django_assert_max_num_queries(65):
        loaded(SECOND)
    assert Event.objects.filter(action=Event.Verb.MOVED).count() == 40


def test_moves_that_were_worked_out_before_somebody_marked_something_are_worked_out_again(loaded, mark, monkeypatch):
    loaded(FIRST)
    mark(1, "Tuesday")
    made = []

    class Planned(PlannedMoves):
        def __init__(self, changeset):
            super().__init__(changeset)
            before = self.now()
            made.append(mark(5, "gone", tag="meanwhile"))
            assert [move.passage.pk for move in self.now()] == [
                *(move.passage.pk for move in before),
                made[0].passage.pk,
            ]

    monkeypatch.setattr("annotator.actions.documents.revise.PlannedMoves", Planned)
    loaded(SECOND)
    assert place(made[0])[0] == "lost"
