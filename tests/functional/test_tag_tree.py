"""The tree of tags: one order on every page and in the export, and names that several tags have."""

import csv
import io
import re

import pytest
from django.urls import reverse

from annotator.actions.imports.other_tools import import_codebook
from annotator.exports.kinds import EXPORT_KINDS
from annotator.exports.sql import Export
from annotator.models import Tag
from annotator.selectors.filters import Filters
from tests.support.imported_files import file

pytestmark = pytest.mark.django_db
IN_ORDER = [
    "1 Context",
    "2 Findings",
    "2 Findings › 9 First",
    "2 Findings › 11 Second",
    "10 Annex",
    "Ähre",
    "apple",
    "rule",
    "rule › duty",
    "rule › sanction",
    "rule of law",
    "Trade, foreign",
    "Zebra",
]


@pytest.fixture
def tree(editor):
    import_codebook(by=editor, file=file(["path", "definition"], *[[path, "d"] for path in reversed(IN_ORDER)]))


@pytest.mark.usefixtures("tree")
def test_the_order_is_the_same_everywhere(log_in, editor):
    # The administration is for staff.
    editor.is_staff = True
    editor.save()
    client = log_in(editor)
    export = Export.of(EXPORT_KINDS["codebook"], None, Filters())
    data = b"".join(chunk.data for chunk in export.chunks()).decode()
    assert [row["path"] for row in csv.DictReader(io.StringIO(data, newline=""))] == IN_ORDER
    assert [tag.path for tag in Tag.objects.all()] == IN_ORDER
    names = [path.rpartition(" › ")[2] for path in IN_ORDER]
    of_lists, of_choices = (re.compile(rf">({'|'.join(map(re.escape, each))})<") for each in (names, IN_ORDER))
    for address in ("/tags/", reverse("admin:annotator_tag_changelist")):
        assert of_lists.findall(client.get(address).text) == names
    for address in ("/tags/new/", "/export/"):
        assert of_choices.findall(client.get(address).text) == IN_ORDER


@pytest.fixture
def two(editor):
    import_codebook(by=editor, file=file(["path"], ["economy > good"], ["politics > good"], ["Trade, foreign"]))


def offered(client, typed):
    return [option["value"] for option in client.get(reverse("find_tags"), {"q": typed}).json()["options"]]


@pytest.mark.usefixtures("two")
def test_completion_offers_what_can_be_typed(log_in, editor):
    client = log_in(editor)
    assert offered(client, "good") == ["economy › good", "politics › good"]
    assert offered(client, "politics > g") == ["politics › good"]
    assert (
        offered(client, '"Trade, f')
        == offered(client, "« trade, foreign »")
        == offered(client, "trade")
        == ['"Trade, foreign"']
    )
