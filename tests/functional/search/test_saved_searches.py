"""Saved searches: one's own and the team's, what is new in them, and what becomes of them when people leave."""

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from annotator.models import Event, SavedSearch, SearchSeen
from corpus import search as index
from tests.functional.search.reading import make, page, read
from tests.support import factories

pytestmark = pytest.mark.django_db

LIST = "/searches/"


def save(client, name="Peace", asked="q=peace&view=concordance", **more):
    return client.post(f"{reverse('save_search')}?{asked}", {"name": name} | more)


def listed(client):
    return read(client.get(LIST))


def seen(client, search):
    return client.post(reverse("search_seen", args=[search.pk]))


def test_a_search_is_saved_with_its_name_and_opens_as_it_was(log_in, annotator):
    make("peace and peace", slug="one")
    client = log_in(annotator)
    answer = save(client, name="  Peace \n now ", asked="q=peace&view=concordance&page=3&document=one")
    assert answer.status_code == 302
    found = SavedSearch.objects.get()
    assert (found.name, found.address, found.shared) == ("Peace now", "q=peace&view=concordance&document=one", False)
    opened = client.get(answer["Location"])
    assert [line.words for line in opened.context["page"].rows] == ["peace", "peace"]
    assert "Peace now: nothing new since" in read(opened)
    assert "2 occurrences now, nothing new since" in listed(client)
    assert "Saved searches: Peace now" in read(client.get("/search/"))
    assert "Saved searches" not in read(log_in().get("/search/"))
    (event,) = Event.objects.filter(subject_type="saved-search")
    assert (event.action, event.after["name"], event.audience) == ("created", "Peace now", Event.Audience.AUTHOR)


def test_what_came_since_it_was_marked_as_seen_is_new_to_each_person(log_in, annotator, colleague):
    first = make("peace", "peace and peace", slug="one")
    client, other = log_in(annotator), log_in(colleague)
    save(client, shared="on")
    found = SavedSearch.objects.get()
    make("peace again", slug="two")
    first.paragraphs.filter(key=1).update(text="peace, peace, peace")
    index.index(first)
    assert "6 occurrences now, 3 new since" in listed(client)
    assert "6 occurrences now, none of them marked as seen by you yet" in listed(other)
    opened = page(client, q="peace", saved=str(found.pk), new="1")
    assert "3 new since" in read(opened)
    assert "4 occurrences, 2 paragraphs, 2 documents" in read(opened), "the paragraphs in which there is more"
    assert seen(client, found).status_code == 302
    assert "6 occurrences now, nothing new since" in listed(client)
    assert "none of them marked as seen by you yet" in listed(other)
    first.paragraphs.filter(key=2).update(text="war")
    index.index(first)
    assert "4 occurrences now, nothing new since" in listed(client)
    assert SearchSeen.objects.count() == 1


def test_ones_own_are_ones_own_and_the_teams_are_for_members(log_in, annotator, colleague, editor, reader):
    save(log_in(annotator), name="Mine")
    save(log_in(annotator), name="Ours", shared="on")
    save(log_in(reader), name="A reader’s", shared="on")
    mine, ours, readers = (SavedSearch.objects.get(name=name) for name in ("Mine", "Ours", "A reader’s"))
    assert not readers.shared, "for the team saves who takes part"
    for person, names in ((annotator, "Mine Ours"), (colleague, "Ours"), (editor, "Ours"), (reader, "A reader’s Ours")):
        found = re.findall(r"<h2><a[^>]*>([^<]*)</a>", log_in(person).get(LIST).content.decode())
        assert " ".join(found) == names
    assert log_in().get(LIST).status_code == 302
    for client in (log_in(colleague), log_in(editor)):
        assert client.get(reverse("saved_search", args=[mine.pk])).status_code == 404
        assert seen(client, mine).status_code == 404
    assert "Mine" not in read(page(log_in(colleague), q="x", saved=str(mine.pk)))
    assert log_in(colleague).get(reverse("saved_search", args=[ours.pk])).status_code == 403
    activity = read(log_in(colleague).get(reverse("activity")))
    assert "Ours" in activity
    assert "Mine" not in activity


def test_the_teams_stay_when_who_made_them_leaves(log_in, annotator, colleague, editor):
    save(log_in(annotator), name="Ours", shared="on")
    found = SavedSearch.objects.get()
    annotator.is_active = False
    annotator.save()
    assert "Ours" in listed(log_in(colleague))
    client = log_in(editor)
    assert (
        client.post(reverse("saved_search", args=[found.pk]), {"name": "Still ours", "shared": "on"}).status_code == 302
    )
    assert "Still ours" in listed(log_in(colleague))
    taken = client.post(reverse("saved_search", args=[found.pk]), {"name": "Still ours"})
    assert taken.status_code == 422
    assert "Only who made it can make it their own again" in read(taken)
    assert client.post(reverse("saved_search", args=[found.pk]), {"delete": "1"}).status_code == 302
    assert not SavedSearch.objects.exists()
    verbs = Event.objects.filter(subject_type="saved-search").order_by("at").values_list("action", flat=True)
    assert list(verbs) == ["created", "edited", "deleted"]


