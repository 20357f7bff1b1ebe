"""The command that loads Taguette's highlights: what it says, what it refuses."""

import pytest
from django.core.management.base import CommandError

from annotator.models import Event, Tag, Tagging
from tests.support import factories
from tests.support.imported_files import run, run_json, table

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def made():
    return list(Tagging.objects.values_list("tag__name", flat=True))


@pytest.fixture
def path(tmp_path, db):
    factories.make_tag("law")
    factories.make_tag("sea")
    factories.make_document(
        ["# The sea", "The sea is deep.", "We shall protect it, and we shall pay.", "The end."], slug="sea"
    )
    file = tmp_path / "all_tags.csv"
    rows = [1, "sea", "sea", "deep"], [2, "sea", "law", "shall"], [3, "sea", "law", "gone"], [4, "sea", "", "The end"]
    file.write_bytes(table(["id", "document", "tag", "content"], *rows))
    return file


def test_the_command_tells_what_it_did(path, editor):
    out, err, status = run("import_highlights", path, "--by", "editor")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "all_tags.csv: found once: 2, several times: 1, not at all: 1; taggings made: 1, there before: 0",
        "  without a tag, so nothing was made of them: 1",
        "  several times: line 3, “shall” (sea)",
        "    sea, ¶ 3",
        "    sea, ¶ 3",
        "  not at all: line 4, “gone” (sea): The words are not in the text.",
    ]
    assert len(made()) == 1


def test_the_command_prints_one_json_object(path, editor, tmp_path):
    book = tmp_path / "codebook.csv"
    book.write_bytes(table(["tag", "description"], ["new", "Def."]))
    said, status = run_json("import_highlights", path, "--by", "editor", "--codebook", str(book), "--document", "sea")
    assert status == 0
    assert (said["made"], said["once"], said["several"], said["none"], said["untagged"]) == (1, 2, 1, 1, 1)
    assert (said["status"], said["batch"]) == ("imported", str(Event.objects.get(subject_type="tagging").batch))
    assert said["codebook"]["made"] == ["new"]
    assert said["highlights"][0] == {
        "line": 2,
        "id": "1",
        "document": "sea",
        "content": "deep",
        "tags": ["sea"],
        "found": "once",
        "reason": "",
        "places": [[{"document": "sea", "paragraph": 2, "start": 11, "end": 15}]],
    }


def test_a_dry_run_needs_nobody_and_writes_nothing(path):
    out, _err, status = run("import_highlights", path, "--dry-run")
    assert status == 0
    assert "taggings to make: 1" in out
    assert made() == []
    said, _status = run_json("import_highlights", path, "--dry-run")
    assert (said["status"], said["batch"], said["made"]) == ("checked", None, None)


def test_without_a_person_nothing_is_written(path):
    with pytest.raises(CommandError, match="--by NAME") as error:
        run("import_highlights", path)
    assert error.value.returncode == 2
    assert made() == []


def test_what_is_wrong_is_told_with_status_1(path, editor):
    Tag.objects.filter(name="law").delete()
    out, err, status = run("import_highlights", path, "--dry-run")
    assert (status, err) == (0, "")
    assert "  left out: all_tags.csv, line 3: There is no tag “law”" in out
    Tag.objects.all().delete()
    out, err, status = run("import_highlights", path, "--by", "editor")
    assert (out, status) == ("", 1)
    assert "all_tags.csv, line 3: There is no tag “law”" in err
    said, status = run_json("import_highlights", path, "--by", "editor", "--document", "nowhere")
    assert status == 1
    assert [each["line"] for each in said["problems"]] == [None, 2, 3]
    assert made() == []
