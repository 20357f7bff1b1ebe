"""Documents and paragraphs in the admin, and the page that loads a document."""

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from annotator import uploads
from annotator.models import Event
from corpus.models import Document, Paragraph
from tests.functional.admin.sending import change, new_id, page, run, said
from tests.support import factories
from tests.support.docx_files import docx, paragraph

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SOURCE = "# On margins\n\nA margin holds notes.\n\n- One point\n\n## Narrow ones\n\nThey hold less.\n"


@pytest.fixture
def shelf(db):
    return factories.make_collection(slug="shelf", title="Shelf")


def file(content=SOURCE, name="margins.md"):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def details(document, **changed):
    form = {name: getattr(document, name) or "" for name in ("title", "subtitle", "author", "publisher", "language")}
    form |= {"source_url": document.source_url, "rights": document.rights, "collection": document.collection_id}
    return form | {"published_on": document.published_on or ""} | changed


def seen(client, document):
    return client.get(change(document)).context["adminform"].form["seen"].value()


def test_a_preview_says_what_the_reader_left_out(editing, shelf):
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>not for print</w:t></w:r>"
    sent = file(docx(paragraph("Words to be read.", hidden)), "draft.docx")
    previewed = editing.post(page("document", "add"), {"file": sent, "collection": shelf.pk, "preview": "1"})
    assert "Places with hidden text left out: 1." in previewed.text
    assert "not for print" not in previewed.text


def test_encoding_and_kind_are_corrected_in_the_form_and_kept(editing, shelf):
    sent = {
        "file": file("Trčs\n\n1 In the beginning.\n\n2 And then.\n".encode("cp1250"), "a.txt"),
        "collection": shelf.pk,
    }
    previewed = editing.post(page("document", "add"), sent | {"preview": "1"})
    assert "it was read as" in previewed.text
    token = previewed.context["form"]["token"].value()
    corrected = {"token": token, "collection": shelf.pk, "encoding": "windows-1250", "kind": "prose", "slug": "a"}
    assert "Trčs" in editing.post(page("document", "add"), corrected | {"preview": "1"}).text
    editing.post(page("document", "add"), corrected | {"load": "1", "request_id": new_id()})
    loaded = Document.objects.get()
    assert (loaded.current.encoding, loaded.current.genre) == ("cp1250", "prose")
    assert "Read as: Prose. Encoding: cp1250." in editing.get(change(loaded)).text


def test_an_encoding_there_is_not_is_refused_beside_its_field(editing, shelf):
    sent = {"file": file(), "collection": shelf.pk, "encoding": "windows-9999", "load": "1"}
    answer = editing.post(page("document", "add"), sent)
    assert "There is no encoding called" in answer.context["form"].errors["encoding"][0]
    assert 'value="windows-9999"' in answer.text
    assert not Document.objects.exists()


def test_a_document_is_previewed_and_then_loaded_without_being_sent_again(editing, shelf, settings):
    previewed = editing.post(page("document", "add"), {"file": file(), "collection": shelf.pk, "preview": "1"})

    assert previewed.status_code == 200
    for words in ("On margins", "Narrow ones", "A margin holds notes.", "list item", "They hold less."):
        assert words in previewed.text
    assert not Document.objects.exists()

    token = previewed.context["form"]["token"].value()
    data = {"token": token, "collection": shelf.pk, "slug": "margins", "author": "Ann", "request_id": new_id()}
    answer = editing.post(page("document", "add"), data | {"load": "1"}, follow=True)
    loaded = Document.objects.get()
    assert "was loaded" in said(answer)
    assert (loaded.slug, loaded.title, loaded.author, loaded.collection) == ("margins", "On margins", "Ann", shelf)
    assert loaded.paragraphs.count() == 5
    assert Event.objects.get().actor.username == "editor"
    assert not list(Path(settings.DATA_DIR, "uploads").iterdir())


def test_a_load_sent_twice_is_done_once(editing, shelf):
    data = {"collection": shelf.pk, "load": "1", "request_id": new_id()}
    editing.post(page("document", "add"), data | {"file": file()})
    answer = editing.post(page("document", "add"), data | {"file": file()}, follow=True)
    assert "already loaded" in said(answer)
    assert Document.objects.count() == 1


