"""Bundles imported again: after they were cut off, after they were undone, and by the same request sent twice."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from annotator.actions import contributions as deeds
from annotator.actions.imports import bundle as importing
from annotator.actions.undo import undo
from annotator.errors import AlreadyDone
from annotator.imports.bundle import contributions
from annotator.imports.problems import ImportRefused
from annotator.models import Annotation, CrossReference, Event, Tagging
from annotator.permissions import EDITORS
from corpus.models import Collection, Document
from tests.conftest import person
from tests.support.import_bundles import LOADED_BACK, exported, load, same_files

pytestmark = pytest.mark.django_db(transaction=True)
CONTRIBUTIONS = (Tagging, Annotation, CrossReference)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(contributions, "CHUNK", 2)
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    monkeypatch.setattr(importing, "BESIDE", 0.5)


@pytest.fixture
def editor(bundle):
    Collection.objects.update(access=Collection.Access.PUBLIC)
    return person("editor", EDITORS, is_superuser=True)


@pytest.fixture
def between(monkeypatch):
    """Have something happen once, between the first two parts."""

    def happens(act):
        acts = [act]
        monkeypatch.setattr(importing, "let_others_write", lambda: acts and acts.pop()())

    return happens


def imports(data, by, request_id=None):
    return importing.import_bundle(file=io.BytesIO(data), by=by, request_id=request_id)


def cut_off(data, by, between, request_id=None):
    """Import the first part, after which a text is another for a moment. Returns the action."""
    document = Document.objects.get(slug="Zeta")
    current = document.current_id
    between(lambda: Document.objects.filter(pk=document.pk).update(current=None))
    with pytest.raises(ImportRefused, match="broke off"):
        imports(data, by, request_id)
    Document.objects.filter(pk=document.pk).update(current=current)
    return Event.objects.filter(action="imported").latest("at").batch


def standing():
    return {thing.pk for model in CONTRIBUTIONS for thing in model.objects.standing()}


def actions():
    """How many entries of imports the history has."""
    return Event.objects.filter(action="imported").values("batch").distinct().count()


def test_what_was_cut_off_and_sent_again_is_one_action_and_undone_as_one(bundle, editor, between):
    request_id = uuid.uuid4()
    first = cut_off(bundle, editor, between, request_id)
    assert len(standing()) == 2
    _plan, batch = imports(bundle, editor, request_id)
    assert (batch, actions()) == (first, 1)
    assert same_files(bundle, exported()) == LOADED_BACK
    undo(batch_id=batch, by=editor)
    assert standing() == set()


@pytest.mark.parametrize("request_id", [None, uuid.uuid4()])
def test_what_was_cut_off_and_undone_is_imported_again_as_a_whole(bundle, editor, between, request_id):
    first = cut_off(bundle, editor, between, request_id)
    undo(batch_id=first, by=editor)
    assert standing() == set()
    plan, second = imports(bundle, editor, request_id)
    assert (plan.warnings, sum(plan.new.values())) == ([], 20)
    assert (second != first, actions()) == (True, 2)
    assert same_files(bundle, exported()) == LOADED_BACK
    made = Event.objects.filter(batch=second, action="imported", subject_type__in=["tagging", "annotation"])
    assert made.count() == len(set(made.values_list("subject_id", flat=True))) == 13
    assert imports(bundle, editor)[0].empty
    again = undo(batch_id=second, by=editor)
    assert standing() == set()
    undo(batch_id=again, by=editor)
    assert len(standing()) == 17


def test_a_whole_import_is_undone_and_done_again_any_number_of_times(bundle, editor):
    for _time in range(3):
        plan, batch = load(bundle, editor)
        assert (plan.warnings, len(standing())) == ([], 17)
        undo(batch_id=batch, by=editor)
        assert standing() == set()


def test_what_a_person_took_back_stays_so(bundle, editor):
    load(bundle, editor)
    taken = Annotation.objects.with_places().filter(status="published").first()
    deeds.withdraw(contributions=[taken], by=editor)
    brought_back = deeds.restore(contributions=[Annotation.objects.with_places().get(pk=taken.pk)], by=editor)
    undo(batch_id=brought_back, by=editor)
    plan, done = load(bundle, editor)
    assert (plan.empty, done) == (True, None)
    assert [each.reason for each in plan.warnings] == ["It was withdrawn here since, and stays so."]


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("when", ["while it is checked", "between its parts"])
def test_the_same_request_sent_twice_at_once_is_done_once(bundle, editor, between, monkeypatch, cut, when):
    request_id = uuid.uuid4()
    if cut:
        cut_off(bundle, editor, between, request_id)
    beside = []

    def sends():
        if not beside:
            beside.append(None)
            beside[0] = imports(bundle, editor, request_id)

    if when == "between its parts":
        between(sends)
    else:
        plan_bundle = importing.plan_bundle
        monkeypatch.setattr(importing, "plan_bundle", lambda *given: (plan_bundle(*given), sends())[0])
    with pytest.raises(AlreadyDone):
        imports(bundle, editor, request_id)
    (plan, batch), whole = beside[0], 18 if cut else 20
    assert sum(plan.new.values()) == whole - 2 * (when == "between its parts")
    assert (batch, actions(), len(standing())) == (request_id, 1, 17)
    assert same_files(bundle, exported()) == LOADED_BACK


def test_the_one_that_is_overtaken_waits_for_the_other_and_goes_on_where_that_breaks_off(bundle, editor, between):
    request_id = uuid.uuid4()
    document = Document.objects.get(slug="Zeta")

    def overtakes():
        # The same request writes a part, and breaks off.
        between(lambda: Document.objects.filter(pk=document.pk).update(current=None))
        with pytest.raises(ImportRefused, match="2 of 18"):
            imports(bundle, editor, request_id)
        Document.objects.filter(pk=document.pk).update(current=document.current_id)

    between(overtakes)
    plan, batch = imports(bundle, editor, request_id)
    assert (batch, sum(plan.new.values()), actions()) == (request_id, 16, 1)
    assert same_files(bundle, exported()) == LOADED_BACK


def test_the_page_imports_again_what_was_undone(bundle, editor, log_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    client = log_in(editor)

    def sends(**what):
        sent = {"file": SimpleUploadedFile("bundle.zip", bundle), "request_id": uuid.uuid4()} | what
        return client.post(reverse("import"), sent, follow=True).text

    assert "20 contributions were imported." in sends(**{"import": ""})
    undo(batch_id=Event.objects.filter(action="imported").first().batch, by=editor)
    assert "Everything in it is here already" not in sends(check="")
    assert "20 contributions were imported." in sends(**{"import": ""})
    assert "Everything in the bundle is here already." in sends(**{"import": ""})
