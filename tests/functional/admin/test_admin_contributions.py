"""The three verbs in the admin, and what editors do with what came of them."""

import pytest

from annotator.actions import annotations, contributions
from annotator.models import Annotation, CrossReference, Event, Tagging
from annotator.models.annotation import MAX_BODY
from annotator.models.place import Place
from tests.functional.admin.sending import change, new_id, page, run, said, seen
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def mine(enter):
    return enter("annotator")


def errors(answer):
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    return {name: " ".join(messages) for name, messages in form.errors.items()}


def test_a_passage_is_tagged_by_its_citation(mine, paras, tag):
    data = {"passage": "reading/2:2-5", "tags": "Definition", "request_id": new_id()}
    mine.post(page("tagging", "add"), data)

    made = Tagging.objects.get()
    assert (made.content_object.quote, made.author.username, made.origin) == ("tag", "annotator", "hand")
    assert Event.objects.get().action == "created"


def test_words_choose_the_stretch(mine, paras, tag):
    data = {"passage": "http://testserver/documents/reading/3/", "words": "shortest stretch", "tags": "definition"}
    mine.post(page("tagging", "add"), data)
    assert Tagging.objects.get().content_object.quote == "shortest stretch"


def test_words_that_stand_there_twice_are_offered_to_choose_from(mine, paras, tag):
    data = {"passage": "reading/4", "words": "word", "tags": "definition"}
    answer = mine.post(page("tagging", "add"), data)

    assert "reading/4:4-8" in errors(answer)["words"]
    assert "reading/4:22-26" in errors(answer)["words"]
    assert not Tagging.objects.exists()


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({"passage": "reading/99", "tags": "definition"}, "passage", "no passage reading/99"),
        ({"passage": "reading/2", "tags": "definiton"}, "tags", "no tag called"),
        ({"passage": "reading/2", "words": "elephant", "tags": "definition"}, "words", "elephant"),
        ({"passage": "reading/2:900-950", "tags": "definition"}, "passage", "does not lie in a text"),
        ({"passage": "", "tags": "definition"}, "passage", "Say which passage"),
        ({"passage": "reading/2", "tags": " , "}, "tags", "at least one tag"),
        ({"passage": "x" * 3000, "tags": "definition"}, "passage", "2000"),
    ],
)
@pytest.mark.usefixtures("paras", "tag")
def test_bad_input_is_refused_beside_its_field_with_what_was_typed(data, field, message, mine):
    answer = mine.post(page("tagging", "add"), data)

    assert message in errors(answer)[field]
    assert answer.context["adminform"].form["passage"].value() == data["passage"]
    assert not Tagging.objects.exists()
    assert not Event.objects.exists()


def test_a_passage_of_a_closed_document_cannot_be_told_from_none(mine, paras, tag, text):
    text.collection.access = "groups"
    text.collection.save()
    answer = mine.post(page("tagging", "add"), {"passage": "reading/2", "tags": "definition"})
    assert "no passage reading/2 that you may read" in errors(answer)["passage"]


def test_sent_twice_it_is_done_once(mine, paras):
    data = {"passage": "reading/2", "body": "Once.", "request_id": new_id()}
    mine.post(page("annotation", "add"), data)
    answer = mine.post(page("annotation", "add"), data, follow=True)

    assert "sent twice and done once" in said(answer)
    assert Annotation.objects.count() == 1


def test_a_draft_is_handed_in(mine, paras, text):
    text.collection.review = True
    text.collection.save()
    mine.post(page("annotation", "add"), {"passage": "reading/2", "body": "Unsure.", "draft": "on"})
    draft = Annotation.objects.get()
    assert draft.status == "draft"

    run(mine, "annotation", "propose", draft)
    draft.refresh_from_db()
    assert draft.status == "proposed"


def test_a_note_that_is_too_long_is_refused_and_kept_in_the_form(mine, paras):
    body = "x" * (MAX_BODY + 1)
    answer = mine.post(page("annotation", "add"), {"passage": "reading/2", "body": body})
    assert "100,001" in errors(answer)["body"]
    assert answer.context["adminform"].form["body"].value() == body


