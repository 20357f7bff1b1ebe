"""In a reviewed collection nothing that is published says something else before an editor has decided."""

import pytest
from django.urls import reverse

from annotator.actions import annotations, confirm_anchor, contributions, cross_references, taggings, tags
from annotator.actions.undo import undo
from annotator.errors import Refused
from annotator.models import Annotation, Event, Tagging
from annotator.models.place import Place
from annotator.presenters.history import history_of
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def paras(db):
    collection = factories.make_collection(review=True)
    text = factories.make_document(texts=["First of the words.", "Second of the words."], collection=collection)
    return factories.paragraphs_of(text)


@pytest.fixture
def open_paras(db):
    return factories.paragraphs_of(factories.make_document(texts=["Open to everybody."]))


def fresh(thing):
    return type(thing).objects.with_places().get(pk=thing.pk)


def published(made, editor):
    contributions.publish(contributions=[fresh(made)], by=editor)
    return fresh(made)


@pytest.fixture
def note(paras, annotator, editor):
    (made,), _ = annotations.annotate(places=[Place(paras[0])], body="Before", by=annotator)
    return published(made, editor)


@pytest.fixture
def tagging(paras, annotator, editor):
    (made,), _ = taggings.tag(places=[Place(paras[0])], tags=[factories.make_tag("old")], by=annotator)
    return published(made, editor)


@pytest.fixture
def reference(paras, annotator, editor):
    made, _ = cross_references.cross_reference(
        source=Place(paras[0]), target=Place(paras[1]), relation="quotes", by=annotator
    )
    return published(made, editor)


def edit(note, body, by, **more):
    return annotations.edit(annotation=note, body=body, version=note.version, by=by, **more)


def test_other_words_of_a_note_are_proposed_and_the_published_ones_stay(note, annotator, editor):
    changed_at = note.modified_at
    edit(note, "After", annotator)
    note = fresh(note)
    assert (note.status, note.body, note.modified_at) == ("published", "Before", changed_at)
    assert "Before" in note.body_html
    assert note.as_proposed().body == "After"
    assert Annotation.objects.waiting().get() == note

    contributions.publish(contributions=[note], by=editor)
    note = fresh(note)
    assert (note.status, note.body, note.proposed_change) == ("published", "After", None)
    assert "After" in note.body_html
    assert not Annotation.objects.waiting().exists()


def test_a_change_that_is_declined_leaves_what_is_published(note, annotator, editor):
    edit(note, "After", annotator)
    contributions.decline(contributions=[fresh(note)], by=editor, reason="The old words were better.")
    note = fresh(note)
    assert (note.status, note.body, note.proposed_change) == ("published", "Before", None)


def test_another_tag_is_proposed(tagging, annotator, editor):
    new = factories.make_tag("new")
    taggings.retag(tagging=tagging, tag=new, by=annotator)
    tagging = fresh(tagging)
    assert tagging.tag.name == "old"
    assert tagging.proposed_change == {"tag_id": str(new.pk), "tag": "new"}
    contributions.publish(contributions=[tagging], by=editor)
    assert fresh(tagging).tag == new


def test_other_ends_and_another_relation_are_proposed(reference, paras, annotator, editor):
    cross_references.edit(
        reference=reference,
        source=Place(paras[0], 0, 5),
        target=reference.target,
        relation="restates",
        note="Why",
        version=reference.version,
        by=annotator,
    )
    reference = fresh(reference)
    assert (reference.relation, reference.note, reference.source.quote) == ("quotes", "", "First of the words.")
    contributions.publish(contributions=[reference], by=editor)
    reference = fresh(reference)
    assert (reference.relation, reference.note, reference.source.quote) == ("restates", "Why", "First")


def test_another_place_is_proposed_and_replies_follow_when_it_is_published(note, paras, annotator, colleague, editor):
    answer, _ = annotations.reply(to=note, body="An answer", by=colleague)
    edit(note, "Before", annotator, place=Place(paras[1]))
    assert {fresh(each).passage.paragraph for each in (note, answer)} == {paras[0]}
    contributions.publish(contributions=[fresh(note)], by=editor)
    assert {fresh(each).passage.paragraph for each in (note, answer)} == {paras[1]}


def test_what_comes_from_an_open_collection_is_proposed(open_paras, paras, annotator, editor):
    (note,), _ = annotations.annotate(places=[Place(open_paras[0])], body="Hello", by=annotator)
    assert note.status == "published"
    edit(fresh(note), "Hello", annotator, place=Place(paras[0]))
    note = fresh(note)
    assert note.passage.paragraph == open_paras[0]
    assert list(Annotation.objects.waiting()) == [note]
    contributions.publish(contributions=[note], by=editor)
    assert fresh(note).passage.paragraph == paras[0]


