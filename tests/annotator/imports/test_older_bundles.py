"""A bundle of a text that was revised here since: its marks come where those that were here have gone."""

import io
import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from annotator.actions import annotations, confirm_anchor, cross_references, taggings
from annotator.actions.documents.load import load_document
from annotator.actions.documents.take_back import take_back_revision
from annotator.actions.imports.bundle import preview_bundle
from annotator.actions.undo import undo
from annotator.models import Annotation, CrossReference, Event, Passage, ProposedParallel, Tagging
from annotator.models.place import Place
from annotator.permissions import EDITORS
from annotator.selectors.waiting_passages import former_words, waiting_passages
from corpus.models import Document, Revision
from tests.conftest import person
from tests.support.factories import make_collection, make_parallel, make_tag, paragraphs_of
from tests.support.import_bundles import (
    contents,
    exported,
    files_of,
    load,
    problems_of,
    same_files,
    wipe,
    with_cells,
    with_rows,
)  # fmt: skip
from tests.support.revision_texts import formulaic, prose, repeated

pytestmark = pytest.mark.django_db

FIRST = """The Council met on Tuesday in the old hall.

The Government of Alden shall, under Article 9, respect the rights of all.

The Secretary read the long report of the year. Members asked questions about it.

This sentence will be gone altogether.

The members midst the hall rose to their feet.
"""
SECOND = """A word before all others.

The Council met on Tuesday in the old hall.

The Government of Foville shall, under Article 10, respect the rights of all.

The Secretary, with a smile, read the long report of the year.

Members asked questions about it.

The members in the middle of the hall rose to their feet.
"""
THIRD = SECOND.replace("Tuesday", "Monday").replace("A word before all others.\n\n", "")
MARKS = ["tags", "annotations", "cross-references"]


@pytest.fixture
def loaded(db):
    collection = make_collection(slug="minutes")

    def load_it(text, **more):
        given = {
            "by": None,
            "even_if_other": True,
            "name": "council.txt",
            "data": text.encode(),
            "collection": collection,
        }
        return load_document(**given | more)

    return load_it


def marked(by, key, quote="", slug="council"):
    paragraph = Document.objects.get(slug=slug).paragraphs.select_related("document").get(key=key)
    name = f"tag-{Tagging.objects.count()}"
    (made,), _batch = taggings.tag(places=[Place(paragraph, quote=quote)], tags=[make_tag(name)], by=by)
    return made


@pytest.fixture
def marks(loaded, annotator):
    """Marks of all fortunes on the first text, by what becomes of them."""
    loaded(FIRST)
    quotes = {
        "kept": (1, "Tuesday"),
        "shifted": (3, "long report"),
        "moved": (3, "asked questions"),
        "lost": (4, "gone"),
        "lost whole": (4, ""),
        "look-alike": (2, ""),
        "name": (2, "Alden"),
        "formula": (2, "The Government of"),
        "respelt": (5, "midst"),
    }
    made = {name: marked(annotator, *where) for name, where in quotes.items()}
    council = Document.objects.get()
    places = [
        Place(council.paragraphs.select_related("document").get(key=key), quote=quote)
        for key, quote in ((3, "long report"), (4, "gone"))
    ]
    (note,), _batch = annotations.annotate(places=[places[1]], body="Why?", by=annotator)
    annotations.reply(to=note, body="Because.", by=annotator)
    cross_references.cross_reference(source=places[0], target=places[1], relation="quotes", by=annotator)
    return made


def as_revised(loaded, *texts):
    """The bundle of the first text, and that of what the revisions have made of its marks; the site has none of them."""
    older = exported()
    for text in texts:
        loaded(text)
    expected = exported()
    wipe()
    return older, expected


@pytest.mark.parametrize("texts", [(SECOND,), (SECOND, THIRD), (SECOND, THIRD, FIRST)])
def test_marks_come_to_where_the_revisions_have_put_those_that_were_here(loaded, marks, texts):
    older, expected = as_revised(loaded, *texts)
    _plan, batch = load(older)
    assert same_files(expected, exported()) == [
        "documents", "paragraphs", "codebook", "tags", "annotations", "cross-references", "parallels",
    ]  # fmt: skip
    assert Event.objects.filter(batch=batch, action="imported", subject_type="tagging").count() == len(marks)
    # What is here by now is imported once.
    assert load(older)[0].empty


