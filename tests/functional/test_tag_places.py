"""A tag's places in the views of a search: with and without what is below it, and moved to another tag."""

import csv
import re
from html import unescape
from io import StringIO
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import reverse

from annotator.actions import taggings
from annotator.actions.tags import create_tag
from annotator.actions.undo import undo
from annotator.models import Event, Passage, Tagging
from tests.functional.search.reading import make, place, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def codebook(editor):
    parent, _batch = create_tag(name="hope", definition="Hope.", by=editor)
    below, _batch = create_tag(name="great hope", definition="Great hope.", parent=parent, by=editor)
    other, _batch = create_tag(name="fear", definition="Fear.", by=editor)
    return parent, below, other


@pytest.fixture
def tagged(codebook, annotator, colleague):
    text = make("A community with a shared future.", "Peace for all.", "# A heading", "Nothing.", slug="treaty")
    parent, below, _other = codebook
    taggings.tag(places=[place(text, 1, 2, 11)], tags=[parent], by=annotator)
    taggings.tag(places=[place(text, 1, 2, 11)], tags=[parent], by=colleague)
    taggings.tag(places=[place(text, 2), place(text, 3)], tags=[below], by=annotator)
    taggings.tag(places=[place(text, 4)], tags=[parent], by=colleague, draft=True)
    return text


def ask(client, tag="hope", **asked):
    return client.get(reverse("tag_places", args=[tag]), {"view": "concordance"} | asked)


def lines(answer):
    return [(line.before, line.words, line.after) for line in answer.context["page"].rows]


def values(answer):
    return re.findall(r'name="line" value="([^"]*)"', answer.content.decode())


def test_passages_are_lines_each_once_with_what_is_below_or_without(tagged, log_in):
    answer = ask(log_in())
    assert lines(answer) == [
        ("A ", "community", " with a shared future."),
        ("", "Peace for all", "."),
        ("", "A heading", ""),
    ]
    assert "1 passage carries this tag itself, 3 with what is below it." in read(answer)
    assert "Searched: 12 words, 4 paragraphs (headings and front matter too), 1 document." in read(answer)
    assert len(lines(ask(log_in(), descendants="0"))) == 1
    assert "passage carries this tag itself" not in read(ask(log_in(), tag="fear"))


def test_a_draft_is_its_authors_alone(tagged, log_in, annotator, colleague, editor):
    assert len(lines(ask(log_in(colleague)))) == 4
    for person in (annotator, editor):
        assert len(lines(ask(log_in(person)))) == 3


def test_each_view_has_its_file(tagged, log_in):
    client = log_in()
    answer = client.get(reverse("tag_places_csv", args=["hope", "concordance"]), {"descendants": "0"})
    rows = list(csv.DictReader(StringIO(answer.content.decode(), newline="")))
    assert [(row["paragraph"], row["words"]) for row in rows] == [("1", "community")]
    assert client.get(reverse("tag_places_csv", args=["hope", "hits"])).status_code == 200
    assert client.get(reverse("tag_places_csv", args=["hope", "nonsense"])).status_code == 404
    assert client.get(reverse("tag_places_csv", args=["hope", "hits"]), {"document": "none"}).status_code == 400
    assert ask(client, document="none").status_code == 400
    for view in ("hits", "nonsense", ""):
        assert ask(client, view=view).status_code == 200


def move(client, answer, chosen, to="fear", tag="hope", **more):
    page = answer.content.decode()
    request_id = re.search(r'name="request_id" value="([^"]*)"', page)[1]
    sent = {"view": "concordance", "line": chosen, "tags": to, "request_id": request_id} | more
    return client.post(reverse("move_places", args=[tag]), sent)


def test_what_is_ticked_is_moved_to_another_tag_and_undone_as_one(tagged, codebook, log_in, editor):
    client = log_in(editor)
    answer = ask(client)
    assert move(client, answer, values(answer)[:2]).status_code == 302
    moved = Tagging.objects.filter(tag=codebook[2])
    assert moved.count() == 3
    events = Event.objects.filter(action=Event.Verb.EDITED)
    assert (events.count(), events.values("batch").distinct().count()) == (3, 1)
    assert lines(ask(client)) == [("", "A heading", "")]
    undo(batch_id=events.first().batch, by=editor)
    assert len(lines(ask(client))) == 3
    assert not Tagging.objects.filter(tag=codebook[2]).exists()


def test_a_move_sent_twice_is_carried_out_once(tagged, log_in, editor):
    client = log_in(editor)
    answer = ask(client)
    for _time in range(2):
        assert move(client, answer, values(answer)).status_code == 302
    assert Event.objects.filter(action=Event.Verb.EDITED).values("batch").distinct().count() == 1


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("nonsense", "There is no tag called “nonsense” yet."),
        ("", "Choose the tag that they are to carry."),
        ("hope", "is the tag that these passages carry"),
    ],
)
def test_a_move_that_cannot_be_is_told_and_the_ticks_are_kept(tagged, log_in, editor, to, told):
    client = log_in(editor)
    answer = ask(client)
    refused = move(client, answer, values(answer)[:1], to=to)
    assert refused.status_code == 422
    assert told in read(client.get("/")) + read(refused)
    assert not Event.objects.filter(action=Event.Verb.EDITED).exists()


