"""The editors' list: many at once, and nothing ticked or typed is lost."""

import re
import uuid
from html import unescape

import pytest
from django.urls import reverse

from annotator.http.paging import PAGE
from annotator.models import Annotation, CrossReference, Event, Passage, Tagging
from annotator.selectors.review_queue import COUNTED
from tests.functional.test_lists import rows
from tests.support.export_site import number

pytestmark = pytest.mark.django_db
ADDRESS = "/review/"


@pytest.fixture
def client(site, log_in):
    return log_in(site.editor)


def value(thing):
    kind = {Tagging: "tagging", Annotation: "annotation", CrossReference: "cross-reference"}[type(thing)]
    return f"{kind}:{thing.pk}:{thing.version}"


@pytest.fixture
def waiting(site):
    """One of each kind that waits, in the order of time."""
    passage = site.passage(site.alpha, 20)
    return [
        site.note(50, site.ada, passage, "A *note* to the end", status="proposed"),
        site.reference(51, site.ada, passage, site.passage(site.zeta, 30), status="proposed"),
        Tagging.objects.get(status="proposed"),
    ]


def test_all_kinds_wait_in_the_order_of_time(client, waiting):
    Annotation.objects.filter(pk=waiting[0].pk).update(body_html="<p>A <em>note</em> to the end</p>")
    answer = client.get(ADDRESS)
    assert rows(answer) == waiting
    assert "<em>note</em> to the end" in answer.content.decode()
    assert "Review <b>3</b>" in answer.content.decode()


def test_what_waits_is_narrowed(client, waiting):
    assert rows(client.get(ADDRESS, {"document": "Zeta"})) == waiting[1:]
    assert rows(client.get(ADDRESS, {"person": "@bela"})) == waiting[2:]
    assert rows(client.get(ADDRESS, {"tag": "rule"})) == waiting[2:]
    refused = client.get(ADDRESS, {"tag": "nothing"})
    assert refused.status_code == 400
    assert rows(refused) == []


def test_what_waits_is_exported(client, waiting):
    def exported(query):
        """The ids on the export pages that the list links to, which show their rows in full."""
        links = client.get(ADDRESS, query).context["exports"]
        assert list(links) == ["tags.csv", "annotations.csv", "cross-references.csv"]
        return [row[0] for address in links.values() for row in client.get(address).context["rows"]]

    assert exported({}) == [str(thing.pk) for thing in (waiting[2], waiting[0], waiting[1])]
    assert exported({"person": "@bela"}) == [str(waiting[2].pk)]
    assert 'href="/export/?kind=tags&amp;status=waiting"' in client.get(ADDRESS).content.decode()
    assert not client.get(ADDRESS, {"kind": "places"}).context["exports"]
    assert not client.get(ADDRESS, {"tag": "nothing"}).context["exports"]
    # Nothing that waits is published: a link to all that waits would export what the list does not show.
    assert not client.get(ADDRESS, {"status": "published"}).context["exports"]


def test_what_waits_is_paged_the_oldest_first(site, client, waiting):
    passage = site.passage(site.alpha, 20)
    for place in range(100, 100 + PAGE):
        site.note(place, site.ada, passage, "One more", status="proposed")
    first, second = client.get(ADDRESS), client.get(ADDRESS, {"page": 2})
    assert len(rows(first)) == PAGE
    assert [each.created_at for each in rows(first)] == sorted(each.created_at for each in rows(first))
    assert len(rows(second)) == len(waiting)
    for place in range(1000, 1000 + COUNTED):
        site.note(place, site.ada, passage, "One more", status="proposed")
    assert "Review <b>99+</b>" in client.get(ADDRESS).content.decode()


def test_many_are_published_in_one_batch_and_undone_as_one(site, client, waiting):
    answer = client.post(ADDRESS, {"chosen": [value(each) for each in waiting], "decision": "publish"}, follow=True)
    assert rows(answer) == []
    assert "Published." in answer.content.decode()
    batches = set(Event.objects.filter(action="published").values_list("batch", flat=True))
    assert len(batches) == 1
    assert str(batches.pop()) in answer.content.decode()
    client.post(reverse("undo"))
    assert rows(client.get(ADDRESS)) == waiting


