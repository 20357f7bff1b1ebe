"""A change that is proposed shows in a closed entry of the margin and among what waits, for those who may know."""

import csv

import pytest
from django.urls import reverse

from annotator.actions import annotations, contributions, cross_references, taggings
from annotator.models.place import Place
from tests.support import factories

pytestmark = pytest.mark.django_db
SIGN = '<span class="state proposed">change proposed</span>'


@pytest.fixture
def text(annotator, editor):
    """A published tagging, note, reply and reference in a collection with review, a change proposed to each."""
    made = factories.make_document(
        ["Words that are reviewed.", "Others."], collection=factories.make_collection(review=True)
    )
    first, second = factories.paragraphs_of(made)
    old, new = factories.make_tag("old"), factories.make_tag("new")
    (tagging,), _batch = taggings.tag(places=[Place(first, 0, 5)], tags=[old], by=annotator)
    (note,), _batch = annotations.annotate(places=[Place(first, 6, 10)], body="As it was.", by=annotator)
    reference, _batch = cross_references.cross_reference(
        source=Place(first, 11, 14), target=Place(second), relation="quotes", by=annotator
    )
    contributions.publish(contributions=[tagging, note, reference], by=editor)
    for each in (tagging, note, reference):
        each.refresh_from_db()
    taggings.retag(tagging=tagging, tag=new, by=annotator)
    annotations.edit(annotation=note, body="As it will be.", version=note.version, by=annotator)
    cross_references.edit(
        reference=reference,
        source=reference.source,
        target=reference.target,
        relation="contradicts",
        note="",
        version=reference.version,
        by=annotator,
    )
    return made


def test_its_author_and_editors_see_a_sign(text, log_in, annotator, colleague, editor):
    signs = {who: log_in(who).get(text.get_absolute_url()).text.count(SIGN) for who in (annotator, colleague, editor)}
    # The reference is at both ends.
    assert signs == {annotator: 4, colleague: 0, editor: 4}
    assert SIGN not in log_in().get(text.get_absolute_url()).text


def test_a_folded_margin_says_how_many(text, log_in, annotator, colleague):
    first = factories.paragraphs_of(text)[0]
    places = [Place(first, at, at + 2) for at in range(8)]
    taggings.tag(places=places, tags=[factories.make_tag("many")], by=colleague)
    said = '<span class="state proposed">3 changes proposed</span>'
    assert said in log_in(annotator).get(text.get_absolute_url()).text
    assert said not in log_in(colleague).get(text.get_absolute_url()).text


@pytest.mark.parametrize("kind", ["tags", "annotations", "cross-references"])
def test_what_waits_is_exported_with_it(text, log_in, annotator, colleague, editor, kind):
    review = log_in(editor).get(reverse("review")).text
    assert f"?kind={kind}&amp;status=waiting" in review
    address = reverse("export_csv", args=[kind])
    numbers = {
        who: len(list(csv.reader(log_in(who).get(address, {"status": "waiting"}).text.splitlines()))) - 1
        for who in (annotator, colleague, editor)
    }
    assert numbers == {annotator: 1, colleague: 0, editor: 1}


def test_who_put_a_tag_there_is_named_as_others_read_it(text, log_in, annotator):
    annotator.first_name, annotator.last_name = "Ada", "Lindqvist"
    annotator.save()
    assert 'title="Ada Lindqvist">old' in log_in(annotator).get(text.get_absolute_url()).text
