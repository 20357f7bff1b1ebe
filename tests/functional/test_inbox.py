"""The inbox: who is told of what, what is read, and what is no longer to be seen."""

import re
from html import unescape

import pytest
from django.urls import reverse

from annotator.actions import annotations, contributions, taggings
from annotator.actions.documents.load import load_document
from annotator.actions.documents.take_back import take_back_revision
from annotator.actions.undo import undo
from annotator.models import Annotation, Notification, Tagging
from annotator.models.place import Place
from annotator.permissions import ANNOTATORS
from corpus.models import Document
from tests.conftest import person
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(db):
    return factories.make_document(texts=["Some words of a passage.", "Some words of another one."])


@pytest.fixture
def reviewed(db):
    return factories.make_document(
        collection=factories.make_collection(review=True), texts=["Words that are reviewed."]
    )


def place(document, number=0):
    return Place(factories.paragraphs_of(document)[number])


def note(document, body, by, **fields):
    (made,), _batch = annotations.annotate(places=[place(document)], body=body, by=by, **fields)
    return made


def told(user):
    found = Notification.objects.filter(person=user).select_related("event").order_by("at", "pk")
    return [(each.kind, each.event.action) for each in found]


def shown(client, **query):
    return client.get(reverse("inbox"), query).content.decode()


def test_who_is_mentioned_is_told_once_and_nobody_of_what_they_do_themselves(annotator, colleague, text):
    note(text, "Look here, @colleague and @annotator. Again: @colleague!", annotator)
    assert told(colleague) == [("mention", "created")]
    assert told(annotator) == []


def test_an_answer_is_told_to_the_author_of_the_note_and_to_those_who_take_part(annotator, colleague, editor, text):
    first = note(text, "A question.", annotator)
    second, _batch = annotations.reply(to=first, body="An answer.", by=colleague)
    annotations.reply(to=second, body="And another.", by=editor)
    assert told(annotator) == [("reply", "created"), ("discussion", "created")]
    assert told(colleague) == [("reply", "created")]
    annotations.resolve(annotation=first, by=editor)
    assert told(annotator)[-1] == told(colleague)[-1] == ("discussion", "resolved")


def test_a_mention_in_an_answer_is_told_once_as_a_mention(annotator, colleague, text):
    first = note(text, "A question.", annotator)
    annotations.reply(to=first, body="Yes, @annotator.", by=colleague)
    assert told(annotator) == [("mention", "created")]


def test_discussions_on_the_same_words_are_apart(annotator, colleague, editor, text):
    first, other = note(text, "One.", annotator), note(text, "Two.", colleague)
    annotations.reply(to=other, body="To two.", by=editor)
    assert told(annotator) == []
    annotations.reply(to=first, body="To one.", by=editor)
    assert told(annotator) == [("reply", "created")]
    assert told(colleague) == [("reply", "created")]


def test_a_draft_tells_nobody_until_it_is_handed_in(annotator, colleague, text):
    draft = note(text, "For @colleague.", annotator, draft=True)
    annotations.edit(annotation=draft, body="For @colleague, later.", version=draft.version, by=annotator)
    assert told(colleague) == []
    contributions.propose(contributions=[draft], by=annotator)
    assert told(colleague) == [("mention", "proposed")]


def test_a_mention_that_an_edit_adds_is_told_and_one_that_was_there_is_not_told_again(annotator, colleague, text):
    made = note(text, "Nobody.", annotator)
    annotations.edit(annotation=made, body="Now @colleague.", version=made.version, by=annotator)
    annotations.edit(annotation=made, body="Now, @colleague.", version=made.version, by=annotator)
    assert told(colleague) == [("mention", "edited")]


def test_decisions_are_told_to_the_author_with_the_reason(annotator, editor, reviewed, log_in):
    made = note(reviewed, "A proposal.", annotator)
    contributions.decline(contributions=[made], reason="Too short.", by=editor)
    contributions.publish(contributions=[made], by=editor)
    annotations.edit(annotation=made, body="Longer.", version=made.version, by=annotator)
    contributions.publish(contributions=[made], by=editor)
    contributions.withdraw(contributions=[made], by=editor)
    assert told(annotator) == [("decision", verb) for verb in ("declined", "published", "published", "withdrawn")]
    assert "Too short." in shown(log_in(annotator))


def test_an_undone_decision_is_told_too(annotator, editor, reviewed):
    made = note(reviewed, "A proposal.", annotator)
    batch = contributions.publish(contributions=[made], by=editor)
    undo(batch_id=batch, by=editor)
    assert told(annotator) == [("decision", "published"), ("decision", "edited")]


