"""Where paragraphs are said again, from the command line."""

import json

import pytest
from django.core.management import CommandError, call_command

from annotator.actions.documents.load import load_document
from annotator.models import SentenceVector
from annotator.parallels import meaning
from tests.support.factories import make_collection

pytestmark = pytest.mark.django_db
FIRST = """# On rivers

The council shall keep the river clean for everybody who lives along it.

Boats are moored at night.
"""
SECOND = """# On lakes

Nobody may build on the shore.

The council shall keep the lake clean for everybody who lives along it.
"""


def load(slug, text, **collection):
    made = make_collection(**collection)
    return load_document(by=None, name=f"{slug}.md", data=text.encode(), collection=made, slug=slug).document


def found(capsys, *options):
    call_command("find_parallels", "--json", *options)
    return {
        (row["document"], row["paragraph"]): row["parallels"]
        for row in json.loads(capsys.readouterr().out)["paragraphs"]
    }


def test_each_paragraph_has_its_nearest_elsewhere_with_reasons(two, capsys):
    rows = found(capsys, "--words-only", "--top", "1")
    assert set(rows) == {("rivers", 2), ("rivers", 3), ("lakes", 2), ("lakes", 3)}
    (nearest,) = rows["rivers", 2]
    assert (nearest["document"], nearest["paragraph"]) == ("lakes", 3)
    assert 0.5 < nearest["score"] < 1
    assert nearest["reasons"][0] == "The same wording, one word changed."
    assert rows["rivers", 3] == []


def test_only_the_paragraphs_of_a_document(two, capsys):
    assert {document for document, _key in found(capsys, "--words-only", "--document", "lakes")} == {"lakes"}


def test_in_the_same_document_where_it_is_the_only_one_or_asked_for(db, capsys):
    load("rivers", FIRST + "\nThe council shall keep the river clean.\n")
    assert found(capsys, "--words-only")["rivers", 4][0]["paragraph"] == 2
    load("lakes", "# On lakes\n\nNobody may build here.\n")
    assert found(capsys, "--words-only")["rivers", 4] == []
    assert found(capsys, "--words-only", "--within")["rivers", 4][0]["paragraph"] == 2


def test_as_lines(two, capsys):
    call_command("find_parallels", "--words-only", "--document", "lakes")
    first, second, parallel = capsys.readouterr().out.splitlines()
    assert (first, second) == ("lakes/2", "lakes/3")
    assert "rivers/2  The same wording, one word changed." in parallel


def test_an_empty_site(db, capsys):
    assert found(capsys) == {}


def test_by_meaning_across_languages_with_vectors_kept(two, capsys):
    load("fleuves", "# Des fleuves\n\nLe conseil veille à ce que la rivière reste propre pour tous ses riverains.\n")
    rows = found(capsys, "--top", "1")
    assert rows["fleuves", 2][0]["paragraph"] in {2, 3}
    assert meaning.name() in rows["fleuves", 2][0]["reasons"][-1]
    assert SentenceVector.objects.count() == 5
    found(capsys)
    assert SentenceVector.objects.count() == 5


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--document", "rivres"], "There is no document “rivres”."),
        (["--top", "0"], "--top takes a number from 1 to 100."),
    ],
)
def test_bad_usage_says_what_is_wrong(options, says, db):
    with pytest.raises(CommandError) as caught:
        call_command("find_parallels", *options)
    assert (str(caught.value), caught.value.returncode) == (says, 2)
