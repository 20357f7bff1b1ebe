"""The three forms and what follows, through the test client: what is refused says why, and loses nothing typed."""

import html
import uuid
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from annotator.actions import annotations, cross_references, taggings
from annotator.actions.passages import Place
from annotator.models import Annotation, CrossReference, Event, Passage, Tag, Tagging
from annotator.models.annotation import MAX_BODY
from corpus import search
from tests import factories

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def text():
    made = factories.make_document(
        slug="guide",
        title="The Guide",
        texts=["Read the whole document first.", "Peace and more peace.", "👩‍🏫 reads."],
    )
    search.index(made)
    return made


@pytest.fixture
def client(log_in, annotator, text):
    return log_in(annotator)


def form(kind, key=1):
    return reverse("contribute", args=["guide", key, kind])


def place(text, key, start=None, end=None):
    para = text.paragraphs.get(key=key)
    para.document = text
    return Place(para, start, end)


def said(answer):
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("annotations", {"body": "Kept", "start": "5", "end": "99"}, "does not lie in a text of 30 characters"),
        ("annotations", {"body": "Kept", "start": "5", "end": "2"}, "does not lie in a text of 30 characters"),
        ("annotations", {"body": "Kept", "start": "5"}, "needs both its start and its end"),
        ("annotations", {"body": "Kept", "start": "x"}, "The selection could not be read"),
        ("annotations", {"body": "Kept", "quote": "whole", "occurrence": "x"}, "The selection could not be read"),
        ("annotations", {"body": "Kept", "further": "1:2:3 " * 2000}, "The selection could not be read"),
        ("annotations", {"body": "Kept", "quote": "war"}, "The words “war” are not in this paragraph"),
        ("annotations", {"body": "Kept", "start": "0", "end": "4", "quote": "whole"}, "are not at the place given"),
        ("annotations", {"body": "Kept", "further": "2:0:99"}, "does not lie in a text of 21 characters"),
        ("annotations", {"body": "Kept", "further": "77:0:9"}, "is not there any more"),
        ("annotations", {"body": "Kept", "further": "nonsense"}, "could not be read"),
        ("annotations", {"body": "", "quote": "whole"}, "The note is empty"),
        ("annotations", {"body": " \r\n ", "quote": "whole"}, "The note is empty"),
        ("annotations", {"body": "k" * (MAX_BODY + 1), "quote": "whole"}, "100,001 characters; 100,000 is the most"),
        ("tags", {"tags": "unknown", "quote": "whole"}, "There is no tag called “unknown”"),
        ("tags", {"tags": " , ", "quote": "whole"}, "Choose at least one tag"),
        ("tags", {"tags": "", "quote": "whole"}, "Choose at least one tag"),
        ("cross-references", {"target": "guide/1", "relation": "quotes"}, "cannot be cross-referenced to itself"),
        ("cross-references", {"target": "secret/1", "relation": "quotes"}, "no passage secret/1 that you may read"),
        ("cross-references", {"target": "guide/99", "relation": "quotes"}, "no passage guide/99 that you may read"),
        ("cross-references", {"target": "nothing like it", "relation": "quotes"}, "No passage you may read has these"),
        ("cross-references", {"target": "", "relation": "quotes"}, "Say which passage"),
        ("cross-references", {"target": "guide/2", "relation": "likes"}, "Select a valid choice. likes"),
        ("cross-references", {"target": "guide/2", "relation": "quotes", "further": "3:0:1"}, "begins at one passage"),
        (
            "cross-references",
            {"target": "guide/2", "relation": "quotes", "note": "k" * 10_001},
            "10,001 characters; 10,000 is the most",
        ),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(client, kind, typed, message, headers):
    factories.make_document(slug="secret", collection=factories.make_collection(access="groups"))
    answer = client.post(form(kind), typed, headers=headers)
    assert answer.status_code == 422
    assert message in said(answer)
    for name in ("body", "tags", "target", "quote", "note"):
        assert typed.get(name, "").strip() in said(answer)
    assert not Passage.objects.exists() or not Annotation.objects.exists()
    assert not Event.objects.exists()


