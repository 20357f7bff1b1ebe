"""Verdicts about proposed parallels go on through revisions."""

# ruff: noqa: F811 - fixtures of another module, asked for by name

from uuid import uuid4

import pytest

from annotator.models import Event, ProposedParallel
from tests.annotator.management.test_find_parallels import SECOND
from tests.functional.test_parallels import judge, pair, revise, shown, two  # noqa: F401 - fixtures
from tests.support.factories import make_parallel

pytestmark = pytest.mark.django_db


LONG = "The council shall keep the lake clean for everybody who lives along it, and tell all of them each year what it has done for that."
SPLIT = LONG.replace(", and tell", ".\n\nIt shall tell")


def test_a_verdict_goes_on_when_a_paragraph_is_split_and_an_open_pair_is_found_anew(two, log_in, annotator, editor):
    revise("lakes", SECOND.replace(SECOND.splitlines()[-1], LONG))
    rejected = make_parallel(two[0].paragraphs.get(key=2), two[1].paragraphs.get(key=3))
    left = make_parallel(two[0].paragraphs.get(key=3), two[1].paragraphs.get(key=3))
    judge(log_in(annotator), rejected, "reject")
    revise("lakes", SECOND.replace(SECOND.splitlines()[-1], SPLIT))
    assert two[1].paragraphs.standing().count() == 4
    log_in(editor).post("/parallels/find/", {"document": "lakes", "request_id": uuid4()})
    assert not ProposedParallel.objects.filter(pk=left.pk).exists()
    waiting = ProposedParallel.objects.filter(verdict="open").select_related("one", "other")
    river = two[0].paragraphs.get(key=2).pk
    assert not [each for each in waiting if river in {each.one.paragraph_id, each.other.paragraph_id}]


def test_a_verdict_that_is_undone_is_undone_of_all_parts(two, log_in, annotator, colleague):
    revise("lakes", SECOND.replace(SECOND.splitlines()[-1], LONG))
    rejected = make_parallel(two[0].paragraphs.get(key=2), two[1].paragraphs.get(key=3))
    other = make_parallel(two[0].paragraphs.get(key=3), two[1].paragraphs.get(key=3), verdict="rejected")
    client = log_in(annotator)
    judge(client, rejected, "reject")
    batch = Event.objects.get(subject_id=rejected.pk).batch
    revise("lakes", SECOND.replace(SECOND.splitlines()[-1], SPLIT))
    parts = ProposedParallel.objects.filter(judged_by=annotator, verdict="rejected")
    assert parts.count() == 2
    keys = {each.pk for each in parts}
    client.post("/undo/", {"batch": batch, "request_id": uuid4()})
    assert {each.pk for each in ProposedParallel.objects.filter(verdict="open", judged_by=None)} == keys
    assert ProposedParallel.objects.get(pk=other.pk).verdict == "rejected"
    undone = Event.objects.filter(undoes=batch)
    assert {event.subject_id for event in undone} == keys
    client.post("/undo/", {"batch": undone[0].batch, "request_id": uuid4()})
    assert {each.pk for each in parts.all()} == keys


def test_a_verdict_goes_on_when_paragraphs_are_merged(two, log_in, annotator, editor):
    revise("lakes", SECOND.replace(SECOND.splitlines()[-1], SPLIT))
    rejected = make_parallel(two[0].paragraphs.get(key=2), two[1].paragraphs.get(key=3))
    judge(log_in(annotator), rejected, "reject")
    revise("lakes", SECOND.replace(SECOND.splitlines()[-1], LONG))
    log_in(editor).post("/parallels/find/", {"document": "lakes", "request_id": uuid4()})
    assert not ProposedParallel.objects.filter(verdict="open").exists()
