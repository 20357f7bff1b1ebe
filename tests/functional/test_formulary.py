"""What many documents say: the formulary, within what one may read."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import annotator.selectors.formulary
from annotator.parallels.formulary import LENGTH, LONGEST, formulary
from corpus import search
from corpus.models import Document
from tests.support.factories import make_collection, make_document

SAID = "We build a community with a shared future."


def make(number, *texts, **fields):
    made = make_document([f"Number {number} begins alone here.", *texts], **fields)
    search.index(made)
    return made


@pytest.fixture
def eight(db):
    """Eight documents, of which five say the same."""
    collection = make_collection(slug="open", title="Open texts")
    made = [
        make(at, f"Now “{SAID}” they said, number {at}.", slug=f"text-{at}", collection=collection) for at in range(5)
    ]
    made += [make(at, "Something else.", slug=f"text-{at}", collection=collection) for at in range(5, 8)]
    Document.objects.filter(slug="text-3").update(published_on="2013-03-23")
    Document.objects.filter(slug="text-1").update(published_on="2015-09-28")
    return collection


def rows(page):
    return [(each.written, each.common.documents, each.common.paragraphs) for each in page.context["page"].rows]


def test_each_phrase_is_told_once_with_where_and_since_when(client, eight):
    page = client.get("/formulary/")
    assert rows(page) == [("Now “We build a community with a shared future.” they said, number", 5, 5)]
    (only,) = page.context["page"].rows
    assert (only.paragraph.document.slug, only.paragraph.key) == ("text-3", 2)
    assert "23 March 2013" in page.text
    address = "/search/?q=%22now%20we%20build%20a%20community%20with%20a%20shared%20future%20they%20said%20number%22"
    assert address in page.text
    found = client.get(address.replace("&amp;", "&") + "&view=concordance")
    assert found.context["search"].result.occurrences.totals.occurrences == 5


def test_a_part_that_more_documents_have_is_told_by_itself(client, eight):
    make(8, "But a community with a shared future is far.", slug="text-8", collection=eight)
    assert [row[1:] for row in rows(client.get("/formulary/"))] == [(6, 6), (5, 5)]
    assert rows(client.get("/formulary/"))[0][0] == "a community with a shared future"


def test_without_dates_it_stands_first_where_the_name_is_whatever_is_shorter(client, eight):
    Document.objects.update(published_on=None)
    make(9, "More.", f"Now “{SAID}” they said, number 9.", "More.", slug="a-long-one", collection=eight)
    (only,) = client.get("/formulary/").context["page"].rows
    assert (only.paragraph.document.slug, only.paragraph.key, only.common.documents) == ("a-long-one", 3, 6)


def test_closed_texts_count_only_for_those_who_read_them(client, log_in, reader, eight):
    closed = make_collection(slug="closed", access="members")
    for at in range(8):
        make(at, "Strictly between us four alone.", slug=f"secret-{at}", collection=closed)
    assert "Strictly between us" not in client.get("/formulary/").text
    assert rows(client.get("/formulary/?collection=closed")) == []
    assert "There is no collection “closed” that you may read." in client.get("/formulary/?collection=closed").text
    member = log_in(reader).get("/formulary/")
    assert ("Strictly between us four alone", 8, 8) in rows(member)
    assert "Strictly between us" in log_in(reader).get("/formulary/?collection=closed").text
    assert "Strictly" not in client.get("/formulary.csv").text
    assert "Strictly" in log_in(reader).get("/formulary.csv?collection=closed").text


def test_it_is_kept_until_a_text_changes(client, eight, django_assert_max_num_queries, monkeypatch):
    before = rows(client.get("/formulary/"))
    with monkeypatch.context() as patch:
        patch.setattr("annotator.selectors.formulary.formulary", None)
        assert rows(client.get("/formulary/")) == before
    for at in range(8, 12):
        make(at, "Others.", slug=f"text-{at}", collection=eight)
    assert rows(client.get("/formulary/")) == []
    assert "No phrase of four words stands in half of the 12 documents here." in client.get("/formulary/").text


def test_who_asks_while_it_is_worked_out_is_told_so(client, eight, monkeypatch):
    make(8, "Others.", slug="text-8", collection=eight)
    meanwhile = []
    found = annotator.selectors.formulary.formulary

    def asks(documents):
        meanwhile.extend(client.get(address) for address in ("/formulary/", "/formulary.csv"))
        return found(documents)

    with monkeypatch.context() as patch:
        patch.setattr("annotator.selectors.formulary.formulary", asks)
        assert "with a shared future" in client.get("/formulary/").text
    for told in meanwhile:
        assert told.status_code == 202
        assert "The phrases are being worked out" in told.text
        assert "with a shared future" not in told.text
    # It broke off: whoever asks next works it out.
    make(9, "Others.", slug="text-9", collection=eight)
    with monkeypatch.context() as patch:
        patch.setattr("annotator.selectors.formulary.formulary", None)
        with pytest.raises(TypeError):
            client.get("/formulary/")
    assert rows(client.get("/formulary/"))[0][1:] == (5, 5)


def test_few_documents_have_none(client, db):
    make(1, SAID)
    page = client.get("/formulary/")
    assert "There is one document here. To tell what is common takes at least 8" in page.text
    assert client.get("/formulary.csv").text.count("\n") == 1


def test_as_a_file(client, eight):
    (row,) = csv.DictReader(io.StringIO(client.get("/formulary.csv").text))
    assert row["documents"] == "5"
    assert row["of_documents"] == "8"
    assert (row["since"], row["document"], row["paragraph"]) == ("2013-03-23", "text-3", "2")


@pytest.mark.parametrize("asked", ["nobody", "\x00", "x" * 500, "<b>"])
def test_a_collection_that_is_not_there(client, eight, asked):
    page = client.get("/formulary/", {"collection": asked})
    assert page.status_code == 200
    assert "<b>" not in page.text.split("<h1>")[1].split("</main>")[0].replace("<b>99", "")


def test_long_phrases_are_told_in_parts_and_repeated_ones_once():
    words = [f"w{at}" for at in range(60)]
    found = formulary([[words, words]] * 8)
    assert {len(each.phrase) for each in found} == {40}
    assert all(each.texts == 16 and len(each.first) == 8 for each in found)
    repeated = formulary([[["a", "b", "c", "d"] * 3]] * 8)
    assert [each.phrase for each in repeated] == [tuple("abcd" * 3)]


def told_plainly(documents):
    """All phrases counted one by one: those that half of the documents have, without parts that as many have."""
    having = {}
    for at, document in enumerate(documents):
        for place, text in enumerate(document):
            for length in range(LENGTH, LONGEST + 1):
                for start in range(len(text) - length + 1):
                    having.setdefault(tuple(text[start : start + length]), set()).add((at, place))
    common = {phrase: some for phrase, some in having.items() if 2 * len({at for at, _ in some}) >= len(documents)}
    parts = {
        part
        for phrase, some in common.items()
        for part in (phrase[1:], phrase[:-1])
        if len({at for at, _ in common.get(part, ())}) == len({at for at, _ in some})
    }
    return {
        (phrase, len(some), tuple(sorted(dict(sorted(some, reverse=True)).items())))
        for phrase, some in common.items()
        if phrase not in parts
    }


TEXTS = st.lists(st.sampled_from("abc"), max_size=12)


@pytest.mark.parametrize("number", [8, 9])
def test_what_the_last_half_of_the_documents_have_is_found_and_what_fewer_have_is_not(number):
    half = -(-number // 2)
    documents = [[["it", "is", f"number {at}"]] for at in range(number)]
    for document in documents[-half:]:
        document.append(SAID.split())
    (found,) = formulary(documents)
    assert (found.phrase, found.first) == (tuple(SAID.split()), dict.fromkeys(range(number - half, number), 1))
    documents[-1].pop()
    assert formulary(documents) == []


@given(st.lists(st.lists(TEXTS, max_size=3), min_size=8, max_size=10))
def test_the_formulary_is_what_counting_each_phrase_finds(documents):
    found = formulary(documents)
    assert {(each.phrase, each.texts, tuple(sorted(each.first.items()))) for each in found} == told_plainly(documents)
    assert found == sorted(found, key=lambda each: (-len(each.first), -each.texts, each.phrase))