def test_words_changed_by_hand_count_more_than_the_offsets_they_came_with(client):
    typed = {"body": "n", "start": "0", "end": "4", "quote": "whole", "typed": "1"}
    assert client.post(form("annotations"), typed).status_code == 302
    assert Annotation.objects.get().passage.quote == "whole"


def test_words_emptied_by_hand_mean_the_whole_paragraph(client):
    client.post(form("annotations"), {"body": "n", "start": "0", "end": "4", "quote": "", "typed": "1"})
    assert Annotation.objects.get().passage.whole


def test_offsets_that_came_with_the_words_tell_which_are_meant(client):
    client.post(form("annotations", 2), {"body": "n", "start": "15", "end": "20", "quote": "peace", "typed": "1"})
    assert Annotation.objects.get().passage.start == 15


def test_line_ends_are_kept_as_line_feeds(client):
    client.post(form("annotations"), {"body": "One\r\ntwo\r\n\r\nthree \U0001d11e"})
    assert Annotation.objects.get().body == "One\ntwo\n\nthree \U0001d11e"


@pytest.mark.parametrize(
    ("kind", "typed", "model"),
    [
        ("tags", {"tags": "one, two"}, Tagging),
        ("annotations", {"body": "Once."}, Annotation),
        ("cross-references", {"target": "guide/2", "relation": "quotes"}, CrossReference),
    ],
)
def test_a_request_sent_twice_acts_once(client, kind, typed, model):
    for name in ("one", "two"):
        factories.make_tag(name)
    typed |= {"request_id": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(form(kind), typed, headers=HTMX).status_code == 200
    assert model.objects.count() == (2 if kind == "tags" else 1)


def test_the_same_tag_by_two_people_is_two_taggings_and_by_one_a_message(client, log_in, colleague):
    factories.make_tag("one")
    for each in (client, log_in(colleague)):
        assert each.post(form("tags"), {"tags": "one"}).status_code == 302
    assert Passage.objects.count() == 1
    assert Tagging.objects.count() == 2
    answer = client.post(form("tags"), {"tags": "one"})
    assert answer.status_code == 422
    assert "You have put this tag on this passage already." in said(answer)


def test_only_who_may_adds_a_tag_while_tagging(client, log_in, editor):
    typed = {"tags": "new", "quote": "whole", "definition": "What is new."}
    assert client.post(form("tags"), typed).status_code == 422
    assert "Definition of" not in said(client.post(form("tags"), typed))
    answer = log_in(editor).post(form("tags"), typed | {"definition": " "})
    assert "Definition of “new”" in said(answer)
    assert not Tag.objects.exists()
    assert log_in(editor).post(form("tags"), typed).status_code == 302
    assert Tagging.objects.get().tag.definition == "What is new."


def test_two_unknown_tags_are_not_added_by_one_definition(log_in, editor, text):
    answer = log_in(editor).post(form("tags"), {"tags": "new, newer", "definition": "What is new."})
    assert answer.status_code == 422
    assert "“new”, “newer”" in said(answer)
    assert not Tag.objects.exists()


def test_a_form_of_the_paragraphs_page_is_ready_for_the_next_one(client):
    answer = client.post(form("annotations"), {"body": "First.", "typed": "1"}, headers=HTMX)
    assert answer["HX-Trigger-After-Settle"]
    assert 'name="body"' in said(answer)
    assert "First." not in said(answer)
    # Beside the words there is no second one: the form goes.
    assert 'name="body"' not in said(client.post(form("annotations"), {"body": "Second."}, headers=HTMX))


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "Read the whole document first."), ("?start=5&end=14", "the whole"), ("?start=9&end=2", "Read")],
)
def test_a_link_to_a_passage_is_answered_with_its_words(client, query, words):
    answer = client.get(reverse("paragraph", args=["guide", 1]) + query, headers=HTMX)
    assert words in said(answer)
    assert "The Guide" in said(answer)
    assert "<html" not in said(answer)
    assert "HX-Request" in answer["Vary"]


