"""Bundles that are none, or mean harm: refused with one clear message, and in little time."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.imports.bundle import package, rows
from annotator.imports.bundle.ledger import Ledger
from annotator.imports.bundle.plan import plan_bundle
from annotator.imports.problems import ImportRefused
from annotator.models import Tagging
from tests.support.import_bundles import files_of, load, packed, problems_of, with_file

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize("folder", ["", "bundle/"])
def test_a_zip_file_of_other_things_is_one_problem(bundle, folder):
    files = {f"{folder}{name}": data for name, data in files_of(bundle).items()} if folder else {"letter.txt": b"Dear"}
    expected = "This zip file contains none of a bundle’s files, or has them in a folder. Take it as it was exported."
    assert problems_of(packed(files)) == [f"bundle.zip: {expected}"]


def test_what_is_packed_too_well_is_not_unpacked(bundle, monkeypatch):
    files = files_of(bundle)
    header = files["tags.csv"].split(b"\n")[0]
    monkeypatch.setattr(package, "HARMLESS", 1_000_000)
    files["tags.csv"] = header + b"\n" * 2_000_000
    (said,) = problems_of(packed(files, compression=zipfile.ZIP_DEFLATED))
    assert said.startswith("bundle.zip: Unpacked it would be ")


def test_a_file_wrong_on_every_line_is_given_up(bundle, monkeypatch):
    monkeypatch.setattr(rows, "MOST_PROBLEMS", 100)
    data = with_file(bundle, "tags", lambda content: content + b"x\n" * 5000)
    said = problems_of(data)
    assert len(said) == 101
    assert said[-1].endswith("There are too many problems to go on. Nothing after this line was looked at.")


def test_a_file_a_spreadsheet_program_saved_is_told_apart(bundle):
    said = problems_of(with_file(bundle, "tags", lambda content: content.replace(b",", b";")))
    assert said[0].startswith("tags.csv, line 1: A spreadsheet program has saved the file anew")
    assert "missing:" not in "".join(said)


def test_names_that_lead_elsewhere_are_never_written(bundle, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    load(packed(files_of(bundle) | {"../evil.csv": b"x", "/evil.csv": b"y"}))
    assert Tagging.objects.exists()
    assert list(tmp_path.parent.rglob("evil.csv")) == []
    assert not Path("/evil.csv").exists()


def test_a_size_that_is_a_lie_is_damage(bundle):
    files = files_of(bundle)
    data = bytearray(packed(files, compression=zipfile.ZIP_DEFLATED))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"tags.csv"))
    size = len(files["tags.csv"])
    assert int.from_bytes(data[place + 24 : place + 28], "little") == size
    data[place + 24 : place + 28] = (size // 2).to_bytes(4, "little")
    with pytest.raises(ImportRefused, match="damaged"):
        load(bytes(data))


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_byte_that_is_another_one_is_refused_or_does_not_matter(bundle, data):
    changed = bytearray(bundle)
    place = data.draw(st.integers(0, len(bundle) - 1))
    changed[place] = data.draw(st.integers(0, 255))
    try:
        found = to_be_written(bytes(changed))
    except ImportRefused:
        return
    assert found == to_be_written(bundle)


def to_be_written(data):
    found = []

    def keep(things, _passages, _mentions):
        fields = [field.attname for field in things[0]._meta.concrete_fields]
        found.extend({name: getattr(thing, name) for name in fields} for thing in things)

    with Ledger() as ledger:
        plan_bundle(io.BytesIO(data), None, ledger, keep)
    return found
