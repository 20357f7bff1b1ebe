"""What a bundle is held against before it is loaded: the documents here, the person, what was done meanwhile."""

import io

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.actions.batch import MODELS, snapshot
from annotator.actions.imports.bundle import import_bundle, preview_bundle
from annotator.actions.parallels.judge import state_of
from annotator.imports.bundle import contributions
from annotator.imports.bundle.places import BundlePlaces
from annotator.imports.problems import ImportRefused
from annotator.management.commands.import_contributions import ROWS
from annotator.models import Annotation, Event, Passage, ProposedParallel, Tag, Tagging
from annotator.permissions import EDITORS
from corpus.models import Document, Paragraph
from tests.support import factories
from tests.support.export_site import number
from tests.support.import_bundles import (
    LOADED_BACK,
    contents,
    exported,
    load,
    problems_of,
    wipe,
    with_cells,
    with_rows,
)

pytestmark = pytest.mark.django_db


def test_another_source_of_the_same_words_is_said_and_loaded(bundle):
    document = Document.objects.get(slug="Zeta")
    document.current.sha256 = "0" * 64
    document.current.save()
    plan, batch = load(bundle)
    assert batch is not None
    assert [str(warning) for warning in plan.warnings] == [
        (
            "documents.csv, line 2: “Zeta” was loaded from another file than here. All passages of the bundle have "
            "their words here."
        )
    ]


def test_a_document_that_nothing_stands_in_may_be_missing(site):
    data = with_rows(
        exported(documents=("alpha",)), "documents", lambda rows: rows.append(rows[0] | {"document": "elsewhere"})
    )
    wipe()
    plan, _batch = load(data)
    assert [str(warning) for warning in plan.warnings] == [
        "documents.csv, line 3: There is no document “elsewhere” here. Nothing of the bundle stands in it."
    ]


def leave_out_the_secret_one(rows):
    rows[:] = [row for row in rows if "secret" not in row.values()]


def test_an_editor_loads_what_stands_in_documents_they_see(site):
    everything, public = exported(), exported(documents=("alpha", "Zeta"))
    wipe()
    editor = User.objects.create(username="eve")
    editor.groups.add(Group.objects.get(name=EDITORS))
    problems = problems_of(everything, editor)
    assert problems == [
        (
            "documents.csv, line 4: There is no document “secret” here, and 4 lines of the bundle stand in it. "
            "Load it first: manage.py load_documents FILE --slug secret"
        )
    ]
    for file in ("cross-references", "parallels"):
        public = with_rows(public, file, leave_out_the_secret_one)
    _plan, batch = load(public, editor)
    assert set(Event.objects.values_list("actor__username", "batch")) == {("eve", batch)}


def test_others_may_not(bundle):
    for user in (AnonymousUser(), User.objects.create(username="somebody")):
        for action in (preview_bundle, import_bundle):
            with pytest.raises(PermissionDenied):
                action(file=io.BytesIO(bundle), by=user)


def test_a_preview_says_the_same_and_writes_nothing(bundle):
    before = contents()
    plan = preview_bundle(file=io.BytesIO(bundle), by=None)
    assert contents() == before
    assert not plan.empty
    done, _batch = load(bundle)
    assert len(plan.tags) == len(done.tags) == 3
    assert plan.new == {
        "tags": 8, "annotations": 5, "cross-references": 4, "parallels": 3,
    }  # fmt: skip


def test_of_the_marks_in_a_paragraph_only_those_are_looked_up_that_rows_stand_on(bundle, monkeypatch):
    look_up, numbers = BundlePlaces.look_up, []

    def and_no_more(places, cited):
        asked_for = set(cited)
        look_up(places, asked_for)
        known = {place for place, *_words in places._passages}
        assert known <= {each.place for each in asked_for}
        numbers.append(len(known))

    monkeypatch.setattr(BundlePlaces, "look_up", and_no_more)
    monkeypatch.setattr(contributions, "CHUNK", 1)
    load(bundle)
    # Those that earlier rows would make.
    assert any(numbers)
    numbers.clear()
    assert load(bundle)[0].empty
    assert all(numbers)


