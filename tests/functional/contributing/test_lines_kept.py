"""A code block from the file to the page and the export: its lines are shown, and words across them can be noted."""

import csv
import io

import pytest

from annotator.models import Annotation
from corpus.models import Document
from tests.functional.contributing.filling import said
from tests.support.loading import run

pytestmark = pytest.mark.django_db
CODE = "def total(ships):\n    return sum(ships)\n\nprint(total([1, 2]))"
LONG = "𝄞 " + CODE


@pytest.fixture
def loaded(capsys, tmp_path):
    (tmp_path / "ships.md").write_text(f"# Ships\n\nHow they are counted.\n\n```py\n{LONG}\n```\n", encoding="utf-8")
    assert run(capsys, tmp_path / "ships.md")[0] == 0
    return Document.objects.get(slug="ships")


def test_the_lines_are_shown_and_words_across_them_noted_and_exported(loaded, log_in, annotator):
    client = log_in(annotator)
    for address in (loaded.get_absolute_url(), "/documents/ships/3/"):
        page = said(client.get(address))
        assert f'<span class="words in-lines">{LONG}</span>' in page
        assert page.count("in-lines") == 1
    quote = "sum(ships)\n\nprint"
    start = LONG.index(quote)
    # As a browser sends it: line ends of two characters, places in code points of the text.
    typed = {"body": "Twice.", "start": start, "end": start + len(quote), "quote": quote.replace("\n", "\r\n")}
    assert client.post("/documents/ships/3/annotations/", typed).status_code == 302
    assert (
        client.post("/documents/ships/3/annotations/", {"body": "Typed.", "quote": "sum(ships) print"}).status_code
        == 302
    )
    passages = [note.passage for note in Annotation.objects.select_related("passage")]
    assert [(each.start, each.end, each.quote) for each in passages] == [(start, start + len(quote), quote)] * 2
    marked = said(client.get(loaded.get_absolute_url() + "?spans=1"))
    assert f">{quote}</span>(total([1, 2]))</span>" in marked
    rows = list(csv.DictReader(io.StringIO(said_export(client, "paragraphs"), newline="")))
    assert rows[2]["text"] == LONG
    notes = list(csv.DictReader(io.StringIO(said_export(client, "annotations"), newline="")))
    assert {row["quote"] for row in notes} == {quote}


def said_export(client, kind):
    answer = client.get(f"/export/{kind}.csv?document=ships")
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8-sig")
