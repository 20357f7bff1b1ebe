"""Bundles of both versions of the contract, and what the second has more: names, what was let go, changes that wait."""

import io
import json
import tracemalloc
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser, User

from annotator.actions import annotations, cross_references, taggings
from annotator.actions.imports.bundle import import_bundle
from annotator.actions.people import remember_name
from annotator.imports.bundle import contributions
from annotator.models import Annotation, CrossReference, Passage, Tagging
from annotator.models.place import Place
from annotator.permissions import EDITORS
from annotator.presenters.note_html import render_note
from corpus.models import Collection, Paragraph
from tests.conftest import person
from tests.support.export_site import number
from tests.support.exported_rows import persist, rows
from tests.support.import_bundles import (
    LOADED_BACK,
    exported,
    load,
    problems_of,
    same_files,
    wipe,
    with_cells,
    with_rows,
)

FIRST = Path(__file__).parents[2] / "data" / "bundles" / "version-1.zip"

pytestmark = pytest.mark.django_db


def test_a_bundle_of_version_1_is_loaded(bundle):
    first = FIRST.read_bytes()
    plan, _batch = load(first)
    assert plan.new == {"tags": 8, "annotations": 5, "cross-references": 4}
    # All but what people are called, and what was proposed, of which the first version says nothing.
    assert same_files(bundle, exported()) == [name for name in LOADED_BACK if name != "parallels"]
    assert load(first)[1] is None
    assert {name for name, number in load(bundle)[0].new.items() if number} == {"parallels"}


def test_people_come_with_the_names_that_pages_show(bundle):
    load(bundle)
    ada = User.objects.get(username="ada")
    assert (ada.get_full_name(), ada.is_active) == ("Ada, called -L.", False)


def test_people_who_are_here_keep_theirs(site):
    data = exported()
    User.objects.filter(username="ada").update(first_name="Augusta")
    Tagging.objects.filter(pk=number(2, 9)).delete()
    load(data)
    assert User.objects.get(username="ada").first_name == "Augusta"


def test_a_name_too_long_is_refused(bundle):
    data = with_rows(bundle, "people", lambda rows: rows[1].update(first_name="A" * 151))
    assert any("Nobody can be called “ada”" in problem for problem in problems_of(data))


def rename(user, name):
    former, user.username = user.username, name
    user.save()
    remember_name(user, former)


def test_what_was_exported_before_an_account_was_renamed_is_read(site):
    data = exported()
    rename(site.ada, "augusta")
    assert load(data)[1] is None
    Annotation.objects.filter(pk=number(3, 6)).delete()
    assert load(data)[0].new["annotations"] == 1
    assert Annotation.objects.get(pk=number(3, 6)).author == site.ada
    assert not User.objects.filter(username="ada").exists()
    assert load(FIRST.read_bytes())[1] is None


def test_mentions_of_a_former_name_mean_the_person(site):
    rename(site.ada, "augusta")
    html, mentioned = render_note("Ask @ada, or @augusta.", site.bela)
    assert mentioned == [site.ada]
    assert html.count('href="/people/augusta/"') == 2
    assert ">@ada</a>" in html


def test_what_was_let_go_stays_so(site):
    passage = Passage.objects.get(start=10, end=13)
    Passage.objects.filter(pk=passage.pk).update(state="lost", let_go=True, quote="words that are gone")
    data = exported()
    wipe()
    load(data)
    assert same_files(data, exported()) == LOADED_BACK
    again = Passage.objects.get(quote="words that are gone")
    assert (again.state, again.let_go) == ("lost", True)


def test_only_what_is_lost_was_let_go(bundle):
    data = with_cells(bundle, "tags", 4, let_go="true")
    assert any("Only a lost passage can be let go." in problem for problem in problems_of(data))
    data = with_cells(bundle, "tags", 4, let_go="yes")
    assert problems_of(data) == ["tags.csv, line 10: let_go: “yes” is neither true nor false."]


@pytest.fixture
def waiting(site):
    """A change of each kind that waits for a decision, with other words, another tag and other ends."""
    Collection.objects.update(review=True)
    place = Place(Paragraph.objects.select_related("document__collection").get(document=site.alpha, key=20), 2, 6)
    tagging, note, reference = (
        model.objects.with_places().get(pk=pk)
        for model, pk in ((Tagging, number(2, 9)), (Annotation, number(3, 5)), (CrossReference, number(4, 2)))
    )
    taggings.retag(tagging=tagging, tag=site.other, by=site.ada, place=place)
    annotations.edit(annotation=note, body="=other words", by=site.ada, version=note.version)
    cross_references.edit(
        reference=reference, source=reference.source, target=place, relation="cites", note="", by=site.ada, version=1
    )
    return site