def test_a_note_shows_each_reader_only_what_they_may_read(log_in, annotator, reader, text):
    closed = factories.make_collection(access="groups", groups=annotator.groups.all())
    factories.make_document(texts=["Secret words."], slug="secret", title="The Secret", collection=closed)
    [note], _batch = annotations.annotate(
        places=[place(text, 1)], body="[[secret/1]], [[guide/2]], [[guide/77]].", by=annotator
    )
    passage = reverse("passage", args=[note.passage_id])
    for address in (passage, reverse("paragraph", args=["guide", 1]), reverse("history", args=["annotation", note.pk])):
        mine, theirs = said(log_in(annotator).get(address)), said(log_in(reader).get(address))
        assert ">The Secret ¶ 1</a>" in mine
        assert "The Secret" not in theirs
        assert "[[secret/1]]" in theirs
        assert ">The Guide ¶ 2</a>" in theirs
        assert "[[guide/77]]" in mine


def test_notes_with_links_cost_one_query_more_however_many(client, text, annotator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = reverse("paragraph", args=["guide", 1])
    annotations.annotate(places=[place(text, 1)], body="[[guide/2]]", by=annotator)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for n in range(5):
        annotations.annotate(places=[place(text, 1, n, n + 4)], body=f"{n} [[guide/2]]", by=annotator)
    with django_assert_num_queries(len(before)):
        client.get(address)


# --- A login that ended meanwhile


def test_a_reply_is_kept_while_one_logs_in_again(text, annotator, colleague):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="n", by=colleague)
    client = Client()
    answer = client.post(reverse("reply", args=[note.pk]), {"body": "Kept words"})
    assert unquote(answer["Location"]).endswith(f"?next=/annotations/{note.pk}/reply/")
    client.force_login(annotator)
    assert "Kept words" in said(client.get(reverse("reply", args=[note.pk])))
    # Once: the next visit finds an empty form.
    assert "Kept words" not in said(client.get(reverse("reply", args=[note.pk])))


def test_an_edit_is_kept_while_one_logs_in_again(text, annotator):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="As it was.", by=annotator)
    client = Client()
    address = reverse("edit", args=["annotation", note.pk])
    assert client.post(address, {"body": "Kept words", "version": "1"}).status_code == 302
    client.force_login(annotator)
    answer = client.get(address)
    assert "Kept words" in said(answer)
    assert 'name="version" value="1"' in said(answer)


def test_a_reason_is_kept_while_one_logs_in_again(text, annotator, editor):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="n", by=annotator)
    client = Client()
    answer = client.post(reverse("act", args=["annotation", note.pk, "decline"]), {"reason": "Kept reason"})
    client.force_login(editor)
    page = client.get(unquote(answer["Location"]).partition("next=")[2])
    assert page.status_code == 200
    assert 'value="Kept reason"' in said(page)


def test_what_is_not_a_form_goes_back_to_where_it_was_pressed(text):
    answer = Client().post(reverse("undo"), {"next": "/documents/guide/"})
    assert unquote(answer["Location"]).endswith("?next=/documents/guide/")
    answer = Client().post(reverse("undo"), {"next": "https://elsewhere.example/"}, headers=HTMX)
    assert unquote(answer["HX-Redirect"]).endswith("?next=/")


