"""The loader: what is written, all or nothing."""

import datetime as dt
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.utils import timezone

from corpus import search
from corpus.blocks import Block, Kind, Metadata, Reading
from corpus.db.statistics import refresh
from corpus.importing import readers
from corpus.importing.plan import plan_of
from corpus.importing.writing.load import LoadedFile, load, ready
from corpus.models import Collection, Document, Paragraph, Revision

pytestmark = pytest.mark.django_db
SOURCE = b"I. First\n\nWords of it.\n"
FILE = LoadedFile(SOURCE, "a title.TXT", "text/plain", "utf-8", by=None)


@pytest.fixture
def collection(db):
    return Collection.objects.create(slug="texts", title="Texts")


def plan(*texts):
    return plan_of(Reading(tuple(Block(Kind.BODY, text) for text in texts)))


@pytest.fixture
def loaded(collection):
    def load_it(**changed):
        given = {
            "plan": plan("Words of it."),
            "metadata": Metadata(title="A title"),
            "collection": collection,
            "slug": "a-title",
            "file": FILE,
            "at": timezone.now(),
        }
        given |= changed
        with ready(given.pop("plan"), given.pop("file")) as rows:
            return load(rows=rows, **given)

    return load_it


def test_everything_planned_is_written(loaded, collection, editor):
    blocks = (Block(Kind.HEADING, "Tasks", "II.", 1), Block(Kind.ITEM, "Do.", "•", 2), Block(Kind.FURNITURE, "Share"))
    known = Metadata("T", "S", "T.", "A", "P", dt.date(2025, 11, 5), "zh-Hans", "https://example.org/", "CC")
    now = timezone.now()
    document = loaded(plan=plan_of(Reading(blocks)), metadata=known, file=replace(FILE, by=editor), at=now)
    document.refresh_from_db()
    assert document.collection == collection
    assert [getattr(document, name) for name in known.__slots__] == [getattr(known, name) for name in known.__slots__]
    assert document.next_key == 4
    revision = document.current
    assert (revision.number, revision.loaded_by, revision.loaded_at, revision.length) == (1, editor, now, 3)
    assert (revision.source_name, revision.media_type, revision.encoding) == ("a title.TXT", "text/plain", "utf-8")
    fields = ("key", "position", "kind", "level", "number", "text", "section", "section_number", "since", "until")
    assert list(document.paragraphs.order_by("position").values_list(*fields)) == [
        (1, 1, "heading", 1, "II.", "Tasks", "", "II", revision.pk, None),
        (2, 2, "item", 2, "•", "Do.", "II. Tasks", "II", revision.pk, None),
        (3, 3, "furniture", 0, "", "Share", "", "", revision.pk, None),
    ]
    assert list(search.matching(Paragraph.objects.all(), "tasks").values_list("key", flat=True)) == [1]


def test_the_source_is_kept_once_for_the_same_bytes(loaded, settings):
    first, second = loaded(), loaded(slug="another")
    assert first.current.source.name == second.current.source.name
    assert first.current.sha256 == sha256(SOURCE).hexdigest()
    kept = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert kept[0].suffix == ".txt"
    with first.current.source.open() as file:
        assert file.read() == SOURCE


def test_a_source_left_half_written_by_a_crash_is_replaced(loaded):
    path = Path(loaded().current.source.path)
    path.write_bytes(SOURCE[:5])
    again = loaded(slug="another").current.source
    assert (Path(again.path), path.read_bytes()) == (path, SOURCE)


def test_a_taken_slug_leaves_everything_as_it_was(loaded):
    loaded()
    with pytest.raises(IntegrityError):
        loaded(file=replace(FILE, data=b"other"), plan=plan("Something else."))
    connection.check_constraints()
    assert (Document.objects.count(), Revision.objects.count(), Paragraph.objects.count()) == (1, 1, 1)
    assert not search.matching(Paragraph.objects.all(), "something").exists()


def test_a_failure_on_the_way_leaves_everything_as_it_was(loaded, monkeypatch):
    def fail(_words, _document, _pks):
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr(search.Prepared, "write", fail)
    with pytest.raises(DatabaseError, match="disk"):
        loaded()
    assert not Document.objects.exists()
    assert not Revision.objects.exists()
    assert not Paragraph.objects.exists()


def test_a_long_file_name_is_kept_from_its_end(loaded):
    assert loaded(file=replace(FILE, name="x" * 300 + ".txt")).current.source_name.endswith("x.txt")


def test_the_planner_is_told_after_a_load_of_any_size(loaded, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        loaded(plan=plan(*["A few words."] * 3))
    assert callbacks == [refresh]


def test_a_paragraph_of_five_megabytes_is_kept_whole(loaded):
    text = "many different words, " * 240_000
    reading = readers.read("long.txt", text.encode())
    document = loaded(plan=plan_of(reading))
    only = document.paragraphs.get()
    assert len(only.text) > 5_000_000
    assert only.text == text.strip()
    assert search.matching(Paragraph.objects.all(), '"words many different"').get() == only


def test_a_hundred_thousand_paragraphs_are_loaded_in_order_with_their_sections(loaded):
    texts = [f"{at // 1000 + 1}. Chapter of many" if at % 1000 == 0 else "A short sentence." for at in range(100_000)]
    texts[67_890] = "A needle."
    texts[-1] = "The end."
    source = "\n\n".join(texts).encode()
    document = loaded(plan=plan_of(readers.read("long.txt", source)), file=replace(FILE, data=source))
    # As the load does once it is safe, which it never is here: the test's transaction is taken back.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    paragraphs = document.paragraphs
    assert paragraphs.count() == 100_000
    assert (document.next_key, document.current.length) == (100_001, 100_000)
    last = paragraphs.get(key=100_000)
    assert (last.text, last.section) == ("The end.", "100. Chapter of many")
    assert list(search.matching(paragraphs.all(), "needle").values_list("key", flat=True)) == [67_891]
    assert Paragraph.objects.headings(document).count() == 100
