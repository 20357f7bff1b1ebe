"""The import page: chosen, checked, imported, undone; what is wrong; who may."""

import re

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from annotator.exports.package import Bundle
from annotator.models import Event, Tag, Tagging
from annotator.selectors.filters import Filters
from tests.support import factories
from tests.support.imported_files import table

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
BOOK = table(["tag", "description"], ["duty", "Who must."], ["law", ""], ["sea", "Theirs."])
HIGHLIGHTS = table(
    ["id", "document", "tag", "content"],
    [1, "On the Sea", "sea", "is deep"],
    [2, "On the Sea", "sea", "sea"],
    [3, "On the Sea", "sea", "not <there>"],
    [4, "On the Sea", "duty", "We shall pay."],
)


@pytest.fixture(autouse=True)
def _data(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def text(db):
    factories.make_tag("sea", definition="Water.")
    return factories.make_document(["The sea is deep.", "We shall pay.", "To the sea!"], slug="sea", title="On the Sea")


@pytest.fixture
def page(log_in, editor):
    client = log_in(editor)

    def send(button="check", **fields):
        data = {
            name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value for name, value in fields.items()
        }
        return client.post(reverse("import"), data | {button: ""})

    send.client = client
    return send


def hidden(answer):
    """The hidden fields of the page, which its second button sends."""
    form = answer.content.decode().partition('enctype="multipart/form-data"')[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def kept():
    folder = django_settings.DATA_DIR / "uploads"
    return list(folder.iterdir()) if folder.exists() else []


def test_the_export_page_links_to_it_for_those_who_may(page, log_in, reader):
    address = f'href="{reverse("import")}"'
    assert address in page.client.get(reverse("export")).content.decode()
    assert address not in log_in(reader).get(reverse("export")).content.decode()
    assert address not in log_in().get(reverse("export")).content.decode()


def test_who_may(log_in, reader, annotator):
    assert log_in().get(reverse("import"))["Location"].startswith(reverse("account_login"))
    for user in (reader, annotator):
        assert log_in(user).get(reverse("import")).status_code == 403
        sent = {"file": SimpleUploadedFile("c.csv", BOOK), "import": ""}
        assert log_in(user).post(reverse("import"), sent).status_code == 403
    assert not Tag.objects.exists()
    assert kept() == []


def test_a_codebook_is_checked_then_imported_then_undone(page, text):
    checked = page(file=("book.csv", BOOK))
    assert checked.status_code == 200
    assert "What importing “book.csv” would do" in words(checked)
    for part in ("Who must.", "What differs stays as it is here", "Theirs."):
        assert part in words(checked)
    assert Tag.objects.count() == 1
    done = page("import", **hidden(checked))
    assert (done.status_code, done["Location"]) == (302, reverse("tags"))
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["duty", "law", "sea"]
    assert kept() == []
    shown = page.client.get(done["Location"]).content.decode()
    assert "2 tags were added." in shown
    batch = re.search(r'name="batch" value="([^"]+)"', shown)[1]
    page.client.post(reverse("undo"), {"batch": batch})
    assert Tag.objects.count() == 1


def test_highlights_are_checked_and_imported_with_their_codebook(page, text, editor):
    checked = page(file=("all_tags.csv", HIGHLIGHTS), codebook=("book.csv", BOOK))
    said = words(checked)
    for part in (
        "Found once",
        "Found in several places: left out",
        "Not found: left out",
        "not &lt;there&gt;",
        "The words are not in the text.",
        "Tags to be made",
    ):
        assert part in said, part
    assert f"{reverse('paragraph', args=['sea', 1])}?start=8&amp;end=15" in checked.content.decode()
    assert not Tagging.objects.exists()
    done = page("import", **hidden(checked))
    assert done["Location"] == reverse("import")
    assert sorted(Tagging.objects.values_list("tag__name", "content_object__quote", "origin", "author__username")) == [
        ("duty", "We shall pay.", "import", "editor"),
        ("sea", "is deep", "import", "editor"),
    ]
    shown = page.client.get(done["Location"]).content.decode()
    assert "2 taggings were made. 2 highlights were left out" in shown
    page.client.post(reverse("undo"), {"batch": re.search(r'name="batch" value="([^"]+)"', shown)[1]})
    assert not Tagging.objects.standing().exists()
    assert kept() == []


def test_importing_again_changes_nothing_and_offers_no_undo(page, text):
    factories.make_tag("duty")
    page("import", file=("all_tags.csv", HIGHLIGHTS))
    events = Event.objects.count()
    again = page("import", file=("all_tags.csv", HIGHLIGHTS))
    assert Event.objects.count() == events
    shown = page.client.get(again["Location"]).content.decode()
    assert "No tagging was made that was not here already. 2 highlights were left out" in shown
    assert shown.count('name="batch"') == 1
    again = page("import", file=("book.csv", table(["tag"], ["duty"])))
    assert (
        "Nothing was changed: the tags that can be taken are here already."
        in page.client.get(again["Location"]).content.decode()
    )


def test_the_document_to_look_in_can_be_chosen(page, text):
    sent = table(["id", "document", "tag", "content"], [1, "???", "sea", "is deep"])
    assert "There is no document of that name." in words(page(file=("h.csv", sent)))
    checked = page(file=("h.csv", sent), document=["sea"])
    assert 'value="sea" selected' in checked.content.decode()
    assert "Found once" in words(checked)


def test_documents_that_may_not_be_read_are_not_offered(page, text):
    text.collection.access = "groups"
    text.collection.save()
    assert "On the Sea" not in page.client.get(reverse("import")).content.decode()
    assert page(file=("h.csv", HIGHLIGHTS), document=["sea"]).status_code == 422


def bundle():
    return b"".join(Bundle(viewer=None, filters=Filters()).chunks())


def test_a_bundle_is_checked_and_imported(page, text, annotator):
    factories.make_tagging(text.paragraphs.get(key=2), Tag.objects.get(name="sea"), annotator)
    data = bundle()
    checked = page(file=("bundle.zip", data))
    assert "An import would change nothing." in words(checked)
    assert 'name="import"' not in checked.text
    assert "tags.csv 0 1" in words(checked)
    Tagging.objects.all().delete()
    checked = page(file=("bundle.zip", data))
    assert "tags.csv 1 0" in words(checked)
    assert 'name="import"' in checked.text
    done = page("import", **hidden(checked))
    assert done["Location"] == reverse("activity")
    assert "1 contribution was imported." in page.client.get(done["Location"]).content.decode()
    assert Tagging.objects.get().author == annotator


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("book.csv", table(["tag"], ["duty"])),
        ("marks.csv", table(["id", "document", "tag", "content"], [1, "On the Sea", "sea", "not there"])),
    ],
)
def test_no_import_is_offered_that_would_change_nothing(page, text, name, data):
    factories.make_tag("duty")
    checked = page(file=(name, data))
    assert checked.status_code == 200
    assert "An import would change nothing." in words(checked)
    assert 'name="import"' not in checked.text