def test_no_mark_is_sure_of_a_look_alike(loaded, marks):
    older, _expected = as_revised(loaded, SECOND)
    load(older)
    on_it = Tagging.objects.filter(pk__in=[marks[name].pk for name in ("look-alike", "name")])
    assert on_it.filter(content_object__state__in=Passage.UNSETTLED).count() == 2


@pytest.mark.parametrize("revised", [formulaic("treaty", 3, 60), prose(5, 40), repeated(7, 60)])
def test_generated_texts_of_other_sites_too(loaded, annotator, revised):
    old, new = ("\n\n".join(para.text for para in paras) for paras in (revised.old, revised.new))
    loaded(old)
    paragraphs = list(Document.objects.get().paragraphs.order_by("position").select_related("document"))
    tag = make_tag("mark")
    assert [each.text for each in paragraphs] == [para.text for para in revised.old]
    places = dict.fromkeys(Place(paragraphs[at], start, end) for at, start, end in revised.marks[:150])
    taggings.tag(places=[*places], tags=[tag], by=annotator)
    older, expected = as_revised(loaded, new)
    load(older)
    assert "tags" in same_files(expected, exported())


def test_the_same_site_has_everything_already_whatever_was_decided_since(loaded, marks, annotator, editor):
    older = exported()
    loaded(SECOND)
    waiting = Passage.objects.with_place().get(quote="midst")
    there = Place(waiting.paragraph, quote="in the middle")
    confirm_anchor.put_elsewhere(passage=waiting, place=there, seen=confirm_anchor.seen_as(waiting), by=editor)
    before = contents()
    plan, batch = load(older)
    assert (plan.empty, batch) == (True, None)
    assert contents() == before


def test_the_check_says_what_became_of_the_marks_and_then_they_wait(loaded, marks, tmp_path, capsys):
    older, _expected = as_revised(loaded, SECOND)
    editor = person("editor", EDITORS)
    plan = preview_bundle(file=io.BytesIO(older), by=None)
    said = (
        "documents.csv, line 2: “council” was revised here since. What is new stands where its words are now: 2 kept, "
        "3 shifted, 2 uncertain, 6 lost. What is uncertain or lost waits to be decided about, under “Review”."
    )
    assert [str(each) for each in plan.warnings] == [said]
    assert not Passage.objects.exists()
    path = tmp_path / "bundle.zip"
    path.write_bytes(older)
    call_command("import_contributions", path, "--dry-run", "--json")
    (warning,) = json.loads(capsys.readouterr().out)["warnings"]
    assert f"documents.csv, line 2: {warning['reason']}" == said
    load(older)
    waiting = waiting_passages(editor)
    assert set(waiting.values_list("state", flat=True)) == {"uncertain", "lost"}
    respelt = waiting.select_related("paragraph").get(quote="midst")
    text, start, end = former_words(respelt, respelt.paragraph)
    assert (text, text[start:end]) == ("The members midst the hall rose to their feet.", "midst")
    # Beside the paragraph that stands there now.
    gone = waiting.select_related("beside").filter(quote="gone").first()
    assert gone.beside.text == "The Secretary, with a smile, read the long report of the year."


def test_the_check_counts_the_places_of_what_is_new_and_no_others(loaded, marks):
    older = exported()
    loaded(SECOND)
    number = len(files_of(older)["tags.csv"].decode().splitlines()) - 1

    def under_other_ids(rows):
        for row in rows:
            row["tagging_id"] = str(uuid.uuid4())

    def renamed(rows):
        rows[0]["annotation_id"] = str(uuid.uuid4())

    # The same taggings under other ids are left out, and of two notes one is here already.
    other = with_rows(with_rows(older, "tags", under_other_ids), "annotations", lambda rows: renamed(rows[-1:]))
    plan = preview_bundle(file=io.BytesIO(other), by=None)
    assert (plan.new["tags"], plan.new["annotations"]) == (0, 1)
    *left_out, said = map(str, plan.warnings)
    assert len(left_out) == number
    assert "where its words are now: 1 lost." in said
    assert plan.waiting == 1