def test_passages_are_joined_and_the_ends_corrected(mine, paras):
    data = {"source": "reading/2", "target": "reading/3", "relation": "quotes", "note": "Word for word."}
    mine.post(page("crossreference", "add"), data)
    made = CrossReference.objects.get()

    corrected = {"source": "reading/4", "target": "reading/3", "relation": "restates", "note": "", "version": 1}
    mine.post(change(made), corrected)
    made.refresh_from_db()
    assert (made.source.paragraph.key, made.relation, made.version) == (4, "restates", 2)
    assert [event.action for event in Event.objects.listed().order_by("at")] == ["created", "edited"]


def test_a_passage_is_not_joined_to_itself(mine, paras):
    answer = mine.post(
        page("crossreference", "add"), {"source": "reading/2", "target": "reading/2", "relation": "quotes"}
    )
    assert "itself" in errors(answer)["target"]


def test_another_tag_takes_the_place_of_this_one(mine, tagging):
    other = factories.make_tag("rule")
    mine.post(change(tagging), {"tags": "rule", "version": 1})
    tagging.refresh_from_db()
    assert tagging.tag == other


def test_a_note_changed_meanwhile_is_refused_with_both_texts(editing, mine, note, annotator):
    annotations.edit(annotation=note, body="Theirs, saved first.", version=1, by=annotator)

    answer = editing.post(change(note), {"body": "Mine, typed long.", "version": 1})
    assert "Somebody else saved this meanwhile" in errors(answer)["__all__"]
    assert "Theirs, saved first." in answer.text
    assert answer.context["adminform"].form["body"].value() == "Mine, typed long."
    assert Annotation.objects.get().body == "Theirs, saved first."

    editing.post(
        change(note), {"body": "Mine, typed long.", "version": answer.context["adminform"].form["version"].value()}
    )
    assert Annotation.objects.get().body == "Mine, typed long."


def test_a_mistake_does_not_hide_that_somebody_else_saved(editing, note, annotator):
    annotations.edit(annotation=note, body="Theirs.", version=1, by=annotator)
    answer = editing.post(change(note), {"body": " \n ", "version": 1})
    assert "empty" in errors(answer)["body"]
    assert "Somebody else saved this meanwhile" in errors(answer)["__all__"]


def test_a_note_withdrawn_meanwhile_keeps_what_was_typed(mine, note, annotator):
    contributions.withdraw(contributions=[note], by=annotator)
    answer = mine.post(change(note), {"body": "Typed long.", "version": 1})
    assert "withdrawn meanwhile" in errors(answer)["__all__"]
    assert answer.context["adminform"].form["body"].value() == "Typed long."


def test_deleting_is_withdrawing_and_says_so(mine, note):
    asked = mine.get(page("annotation", "delete", note.pk))
    assert "Withdraw this note?" in asked.text
    assert "brought back" in asked.text

    data = {"post": "yes", "reason": "Said elsewhere.", "request_id": new_id()}
    mine.post(page("annotation", "delete", note.pk), data)
    note.refresh_from_db()
    assert note.withdrawn_at is not None
    assert Event.objects.get(action="withdrawn").reason == "Said elsewhere."
    again = mine.post(page("annotation", "delete", note.pk), data, follow=True)
    assert "withdrawn already" in said(again)


def test_what_was_withdrawn_is_found_by_a_filter_and_brought_back(mine, note, tagging, annotator):
    contributions.withdraw(contributions=[note], by=annotator)
    assert mine.get(page("annotation")).context["cl"].result_count == 0
    assert "Is that so?" in mine.get(page("annotation") + "?withdrawn=yes").text

    run(mine, "annotation", "restore", note)
    note.refresh_from_db()
    assert note.withdrawn_at is None


def test_many_are_withdrawn_as_one_batch(editing, note, paras, annotator):
    other = annotations.annotate(places=[Place(paras[2])], body="Another.", by=annotator)[0][0]
    run(editing, "annotation", "withdraw", note, other)
    assert Annotation.objects.standing().count() == 0
    assert Event.objects.filter(action="withdrawn").values("batch").distinct().count() == 1


def test_editors_publish_and_decline_with_a_reason(editing, note, reference, annotator):
    Annotation.objects.update(status="proposed")
    CrossReference.objects.update(status="proposed")

    run(editing, "annotation", "publish", note)
    asked = run(editing, "crossreference", "decline", reference)
    assert "Reason, which the authors are shown" in asked.text
    assert CrossReference.objects.get().status == "proposed"
    run(editing, "crossreference", "decline", reference, reason="They say different things.")

    assert Annotation.objects.get().status == "published"
    assert CrossReference.objects.get().status == "declined"
    assert Event.objects.get(action="declined").reason == "They say different things."