@pytest.mark.parametrize(
    ("name", "data", "line", "reason"),
    [
        ("c.csv", table(["tag"], ["a › b"]), "c.csv, line 2", "no “›”"),
        ("c.csv", table(["title"], ["x"]), "c.csv, line 1", "no column “tag”"),
        ("c.csv", b"tag,description\na\n", "c.csv, line 2", "1 cell,"),
        ("c.csv", b"\x89PNG\r\n and so on", "c.csv", "PNG picture"),
        ("h.csv", table(["document", "tag", "content"], ["sea", "new", "is"]), "h.csv, line 2", "no tag “new”"),
        ("bundle.zip", b"PK\x03\x04 and so on", "bundle.zip", "damaged"),
        ("bundle.zip", b"no zip file", "bundle.zip", "not a zip file"),
    ],
)
@pytest.mark.parametrize("button", ["check", "import"])
def test_what_is_wrong_stands_there_with_its_line(page, text, name, data, line, reason, button):
    answer = page(button, file=(name, data))
    assert answer.status_code == 422
    said = words(answer)
    assert "The file cannot be imported. Nothing was changed." in said
    assert line in said
    assert reason in said
    # The file is to be chosen again when it was mended, and the import is not offered.
    assert "is here already" not in said
    assert 'name="import"' not in answer.content.decode()
    assert Tag.objects.count() == 1


