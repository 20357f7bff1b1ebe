"""The page that describes the files of an export, which the handbook refers to."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from annotator.exports.kinds import KINDS

pytestmark = pytest.mark.django_db


def test_it_names_every_file_and_every_column_with_its_meaning(client):
    page = client.get(reverse("export_columns"))
    for kind in KINDS.values():
        assert f">{kind.file}<" in page.text
        for column in kind.columns(None):
            assert f"<code>{column.name}</code>" in page.text
            assert escape(str(column.meaning)) in page.text
    assert "Never empty." in page.text
