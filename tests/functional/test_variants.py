"""Passages beside each other, on their page and as a file."""

import csv
import html
import io
import re
from uuid import UUID

import pytest

from annotator.actions import cross_references, taggings
from annotator.models.place import Place
from corpus import search
from tests.support import factories
from tests.support.factories import make_collection, make_document

FIRST = "We build a community with a shared future for humanity."
SECOND = "They build a community of shared future for mankind."


@pytest.fixture
def two(db):
    return make_document([FIRST], slug="first"), make_document([SECOND], slug="second")


def shown(client, *passages, **options):
    return client.get("/variants/", {"passages": "\n".join(passages), **options})


def test_the_empty_page_asks_for_passages(client, db):
    page = client.get("/variants/")
    assert page.status_code == 200
    assert "variants" not in page.context


def test_two_passages_in_columns_and_as_a_text(client, two):
    found = shown(client, "first/1", "second/1").context["variants"]
    assert [[cell.words for cell in row.cells if cell.differs] for row in found.rows] == [
        [],
        ["They", "of", "", "mankind."],
    ]
    assert [
        (stretch.words, [(each.words, each.letters) for each in stretch.readings])
        for stretch in found.text
        if stretch.number
    ] == [
        ("We", [("They", "B")]),
        ("with", [("of", "B")]),
        ("a", [("", "B")]),
        ("humanity.", [("mankind", "B")]),
    ]


def test_passages_by_the_name_in_addresses_and_a_paragraph_sign(client, two):
    found = shown(client, "first ¶ 1", "second, ¶ 1").context["variants"]
    assert [row.witness.text for row in found.rows] == [FIRST, SECOND]


@pytest.mark.any_database
def test_another_base(client, two):
    found = shown(client, "first/1", "second/1", base="2").context["variants"]
    assert found.base.letter == "B"
    assert found.text[0].readings[0].words == "We"


@pytest.mark.any_database
def test_the_longest_is_the_base_where_none_is_chosen_and_is_named(client, two):
    page = shown(client, "second/1", "first/1")
    assert page.context["variants"].base.letter == "B"
    assert "B is the base." in page.text
    assert shown(client, "second/1", "first/1", base="1").context["variants"].base.letter == "A"
    assert shown(client, "second/1", "first/1", base="3").context["variants"].base.letter == "B"


@pytest.mark.any_database
def test_where_the_base_has_nothing_one_note_tells_what_all_others_add(client, db):
    texts = ["A shared future.", "A shared future for all peoples here.", "A shared future for many nations."]
    make_document(texts, slug="t")
    found = shown(client, "t/1", "t/2", "t/3", base="1").context["variants"]
    assert [[(each.words, each.letters) for each in stretch.readings] for stretch in found.text if stretch.number] == [
        [("for all peoples here", "B"), ("for many nations", "C")]
    ]
    assert len(found.places) > 2


CALL = re.compile(r'<a class="call[^>]*>([0-9]+)</a>')


def text_of_the_base(page):
    """The characters of the text of the base, without the numbers of its notes, and these."""
    (text,) = re.findall(r'<p class="compared"[^>]*>(.*?)</p>', page.text, re.DOTALL)
    return html.unescape(CALL.sub("", text)), CALL.findall(text)


@pytest.mark.any_database
@pytest.mark.parametrize(
    "texts",
    [
        ("推动构建人类命运共同体，中国人民。", "推动人类共同体，中各国人民"),
        ("The long co-operation of states — and “peoples”.", "The cooperation of\nold states and nations"),
        ("A  shared\nfuture…for all (now)", "A shared fate; for all men, now"),
        ("  “Peace”, and war", "War and peace. Peace!"),
    ],
)
@pytest.mark.parametrize("base", ["1", "2"])
def test_the_text_of_the_base_is_its_own_characters_with_numbers_between(client, db, texts, base):
    make_document(texts, slug="t")
    page = shown(client, "t/1", "t/2", base=base)
    text, numbers = text_of_the_base(page)
    assert text == page.context["variants"].base.witness.text.strip()
    assert numbers == [str(at) for at in range(1, len(numbers) + 1)]
    assert numbers