def test_one_end_in_a_reviewed_collection_is_enough(open_paras, paras, annotator):
    other = factories.paragraphs_of(factories.make_document())
    made, _ = cross_references.cross_reference(
        source=Place(open_paras[0]), target=Place(other[0]), relation="quotes", by=annotator
    )
    cross_references.edit(
        reference=made,
        source=made.source,
        target=Place(paras[0]),
        relation="quotes",
        note="",
        version=1,
        by=annotator,
    )
    assert fresh(made).target.paragraph == other[0]
    drafted, _ = cross_references.cross_reference(
        source=Place(open_paras[0]), target=Place(paras[0]), relation="cites", by=annotator, draft=True
    )
    contributions.propose(contributions=[fresh(drafted)], by=annotator)
    assert fresh(drafted).status == "proposed"


def test_who_decides_changes_at_once(note, editor):
    edit(note, "After", editor)
    assert fresh(note).body == "After"


def test_in_an_open_collection_nothing_waits(open_paras, annotator):
    (note,), _ = annotations.annotate(places=[Place(open_paras[0])], body="Before", by=annotator)
    edit(fresh(note), "After", annotator)
    assert fresh(note).body == "After"


def test_a_second_change_takes_the_place_of_the_first(note, annotator):
    edit(note, "After", annotator)
    edit(fresh(note), "Later", annotator)
    assert fresh(note).proposed_change == {"body": "Later"}
    edit(fresh(note), "Before", annotator)
    assert fresh(note).proposed_change is None


def test_an_editors_own_words_settle_the_change(note, annotator, editor):
    edit(note, "After", annotator)
    batch = edit(fresh(note), "Better", editor)
    assert (fresh(note).body, fresh(note).proposed_change) == ("Better", None)
    undo(batch_id=batch, by=editor)
    assert (fresh(note).body, fresh(note).proposed_change) == ("Before", {"body": "After"})


def test_a_proposed_change_is_undone_and_done_again(note, annotator):
    batch = edit(note, "After", annotator)
    undone = undo(batch_id=batch, by=annotator)
    assert (fresh(note).body, fresh(note).proposed_change) == ("Before", None)
    undo(batch_id=undone, by=annotator)
    assert fresh(note).proposed_change == {"body": "After"}


def test_a_decision_about_a_change_is_undone(note, annotator, editor):
    edit(note, "After", annotator)
    batch = contributions.publish(contributions=[fresh(note)], by=editor)
    undo(batch_id=batch, by=editor)
    assert (fresh(note).body, fresh(note).proposed_change) == ("Before", {"body": "After"})
    batch = contributions.decline(contributions=[fresh(note)], by=editor, reason="No.")
    undo(batch_id=batch, by=editor)
    assert (fresh(note).body, fresh(note).proposed_change) == ("Before", {"body": "After"})


def test_an_undo_is_no_way_round(open_paras, annotator):
    (note,), _ = annotations.annotate(places=[Place(open_paras[0])], body="Before", by=annotator)
    batch = edit(fresh(note), "After", annotator)
    open_paras[0].document.collection.review = True
    open_paras[0].document.collection.save()
    undo(batch_id=batch, by=annotator)
    assert (fresh(note).body, fresh(note).proposed_change) == ("After", {"body": "Before"})


def test_nor_is_handing_in_again(open_paras, annotator):
    (note,), _ = annotations.annotate(places=[Place(open_paras[0])], body="Before", by=annotator, draft=True)
    batch = contributions.propose(contributions=[fresh(note)], by=annotator)
    undone = undo(batch_id=batch, by=annotator)
    open_paras[0].document.collection.review = True
    open_paras[0].document.collection.save()
    undo(batch_id=undone, by=annotator)
    assert fresh(note).status == "proposed"


def test_words_after_a_revision_are_confirmed_by_an_editor(tagging, annotator, editor):
    type(tagging.passage).objects.filter(pk=tagging.passage.pk).update(state="uncertain", quote="Other words.")
    with pytest.raises(Refused, match="an editor says"):
        confirm_anchor.confirm(contribution=fresh(tagging), by=annotator)
    confirm_anchor.confirm(contribution=fresh(tagging), by=editor)
    assert fresh(tagging).passage.quote == "First of the words."


def test_a_merge_takes_the_tag_that_is_proposed_along(tagging, annotator, editor):
    new, into = factories.make_tag("new"), factories.make_tag("into")
    taggings.retag(tagging=tagging, tag=new, by=annotator)
    tags.merge_tags(tags=[new], into=into, by=editor)
    contributions.publish(contributions=[fresh(tagging)], by=editor)
    assert fresh(tagging).tag == into


