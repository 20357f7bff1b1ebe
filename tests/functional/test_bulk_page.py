"""Tagging all hits of a search: looked at first, ticked off, one action, undone as one."""

import re
import uuid
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from annotator.actions import contributions, taggings
from annotator.actions.passages import Place
from annotator.forms import bulk
from annotator.models import Event, Origin, Tagging
from corpus import search
from corpus.models import Paragraph
from tests import factories

pytestmark = pytest.mark.django_db
HERE = "/search/tag/"


def make(*texts, **fields):
    made = factories.make_document(texts, **fields)
    search.index(made)
    return made


@pytest.fixture
def text():
    return make(
        "A shared future, and again a Shared Future.",
        "No such thing here.",
        "Their shared future.",
        slug="treaty",
        title="The Treaty",
    )


@pytest.fixture
def other():
    return make("Our shared future.", slug="speech", title="A Speech")


@pytest.fixture
def tag():
    return factories.make_tag("hope")


def ask(client, q='"shared future"', **more):
    return client.get(HERE, {"q": q} | more)


def hits(answer):
    return answer.context["form"].hits


def ticked(answer):
    """What is ticked on the page itself, as a browser would send it."""
    boxes = re.findall(r'<input type="checkbox" name="chosen"[^>]*>', answer.content.decode())
    return [re.search(r'value="([^"]*)"', box)[1] for box in boxes if " checked" in box and " disabled" not in box]


def skipped(answer):
    return re.findall(r'name="skipped" value="([^"]*)"', answer.content.decode())


def send(client, answer, leave_out=(), **more):
    """Send the form of ``answer`` as it is ticked, without the paragraphs of ``leave_out``."""
    page = answer.content.decode().partition('<form class="bulk"')[2].partition("</form>")[0]
    form = {
        name: unescape(value) for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    }
    form |= {
        "chosen": [
            value for value in ticked(answer) if int(value.partition(":")[0]) not in {each.pk for each in leave_out}
        ],
        "skipped": skipped(answer),
        "on": re.search(r'name="on" value="(\w+)"[^>]* checked', page)[1],
        "tags": answer.context["form"]["tags"].value() or "",
    }
    return client.post(HERE, form | more)