def test_lines_left_out_are_told_before_and_the_others_are_imported(page, text):
    rows = ["tag"], ["fine"], ["a › b"]
    told = words(page(file=("c.csv", table(*rows))))
    assert "1 line cannot be taken and is left out. The others are imported. c.csv, line 3: A tag" in told
    page("import", file=("c.csv", table(*rows)))
    assert Tag.objects.filter(name="fine").exists()


def test_of_a_file_with_nothing_new_beside_bad_lines_no_import_is_told(page, text):
    factories.make_tag("fine")
    answer = page(file=("c.csv", table(["tag"], ["fine"], ["a › b"])))
    told = words(answer)
    assert "An import would change nothing. 1 line cannot be taken and is left out. c.csv, line 3: A tag" in told
    assert "are imported" not in told
    assert 'name="import"' not in answer.text


def test_many_problems_are_counted(page, text):
    answer = page(file=("c.csv", table(["tag"], *[[f"a › {n}"] for n in range(300)])))
    assert "and 100 more" in words(answer)


def test_what_does_not_go_together_is_refused(page, text):
    answer = page(file=("c.csv", BOOK), codebook=("d.csv", BOOK))
    assert answer.status_code == 422
    assert "This goes with highlights only, and the file has none." in words(answer)
    answer = page("import", file=("c.csv", BOOK), document=["sea"])
    assert "This goes with highlights only, and the file has none." in words(answer)
    assert Tag.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "Choose a file."),
        ({"file": ("c.csv", b"")}, "This file is empty."),
        ({"token": "made up"}, "The file is not here any more. Choose it again."),
        ({"file": ("c.csv", BOOK), "document": ["nowhere"]}, "“nowhere” cannot be chosen here"),
        ({"file": ("c.csv", BOOK), "request_id": "\x00"}, "What this form carries with it cannot be read"),
    ],
)
def test_a_form_that_cannot_be_meant_comes_back_with_a_message(page, text, fields, reason):
    answer = page("import", **fields)
    assert answer.status_code == 422
    assert reason in words(answer)
    assert Tag.objects.count() == 1


def test_a_file_that_is_too_large_is_refused(page, text, monkeypatch):
    monkeypatch.setattr("annotator.forms.importing.LARGEST", 10)
    answer = page(file=("c.csv", BOOK))
    assert answer.status_code == 422
    assert "MB is the most here" in words(answer)
    assert kept() == []


def test_another_persons_file_is_not_there(page, text, log_in, administrator):
    token = hidden(page(file=("c.csv", BOOK)))["token"]
    answer = log_in(administrator).post(reverse("import"), {"token": token, "import": ""})
    assert "The file is not here any more" in words(answer)
    assert Tag.objects.count() == 1


def test_sent_twice_it_is_done_once(page, text):
    fresh = hidden(page.client.get(reverse("import")))
    sent = hidden(page(file=("c.csv", BOOK), **fresh))
    assert sent["request_id"] == fresh["request_id"]
    assert page("import", **sent).status_code == 302
    again = page("import", **sent | {"token": hidden(page(file=("c.csv", BOOK)))["token"]})
    assert again.status_code == 302
    assert "This was sent twice and done once." in page.client.get(again["Location"]).content.decode()
    other = page("import", **sent | {"token": hidden(page(file=("c.csv", HIGHLIGHTS)))["token"]})
    assert "This was sent before with other content" in words(other)
    assert hidden(other)["request_id"] != sent["request_id"]


def test_the_queries_of_the_page_do_not_grow_with_what_is_shown(page, text, django_assert_max_num_queries):
    factories.make_tag("duty")
    rows = [[n, "sea", "sea", "is deep" if n % 2 else "sea"] for n in range(200)]
    data = table(["id", "document", "tag", "content"], *rows)
    with django_assert_max_num_queries(14):
        assert page(file=("h.csv", data)).status_code == 200