def test_declining_without_a_reason_asks_again(editing, note):
    answer = run(editing, "annotation", "decline", note, reason="  ")
    assert "Say why" in said(answer)
    assert Annotation.objects.get().status == "published"


def test_a_decision_from_the_page_of_one_thing(editing, note):
    data = {"CHANGE_FORM-action": "return_to_review", "_selected_action": str(note.pk), "seen": seen(note)}
    editing.post(change(note), data)
    assert Annotation.objects.get().status == "proposed"

    data |= {"CHANGE_FORM-action": "decline", "seen": seen(note)}
    asked = editing.post(change(note), data)
    assert 'name="CHANGE_FORM-action" value="decline"' in asked.text
    editing.post(change(note), data | {"reason": "No."})
    assert Annotation.objects.get().status == "declined"


def test_annotators_are_not_offered_decisions_and_cannot_force_them(mine, note):
    Annotation.objects.update(status="proposed")
    offered = dict(mine.get(page("annotation")).context["action_form"].fields["action"].choices)
    assert "publish" not in offered
    assert "withdraw" in offered

    run(mine, "annotation", "publish", note)
    assert Annotation.objects.get().status == "proposed"


def test_annotators_do_not_withdraw_what_others_made(enter, note):
    assert run(enter("colleague"), "annotation", "withdraw", note).status_code == 403
    assert Annotation.objects.standing().exists()


def test_a_selection_that_is_gone_changes_nothing(editing, note, paras, annotator):
    Annotation.objects.update(status="proposed")
    hidden = annotations.annotate(places=[Place(paras[3])], body="Mine.", by=annotator, draft=True)[0][0]
    answer = run(editing, "annotation", "publish", note, hidden)
    assert "not in this list any more" in said(answer)
    assert set(Annotation.objects.values_list("status", flat=True)) == {"proposed", "draft"}


def test_a_selection_of_nonsense_is_a_bad_request(editing, note):
    data = {"action": "publish", "_selected_action": "nonsense", "index": "0"}
    assert editing.post(page("annotation"), data).status_code == 400


def test_a_note_tells_nobody_of_a_document_they_may_not_read(enter, staff, paras):
    closed = factories.make_collection(access="groups", groups=staff.annotator.groups.all())
    factories.make_document(texts=["Secret."], slug="secret", title="The Secret", collection=closed)
    [note], _batch = annotations.annotate(places=[Place(paras[1])], body="See [[secret/1]].", by=staff.annotator)
    assert "The Secret ¶ 1" in enter("annotator").get(change(note)).content.decode()

    answer = enter("editor").get(change(note)).content.decode()
    assert "The Secret" not in answer
    assert "[[secret/1]]" in answer


def test_a_tagging_and_a_note_are_put_on_other_words(mine, marked):
    mine.post(change(marked.tagging), {"tags": "definition", "version": 1, "passage": "reading/3", "words": "words"})
    mine.post(change(marked.note), {"body": "Is that so?", "version": 1, "passage": "reading/4", "words": ""})
    assert Tagging.objects.get().passage.quote == "words"
    assert Annotation.objects.get().passage.paragraph == marked.paras[3]


def test_a_reply_stays_with_its_note(mine, marked, staff):
    answer, _batch = annotations.reply(to=marked.note, body="It is.", by=staff.annotator)
    mine.post(change(answer), {"body": "It is so.", "version": 1, "passage": "reading/4"})
    answer.refresh_from_db()
    assert (answer.body, answer.passage_id) == ("It is so.", marked.note.passage_id)


def test_notes_are_listed_by_whether_they_were_resolved(editing, annotator, paras):
    made = [annotations.annotate(places=[Place(paras[0])], body=body, by=annotator)[0][0] for body in ("Open", "Done")]
    annotations.resolve(annotation=made[1], by=annotator)

    def bodies(query):
        return {each.body for each in editing.get(page("annotation") + query).context["cl"].result_list}

    assert bodies("?resolved=yes") == {"Done"}
    assert bodies("?resolved=no") == {"Open"}
    assert bodies("") == bodies("?resolved=never") == {"Open", "Done"}