@pytest.mark.any_database
def test_a_number_stands_right_behind_the_words_it_is_about(client, two):
    page = shown(client, "first/1", "second/1")
    (text,) = re.findall(r'<p class="compared"[^>]*>(.*?)</p>', page.text, re.DOTALL)
    assert CALL.sub(r"{\1}", text) == "We{1} build a community with{2} a{3} shared future for humanity.{4}"


@pytest.mark.any_database
def test_a_stretch_names_a_passage(client, two):
    found = shown(client, "first/1:9-54", "second/1:11-38").context["variants"]
    assert [row.witness.text for row in found.rows] == [FIRST[9:54], SECOND[11:38]]


def test_what_cannot_be_found_is_said_and_the_rest_is_shown(client, two):
    page = shown(client, "first/1", "third/1", "second/1", "first/1")
    assert len(page.context["variants"].rows) == 2
    assert "third/1" in page.context["named"].problems[0]
    assert "third/1" in page.text


def test_a_text_that_one_may_not_read_is_not_there(client, two):
    make_document(["A secret future."], slug="closed", collection=make_collection(access="members"))
    page = shown(client, "first/1", "closed/1")
    assert "variants" not in page.context
    assert "secret" not in page.text
    missing = shown(client, "first/1", "closen/1").context["named"].problems
    assert page.context["named"].problems == [missing[0].replace("closen", "closed")]


@pytest.mark.any_database
def test_a_long_stretch_is_said_to_stand_in_whole_below(client, two):
    said = "the text below has all of it"
    assert said not in shown(client, "first/1", "second/1").text
    long = " ".join(f"word{at}" for at in range(60))
    make_document([f"We build {long} a community."], slug="long")
    page = shown(client, "first/1", "long/1").text
    assert said in page
    assert long in page.partition('class="apparatus"')[2]


@pytest.mark.any_database
def test_no_more_than_twenty(client, db):
    make_document([f"Paragraph number {at} of these." for at in range(1, 23)], slug="many")
    page = shown(client, *(f"many/{at}" for at in range(1, 23)))
    assert len(page.context["variants"].rows) == 20
    assert "22 passages are named" in page.context["named"].problems[0]


def test_as_a_file(client, two):
    rows = list(csv.DictReader(io.StringIO(client.get("/variants.csv", {"passages": "first/1\nsecond/1"}).text)))
    assert [row["words"] for row in rows if row["witness"] == "B" and row["compared"] == "differs"] == [
        "They",
        "of",
        "",
        "mankind.",
    ]
    assert {row["passage"] for row in rows} == {"first/1", "second/1"}
    assert client.get("/variants.csv").text.count("\n") == 1


@pytest.mark.parametrize("typed", ["\x00", "first/999999999999", "first/1:9-3", "x" * 20_000, "[[", "https://["])
def test_odd_input_is_answered(client, two, typed):
    assert shown(client, typed, "first/1").status_code == 200


def test_the_passages_of_a_tag_in_the_order_of_their_dates(client, two, annotator):
    first, second = two
    type(first).objects.filter(pk=first.pk).update(published_on="2025-01-02")
    type(second).objects.filter(pk=second.pk).update(published_on="2024-01-02")
    tag = factories.make_tag("formula")
    for document in two:
        taggings.tag(places=[Place(document.paragraphs.get(), 3, 20)], tags=[tag], by=annotator)
    page = client.get("/variants/", {"tag": "formula"}, follow=True)
    assert [row.witness.ref for row in page.context["variants"].rows] == ["second/1:3-20", "first/1:3-20"]


def test_what_cross_references_join(client, two, annotator):
    third = make_document(["A community of all."], slug="third")
    first, second = (Place(document.paragraphs.get()) for document in two)
    joined = [
        cross_references.cross_reference(source=source, target=target, relation="quotes", by=annotator)[0]
        for source, target in ((first, second), (second, Place(third.paragraphs.get())))
    ]
    page = client.get("/variants/", {"reference": joined[0].pk}, follow=True)
    assert {row.witness.ref for row in page.context["variants"].rows} == {"first/1", "second/1", "third/1"}