def test_the_check_says_where_that_stands_which_an_undo_took_away(loaded, marks):
    older, _expected = as_revised(loaded, SECOND)
    before = preview_bundle(file=io.BytesIO(older), by=None)
    _plan, batch = load(older, editor := person("editor", EDITORS, is_superuser=True))
    assert preview_bundle(file=io.BytesIO(older), by=None).waiting == 0
    undo(batch_id=batch, by=editor)
    again = preview_bundle(file=io.BytesIO(older), by=None)
    assert (again.warnings, again.waiting) == (before.warnings, before.waiting)


def test_it_is_undone_as_one_and_then_the_revision_can_be_taken_back(loaded, marks):
    older, _expected = as_revised(loaded, SECOND)
    editor = person("editor", EDITORS, is_superuser=True)
    _plan, batch = load(older, editor)
    undo(batch_id=batch, by=editor)
    assert not any(model.objects.standing().exists() for model in (Tagging, Annotation, CrossReference))
    take_back_revision(document=Document.objects.get(), number=2, by=editor)


def test_words_that_no_revision_has_are_refused(loaded, marks):
    older, _expected = as_revised(loaded, SECOND)
    at = [row.split(",")[0] for row in files_of(older)["tags.csv"].decode().splitlines()].index(str(marks["kept"].pk))
    other = with_cells(older, "tags", at - 1, quote="Friday")
    assert problems_of(other) == [
        (
            "documents.csv, line 2: “council” was revised here since, and 1 place has its words in no revision of it. "
            "Take the bundle as it was exported, or export again after the texts are alike."
        ),
        f"tags.csv, line {at + 1}: ¶ 1 of “council”, 19 to 26: The words here are “Tuesday”, not “Friday”.",
    ]


def test_words_of_a_text_that_is_not_known_are_in_doubt_where_an_earlier_revision_has_them(loaded, marks):
    older, _expected = as_revised(loaded, SECOND)
    other = with_rows(older, "documents", lambda rows: rows[0].update(sha256="0" * 64))
    load(other)
    assert Tagging.objects.get(pk=marks["kept"].pk).content_object.state == "kept"
    for name in ("shifted", "moved"):
        passage = Tagging.objects.select_related("content_object").get(pk=marks[name].pk).content_object
        assert passage.state == "uncertain"


@pytest.mark.parametrize("read_anew", [True, False])
def test_a_revision_is_known_by_its_digest_and_then_by_its_number(loaded, marks, read_anew):
    older, expected = as_revised(loaded, SECOND)
    if read_anew:
        # The stored file made both.
        Revision.objects.update(sha256=Revision.objects.get(number=1).sha256)
    else:
        # The other site has loaded other texts before.
        older = with_rows(older, "documents", lambda rows: rows[0].update(revision="5"))
    load(older)
    assert set(MARKS) <= set(same_files(expected, exported()))


def test_the_page_shows_it_before_and_after(loaded, marks, log_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    older, _expected = as_revised(loaded, SECOND)
    client = log_in(person("editor", EDITORS))

    def sent(what):
        file = SimpleUploadedFile("bundle.zip", older)
        return client.post(reverse("import"), {"file": file, what: "", "request_id": uuid.uuid4()})

    assert "2 kept, 3 shifted, 2 uncertain, 6 lost" in sent("check").text
    done = client.get(sent("import")["Location"]).text
    assert "12 contributions were imported. At 8 places of them the words are uncertain or lost" in done


def test_pairs_whose_words_are_others_now_are_found_anew_unless_they_were_judged(loaded, marks):
    paras = paragraphs_of(Document.objects.get())
    make_parallel(paras[2], paras[4])
    judged = make_parallel(paras[0], paras[4], verdict="rejected")
    older, expected = as_revised(loaded, SECOND)
    plan, _batch = load(older)
    assert list(ProposedParallel.objects.values_list("pk", flat=True)) == [judged.pk]
    assert "parallels" in same_files(expected, exported())
    assert any("look for parallels anew" in str(each) for each in plan.warnings)
    assert load(older)[0].empty
