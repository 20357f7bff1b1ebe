"""The queue of proposed parallels, filled from the command line."""

import json
import subprocess
import sys

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from annotator.actions.cross_references import cross_reference
from annotator.actions.documents.load import load_document
from annotator.actions.parallels.judge import judge
from annotator.actions.parallels.propose import propose_for_document
from annotator.actions.passages import passages_for
from annotator.models import CrossReference, Place, ProposedParallel, Verdict
from annotator.models.proposed_parallel import in_order
from corpus.models import Collection
from tests.annotator.management.test_find_parallels import FIRST, SECOND
from tests.support.factories import make_collection

pytestmark = pytest.mark.django_db


def load_into(collection, slug, text):
    made = Collection.objects.get(slug=collection)
    return load_document(by=None, name=f"{slug}.md", data=text.encode(), collection=made, slug=slug).document


def proposed(capsys, *options):
    call_command("find_parallels", "--propose", "--words-only", *options)
    return capsys.readouterr().out.strip()


def pairs():
    return {
        frozenset(f"{end.document.slug}/{end.paragraph.key}" for end in (pair.one, pair.other))
        for pair in ProposedParallel.objects.with_places()
    }


def test_what_is_found_waits_to_be_judged_and_once(two, capsys):
    assert proposed(capsys) == "1 new pairs wait to be judged, 0 wait still, 0 were not found again."
    assert proposed(capsys) == "0 new pairs wait to be judged, 1 wait still, 0 were not found again."
    (pair,) = ProposedParallel.objects.with_places()
    assert pairs() == {frozenset({"rivers/2", "lakes/3"})}
    assert (pair.one.start, pair.other.start, pair.wording, pair.found_by) == (None, None, "changed", "words 1")
    assert pair.reasons[0]["sentence"] == "The same wording, one word changed."
    assert 0.5 < pair.score < 1


def test_of_a_document_or_a_collection(two, capsys):
    make_collection(slug="other")
    load_into("other", "hills", "# On hills\n\nNobody may build on the hill at night.\n")
    assert proposed(capsys, "--document", "hills").startswith("1 new")
    assert proposed(capsys, "--collection", "other").startswith("0 new pairs wait to be judged, 1 wait still")
    with pytest.raises(CommandError, match=r"There is no collection “none”\."):
        proposed(capsys, "--collection", "none")


def test_one_new_document_is_compared_with_all_that_is_there(two, annotator):
    assert propose_for_document(document=two[1], by=None) == (1, 0, 0)
    assert pairs() == {frozenset({"rivers/2", "lakes/3"})}
    assert propose_for_document(document=two[0], by=None) == (0, 1, 0)


def test_words_alone_do_not_replace_what_words_and_meaning_said_of_the_same_texts(two, annotator):
    propose_for_document(document=two[0], by=None)
    ProposedParallel.objects.update(found_by="words 1 + model 2", score=0.9)
    propose_for_document(document=two[0], by=None)
    assert ProposedParallel.objects.get().score == 0.9
    revised = SECOND.replace("lake clean", "pond clean")
    load_document(by=None, name="lakes.md", data=revised.encode(), collection=two[1].collection, slug="lakes")
    propose_for_document(document=two[0], by=None)
    assert ProposedParallel.objects.get().found_by == "words 1"


def test_what_was_judged_stays_so(two, capsys, annotator):
    proposed(capsys)
    pair = ProposedParallel.objects.with_places().get()
    judge(pair=pair, verdict=Verdict.REJECTED, by=annotator, version=1)
    proposed(capsys)
    assert ProposedParallel.objects.get().verdict == Verdict.REJECTED


def test_what_is_not_found_any_more_leaves_the_queue(two, capsys):
    ends = passages_for([Place(document.paragraphs.get(key=key)) for document, key in ((two[0], 3), (two[1], 2))])
    one, other = in_order(*ends)
    ProposedParallel.objects.create(one=one, other=other, score=0.9, wording="shared", found_by="words 0")
    assert proposed(capsys) == "1 new pairs wait to be judged, 0 wait still, 1 were not found again."
    assert pairs() == {frozenset({"rivers/2", "lakes/3"})}


def test_what_is_joined_already_is_not_proposed(two, capsys, annotator):
    ends = [Place(document.paragraphs.get(key=key)) for document, key in ((two[0], 2), (two[1], 3))]
    cross_reference(source=ends[0], target=ends[1], relation="restates", by=annotator)
    proposed(capsys)
    assert not ProposedParallel.objects.exists()
    assert CrossReference.objects.count() == 1


def test_closed_collections_have_their_own_frequencies(two, capsys):
    proposed(capsys)
    before = ProposedParallel.objects.get().score
    made = make_collection(slug="closed", access="groups")
    made.groups.add(Group.objects.create(name="Few"))
    load_into("closed", "moors", SECOND.replace("lake", "moor"))
    load_into("closed", "fens", SECOND.replace("lake", "fen"))
    other = make_collection(slug="apart", access="groups")
    other.groups.add(Group.objects.create(name="Others"))
    load_into("apart", "bogs", SECOND.replace("lake", "bog"))
    proposed(capsys)
    assert ProposedParallel.objects.get(one__document=two[0], other__document=two[1]).score == before
    between = {frozenset(slug.partition("/")[0] for slug in pair) for pair in pairs()}
    assert {"moors", "fens"} in between
    assert {"lakes", "moors"} in between
    assert not any({"bogs", closed} <= pair for pair in between for closed in ("moors", "fens"))


@pytest.mark.any_database
def test_who_stops_reading_gets_no_traceback(data_folder):
    environment = {"GLOSSATOR_DATA": str(data_folder), "PATH": "/usr/bin:/bin"}
    command = f"set -o pipefail; {sys.executable} manage.py find_parallels --json | true"
    ended = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_load_fills_the_queue_where_it_is_told_to_and_else_says_how(db, capsys, tmp_path):
    for name, text in (("rivers", FIRST), ("lakes", SECOND)):
        (tmp_path / f"{name}.md").write_text(text)
    call_command("load_documents", tmp_path / "rivers.md")
    assert not capsys.readouterr().err
    call_command("load_documents", tmp_path / "rivers.md", "--slug", "streams", "--collection", "others")
    assert "manage.py find_parallels --propose" in capsys.readouterr().err
    call_command("load_documents", tmp_path / "lakes.md", "--propose", "--dry-run")
    assert "find_parallels" not in capsys.readouterr().out
    assert not ProposedParallel.objects.exists()
    call_command("load_documents", tmp_path / "lakes.md", "--propose", "--json")
    printed = capsys.readouterr()
    assert json.loads(printed.out)["documents"][0]["status"] == "created"
    assert "2 new pairs wait to be judged" in printed.err
    assert pairs() == {frozenset({f"{slug}/2", "lakes/3"}) for slug in ("rivers", "streams")}
    call_command("load_documents", tmp_path / "lakes.md", "--propose")
    assert "wait to be judged" not in capsys.readouterr().out
