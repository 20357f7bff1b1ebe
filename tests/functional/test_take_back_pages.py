"""Editors take back a revision on the site, from the admin and by the command."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from annotator.actions import taggings
from annotator.actions.documents.load import load_document
from annotator.models import Event, Passage
from annotator.models.place import Place
from corpus.models import Document, Paragraph
from tests.support.factories import make_collection, make_tag, paragraphs_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FIRST = b"The Council met on Tuesday in the old hall.\n\nThe Secretary read the long report.\n"
SECOND = b"The Council met on Monday in the old hall.\n\nA paragraph that nobody wanted to have here.\n"
ADDRESS = "/documents/council/revisions/2/take-back/"


@pytest.fixture
def marked(editor, annotator):
    shelf = make_collection()
    load_document(by=editor, name="council.txt", data=FIRST, collection=shelf)
    for paragraph, quote in zip(paragraphs_of(Document.objects.get()), ("Tuesday", "long report"), strict=True):
        taggings.tag(places=[Place(paragraph, quote=quote)], tags=[make_tag(quote)], by=annotator)
    load_document(by=editor, name="council.txt", data=SECOND, collection=shelf)


def test_an_editor_takes_it_back_and_every_page_says_so(marked, editor, log_in):
    client = log_in(editor)
    listed = reverse("revisions", args=["council"])
    assert f'href="{ADDRESS}"' in client.get(listed).text
    page = client.get(ADDRESS)
    assert "2 marks come home" in page.text
    answer = client.post(ADDRESS, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("document", args=["council"])
    assert "Revision 2 was taken back. 2 marks are where they were." in answer.text
    assert "long report" in answer.text
    assert "nobody wanted" not in answer.text
    assert {each.state for each in Passage.objects.all()} == {"kept"}
    page = client.get(listed).text
    assert "taken back on" in page
    assert ADDRESS not in page
    # What was done with it stays readable, its text does not.
    assert "was taken back" in client.get(reverse("revision_marks", args=["council", 2])).text
    assert client.get(reverse("revision", args=["council", 2])).url == listed
    assert client.get(reverse("compare", args=["council", 1, 2])).status_code == 404
    new = Paragraph.objects.get(text__contains="nobody wanted")
    page = client.get(reverse("paragraph", args=["council", new.key]))
    assert "which was taken back" in page.text
    assert reverse("revision", args=["council", 2]) not in page.text
    done = " ".join(client.get(reverse("activity")).text.split())
    assert "took back a revision" in done
    assert "loaded a revision" in done
    assert "loaded a document" in done
    assert client.get(reverse("search"), {"q": "nobody"}).context["page"].rows == []
    exported = client.get(reverse("export_csv", args=["paragraphs"])).getvalue().decode()
    assert "long report" in exported
    assert "nobody wanted" not in exported


def test_the_next_revision_is_compared_with_the_one_that_stood(marked, editor, log_in):
    client = log_in(editor)
    client.post(ADDRESS)
    load_document(by=editor, name="council.txt", data=SECOND, collection=Document.objects.get().collection)
    page = client.get(reverse("revisions", args=["council"])).text
    assert reverse("compare", args=["council", 1, 3]) in page
    compared = client.get(reverse("compare", args=["council", 1, 3]))
    assert "Tuesday" in compared.text
    assert "Monday" in compared.text
    assert reverse("take_back", args=["council", 3]) in page


def test_it_is_refused_with_what_to_do_where_something_new_stands_on_it(marked, editor, annotator, log_in):
    paragraph = Paragraph.objects.standing().select_related("document").first()
    taggings.tag(places=[Place(paragraph, quote="Monday")], tags=[make_tag("new")], by=annotator)
    client = log_in(editor)
    for answer in (client.get(ADDRESS), client.post(ADDRESS)):
        assert "Since revision 2 was loaded, 1 contribution was made on it" in answer.text
    assert answer.status_code == 422
    assert Document.objects.get().current.number == 2
    # What is to be taken back first is one link away.
    (address,) = re.findall(r'href="([^"]*)">What was done since it was loaded<', answer.text)
    assert address.startswith(reverse("activity"))
    assert "<q>Monday</q>" in client.get(unescape(address)).text


def test_the_first_and_an_earlier_one_cannot_be_taken_back(marked, editor, log_in):
    client = log_in(editor)
    first = reverse("take_back", args=["council", 1])
    assert "Only the newest revision" in client.get(first).text
    assert "not the newest one any more" in client.post(first).text
    assert client.get(reverse("take_back", args=["council", 9])).status_code == 404
    client.post(ADDRESS)
    assert "There is no revision of “council” before this one" in client.get(first).text


def test_sent_twice_it_is_taken_back_once(marked, editor, log_in):
    client = log_in(editor)
    sent = {"request_id": "6f0e4a1c-54a6-4a5c-bb6a-35b8cd4f1f6a"}
    for _turn in range(2):
        assert client.post(ADDRESS, sent).status_code == 302
    assert Event.objects.filter(action=Event.Verb.TAKEN_BACK).count() == 1


def test_the_admin_leads_there(marked, editor, log_in):
    editor.is_staff = True
    editor.save()
    address = reverse("admin:corpus_document_change", args=[Document.objects.get().pk])
    client = log_in(editor)
    assert f'href="{ADDRESS}"' in client.get(address).text
    client.post(ADDRESS)
    assert "taken back" in client.get(address).text


def test_the_command_says_first_what_it_would_do(marked, editor, capsys):
    Document.objects.update(title="Minutes")
    call_command("take_back", "council", "--dry-run")
    said = "revision 2 of “Minutes” (council) would be taken back, to the text of revision 1; 2 marks would come home"
    assert said in capsys.readouterr().out
    assert Document.objects.get().current.number == 2
    call_command("take_back", "council", "--by", editor.username)
    assert "revision 2 of “Minutes” (council) taken back" in capsys.readouterr().out
    assert Event.objects.get(action=Event.Verb.TAKEN_BACK).actor == editor
    with pytest.raises(SystemExit):
        call_command("take_back", "council")
    assert "refused: “Minutes” (council): There is no revision" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        call_command("take_back", "council", "--revision", "2")
    with pytest.raises(CommandError, match="There is no document"):
        call_command("take_back", "other")


def test_at_a_terminal_the_command_asks_first(marked, monkeypatch):
    asked, answers = [], ["", "yes"]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda said: asked.append(said) or answers.pop(0))
    Document.objects.update(title="Minutes")
    with pytest.raises(CommandError, match="Nothing was taken back"):
        call_command("take_back", "council")
    assert Document.objects.get().current.number == 2
    call_command("take_back", "council")
    assert Document.objects.get().current.number == 1
    assert asked == ["Take back revision 2 of “Minutes” (council)? Type “yes” to do it: "] * 2


def test_where_it_is_not_to_ask_the_command_does_not(marked, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    call_command("take_back", "council", "--noinput")
    assert Document.objects.get().current.number == 1


def test_what_was_taken_back_already_is_said(marked, editor, log_in):
    client = log_in(editor)
    sent = {"request_id": "6f1f3d0e-9a52-4a3e-8a57-6a0f5a4d3a10"}
    client.post(ADDRESS, sent)
    again = client.post(ADDRESS, sent, follow=True)
    assert again.redirect_chain[-1][0] == reverse("document", args=["council"])
    assert "This was sent twice and done once." in again.text
    late = client.post(ADDRESS)
    assert late.status_code == 422
    assert "Revision 2 was taken back already, on" in late.text
    assert "Revision 2 was taken back already, on" in client.get(ADDRESS).text
    assert Event.objects.filter(action="taken back").count() == 1
