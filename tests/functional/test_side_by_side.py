"""Two documents beside each other."""

import pytest

from annotator.actions import annotations, contributions, cross_references, taggings
from annotator.models import CrossReference, SentenceVector
from annotator.models.place import Place
from annotator.parallels import meaning
from annotator.presenters.side_by_side import next_gaps
from tests.annotator.management.test_find_parallels import load
from tests.support.factories import make_collection, make_document, make_tag, paragraphs_of


def sides(page):
    return [
        tuple(side.paragraph.text if side.paragraph else None for side in (row.left, row.right))
        for row in page.context["page"].rows
    ]


@pytest.fixture
def editions(db):
    first = ["# Peace", "The council keeps the peace of all nations.", "It meets each month in the old hall."]
    second = ["# Peace", "The council keeps the peace of all the nations.", "A new rule is added in this place."]
    return make_document(first, slug="first"), make_document(second, slug="second")


def test_editions_by_their_words(client, editions):
    page = client.get("/compare/first/second/")
    assert sides(page) == [
        ("Peace", "Peace"),
        ("The council keeps the peace of all nations.", "The council keeps the peace of all the nations."),
        ("It meets each month in the old hall.", None),
        (None, "A new rule is added in this place."),
    ]
    assert len(sides(client.get("/compare/first/second/?unanswered=1"))) == 2


def test_what_is_nearest_where_nothing_answers(client, db):
    load("first", "# A\n\nThe council shall keep the river clean for everybody here.\n\nOld boats are sold.\n")
    load(
        "second",
        "# B\n\nWe were told long ago by many that the council shall keep the river clean, and by some who lived along it that nobody ever did so in all these years.\n",
    )
    page = client.get("/compare/first/second/")
    by_key = {row.left.paragraph.key: row for row in page.context["page"].rows if row.left.paragraph}
    assert by_key[2].is_answered or by_key[2].right.near.paragraph.document.slug == "second"
    assert by_key[3].right.near is None


LONG = (
    "Work with neighbours goes on in the year that the river council began, when all who live along it were called, in "
    "the old town and beyond, on foot and by boat, to look after bridges and mills, and countries that share its banks met."
)


@pytest.mark.any_database
def test_a_lead_in_is_no_counterpart_of_a_long_paragraph_with_its_words_scattered(client, db):
    first = ["# Peace", "The council called on all countries to:", "respect each other and speak"]
    second = ["# Peace", "A thing of its own is said here.", LONG, "And nothing else at all."]
    for slug, text in (("first", first), ("second", second)):
        make_document(text, slug=slug)
    assert [row for row in sides(client.get("/compare/first/second/")) if None not in row] == [("Peace", "Peace")]


def test_two_paragraphs_with_words_in_a_row_are_counterparts_wherever_they_stand(client, db):
    thought = "a clean, quiet and open river of lasting calm for everybody"
    mine = f"The essence, as was once stated by those who came long before anybody else, is to have {thought}."
    theirs = f"{LONG} Lamps burn late where mills were built, while boats are sold: we want {thought} who asks."
    kept = "It meets each month in the old hall, and nobody knows how it came to that."
    others = [f"Rule {at} is of the year {at + 1900}." for at in range(20)]
    load("first", "\n\n".join(["# Peace", mine, kept]))
    load("second", "\n\n".join(["# Peace", kept, *others, theirs]))
    rows = sides(client.get("/compare/first/second/"))
    assert {(mine, theirs), (kept, kept)} <= {*rows}
    assert len(rows) == 22


@pytest.mark.any_database
def test_headings_are_no_paragraphs_without_a_counterpart(client, db):
    first = ["# Peace", "The council keeps the peace of all nations.", "# Rivers of the north", "Boats are moored."]
    second = ["# Peace", "The council keeps the peace of all nations."]
    make_document(first, slug="first")
    make_document(second, slug="second")
    page = client.get("/compare/first/second/")
    assert "1 paragraph of the first text has no counterpart, 0 of the second." in " ".join(page.text.split())
    assert [pair[0] for pair in sides(client.get("/compare/first/second/?unanswered=1"))] == ["Boats are moored."]


def test_a_translation_by_its_order_in_both_directions_of_writing(client, editions):
    make_document(
        ["# السلام", "يحفظ المجلس سلام جميع الأمم.", "ويجتمع كل شهر في القاعة."], slug="arabic", language="ar"
    )
    page = client.get("/compare/first/arabic/")
    assert all(None not in row for row in sides(page))
    assert 'dir="rtl"' in page.text


@pytest.mark.any_database
def test_the_way_there(client, editions):
    assert client.get("/compare/first/", {"other": "second"})["Location"] == "/compare/first/second/"
    assert "This is the document itself" in client.get("/compare/first/", {"other": "first"}).text
    assert "There is no document “third”" in client.get("/compare/first/", {"other": "third"}).text
    assert 'href="/compare/first/"' in client.get("/documents/first/").text


