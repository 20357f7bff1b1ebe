"""Reading the stored source of a document again, once the readers have learnt something."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from annotator.actions import taggings
from annotator.actions.documents.load import load_document
from annotator.actions.documents.reread import reread
from annotator.errors import Refused
from annotator.models import Event, Passage
from annotator.models.place import Place
from corpus.models import Document, FormerText, Paragraph
from tests.support.factories import make_collection, make_tag, paragraphs_of

pytestmark = pytest.mark.django_db
TEXT = b"The Council met on Tuesday.\n\nThe Secretary read the long report.\n"


@pytest.fixture
def document(annotator):
    """A document that was read by a reader which did not see where the first paragraph ends."""
    from_file = load_document(by=None, name="council.txt", data=TEXT, collection=make_collection(), slug="council")
    made = from_file.document
    _first, second = paragraphs_of(made)
    Paragraph.objects.filter(pk=second.pk).update(text="[1] The Secretary read the long report.")
    second.text = "[1] The Secretary read the long report."
    taggings.tag(places=[Place(second, quote="long report")], tags=[make_tag("one")], by=annotator)
    return Document.objects.select_related("current", "collection").get()


def test_what_comes_out_as_it_was_read_makes_no_revision(document, capsys):
    Paragraph.objects.filter(key=2).update(text="The Secretary read the long report.")
    call_command("reread", "council")
    assert capsys.readouterr().out.startswith("unchanged: council")
    assert document.revisions.count() == 1


def test_a_level_that_is_another_makes_a_revision(document, capsys):
    Paragraph.objects.filter(key=2).update(text="The Secretary read the long report.", level=2)
    call_command("reread", "council")
    assert capsys.readouterr().out.startswith("revised: council")


def test_what_was_guessed_of_the_encoding_stays_said(document):
    told = [{"code": "encoding_guessed", "params": {"encoding": "utf-8"}}]
    document.revisions.update(notices=told)
    outcome = reread(document=Document.objects.select_related("current", "collection").get(), by=None)
    assert (outcome.status, outcome.document.current.notices) == ("revised", told)


def test_the_preview_says_what_a_revision_would_do_and_writes_nothing(document, capsys):
    call_command("reread", "--all", "--dry-run")
    said = capsys.readouterr().out
    assert "council: would become revision 2 of “council”" in said
    assert "edited:       ¶ 2\n" in said
    assert "annotator: 1 shifted" in said
    assert document.revisions.count() == 1


def test_what_comes_out_otherwise_is_a_revision_with_the_marks_and_what_is_said_about_it(document, capsys):
    Document.objects.update(title="A title of the manifest")
    call_command("reread", "council")
    assert "revised: council" in capsys.readouterr().out
    now = Document.objects.get()
    assert (now.current.number, now.title) == (2, "A title of the manifest")
    assert Passage.objects.get().state == "shifted"
    assert FormerText.objects.get().text.startswith("[1]")
    assert Event.objects.filter(action="loaded", after__revision=2).exists()


def test_it_is_for_editors_and_for_documents_that_are_there(document, annotator, capsys):
    with pytest.raises(PermissionDenied):
        reread(document=document, by=annotator)
    for asked in ((), ("council", "--all"), ("nothing",)):
        with pytest.raises(CommandError):
            call_command("reread", *asked)
    document.current.source.delete(save=False)
    with pytest.raises(Refused, match="not in the data folder"):
        reread(document=Document.objects.select_related("current").get(), by=None)
    with pytest.raises(SystemExit):
        call_command("reread", "council")
    assert "Load the file again" in capsys.readouterr().err
