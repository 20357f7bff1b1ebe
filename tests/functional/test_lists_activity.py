"""The activity: each action with what it was about, what was there before and after, why, and its way back."""

import uuid

import pytest
from django.urls import reverse

from annotator.actions import annotations, contributions, cross_references, taggings, tags
from annotator.actions.undo import undo
from annotator.models import Event, Passage
from annotator.models.place import Place
from corpus import search
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
ADDRESS = "/activity/"


@pytest.fixture
def text(db):
    return factories.make_document(texts=["Some words of a passage.", "Some words of another one.", "A third one."])


@pytest.fixture
def places(text):
    return [Place(each) for each in factories.paragraphs_of(text)]


def shown(client, **query):
    return client.get(ADDRESS, query).content.decode()


def test_what_was_done_is_told_with_its_words(log_in, annotator, places):
    annotations.annotate(places=[Place(places[0].paragraph, 5, 10)], body="A **plain** note.", by=annotator)
    page = shown(log_in())
    assert "<q>words</q>" in page
    assert "A plain note." in page


def test_a_link_in_a_note_is_called_by_the_title_of_its_document(log_in, annotator, colleague, editor, places):
    factories.make_document(slug="house-style", title="House Style")
    closed = factories.make_collection(slug="closed", access="groups")
    factories.make_document(slug="kept", title="Kept Style", collection=closed)
    body = "See [[house-style/1]] and [[kept/1]], @colleague."
    annotations.annotate(places=[places[0]], body=body, by=annotator)
    Passage.objects.update(state="uncertain")
    for person, address in (
        (colleague, ADDRESS),
        (colleague, reverse("inbox")),
        (annotator, reverse("place_marks")),
        (editor, f"{reverse('review')}?kind=places"),
    ):
        page = log_in(person).get(address).content.decode()
        assert "See House Style ¶ 1 and kept ¶ 1" in page, address
        assert "Kept Style" not in page


def test_a_cross_reference_names_both_its_ends(log_in, annotator, places):
    cross_references.cross_reference(source=places[0], target=places[1], relation="quotes", by=annotator)
    page = shown(log_in())
    for place in places[:2]:
        assert f'href="{place.paragraph.get_absolute_url()}"' in page


def test_an_edit_shows_what_was_there_before_and_after(log_in, annotator, places):
    (note,), _batch = annotations.annotate(places=places[:1], body="First thought", by=annotator)
    annotations.edit(annotation=note, body="Second thought", version=note.version, by=annotator)
    page = shown(log_in())
    assert "<del>First thought</del>" in page
    assert "<ins>Second thought</ins>" in page


def test_a_reason_is_called_one(log_in, annotator, editor, places):
    (note,), _batch = annotations.annotate(places=places[:1], body="A note", by=annotator)
    contributions.decline(contributions=[note], reason="Not ours.", by=editor)
    assert "Reason: Not ours." in shown(log_in(annotator))
    assert "Not ours." not in shown(log_in())


def test_what_was_done_in_one_action_stands_together_with_one_undo(log_in, annotator, places):
    _made, batch = taggings.tag(places=places, tags=[factories.make_tag("one")], by=annotator)
    page = shown(log_in(annotator))
    assert "and 2 more in the same action" in page
    assert page.count(f'name="batch" value="{batch}"') == 1
    assert page.count("tagging “one”") == 3


def test_of_an_action_that_fills_pages_all_are_counted(log_in, annotator):
    places = [Place(each) for each in factories.paragraphs_of(factories.make_document(texts=["Some words."] * 60))]
    taggings.tag(places=places, tags=[factories.make_tag("one")], by=annotator)
    assert "and 59 more in the same action, 49 of them on this page" in shown(log_in())
    assert "and 59 more in the same action, 9 of them on this page" in shown(log_in(), page=2)


def test_what_was_undone_is_not_offered_to_be_undone_again(log_in, annotator, places):
    _made, batch = taggings.tag(places=places, tags=[factories.make_tag("one")], by=annotator)
    client = log_in(annotator)
    client.post(reverse("undo"), {"batch": batch})
    client.get("/")  # where the message about it is read, with its own way back
    assert 'name="batch"' not in shown(client)


def test_an_undo_sent_twice_is_done_once_and_no_error(log_in, annotator, places):
    _made, batch = taggings.tag(places=places, tags=[factories.make_tag("one")], by=annotator)
    client = log_in(annotator)
    assert shown(client).count('name="request_id"') == 1
    sent = {"batch": batch, "request_id": uuid.uuid4(), "next": ADDRESS}
    client.post(reverse("undo"), sent)
    page = client.post(reverse("undo"), sent, follow=True).content.decode()
    assert "undone already" not in page
    assert Event.objects.filter(undoes=batch).count() == len(places)


@pytest.mark.parametrize("page", ["2", "999999"])
@pytest.mark.parametrize(
    "address", [ADDRESS, "/tags/", "/tags/one/", "/people/annotator/", "/review/", "/search/?tag=one"]
)
def test_a_page_behind_the_end_is_the_first(log_in, annotator, editor, places, address, page):
    (tagging, *_more), _batch = taggings.tag(places=places, tags=[factories.make_tag("one")], by=annotator)
    contributions.return_to_review(contributions=[tagging], by=editor)
    search.rebuild()
    client = log_in(editor)
    first = client.get(address)
    last = client.get(f"{address}{'&' if '?' in address else '?'}page={page}")
    assert last.context["page"].rows == first.context["page"].rows != []
    assert "Previous page" not in last.content.decode()


def test_that_a_resolved_note_is_open_again_is_shown_where_resolving_it_was_undone(log_in, annotator, places):
    (note,), _batch = annotations.annotate(places=places[:1], body="A note", by=annotator)
    undo(batch_id=annotations.resolve(annotation=note, by=annotator), by=annotator)
    edited, resolved, created = log_in(annotator).get(reverse("activity")).context["page"].rows
    assert [(change.label, change.before, change.after) for change in edited.changes] == [("Resolved", "yes", "no")]
    assert resolved.changes == created.changes == []


def test_what_was_withdrawn_is_found_again_and_brought_back(log_in, annotator, colleague, places):
    (note,), _batch = annotations.annotate(places=places[:1], body="A note", by=annotator)
    annotations.resolve(annotation=note, by=colleague)
    contributions.withdraw(contributions=[note], by=annotator)
    address = reverse("history", args=["annotation", note.pk])
    assert f'href="{address}"' in shown(log_in(annotator))
    assert "Bring back" in log_in(annotator).get(address).content.decode()
    # Whoever may not open it is not sent there, though what they did to it themselves is still listed.
    theirs = shown(log_in(colleague))
    assert "resolved" in theirs
    assert address not in theirs


def test_a_tag_is_named_as_it_is_called(log_in, editor):
    tags.create_tag(name="R&D < cost", definition="What is tried out.", by=editor)
    assert "created the tag “R&amp;D &lt; cost”" in shown(log_in(editor))


def test_what_has_no_name_is_one_of_its_kind(log_in, annotator, places):
    annotations.annotate(places=places[:1], body="A note.", by=annotator)
    assert "created a note" in shown(log_in())
