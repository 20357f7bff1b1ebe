"""Backups that an administrator asks for on the site, by a worker and without one."""

# ruff: noqa: F811 - fixtures of another module, asked for by name

import uuid
import zipfile

import pytest
from django.urls import reverse

from annotator.models import Job
from tests.operation.test_jobs import cancelled, client, run_the_worker  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_backup_is_made_by_the_worker_for_administrators_alone(client, administrator, log_in, settings):
    assert client.post(reverse("backups")).status_code == 403
    admin = log_in(administrator)
    page = admin.get(reverse("backups")).text
    sent = {"request_id": str(uuid.uuid4())}
    address = admin.post(reverse("backups"), sent)["Location"]
    assert admin.post(reverse("backups"), sent)["Location"] == address
    assert "None." in page
    run_the_worker()
    (path,) = (settings.DATA_DIR / "backups").iterdir()
    assert path.stat().st_mode & 0o077 == 0
    said = admin.get(address).text
    assert path.name in said
    assert path.name in admin.get(reverse("backups")).text
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert b'"annotator' in archive.read("manifest.json")


def test_a_backup_that_is_cancelled_leaves_no_file(client, administrator, log_in, settings, monkeypatch):
    admin = log_in(administrator)
    address = admin.post(reverse("backups"))["Location"]
    monkeypatch.setattr("annotator.actions.backup.say", lambda *_said: cancelled())
    run_the_worker()
    assert "Cancelled. Nothing was changed." in admin.get(address).text
    assert not list((settings.DATA_DIR / "backups").iterdir())


def test_without_a_worker_a_backup_is_made_at_once_and_a_few_are_kept(client, administrator, log_in, settings):
    settings.JOBS = "inline"
    folder = settings.DATA_DIR / "backups"
    folder.mkdir()
    for day in range(1, 8):
        (folder / f"glossator-2020-01-0{day}-120000.zip").write_bytes(b"")
    (folder / "kept by hand.zip").write_bytes(b"")
    admin = log_in(administrator)
    assert "all is done while you wait" in admin.get(reverse("backups")).text
    assert "Written and checked" in admin.post(reverse("backups"), follow=True).text
    assert not Job.objects.exists()
    assert len(list(folder.iterdir())) == 6
    assert (folder / "kept by hand.zip").exists()
    assert (folder / "glossator-2020-01-07-120000.zip").exists()