@pytest.mark.parametrize("asked", [{"tag": "nobody"}, {"reference": "x"}, {"reference": str(UUID(int=4))}])
def test_of_what_is_not_there(client, db, asked):
    assert client.get("/variants/", asked).status_code == 404


def make_text(texts, **fields):
    """A document that a search finds too."""
    made = make_document(texts, **fields)
    search.index(made)
    return made


def ticked(client, **asked):
    return client.get("/variants/", {"ticked": "1", **asked}, follow=True)


def refs(page):
    return [row.witness.ref for row in page.context["variants"].rows]


def test_the_passages_of_a_tag_that_are_ticked(client, two, annotator):
    tag = factories.make_tag("formula")
    first, second = two
    taggings.tag(places=[Place(first.paragraphs.get(), 3, 20)], tags=[tag], by=annotator)
    assert 'name="passage"' not in client.get("/tags/formula/").text
    taggings.tag(places=[Place(second.paragraphs.get())], tags=[tag], by=annotator)
    page = client.get("/tags/formula/").text
    assert page.count('form="ticked" name="passage"') == 2
    assert 'value="first/1:3-20"' in page
    assert refs(ticked(client, passage=["first/1:3-20", "second/1"])) == ["first/1:3-20", "second/1"]


def test_the_sentences_of_ticked_lines_of_a_concordance(client, db):
    texts = ["First of all. The future is shared by all. Then the end.", "A shared future is near."]
    made = make_text(texts, slug="text")
    page = client.get("/search/", {"q": "future", "view": "concordance"})
    lines = [line.value for line in page.context["page"].rows]
    assert page.text.count('name="line"') == 2
    assert "Ticked lines beside each other" in page.text
    found = ticked(client, line=lines, q="future", view="concordance")
    assert refs(found) == ["text/1:14-42", "text/2"]
    assert [row.witness.text for row in found.context["variants"].rows] == [texts[0][14:42], texts[1]]
    # Lines that are no longer there, and what is no line.
    pk = made.paragraphs.first().pk
    assert "variants" not in ticked(client, line=[f"{pk}.90.91", f"{pk}.3.2", "999999.0.1", "x", "\x00"]).context


def test_lines_of_a_text_that_one_may_not_read_are_not_there(client, two):
    hidden = make_text(["A secret future."], slug="closed", collection=make_collection(access="members"))
    page = ticked(client, line=[f"{hidden.paragraphs.get().pk}.0.2", f"{two[0].paragraphs.get().pk}.0.2"])
    assert "secret" not in page.text
    assert page.context["named"].witnesses[0].ref.startswith("first/1")


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("passages", "said"),
    [
        ([], "Nothing was ticked."),
        (["first/1"], "Name at least two passages that you may read"),
        (["first/1", "first/1"], "Name at least two passages that you may read"),
        ([f"many/{at}" for at in range(1, 22)], "21 passages are named."),
    ],
)
def test_too_few_and_too_many_are_told_so(client, two, passages, said):
    make_document([f"Paragraph number {at} of these." for at in range(1, 23)], slug="many")
    page = ticked(client, passage=passages)
    assert page.status_code == 200
    assert said in page.text


def test_what_was_withdrawn_joins_nothing(client, two, annotator):
    first, second = (Place(document.paragraphs.get()) for document in two)
    third = Place(make_document(["A community of all."], slug="third").paragraphs.get())
    kept, gone = (
        cross_references.cross_reference(source=source, target=target, relation="quotes", by=annotator)[0]
        for source, target in ((first, second), (second, third))
    )
    type(gone).objects.filter(pk=gone.pk).update(withdrawn_at=gone.created_at)
    assert set(refs(client.get("/variants/", {"reference": kept.pk}, follow=True))) == {"first/1", "second/1"}
    assert client.get("/variants/", {"reference": gone.pk}).status_code == 404


@pytest.mark.any_database
def test_words_that_stand_elsewhere_are_said_to_be_moved(client, db):
    make_document(["In peace and in freedom we live together.", "We live together in peace and in freedom."], slug="t")
    page = shown(client, "t/1", "t/2")
    assert any(cell.moved for cell in page.context["variants"].rows[1].cells)
    assert "elsewhere in the base" in page.text
