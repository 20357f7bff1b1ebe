"""Loading long texts beside people at work: they wait for what is copied at once alone, and never see half of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from annotator.actions import annotations
from annotator.actions.documents.load import load_document
from annotator.actions.documents.take_back import take_back_revision
from annotator.errors import Refused
from annotator.models.place import Place
from annotator.permissions import ANNOTATORS
from corpus import search
from corpus.db import many
from corpus.importing.writing import revise
from corpus.models import Change, Collection, Document, FormerText, Paragraph, Revision
from corpus.search import indexing
from tests.conftest import person
from tests.functional.at_once import Meanwhile

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = [f"Speaker {at} took the floor on matter {at * 7}, and spoke of it." for at in range(12)]
SECOND = ["Before all.", *(each.replace("took the", "left the") for each in FIRST[:4]), *FIRST[5:]]


@pytest.fixture(autouse=True)
def _long(monkeypatch):
    """Every text is long, and every number of rows large."""
    monkeypatch.setattr(indexing, "LONG", 0)
    monkeypatch.setattr(many, "FEW", 0)


@pytest.fixture
def load():
    collection = Collection.objects.create(slug="texts", title="Texts")

    def load_it(texts, slug="debate", **more):
        data = "\n\n".join(texts).encode()
        return load_document(by=None, name="debate.txt", data=data, collection=collection, slug=slug, **more)

    return load_it


@pytest.fixture(params=["text", "revision", "taking back"])
def loading(request, load):
    """The load of a text, and of a further revision of one, which is taken back; what is read before and after each."""
    if request.param == "text":
        return lambda: load(FIRST), ([], FIRST)
    load(FIRST)
    if request.param == "revision":
        return lambda: load(SECOND), (FIRST, SECOND)
    load(SECOND)
    return lambda: take_back_revision(document=Document.objects.get(slug="debate"), number=2, by=None), (SECOND, FIRST)


def read():
    """What there is of the text, as somebody else sees it now."""
    with ThreadPoolExecutor() as threads:
        return threads.submit(read_here).result()


def read_here():
    try:
        numbers = list(Document.objects.filter(slug="debate").values_list("current__number", flat=True))
        texts = list(Paragraph.objects.standing().order_by("position").values_list("text", flat=True))
        found = search.matching(Paragraph.objects.standing().order_by("position"), "speaker")
        rows = len(numbers), Change.objects.count(), Revision.objects.count()
        former = [
            [each.text for each in FormerText.objects.former_texts_of(here)]
            for here in Paragraph.objects.order_by("pk")
        ]
        first = (
            [each.text for each in FormerText.objects.as_of(Document.objects.get(slug="debate"), 1)] if texts else []
        )
        return numbers, texts, list(found.values_list("text", flat=True)), rows, former, first
    finally:
        connection.close()


def test_until_all_of_it_is_there_others_see_what_was_there_before(loading, monkeypatch):
    act, (before, after) = loading
    seen, write = [read()], search.Prepared.write

    def and_look(*arguments):
        seen.append(read())
        write(*arguments)
        seen.append(read())

    monkeypatch.setattr(search.Prepared, "write", and_look)
    act()
    assert seen[0][1] == before
    assert seen == seen[:1] * 3
    assert read()[1] == after
    assert read()[2] == [text for text in after if "Speaker" in text]


def test_others_write_while_it_is_made_ready(loading, load, monkeypatch):
    load(["A text to write about."], slug="other")
    act, (_before, after) = loading
    prepared_by, writer = search.Prepared.__init__, person("writer", ANNOTATORS)

    def and_write(*arguments):
        prepared_by(*arguments)
        place = Place(Paragraph.objects.select_related("document__collection").get(document__slug="other"))
        writing = Meanwhile(lambda: annotations.annotate(places=[place], body="Beside", by=writer))
        writing.start()
        writing.finish()

    monkeypatch.setattr(search.Prepared, "__init__", and_write)
    act()
    assert [text for text in read()[1] if text in after] == after


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="where one writer keeps the others waiting")
def test_nothing_is_written_by_the_row_while_others_wait(loading):
    by_the_row = []

    def watch(execute, statement, values, is_many, context):
        if is_many and connection.in_atomic_block:
            by_the_row.append(statement.split()[:3])
        return execute(statement, values, is_many, context)

    with connection.execute_wrapper(watch):
        loading[0]()
    written = {(what, table) for what, _into, table in by_the_row}
    assert written & {("INSERT", "corpus_paragraph"), ("INSERT", "corpus_posting")} == set()
    assert not any(what == "UPDATE" for what, _table in written)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="where one writer keeps the others waiting")
@pytest.mark.parametrize("kept", [0, 1, 2])
def test_what_is_kept_for_a_revision_that_was_cut_off_is_seen_by_nobody(load, monkeypatch, kept):
    load(FIRST)
    there, left, keep = read(), [None] * kept, revise._keep
    monkeypatch.setattr(revise, "_AT_A_TIME", 2)

    def cut_off(*arguments):
        left.pop()
        keep(*arguments)

    monkeypatch.setattr(revise, "_keep", cut_off)
    with pytest.raises(IndexError):
        load(SECOND)
    assert FormerText.objects.count() == 2 * kept
    assert read() == there
    monkeypatch.setattr(revise, "_keep", keep)
    # Another one than was meant to be, and then that one.
    for texts in (FIRST[2:], SECOND):
        load(texts)
        assert read()[1] == texts
        assert read()[-1] == FIRST
    document = Document.objects.get()
    assert [each.text for each in FormerText.objects.as_of(document, 2)] == FIRST[2:]
    take_back_revision(document=document, number=3, by=None)
    take_back_revision(document=document, number=2, by=None)
    assert read()[:3] == there[:3]
    load(SECOND)
    assert read()[-1] == FIRST


def test_a_revision_is_read_whole_where_another_one_is_written_between_two_queries(load):
    document, asked = load(FIRST).document, []

    def load_between(execute, statement, *rest):
        asked.append(statement)
        if len(asked) == 2:
            load(SECOND)
        return execute(statement, *rest)

    with connection.execute_wrapper(load_between):
        assert [each.text for each in FormerText.objects.as_of(document, 1)] == FIRST
    assert document.revisions.count() == 2


def test_one_that_is_cut_off_leaves_nothing_and_goes_through_the_next_time(loading, monkeypatch):
    act, (_before, after) = loading
    there, write = read(), search.Prepared.write

    def cut_off(*arguments):
        write(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(search.Prepared, "write", cut_off)
    with pytest.raises(KeyboardInterrupt):
        act()
    assert read() == there
    monkeypatch.setattr(search.Prepared, "write", write)
    act()
    assert read()[1] == after


def test_of_two_at_once_with_one_slug_one_is_loaded_and_the_other_refused(load):
    together = Barrier(2)

    def load_one(texts):
        together.wait()
        try:
            return load(texts, may_revise=False).status
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor() as threads:
        assert sorted(threads.map(load_one, (FIRST, SECOND))) == ["created", "refused"]
    assert read()[1] in (FIRST, SECOND)


def test_a_revision_taken_back_is_the_text_before_and_can_be_loaded_again(load):
    load(FIRST)
    first = read()
    load(SECOND)
    second = read()
    take_back_revision(document=Document.objects.get(), number=2, by=None)
    assert read()[:3] == first[:3]
    load(SECOND)
    assert read()[1:3] == second[1:3]
