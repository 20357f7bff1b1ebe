"""Which documents share how much: a matrix and a list."""

import re
from itertools import combinations

import pytest

from annotator.actions import contributions, cross_references
from annotator.models import ProposedParallel, Verdict
from annotator.models.place import Place
from annotator.models.proposed_parallel import in_order
from annotator.presenters.parallel_map import DEPTHS, MOST_ARCS, drawing_of
from annotator.selectors.parallel_map import MOST, ParallelMap, Shared
from corpus.models import Document
from tests.support.factories import make_collection, make_document, make_passage, paragraphs_of


@pytest.fixture
def three(db):
    texts = ["One.", "Two.", "Three."]
    made = [make_document(texts, slug=slug, title=slug.title()) for slug in ("new", "old", "undated")]
    Document.objects.filter(slug="new").update(published_on="2025-01-02")
    Document.objects.filter(slug="old").update(published_on="2013-03-23")
    return made


def propose(left, right, verdict=Verdict.OPEN):
    one, other = in_order(make_passage(left), make_passage(right))
    return ProposedParallel.objects.create(
        one=one, other=other, score=0.5, wording="same", found_by="a test", verdict=verdict
    )


def join(source, target, by):
    return cross_references.cross_reference(source=Place(source), target=Place(target), relation="quotes", by=by)[0]


def listed(page):
    return [
        (pair.earlier.slug, pair.later.slug, pair.joined, pair.proposed, pair.dated)
        for pair in page.context["page"].rows
    ]


def test_the_pairs_of_two_documents_are_counted_from_the_earlier_to_the_later(log_in, annotator, three):
    new, old, undated = map(paragraphs_of, three)
    propose(new[0], old[0])
    propose(old[1], new[1], Verdict.LATER)
    propose(new[2], old[2], Verdict.REJECTED)
    propose(new[0], old[2], Verdict.ACCEPTED)
    propose(undated[0], new[0])
    propose(new[0], new[1])
    join(new[0], old[1], annotator)
    page = log_in(annotator).get("/compare/")
    assert listed(page) == [("old", "new", 1, 2, True), ("new", "undated", 0, 1, False)]
    assert [row.document.slug for row in page.context["matrix"]] == ["old", "new", "undated"]
    cells = [[cell.shared.number if cell.shared else 0 for cell in row.cells] for row in page.context["matrix"]]
    assert cells == [[0, 3, 0], [0, 0, 1], [0, 0, 0]]
    assert [cell.depth for row in page.context["matrix"] for cell in row.cells if cell.shared] == [DEPTHS, 2]
    assert 'href="/compare/old/new/"' in page.text
    assert "3: Old and New, 1 joined, 2 proposed" in page.text


def test_what_is_proposed_between_two_documents_leads_to_its_pairs(log_in, annotator, three):
    new, old, undated = map(paragraphs_of, three)
    pairs = {propose(new[0], old[0]).pk, propose(old[1], new[1]).pk}
    propose(undated[0], new[0])
    within = propose(new[0], new[1])
    member = log_in(annotator)
    page = member.get("/compare/").text
    assert "/parallels/?document=old&amp;other=new" in page
    for one, other, expected in (("old", "new", pairs), ("new", "old", pairs), ("new", "new", {within.pk})):
        answer = member.get("/parallels/", {"document": one, "other": other})
        assert {card.pair.pk for card in answer.context["page"].rows} == expected
    assert len(member.get("/parallels/", {"other": "undated"}).context["page"].rows) == 1


def links_in(page, start, end):
    return re.findall(r'<a href="(/(?:compare|parallels)/[^"]*)"', page.text.partition(start)[2].partition(end)[0])


def test_each_cell_and_each_arc_opens_its_pairs(client, log_in, annotator, three):
    new, old, undated = map(paragraphs_of, three)
    propose(new[0], old[0])
    join(new[1], undated[1], annotator)
    pairs = ["/parallels/?document=old&amp;other=new", "/compare/new/undated/"]
    page = log_in(annotator).get("/compare/")
    assert links_in(page, "<svg", "</svg>") == links_in(page, '<table class="shares">', "</table>") == pairs
    assert "/compare/old/new/" in links_in(page, '<table class="shared-list">', "</table>")
    # Who is not a member judges nothing, and reads what is joined.
    type(new[0].document).objects.filter(slug="undated").update(published_on="2026-01-01")
    page = client.get("/compare/")
    assert links_in(page, "<svg", "</svg>") == links_in(page, '<table class="shares">', "</table>") == pairs[1:]


