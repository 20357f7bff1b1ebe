"""Tagging more hits than a page has: what is ticked stays so from page to page, and all of it is one action."""

import pytest

from annotator.models import Event
from annotator.views import bulk
from corpus import search
from tests.functional.bulk.asking import HERE, ask, hits, keys, make, paragraph, said, send, tagged, ticked

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def two_a_page(monkeypatch):
    monkeypatch.setattr(bulk, "PAGE", 2)


@pytest.fixture
def many(tag):
    return make(*[f"A shared future, number {number}." for number in range(1, 8)], slug="many", title="Many")


def tagged_keys():
    return [key for _slug, key, _words, _tag in tagged()]


def test_a_page_has_some_of_the_hits_and_the_others_are_tagged_too_unless_that_is_unticked(many, log_in, annotator):
    client = log_in(annotator)
    page = ask(client)
    assert keys(page) == [1, 2]
    text = page.content.decode()
    assert "7 paragraphs" in text
    assert "here 1 to 2" in text
    assert "Page 1 of 4" in text
    assert "The 5 paragraphs too that you have not looked at" in text
    assert send(client, page, leave_out=[paragraph(many, 1)], tags="hope", rest=None).status_code == 302
    assert tagged_keys() == [2]
    send(client, ask(client), leave_out=[paragraph(many, 1)], tags="hope")
    assert tagged_keys() == [2, 3, 4, 5, 6, 7]


def test_what_was_ticked_on_other_pages_is_kept_and_tagged_as_one_action(many, log_in, annotator):
    client = log_in(annotator)
    second = send(client, ask(client), leave_out=[paragraph(many, 1)], turn=2)
    assert second.status_code == 200
    assert keys(second) == [3, 4]
    assert len(ticked(second)) == 2
    assert said(second) == "", "nobody has to know the tags before they have looked"
    third = send(client, second, leave_out=[paragraph(many, 4)], tags="hope", turn=3)
    assert 'value="hope"' in third.content.decode()
    back = send(client, third, turn=1)
    assert [hit.ticked for hit in hits(back)] == [False, True]
    assert "The 1 paragraph too that you have not looked at" in back.content.decode()
    assert send(client, back, rest=None).status_code == 302
    assert tagged_keys() == [2, 3, 5, 6]
    assert len(set(Event.objects.filter(subject_type="tagging").values_list("batch", flat=True))) == 1


def test_the_rest_stays_unticked_from_page_to_page(many, log_in, annotator):
    client = log_in(annotator)
    second = send(client, ask(client), rest=None, turn=2)
    assert 'name="rest"' in second.content.decode()
    send(client, second, tags="hope")
    assert tagged_keys() == [1, 2, 3, 4]


def test_with_an_error_what_is_ticked_on_other_pages_stays(many, log_in, annotator):
    client = log_in(annotator)
    second = send(client, ask(client), leave_out=[paragraph(many, 1)], turn=2)
    refused = send(client, second, leave_out=[paragraph(many, 3)], tags="nonsense")
    assert refused.status_code == 422
    assert keys(refused) == [3, 4]
    assert [hit.ticked for hit in hits(refused)] == [False, True]
    send(client, refused, tags="hope")
    assert tagged_keys() == [2, 4, 5, 6, 7]


def test_looking_keeps_what_is_ticked_on_other_pages(many, log_in, annotator):
    client = log_in(annotator)
    send(client, ask(client), leave_out=[paragraph(many, 1)], tags="hope", rest=None)
    look = send(client, ask(client), tags="hope", look=1)
    assert [hit.tagged for hit in hits(look)] == [False, True]
    second = send(client, look, tags="hope", turn=2)
    send(client, second, leave_out=[paragraph(many, 3)], rest=None)
    assert tagged_keys() == [1, 2, 4]


def test_a_text_on_another_page_that_changed_meanwhile_is_told(many, log_in, annotator):
    client = log_in(annotator)
    second = send(client, ask(client), turn=2)
    many.paragraphs.filter(key=1).update(text="A shared future is over.")
    search.index(many)
    refused = send(client, second, tags="hope")
    assert refused.status_code == 422
    assert "The text changed meanwhile: Many ¶ 1." in said(refused)
    assert tagged() == []
    assert send(client, refused, tags="hope").status_code == 302
    assert tagged_keys() == [1, 2, 3, 4, 5, 6, 7]


def test_others_than_those_that_were_counted_are_not_tagged_unseen(many, log_in, annotator):
    client = log_in(annotator)
    page = ask(client)
    many.paragraphs.filter(key=7).update(text="Nothing of that.")
    search.index(many)
    refused = send(client, page, tags="hope")
    assert refused.status_code == 422
    assert "Other paragraphs are found by now" in said(refused)
    assert tagged() == []
    assert "The 4 paragraphs too that you have not looked at" in refused.content.decode()
    send(client, refused, tags="hope")
    assert tagged_keys() == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("number", ["0", "-1", "x", "99", "9" * 5000, "²"])
def test_any_number_of_a_page_shows_one(many, log_in, annotator, number):
    answer = log_in(annotator).post(HERE, {"q": "future", "turn": number})
    assert answer.status_code == 200
    assert keys(answer)


def test_the_number_of_the_page_that_one_came_from_is_not_that_of_the_hits(many, log_in, annotator):
    assert keys(ask(log_in(annotator), page=2)) == [1, 2]


def test_one_page_of_hits_has_nothing_of_pages(log_in, annotator, tag):
    make("A shared future.", slug="one")
    text = ask(log_in(annotator)).content.decode()
    for name in ("rest", "seen", "elsewhere", "turn"):
        assert f'name="{name}"' not in text
