"""A bundle with its sources: for editors and the command line, and it restores into an empty site by itself."""

import io
import json
import zipfile

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.urls import reverse

from annotator.actions.imports.bundle import import_bundle
from annotator.errors import Refused
from annotator.exports.package import Bundle
from annotator.imports.problems import ImportRefused
from annotator.models import Annotation, Event, Passage, Tagging
from annotator.selectors.filters import Filters
from corpus.models import Collection, Document
from tests.support.kept_site import KeptSite, empty, exports, tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    return KeptSite()


def made(viewer=None, **filters):
    return b"".join(Bundle(viewer=viewer, filters=Filters(**filters), sources=True).chunks())


def restored(data, tmp_path, settings):
    path = tmp_path / "bundle.zip"
    path.write_bytes(data)
    empty()
    settings.MEDIA_ROOT = tmp_path / "another"
    call_command("restore", path)


def rows_in(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        columns = json.loads(archive.read("manifest.json"))["tables"][name]["columns"]
        lines = archive.read(f"tables/{name}.jsonl").splitlines()
    return [dict(zip(columns, json.loads(line), strict=True)) for line in lines]


def test_it_restores_an_empty_site_with_its_history(site, tmp_path, settings):
    before, data = exports(None), made()
    events = list(Event.objects.order_by("pk").values())
    restored(data, tmp_path, settings)
    assert exports(None) == before
    assert list(Event.objects.order_by("pk").values()) == events
    assert Tagging.objects.get(pk=site.withdrawn.pk).withdrawn_at is not None
    assert made() == data


def test_the_same_content_gives_the_same_bytes(site):
    assert made() == made()
    assert made(site.edda) == made(site.edda)


def test_nobody_logs_in_with_what_it_holds_of_people(site, tmp_path, settings):
    data = made()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {name for name in archive.namelist() if name.startswith("tables/")}
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert not {name for name in names if "mfa." in name or "account." in name or "Submission" in name}
    for secret in (site.ada.password.encode(), b"ada@example.org"):
        assert secret not in everything
    restored(data, tmp_path, settings)
    ada = User.objects.get(username="ada")
    assert (ada.first_name, ada.is_active, ada.has_usable_password(), ada.email) == ("Ada", False, False, "")
    assert not User.objects.filter(is_superuser=True).exists()
    assert [str(name) for name in ada.former_names.all()] == ["countess"]


def test_an_editor_has_what_they_read_and_no_drafts_of_others(site, tmp_path, settings):
    # An editor who does not read the closed collection.
    other = User.objects.get(username="otto")
    other.groups.add(site.edda.groups.get(name="Editors"))
    other = User.objects.get(pk=other.pk)
    before, data = exports(other), made(other)
    drafts = Tagging.objects.filter(status="draft").values_list("pk", flat=True)
    assert drafts
    told = {row["id"] for row in rows_in(data, "annotator.Tagging")}
    assert not told & {str(pk) for pk in drafts}
    assert str(site.withdrawn.pk) in told
    assert [row["slug"] for row in rows_in(data, "corpus.Document")] == ["council"]
    assert [row["slug"] for row in rows_in(data, "corpus.Collection")] == ["open"]
    assert {row["name"] for row in rows_in(data, "auth.Group")} == {"Annotators", "Editors"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sum(name.startswith("sources/") for name in archive.namelist()) == 2
        assert b"Nobody else reads this" not in b"".join(archive.read(name) for name in archive.namelist())
    restored(data, tmp_path, settings)
    after = User.objects.get(username="otto")
    after.is_active = True
    after.save()
    after.groups.add(*Collection.groups.field.related_model.objects.filter(name="Editors"))
    assert exports(after) == before


def test_no_passage_tells_where_others_have_drafts(site):
    places = Passage.objects.filter(taggings__status="draft").exclude(taggings__status="published")
    hidden = {
        pk
        for pk in places.values_list("pk", flat=True)
        if not Tagging.objects.filter(content_object=pk).exclude(status="draft").exists()
    }
    hidden |= set(Passage.objects.filter(annotations=site.draft.pk).values_list("pk", flat=True))
    hidden -= set(Annotation.objects.exclude(status="draft").values_list("passage", flat=True))
    assert hidden
    assert not hidden & {row["id"] for row in rows_in(made(site.edda), "annotator.Passage")}


def test_a_reply_to_a_draft_stands_alone(site):
    note = Annotation.objects.get(pk=site.draft.pk)
    reply = Annotation.objects.create(
        author=site.ada, passage=note.passage, in_reply_to=note, body="To a draft", body_html=""
    )
    (row,) = [row for row in rows_in(made(site.edda), "annotator.Annotation") if row["id"] == str(reply.pk)]
    assert row["in_reply_to_id"] is None


def test_it_is_never_for_others(site, log_in):
    for viewer in (site.ada, User.objects.create_user("reader")):
        with pytest.raises(PermissionDenied):
            Bundle(viewer=viewer, filters=Filters(), sources=True)
        assert log_in(viewer).get(reverse("export_bundle"), {"sources": "1"}).status_code == 403
        assert "sources=1" not in log_in(viewer).get(reverse("export")).text
    assert log_in().get(reverse("export_bundle"), {"sources": "1"}).status_code == 403


def test_an_editor_downloads_it_from_the_page_of_exports(site, log_in):
    client = log_in(site.edda)
    assert f"{reverse('export_bundle')}?sources=1" in client.get(reverse("export")).text
    answer = client.get(reverse("export_bundle"), {"sources": "1"})
    assert b"".join(answer) == made(site.edda)


def test_it_is_not_narrowed(site, log_in):
    with pytest.raises(Refused, match="A bundle with the sources is of everything"):
        made(documents=("council",))
    answer = log_in(site.edda).get(reverse("export_bundle"), {"sources": "1", "document": "council"})
    assert answer.status_code == 400


def test_a_site_in_use_takes_its_contributions_and_not_its_events(site):
    data = made()
    Tagging.objects.filter(pk=site.one.pk).delete()
    before = Event.objects.count()
    plan, _batch = import_bundle(file=io.BytesIO(data), by=None)
    assert plan.new == {"tags": 1, "annotations": 0, "cross-references": 0, "parallels": 0}
    assert Event.objects.count() == before + 1


def test_a_site_without_the_texts_is_told_how_they_come_with_it(site):
    data = made()
    empty()
    with pytest.raises(
        ImportRefused, match=r"There is no document .* the texts come with the bundle: manage\.py restore"
    ):
        import_bundle(file=io.BytesIO(data), by=None)


def test_the_command_line_writes_it(site, tmp_path):
    call_command("export", "bundle", sources=True, output=tmp_path / "bundle.zip")
    assert (tmp_path / "bundle.zip").read_bytes() == made()
    with pytest.raises(CommandError, match="--sources is for the bundle"):
        call_command("export", "tags", sources=True)


def test_a_bundle_without_them_says_what_loads_it(site, tmp_path):
    (tmp_path / "bundle.zip").write_bytes(b"".join(Bundle(viewer=None, filters=Filters()).chunks()))
    empty()
    with pytest.raises(CommandError, match=r"it has no manifest.json. .* import_contributions loads a bundle without"):
        call_command("restore", tmp_path / "bundle.zip")
    assert not Document.objects.exists()
    assert not any(tables()["auth.User"])