def test_declining_says_why(client, waiting):
    chosen = [value(waiting[0]), value(waiting[2])]
    sent = {"chosen": chosen, "decision": "decline", "reason": "Not ours.", "next": f"{ADDRESS}?person=ada"}
    answer = client.post(ADDRESS, sent)
    assert answer["Location"] == f"{ADDRESS}?person=ada"
    assert set(Event.objects.filter(action="declined").values_list("reason", flat=True)) == {"Not ours."}
    assert rows(client.get(ADDRESS)) == waiting[1:2]


def test_whoever_made_it_is_shown_the_reason_where_it_stands(site, client, log_in, waiting):
    note, reference, _tagging = waiting
    client.post(
        ADDRESS, {"chosen": [value(note), value(reference)], "decision": "decline", "reason": "Not ours & late."}
    )
    told = "<q>Not ours &amp; late.</q>"
    theirs = log_in(site.ada)
    for address in (
        "/people/ada/?kind=annotations",
        "/cross-references/?status=declined",
        reverse("passage", args=[note.passage_id]),
        note.passage.paragraph.get_absolute_url(),
    ):
        assert told in theirs.get(address).content.decode(), address
        assert told not in log_in(site.outsider).get(address).content.decode(), address


def test_without_a_reason_nothing_is_lost(client, waiting):
    answer = client.post(f"{ADDRESS}?person=ada", {"chosen": [value(waiting[1])], "decision": "decline", "reason": " "})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Say why" in text
    assert f'value="{value(waiting[1])}" checked' in text
    assert text.count('" checked') == 1
    assert 'value="ada"' in text


def test_what_changed_since_it_was_read_is_not_decided(client, waiting):
    note, _reference, tagging = waiting
    Annotation.objects.filter(pk=note.pk).update(version=2)
    sent = {"chosen": [value(note), value(tagging)], "decision": "decline", "reason": "My long reason"}
    answer = client.post(ADDRESS, sent)
    assert answer.status_code == 422
    assert "Look again" in answer.content.decode()
    assert "My long reason" in answer.content.decode()
    assert answer.content.decode().count('" checked') == 2
    assert not Event.objects.filter(action="declined").exists()


@pytest.mark.parametrize(
    "chosen",
    [[], ["tagging"], ["tagging:x:1"], ["nothing:1:1"], [f"tagging:{uuid.uuid4()}:1"], ["tagging:\0:1"]],
)
@pytest.mark.parametrize("decision", ["publish", "decline"])
def test_nonsense_is_refused_with_the_reason_kept(client, waiting, chosen, decision):
    answer = client.post(ADDRESS, {"chosen": chosen, "decision": decision, "reason": "Kept"})
    assert answer.status_code == 422
    assert 'value="Kept"' in answer.content.decode()
    assert rows(client.get(ADDRESS)) == waiting


def test_the_drafts_of_others_are_not_decided(site, client):
    draft = Tagging.objects.get(status="draft")
    assert client.post(ADDRESS, {"chosen": [value(draft)], "decision": "publish"}).status_code == 422
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_sent_twice_it_is_done_once(client, waiting):
    sent = {"chosen": [value(waiting[0])], "decision": "publish", "request_id": str(uuid.uuid4())}
    assert client.post(ADDRESS, sent).status_code == 302
    assert client.post(ADDRESS, sent).status_code == 302
    assert Event.objects.filter(action="published").count() == 1


@pytest.mark.any_database
def test_all_are_ticked_without_javascript(client, waiting):
    assert client.get(ADDRESS).content.decode().count('" checked') == 0
    assert client.get(ADDRESS, {"ticked": "all"}).content.decode().count('" checked') == 3


