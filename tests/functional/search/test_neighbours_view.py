"""What stands beside a phrase as a page: by evidence, by how much, from how many places on, and each its lines."""

import pytest

from tests.functional.search.reading import make, page, read
from tests.functional.search.test_wordings_view import csv_of
from tests.support.factories import make_collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts():
    make("# Building", *["We build a shared future now, and rest."] * 5, "A noble shared future.", "A noble goal of peace and rest and rest.", "and the and", slug="one")  # fmt: skip
    make("build river river river river", slug="closed", collection=make_collection(access="members"))


def ask(client, q='"shared future"', **asked):
    return page(client, q=q, view="neighbours", **asked)


def words(answer):
    return [(row.collocate.word, row.collocate.beside, row.collocate.everywhere) for row in answer.context["page"].rows]


def test_words_beside_it_come_with_how_often_they_stand_there_and_everywhere(client, texts):
    answer = ask(client)
    assert sorted(words(answer)) == [("a", 6, 7), ("build", 5, 5), ("now", 5, 5), ("rest", 5, 7), ("we", 5, 5)]
    assert "32 words beside it against 56 words searched" in read(answer)


def test_how_many_places_there_must_be_is_chosen_and_said(client, texts):
    assert "At least so many times" in read(ask(client))
    assert words(ask(client, least="10")) == []
    assert "No word stands beside it so often" in read(ask(client, least="10"))
    for nonsense in ("1", "x\x00", "-5", "٥", "99999999999999999999"):
        assert words(ask(client, least=nonsense)) == words(ask(client))


def test_no_word_of_significance_is_said(client, texts):
    assert "significan" not in read(ask(client)).lower()


def test_a_neighbour_opened_shows_its_lines(client, texts):
    (address,) = [row.address for row in ask(client).context["page"].rows if row.collocate.word == "build"]
    opened = client.get(address)
    assert [line.words for line in opened.context["page"].rows] == ["shared future"] * 5
    assert len(ask(client, neighbour="noble").context["page"].rows) == 1
    assert len(ask(client, neighbour="nowhere\x00").context["page"].rows) == 0


def test_neighbours_are_sorted_by_what_is_chosen(client, texts):
    by_number = words(ask(client, order="number"))
    assert by_number[0] == ("a", 6, 7)
    ratios = [row.collocate.log_ratio for row in ask(client, order="ratio").context["page"].rows]
    assert ratios == sorted(ratios, reverse=True)
    assert words(ask(client, order="nonsense")) == words(ask(client))


def test_only_what_one_may_read_counts_everywhere(client, log_in, annotator, texts):
    assert ("build", 5, 5) in words(ask(client))
    assert ("build", 5, 6) in words(ask(log_in(annotator)))


def test_a_word_is_a_character_where_none_are_parted(client):
    make(*["构建人类命运共同体是任务。"] * 5, "河流和学校和河流和学校。")
    assert ("建", 5, 5) in words(ask(client, q='"命运"'))


def test_a_search_that_finds_nothing_or_no_words_has_no_neighbours(client, texts):
    for q in ('"no such words"', "document:one", "", "-future"):
        assert ask(client, q=q).status_code == 200


def test_the_file_has_every_figure(client, texts):
    found = {row["word"]: row for row in csv_of(client, "neighbours", q='"shared future"')}
    assert found["build"] == {
        "word": "build",
        "beside": "5",
        "everywhere": "5",
        "words_beside": "32",
        "words_searched": "56",
        "log_likelihood": found["build"]["log_likelihood"],
        "log_ratio": found["build"]["log_ratio"],
    }
    assert float(found["build"]["log_ratio"]) == pytest.approx(2.907, abs=0.001)
