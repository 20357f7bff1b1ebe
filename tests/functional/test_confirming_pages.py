"""“Words are correct” where an uncertain mark is shown: in the review list, the margin, and on its own page."""

import html
import uuid

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from annotator.models import Annotation, CrossReference, Event, Passage, Tagging
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
BUTTON = "Words are correct"
KINDS = {"tagging": Tagging, "annotation": Annotation, "cross-reference": CrossReference}
REVIEW = f"{reverse('review')}?kind=places"


@pytest.fixture
def site(one_of_each):
    """One contribution of every kind on a whole paragraph whose words are uncertain."""
    Passage.objects.filter(pk=one_of_each["passage"]).update(state="uncertain", quote="As it was.")
    return one_of_each


def confirming(kind):
    return reverse("act", args=[kind, KINDS[kind].objects.get().pk, "confirm"])


def said(answer):
    return html.unescape(answer.content.decode())


def pages(site, kind):
    thing = KINDS[kind].objects.get()
    yield reverse("passage", args=[site["passage"]])
    yield reverse("paragraph", args=[site["document"], 1])
    yield reverse("history", args=[kind, thing.pk])
    if kind == "cross-reference":
        yield thing.get_absolute_url()


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_edit_it_is_offered_it_on_every_page_that_shows_it(site, log_in, annotator, editor, colleague, kind):
    for address in pages(site, kind):
        for user in (annotator, editor):
            page = said(log_in(user).get(address))
            assert confirming(kind) in page
            assert BUTTON in page
            assert "words uncertain" in page
            # The words that would be kept are there to be read.
            assert "A passage of some words." in page
        assert confirming(kind) not in said(log_in(colleague).get(address))


@pytest.mark.parametrize("state", ["kept", "shifted", "lost"])
def test_it_is_not_offered_of_what_is_not_uncertain(site, log_in, editor, state):
    Passage.objects.update(state=state)
    for address in (REVIEW, *pages(site, "tagging")):
        assert BUTTON not in said(log_in(editor).get(address))


def test_it_is_not_offered_where_no_words_stand(site, log_in, editor):
    Passage.objects.filter(pk=site["passage"]).update(start=3, end=9000)
    page = said(log_in(editor).get(REVIEW))
    assert "words uncertain" in page
    assert BUTTON not in page


@pytest.mark.parametrize("kind", KINDS)
def test_confirmed_in_the_review_list_all_of_the_passage_leaves_it(site, log_in, editor, kind):
    client = log_in(editor)
    page = said(client.get(REVIEW))
    assert page.count(BUTTON) == 3
    answer = client.post(confirming(kind), {"next": REVIEW, "request_id": uuid.uuid4()})
    assert answer["Location"] == REVIEW
    page = said(client.get(REVIEW))
    assert "Confirmed: the words of " in page
    assert BUTTON not in page
    assert Event.objects.filter(action="confirmed").count() == 3

    undone = client.post(reverse("undo"))
    assert [str(each) for each in get_messages(undone.wsgi_request)][-1].startswith(
        "Undone: confirmed tag “one” on ¶ 1"
    )
    assert said(client.get(REVIEW)).count(BUTTON) == 3


def test_an_open_page_hears_of_it(site, log_in, editor, annotator):
    margin, client = reverse("margin", args=[site["document"]]), log_in(annotator)
    mark = client.get(margin)["ETag"]
    assert client.get(margin, headers={"If-None-Match": mark}).status_code == 304
    log_in(editor).post(confirming("tagging"))
    assert 'id="m1"' in said(client.get(margin, headers={"If-None-Match": mark}))


def test_sent_twice_it_acts_once(site, log_in, annotator):
    client, sent = log_in(annotator), {"request_id": str(uuid.uuid4())}
    for _time in range(2):
        answer = client.post(confirming("annotation"), sent, follow=True)
        assert "no longer uncertain" not in said(answer)
    assert Event.objects.filter(action="confirmed").values("batch").distinct().count() == 1


def test_what_cannot_be_confirmed_is_refused_in_words(site, log_in, annotator):
    Passage.objects.update(state="kept")
    answer = log_in(annotator).post(confirming("tagging"), headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "These words are no longer uncertain" in said(answer)


def test_the_ladder(site, log_in, reader, annotator, colleague, editor):
    address = confirming("annotation")
    assert log_in().post(address)["Location"].startswith(reverse("account_login"))
    for user in (reader, colleague):
        assert log_in(user).post(address).status_code == 403
    assert log_in(annotator).get(address).status_code == 405
    assert log_in(editor).post(reverse("act", args=["annotation", uuid.uuid4(), "confirm"])).status_code == 404
    Annotation.objects.update(status="draft")
    assert log_in(editor).post(address).status_code == 404
    site["text"].collection.access = "groups"
    site["text"].collection.save()
    assert log_in(annotator).post(address).status_code == 404
    assert Passage.objects.filter(state="uncertain").exists()


def test_many_marks_on_one_passage_cost_no_query_each(site, log_in, editor, django_assert_max_num_queries):
    passage = Passage.objects.get(pk=site["passage"])
    client, address = log_in(editor), reverse("passage", args=[site["passage"]])
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    for number in range(5):
        Tagging.objects.create(content_object=passage, tag=factories.make_tag(f"t{number}"), author=editor)
    with django_assert_max_num_queries(len(few)):
        assert said(client.get(address)).count(BUTTON) == 8
