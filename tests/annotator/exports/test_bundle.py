"""The bundle: the same bytes for the same content, described so that other programs read it right."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.contrib.auth.models import AnonymousUser, User

from annotator.errors import Refused
from annotator.exports.kinds import EXPORT_KINDS
from annotator.exports.package import Bundle, codebook_digest
from annotator.exports.sql import Export
from annotator.models import Tag
from annotator.selectors.filters import Filters
from tests.support.export_site import AWKWARD, at

pytestmark = pytest.mark.django_db
EVERYTHING = Filters()


def made(viewer=None, filters=EVERYTHING, *, raw=False):
    return b"".join(Bundle(viewer=viewer, filters=filters, raw=raw).chunks())


def opened(data):
    return zipfile.ZipFile(io.BytesIO(data))


def described(data):
    return json.loads(opened(data).read("datapackage.json"))


def unpacked(data, folder):
    opened(data).extractall(folder)
    return folder


def test_the_same_content_gives_the_same_bytes(site):
    assert made() == made()


def test_it_holds_all_files_and_their_description_in_a_fixed_order(site):
    archive = opened(made())
    assert archive.testzip() is None
    assert archive.namelist() == [*(kind.file for kind in EXPORT_KINDS.values()), "datapackage.json"]
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for kind in EXPORT_KINDS.values():
        export = Export.of(kind, None, EVERYTHING)
        assert archive.read(kind.file) == b"".join(chunk.data for chunk in export.chunks())


def test_the_description_has_sizes_digests_and_numbers_of_rows(site):
    data = made()
    archive = opened(data)
    for resource in described(data)["resources"]:
        content = archive.read(resource["path"])
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert {each["name"]: each["rows"] for each in described(data)["resources"]} == {
        "documents": 3, "paragraphs": 6, "codebook": 3, "tags": 8, "annotations": 5, "cross-references": 4, "parallels": 3, "events": 5,
        "people": 3,
    }  # fmt: skip


def test_it_says_whose_eyes_it_is_seen_with_and_what_was_done(site):
    def said(*args, **options):
        return described(made(*args, **options))["glossator"]

    everything = said()
    assert everything == {
        "export_version": 2,
        "visibility": "everything",
        "filters": {},
        "formula_guard": True,
        "codebook_sha256": codebook_digest(),
        "one_moment": True,
    }
    assert said(AnonymousUser(), raw=True) | {"codebook_sha256": ""} == everything | {
        "visibility": "public", "formula_guard": False, "codebook_sha256": "",
    }  # fmt: skip
    ada = said(User.objects.get(username="ada"), Filters(tags=("rule",), descendants=False, until=at(0).date()))
    assert (ada["visibility"], ada["person"]) == ("person", "ada")
    assert ada["filters"] == {"tags": ["rule"], "descendants": False, "until": "2026-11-22"}


def test_it_says_when_somebody_changed_something_meanwhile(site):
    chunks = Bundle(viewer=None, filters=EVERYTHING).chunks()
    data = next(chunks)
    site.event(90, site.ada, "created", ("tag", None), None)
    assert described(data + b"".join(chunks))["glossator"]["one_moment"] is False


def test_the_codebook_has_a_digest_that_its_use_does_not_change(site):
    before = codebook_digest()
    site.tagging(80, site.other, site.ada, site.passage(site.alpha, 20))
    assert codebook_digest() == before
    Tag.objects.filter(slug="rule").update(definition="Other words.")
    assert codebook_digest() != before


def test_an_unknown_name_is_refused_before_anything_is_written(site):
    with pytest.raises(Refused, match="There is no tag “nothing”"):
        Bundle(viewer=None, filters=Filters(tags=("nothing",)))


def test_every_column_is_described(site):
    for resource in described(made())["resources"]:
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(EXPORT_KINDS[resource["name"]].header)
        assert all(field["description"].endswith(".") for field in fields)


# The bytes are the same on every database: see test_files.py.
@pytest.mark.any_database
def test_frictionless_finds_it_valid(site, tmp_path):
    narrowed = [
        EVERYTHING,
        Filters(documents=("secret",)),
        Filters(tags=("duty",)),
        Filters(persons=("@bela",)),
        Filters(statuses=("draft",)),
    ]
    bundles = [made(filters=filters, raw=raw) for filters in narrowed for raw in (False, True)]
    folders = [unpacked(bundle, tmp_path / str(at)) for at, bundle in enumerate(bundles)]
    # In a process of its own: the library sets up the warnings and the csv module of the whole process.
    program = (
        "import json, os, sys; from frictionless import validate\n"
        "for folder in sys.argv[1:]:\n"
        "    os.chdir(folder)\n"
        "    report = validate('datapackage.json')\n"
        "    print(json.dumps([report.valid, report.flatten(['title', 'message']), len(report.tasks)]))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, *map(str, folders)],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert [json.loads(line) for line in done.stdout.splitlines()] == [[True, [], 9]] * 10


DUCKDB = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "datetime": "TIMESTAMP WITH TIME ZONE",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "object": "JSON",
    "array": "JSON",
    "number": "DOUBLE",
}
# DuckDB takes texts for ids and for JSON only when it is told that they are.
NOT_GUESSED = {"UUID": "VARCHAR", "JSON": "VARCHAR"}


def expected_type(field):
    return "UUID" if field.get("format") == "uuid" else DUCKDB[field["type"]]


def test_duckdb_finds_out_the_type_of_every_column(site, tmp_path):
    import duckdb

    data = made()
    folder = unpacked(data, tmp_path)
    database = duckdb.connect()
    for resource in described(data)["resources"]:
        read = f"FROM read_csv('{folder / resource['path']}', strict_mode=true, header=true)"
        types = {name: kind for name, kind, *_ in database.execute(f"DESCRIBE SELECT * {read}").fetchall()}
        # A printed number such as "1." looks like a number that is counted with; the description knows better.
        for field in (each for each in resource["schema"]["fields"] if "paragraph_number" not in each["name"]):
            filled = database.execute(f'SELECT count("{field["name"]}") {read}').fetchall()[0][0]
            expected = expected_type(field)
            # Of a column without a value there is no type to find out.
            assert not filled or types[field["name"]] == NOT_GUESSED.get(expected, expected), field["name"]
        assert database.execute(f"SELECT count(*) {read}").fetchall() == [(resource["rows"],)]


def test_duckdb_reads_every_cell_as_the_type_it_is_described_with(site, tmp_path):
    import duckdb

    data = made()
    folder = unpacked(data, tmp_path)
    database = duckdb.connect()
    for resource in described(data)["resources"]:
        fields = resource["schema"]["fields"]
        columns = ", ".join(f"'{field['name']}': '{expected_type(field)}'" for field in fields)
        read = f"read_csv('{folder / resource['path']}', strict_mode=true, header=true, columns={{{columns}}})"
        assert len(database.execute(f"SELECT * FROM {read}").fetchall()) == resource["rows"]


def test_duckdb_gives_back_the_texts(site, tmp_path):
    import duckdb

    folder = unpacked(made(raw=True), tmp_path)
    read = f"read_csv('{folder}/annotations.csv', strict_mode=true)"
    assert (AWKWARD,) in duckdb.connect().execute(f"SELECT DISTINCT body FROM {read}").fetchall()


def test_pandas_reads_it(site, tmp_path):
    import pandas as pd

    folder = unpacked(made(raw=True), tmp_path)
    tags = pd.read_csv(folder / "tags.csv", parse_dates=["tagged_at"], keep_default_na=False, na_values=[""])
    assert len(tags) == 8
    assert str(tags["tagged_at"].dtype).startswith("datetime64")
    assert str(tags["tagged_at"].dt.tz) == "UTC"
    assert AWKWARD in set(tags["quote"])
    assert tags["start"].dropna().tolist() == [9, 10, 6]