def test_ticks_on_a_later_page_are_kept_by_a_refusal_and_by_a_login_that_ended(codebook, log_in, editor):
    text = make(*["Peace."] * 60, slug="many")
    taggings.tag(places=[place(text, key) for key in range(1, 61)], tags=[codebook[0]], by=editor)
    logged_in = log_in(editor)
    answer = ask(logged_in, page=2)
    wanted = values(answer)[:2]
    refused = move(logged_in, answer, wanted, to="nonsense", page=2)
    assert refused.status_code == 422
    assert checked(refused) == wanted
    logged_in.logout()
    assert move(logged_in, answer, wanted, to="nonsense", page=2).status_code == 302
    logged_in.force_login(editor)
    kept = logged_in.get(reverse("move_places", args=["hope"]))
    assert checked(kept) == wanted
    assert 'value="nonsense"' in kept.content.decode()


def checked(answer):
    return re.findall(r'name="line" value="([^"]*)"[^>]* checked', answer.content.decode())


def test_nothing_ticked_moves_nothing(tagged, log_in, editor):
    client = log_in(editor)
    answer = move(client, ask(client), [])
    assert answer.status_code == 422
    assert "Nothing to move is ticked." in read(answer)


def test_what_carries_the_other_tag_already_is_named(tagged, codebook, log_in, editor, annotator):
    taggings.tag(places=[place(tagged, 2)], tags=[codebook[2]], by=annotator)
    client = log_in(editor)
    answer = ask(client)
    refused = move(client, answer, values(answer))
    assert "¶ 2 carries “fear” already" in read(refused)
    assert not Event.objects.filter(action=Event.Verb.EDITED).exists()


def test_one_moves_what_one_may_edit_and_nothing_else(tagged, log_in, colleague, reader):
    client = log_in(colleague)
    answer = ask(client)
    assert move(client, answer, values(answer)[1:3]).status_code == 403
    assert (
        log_in(reader).post(reverse("move_places", args=["hope"]), {"line": "1.0", "tags": "fear"}).status_code == 403
    )
    assert not Event.objects.filter(action=Event.Verb.EDITED).exists()


def test_only_what_the_page_shows_is_moved(tagged, codebook, log_in, editor, annotator):
    client = log_in(editor)
    answer = ask(client, person=annotator.username)
    assert move(client, answer, values(answer)[:1], person=annotator.username).status_code == 302
    assert [each.author for each in Tagging.objects.filter(tag=codebook[2])] == [annotator]


def test_passages_that_begin_at_the_same_word_are_told_apart(tagged, codebook, log_in, editor, annotator):
    taggings.tag(places=[place(tagged, 1, 2, 33)], tags=[codebook[0]], by=annotator)
    client = log_in(editor)
    answer = ask(client)
    (long,) = [line.value for line in answer.context["page"].rows if line.words == "community with a shared future"]
    assert move(client, answer, [long]).status_code == 302
    assert [each.passage.end for each in Tagging.objects.filter(tag=codebook[2])] == [33]


def test_what_is_ticked_is_moved_to_one_tag_only(tagged, log_in, editor):
    client = log_in(editor)
    answer = ask(client)
    refused = move(client, answer, values(answer)[:1], to="fear, hope")
    assert "Name one tag only" in read(client.get("/")) + read(refused)
    assert not Event.objects.filter(action=Event.Verb.EDITED).exists()


def test_in_a_reviewed_collection_a_move_by_its_author_is_proposed(tagged, codebook, log_in, annotator):
    tagged.collection.review = True
    tagged.collection.save()
    Tagging.objects.filter(author=annotator).update(status="published")
    client = log_in(annotator)
    answer = ask(client, person=annotator.username)
    assert move(client, answer, values(answer)[:1], person=annotator.username).status_code == 302
    assert "1 change waits for an editor" in client.get("/").text
    assert not Tagging.objects.filter(tag=codebook[2]).exists()
    (changed,) = Tagging.objects.filter(proposed_change__isnull=False)
    assert (changed.author, changed.status, changed.as_proposed().tag) == (annotator, "published", codebook[2])


def test_after_a_move_and_with_what_is_below_the_page_is_narrowed_as_before(tagged, log_in, editor, annotator):
    client = log_in(editor)
    asked = {"person": annotator.username, "sort": "after1"}
    answer = ask(client, **asked)
    moved = move(client, answer, values(answer)[:1], **asked)
    assert dict(parse_qsl(urlsplit(moved["Location"]).query)) == {"view": "concordance", **asked}
    (other,) = re.findall(r'href="([^"]*)">Without what is below it', answer.content.decode())
    alone = client.get(unescape(other))
    assert (len(lines(alone)), alone.context["search"].options["person"]) == (1, annotator.username)
    assert "With what is below it" in read(alone)
    (back,) = re.findall(r'href="([^"]*)">With what is below it', alone.content.decode())
    assert len(lines(client.get(unescape(back)))) == 2


@pytest.mark.parametrize("view", ["concordance", "hits", "time", "wordings", "neighbours", "by"])
def test_passages_on_uncertain_words_are_told_with_where_they_are(tagged, codebook, log_in, annotator, view):
    client = log_in()
    assert "lost or uncertain" not in read(ask(client, view=view))
    Passage.objects.filter(paragraph__key=2).update(state="uncertain")
    answer = ask(client, view=view, document="treaty")
    assert "1 passage whose words are lost or uncertain is not here. Show it" in read(answer)
    assert "lost or uncertain" not in read(ask(client, view=view, descendants="0"))
    there = re.search(r'href="([^"]*unsettled=1[^"]*)"', answer.content.decode())[1]
    shown = client.get(unescape(there))
    assert [card.contribution.passage.paragraph.key for card in shown.context["page"].rows] == [2]
    assert "Here are only those whose words are lost or uncertain. All passages" in read(shown)
    Passage.objects.filter(paragraph__key=1).update(state="lost")
    assert "2 passages whose words are lost or uncertain are not here. Show them" in read(ask(client, view=view))
