"""A query that stands for very many words is refused wherever it is asked, with how to ask for less."""

import pytest

from corpus.search.finding import wide_words
from corpus.search.query import SearchWord, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worked_on")]
WIDE = "f*|h*|s*"
SAID = "stand at more than 3 places of the texts that are searched"


@pytest.fixture(autouse=True)
def bound(monkeypatch):
    monkeypatch.setattr("annotator.selectors.occurrences.MOST_PLACES", 3)


@pytest.mark.parametrize(
    "address",
    [
        "/search/?",
        "/search/?view=wordings&",
        "/search/concordance.csv?",
        "/search/tag/?",
        "/export/?kind=paragraphs&",
        "/cross-references/?",
    ],
)
def test_it_is_refused_and_says_how_to_ask_for_less(log_in, annotator, address):
    answer = log_in(annotator).get(f"{address}q={WIDE}")
    assert SAID in answer.text
    assert "Type more letters or fewer alternatives" in answer.text
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize("typed", ["f*", "a", "in the of and a", f"document:closed {WIDE}", "shared future"])
def test_what_stands_for_fewer_is_answered(log_in, annotator, typed):
    assert log_in(annotator).get("/search/", {"q": typed}).status_code == 200


def test_a_saved_search_says_why_it_is_not_carried_out(log_in, annotator, monkeypatch):
    client = log_in(annotator)
    with monkeypatch.context() as patch:
        patch.setattr("annotator.selectors.occurrences.MOST_PLACES", 100)
        client.post(f"/searches/new/?q={WIDE}", {"name": "much"})
    assert SAID in client.get("/searches/").text


def test_what_is_narrowed_and_finds_nothing_offers_no_number_of_more_than_is_looked_at(log_in, annotator):
    answer = log_in(annotator).get("/search/", {"q": f"author:nobody {WIDE}"})
    assert answer.status_code == 200
    assert answer.context["search"].near.elsewhere == 0


@pytest.mark.parametrize(
    ("typed", "wide"),
    [
        ("peace war", []),
        ("govern* peace", [SearchWord("govern", begun=True)]),
        ("dialog|dialogue peace", [SearchWord("dialog"), SearchWord("dialogue")]),
        ('"shared futur*" long-term', [SearchWord("futur", begun=True)]),
    ],
)
def test_only_what_is_begun_or_an_alternative_stands_for_many_words(typed, wide):
    assert [form for term in parse(typed).wanted for form in wide_words(term)] == wide