def test_what_goes_wrong_is_said_beside_its_field_and_the_file_is_kept(editing, shelf):
    factories.make_document(slug="margins")
    answer = editing.post(page("document", "add"), {"file": file(), "collection": shelf.pk, "preview": "1"})

    assert answer.status_code == 422
    assert "There is a document “margins” already" in str(answer.context["form"].errors["slug"])
    assert "margins.md” was sent" in answer.text
    data = {"token": answer.context["form"]["token"].value(), "collection": shelf.pk, "slug": "other", "load": "1"}
    editing.post(page("document", "add"), data)
    assert Document.objects.filter(slug="other").exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "file"),
        ({"file": b""}, "file"),
        ({"file": b"\x00\x01\x02\xff", "name": "binary.txt"}, "file"),
        ({"file": b"PK nonsense", "name": "damaged.docx"}, "file"),
        ({"file": b"Text.", "name": "unknown.xyz"}, "file"),
        ({"file": b"Text.", "slug": "no slug at all"}, "slug"),
        ({"file": b"Text.", "slug": "x" * 101}, "slug"),
        ({"file": b"Text.", "collection": 999999999}, "collection"),
        ({"file": b"Text.", "published_on": "yesterday"}, "published_on"),
        ({"token": "forged"}, "file"),
    ],
)
def test_what_cannot_be_loaded_is_refused(sent, field, editing, shelf):
    sent = {"collection": shelf.pk, "load": "1"} | sent
    name = sent.pop("name", "text.txt")
    if "file" in sent:
        sent["file"] = file(sent["file"], name)
    answer = editing.post(page("document", "add"), sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(editing, shelf, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 10)
    answer = editing.post(page("document", "add"), {"file": file(), "collection": shelf.pk})
    assert "larger than" in str(answer.context["form"].errors["file"])


def test_a_kept_file_is_nobody_elses_and_not_for_ever(editing, enter, shelf, settings):
    previewed = editing.post(page("document", "add"), {"file": file(), "collection": shelf.pk})
    data = {"token": previewed.context["form"]["token"].value(), "collection": shelf.pk, "load": "1"}

    stolen = enter("administrator").post(page("document", "add"), data)
    assert "not here any more" in str(stolen.context["form"].errors["file"])

    (kept,) = Path(settings.DATA_DIR, "uploads").iterdir()
    kept.write_bytes(b"Other words.")
    changed = editing.post(page("document", "add"), data)
    assert "not here any more" in str(changed.context["form"].errors["file"])

    os.utime(kept, (0, 0))
    uploads.forget_old()
    assert not kept.exists()


def test_a_long_file_shows_both_its_ends(editing, shelf, monkeypatch):
    monkeypatch.setattr("annotator.http.loading.MOST_SHOWN", 10)
    monkeypatch.setattr("annotator.http.loading.SHOWN_AT_THE_END", 3)
    content = "\n\n".join(f"Sentence number {number}." for number in range(30))
    shown = editing.post(page("document", "add"), {"file": file(content, "long.txt"), "collection": shelf.pk}).text
    assert "20 blocks more" in shown
    assert "number 6." in shown
    assert "number 15." not in shown
    assert "number 29." in shown


def test_only_editors_load_into_collections_they_can_read(enter, shelf):
    assert enter("annotator").post(page("document", "add"), {"file": file(), "load": "1"}).status_code == 403
    shelf.access = "groups"
    shelf.save()
    answer = enter("editor").post(page("document", "add"), {"file": file(), "collection": shelf.pk, "load": "1"})
    assert "collection" in answer.context["form"].errors


def test_what_is_said_about_a_document_is_changed_and_recorded(editing, text):
    data = details(text, author="Anna Writer", published_on="2024-02-29", seen=seen(editing, text))
    editing.post(change(text), data | {"request_id": new_id()})

    text.refresh_from_db()
    assert (text.author, str(text.published_on), text.slug) == ("Anna Writer", "2024-02-29", "reading")
    event = Event.objects.get()
    assert (event.action, event.document) == ("edited", text)
    assert (event.before["author"], event.after["author"]) == ("Anna Reader", "Anna Writer")


def test_saving_a_document_without_a_change_records_nothing(editing, text):
    editing.post(change(text), details(text, seen=seen(editing, text)))
    assert not Event.objects.exists()


def test_a_document_changed_meanwhile_is_refused_with_both_texts(editing, text):
    mark = seen(editing, text)
    editing.post(change(text), details(text, title="First", seen=mark))
    answer = editing.post(change(text), details(text, title="Second", seen=mark))

    form = answer.context["adminform"].form
    assert "You, in another window, saved this meanwhile" in str(form.errors)
    assert form["title"].value() == "Second"
    assert "<dd>First</dd>" in answer.text
    editing.post(change(text), details(text, title="Second", seen=form["seen"].value()))
    assert Document.objects.get().title == "Second"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"rights": "x" * 2001}, "rights"),
        ({"language": "not a language"}, "language"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"source_url": "ftp://example.org/a"}, "source_url"),
        ({"published_on": "2024-02-30"}, "published_on"),
        ({"collection": "999999999"}, "collection"),
    ],
)
def test_what_cannot_be_said_about_a_document_is_refused(changed, field, editing, text):
    answer = editing.post(change(text), details(text, seen=seen(editing, text), **changed))
    assert field in answer.context["adminform"].form.errors
    assert not Event.objects.exists()