def test_only_the_page_that_was_asked_for_comes_ticked(site, client, waiting):
    passage = site.passage(site.alpha, 20)
    for place in range(100, 100 + 2 * PAGE):
        site.note(place, site.ada, passage, "One more", status="proposed")
    answer = client.get(ADDRESS, {"person": "ada", "page": "2", "ticked": "all"})
    assert answer.content.decode().count('" checked') == PAGE
    page = answer.content.decode()
    assert 'rel="next" href="?person=ada&amp;page=3&amp;after=' in page
    # One goes on where one was, with nothing ticked.
    assert 'name="next" value="/review/?person=ada&amp;page=2"' in page


def test_what_comes_after_a_page_stays_when_that_is_decided(site, client, waiting):
    passage = site.passage(site.alpha, 20)
    for place in range(100, 100 + 2 * PAGE):
        site.note(place, site.ada, passage, "One more", status="proposed")
    first = client.get(ADDRESS)
    second = ADDRESS + unescape(re.search(r'rel="next" href="([^"]*)"', first.content.decode())[1])
    shown = rows(client.get(second))
    assert len(shown) == PAGE
    assert not {*shown} & {*rows(first)}
    back = re.search(r'rel="prev" href="([^"]*)"', client.get(second).content.decode())[1]
    assert rows(client.get(ADDRESS + unescape(back))) == rows(first)
    client.post(ADDRESS, {"chosen": [value(each) for each in rows(first)], "decision": "publish"})
    assert rows(client.get(second)) == shown
    assert rows(client.get(ADDRESS)) == shown
    for wrong in ("after=nonsense", "before=%00", "after=9~9", "before=9~%00"):
        assert rows(client.get(f"{ADDRESS}?{wrong}")) == shown


def test_marks_whose_words_are_gone_are_listed(site, client):
    Passage.objects.filter(paragraph__document=site.alpha, start=6).update(state="lost")
    Passage.objects.filter(paragraph__document=site.zeta, start=9).update(state="uncertain")
    answer = client.get(ADDRESS, {"kind": "places"})
    there = {each.pk for each in rows(answer)}
    assert {number(2, 9), number(2, 7), number(3, 5), number(4, 1), number(4, 2)} <= there
    assert number(2, 8) not in there
    # A reply goes where its note goes.
    assert not any(getattr(each, "in_reply_to_id", None) for each in rows(answer))
    assert reverse("edit", args=["tagging", number(2, 9)]) in answer.content.decode()
    assert "words lost" in answer.content.decode()
    assert {
        each.pk for each in rows(client.get(ADDRESS, {"kind": "places", "document": "alpha", "person": "ada"}))
    } == {
        number(2, 9),
        number(4, 2),
    }


def test_the_ladder(site, log_in):
    assert log_in(site.ada).get(ADDRESS).status_code == 403
    assert log_in(site.ada).post(ADDRESS).status_code == 403
    assert log_in(site.outsider).get(ADDRESS).status_code == 403
    assert log_in().get(ADDRESS)["Location"].startswith(reverse("account_login"))
    assert log_in(site.editor).put(ADDRESS).status_code == 405
    assert "Review" not in log_in(site.ada).get("/tags/").content.decode()


def test_an_editor_reviews_what_they_may_read(site, client):
    site.editor.groups.remove(site.insiders)
    site.note(60, site.ada, site.passage(site.secret, 10), "Behind a door", status="proposed")
    assert "Behind a door" not in client.get(ADDRESS).content.decode()
    assert "Review <b>1</b>" in client.get(ADDRESS).content.decode()


def test_a_field_is_marked_only_where_it_is_what_lacks(client, waiting):
    invalid = 'aria-invalid="true"'
    nothing = client.post(ADDRESS, {"decision": "publish"})
    assert nothing.status_code == 422
    assert invalid not in nothing.text
    assert invalid not in client.post(ADDRESS, {"decision": "decline"}).text
    assert invalid in client.post(ADDRESS, {"decision": "decline", "chosen": value(waiting[0])}).text