@pytest.mark.any_database
def test_a_document_beside_itself_is_asked_for_another_one(client, editions):
    page = client.get("/compare/first/first/", follow=True)
    assert "This is the document itself. Name another one." in page.text
    assert "has a counterpart" not in page.text


def test_a_document_that_one_may_not_read_is_not_there(client, editions):
    make_document(["Secret."], slug="closed", collection=make_collection(access="members"))
    assert client.get("/compare/first/closed/").status_code == 404
    assert client.get("/compare/closed/first/").status_code == 404
    assert client.get("/compare/closed/closed/").status_code == 404
    assert "There is no document “closed”" in client.get("/compare/first/", {"other": "closed"}).text


def test_a_row_leads_to_the_form_that_joins_its_sides(log_in, annotator, editions):
    client = log_in(annotator)
    assert "Join by a cross-reference" not in log_in().get("/compare/first/second/").text
    assert "/documents/first/2/cross-references/?target=second/2" in client.get("/compare/first/second/").text
    form = client.get("/documents/first/2/cross-references/?target=second/2")
    assert "second/2" in form.text
    assert not CrossReference.objects.exists()


def test_each_side_has_its_margin_behind_a_count(log_in, annotator, editor, editions):
    first, second = editions
    here = paragraphs_of(first)[1]
    taggings.tag(places=[Place(here, 4, 11), Place(here)], tags=[make_tag("council")], by=annotator)
    annotations.annotate(places=[Place(here, 4, 11)], body="Which council?", by=annotator)
    annotations.annotate(places=[Place(paragraphs_of(second)[1])], body="Of my own.", by=editor, draft=True)
    page = log_in(annotator).get("/compare/first/second/")
    (row,) = [row for row in page.context["page"].rows if row.left.paragraph and row.left.paragraph.key == 2]
    assert "2 passages with marks, 1 note" in row.left.margin
    assert "council ×2" in row.left.margin
    assert "Which council?" in row.left.margin
    assert row.right.margin == ""
    assert "Of my own." in log_in(editor).get("/compare/first/second/").text


def test_what_has_no_counterpart_is_counted_and_one_leads_to_the_next(client, db):
    same = [f"Rule {at} says that number {at} is {at}." for at in range(60)]
    make_document(
        [same[0], "Only the first has this sentence.", *same[1:], "And this comes last of all."], slug="first"
    )
    make_document(same, slug="second")
    page = client.get("/compare/first/second/")
    assert "2 paragraphs of the first text have no counterpart, 0 of the second." in " ".join(page.text.split())
    assert 'href="#row-2"' in page.text
    assert 'href="?page=2#row-62"' in page.text
    assert [row.next for row in page.context["page"].rows if not row.is_answered] == [62]
    (last,) = [row for row in client.get("/compare/first/second/?page=2").context["page"].rows if not row.is_answered]
    assert (last.number, last.next) == (62, 0)
    assert "?page=2#row-62" in client.get("/compare/first/second/?unanswered=1").text


def test_gaps_that_follow_on_one_another_are_one_place():
    assert next_gaps([2, 3, 5]) == {2: 5, 3: 5}
    assert next_gaps([]) == next_gaps([1]) == {}


@pytest.mark.parametrize("turned", [False, True])
def test_what_somebody_joined_has_a_counterpart(log_in, annotator, editor, editions, turned):
    ends = [Place(paragraphs_of(text)[2]) for text in editions]
    if turned:
        ends.reverse()
    made = cross_references.cross_reference(source=ends[0], target=ends[1], relation="revises", by=annotator)[0]
    page = log_in(annotator).get("/compare/first/second/")
    assert "Every paragraph has a counterpart." in page.text
    assert "Nothing here answers to it." not in page.text
    third, fourth = page.context["page"].rows[2:]
    assert [each.relation for each in third.right.joined] == ["revised by" if turned else "revises"]
    assert [each.relation for each in fourth.left.joined] == ["revises" if turned else "revised by"]
    assert page.text.count(f'href="{made.get_absolute_url()}"') >= 2
    assert "There is nothing to show." in log_in(annotator).get("/compare/first/second/?unanswered=1").text
    contributions.decline(contributions=[made], by=editor, reason="It is another rule.")
    page = log_in(annotator).get("/compare/first/second/")
    assert "1 paragraph of the first text has no counterpart, 1 of the second." in " ".join(page.text.split())


