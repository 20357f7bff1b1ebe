"""What was put on words that are gone, or on the wrong ones, is put on others, and that is undone as one."""

import pytest
from django.urls import reverse

from annotator.actions import annotations, cross_references, taggings
from annotator.actions.undo import undo
from annotator.models import Annotation, CrossReference, Event, Passage, Tagging
from corpus import search
from tests.functional.contributing.filling import place, said
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(text, annotator):
    """A tagging on words that a change of the text took away: its offsets are those of the text as it was."""
    [made], _batch = taggings.tag(places=[place(text, 2, 0, 5)], tags=[factories.make_tag("peace")], by=annotator)
    Passage.objects.filter(pk=made.content_object_id).update(state="lost", quote="Pax", start=90, end=93)
    return made


def edit(thing):
    kind = {Tagging: "tagging", Annotation: "annotation", CrossReference: "cross-reference"}[type(thing)]
    return reverse("edit", args=[kind, thing.pk])


def test_a_tagging_whose_words_are_gone_is_put_on_others(client, lost, annotator):
    page = said(client.get(edit(lost)))
    assert "guide/2:90-93" in page
    answer = client.post(edit(lost), {"tags": "peace", "version": 1, "passage": "guide/1", "words": "the whole"})

    assert answer.status_code == 302
    passage = Tagging.objects.get().passage
    assert (passage.quote, passage.paragraph.key, passage.state) == ("the whole", 1, "kept")
    event = Event.objects.get(action="edited")
    assert (event.before["passage"]["quote"], event.after["passage"]["quote"]) == ("Pax", "the whole")
    # Both paragraphs changed: who has either open sees it.
    assert (event.paragraph.key, event.other_paragraph.key) == (1, 2)

    undo(batch_id=event.batch, by=annotator)
    assert Tagging.objects.get().content_object_id == lost.content_object_id


def test_another_tag_leaves_it_where_it_is(client, lost):
    factories.make_tag("war")
    answer = client.post(edit(lost), {"tags": "war", "version": 1, "passage": "guide/2:90-93", "words": ""})
    assert answer.status_code == 302
    assert (Tagging.objects.get().tag.name, Tagging.objects.get().passage.quote) == ("war", "Pax")


def test_an_end_of_a_cross_reference_is_put_on_words(client, text, annotator):
    ends = {"source": place(text, 2), "target": place(text, 1)}
    made, _batch = cross_references.cross_reference(**ends, relation="quotes", by=annotator)
    typed = {"source": "guide/2", "target": "guide/1", "relation": "quotes", "version": 1}
    client.post(edit(made), typed | {"target_words": "the whole"})
    made.refresh_from_db()
    assert (made.source.quote, made.target.quote) == (ends["source"].paragraph.text, "the whole")


def test_words_alone_are_those_of_the_same_paragraph(client, lost):
    client.post(edit(lost), {"tags": "peace", "version": 1, "passage": "guide/2:90-93", "words": "more peace"})
    assert Tagging.objects.get().passage.quote == "more peace"


@pytest.mark.parametrize(
    ("typed", "words", "message"),
    [
        ("guide/1", "elephant", "elephant"),
        ("guide/1", "e", "guide/1:1-2"),
        ("guide/99", "", "no passage guide/99"),
        ("guide/1:3-999", "", "text of 30 characters"),
        ("reads", "", "several passages"),
        ("g\x00", "", "NUL character"),
    ],
)
def test_what_cannot_be_found_is_said_and_nothing_typed_is_lost(client, lost, typed, words, message):
    search.index(factories.make_document(texts=["It reads."], slug="other"))
    answer = client.post(edit(lost), {"tags": "typed tag", "version": 1, "passage": typed, "words": words})
    assert answer.status_code == 422
    assert message in said(answer)
    assert 'value="typed tag"' in said(answer)
    assert Tagging.objects.get().passage.quote == "Pax"


def test_a_note_goes_with_all_that_was_answered_and_comes_back(client, text, annotator, colleague, editor, log_in):
    [note], _batch = annotations.annotate(places=[place(text, 1, 0, 4)], body="One", by=annotator)
    answer, _batch = annotations.reply(to=note, body="Two", by=colleague)
    further, _batch = annotations.reply(to=answer, body="Three", by=annotator)
    sent = {"body": "One, elsewhere", "version": 1, "passage": "guide/2", "words": ""}
    assert log_in(editor).post(edit(note), sent).status_code == 302

    assert {each.passage.paragraph.key for each in Annotation.objects.all()} == {2}
    batch = Event.objects.filter(action="edited").values_list("batch", flat=True).distinct().get()
    undo(batch_id=batch, by=editor)
    assert {each.passage.quote for each in Annotation.objects.all()} == {"Read"}
    assert Annotation.objects.get(pk=note.pk).body == "One"
    assert "One</p>" in Annotation.objects.get(pk=note.pk).body_html
    assert "passage" not in log_in(colleague).get(edit(answer)).context["form"].fields
    assert further.passage_id == note.passage_id


def test_a_reply_stays_with_its_note(client, text, annotator):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="One", by=annotator)
    answer, _batch = annotations.reply(to=note, body="Two", by=annotator)
    client.post(edit(answer), {"body": "Two more", "version": 1, "passage": "guide/2"})
    answer.refresh_from_db()
    assert (answer.body, answer.passage_id) == ("Two more", note.passage_id)


def test_a_passage_one_may_not_read_is_none_to_put_it_on(client, lost):
    factories.make_document(texts=["Secret."], slug="secret", collection=factories.make_collection(access="groups"))
    answer = client.post(edit(lost), {"tags": "peace", "version": 1, "passage": "secret/1"})
    assert "no passage secret/1 that you may read" in said(answer)


def test_nobody_puts_what_is_anothers_elsewhere(log_in, colleague, lost):
    assert log_in(colleague).post(edit(lost), {"tags": "peace", "version": 1, "passage": "guide/1"}).status_code == 403


def test_a_reference_is_corrected_though_the_words_of_one_end_are_gone(client, text, annotator):
    reference, _batch = cross_references.cross_reference(
        source=place(text, 1, 0, 4), target=place(text, 2), relation="quotes", by=annotator
    )
    Passage.objects.filter(pk=reference.source_id).update(state="lost", quote="Gone", start=90, end=94)
    sent = {"source": "guide/1:90-94", "target": "guide/2", "relation": "cites", "note": "", "version": 1}
    assert client.post(edit(reference), sent).status_code == 302
    reference.refresh_from_db()
    assert (reference.relation, reference.source.quote) == ("cites", "Gone")


def test_the_same_tag_is_there_already(client, lost, text, annotator):
    taggings.tag(places=[place(text, 1)], tags=[lost.tag], by=annotator)
    answer = client.post(edit(lost), {"tags": "peace", "version": 1, "passage": "guide/1"})
    assert answer.status_code == 422
    assert "just like it" in said(answer)