def test_a_revision_loaded_meanwhile_stops_it(bundle, monkeypatch):
    def slowly(notes):
        document = Document.objects.get(slug="Zeta")
        revision = document.current
        revision.pk, revision.number = None, 3
        revision.save()
        Document.objects.filter(pk=document.pk).update(current=revision)
        monkeypatch.undo()
        return contributions.rendered(notes)

    monkeypatch.setattr(contributions, "rendered", slowly)
    (problem,) = problems_of(bundle)
    assert problem.startswith("bundle.zip: Somebody changed something here while the file was checked.")


def test_what_was_marked_meanwhile_stops_nothing(bundle, monkeypatch):
    def slowly(notes):
        paragraph = Paragraph.objects.get(document__slug="Zeta", key=20)
        made.append(factories.make_passage(paragraph))
        monkeypatch.undo()
        return contributions.rendered(notes)

    made = []
    monkeypatch.setattr(contributions, "rendered", slowly)
    plan, _batch = load(bundle)
    assert Tagging.objects.count() == plan.new["tags"]
    # What was imported stands on the passage that was made meanwhile.
    assert Passage.objects.in_use().filter(pk=made[0].pk).exists()
    again, batch = load(bundle)
    assert (sum(again.new.values()), batch) == (0, None)


def test_what_is_in_the_way_by_now_stops_all_of_it(bundle, monkeypatch):
    def slowly(notes):
        paragraph = Paragraph.objects.get(document__slug="Zeta", key=20)
        Annotation.objects.create(
            pk=number(3, 5),
            author=User.objects.create(username="meanwhile"),
            passage=factories.make_passage(paragraph),
            body="In the way",
        )
        monkeypatch.undo()
        return contributions.rendered(notes)

    monkeypatch.setattr(contributions, "rendered", slowly)
    with pytest.raises(ImportRefused, match="Somebody changed something here"):
        load(bundle)
    # The taggings were written before the notes.
    made = [model.objects.count() for model in (Tag, Tagging, Annotation, Passage, Event)]
    assert made == [0, 0, 1, 1, 0]
    assert User.objects.get().username == "meanwhile"


def test_events_say_what_is_here_now(bundle):
    # What looks like the key of something that is not written yet stays what somebody wrote.
    load(with_cells(bundle, "annotations", 0, body='{"passage_id":-1, "in_reply_to_id": -2}'))
    events = Event.objects.filter(action=Event.Verb.IMPORTED, subject_type__in=MODELS)
    assert events.count() > 10
    for event in events.select_related("paragraph", "document"):
        thing = MODELS[event.subject_type].objects.with_places().get(pk=event.subject_id)
        assert event.after == snapshot(thing)
        ends = [getattr(thing, path).paragraph for path in thing.PLACES]
        assert (event.paragraph, event.document) == (ends[0], ends[0].document)
    pairs = Event.objects.filter(subject_type=Event.Subject.PARALLEL)
    assert pairs.count() == 3
    for event in pairs:
        assert event.after == state_of(ProposedParallel.objects.with_places().get(pk=event.subject_id))


def many_notes(rows):
    rows += [row | {"annotation_id": str(number(9, place))} for place, row in enumerate(rows * 30)]


def many_taggings(rows):
    """One on every stretch of a paragraph."""
    one = next(row for row in rows if (row["document"], row["paragraph"]) == ("alpha", "10"))
    text = "Alpha 𝄞 begins here."
    stretches = [(start, end) for end in range(1, len(text) + 1) for start in range(end)]
    rows[:] = [
        one | {"tagging_id": str(number(9, place)), "start": start, "end": end, "quote": text[start:end]}
        for place, (start, end) in enumerate(stretches)
    ]


@pytest.mark.parametrize(
    ("file", "change", "model", "few", "many"),
    [("annotations", many_notes, Annotation, 5, 155), ("tags", many_taggings, Tagging, 1, 210)],
)
def test_the_number_of_queries_grows_with_the_lots_only(bundle, file, change, model, few, many):
    def cut_off(rows):
        del rows[few:]

    data, asked = with_rows(bundle, file, change), {}
    for number_of_rows, some in ((few, with_rows(data, file, cut_off)), (many, data)):
        wipe()
        with CaptureQueriesContext(connection) as queries:
            load(some)
        assert model.objects.count() == number_of_rows
        asked[number_of_rows] = len(queries)
    assert asked[few] == asked[many]


def test_the_command_has_a_word_for_every_kind():
    assert [*ROWS] == [kind for kind in LOADED_BACK if kind not in {"documents", "paragraphs"}]