def test_the_drawing_goes_from_the_earlier_to_the_later_and_is_wider_for_more(log_in, annotator, three):
    new, old, undated = map(paragraphs_of, three)
    for at in range(3):
        propose(new[at], old[at])
    propose(new[0], undated[0])
    drawing = log_in(annotator).get("/compare/").context["drawing"]
    assert [(dot.number, dot.document.slug, dot.year) for dot in drawing.dots] == [
        (1, "old", 2013),
        (2, "new", 2025),
        (3, "undated", None),
    ]
    first, second = drawing.arcs
    assert float(first.width) == pytest.approx(3 * float(second.width), rel=0.05)
    for arc, start, end in ((first, 0, 1), (second, 1, 2)):
        assert arc.path.startswith(f"M{drawing.dots[start].x} ")
        assert arc.path.endswith(f"{drawing.dots[end].x} {drawing.axis_y}")
    assert not drawing.in_part


def test_of_very_many_pairs_the_drawing_has_those_that_share_most_and_says_so(db):
    made = [make_document(["A."], slug=f"text-{at:02}", title=f"{at:02}") for at in range(MOST)]
    pairs = [Shared(one, other, at, 1) for at, (one, other) in enumerate(combinations(made, 2))][::-1]
    drawing = drawing_of(ParallelMap(pairs, made), member=True)
    assert drawing.in_part
    assert [arc.shared for arc in drawing.arcs] == pairs[:MOST_ARCS]
    assert all(0 < float(dot.x) < drawing.width for dot in drawing.dots)
    assert drawing_of(ParallelMap([], []), member=True) is None


def test_what_one_may_not_see_does_not_count(client, log_in, annotator, editor, three):
    new, old, _undated = map(paragraphs_of, three)
    closed = paragraphs_of(make_document(["Secret."], slug="closed", collection=make_collection(access="members")))
    propose(new[0], closed[0])
    propose(new[0], old[0])
    gone = join(new[1], old[1], annotator)
    contributions.withdraw(contributions=[gone], by=annotator)
    join(new[2], closed[0], annotator)
    assert listed(client.get("/compare/")) == []
    assert "closed" not in client.get("/compare/").text.replace("closed texts", "")
    assert {row[:2] for row in listed(log_in(annotator).get("/compare/"))} == {("new", "closed"), ("old", "new")}


def test_a_pair_whose_words_are_lost_does_not_count(log_in, annotator, three):
    new, old, _undated = map(paragraphs_of, three)
    pair = propose(new[0], old[0])
    type(pair.one).objects.filter(pk=pair.one_id).update(state="lost")
    assert listed(log_in(annotator).get("/compare/")) == []


def test_of_one_collection(log_in, annotator, three):
    new, old, undated = map(paragraphs_of, three)
    propose(new[0], old[0])
    propose(new[0], undated[0])
    shared = make_collection(slug="both", title="Both")
    Document.objects.filter(slug__in=["new", "old"]).update(collection=shared)
    client = log_in(annotator)
    assert listed(client.get("/compare/?collection=both")) == [("old", "new", 0, 1, True)]
    for unknown in ("none", "\x00", "x" * 900):
        page = client.get("/compare/", {"collection": unknown})
        assert page.status_code == 200
    assert "There is no collection “none” that you may read." in client.get("/compare/?collection=none").text


def test_an_empty_map_says_what_fills_it(log_in, annotator, editor, three):
    assert "press x" in log_in(annotator).get("/compare/").text
    assert "manage.py find_parallels --propose" not in log_in(annotator).get("/compare/").text
    assert "manage.py find_parallels --propose" in log_in(editor).get("/compare/").text


def test_the_matrix_has_those_that_share_most_and_the_list_all(log_in, annotator, db):
    many = [paragraphs_of(make_document(["A.", "B."], slug=f"text-{at:02}", title=f"{at:02}")) for at in range(24)]
    for at in range(0, 24, 2):
        propose(many[at][0], many[at + 1][0])
    propose(many[22][1], many[23][1])
    page = log_in(annotator).get("/compare/")
    assert len(page.context["matrix"]) == 20
    assert len(listed(page)) == 12
    assert page.context["matrix"][-1].document.slug == "text-23"
    assert "These are the 20 documents that share most" in page.text