@pytest.mark.parametrize("at_once", [1000, 2])
def test_an_undo_of_many_is_told_once(annotator, colleague, editor, reviewed, log_in, monkeypatch, at_once):
    monkeypatch.setattr("annotator.actions.undo.AT_ONCE", at_once)
    made = [note(reviewed, f"Proposal {n}.", by) for n in range(4) for by in (annotator, colleague)]
    undo(batch_id=contributions.publish(contributions=made, by=editor), by=editor)
    assert told(annotator) == told(colleague) == [("decision", "published")] * 4 + [("decision", "edited")]
    page = shown(log_in(annotator))
    assert "and 3 more things of yours in the same action" in page
    assert page.count('class="unread"') == 2


def test_what_an_editor_changes_of_ones_own_is_told(annotator, editor, text):
    made = note(text, "Mine.", annotator)
    annotations.edit(annotation=made, body="Corrected.", version=made.version, by=editor)
    assert told(annotator) == [("decision", "edited")]


def test_a_decision_about_many_is_one_row(annotator, editor, reviewed, log_in):
    made = [note(reviewed, f"Proposal {n}.", annotator) for n in range(4)]
    contributions.publish(contributions=made, by=editor)
    page = shown(log_in(annotator))
    assert page.count("Go there") == 1
    assert "and 3 more in the same action" in page


def test_what_one_may_no_longer_see_is_not_shown_and_not_counted(annotator, colleague, text, log_in):
    note(text, "Look, @colleague.", annotator)
    client = log_in(colleague)
    assert "Look, @colleague." in shown(client)
    assert "<b>1<" in shown(client)
    text.collection.access = "groups"
    text.collection.save()
    page = shown(client)
    assert "Look, @colleague." not in page
    assert "<b>1<" not in page
    text.collection.access = "public"
    text.collection.save()
    assert "Look, @colleague." in shown(client)


def test_what_is_withdrawn_is_not_shown(annotator, colleague, text, log_in):
    made = note(text, "Look, @colleague.", annotator)
    contributions.withdraw(contributions=[made], by=annotator)
    assert "Nothing yet." in shown(log_in(colleague))


def test_looking_reads_nothing_and_marking_does(annotator, colleague, text, log_in):
    note(text, "Look, @colleague.", annotator)
    client = log_in(colleague)
    shown(client)
    one = Notification.objects.get()
    assert one.read_at is None
    mark = reverse("mark_notifications")
    assert client.get(mark).status_code == 405
    answer = client.post(mark, {"chosen": one.pk, "as": "read", "next": "/inbox/?kind=mention"})
    assert answer["Location"] == "/inbox/?kind=mention"
    one.refresh_from_db()
    assert one.read_at is not None
    assert "Nothing unread." in shown(client, unread="1")
    client.post(mark, {"chosen": one.pk, "as": "unread"})
    one.refresh_from_db()
    assert one.read_at is None


def test_going_there_reads_it(annotator, colleague, text, log_in):
    made = note(text, "Look, @colleague.", annotator)
    one = Notification.objects.get()
    answer = log_in(colleague).post(reverse("mark_notifications"), {"go": one.pk})
    assert answer["Location"] == reverse("annotation", args=[made.pk])
    one.refresh_from_db()
    assert one.read_at is not None


def test_others_notifications_are_out_of_reach(annotator, colleague, editor, text, log_in):
    note(text, "Look, @colleague.", annotator)
    one = Notification.objects.get()
    client = log_in(editor)
    client.post(reverse("mark_notifications"), {"chosen": one.pk, "as": "read"})
    assert client.post(reverse("mark_notifications"), {"go": one.pk}).status_code == 404
    one.refresh_from_db()
    assert one.read_at is None


def test_marking_all_leaves_what_came_after_the_page(annotator, colleague, text, log_in):
    note(text, "One, @colleague.", annotator)
    client = log_in(colleague)
    until = client.get(reverse("inbox")).context["until"]
    note(text, "Two, @colleague.", annotator)
    client.post(reverse("mark_notifications"), {"all": "1", "until": until, "kind": "mention"})
    page = shown(client, unread="1")
    assert "Two, @colleague." in page
    assert "One, @colleague." not in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"all": "1", "until": "yesterday"},
        {"all": "1", "until": "2026-99-99T00:00:00Z"},
        {"all": "1", "until": "2026-01-01T00:00:00"},
        {"chosen": ["\0", "-1", "9" * 40, "x"]},
        {"chosen": "1", "as": "neither"},
    ],
)
def test_what_means_nothing_marks_nothing(annotator, colleague, text, log_in, sent):
    note(text, "One, @colleague.", annotator)
    assert log_in(colleague).post(reverse("mark_notifications"), sent).status_code == 302
    assert Notification.objects.unread().filter(person=colleague).count() == 1 or sent.get("chosen") == "1"


def test_it_is_narrowed_by_kind_and_paged(annotator, colleague, reviewed, editor, log_in):
    for n in range(52):
        note(reviewed, f"Number {n}, @colleague.", annotator)
    made = note(reviewed, "A proposal.", colleague)
    contributions.publish(contributions=[made], by=editor)
    client = log_in(colleague)
    assert shown(client, kind="decision").count("Go there") == 1
    assert shown(client, kind="mention").count("Go there") == 50
    assert shown(client, kind="mention", page="2").count("Go there") == 2
    assert shown(client, kind="no such kind").count("Go there") == 50


