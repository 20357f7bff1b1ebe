"""Bundles whose files are not those of this version, or not as described, or no sound zip file."""

import io
import json

import pytest
from django.contrib.auth.models import User

from annotator.actions.imports.bundle import preview_bundle
from annotator.exports import dialect
from annotator.imports.bundle import package
from annotator.imports.problems import ImportRefused
from annotator.models import Tagging
from tests.support.import_bundles import (
    described,
    files_of,
    load,
    packed,
    problems_of,
    with_cells,
    with_file,
    with_package,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda old: old.replace(b",origin,", b",", 1), "line 1: The columns are not those of this export version (missing: origin)."),
        (lambda old: old.replace(b",origin,", b",origin,mood,", 1), "line 1: The columns are not those of this export version (not known: mood)."),
        (lambda old: old.replace(b"status,origin,", b"origin,status,", 1), "line 1: The columns are not those of this export version (another order, or a name twice)."),
        (lambda old: dialect.BOM + old, "line 1: A spreadsheet program has saved the file anew, in its own way. Take it as it was exported."),
        (lambda old: b"", "line 1: The columns are not those of this export version (missing: "),
        (lambda old: old.replace(b",draft,hand,\n", b",draft,\n"), "line 4: This row has 19 cells, and the header has 20 columns."),
        (lambda old: old.replace(b",draft,hand,\n", b",draft,hand,,\n"), "line 4: This row has 21 cells, and the header has 20 columns."),
        (lambda old: old.replace(b"declined,hand,\n", b"declined,hand,\n\n"), "line 4: This row has 0 cells, and the header has 20 columns."),
        (lambda old: old.replace(b"one,shifted", b"o\0e,shifted"), "line 11: There is a NUL character in this line. No text has one here."),
        (lambda old: old.replace(b"one,shifted", b"o\xe9e,shifted"), "line 11: The file is not in UTF-8 from here on (byte 152 of the line). Export it again."),
        (lambda old: old[: old.index(b'"He said') + 8], "line 2: The row cannot be read, nor what follows it (unexpected end of data). Is the file cut off, or a quotation mark lost?"),
        (lambda old: old.replace(b"one,shifted", b'"one"x,shifted'), "line 11: The row cannot be read, nor what follows it (',' expected after '\"'). Is the file cut off, or a quotation mark lost?"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_of_this_version(bundle, change, message):
    problems = problems_of(with_file(bundle, "tags", change))
    assert problems[0].startswith(f"tags.csv, {message}")


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"export_version": 3}, "The bundle is of export version 3; this program reads versions 1 to 2."),
        ({"export_version": "1"}, "The bundle is of export version 1; this program reads version 1."),
        ({"formula_guard": "yes"}, "It does not describe the files as this program does. Export the bundle again."),
    ],
)
def test_a_description_of_something_else(bundle, told, message):
    (problem,) = problems_of(with_package(bundle, **told))
    assert problem.startswith("datapackage.json: ")
    if told != {"export_version": "1"}:
        assert problem == f"datapackage.json: {message}"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b"{}", b'{"glossator": {}}', b"[" * 100_000])
def test_a_garbled_description(bundle, content):
    (problem,) = problems_of(packed(files_of(bundle) | {"datapackage.json": content}))
    assert problem.startswith("datapackage.json: It ")


@pytest.mark.parametrize("resources", [None, {}, [], [1], [{"path": []}], [{"path": "tags.csv"}]])
def test_a_description_without_the_files(bundle, resources):
    told = json.loads(files_of(bundle)["datapackage.json"]) | {"resources": resources}
    data = packed(files_of(bundle) | {"datapackage.json": json.dumps(told).encode()})
    assert problems_of(data) == [
        "datapackage.json: It does not describe the files as this program does. Export the bundle again."
    ]


def test_missing_files_are_all_named(bundle):
    files = files_of(bundle)
    del files["tags.csv"], files["datapackage.json"]
    assert problems_of(packed(files)) == [
        f"{name}: The file is not in the bundle. Export it again, whole." for name in ("tags.csv", "datapackage.json")
    ]


def test_other_files_beside_them_do_not_matter(bundle):
    load(packed(files_of(bundle) | {"README.txt": b"Ours."}))
    assert Tagging.objects.count() == 8


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice(bundle):
    files = files_of(bundle)
    data = packed([*files.items(), ("tags.csv", files["tags.csv"])])
    assert problems_of(data) == ["tags.csv: The file is in the bundle more than once."]


def test_a_file_that_was_changed_after_the_export(bundle):
    files = files_of(bundle)
    changed = files["tags.csv"].replace(b",draft,hand", b",draft,bulk")
    (problem,) = problems_of(packed(files | {"tags.csv": changed}))
    assert problem.startswith("tags.csv: The file is not the one that datapackage.json describes (hash: sha256:")
    # Cut off between two rows, it is sound in itself.
    short = files["tags.csv"].rpartition(b"\n00000002-")[0] + b"\n"
    (problem,) = problems_of(packed(files | {"tags.csv": short}))
    assert problem.startswith("tags.csv: The file is not the one that datapackage.json describes (bytes: ")
    assert "rows: 8, here 7" in problem


def test_it_is_no_zip_file(bundle):
    for data in (b"", b"PK", b"tagging_id,tag_id\n", bundle[: len(bundle) // 2], bundle[:-30]):
        (problem,) = problems_of(data)
        assert problem.startswith("bundle.zip: It is not a zip file, or a damaged one (")


def test_a_zip_file_with_damage_inside(bundle):
    place = bundle.index(b"tags.csv") + 60
    damaged = bundle[:place] + bytes(255 - byte for byte in bundle[place : place + 8]) + bundle[place + 8 :]
    problems = problems_of(damaged)
    assert problems[-1].startswith("tags.csv: The file is damaged within the zip file (")


def test_a_locked_zip_file(bundle):
    # The bit that says a file is encrypted, in the list at the end and before the file.
    data = bytearray(bundle)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(mark) + offset] |= 1
    assert problems_of(bytes(data)) == ["bundle.zip: It is locked with a password. Make it anew without one."]


def test_what_would_not_fit_unpacked_is_not_unpacked(bundle, monkeypatch):
    monkeypatch.setattr(package, "LARGEST", 3000)
    (problem,) = problems_of(bundle)
    assert problem.startswith("bundle.zip: Unpacked it would be ")
    assert problem.endswith("Export it in parts, by document.")


def test_a_line_longer_than_any_text_is_not_read_to_its_end(bundle, monkeypatch):
    monkeypatch.setattr(package, "LONGEST_CELL", 150)
    problems = problems_of(bundle)
    assert "tags.csv: There is a line longer than any text here. Export the bundle again." in problems


def test_a_preview_is_refused_with_the_same_problems(bundle):
    data = with_cells(bundle, "tags", 1, status="new")
    with pytest.raises(ImportRefused) as refused:
        preview_bundle(file=io.BytesIO(data), by=None)
    assert [str(problem) for problem in refused.value.problems] == problems_of(data)
    assert not User.objects.exists()


def test_the_helper_describes_what_it_packs(bundle):
    # Else the tests above would all be refused for their digests.
    assert problems_of(packed(described(files_of(bundle)))) == []