@pytest.mark.parametrize(
    ("chosen", "address"),
    [
        ("left=2&right=3", "?target=second%2F3&next=%2Fcompare%2Ffirst%2Fsecond%2F"),
        ("left=2:4-11&right=2:0-3", "?target=second%2F2%3A0-3&next=%2Fcompare%2Ffirst%2Fsecond%2F&start=4&end=11"),
        ("left=9&left=2&right=3", "?target=second%2F3&next=%2Fcompare%2Ffirst%2Fsecond%2F"),
    ],
)
def test_what_is_chosen_on_both_sides_leads_to_the_form(log_in, annotator, editions, chosen, address):
    client = log_in(annotator)
    sent = client.get(f"/compare/first/second/?join=1&{chosen}")
    assert sent["Location"] == f"/documents/first/2/cross-references/{address}"
    assert client.get(sent["Location"]).context["forms"]["references"]["target"].value().startswith("second/")


def test_the_form_joins_the_words_and_comes_back(log_in, annotator, editions):
    client = log_in(annotator)
    form = client.get("/compare/first/second/?join=1&left=2:4-11&right=2:4-11", follow=True)
    assert '<input type="hidden" name="next" value="/compare/first/second/">' in form.text
    shown = form.context["forms"]["references"]
    sent = {name: shown[name].value() or "" for name in ("start", "end", "quote", "target", "relation", "request_id")}
    sent |= {"typed": "1", "next": "/compare/first/second/", "relation": "revises"}
    assert client.post("/documents/first/2/cross-references/", sent)["Location"] == "/compare/first/second/"
    made = CrossReference.objects.select_related("source", "target").get()
    assert (made.source.quote, made.relation, made.target.quote) == ("council", "revises", "council")


@pytest.mark.parametrize(
    "chosen", ["left=2", "right=2", "left=x&right=2", "left=2/3&right=2", "left=2:9-3&right=2", "left=%00"]
)
def test_one_side_alone_is_asked_for_the_other_and_keeps_what_is_chosen(log_in, annotator, editions, chosen):
    page = log_in(annotator).get(f"/compare/first/second/?join=1&{chosen}")
    assert page.status_code == 422
    assert "Choose a paragraph, or words of one, on each side." in page.text
    kept = [name for name, key in page.context["chosen"].items() if key]
    assert page.text.count('" checked>') == len(kept) == chosen.count("=2") - chosen.count("2/3") - chosen.count("9-3")
    in_place = log_in(annotator).get(f"/compare/first/second/?join=1&{chosen}", headers={"HX-Request": "true"})
    assert in_place.status_code == 422
    assert "<html" not in in_place.text


@pytest.mark.parametrize("chosen", ["left=99&right=1", "left=1&right=99", "left=99:0-3&right=1"])
def test_a_paragraph_that_is_not_there_is_asked_for_again(log_in, annotator, editions, chosen):
    page = log_in(annotator).get(f"/compare/first/second/?join=1&{chosen}")
    assert page.status_code == 422
    assert "Choose a paragraph, or words of one, on each side." in page.text


def test_one_who_may_not_join(log_in, annotator, editions):
    assert log_in().get("/compare/first/second/").text.count('type="radio"') == 0
    visitor = log_in().get("/compare/first/second/?join=1&left=1&right=1", follow=True)
    assert visitor.redirect_chain[-1][0].startswith("/accounts/login/")


def vector(at, number=8):
    """A vector of its own for each ``at``."""
    numpy = pytest.importorskip("numpy")
    made = numpy.zeros(meaning.DIMENSIONS, "float16")
    made[:] = 0.01
    made[at % number * 8 : at % number * 8 + 8] = 0.35
    return made.tobytes()


def test_a_translation_by_the_vectors_that_are_stored(client, db, monkeypatch):
    monkeypatch.setattr(meaning, "name", lambda: "a model 1")
    monkeypatch.setattr("annotator.selectors.side_by_side.name", lambda: "a model 1")
    said = [f"The sentence of {word} that is here." for word in ("one", "two", "three", "four", "five", "six")]
    meant = [f"La phrase de {word} qui est ici." for word in ("un", "trois", "quatre", "neuf", "cinq", "six")]
    numbers = {**dict(zip(said, range(6), strict=True)), **dict(zip(meant, [0, 2, 3, 7, 4, 5], strict=True))}
    make_document(said, slug="english")
    make_document(meant, slug="french", language="fr")
    assert "by what they mean" not in client.get("/compare/english/french/").text
    for text, at in numbers.items():
        digest = meaning.digest_of(meaning.prepared(text))
        SentenceVector.objects.create(model="a model 1", digest=digest, vector=vector(at))
    page = client.get("/compare/english/french/")
    assert sides(page) == [
        (said[0], meant[0]),
        (said[1], None),
        (said[2], meant[1]),
        (said[3], meant[2]),
        (None, meant[3]),
        (said[4], meant[4]),
        (said[5], meant[5]),
    ]
    assert "Aligned by what they mean, as the model a model 1 has read them" in page.text