def changes():
    """The changes that wait, by id, with places for the keys of passages."""
    found = {}
    for model in (Tagging, Annotation, CrossReference):
        for thing in model.objects.filter(proposed_change__isnull=False):
            wanted = thing.as_proposed()
            places = {(each.paragraph.key, each.start, each.end, each.quote) for each in wanted.passages}
            said = [getattr(wanted, name, None) for name in ("tag_id", "body", "relation", "note")]
            found[thing.pk] = (places, said)
    return found


def test_changes_that_wait_come_back(waiting):
    before = changes()
    assert len(before) == 3
    data = exported()
    wipe()
    load(data)
    assert changes() == before
    assert same_files(data, exported()) == LOADED_BACK
    assert load(data)[1] is None


def test_no_key_of_this_database_is_exported(waiting):
    for name in ("tags", "annotations", "cross-references"):
        for row in rows(name):
            assert not {"content_object_id", "passage_id", "source_id", "target_id"} & set(
                json.loads(row["proposed_change"] or "{}")
            )


def test_only_editors_and_the_author_are_told_of_a_change(waiting):
    def told(viewer):
        return [row["tagging_id"] for row in rows("tags", viewer) if row["proposed_change"]]

    assert told(None) == told(persist(waiting.editor)) == told(persist(waiting.ada)) == [str(number(2, 9))]
    assert told(persist(waiting.bela)) == told(AnonymousUser()) == []


def test_nobody_is_told_of_a_place_they_may_not_read(waiting):
    tagging = Tagging.objects.get(pk=number(2, 9))
    tagging.proposed_change["passage"]["document"] = "secret"
    tagging.save()
    assert [row for row in rows("tags", persist(waiting.ada)) if row["proposed_change"]] == []
    assert [row for row in rows("tags", persist(waiting.editor)) if row["proposed_change"]]


def test_who_was_not_told_of_a_change_loads_back_what_they_exported(waiting):
    assert load(exported(persist(waiting.bela)))[1] is None


def test_what_waits_as_a_whole_has_no_change_that_waits(waiting):
    data = exported()
    wipe()
    Collection.objects.update(access=Collection.Access.PUBLIC)
    plan, _batch = load(data, person("another", EDITORS))
    assert changes() == {}
    assert sum("It is left out: here the whole waits." in str(warning) for warning in plan.warnings) == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("[]", "That is not a change of such a thing."),
        ("{}", "That is not a change of such a thing."),
        ('{"author":"ada"}', "That is not a change of such a thing."),
        ('{"tag_id":7}', "That is not a change of such a thing."),
        ('{"tag_id":"x"}', "There is no tag x, neither in this codebook nor in the one here."),
        ('{"passage":{"document":"alpha"}}', "The place it would have is in no document here."),
        (
            '{"passage":{"document":"nowhere","paragraph":1,"start":null,"end":null,"quote":""}}',
            "The place it would have is in no document here.",
        ),
        (
            '{"passage":{"document":"alpha","paragraph":true,"start":null,"end":null,"quote":""}}',
            "The place it would have is in no document here.",
        ),
        (
            '{"passage":{"document":"alpha","paragraph":20,"start":0,"end":2,"quote":"no"}}',
            "¶ 20 of “alpha”, 0 to 2: The words here are “+ ”, not “no”.",
        ),
        ("{", "“{” is not JSON."),
    ],
)
def test_a_change_that_is_none_is_refused(bundle, change, said):
    (problem,) = problems_of(with_cells(bundle, "tags", 5, proposed_change=change))
    assert problem == f"tags.csv, line 11: proposed_change: {said}"


def test_only_what_is_published_has_a_change_that_waits(bundle):
    (problem,) = problems_of(with_cells(bundle, "tags", 0, proposed_change='{"tag":"x"}'))
    assert problem.endswith("proposed_change: Only of what is published can a change wait.")


def test_memory_does_not_grow_with_the_rows(bundle, monkeypatch):
    monkeypatch.setattr(contributions, "CHUNK", 25)

    def peak(times):
        def more(rows):
            first = list(rows)
            for time in range(1, times):
                rows += [row | {"annotation_id": str(number(100 + time, place))} for place, row in enumerate(first)]

        data = with_rows(bundle, "annotations", more)
        wipe()
        # What is made once, whatever is loaded.
        load(bundle)
        wipe()
        file = io.BytesIO(data)
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            import_bundle(file=file, by=None)
            return tracemalloc.get_traced_memory()[1] - before
        finally:
            tracemalloc.stop()

    few, many = peak(20), peak(200)
    assert Annotation.objects.count() == 1000
    # When rows were held until the end, each took more than 2,000 bytes.
    assert many - few < 900 * 500
