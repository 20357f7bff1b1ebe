"""The restore drill: what a backup is made of comes back, all of it, and nothing is ever half restored."""

import hashlib
import json
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from annotator.actions import contributions, undo
from annotator.exports import archive as written_archive
from annotator.exports.tables import LEFT_OUT, columns_of, named_by, site_tables
from annotator.models import Annotation, Event, Tagging
from corpus import search
from corpus.models import Document, Paragraph, Revision
from tests.support.import_bundles import packed
from tests.support.kept_site import KeptSite, empty, exports, tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    return KeptSite()


@pytest.fixture
def backup(tmp_path):
    """Makes one."""

    def made(name="backup.zip"):
        call_command("backup", tmp_path / name)
        return tmp_path / name

    return made


@pytest.fixture
def elsewhere(settings, tmp_path):
    """Leaves an empty site in another folder."""

    def moved():
        empty()
        settings.MEDIA_ROOT = tmp_path / "another" / "sources"

    return moved


def files_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bytes_of(name):
    return Path(default_storage.path(name)).read_bytes()


def rewritten(path, change):
    """Another file, with ``change`` done to the bytes of its files by name."""
    files = files_of(path)
    change(files)
    other = path.with_name("changed.zip")
    other.write_bytes(packed(files))
    return other


def manifest_of(path):
    return json.loads(files_of(path)["manifest.json"])


def test_everything_comes_back_to_the_byte(site, backup, elsewhere):
    viewers = (None, AnonymousUser(), site.ada, site.edda)
    before, rows = exports(*viewers), tables()
    sources = {name: bytes_of(name) for name in Revision.objects.values_list("source", flat=True)}
    assert len(sources) == 3
    path = backup()
    elsewhere()
    assert not User.objects.exists()
    call_command("restore", path)
    assert tables() == rows
    assert exports(*viewers) == before
    assert {name: bytes_of(name) for name in sources} == sources


def test_people_log_in_and_search_and_undo_as_before(site, backup, elsewhere, client):
    path = backup()
    elsewhere()
    call_command("restore", path)
    assert check_password("a password", User.objects.get(username="ada").password)
    assert client.login(username="edda", password="a password")
    found = search.matching(Paragraph.objects.all(), "łodz")
    assert [paragraph.text for paragraph in found] == ["The Council met on Tuesday in the old hall, łodz and 𝄞."]
    # Undo needs the keys that events have.
    ada = User.objects.get(username="ada")
    batch = Event.objects.filter(action="withdrawn", actor=ada).get().batch
    undo.undo(batch_id=batch, by=ada)
    assert Tagging.objects.get(pk=site.withdrawn.pk).withdrawn_at is None
    # What is made next has a key that nobody has.
    note = Annotation.objects.with_places().get(pk=site.draft.pk)
    contributions.propose(contributions=[note], by=User.objects.get(username="otto"))
    Document.objects.create(slug="next", title="Next", collection=Document.objects.first().collection)
    User.objects.create_user("next")


def test_no_table_is_forgotten():
    kept = {table.model for table in site_tables()}
    assert kept | LEFT_OUT == set(apps.get_models(include_auto_created=True))
    for model in kept:
        for column in columns_of(model):
            # What is other on every site is named, and nothing that is kept leads to what is left out.
            assert column.related_model not in LEFT_OUT or named_by(column)


@pytest.mark.any_database
def test_it_is_its_owners_alone_and_says_what_it_holds(site, backup, capsys):
    path = backup()
    assert path.stat().st_mode & 0o777 == 0o600
    told = capsys.readouterr().out
    assert "It holds password hashes and the secrets of second factors" in told
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o600}
    manifest = manifest_of(path)
    assert manifest["what"] == "site"
    assert manifest["migrations"]["annotator"] >= "0012"
    assert manifest["tables"]["auth.User"]["rows"] == 4
    assert manifest["tables"]["annotator.Event"]["rows"] == Event.objects.count()
    assert len(manifest["sources"]) == 3
    assert Session not in {apps.get_model(name) for name in manifest["tables"] if name.count("_") == 0}
    assert list(path.parent.glob(".*part")) == []


@pytest.mark.any_database
def test_the_file_is_not_written_over(site, backup):
    path = backup()
    before = path.read_bytes()
    with pytest.raises(CommandError, match=r"is there already. Name another file"):
        backup()
    assert path.read_bytes() == before


@pytest.mark.any_database
@pytest.mark.parametrize("folder", ["nowhere", "a file"])
def test_where_it_cannot_be_written_is_said(site, tmp_path, folder):
    (tmp_path / "a file").touch()
    with pytest.raises(CommandError, match=r"cannot be written .* Nothing was written"):
        call_command("backup", tmp_path / folder / "backup.zip")