def test_a_form_older_than_the_login_is_shown_again(text, annotator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(annotator)
    sent = {"body": "Kept words", "csrfmiddlewaretoken": "x" * 64}
    answer = client.post(form("annotations"), sent, headers={"Origin": "http://testserver"})
    assert answer["Location"] == form("annotations")
    page = said(client.get(form("annotations")))
    assert "Kept words" in page
    assert "nothing was saved yet" in page
    answer = client.post(form("annotations"), sent, headers=HTMX | {"Origin": "http://testserver"})
    assert answer["HX-Redirect"] == form("annotations")


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://elsewhere.example"}])
def test_a_form_from_elsewhere_is_refused_and_not_kept(text, annotator, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(annotator)
    assert client.post(form("annotations"), {"body": "Not ours"}, headers=origin).status_code == 403
    assert "Not ours" not in said(client.get(form("annotations")))


# --- Edges of the waiting start, of replies and of edits


def test_a_start_is_refused_with_what_was_typed(client):
    answer = client.post(
        reverse("start_waiting_end"), {"here": "guide/1", "quote": "war", "note": "Kept", "typed": "1"}
    )
    assert answer.status_code == 422
    assert "not in this paragraph" in said(answer)
    assert "Kept" in said(answer)
    assert "waiting_end" not in client.session


@pytest.mark.parametrize("here", ["", "guide", "guide/99", "nowhere/1", "guide/99999999999999"])
def test_a_start_that_is_nowhere_is_not_found(client, here):
    assert client.post(reverse("start_waiting_end"), {"here": here}).status_code == 404


def test_a_start_in_characters_beyond_the_first_plane(client):
    client.post(reverse("start_waiting_end"), {"here": "guide/3", "start": "4", "end": "9", "quote": "reads"})
    assert client.session["waiting_end"]["ref"] == "guide/3:4-9"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_reply_that_is_refused_says_so_beside_it(client, text, colleague, headers):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="n", by=colleague)
    answer = client.post(reverse("reply", args=[note.pk]), {"body": " "}, headers=headers)
    assert answer.status_code == 422
    assert "The note is empty" in said(answer)
    assert ("<html" in said(answer)) is (not headers)


def test_readers_do_not_see_the_form_of_a_reply(log_in, reader, text, annotator):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="n", by=annotator)
    assert log_in(reader).get(reverse("reply", args=[note.pk])).status_code == 403


def test_two_people_correcting_a_reference_or_a_tag_see_both(client, log_in, editor, annotator, text):
    reference, _batch = cross_references.cross_reference(
        source=place(text, 1), target=place(text, 2), relation="quotes", by=annotator
    )
    one, two, three = (factories.make_tag(name) for name in ("one", "two", "three"))
    [tagging], _batch = taggings.tag(places=[place(text, 1)], tags=[one], by=annotator)
    ends = {"source": "guide/1", "target": "guide/3", "note": "", "version": "1"}
    for kind, thing, theirs, mine in (
        ("cross-reference", reference, ends | {"relation": "cites"}, ends | {"relation": "revises", "note": "Mine"}),
        ("tagging", tagging, {"tags": two.name, "version": "1"}, {"tags": three.name, "version": "1"}),
    ):
        address = reverse("edit", args=[kind, thing.pk])
        assert log_in(editor).post(address, theirs).status_code == 302
        answer = client.post(address, mine)
        assert answer.status_code == 409
        assert "As it stands" in said(answer)
        assert (mine.get("note") or mine["tags"]) in said(answer)
        again = mine | {"version": str(type(thing).objects.get(pk=thing.pk).version)}
        assert client.post(address, again).status_code == 302


def test_editing_goes_back_where_it_was_asked_from_but_never_elsewhere(client, text, annotator):
    [note], _batch = annotations.annotate(places=[place(text, 1)], body="n", by=annotator)
    address = reverse("edit", args=["annotation", note.pk])
    assert 'value="/documents/guide/?person=a#p1"' in said(
        client.get(f"{address}?next=/documents/guide/%3Fperson=a%23p1")
    )
    sent = {"body": "m", "version": "1", "next": "https://elsewhere.example/"}
    assert client.post(address, sent)["Location"] == "/documents/guide/1/"


def test_an_undo_can_be_done_again(client, text, annotator):
    client.post(form("annotations"), {"body": "n"}, follow=True)
    page = said(client.post(reverse("undo"), {"next": "/documents/guide/1/"}, follow=True))
    assert "Undone." in page
    assert ">Redo<" in page
    batch = page.split('name="batch" value="')[1].split('"')[0]
    assert "Undone." in said(client.post(reverse("undo"), {"batch": batch}, follow=True))
    assert Annotation.objects.standing().count() == 1
