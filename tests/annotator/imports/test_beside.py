"""A bundle is written in parts, between which others write; a part that fails leaves those before it, to go on from."""

import csv
import io

import pytest
from django.contrib.auth.models import User

from annotator.actions import annotations
from annotator.actions.imports import bundle as importing
from annotator.actions.undo import undo
from annotator.errors import AlreadyDone
from annotator.imports.bundle import contributions
from annotator.imports.bundle.places import BundlePlaces
from annotator.imports.problems import ImportRefused
from annotator.models import Annotation, Event, Submission
from annotator.models.place import Place
from annotator.permissions import ANNOTATORS, EDITORS
from annotator.progress import Cancelled, heard_by
from corpus.models import Document, Paragraph
from tests.conftest import person
from tests.functional.at_once import Meanwhile
from tests.support.import_bundles import LOADED_BACK, exported, files_of, load, same_files, with_rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(contributions, "CHUNK", 2)
    monkeypatch.setattr(importing, "AT_ONCE", 2)


@pytest.fixture
def between(monkeypatch):
    """Have something happen once, between the first two parts."""

    def happens(act):
        acts = [act]
        monkeypatch.setattr(importing, "let_others_write", lambda: acts and acts.pop()())

    return happens


def note_beside():
    place = Place(Paragraph.objects.select_related("document__collection").get(document__slug="Zeta", key=10))
    return annotations.annotate(places=[place], body="Beside", by=person("writer", ANNOTATORS))


def revised():
    """Have the text of one document be of another revision."""
    document = Document.objects.get(slug="Zeta")
    Document.objects.filter(pk=document.pk).update(current=None)
    return document.current_id


def test_others_write_between_the_parts_and_all_of_it_is_one_action(bundle, between):
    writing = Meanwhile(note_beside)
    between(lambda: (writing.start(), writing.finish()))
    told = []
    plan, batch = importing.import_bundle(file=io.BytesIO(bundle), by=None, kept=told.append)

    assert len(told) > 2
    assert told[-1] == sum(plan.new.values())
    assert Annotation.objects.get(author__username="writer").body == "Beside"
    imported = Event.objects.filter(action="imported")
    assert set(imported.values_list("batch", flat=True)) == {batch}
    at = list(imported.order_by("at").values_list("at", flat=True))
    assert len(set(at)) == len(at)


def test_all_parts_are_undone_as_one(bundle):
    editor = person("editor", EDITORS, is_superuser=True)
    _plan, batch = load(bundle, editor)
    assert Annotation.objects.standing().exists()
    undo(batch_id=batch, by=editor)
    assert not Annotation.objects.standing().exists()


def test_parts_come_to_the_same_as_one(bundle):
    load(bundle)
    assert same_files(bundle, exported()) == LOADED_BACK


@pytest.mark.parametrize("request_id", [None, importing.uuid4()])
def test_what_is_cut_off_is_gone_on_with(bundle, between, request_id):
    editor = person("editor", EDITORS, is_superuser=True)
    before = []
    between(lambda: before.append(revised()))
    asked = {"file": io.BytesIO(bundle), "by": editor, "request_id": request_id}
    with pytest.raises(ImportRefused, match=r"broke off.*of 2\d contributions were imported.*again") as refused:
        importing.import_bundle(**asked)
    assert refused.value.written == 2
    assert Event.objects.filter(action="imported").exclude(subject_type="tag").count() == 2

    Document.objects.filter(slug="Zeta").update(current=before[0])
    plan, _batch = importing.import_bundle(**asked)
    assert sum(plan.new.values()) + 2 == Event.objects.filter(action="imported").exclude(subject_type="tag").count()
    assert same_files(bundle, exported()) == LOADED_BACK


def test_what_is_asked_for_twice_at_once_is_done_once(bundle, monkeypatch):
    editor = person("editor", EDITORS, is_superuser=True)
    request_id = importing.uuid4()
    plan_bundle = importing.plan_bundle

    def beside(*arguments):
        plan = plan_bundle(*arguments)
        Submission.objects.create(pk=request_id, by=editor)
        return plan

    monkeypatch.setattr(importing, "plan_bundle", beside)
    with pytest.raises(AlreadyDone):
        importing.import_bundle(file=io.BytesIO(bundle), by=editor, request_id=request_id)
    assert not Event.objects.filter(action="imported").exists()


@pytest.mark.parametrize("people_are_here", [True, False])
@pytest.mark.parametrize("times", [1, 2, 4, 7])
@pytest.mark.parametrize("looking", [(BundlePlaces, "look_up"), (contributions.Contributions, "_standing")])
def test_the_same_bundle_imported_while_it_is_checked_is_told_so(bundle, monkeypatch, looking, times, people_are_here):
    if people_are_here:
        rows = csv.DictReader(io.StringIO(files_of(bundle)["people.csv"].decode(), newline=""))
        User.objects.bulk_create(User(username=row["account"]) for row in rows)
    look_up, calls = getattr(*looking), iter(range(1, 1_000))

    def beside(*arguments):
        found = look_up(*arguments)
        if next(calls) == times:
            monkeypatch.setattr(*looking, look_up)
            load(bundle)
        return found

    monkeypatch.setattr(*looking, beside)
    with pytest.raises(ImportRefused) as refused:
        load(bundle)
    (problem,) = refused.value.problems
    assert "Somebody changed something here while the file was checked" in problem.reason
    assert load(bundle)[0].empty


def test_a_cancel_leaves_the_parts_that_are_written(bundle):
    told = []

    def cancelling(_doing, done, _total):
        if done >= 4:
            raise Cancelled

    with heard_by(cancelling), pytest.raises(Cancelled):
        importing.import_bundle(file=io.BytesIO(bundle), by=None, kept=told.append)
    assert told == [2, 4]
    assert Event.objects.filter(action="imported").exclude(subject_type="tag").count() == 4


def test_a_note_below_its_answers_is_imported_with_them(bundle):
    load(with_rows(bundle, "annotations", lambda rows: rows.reverse()))
    assert Annotation.objects.filter(in_reply_to__isnull=False).exists()
    assert same_files(bundle, exported()) == LOADED_BACK