@pytest.mark.any_database
def test_a_full_disk_leaves_nothing_behind(site, tmp_path, monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(written_archive.Contents, "_source", full)
    with pytest.raises(CommandError, match=r"No space left on device.* Nothing was written: make room"):
        call_command("backup", tmp_path / "backup.zip")
    assert not any(path.is_file() for path in tmp_path.glob("*") if "zip" in path.name)


def test_a_source_file_that_is_gone_or_another_is_said_and_the_rest_is_kept(site, tmp_path, capsys, elsewhere):
    gone, other, _sound = Revision.objects.order_by("pk")
    default_storage.delete(gone.source.name)
    Path(default_storage.path(other.source.name)).write_text("Other words.")
    with pytest.raises(SystemExit) as stop:
        call_command("backup", tmp_path / "backup.zip")
    assert stop.value.code == 1
    told = capsys.readouterr().err
    assert f"Not in it: the source file {gone.source.name} (No such file or directory)" in told
    assert f"Not in it: the source file {other.source.name} (its SHA-256 digest is another one" in told
    elsewhere()
    call_command("restore", tmp_path / "backup.zip")
    assert f"missing there already: {gone.source.name}" in capsys.readouterr().out
    assert Revision.objects.count() == 3


def refused(path, said, **more):
    """Refuses, and leaves the empty site as it is."""
    with pytest.raises(CommandError, match=said):
        call_command("restore", path)
    assert not User.objects.exists()
    assert not Document.objects.exists()
    with suppress(FileNotFoundError):
        assert default_storage.listdir("") == ([], []) or all(
            default_storage.listdir(folder) == ([], []) for folder in default_storage.listdir("")[0]
        )


def test_a_site_in_use_is_left_alone(site, backup):
    path = backup()
    before = tables()
    with pytest.raises(CommandError, match=r"This site is not empty: it has passages. .* name another database"):
        call_command("restore", path)
    assert tables() == before


def test_one_account_is_enough_to_be_in_use(site, backup, elsewhere):
    path = backup()
    elsewhere()
    User.objects.create_user("somebody")
    with pytest.raises(CommandError, match=r"This site is not empty: it has users."):
        call_command("restore", path)
    assert User.objects.count() == 1


@pytest.mark.any_database
@pytest.mark.parametrize("part", [0.0, 0.3, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(site, backup, elsewhere, part):
    path = backup()
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    elsewhere()
    refused(path, "not a zip file, or it was cut off .* Take another copy.")


def test_what_was_changed_is_refused(site, backup, elsewhere):
    path = backup()
    source = next(name for name in files_of(path) if name.startswith("sources/"))
    elsewhere()
    for name in (source, "tables/annotator.Event.jsonl", "tables/auth.User.jsonl"):
        with_another_end = rewritten(path, lambda files, name=name: files.update({name: files[name][:-2] + b"x\n"}))
        refused(with_another_end, f"{name} is missing, damaged or not what manifest.json says")
        without = rewritten(path, lambda files, name=name: files.pop(name))
        refused(without, f"{name} is missing, damaged or not what manifest.json says")


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"glossator_archive": 2}, "It is of format 2; this program reads format 1."),
        ({"glossator_archive": "1"}, "manifest.json is missing, damaged"),
        ({"what": "anything"}, "manifest.json is missing, damaged"),
        ({"sources": {"../../etc/passwd": {"sha256": "0"}}}, "manifest.json is missing, damaged"),
        ({"sources": {"/etc/passwd": {"sha256": "0"}}}, "manifest.json is missing, damaged"),
        ({"tables": {"auth.User": {}}}, "manifest.json is missing, damaged"),
        (
            {"tables": {"sessions.Session": {"rows": 0, "sha256": "", "columns": []}}},
            "There is no table sessions.Session here.",
        ),
        (
            {"tables": {"auth.User": {"rows": 0, "sha256": "", "columns": ["id"]}}},
            "auth.User has other columns than here.",
        ),
        (
            {"version": "9.0", "migrations": {"annotator": "0099_later"}},
            "It was made by version 9.0, whose tables are not those of this version, .* Restore it with that version",
        ),
    ],
)
def test_another_manifest_is_refused(site, backup, elsewhere, change, said):
    path = backup()
    elsewhere()
    other = rewritten(
        path, lambda files: files.update({"manifest.json": json.dumps(json.loads(files["manifest.json"]) | change)})
    )
    refused(other, said)


@pytest.mark.any_database
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_a_garbled_manifest_is_refused(site, backup, elsewhere, content):
    path = backup()
    elsewhere()
    refused(
        rewritten(path, lambda files: files.update({"manifest.json": content})), "manifest.json is missing, damaged"
    )


