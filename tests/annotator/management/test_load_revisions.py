"""The command that loads documents, given other bytes for one that is there."""

import re

import pytest
from django.core.management import call_command

from annotator.actions import taggings
from annotator.models.place import Place
from corpus.models import Document, Paragraph
from tests.support.factories import make_tag, paragraphs_of
from tests.support.loading import run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("saying", [("--revise", "speech"), ("--revise",), ("--slug", "speech")])
def test_other_bytes_for_a_known_document_are_a_revision_where_somebody_says_so(capsys, speech, saying):
    run(capsys, speech)
    speech.write_text("First paragraph of it.\n\nSecond paragraph, of it.\n\nThird.\n")
    changeset = {"same": 1, "edited": 1, "new": 1}
    (dry,) = run(capsys, speech, *saying, "--dry-run")[1]
    assert (dry["status"], dry["revision"], dry["changes"], dry["marks"]) == ("revised", 2, changeset, {})
    assert Paragraph.objects.count() == 2
    code, (outcome,) = run(capsys, speech, *saying)
    assert (code, outcome["status"], outcome["revision"], outcome["changes"]) == (0, "revised", 2, changeset)
    assert run(capsys, speech)[1][0]["status"] == "unchanged"


def test_headings_are_counted_apart_from_the_paragraphs_that_a_reader_counts(capsys, tmp_path):
    file = tmp_path / "rules.md"
    file.write_text("## One\n\nThe first rule.\n\nThe second rule.\n\n## Two\n\nThe third rule.\n")
    call_command("load_documents", str(file), "--dry-run")
    assert re.search(r"blocks: +.*2 headings", capsys.readouterr().out)
    call_command("load_documents", str(file))
    assert ", 3 paragraphs, 2 headings" in capsys.readouterr().out
    assert Document.objects.get().current.paragraph_count == 3


def test_another_text_altogether_is_refused_unless_asked_for(capsys, speech):
    run(capsys, speech)
    speech.write_text("Cheese: milk, salt, rennet.\n")
    code, outcomes = run(capsys, speech, "--slug", "speech")
    assert code == 1
    assert "almost no words in common" in outcomes[0]["message"]
    assert "add --revise speech" in outcomes[0]["message"]
    assert "with --slug" in outcomes[0]["message"]
    assert "tick" not in outcomes[0]["message"]
    assert Paragraph.objects.standing().count() == 2
    assert run(capsys, speech, "--revise", "speech")[1][0]["revision"] == 2


def test_the_name_of_a_file_alone_revises_nothing(capsys, speech, tmp_path):
    run(capsys, speech)
    other = tmp_path / "2024" / "speech.txt"
    other.parent.mkdir()
    other.write_text("First paragraph of it.\n\nSecond paragraph of it, a year later.\n")
    for more in ((), ("--dry-run",)):
        code, (refused,) = run(capsys, other, *more)
        assert (code, refused["status"]) == (1, "refused")
        assert "--revise speech" in refused["message"]
        assert "--slug" in refused["message"]
        assert "Revision of" not in refused["message"]
    assert Paragraph.objects.count() == 2
    assert run(capsys, other, "--slug", "speech-2024")[1][0]["status"] == "created"
    assert run(capsys, other, "--revise", "speech")[1][0]["revision"] == 2


def test_what_is_to_be_revised_must_be_there(capsys, speech):
    code, (refused,) = run(capsys, speech, "--revise", "spech")
    assert (code, refused["status"]) == (1, "refused")
    assert "no document “spech” to revise" in refused["message"]
    assert not Document.objects.exists()


def test_what_a_revision_would_do_is_shown_line_by_line(capsys, speech, annotator):
    run(capsys, speech)
    first, second = paragraphs_of(Document.objects.get())
    for paragraph, quote in ((first, "First"), (second, "Second")):
        taggings.tag(places=[Place(paragraph, quote=quote)], tags=[make_tag(quote)], by=annotator)
    speech.write_text("First paragraph of it.\n")
    call_command("load_documents", str(speech), "--revise", "speech", "--dry-run")
    shown = capsys.readouterr().out
    assert "would become revision 2 of “speech”" in shown
    assert re.search(
        r"changes: +1 same, 1 gone\n +marks: +1 kept, 1 lost\n +annotator: 1 kept, 1 lost\n +lost +¶ 2 +Second\n", shown
    )
    call_command("load_documents", str(speech), "--revise", "speech")
    assert "revision 2: 1 same, 1 gone; marks: 1 kept, 1 lost" in capsys.readouterr().out


def test_an_editor_revises_what_is_there_without_the_right_to_make_the_collection_that_nobody_named(
    capsys, speech, editor
):
    run(capsys, speech, "--collection", "speeches")
    speech.write_text("First paragraph of it.\n\nSecond paragraph, of it.\n")
    for more in (["--dry-run"], []):
        code, (outcome,) = run(capsys, speech, "--revise", "speech", "--by", "editor", *more)
        assert (code, outcome["status"]) == (0, "revised")
    assert Document.objects.get().collection.slug == "speeches"
    code, (outcome,) = run(capsys, speech, "--slug", "another", "--by", "editor")
    assert (code, outcome["status"]) == (1, "refused")