def said(answer):
    """What the page tells of what is wrong."""
    page = answer.content.decode()
    told = re.findall(r'<div class="problem" role="alert">(.*?)</div>|<p class="wrong"[^>]*>(.*?)</p>', page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", "".join(part))) for part in told)


def tagged():
    """Every tagging there is: document, paragraph, words, tag."""
    return [
        (
            each.content_object.paragraph.document.slug,
            each.content_object.paragraph.key,
            each.content_object.quote,
            each.tag.name,
        )
        for each in Tagging.objects.standing()
        .select_related("tag", "content_object__paragraph__document")
        .order_by(
            "content_object__paragraph__document__slug", "content_object__paragraph", "content_object__start", "tag"
        )
    ]


def paragraph(document, key):
    found = document.paragraphs.get(key=key)
    found.document = document
    return found


def test_all_hits_are_shown_ticked_by_document_with_their_words_marked(text, other, log_in, annotator):
    answer = ask(log_in(annotator))
    assert answer.status_code == 200
    assert [(hit.paragraph.document.slug, hit.paragraph.key) for hit in hits(answer)] == [
        ("speech", 1),
        ("treaty", 1),
        ("treaty", 3),
    ]
    assert ticked(answer) == [hit.value for hit in hits(answer)]
    page = answer.content.decode()
    assert re.findall(r"<legend><a[^>]*>([^<]*)</a>", page) == ["A Speech", "The Treaty"]
    assert page.count('<span class="marked hue-3">') == 4
    assert "3 hits" in page
    assert "2 times" in page


def test_the_words_found_are_tagged_each_time_they_stand_there(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    answer = send(client, ask(client), tags="hope")
    assert answer.status_code == 302
    assert answer.url == "/search/?q=%22shared+future%22"
    assert tagged() == [
        ("speech", 1, "shared future", "hope"),
        ("treaty", 1, "shared future", "hope"),
        ("treaty", 1, "Shared Future", "hope"),
        ("treaty", 3, "shared future", "hope"),
    ]
    assert {each.origin for each in Tagging.objects.all()} == {Origin.BULK}
    assert {each.author for each in Tagging.objects.all()} == {annotator}
    assert "4 taggings made." in client.get(answer.url).content.decode()


def test_whole_paragraphs_are_tagged_where_that_is_chosen_and_with_several_tags(text, log_in, annotator, tag):
    factories.make_tag("trust")
    client = log_in(annotator)
    send(client, ask(client), tags="trust, hope", on="paragraph")
    wanted = {1: "A shared future, and again a Shared Future.", 3: "Their shared future."}
    assert {each[1:] for each in tagged()} == {
        (key, words, name) for key, words in wanted.items() for name in ("hope", "trust")
    }


def test_what_is_ticked_off_is_left_alone(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    send(client, ask(client), leave_out=[paragraph(text, 1)], tags="hope")
    assert [each[:2] for each in tagged()] == [("speech", 1), ("treaty", 3)]


def test_it_is_one_action_undone_as_one_and_brought_back_as_one(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    send(client, ask(client), tags="hope")
    events = Event.objects.filter(subject_type=Event.Subject.TAGGING)
    assert len({event.batch for event in events}) == 1
    page = client.get(reverse("search")).content.decode()
    assert f'name="batch" value="{events[0].batch}"' in page
    client.post(reverse("undo"), {"batch": events[0].batch})
    assert tagged() == []
    client.post(reverse("undo"), {"batch": Event.objects.order_by("-at").first().batch})
    assert len(tagged()) == 4


def test_one_phrase_is_meant_as_words_and_several_words_as_a_paragraph(text, log_in, annotator):
    client = log_in(annotator)
    assert ask(client).context["form"]["on"].value() == "words"
    assert ask(client, q="future shared").context["form"]["on"].value() == "paragraph"
    only = ask(client, q="-nowhere", document="treaty").context["form"]
    assert [value for value, _label in only.fields["on"].choices] == ["paragraph"]


def test_the_narrowing_is_kept(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    answer = ask(client, document="speech", collection=other.collection.slug)
    assert len(hits(answer)) == 1
    done = send(client, answer, tags="hope")
    assert tagged() == [("speech", 1, "shared future", "hope")]
    assert "document=speech" in done.url
    assert f"collection={other.collection.slug}" in done.url


def test_what_one_tagged_already_is_shown_and_not_ticked(text, log_in, annotator, colleague, tag):
    client = log_in(annotator)
    taggings.tag(places=[Place(paragraph(text, 3), 6, 19)], tags=[tag], by=annotator)
    taggings.tag(places=[Place(paragraph(text, 1), 2, 15)], tags=[tag], by=annotator)
    taggings.tag(places=[Place(paragraph(text, 1), 29, 42)], tags=[tag], by=colleague)
    for answer in (ask(client, tags="hope"), send(client, ask(client), tags=" HOPE", look="1")):
        assert answer.status_code == 200
        assert [(hit.tagged, hit.ticked) for hit in hits(answer)] == [(False, True), (True, False)]
        assert ticked(answer) == [hits(answer)[0].value], "one of its two places is not tagged yet"
        assert skipped(answer) == [hits(answer)[1].value]
        assert "1 of them tagged by you already" in answer.content.decode()
    assert len(tagged()) == 3, "looking changes nothing"
    whole = send(client, ask(client), tags="hope", on="paragraph", look="1")
    assert not any(hit.tagged for hit in hits(whole))
    done = send(client, answer, tags="hope")
    assert len(tagged()) == 4
    assert "1 tagging made. 1 was there already." in client.get(done.url).content.decode()


def test_looking_with_other_tags_ticks_again_what_these_are_not_on(text, log_in, annotator, tag):
    factories.make_tag("trust")
    client = log_in(annotator)
    taggings.tag(places=[Place(paragraph(text, 3), 6, 19)], tags=[tag], by=annotator)
    first = send(client, ask(client), leave_out=[paragraph(text, 1)], tags="hope", look="1")
    assert [hit.ticked for hit in hits(first)] == [False, False]
    again = send(client, first, tags="trust", look="1")
    assert [hit.ticked for hit in hits(again)] == [False, True], "what the person ticked off stays so"


def test_htmx_gets_the_hits_alone(text, log_in, annotator, tag):
    client = log_in(annotator)
    answer = client.post(
        HERE, {"q": "future", "tags": "hope", "on": "words", "look": "1"}, headers={"HX-Request": "true"}
    )
    assert answer.content.decode().count('name="chosen"') == 2
    assert "<html" not in answer.content.decode()
    assert 'name="tags"' not in answer.content.decode()


def test_tags_in_the_address_may_be_any(text, log_in, annotator):
    for tags in ("hope\0", "\0", "nonsense", ",,", "x" * 5000):
        answer = ask(log_in(annotator), tags=tags)
        assert answer.status_code == 200
        assert len(ticked(answer)) == 2


def test_a_withdrawn_tagging_is_none(text, log_in, annotator, tag):
    (made,), _batch = taggings.tag(places=[Place(paragraph(text, 3), 6, 19)], tags=[tag], by=annotator)
    contributions.withdraw(contribution=made, by=annotator)
    assert not any(hit.tagged for hit in hits(ask(log_in(annotator), tags="hope")))


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"tags": "nonsense"}, "There is no tag called “nonsense”."),
        ({"tags": ""}, "Choose at least one tag."),
        ({"tags": " , "}, "Choose at least one tag."),
        ({"tags": "hope\0"}, "Null characters are not allowed."),
        ({"tags": "x" * 3000}, "at most 2000 characters"),
        ({"tags": "hope", "on": "nonsense"}, "nonsense is not one of the available choices"),
        ({"tags": "hope", "on": ""}, "Say what the tags are put on."),
        ({"tags": "hope", "chosen": []}, "Tick at least one hit"),
        ({"tags": "hope", "chosen": ["", "x", "0x1"]}, "Tick at least one hit"),
        ({"tags": "hope", "chosen": ["999999:0", "-1:0", ":"]}, "3 hits that you ticked are not there any more."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_done(text, log_in, annotator, tag, sent, message):
    client = log_in(annotator)
    answer = send(client, ask(client), **sent)
    assert answer.status_code == 422
    assert message in said(answer)
    assert tagged() == []


def test_with_an_error_everything_is_as_it_was_sent(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    sent = uuid.uuid4()
    answer = send(
        client, ask(client), leave_out=[paragraph(text, 1)], tags="hope, nonsense", on="paragraph", request_id=sent
    )
    assert [hit.ticked for hit in hits(answer)] == [True, False, True]
    page = answer.content.decode()
    assert 'value="hope, nonsense"' in page
    assert f'value="{sent}"' in page
    assert re.search(r'name="on" value="paragraph"[^>]* checked', page)
    send(client, answer, tags="hope")
    assert [each[:2] for each in tagged()] == [("speech", 1), ("treaty", 3)]


def test_a_text_that_changed_meanwhile_is_to_be_looked_at_again(text, log_in, annotator, tag):
    client = log_in(annotator)
    before = ask(client)
    text.paragraphs.filter(key=3).update(text="Their shared future is not what it was.")
    search.index(text)
    answer = send(client, before, tags="hope")
    assert answer.status_code == 422
    assert "The text of these changed meanwhile: The Treaty ¶ 3." in said(answer)
    assert tagged() == []
    assert len(ticked(answer)) == 2
    assert "changed meanwhile" in answer.content.decode()
    send(client, answer, tags="hope")
    assert len(tagged()) == 3


def test_words_that_are_gone_meanwhile_are_told_and_the_others_stay_ticked(text, log_in, annotator, tag):
    client = log_in(annotator)
    before = ask(client)
    text.paragraphs.filter(key=3).update(text="Their future.")
    search.index(text)
    answer = send(client, before, tags="hope")
    assert "1 hit that you ticked is not there any more." in said(answer)
    assert tagged() == []
    assert len(ticked(answer)) == 1
    assert send(client, answer, tags="hope").status_code == 302


def test_what_is_closed_meanwhile_is_not_tagged(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    before = ask(client)
    other.collection.access = "groups"
    other.collection.save()
    answer = send(client, before, tags="hope")
    assert "1 hit that you ticked is not there any more." in said(answer)
    assert "A Speech" not in answer.content.decode()
    assert tagged() == []
    text.collection.access = "groups"
    text.collection.save()
    nothing = send(client, answer, tags="hope")
    assert nothing.status_code == 422
    assert "2 hits that you ticked are not there any more." in said(nothing)


def test_sent_twice_it_is_done_once(text, log_in, annotator, tag):
    client = log_in(annotator)
    page = ask(client)
    sent = uuid.uuid4()
    first, second = (send(client, page, tags="hope", request_id=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert len(tagged()) == 3
    again = send(client, page, tags="hope", request_id=uuid.uuid4())
    assert again.status_code == 422
    assert "has not got these tags yet" in said(again)


def test_where_a_collection_is_reviewed_the_taggings_wait(text, log_in, annotator, tag):
    text.collection.review = True
    text.collection.save()
    client = log_in(annotator)
    send(client, ask(client), tags="hope")
    assert {each.status for each in Tagging.objects.all()} == {"proposed"}


def test_paragraphs_without_words_are_no_hits(log_in, annotator):
    make("", "Something.", slug="gaps")
    assert [hit.paragraph.key for hit in hits(ask(log_in(annotator), q="-nowhere", document="gaps"))] == [2]


@pytest.mark.parametrize(
    ("asked", "status", "message"),
    [
        ({}, 200, "Search for words first"),
        ({"q": "..."}, 200, "There is no word in “...”."),
        ({"q": "nowhere"}, 200, "so there is nothing to tag"),
        ({"q": "future", "document": "unknown"}, 400, "There is no document “unknown”."),
        ({"q": "future", "since": "yesterday"}, 400, "“yesterday” is not a date."),
        ({"q": "\0", "tag": "\0"}, 200, "Search for words first"),
    ],
)
def test_a_search_that_finds_nothing_says_so(text, log_in, annotator, asked, status, message):
    client = log_in(annotator)
    answer = client.get(HERE, asked)
    assert answer.status_code == status
    assert message in unescape(answer.content.decode())
    posted = client.post(HERE, asked | {"tags": "hope", "on": "words", "chosen": ["1:0"]})
    assert posted.status_code in {400, 422}


def test_beyond_the_most_hits_it_says_what_to_do(text, log_in, annotator, monkeypatch, tag):
    monkeypatch.setattr(bulk, "MOST_HITS", 1)
    client = log_in(annotator)
    answer = ask(client)
    assert len(hits(answer)) == 1
    assert "these are the first" in answer.content.decode()
    send(client, answer, tags="hope")
    assert {each[1] for each in tagged()} == {1}


def test_more_taggings_than_anybody_means_are_refused(text, log_in, annotator, monkeypatch, tag):
    monkeypatch.setattr(bulk, "MOST_TAGGINGS", 2)
    client = log_in(annotator)
    answer = send(client, ask(client), tags="hope")
    assert "That would make 3 taggings, and at most 2 are made at once." in said(answer)
    assert len(ticked(answer)) == 2
    assert send(client, answer, leave_out=[paragraph(text, 3)], tags="hope").status_code == 302


def test_who_tags_in_bulk(text, tag, log_in, reader, annotator, colleague, editor, administrator):
    for person in (annotator, colleague, editor, administrator):
        assert ask(log_in(person)).status_code == 200
    client = log_in(reader)
    assert ask(client).status_code == 403
    assert client.post(HERE, {"q": "future", "tags": "hope"}).status_code == 403
    for method in ("put", "patch", "delete"):
        assert getattr(log_in(annotator), method)(HERE).status_code == 405
    answer = ask(log_in())
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
    assert "q%3D%2522shared" in answer.url


def test_an_outsider_finds_nothing_of_what_is_closed(text, tag, log_in, annotator, colleague):
    insiders = Group.objects.create(name="Insiders")
    colleague.groups.add(insiders)
    text.collection.access = "groups"
    text.collection.save()
    text.collection.groups.add(insiders)
    assert len(hits(ask(log_in(colleague)))) == 2
    outside = ask(log_in(annotator))
    assert hits(outside) == []
    assert "Treaty" not in outside.content.decode()
    forged = [hit.value for hit in hits(ask(log_in(colleague)))]
    answer = log_in(annotator).post(HERE, {"q": "future", "tags": "hope", "on": "words", "chosen": forged})
    assert answer.status_code == 422
    assert tagged() == []


def test_a_form_sent_after_the_login_had_ended_is_filled_in_after_the_next(text, other, log_in, annotator, tag):
    client = log_in(annotator)
    page = ask(client)
    client.logout()
    answer = send(client, page, leave_out=[paragraph(text, 1)], tags="hope", on="paragraph")
    assert answer.status_code == 302
    assert tagged() == []
    client.login(username="annotator", password="a password")
    again = client.get(HERE)
    assert [hit.ticked for hit in hits(again)] == [True, False, True]
    assert 'value="hope"' in again.content.decode()
    send(client, again)
    assert {each[:2] for each in tagged()} == {("speech", 1), ("treaty", 3)}


def numbered(number):
    document = factories.make_document(["A shared future."])
    (first,) = document.paragraphs.all()
    Paragraph.objects.bulk_create(
        Paragraph(
            document=document,
            key=key,
            position=key,
            kind="body",
            text=f"A shared future, {key}, shared future.",
            since=first.since,
        )
        for key in range(2, number + 1)
    )
    search.index(document)


def test_looking_costs_the_same_however_many_hits_there_are(log_in, annotator, tag, django_assert_num_queries):
    numbered(3)
    client = log_in(annotator)
    ask(client)
    # Session and person, groups, tags by name, hits, what is tagged already, tags last used.
    with django_assert_num_queries(7):
        ask(client, tags="hope")
    numbered(40)
    send(client, ask(client), tags="hope")
    with django_assert_num_queries(7):
        assert len(hits(ask(client, tags="hope"))) == 43


def test_a_thousand_hits_are_tagged_by_some_statements_each_for_many(
    log_in, annotator, tag, django_assert_max_num_queries
):
    numbered(1001)
    client = log_in(annotator)
    page = ask(client)
    assert len(ticked(page)) == bulk.MOST_HITS
    # 1,999 places: a few statements for each 500 of them.
    with django_assert_max_num_queries(50):
        assert send(client, page, tags="hope").status_code == 302
    assert Tagging.objects.filter(origin=Origin.BULK).count() == 1999
    events = Event.objects.filter(subject_type=Event.Subject.TAGGING)
    assert events.count() == 1999
    with django_assert_max_num_queries(50):
        client.post(reverse("undo"), {"batch": events[0].batch})
    assert not Tagging.objects.standing().exists()
    assert events.filter(action=Event.Verb.WITHDRAWN).count() == 1999
