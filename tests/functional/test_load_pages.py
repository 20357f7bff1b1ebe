"""Editors load documents and revisions on the site, and see beforehand what a load would do."""

import re
from pathlib import PurePath

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from annotator.actions import taggings
from annotator.actions.documents.parse import slug_from_path
from annotator.models.place import Place
from corpus.importing import readers
from corpus.models import Document
from tests.support.factories import make_collection, make_tag, paragraphs_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FIRST = b"The Council met on Tuesday in the old hall.\n\nThe Secretary read the long report.\n"
SECOND = b"The Council met on Monday in the old hall.\n\nThe Secretary read the short report.\n"


@pytest.fixture
def client(editor, log_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return log_in(editor)


def file(data, name="council.txt"):
    return SimpleUploadedFile(name, data)


def load(client, data, **more):
    """Preview the file, then load what was previewed."""
    page = client.post(reverse("load"), {"file": file(data), **more})
    token = page.context["form"]["token"].value()
    return page, client.post(reverse("load"), {"token": token, "load": "1", **more}, follow=True)


def test_a_document_and_then_a_revision_of_it(client, annotator):
    shelf = make_collection()
    page, answer = load(client, FIRST, collection=shelf.pk, title="Minutes")
    assert page.status_code == 200
    assert page.context["outcome"].status == "created"
    assert "was loaded" in answer.text
    document = Document.objects.get()
    assert (document.slug, document.title) == ("council", "Minutes")
    assert answer.redirect_chain[-1][0] == reverse("document", args=["council"])
    for paragraph, quote in zip(paragraphs_of(document), ("old hall", "long report"), strict=True):
        taggings.tag(places=[Place(paragraph, quote=quote)], tags=[make_tag(quote)], by=annotator)

    annotator.first_name, annotator.last_name = "Ada", "Lovelace"
    annotator.save()
    page, answer = load(client, SECOND, revises=document.pk)
    for words in ("revision 2", "uncertain", "Ada Lovelace", "¶&nbsp;1, ¶&nbsp;2", "long report"):
        assert words in page.text
    # It ends with what became of the marks, by person, and a link to those that wait.
    assert answer.redirect_chain[-1][0] == reverse("revision_marks", args=["council", 2])
    assert "1 shifted, 1 uncertain" in answer.text or "1 kept, 1 uncertain" in answer.text
    # Whose marks they are: the numbers, and each mark.
    assert answer.text.count("Ada Lovelace") >= 2
    assert f'href="{reverse("place_marks")}?document=council"' in answer.text
    assert Document.objects.get().current.number == 2


def test_the_preview_numbers_paragraphs_as_they_are_numbered_and_lists_marks_in_the_order_of_the_text(
    client, annotator
):
    load(client, FIRST + b"\nThe Treasurer was heard on the tolls.\n", collection=make_collection().pk)
    document = Document.objects.get()
    first, second, _third = paragraphs_of(document)
    for paragraph, quote in ((second, "long report"), (first, "Tuesday"), (first, "Council")):
        taggings.tag(places=[Place(paragraph, quote=quote)], tags=[make_tag(quote)], by=annotator)
    new = (
        SECOND.replace(b"Council", b"Committee")
        + b"\nA guest spoke of bees and honey.\n\nThe Treasurer was heard on the tolls.\n"
    )
    page = client.post(reverse("load"), {"file": file(new), "revises": document.pk})
    assert [line["key"] for line in page.context["head"]] == [1, 2, 4, 3]
    assert "<td>4</td>" in page.text
    assert [move.quote for move in page.context["unsettled"]] == ["Council", "Tuesday", "long report"]


def test_what_the_file_does_not_say_is_open_where_something_is_said(client):
    closed = client.post(reverse("load"), {"file": file(FIRST), "load": "1", "encoding": "none-such"})
    assert "<details>" in closed.text
    for said in ({"author": "The clerk"}, {"language": "no language"}):
        assert "<details open>" in client.post(reverse("load"), {"file": file(FIRST), **said}).text


def test_without_a_collection_it_says_how_to_get_one(client, editor):
    asked, made = "Ask an administrator to make one", f'<a href="{reverse("admin:corpus_collection_add")}">Make one</a>'
    chosen = "choose it above"
    sent = client.post(reverse("load"), {"file": file(FIRST)})
    for page in (client.get(reverse("load")), sent, client.get(reverse("catalogue"))):
        assert asked in page.text
        assert made not in page.text
        assert chosen not in page.text
    editor.is_superuser = True
    editor.save()
    for address in ("load", "catalogue"):
        page = client.get(reverse(address)).text
        assert made in page
        assert asked not in page
    make_collection()
    assert "There is no collection yet" not in client.get(reverse("load")).text
    assert chosen in client.post(reverse("load"), {"file": file(FIRST)}).text


def test_the_name_of_a_file_alone_makes_no_revision(client):
    shelf = make_collection()
    load(client, FIRST, collection=shelf.pk)
    page = client.post(reverse("load"), {"file": file(SECOND), "collection": shelf.pk, "load": "1"})
    assert page.status_code == 422
    assert "nothing but the file’s name says" in page.text
    assert "choose that under “Revision of”" in page.text
    assert "--" not in " ".join(page.context["form"].errors["slug"])
    assert Document.objects.get().current.number == 1
    chosen = client.get(reverse("load"), {"revises": Document.objects.get().pk})
    assert f'value="{Document.objects.get().pk}" selected' in chosen.text


@pytest.mark.parametrize("asked", [{}, {"load": "1"}, {"load": "1", "even_if_other": "on"}])
@pytest.mark.parametrize("address", ["load", "admin:corpus_document_add"])
def test_a_taken_name_typed_for_a_new_document_makes_no_revision(client, editor, address, asked):
    editor.is_staff = True
    editor.save()
    load(client, FIRST, collection=make_collection().pk, title="Minutes")
    other = make_collection(slug="other")
    sent = {"slug": "council", "collection": other.pk, **asked}
    page = client.post(reverse(address), {"file": file(SECOND, "f2.txt"), **sent})
    assert page.status_code == 422
    (said,) = page.context["form"].errors["slug"]
    assert said.startswith(
        "“council” is the name of “Minutes” already. Choose it under “Revision of” to load a revision"
    )
    assert list(page.context["form"].errors) == ["slug"]
    assert Document.objects.get().current.number == 1
    # A load that is sent twice finds its own document.
    assert "already" in client.post(reverse(address), {"file": file(FIRST), **sent}, follow=True).text
    Document.objects.update(collection=make_collection(slug="closed", access="groups"))
    page = client.post(reverse(address), {"file": file(SECOND, "f2.txt"), **sent})
    assert page.context["form"].errors == {"slug": ["The slug “council” is taken. Choose another."]}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose a file."),
        ({"file": file(b"", "empty.txt")}, "empty"),
        ({"file": file(b"\x00\x01\x02", "picture.png")}, ""),
        ({"token": "nonsense", "load": "1"}, "not here any more"),
        ({"file": file(FIRST), "revises": "999"}, "What was chosen is not there"),
        ({"file": file(FIRST), "load": "1"}, "Choose the collection"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, sent, said):
    make_collection()
    make_collection(slug="second")
    page = client.post(reverse("load"), sent | {"title": "Typed title"})
    assert page.status_code == 422
    assert said in page.text
    assert "Typed title" in page.text
    assert not Document.objects.exists()


def test_it_is_for_editors_and_for_collections_and_documents_they_read(client, annotator, log_in):
    shelf = make_collection(slug="closed", access="groups")
    assert log_in(annotator).get(reverse("load")).status_code == 403
    answer = client.post(reverse("load"), {"file": file(FIRST), "collection": shelf.pk, "load": "1"})
    assert "collection" in answer.context["form"].errors
    assert reverse("load") not in log_in(annotator).get(reverse("catalogue")).text


def test_the_catalogue_and_the_revisions_lead_there_also_without_the_admin(client, editor):
    assert not editor.is_staff
    load(client, FIRST, collection=make_collection().pk)
    assert f'href="{reverse("load")}"' in client.get(reverse("catalogue")).text
    listed = client.get(reverse("revisions", args=["council"])).text
    assert f'href="{reverse("load")}?revises={Document.objects.get().pk}"' in listed


def test_a_file_whose_name_is_nothing_but_points_gets_a_slug_from_its_title(client):
    page = client.post(reverse("load"), {"file": file(b"A council\n\nIt met in the hall.\n", "..txt")})
    assert page.status_code == 200
    assert page.context["outcome"].slug


def test_a_file_that_is_there_already_is_not_offered_to_be_loaded(client):
    shelf = make_collection()
    page, _answer = load(client, FIRST, collection=shelf.pk, title="Minutes")
    assert 'name="load"' in page.text
    again = client.post(reverse("load"), {"file": file(FIRST), "collection": shelf.pk})
    assert "This file is loaded already" in again.text
    assert f'href="{Document.objects.get().get_absolute_url()}"' in again.text
    assert 'name="load"' not in again.text


def test_a_language_that_is_none_is_refused(client):
    page = client.post(reverse("load"), {"file": file(FIRST), "language": "!!"})
    assert page.status_code == 422
    assert "“!!” is not a language tag" in page.text
    assert client.post(reverse("load"), {"file": file(FIRST), "language": " zh-Hans "}).status_code == 200


def test_a_preview_says_that_a_collection_is_needed_until_there_is_one(client, administrator, log_in):
    shelves = [make_collection(slug=slug) for slug in ("one", "two")]
    said = "It has no collection yet, and needs one to be loaded"
    assert said in client.post(reverse("load"), {"file": file(FIRST)}).text
    admin = log_in(administrator)
    assert said in admin.post(reverse("admin:corpus_document_add"), {"file": file(FIRST)}).text
    assert said not in client.post(reverse("load"), {"file": file(FIRST), "collection": shelves[0].pk}).text
    load(client, FIRST, collection=shelves[0].pk)
    revises = Document.objects.get().pk
    assert said not in client.post(reverse("load"), {"file": file(SECOND), "revises": revises}).text
    assert said not in client.post(reverse("load")).text


def test_the_collection_is_asked_for_beside_the_file_and_is_the_one_that_the_person_came_from(client):
    one = make_collection(slug="one")
    assert f'value="{one.pk}" selected' in client.get(reverse("load")).text
    two = make_collection(slug="two")
    page = client.get(reverse("load"))
    assert [field.name for field in page.context["form"].visible_fields()][:3] == ["file", "collection", "revises"]
    assert ">choose one</option>" in page.text
    assert ">none: a new document</option>" in page.text
    load(client, FIRST, collection=two.pk)
    (address,) = re.findall(r'href="([^"]*collection=[^"]*)"', client.get(reverse("catalogue")).text)
    assert f'value="{two.pk}" selected' in client.get(address).text
    assert client.get(reverse("load"), {"collection": "nonsense"}).status_code == 200


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("-", "text"),
        ("42", "text-42"),
        ("HANDBOOK", "handbook"),
        ("a--b", "a-b"),
        ("my_text", "my-text"),
        ("é", "e"),
        ("王", "text"),
    ],
)
def test_a_new_name_in_addresses_can_be_read_out(client, administrator, log_in, typed, fits):
    shelf = make_collection()
    page = client.post(reverse("load"), {"file": file(FIRST), "collection": shelf.pk, "slug": typed})
    assert page.status_code == 422
    (said,) = page.context["form"].errors["slug"]
    assert said.endswith(f"Type another, such as “{fits}”.")
    assert client.post(reverse("load"), {"file": file(FIRST), "collection": shelf.pk, "slug": fits}).status_code == 200
    sent = {"title": "New", "access": "public", "slug": typed}
    page = log_in(administrator).post(reverse("admin:corpus_collection_add"), sent)
    assert f"such as “{fits}”" in page.text


