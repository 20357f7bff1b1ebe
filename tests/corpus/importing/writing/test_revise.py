"""Further revisions of a document: what is written, and what can still be read of the earlier ones."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import search
from corpus.blocks import Block, Kind, Metadata, Reading
from corpus.importing.plan import plan_of
from corpus.importing.writing.changeset import changeset_of
from corpus.importing.writing.load import LoadedFile
from corpus.importing.writing.revise import ChangedMeanwhileError, revise, rows_of
from corpus.models import Change, Document, FormerText, Paragraph
from tests.support.factories import make_document

pytestmark = pytest.mark.django_db

FIRST = "The Council shall adopt the annual budget by a qualified majority."
SECOND = "Members who cannot attend send their votes in writing before noon."
TITLE = Metadata(title="A title")
THIRD = "Minutes of every meeting are published within three working weeks."


def plan(*texts):
    kinds = [(Kind.HEADING, text[2:]) if text.startswith("# ") else (Kind.BODY, text) for text in texts]
    return plan_of(Reading(tuple(Block(kind, text, "", int(kind is Kind.HEADING)) for kind, text in kinds)))


def changeset(document, *texts):
    return changeset_of(Document.objects.select_related("current").get(pk=document.pk), plan(*texts))


def written(changeset, metadata=TITLE, data=b"source", by=None, at=None):
    file = LoadedFile(data, "text.txt", "text/plain", "utf-8", by)
    with rows_of(changeset, file) as rows:
        return revise(changeset=changeset, rows=rows, metadata=metadata, at=at or timezone.now())


def revised(document, *texts):
    return written(changeset(document, *texts))


def said(document, number):
    return [(each.key, each.text) for each in FormerText.objects.as_of(document, number)]


def changes(revision):
    rows = revision.changes.values_list("paragraph__key", "what", "other__key")
    return list(rows)


def test_paragraphs_keep_their_keys_and_what_they_said(editor):
    document = make_document([FIRST, SECOND, THIRD])
    now = timezone.now()
    edited = SECOND.replace("noon", "midnight")
    revision = written(
        changeset(document, "Quite new.", FIRST, edited),
        metadata=Metadata("T", language="de"),
        by=editor,
        at=now,
    )
    document.refresh_from_db()
    assert document.current == revision
    assert (document.title, document.language, document.next_key) == ("T", "de", 5)
    assert (revision.number, revision.length, revision.paragraph_count) == (2, 3, 3)
    assert (revision.loaded_by, revision.loaded_at) == (editor, now)
    with revision.source.open() as file:
        assert file.read() == b"source"
    assert [(each.key, each.text) for each in document.paragraphs.standing().order_by("position")] == [
        (4, "Quite new."),
        (1, FIRST),
        (2, edited),
    ]
    gone = document.paragraphs.get(key=3)
    assert (gone.text, gone.until.number, gone.position) == (THIRD, 1, 3)
    assert changes(revision) == [(4, "new", None), (2, "edited", None), (3, "gone", None)]
    assert said(document, 1) == [(1, FIRST), (2, SECOND), (3, THIRD)]
    assert said(document, 2) == [(4, "Quite new."), (1, FIRST), (2, edited)]


def test_what_is_gone_is_not_found_and_what_is_new_is():
    document = make_document([FIRST, SECOND])
    revised(document, FIRST, "A needle.")
    found = search.matching(Paragraph.objects.all(), "needle").values_list("key", flat=True)
    assert list(found) == [3]
    assert not search.matching(Paragraph.objects.all(), "attend").exists()


def test_split_and_merged_are_told_with_the_other_paragraph():
    document = make_document([f"{FIRST} {SECOND} {THIRD}", "Last."])
    split = revised(document, FIRST, f"{SECOND} {THIRD}", "Last.")
    assert changes(split) == [(1, "split", None), (3, "new", 1)]
    merged = revised(document, f"{FIRST} {SECOND} {THIRD}", "Last.")
    assert changes(merged) == [(1, "merged", None), (3, "gone", 1)]
    gone = document.paragraphs.get(key=3)
    ending = Change.objects.ending(gone)
    assert (ending.revision.number, ending.other.key) == (3, 1)
    assert Change.objects.counts(document) == {2: {"split": 1, "new": 1}, 3: {"merged": 1, "gone": 1}}
    assert said(document, 2) == [(3, FIRST), (1, f"{SECOND} {THIRD}"), (2, "Last.")]


def test_a_paragraph_pushed_down_is_the_same_and_stood_higher_before():
    document = make_document(["# One", FIRST])
    revision = revised(document, "# Zero", "# One", FIRST)
    assert changes(revision) == [(3, "new", None)]
    former = FormerText.objects.get(paragraph__key=2)
    assert (former.revision_from, former.revision_to, former.position, former.text) == (1, 1, 2, FIRST)
    assert document.paragraphs.get(key=2).section == "One"


def test_former_texts_begin_where_the_one_before_ended():
    document = make_document([FIRST, "x y z"])
    for number in range(2, 7):
        revised(document, FIRST if number < 4 else SECOND, f"x y z {number // 2}")
    rows = FormerText.objects.filter(paragraph__key=2).values_list("revision_from", "revision_to", "text")
    assert list(rows) == [(1, 1, "x y z"), (2, 3, "x y z 1"), (4, 5, "x y z 2")]
    assert [said(document, number)[1][1] for number in range(1, 7)] == [
        "x y z", "x y z 1", "x y z 1", "x y z 2", "x y z 2", "x y z 3",
    ]  # fmt: skip


def test_a_ledger_made_before_another_revision_is_refused():
    document = make_document([FIRST, SECOND])
    stale = changeset(document, FIRST)
    revised(document, FIRST, SECOND, THIRD)
    with pytest.raises(ChangedMeanwhileError):
        written(stale)
    assert document.revisions.count() == 2


def test_a_failure_on_the_way_leaves_everything_as_it_was(monkeypatch):
    document = make_document([FIRST, SECOND])

    def fail(_words, _document, _pks):
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr(search.Prepared, "write", fail)
    with pytest.raises(DatabaseError, match="disk"):
        revised(document, SECOND, THIRD)
    document.refresh_from_db()
    assert (document.current.number, document.revisions.count(), document.next_key) == (1, 1, 3)
    assert said(document, 1) == [(1, FIRST), (2, SECOND)]
    assert not FormerText.objects.exists()
    assert not Change.objects.exists()


def test_some_of_the_paragraphs_of_a_revision_in_two_queries(django_assert_num_queries):
    document = make_document([f"Paragraph number {at} of many." for at in range(60)])
    revised(document, "Before all.", *(f"Paragraph number {at} of many." for at in range(60)))
    with django_assert_num_queries(2):
        found = FormerText.objects.as_of(document, 1, positions=(26, 50))
    assert [each.key for each in found] == list(range(26, 51))
    pks = [each.pk for each in found[:3]]
    assert FormerText.objects.as_of(document, 1, among=pks) == found[:3]


def test_a_change_is_kept_once_and_only_parts_have_another():
    document = make_document([FIRST, SECOND])
    revision = revised(document, FIRST, THIRD)
    change = revision.changes.first()
    with pytest.raises(IntegrityError, match=r"change_once|UNIQUE"):
        Change.objects.bulk_create([Change(revision=revision, paragraph=change.paragraph, what="edited")])


def test_ten_thousand_paragraphs_with_a_twentieth_changed(django_assert_max_num_queries):
    texts = [f"Speaker {at} took the floor on matter {at * 7}." if at % 2 else "Abstains." for at in range(10_000)]
    document = make_document([])
    revised(document, *texts)
    for at in range(1, 10_000, 20):
        texts[at] = texts[at].replace("took", "then took")
    texts[500:500] = ["A needle."]
    with django_assert_max_num_queries(80):
        revision = revised(document, *texts)
    assert Change.objects.counts(document)[3] == {"edited": 500, "new": 1}
    assert revision.length == 10_001
    assert [each.text for each in FormerText.objects.as_of(document, 3)] == texts


TEXTS = st.lists(
    st.sampled_from(["Abstains.", "In favour.", FIRST, SECOND, THIRD, f"{FIRST} {SECOND}"]), min_size=1, max_size=6
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_every_revision_can_be_read_again_and_no_key_is_given_twice(db, editions):
    document = make_document(editions[0])
    keys = set(document.paragraphs.values_list("key", flat=True))
    for texts in editions[1:]:
        standing = set(document.paragraphs.standing().values_list("key", flat=True))
        revised(document, *texts)
        now = set(document.paragraphs.standing().values_list("key", flat=True))
        assert not (now - standing) & keys
        keys |= now
    for number, texts in enumerate(editions, 1):
        assert [text for _key, text in said(document, number)] == texts


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_written_and_the_other_refused():
    document = make_document([FIRST, SECOND])
    both = [changeset(document, FIRST, THIRD), changeset(document, SECOND, THIRD)]
    together = Barrier(2)

    def write(each):
        together.wait()
        try:
            return written(each, data=each.plan.paragraphs[0].text.encode()).number
        except ChangedMeanwhileError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor() as threads:
        assert sorted(threads.map(write, both), key=str) == [2, "refused"]
    assert list(document.revisions.values_list("number", flat=True)) == [1, 2]
    assert document.paragraphs.standing().count() == 2
