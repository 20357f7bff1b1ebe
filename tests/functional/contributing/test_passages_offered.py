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
        return [(option["value"], option["label"], option["hint"]) for option in answer.json()["options"]]

    return ask


def test_the_last_word_may_be_only_begun_and_is_shown_in_context(offered):
    (first, name, words), (second, _name, others) = offered("the undertak") + offered("an undertak")
    # Words that stand apart are found in the paragraph, those that stand together are the passage.
    assert (first, second) == ("treaty/1", "treaty/2:0-14")
    assert name == "The Treaty, ¶\u00a01"
    assert words.startswith("…")
    assert words.endswith("the parties undertake what they undertook.")
    assert others == "An undertaking."
    start = LONG.index("undertake")
    assert [ref for ref, *_told in offered("undertak")] == [f"treaty/1:{start}-{start + 9}", "treaty/2:3-14"]
    assert offered("ndertake") == []


def test_citations_and_addresses_are_offered_with_their_words(offered):
    assert offered("guide/1:9-23") == [("guide/1:9-23", "The Guide, ¶\u00a01", "whole document")]
    assert offered("The Guide, ¶ 1:9-23") == [("guide/1:9-23", "The Guide, ¶\u00a01", "whole document")]
    ((ref, _name, words),) = offered("/documents/treaty/1/")
    assert ref == "treaty/1"
    assert words.startswith("The preamble")
    assert words.endswith("…")
    assert offered("/documents/treaty/1/?start=9&end=5") == []


def test_a_field_shows_title_number_and_words_of_what_was_taken(client):
    title = "A title that no field has room for"
    search.index(factories.make_document(slug="long", title=title, texts=["Words enough. " * 9]))
    options = client.get(reverse("find_passages"), {"q": "long/1:0-5"}).json()["options"]
    assert [each["shown"] for each in options] == ["A title that no field…, ¶\u00a01: “Words”"]
    options = client.get(reverse("find_passages"), {"q": "long/1"}).json()["options"]
    assert [each["shown"] for each in options] == ["A title that no field…, ¶\u00a01"]
    options = client.get(reverse("find_passages"), {"q": "long/1:0-90"}).json()["options"]
    assert len(options[0]["shown"]) < 90
    assert "shown" not in client.get(reverse("find_passages"), {"q": "long/1", "whole": "1"}).json()["options"][0]


def test_a_form_that_is_sent_looks_for_whole_words(offered, client):
    sent = {"target": "undertaking", "relation": "quotes"}
    assert client.post(form("cross-references"), sent | {"target": "undertak"}).status_code == 422
    assert client.post(form("cross-references"), sent).status_code == 302
    made = CrossReference.objects.get()
    assert (made.target.paragraph.key, made.target.quote) == (2, "undertaking")


def test_the_words_of_a_citation_are_the_other_end(offered, client):
    sent = {"target": "The Guide, ¶ 2:0-5", "relation": "quotes"}
    assert client.post(form("cross-references"), sent).status_code == 302
    assert CrossReference.objects.get().target.quote == "Peace"


def test_the_paragraph_one_starts_from_is_offered_last(offered, client):
    answer = client.get(reverse("find_passages"), {"q": "undertak", "from": "treaty/1"})
    assert [option["value"] for option in answer.json()["options"]] == [
        "treaty/2:3-14",
        f"treaty/1:{LONG.index('undertake')}-{LONG.index('undertake') + 9}",
    ]


def test_a_note_links_to_paragraphs(offered, client):
    answer = client.get(reverse("find_passages"), {"q": "undertak", "whole": "1"})
    assert [option["value"] for option in answer.json()["options"]] == ["treaty/1", "treaty/2"]


def test_words_that_stand_twice_in_a_paragraph_are_offered_each_with_what_is_around_it(client):
    search.index(factories.make_document(slug="pact", title="A pact", texts=["Peace is good; without peace, nothing."]))
    sent = {"target": "peace", "relation": "quotes"}
    answer = client.post(form("cross-references"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="pact/1:0-5"' in page
    assert 'value="pact/1:23-28"' in page
    assert ">A pact, ¶\u00a01</button>" in page