def test_a_name_in_addresses_that_is_there_stays_one(client):
    load(client, FIRST, collection=make_collection().pk, slug="council")
    Document.objects.update(slug="COUNCIL_42")
    again = client.post(reverse("load"), {"file": file(FIRST), "slug": "COUNCIL_42"})
    assert "This file is loaded already" in again.text


@pytest.mark.parametrize("ending", readers.suffixes())
def test_the_form_says_which_endings_a_slug_leaves_out(client, ending):
    said = str(client.get(reverse("load")).context["form"].fields["slug"].help_text)
    named = re.search(r"unless that is (.*?) \(", said)[1]
    assert (ending in re.split(", | or ", named)) == (slug_from_path(PurePath(f"speech{ending}")) == "speech")


def test_another_file_under_the_same_id_is_loaded_when_it_is_sent_again(client):
    """As after Back: the page that comes back has the id of the load that was done."""
    sent = {"collection": make_collection().pk, "request_id": "7b0d9a26-7c8e-4f2c-9b1a-111111111111"}
    load(client, FIRST, **sent)
    page = client.post(reverse("load"), {"file": file(SECOND, "other.txt"), **sent})
    again = {"load": "1", **sent, "token": page.context["form"]["token"].value()}
    answer = client.post(reverse("load"), again)
    assert "This was sent before with other content" in answer.text
    form = answer.context["form"]
    again |= {name: form[name].value() for name in ("token", "request_id")}
    assert "was loaded" in client.post(reverse("load"), again, follow=True).text
    assert {document.slug for document in Document.objects.all()} == {"council", "other"}


def test_a_file_is_told_from_another_of_its_name_and_size(client):
    load(client, FIRST, collection=make_collection().pk)
    sent = {"revises": Document.objects.get().pk, "load": "1", "request_id": "7b0d9a26-7c8e-4f2c-9b1a-222222222222"}
    texts = [SECOND, SECOND, SECOND.replace(b"old", b"new")]
    answers = [client.post(reverse("load"), {"file": file(data), **sent}, follow=True).text for data in texts]
    assert ["with other content" in answer for answer in answers] == [False, False, True]
    assert Document.objects.get().revisions.count() == 2
