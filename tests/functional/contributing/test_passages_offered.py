"""What is offered for the other end of a cross-reference while it is typed."""

import pytest
from django.urls import reverse

from annotator.models import CrossReference
from corpus import search
from tests.functional.contributing.filling import form
from tests.support import factories

pytestmark = pytest.mark.django_db

LONG = f"The {'preamble goes on and on and ' * 20}the parties undertake what they undertook."


@pytest.fixture
def offered(client):
    search.index(factories.make_document(slug="treaty", title="The Treaty", texts=[LONG, "An undertaking."]))

    def ask(typed):
        answer = client.get(reverse("find_passages"), {"q": typed})
        return [(option["value"], option["hint"]) for option in answer.json()["options"]]

    return ask


def test_the_last_word_may_be_only_begun_and_is_shown_in_context(offered):
    (first, words), (second, others) = offered("the undertak") + offered("an undertak")
    assert (first, second) == ("treaty/1", "treaty/2")
    assert words.startswith("The Treaty: …")
    assert words.endswith("the parties undertake what they undertook.")
    assert others == "The Treaty: An undertaking."
    assert [ref for ref, _words in offered("undertak")] == ["treaty/1", "treaty/2"]
    assert offered("ndertake") == []


def test_citations_and_addresses_are_offered_with_their_words(offered):
    assert offered("guide/1:9-23") == [("guide/1:9-23", "The Guide: whole document")]
    assert offered("The Guide, ¶ 1:9-23") == [("guide/1:9-23", "The Guide: whole document")]
    ((ref, words),) = offered("/documents/treaty/1/")
    assert ref == "treaty/1"
    assert words.startswith("The Treaty: The preamble")
    assert words.endswith("…")
    assert offered("/documents/treaty/1/?start=9&end=5") == []


def test_a_form_that_is_sent_looks_for_whole_words(offered, client):
    sent = {"target": "undertaking", "relation": "quotes"}
    assert client.post(form("cross-references"), sent | {"target": "undertak"}).status_code == 422
    assert client.post(form("cross-references"), sent).status_code == 302
    assert CrossReference.objects.get().target.paragraph.key == 2


def test_the_words_of_a_citation_are_the_other_end(offered, client):
    sent = {"target": "The Guide, ¶ 2:0-5", "relation": "quotes"}
    assert client.post(form("cross-references"), sent).status_code == 302
    assert CrossReference.objects.get().target.quote == "Peace"


def test_the_paragraph_one_starts_from_is_offered_last(offered, client):
    answer = client.get(reverse("find_passages"), {"q": "undertak", "from": "treaty/1"})
    assert [option["value"] for option in answer.json()["options"]] == ["treaty/2", "treaty/1"]
