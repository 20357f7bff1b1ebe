"""The form that writes a query."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from annotator.actions import taggings
from annotator.actions.tags import create_tag
from annotator.models.tag_names import as_typed
from tests.functional.search.reading import found, make, place, read

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

EMPTY = {"words": ""}


def build(client, **filled):
    return client.get(reverse("build_query"), EMPTY | filled)


@pytest.mark.parametrize(
    ("filled", "query"),
    [
        ({"words": "peace", "kind": "all"}, "peace kind:all"),
        ({"tag": "hope, fear", "without_tag": "old", "by": "annotator"}, "tag:hope,fear by:annotator -tag:old"),
        (
            {"tag": 'open question, rule › advice, """China dream"""', "by": "Ada Lindqvist"},
            'tag:"open question","rule › advice","""China dream""" by:"Ada Lindqvist"',
        ),
        ({"words": 'a"b c', "without": "-x tag:y"}, 'a b c -"-x" -"tag:y"'),
        ({"notes": "on", "words": "x"}, "x in:notes"),
        ({"revisions": "on", "words": "x", "published_from": "2024"}, "x from:2024 revision:all"),
        ({"without_tag": '"Trade, foreign", open question'}, '-tag:"Trade, foreign","open question"'),
        ({"has": "note", "status": "draft", "exact": "on", "words": "X"}, "=X status:draft has:note"),
    ],
)
def test_what_is_filled_in_leads_to_its_search(log_in, filled, query):
    answer = build(log_in(), **filled)
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer["Location"]).query) == {"q": [query]}


def test_it_finds_what_the_words_find(log_in):
    make("A shared and common future.", "A future shared.", slug="one")
    client = log_in()
    answer = build(client, near="shared", between="2", near_to="future", view="concordance")
    assert [line.words for line in client.get(answer["Location"]).context["page"].rows] == ["shared and common future"]
    assert found(client.get(build(client, words="shared future")["Location"])) == [("one", 1), ("one", 2)]


@pytest.mark.parametrize("name", ["open question", "rule › advice", "Trade, foreign", 'the "China dream"', '"Dream"'])
def test_a_tag_of_any_name_is_found_by_the_form(log_in, annotator, editor, name):
    text = make("peace", "peace", slug="one")
    above, _, own = name.rpartition(" › ")
    parent = create_tag(name=above, definition="Above.", by=editor)[0] if above else None
    tag, _batch = create_tag(name=own, definition="It.", parent=parent, by=editor)
    taggings.tag(places=[place(text, 1)], tags=[tag], by=annotator)
    client, field = log_in(annotator), as_typed(name)
    assert found(client.get(build(client, words="peace", tag=field)["Location"])) == [("one", 1)]
    assert found(client.get(build(client, words="peace", without_tag=field)["Location"])) == [("one", 2)]


@pytest.mark.parametrize("filled", [{"between": "x"}, {"between": "101"}, {"words": "x" * 501}, {"kind": "furniture"}])
def test_what_cannot_be_meant_is_told_beside_its_field(log_in, filled):
    answer = build(log_in(), **filled)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "Search by a form" in read(answer)