def test_a_page_stays_what_it_is_when_more_is_done(annotator, colleague, text, log_in):
    for n in range(60):
        note(text, f"Number {n}, @colleague.", annotator)
    client = log_in(colleague)
    link = unescape(re.search(r'rel="next" href="([^"]*)"', shown(client))[1])
    second = client.get(reverse("inbox") + link).context["page"].rows
    assert len(second) == 10
    note(text, "One more, @colleague.", annotator)
    answer = client.get(reverse("inbox") + link)
    assert [row.first.pk for row in answer.context["page"].rows] == [row.first.pk for row in second]
    assert "Mark all as read" not in answer.content.decode(), "what one has not seen stays unread"


def test_a_reader_without_a_role_has_an_inbox(annotator, reader, text, log_in):
    note(text, "Look, @reader.", annotator)
    assert "Look, @reader." in shown(log_in(reader))


def test_an_empty_inbox_costs_one_query_and_one_with_something_two(
    annotator, colleague, text, django_assert_num_queries
):
    from annotator.selectors.inbox import number_unread

    with django_assert_num_queries(1):
        assert number_unread(colleague) == 0
    note(text, "Look, @colleague.", annotator)
    # With the person's groups, which a page asks for anyway.
    with django_assert_num_queries(3):
        assert number_unread(colleague) == 1


def test_others_of_the_name_are_not_told(annotator, text):
    other = person("anno", ANNOTATORS)
    note(text, "For @annotator.", other)
    assert told(other) == []
    assert told(annotator) == [("mention", "created")]


FIRST = b"The Council met in the old hall.\n\nThe Secretary read the long report of the year.\n\nThis will be gone."
SECOND = b"The Council met in the old hall.\n\nThe Secretary, with a smile, read the short report of the year.\n"


def test_marks_adrift_are_told_to_each_of_their_authors_once(annotator, colleague, editor, log_in):
    shelf = factories.make_collection()
    load_document(by=editor, name="council.txt", data=FIRST, collection=shelf)
    paras = factories.paragraphs_of(Document.objects.get(slug="council"))
    tag = factories.make_tag("one")
    for paragraph, quote, by in (
        (paras[1], "long report", annotator),
        (paras[2], "gone", annotator),
        (paras[2], "gone", editor),
        (paras[0], "Council", colleague),
    ):
        taggings.tag(places=[Place(paragraph, quote=quote)], tags=[tag], by=by)
    # Words that are marked twice are decided about once.
    annotations.annotate(places=[Place(paras[2], quote="gone")], body="Why?", by=annotator)
    load_document(by=editor, name="council.txt", data=SECOND, collection=shelf)
    assert told(annotator) == told(editor) == [("adrift", "loaded")]
    assert told(colleague) == []
    client = log_in(annotator)
    page = shown(client)
    assert "words of your marks are lost or uncertain." in page
    assert "Since revision 2 of" in page
    assert "without their words" not in page
    assert "Words lost or uncertain</a>" in page
    assert "2 still wait for you" in page
    assert "1 of 2 that wait" in client.get("/marks/?document=council").content.decode()
    assert "1 still waits for you" in shown(log_in(editor)), "of the editor's own, not of what an editor decides"
    answer = client.post(reverse("mark_notifications"), {"go": Notification.objects.get(person=annotator).pk})
    assert answer["Location"] == "/marks/?document=council"
    assert client.get(answer["Location"]).status_code == 200
    for model in (Tagging, Annotation):
        contributions.withdraw(contributions=list(model.objects.with_places().filter(author=annotator)), by=annotator)
    assert "None of them waits for you any more" in shown(client)


def test_of_a_revision_that_was_taken_back_no_marks_are_said_to_wait(annotator, editor, log_in):
    shelf = factories.make_collection()
    load_document(by=editor, name="council.txt", data=FIRST, collection=shelf)
    text = Document.objects.get(slug="council")
    place = Place(factories.paragraphs_of(text)[1], quote="long report")
    taggings.tag(places=[place], tags=[factories.make_tag("one")], by=annotator)
    load_document(by=editor, name="council.txt", data=SECOND, collection=shelf)
    text.refresh_from_db()
    take_back_revision(document=text, number=2, by=editor)
    load_document(by=editor, name="council.txt", data=SECOND, collection=shelf)
    page = shown(log_in(annotator))
    assert page.count("words of your marks are lost or uncertain.") == page.count("still waits for you") == 1
    assert "Since revision 3 of" in page
    assert "Revision 2 of council, which left words of your marks lost or uncertain, was taken back" in page


@pytest.mark.parametrize("until", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "yesterday"])
def test_a_time_that_is_none_marks_nothing(log_in, annotator, until):
    assert log_in(annotator).post("/inbox/mark/", {"all": "1", "until": until}).status_code == 302