def test_a_tag_that_is_gone_is_not_published(tagging, annotator, editor):
    new = factories.make_tag("new")
    taggings.retag(tagging=tagging, tag=new, by=annotator)
    tags.delete_tag(tag=new, by=editor)
    with pytest.raises(Refused, match="deleted or merged"):
        contributions.publish(contributions=[fresh(tagging)], by=editor)
    assert Tagging.objects.get().tag.name == "old"


def test_a_change_that_puts_it_where_the_editor_may_not_read_is_not_theirs_to_publish(note, annotator, editor, paras):
    groups = factories.make_collection(access="members", review=True)
    closed = factories.paragraphs_of(factories.make_document(collection=groups))
    edit(note, "Before", annotator, place=Place(closed[0]))
    groups.access = "groups"
    groups.save()
    with pytest.raises(Refused, match="may not read"):
        contributions.publish(contributions=[fresh(note)], by=editor)


def events_seen_by(user):
    return "".join(f"{event.before} {event.after}" for event in Event.objects.visible_to(user))


def test_readers_are_told_nothing_of_what_is_proposed(note, annotator, colleague, reader, editor, client, log_in):
    address = reverse("history", args=["annotation", note.pk])
    edit(note, "Unheard-of", annotator)
    for person in (reader, colleague):
        assert "Unheard-of" not in events_seen_by(person)
        assert b"Unheard-of" not in log_in(person).get(address).content
        assert b"Unheard-of" not in log_in(person).get(reverse("passage", args=[note.passage_id])).content
    assert b"Unheard-of" not in client.get(address).content
    for person in (annotator, editor):
        assert "Unheard-of" in events_seen_by(person)
        for page in (address, reverse("passage", args=[note.passage_id])):
            answer = log_in(person).get(page).content
            assert b"Unheard-of" in answer
            assert b"Before" in answer
    contributions.decline(contributions=[fresh(note)], by=editor, reason="No.")
    assert "Unheard-of" not in events_seen_by(colleague)
    assert "Unheard-of" in events_seen_by(annotator)


def test_the_margin_and_the_exports_of_readers_stay_as_they_were(note, annotator, client):
    margin = reverse("document", args=[note.passage.paragraph.document.slug])
    files = [reverse("export_csv", args=[file]) for file in ("annotations", "events")]
    before = [client.get(address) for address in (margin, *files)]
    edit(note, "Unheard-of", annotator)
    after = [client.get(address) for address in (margin, *files)]
    assert before[0]["ETag"] == after[0]["ETag"]
    for one, other in zip(before[1:], after[1:], strict=True):
        assert b"".join(one) == b"".join(other)


def test_the_list_shows_both_versions_and_decides_about_the_change(note, annotator, editor, log_in):
    edit(note, "After", annotator)
    client = log_in(editor)
    answer = client.get(reverse("review"))
    assert b"Before" in answer.content
    assert b"<ins>After</ins>" in answer.content
    chosen = f"annotation:{note.pk}:{fresh(note).version}"
    client.post(reverse("review"), {"chosen": chosen, "decision": "publish"})
    assert fresh(note).body == "After"


def test_the_form_goes_on_from_what_is_proposed(note, annotator, log_in):
    edit(note, "After", annotator)
    address = reverse("edit", args=["annotation", note.pk])
    client = log_in(annotator)
    form = client.get(address).context["form"]
    assert form.initial["body"] == "After"
    answer = client.post(address, form.initial | {"body": "Later", "words": ""}, follow=True)
    assert "until an editor has decided" in answer.content.decode()
    assert (fresh(note).body, fresh(note).proposed_change) == ("Before", {"body": "Later"})


def test_the_form_of_the_admin_proposes_too(note, annotator, log_in):
    annotator.is_staff = True
    annotator.save()
    address = reverse("admin:annotator_annotation_change", args=[note.pk])
    client = log_in(annotator)
    form = client.get(address).context["adminform"].form
    client.post(address, {**{name: value or "" for name, value in form.initial.items()}, "body": "After", "words": ""})
    assert (fresh(note).body, fresh(note).proposed_change) == ("Before", {"body": "After"})


def test_the_history_shows_what_was_proposed_and_what_was_published(note, annotator, editor, reader):
    edit(note, "After", annotator)
    contributions.publish(contributions=[fresh(note)], by=editor)
    rows = history_of(note, editor)
    told = [(row.event.action, [(each.before, each.after) for each in row.changes]) for row in rows]
    assert told[-2:] == [("proposed", [("Before", "After")]), ("published", [("Before", "After")])]
    assert [row.event.action for row in history_of(note, reader)] == ["created", "published", "published"]
