"""A bundle that is written in parts and broke off: the page, the command and the worker say what is here, and go on."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from annotator.actions import jobs
from annotator.actions.imports import bundle as importing
from annotator.http import jobs as working
from annotator.imports.bundle import contributions
from annotator.models import Annotation, Job
from annotator.progress import Cancelled
from corpus.models import Collection, Document
from tests.support.export_site import Site
from tests.support.import_bundles import LOADED_BACK, exported, same_files, wipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def bundle(settings, tmp_path, monkeypatch):
    """A bundle of twenty contributions, of which the first two are imported before a text of theirs is revised."""
    settings.DATA_DIR = tmp_path
    Site()
    Collection.objects.update(access=Collection.Access.PUBLIC)
    data = exported()
    wipe()
    monkeypatch.setattr(contributions, "CHUNK", 2)
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    document = Document.objects.get(slug="Zeta")
    revised = []

    def revises_once():
        if not revised:
            revised.append(Document.objects.filter(pk=document.pk).update(current=None))

    monkeypatch.setattr(importing, "let_others_write", revises_once)
    yield data
    assert same_files(data, exported()) == LOADED_BACK


def put_back():
    document = Document.objects.get(slug="Zeta")
    Document.objects.filter(pk=document.pk).update(current=document.revisions.latest("number"))


def test_the_page_says_what_was_imported_and_its_button_goes_on(bundle, log_in, administrator):
    client = log_in(administrator)
    sent = {"file": SimpleUploadedFile("bundle.zip", bundle), "import": "", "request_id": uuid.uuid4()}
    page = client.post(reverse("import"), sent)
    assert page.status_code == 422
    assert "The file was imported in part." in page.text
    assert "2 of 20 contributions were imported. Import the file again" in page.text
    assert "Nothing was changed" not in page.text
    put_back()
    # The file need not be chosen again.
    form = page.context["form"]
    again = {name: form[name].value() for name in ("token", "request_id")} | {"import": ""}
    done = client.post(reverse("import"), again)
    assert done.status_code == 302
    assert "18 contributions were imported." in client.get(done["Location"]).text


def test_the_command_says_what_was_imported(bundle, tmp_path, capsys):
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle)
    with pytest.raises(SystemExit):
        call_command("import_contributions", path)
    said = capsys.readouterr().err
    assert "2 of 20 contributions were imported. Import the file again" in said
    assert "Nothing" not in said
    put_back()
    call_command("import_contributions", path, "--json")
    assert json.loads(capsys.readouterr().out)["status"] == "imported"


def test_the_worker_says_what_was_imported_before_it_was_cancelled(editor, monkeypatch):
    def cut_off(_form, kept):
        kept(1000)
        raise Cancelled

    monkeypatch.setattr(working, "imported_bundle", cut_off)
    monkeypatch.setattr(working, "_check", lambda _form: None)
    job, _new = jobs.ask(pk=uuid.uuid4(), by=editor, kind=Job.Kind.IMPORT, name="bundle.zip", typed="")
    working.work.call(str(job.pk))
    job.refresh_from_db()
    assert job.message == "1000 contributions were imported. Cancelled. The rest was not done."
    assert job.address == reverse("activity")
    assert not Annotation.objects.exists()
