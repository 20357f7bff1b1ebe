"""What is tagged or imported in parts is one action: others write between, it is gone on with, and undone as one."""

import uuid

import pytest
from django.db import DatabaseError

from annotator.actions import annotations, taggings
from annotator.actions import batch as batches
from annotator.actions.imports import other_tools
from annotator.actions.imports.other_tools import import_highlights
from annotator.actions.undo import undo
from annotator.errors import AlreadyDone, BrokenOff, Refused
from annotator.imports.problems import ImportRefused
from annotator.models import Annotation, Event, Tag, Tagging
from annotator.models.place import Place
from corpus.models import Document, Revision
from tests.support import factories
from tests.support.imported_files import file

pytestmark = pytest.mark.django_db
NUMBER = 7


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(taggings, "AT_ONCE", 4)
    monkeypatch.setattr(other_tools, "AT_ONCE", 4)


@pytest.fixture
def text(db):
    return factories.make_document(texts=[f"Paragraph {number} of words." for number in range(NUMBER)], slug="text")


@pytest.fixture
def paras(text):
    return factories.paragraphs_of(text)


@pytest.fixture(params=["tagged", "tagged by name", "imported"])
def act(request, paras, editor):
    """Put two tags on all paragraphs in four parts, by a request that may be sent again."""
    tags = [factories.make_tag(name) for name in ("one", "two")]
    asked = {"by": editor, "request_id": uuid.uuid4()}
    if request.param == "imported":
        rows = [[n, "text", tag.name, f"Paragraph {n} of"] for n in range(NUMBER) for tag in tags]
        book = file(("id", "document", "tag", "content"), *rows, name="all_tags.csv")
        return lambda: import_highlights(file=book, **asked)[2]
    chosen = {"tags": tags} if request.param == "tagged" else {"names": ["one", "two"]}
    return lambda: taggings.tag(places=[Place(para) for para in paras], **chosen, **asked)[1]


@pytest.fixture
def between(monkeypatch):
    """Have something happen once, after some of the parts."""

    def happens(then, parts=1):
        left = [None] * (parts - 1) + [then]

        def beside():
            now = left.pop(0) if left else None
            if now:
                now()

        monkeypatch.setattr(batches, "let_others_write", beside)

    return happens


def fails():
    raise DatabaseError


def standing():
    return Tagging.objects.standing().count()


def test_others_write_between_the_parts_and_all_of_it_is_one_action(act, paras, editor, colleague, between):
    between(lambda: annotations.annotate(places=[Place(paras[0])], body="Beside", by=colleague), 2)
    batch = act()
    assert Annotation.objects.get().created_at < Tagging.objects.latest("created_at").created_at
    events = Event.objects.filter(batch=batch, action="created")
    assert events.count() == events.values("at").distinct().count() == standing() == 2 * NUMBER
    undo(batch_id=batch, by=editor)
    assert standing() == 0


@pytest.mark.parametrize("parts", [1, 3])
def test_what_is_cut_off_is_gone_on_with_as_the_same_action(act, editor, between, parts):
    between(fails, parts)
    with pytest.raises((BrokenOff, ImportRefused), match=r"To go on, do the same again|Import the file again"):
        act()
    assert standing() == 4 * parts
    batch = act()
    assert Event.objects.filter(batch=batch, action="created").count() == standing() == 2 * NUMBER
    with pytest.raises(AlreadyDone):
        act()
    undo(batch_id=batch, by=editor)
    assert standing() == 0


def test_what_was_cut_off_and_undone_is_done_as_another_action(act, editor, between):
    between(fails, 2)
    with pytest.raises((BrokenOff, ImportRefused)):
        act()
    (first,) = set(Event.objects.filter(action="created", subject_type="tagging").values_list("batch", flat=True))
    undo(batch_id=first, by=editor)
    batch = act()
    assert batch != first
    assert Event.objects.filter(batch=batch, action="created").count() == standing() == 2 * NUMBER


def test_a_text_that_is_revised_between_two_parts_keeps_what_is_done(act, text, between):
    def revise():
        other = Revision.objects.create(
            document=text, number=2, loaded_at=text.current.loaded_at, sha256="2", length=NUMBER
        )
        Document.objects.update(current=other)

    between(revise, 2)
    with pytest.raises((BrokenOff, ImportRefused), match=r"A part was done|8 of 14 contributions were imported"):
        act()
    assert standing() == 8


def test_where_all_is_there_already_it_is_refused_and_says_so(paras, editor):
    tag = factories.make_tag("one")
    asked = {"places": [Place(para) for para in paras], "tags": [tag], "by": editor}
    taggings.tag(**asked)
    with pytest.raises(Refused, match="already") as refused:
        taggings.tag(**asked)
    assert not isinstance(refused.value, BrokenOff)
    # What is there in the first part alone is no reason to stop.
    Tagging.objects.filter(content_object__paragraph=paras[-1]).delete()
    assert len(taggings.tag(**asked)[0]) == 1


def test_a_tag_that_goes_between_two_parts_ends_it(paras, editor, between):
    tag = factories.make_tag("one")

    def deletes():
        Tagging.objects.all().delete()
        Tag.objects.all().delete()

    between(deletes)
    with pytest.raises(BrokenOff):
        taggings.tag(places=[Place(para) for para in paras], tags=[tag], by=editor)