def test_a_date_that_is_none_is_answered_with_how_to_write_one(editing, text):
    answer = editing.post(change(text), details(text, seen=seen(editing, text), published_on="10 December"))
    assert "Write year, month and day: 1948-12-10." in answer.text
    assert 'value="10 December"' in answer.text


def test_a_document_is_not_moved_where_the_editor_cannot_read(editing, text):
    closed = factories.make_collection(access="groups")
    answer = editing.post(change(text), details(text, collection=closed.pk, seen=seen(editing, text)))
    assert "collection" in answer.context["adminform"].form.errors


def test_a_document_shows_its_outline_and_leads_to_its_page(editing, text):
    shown = editing.get(change(text)).text
    assert reverse("paragraph", args=["reading", 1]) in shown
    assert f'href="{text.get_absolute_url()}"' in shown


def test_nobody_deletes_documents_or_writes_paragraphs(enter, text, paras):
    client = enter("administrator")
    assert client.post(page("document", "delete", text.pk), {"post": "yes"}).status_code == 403
    for name in ("change", "delete"):
        assert client.post(page("paragraph", name, paras[1].pk), {"text": "x", "post": "yes"}).status_code == 403
    assert client.get(page("paragraph", "add")).status_code == 403
    assert Paragraph.objects.count() == 4


def test_a_mistake_in_the_form_does_not_hide_that_somebody_else_saved(editing, text):
    mark = seen(editing, text)
    editing.post(change(text), details(text, title="First", seen=mark))
    answer = editing.post(change(text), details(text, title="Second", language="not a language", seen=mark))

    form = answer.context["adminform"].form
    assert "language" in form.errors
    assert "You, in another window, saved this meanwhile" in str(form.errors)


def test_the_history_of_a_document_says_what_was_changed(editing, text):
    editing.post(change(text), details(text, author="Anna Writer", seen=seen(editing, text)))
    shown = editing.get(page("document", "history", text.pk)).text
    assert "<del>Anna Reader</del>" in shown
    assert "<ins>Anna Writer</ins>" in shown


def test_documents_are_found_by_completion(editing, text):
    found = editing.get(reverse("find_documents"), {"q": "OF READ"}).json()
    assert found == {"options": [{"value": "reading", "label": "Of reading", "hint": "reading"}]}
    text.collection.access = "groups"
    text.collection.save()
    assert editing.get(reverse("find_documents"), {"q": "read"}).json() == {"options": []}


def test_the_selection_is_exported(editing, text, paras):
    assert "A tag answers" in run(editing, "paragraph", "export_paragraphs", paras[1]).text
    assert "Of reading" in run(editing, "document", "export_documents", text).text