def test_counts_are_those_of_the_viewer(log_in, annotator, colleague):
    closed = make("peace", slug="closed")
    closed.collection.access = "groups"
    closed.collection.save()
    make("peace", slug="open")
    save(log_in(annotator), name="Ours", shared="on")
    assert "1 occurrence now" in listed(log_in(colleague))
    assert "1 occurrence now" in listed(log_in(annotator))


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "\0"])
def test_a_name_that_is_none_is_told_and_nothing_is_lost(log_in, annotator, name):
    answer = save(log_in(annotator), name=name)
    assert answer.status_code == 422
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("shared", [{}, {"shared": "on"}])
@pytest.mark.parametrize("name", ["Peace", " PEACE "])
def test_a_name_is_a_persons_once_and_nothing_typed_is_lost(log_in, annotator, colleague, name, shared):
    client = log_in(annotator)
    assert save(client).status_code == 302
    told = f"Another search is saved as “{name.strip()}”. Give this one another name"
    refused = save(client, name=name, asked="q=war", **shared)
    assert refused.status_code == 422
    assert told in read(refused)
    form = refused.context["form"]
    assert (form["name"].value(), form["shared"].value()) == (name, bool(shared))
    assert save(client, name="War", asked="q=war", **shared).status_code == 302
    war = SavedSearch.objects.get(name="War")
    renamed = client.post(reverse("saved_search", args=[war.pk]), {"name": name})
    assert renamed.status_code == 422
    assert told in read(renamed)
    assert client.post(reverse("saved_search", args=[war.pk]), {"name": "WAR"}).status_code == 302, "its own"
    assert save(log_in(colleague), shared="on").status_code == 302, "another person’s"
    assert list(SavedSearch.objects.values_list("name", flat=True)) == ["Peace", "Peace", "WAR"]


def test_a_search_for_nothing_is_not_saved_nor_one_that_is_too_long(log_in, annotator):
    nothing, too_long = "Search for something first", "This search is too long to be saved"
    for asked, told in (("", nothing), ("page=2", nothing), (f"q={'x' * 5000}", too_long)):
        answer = save(log_in(annotator), asked=asked)
        assert answer.status_code == 422
        assert told in read(answer)


def test_sent_twice_it_is_saved_once(log_in, annotator):
    client = log_in(annotator)
    request = "0b9d2a52-8a2e-4a68-9a3e-0c8a3d2b7a11"
    for _time in range(2):
        assert save(client, request_id=request).status_code == 302
    assert SavedSearch.objects.count() == 1


def test_what_cannot_be_carried_out_any_more_is_told(log_in, annotator):
    text = factories.make_document(["peace"], slug="gone")
    index.index(text)
    client = log_in(annotator)
    save(client, asked="q=peace&document=gone")
    text.collection.access = "groups"
    text.collection.save()
    assert "There is no document “gone”." in listed(client)
    refused = seen(client, SavedSearch.objects.get())
    assert refused.status_code == 302
    assert client.get(reverse("search"), {"q": "peace", "saved": "nonsense"}).status_code == 200


def test_lines_that_were_dismissed_are_none_of_it(log_in, annotator):
    document = make("peace", "peace and peace", slug="one")
    pk = document.paragraphs.get(key=2).pk
    client = log_in(annotator)
    save(client, asked=f"q=peace&view=concordance&without={pk}.0.1")
    assert "2 occurrences now, nothing new since" in listed(client)
    document.paragraphs.filter(key=2).update(text="peace and peace and peace")
    index.index(document)
    assert "3 occurrences now, 1 new since" in listed(client)
    found = SavedSearch.objects.get()
    opened = client.get(found.get_absolute_url())
    assert "3 occurrences, 2 paragraphs, 1 document" in read(opened)
    assert "Peace: 1 new since" in read(opened)


@pytest.mark.parametrize("typed", ["***", "  ", "“”", "&", "|", "~3"])
def test_a_search_without_words_and_filters_is_none_to_save(log_in, annotator, typed):
    answer = save(log_in(annotator), asked=urlencode({"q": typed, "view": "concordance"}))
    assert answer.status_code == 422
    assert "Search for something first" in read(answer)
    assert not SavedSearch.objects.exists()
    assert save(log_in(annotator), asked=urlencode({"q": "", "document": "one"})).status_code == 422, "there is none"
    make("peace", slug="one")
    assert save(log_in(annotator), asked=urlencode({"q": "", "document": "one"})).status_code == 302
