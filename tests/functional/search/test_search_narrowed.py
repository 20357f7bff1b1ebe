"""The search page narrowed by its address: by what, for whom, and what it costs."""

import pytest
from django.contrib.auth.models import Group

from annotator.actions import taggings
from tests.functional.search.reading import found, make, page, place, read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("narrowed", "keys"),
    [
        ({"tag": "hope"}, [1]),
        ({"tag": "great-hope", "person": "annotator"}, [1]),
        ({"tag": "hope", "person": "colleague"}, []),
        ({"person": "annotator"}, [1, 3]),
        ({"person": "annotator", "status": "published"}, [1, 3]),
        ({"person": "annotator", "status": "declined"}, []),
        ({"person": "annotator", "q": "future"}, [1]),
        ({"status": "draft"}, []),
        ({"q": "future", "document": "treaty"}, [1]),
        ({"q": "future", "document": "treaty", "tag": "hope", "status": "published"}, [1]),
    ],
)
def test_a_search_is_narrowed_as_the_address_says(worked_on, log_in, annotator, narrowed, keys):
    worked_on["tag"].refresh_from_db()
    answer = page(log_in(annotator), **narrowed)
    assert found(answer) == [("treaty", key) for key in keys]


def test_a_draft_narrows_for_its_author_alone(worked_on, log_in, annotator, colleague, editor):
    assert found(page(log_in(colleague), tag="hope", status="draft")) == [("treaty", 2)]
    for person in (annotator, editor):
        assert found(page(log_in(person), tag="hope", status="draft")) == []
    assert found(page(log_in(), tag="hope", person="annotator")) == [("treaty", 1)]


def test_a_collection_narrows_and_only_what_one_may_see_is_offered(worked_on, log_in, editor):
    closed, mine = worked_on["other"].collection, worked_on["text"].collection
    client = log_in(editor)
    assert found(page(client, q="future", collection=closed.slug)) == [("closed", 1)]
    assert found(page(client, q="future", collection=mine.slug)) == [("treaty", 1)]
    closed.access = "groups"
    closed.save()
    answer = page(client, q="future")
    assert found(answer) == [("treaty", 1)]
    assert "closed" not in answer.content.decode().lower()
    for hidden in ({"collection": closed.slug}, {"document": "closed"}):
        answer = page(client, q="future", **hidden)
        assert answer.status_code == 400
        assert found(answer) == []
        assert "There is no" in read(answer)
    group = Group.objects.create(name="Readers of closed things")
    closed.groups.add(group)
    editor.groups.add(group)
    assert found(page(client, q="future")) == [("closed", 1), ("treaty", 1)]


@pytest.mark.parametrize("name", ["collection", "document", "tag", "person", "status"])
@pytest.mark.parametrize("value", ["nonsense", "\0x", "é" * 3000])
def test_what_is_unknown_is_told_and_the_words_are_kept(text, log_in, name, value):
    answer = page(log_in(), q="future", **{name: value})
    assert answer.status_code == 400
    assert "There is no" in read(answer)
    assert 'value="future"' in answer.content.decode()


def test_a_search_with_everything_costs_the_same_however_much_is_found(
    worked_on, log_in, annotator, django_assert_num_queries
):
    client = log_in(annotator)
    asked = {"q": "a", "document": "treaty", "tag": "hope", "person": "annotator", "status": "published"}
    page(client, **asked)
    # Session; person; groups; document, tags, people looked up; documents, their paragraphs, postings, words; page; of
    # how many; tags with other names, people; choices.
    with django_assert_num_queries(22):
        page(client, **asked)
    others = make(*["A shared future."] * 30, slug="others", collection=worked_on["text"].collection)
    taggings.tag(places=[place(others, key) for key in range(1, 31)], tags=[worked_on["tag"]], by=annotator)
    with django_assert_num_queries(22):
        assert len(found(page(client, **asked | {"document": "treaty,others"}))) == 31