@pytest.mark.any_database
def test_another_zip_file_is_told_what_it_should_be(site, tmp_path, elsewhere):
    elsewhere()
    path = tmp_path / "other.zip"
    path.write_bytes(packed({"letter.txt": b"Dear"}))
    refused(path, "neither a backup nor a bundle with its sources: it has no manifest.json. Make one with")


def test_a_full_disk_while_restoring_leaves_an_empty_site(site, backup, elsewhere, monkeypatch):
    from annotator.actions import restore

    path = backup()
    elsewhere()
    real, written = restore._write_source, []

    def full(path, content):
        real(path, content)
        written.append(path)
        if len(written) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(restore, "_write_source", full)
    refused(path, "The source files cannot be written .No space left on device.. Nothing was restored: make room")
    assert len(written) == 2
    assert not any(each.exists() for each in written)


def test_what_the_database_does_not_take_is_not_half_restored(site, backup, elsewhere, monkeypatch):
    from annotator.actions import restore

    path = backup()
    elsewhere()
    real = restore._insert

    def twice(model, rows):
        rows = list(rows)
        real(model, iter(rows + rows[:1] if model is User else rows))

    monkeypatch.setattr(restore, "_insert", twice)
    refused(path, "The database did not take it .* Nothing was restored.")


def edited(path, table, change):
    """Another file, with ``change`` done to the first row of ``table`` (a list by the columns), and digests that fit."""

    def made(files):
        name, manifest = f"tables/{table}.jsonl", json.loads(files["manifest.json"])
        told = manifest["tables"][table]
        first, _end, others = files[name].partition(b"\n")
        row = change(dict(zip(told["columns"], json.loads(first), strict=True)))
        line = row if isinstance(row, bytes) else json.dumps(list(row.values())).encode()
        files[name] = line + b"\n" + others
        told["sha256"] = hashlib.sha256(files[name]).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()

    return rewritten(path, made)


NO_ROW = r"Line 1 of tables/{}.jsonl is no row of this table.* Nothing was restored. Take another copy"


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("annotator.Tagging", lambda row: row | {"id": 5}, NO_ROW),
        ("annotator.Tagging", lambda row: row | {"created_at": "yesterday"}, NO_ROW),
        ("annotator.Tagging", lambda row: row | {"created_at": "0001-01-01T00:00:00+23:59"}, "Nothing was restored"),
        ("annotator.Annotation", lambda row: row | {"body": {}, "more": 1}, NO_ROW),
        ("auth.User", lambda row: row | {"is_staff": "perhaps"}, NO_ROW),
        ("auth.User", lambda _row: b"5", NO_ROW),
        ("auth.User", lambda _row: b"[" * 200_000, NO_ROW),
        ("annotator.Tagging", lambda _row: b'["' + b"9" * 5000, NO_ROW),
        ("annotator.Passage", lambda row: row | {"start": 2**70, "end": 2**71}, "The database did not take it"),
        ("annotator.Annotation", lambda row: row | {"author_id": 2**70}, "The database did not take it"),
    ],
)
def test_an_edited_row_is_refused_in_words(site, backup, elsewhere, table, change, said):
    path = backup()
    elsewhere()
    refused(edited(path, table, change), said.format(table))


@pytest.mark.parametrize("table", ["annotator.Passage", "annotator.Tagging"])
def test_what_would_be_counted_in_another_text_is_refused(site, backup, elsewhere, table):
    path = backup()
    elsewhere()
    other = edited(path, table, lambda row: row | {"document_id": site.secret.pk})
    refused(other, "with another document than that of their .* Nothing was restored.")


def test_tables_of_another_version_are_to_be_migrated_first(site, backup, elsewhere):
    path = backup()
    elsewhere()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'annotator' AND name LIKE '0012%%'")
    refused(path, "The tables are not there, or not those of this version. Run manage.py migrate first.")
    with pytest.raises(CommandError, match=r"Run manage.py migrate first."):
        call_command("backup", path.with_name("another.zip"))


@pytest.mark.any_database
def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read") as error:
        call_command("restore", tmp_path / "nothing.zip")
    assert error.value.returncode == 2


def test_a_backup_of_an_empty_site_is_restored(backup, elsewhere):
    path = backup()
    rows = tables()
    elsewhere()
    call_command("restore", path)
    assert tables() == rows


def test_the_sources_are_read_in_small_parts(site, backup, elsewhere, monkeypatch):
    monkeypatch.setattr(written_archive, "CHUNK", 7)
    path = backup()
    rows = tables()
    elsewhere()
    call_command("restore", path)
    assert tables() == rows
    assert len(bytes_of(Revision.objects.first().source.name)) > 7
