"""The page that describes the files of an export, which the handbook refers to."""

import csv
import re

import duckdb
import pandas as pd
import pytest
from django.urls import reverse
from django.utils.html import escape

from annotator.exports.columns import Type
from annotator.exports.kinds import EXPORT_KINDS
from annotator.exports.ready_lines import ready_lines
from annotator.exports.sql import Export
from annotator.selectors.filters import Filters
from tests.support.export_site import Site

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_it_names_every_file_and_every_column_with_its_meaning(client):
    page = client.get(reverse("export_columns"))
    for kind in EXPORT_KINDS.values():
        assert f">{kind.file}<" in page.text
        for column in kind.columns(None):
            assert f"<code>{column.name}</code>" in page.text
            assert escape(str(column.meaning)) in page.text
    assert "Never empty." in page.text


@pytest.mark.parametrize("kind", EXPORT_KINDS.values(), ids=EXPORT_KINDS)
def test_its_lines_read_a_file_as_it_is(client, kind, tmp_path, monkeypatch):
    site = Site()
    site.alpha.paragraphs.filter(position=1).update(number="1.10")
    site.alpha.paragraphs.filter(position=2).update(number="1.")
    site.rule.name = "NA"
    site.rule.save()
    (tmp_path / kind.file).write_bytes(b"".join(chunk.data for chunk in Export.of(kind, None, Filters()).chunks()))
    with (tmp_path / kind.file).open(encoding="utf-8", newline="") as file:
        header, *cells = csv.reader(file, strict=True)
    assert cells
    monkeypatch.chdir(tmp_path)
    lines = ready_lines(kind)
    page = client.get(reverse("export_columns")).text
    assert all(escape(code) in page for code in lines.values())

    duck = duckdb.sql(lines["DuckDB"])
    rows = duck.fetchall()
    names: dict = {}
    exec(lines["pandas"], names)
    frame = names["table"]
    assert duck.columns == list(frame.columns) == header
    columns = kind.columns(None)
    duck_types = {
        Type.UUID: "UUID",
        Type.INTEGER: "BIGINT",
        Type.TIME: "TIMESTAMP",
        Type.DATE: "DATE",
        Type.BOOLEAN: "BOOLEAN",
        Type.NUMBER: "DOUBLE",
        Type.JSON: "JSON",
        Type.LIST: "JSON",
    }
    for at, column in enumerate(columns):
        written = [row[at] for row in cells]
        read = [row[at] for row in rows]
        text = ["" if value is pd.NA or value is pd.NaT else value for value in frame[column.name]]
        assert duck.types[at] == duck_types.get(column.type, "VARCHAR")
        if column.type in {Type.TIME, Type.DATE}:
            assert [value and value.isoformat()[:10] for value in text] == [cell[:10] for cell in written]
            assert ["" if value is None else value.isoformat()[:19] for value in read] == [
                cell[:19] for cell in written
            ]
            assert frame[column.name].dtype.kind == "M"
        elif column.type is Type.BOOLEAN:
            assert [str(value).lower() for value in text] == [str(value).lower() for value in read] == written
            assert str(frame[column.name].dtype) == "boolean"
        elif column.type is Type.NUMBER:
            assert list(text) == read == [float(cell) for cell in written]
        else:
            assert [str(value) for value in text] == written
            assert ["" if value is None else str(value) for value in read] == written
            assert str(frame[column.name].dtype) == ("Int64" if column.type is Type.INTEGER else "string")
        # R cannot be run here: each column is named once, with a type of readr.
        assert (
            len(
                re.findall(
                    rf"^    {column.name} = col_(character|integer|double|datetime|date|logical)\(\),?$",
                    lines["readr"],
                    re.MULTILINE,
                )
            )
            == 1
        )
    if kind.name == "paragraphs":
        assert {"1.10", "1."} <= set(frame["paragraph_number"])


@pytest.mark.django_db
def test_a_bundle_of_single_rows_is_refused_with_a_sentence(client):
    answer = client.get("/export/bundle.zip?id=x")
    assert answer.status_code == 400
    assert "Leave out “id”" in answer.text
