"""New rows, and which of them were there already."""

import pickle
import uuid

import pytest
from django.db import IntegrityError, transaction

from annotator.models import Event, Passage, Submission
from corpus.db.insert import insert, insert_new, insert_values, values_of
from tests.support.factories import make_document

pytestmark = pytest.mark.django_db
PLACE = ("paragraph_id", "start", "end")


@pytest.fixture
def paragraph():
    return make_document(["one two three four"]).paragraphs.get()


def passage(paragraph, start, end):
    return Passage(
        paragraph=paragraph,
        document=paragraph.document,
        start=start,
        end=end,
        quote=paragraph.text[start:end],
        revision_id=paragraph.document.current_id,
    )


def test_it_tells_which_were_there_and_gives_the_others_their_keys(paragraph, django_assert_num_queries):
    passage(paragraph, 0, 3).save()
    rows = [passage(paragraph, *place) for place in ((8, 13), (0, 3), (None, None), (4, 7))]
    with django_assert_num_queries(1):
        made = insert_new(rows, PLACE)
    assert made == [rows[0], rows[2], rows[3]]
    assert [Passage.objects.get(pk=each.pk).quote for each in made] == ["three", "one two three four", "two"]
    assert rows[1].pk is None
    assert insert_new([passage(paragraph, None, None)], PLACE) == []


def test_what_was_written_can_be_changed_and_saved(paragraph):
    (made,) = insert_new([passage(paragraph, 0, 3)], PLACE)
    made.prefix = "before"
    made.save()
    assert Passage.objects.get().prefix == "before"


def test_many_rows_take_a_statement_for_some_hundred(paragraph, django_assert_num_queries):
    rows = [passage(paragraph, number, number + 1) for number in range(1100)]
    with django_assert_num_queries(3):
        assert insert_new(rows, PLACE) == rows
    assert len({row.pk for row in rows}) == 1100


def test_nothing_takes_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert_new([]) == []


def test_a_row_that_is_there_already_is_an_error_for_insert(annotator):
    first = Submission(pk=uuid.uuid4(), by=annotator)
    insert([first])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Submission(pk=uuid.uuid4(), by=annotator), Submission(pk=first.pk, by=annotator)])
    assert list(Submission.objects.all()) == [first]


def test_columns_made_ready_are_kept_anywhere_and_written_later(paragraph, annotator):
    rows = [passage(paragraph, *place) for place in ((8, 13), (0, 3), (None, None))]
    passage(paragraph, 0, 3).save()
    ready = pickle.loads(pickle.dumps(values_of(rows, PLACE)))
    made = {tuple(place): key for key, *place in insert_values(Passage, ready, PLACE)}
    assert made.keys() == {(paragraph.pk, 8, 13), (paragraph.pk, None, None)}
    assert Passage.objects.get(pk=made[paragraph.pk, 8, 13]).quote == "three"
    again = values_of([Submission(pk=uuid.uuid4(), by=annotator)])
    insert_values(Submission, again)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_values(Submission, again)


def test_another_rule_of_the_database_is_an_error_always(paragraph):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_new([passage(paragraph, 3, 1)], PLACE)


def test_every_kind_of_value_is_kept(annotator):
    kept = {"words": ["é", "“", None, 1.5], "deep": {"true": True}}
    event = Event(actor=annotator, action="created", subject_type="tag", batch=uuid.uuid4(), before=None, after=kept)
    insert([event])
    found = Event.objects.get()
    assert (found.pk, found.batch, found.at) == (event.pk, event.batch, event.at)
    assert (found.before, found.after) == (None, kept)
    assert Event.objects.filter(before__isnull=True).exists()
