"""A tag that is named, defined and put on words by one form: one action, also for who looks at it afterwards."""

import uuid

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from annotator.models import Event, Tag, Tagging
from tests.functional.contributing.filling import form, said
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TYPED = {"tags": "new", "quote": "whole", "definition": "What is new."}


@pytest.fixture
def client(log_in, editor, text):
    return log_in(editor)


def test_it_is_one_batch_under_the_id_of_the_request(client):
    asked = uuid.uuid4()
    for _time in range(2):
        assert client.post(form("tags"), TYPED | {"request_id": str(asked)}).status_code == 302
    assert set(Event.objects.values_list("batch", flat=True)) == {asked}
    assert (Tag.objects.count(), Tagging.objects.count()) == (1, 1)


def test_tags_that_are_there_come_with_it(client):
    factories.make_tag("one")
    client.post(form("tags"), TYPED | {"tags": "One, new"})
    assert set(Tagging.objects.values_list("tag__name", flat=True)) == {"one", "new"}
    assert Event.objects.values("batch").distinct().count() == 1


def test_quotation_marks_around_a_name_are_none_of_it(client):
    factories.make_tag("peace")
    client.post(form("tags"), TYPED | {"tags": "“Peace”, «Trade, foreign»"})
    assert set(Tagging.objects.values_list("tag__name", flat=True)) == {"peace", "Trade, foreign"}


@pytest.mark.parametrize("wrong", [{"quote": "elephant"}, {"tags": "n" * 501}])
def test_refused_it_leaves_no_tag_and_all_that_was_typed(client, wrong):
    answer = client.post(form("tags"), TYPED | wrong)
    assert answer.status_code == 422
    assert "What is new." in said(answer)
    assert not Tag.objects.exists()
    assert not Tagging.objects.exists()


def test_a_name_that_several_tags_have_asks_for_the_path(client):
    for above in ("economy", "politics"):
        parent = factories.make_tag(above)
        factories.make_tag("good", parent=parent, path=f"{above} › good", slug=f"{above}-good")
    answer = client.post(form("tags"), TYPED | {"tags": "good"})
    assert answer.status_code == 422
    assert "economy › good; politics › good. Write the path" in said(answer)
    assert not Tagging.objects.exists()
    factories.make_tag("Trade, foreign", slug="trade")
    client.post(form("tags"), TYPED | {"tags": 'politics > good, "Trade, foreign"'})
    assert set(Tagging.objects.values_list("tag__path", flat=True)) == {"politics › good", "Trade, foreign"}


def test_undo_takes_both_back_and_says_so(client):
    client.post(form("tags"), TYPED)
    undone = client.post(reverse("undo"))
    assert not Tag.objects.exists()
    assert not Tagging.objects.exists()
    assert [str(each) for each in get_messages(undone.wsgi_request)][-1] == (
        "Undone: tag “new” on ¶ 1 of The Guide, and tag “new”."
    )
    batch = Event.objects.filter(action="deleted").first().batch
    again = client.post(reverse("undo"), {"batch": batch})
    assert [str(each) for each in get_messages(again.wsgi_request)][-1] == (
        "Done again: tag “new” on ¶ 1 of The Guide, and tag “new”."
    )
    assert Tagging.objects.get().tag.name == "new"
    assert client.get(reverse("activity")).status_code == 200


def test_the_margin_of_an_open_page_loses_what_was_undone(client, text):
    client.post(form("tags"), TYPED)
    margin = reverse("margin", args=[text.slug])
    seen = client.get(margin)
    assert "new" in said(seen)
    client.post(reverse("undo"))
    after = client.get(margin, headers={"If-None-Match": seen["ETag"]})
    assert after.status_code == 200
    assert said(after).strip() == '<div class="margin" id="m1"></div>'
