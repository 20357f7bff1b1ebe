"""The files of an export to the byte, whoever looks, however they are read, on both databases."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from annotator.exports import document_parts, sql
from annotator.exports.kinds import EXPORT_KINDS
from annotator.exports.sql import Export
from annotator.models import Annotation, CrossReference, Event, Passage, Tag, Tagging
from annotator.selectors.filters import Filters
from tests.support.export_site import AWKWARD, Site, at, number
from tests.support.exported_rows import ids, persist, rows, written
from tests.support.factories import make_document, make_tag

GOLDEN = Path(__file__).parents[2] / "data" / "exports"
PUBLIC = AnonymousUser()

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("folder", "viewer"), [("everything", None), ("public", PUBLIC)])
def test_a_file_is_what_it_was_to_the_byte(site, folder, viewer, subtests):
    for kind in EXPORT_KINDS:
        with subtests.test(kind):
            assert written(kind, viewer) == (GOLDEN / folder / EXPORT_KINDS[kind].file).read_bytes()


def test_small_lots_and_another_plan_change_nothing(site, monkeypatch, subtests):
    monkeypatch.setattr(sql, "FEW", 0)
    monkeypatch.setattr(sql, "CHUNK", 1)
    monkeypatch.setattr(sql, "KEPT", 1)
    for kind in EXPORT_KINDS:
        with subtests.test(kind):
            chunks = list(Export.of(EXPORT_KINDS[kind], None, Filters()).chunks())
            golden = (GOLDEN / "everything" / EXPORT_KINDS[kind].file).read_bytes()
            assert b"".join(chunk.data for chunk in chunks) == golden
            assert sum(chunk.rows for chunk in chunks) == len(rows(kind))
            assert max(chunk.rows for chunk in chunks) == 1


def test_python_writes_what_the_database_writes(site, monkeypatch):
    golden = {kind: written(kind) for kind in EXPORT_KINDS}
    monkeypatch.setattr(Export, "_copied", False)
    assert {kind: written(kind) for kind in EXPORT_KINDS} == golden


@pytest.mark.parametrize("few", [0, sql.FEW])
def test_documents_are_in_the_order_of_the_bytes_of_their_names(annotator, few, monkeypatch):
    monkeypatch.setattr(sql, "FEW", few)
    # Byte order: capitals before the underscore before small letters, whatever the language of the database.
    slugs = ["b", "A", "a-b", "a", "_", "B", "a_b", "aB", "9"]
    tag = Tag.objects.create(name="t", key="t", slug="t", path="t")
    for slug in slugs:
        document = make_document(slug=slug)
        for paragraph in document.paragraphs.all():
            passage = Passage.objects.create(
                paragraph=paragraph, document=document, quote=paragraph.text, revision=document.current
            )
            Tagging.objects.create(content_object=passage, tag=tag, author=annotator)
    found = [(row["document"], row["paragraph"]) for row in rows("tags")]
    assert found == [(slug, key) for slug in sorted(slugs) for key in ("1", "2")]


def test_many_events_of_one_moment_are_parted_by_their_ids(site):
    for place in range(10, 17):
        site.event(place, site.ada, "created", ("tag", number(1, 1)), None, at=at(1000))
    assert ids("events") == [1, 2, 3, 4, 5, *range(10, 17)]


def test_ties_of_place_and_time_are_parted_by_ids(site):
    passage = site.passage(site.alpha, 20)
    for place in (32, 31, 33):
        author = User.objects.create(username=f"person-{place}")
        site.tagging(place, site.other, author, passage, made=at(500))
    assert ids("tags", tags=("ärger",)) == [6, 31, 32, 33]


def test_a_passage_of_a_paragraph_that_is_gone_stays(site):
    paragraph = site.zeta.paragraphs.get(key=20)
    paragraph.until = site.zeta.current
    paragraph.save()
    Passage.objects.filter(paragraph=paragraph).update(state="lost")
    assert {row["anchor"] for row in rows("tags", documents=("Zeta",))} == {"lost"}
    assert [row["paragraph"] for row in rows("paragraphs", documents=("Zeta",))] == ["10", "30"]


def test_drafts_of_others_are_never_exported(site):
    everybody = [PUBLIC, *(persist(user) for user in (site.ada, site.bela, site.editor, site.outsider))]
    for viewer in everybody:
        for kind, model in (("tags", Tagging), ("annotations", Annotation)):
            own = {str(pk) for pk in model.objects.filter(author=viewer.pk).values_list("pk", flat=True)}
            drafts = {row[EXPORT_KINDS[kind].key[0]] for row in rows(kind, viewer) if row["status"] == "draft"}
            assert drafts <= own
    assert 5 in ids("tags", persist(site.ada))
    assert 1 in ids("annotations", persist(site.ada))


def test_declined_work_is_for_its_author_and_editors(site):
    assert [3 in ids("tags", viewer) for viewer in (PUBLIC, persist(site.ada))] == [False, False]
    assert [3 in ids("tags", persist(viewer)) for viewer in (site.bela, site.editor)] == [True, True]


def test_proposed_work_is_for_members(site):
    assert 4 not in ids("tags", PUBLIC)
    assert 4 in ids("tags", persist(site.outsider))


def test_withdrawn_work_is_never_exported(site):
    assert 2 not in ids("tags")
    assert 3 not in ids("annotations")
    site.ada.is_superuser = True
    assert 2 not in ids("tags", site.ada)


def test_a_document_one_may_not_see_is_not_named(site, subtests):
    ada, editor = persist(site.ada), persist(site.editor)
    for kind in EXPORT_KINDS:
        with subtests.test(kind):
            named = [b"secret" in written(kind, viewer).lower() for viewer in (None, PUBLIC, ada, editor)]
            seen = kind not in {"codebook", "annotations", "people"}
            assert named == [seen, False, False, seen]


def test_counts_are_of_what_the_person_sees(site):
    def counted(viewer):
        row = next(row for row in rows("paragraphs", viewer) if (row["document"], row["paragraph"]) == ("Zeta", "20"))
        return row["tags"], row["annotations"], row["cross_references"]

    assert counted(None) == ("6", "2", "3")
    assert counted(PUBLIC) == ("3", "2", "1")
    assert counted(persist(site.editor)) == ("5", "2", "3")


def test_an_answer_to_a_note_that_cannot_be_seen_answers_nothing(site):
    def answered(viewer):
        return {int(row["annotation_id"][-2:]): row["in_reply_to"][-2:] for row in rows("annotations", viewer)}

    assert answered(PUBLIC) == {4: "05", 5: "", 2: "", 6: ""}
    assert answered(persist(site.ada))[6] == "01"


def test_cross_references_within_a_paragraph_count_once(site):
    paragraph = site.zeta.paragraphs.get(key=20)
    ends = list(Passage.objects.filter(paragraph=paragraph)[:2])
    before = rows("paragraphs")[1]["cross_references"]
    CrossReference.objects.create(source=ends[0], target=ends[1], author=site.ada)
    assert int(rows("paragraphs")[1]["cross_references"]) == int(before) + 1


def test_raw_leaves_formulas_alone(site):
    assert {row["definition"] for row in rows("codebook", raw=True)} >= {"=SUM(A1)"}
    assert {row["avoid_when"] for row in rows("codebook", raw=True)} == {"", "'=kept"}
    assert {row["definition"] for row in rows("codebook")} >= {"'=SUM(A1)"}
    assert {row["avoid_when"] for row in rows("codebook")} == {"", "''=kept"}


def test_an_awkward_text_comes_back(site):
    assert {row["body"] for row in rows("annotations")} >= {AWKWARD}
    assert {row["quote"] for row in rows("annotations")} >= {"'+ item\rwith return"}


def test_the_first_rows_are_those_of_the_file(site):
    for kind in EXPORT_KINDS.values():
        first = Export.of(kind, None, Filters()).first(3)
        lines = list(csv.reader(io.StringIO(written(kind.name).decode(), newline="")))
        assert first == lines[1:4]


def test_the_number_of_queries_does_not_grow_with_the_rows(site, django_assert_max_num_queries):
    def queries(kind):
        with django_assert_max_num_queries(12) as context:
            written(kind)
        return len(context.captured_queries)

    before = {kind: queries(kind) for kind in EXPORT_KINDS}
    passage = site.passage(site.alpha, 20)
    for place in range(100, 140):
        author = User.objects.create(username=f"p{place}")
        site.tagging(place, site.rule, author, passage)
        site.note(place, author, passage, "more")
        Event.objects.create(action="created", subject_type="tag", batch=number(6, place), after={})
    assert {kind: queries(kind) for kind in EXPORT_KINDS} == before


NARROWED = {
    "paragraphs": {"words": "alpha"},
    "tags": {"tags": ("rule",), "statuses": ("published", "draft")},
    "annotations": {"persons": ("ada",), "documents": ("Zeta",)},
    "cross-references": {"tags": ("rule",), "collections": ("public",)},
}


@pytest.mark.parametrize("viewer", [None, "ada", "edda", PUBLIC])
def test_rows_read_in_the_order_of_the_text_are_those_that_are_sorted(site, viewer, monkeypatch, subtests):
    viewer = User.objects.get(username=viewer) if isinstance(viewer, str) else viewer
    for kind, fewer in NARROWED.items():
        for narrowed in ({}, fewer):
            whole = written(kind, viewer, **narrowed)
            with subtests.test(kind, narrowed=bool(narrowed)), monkeypatch.context() as changed:
                changed.setattr(sql, "FEW", 0)
                assert written(kind, viewer, **narrowed) == whole


CONTRIBUTIONS = ("annotator_tagging", "annotator_annotation", "annotator_crossreference")


@pytest.fixture(params=[False, True], ids=["no statistics", "statistics"])
def long_text(request, annotator):
    """A document of many paragraphs with contributions of each kind on each, which the planner knows of or not."""
    text = make_document([f"Paragraph {place} of many." for place in range(120)])
    tag = make_tag("often")
    here, there = (
        Passage.objects.bulk_create(
            Passage(paragraph=paragraph, document=text, start=start, end=9, quote="-", revision=text.current)
            for paragraph in text.paragraphs.all()
        )
        for start in (0, 1)
    )
    both = [*here, *there]
    Tagging.objects.bulk_create(Tagging(content_object=each, tag=tag, author=annotator) for each in both)
    Annotation.objects.bulk_create(Annotation(passage=each, body="-", body_html="-", author=annotator) for each in both)
    CrossReference.objects.bulk_create(
        CrossReference(source=source, target=target, author=annotator)
        for source, target in zip(here, there, strict=True)
    )
    if request.param:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return text


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL sorts a file on its disk")
def test_each_stretch_reads_only_what_stands_on_it(long_text, annotator, monkeypatch, subtests):
    monkeypatch.setattr(sql, "FEW", 0)
    monkeypatch.setattr(document_parts, "LENGTH", 10)
    for viewer in (None, annotator, PUBLIC):
        for kind in ("paragraphs", "tags", "annotations", "cross-references"):
            with subtests.test(kind, viewer=str(viewer)):
                reads_stretches_alone(kind, viewer)


def reads_stretches_alone(kind, viewer):
    with CaptureQueriesContext(connection) as queries:
        written(kind, viewer)
    statements = [query["sql"] for query in queries if '"position" >' in query["sql"]]
    assert len(statements) == 12
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            plan = [row[3] for row in cursor]
        # From the paragraphs of the stretch to what stands on each of them.
        reads = next(line for line in plan if "corpus_paragraph" in line)
        assert "paragraph_in_order (document_id=? AND position>?" in reads, plan
        scanned = [line for line in plan if line.startswith("SCAN")]
        assert not [line for line in scanned if any(name in line for name in (*CONTRIBUTIONS, "annotator_passage"))], (
            plan
        )
        assert not [line for line in plan if "tagging_by_status" in line or "tagging_by_author" in line], plan


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("few", [0, sql.FEW])
def test_a_file_is_of_one_moment_and_others_write_meanwhile(few, monkeypatch):
    site = Site()
    monkeypatch.setattr(sql, "FEW", few)
    monkeypatch.setattr(sql, "CHUNK", 1)
    before = written("tags")
    export = Export.of(EXPORT_KINDS["tags"], None, Filters())
    chunks = export.chunks()
    begun = [next(chunks), next(chunks)]

    def write():
        try:
            site.tagging(77, site.other, site.ada, site.passage(site.secret, 10))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(write).result()
    assert b"".join(chunk.data for chunk in [*begun, *chunks]) == before
    assert b"00000000004d" in written("tags")


@pytest.mark.django_db(transaction=True)
def test_a_download_that_is_left_leaves_nothing_open(monkeypatch):
    Site()
    monkeypatch.setattr(sql, "CHUNK", 1)
    chunks = Export.of(EXPORT_KINDS["tags"], None, Filters()).chunks()
    next(chunks)
    next(chunks)
    chunks.close()
    with transaction.atomic():
        Tag.objects.update(definition="changed")
    assert Tag.objects.filter(definition="changed").exists()
