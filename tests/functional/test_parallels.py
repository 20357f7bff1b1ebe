"""The queue of proposed parallels, from what is found to what is judged."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from annotator.actions.cross_references import cross_reference
from annotator.actions.documents.load import load_document
from annotator.models import CrossReference, Event, Place, ProposedParallel
from annotator.presenters.parallels import score_shown
from corpus.models import Collection
from tests.annotator.management.test_find_parallels import FIRST, SECOND
from tests.support.factories import make_collection, make_parallel

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(db):
    make_collection(slug="texts")
    return revise("rivers", FIRST).document, revise("lakes", SECOND).document


@pytest.fixture
def pair(two):
    return make_parallel(two[0].paragraphs.get(key=2), two[1].paragraphs.get(key=3))


def judge(client, pair, decision, **fields):
    sent = {"decision": decision, "version": ProposedParallel.objects.get(pk=pair.pk).version, "request_id": uuid4()}
    return client.post(f"/parallels/{pair.pk}/", sent | fields, follow=True)


def shown(client, **asked):
    page = client.get("/parallels/", asked)
    assert page.status_code == 200
    return page.content.decode()


def test_from_finding_to_a_cross_reference(two, log_in, editor, annotator):
    page = log_in(editor).post("/parallels/find/", {"document": "lakes", "request_id": uuid4()}, follow=True)
    assert "“On lakes” was compared with the others by their words. 1 new pair waits to be judged." in page.text
    page = log_in(editor).post("/parallels/find/", {"document": "lakes", "request_id": uuid4()}, follow=True)
    assert "No new pairs were found. 1 that was found before still waits." in page.content.decode()
    (pair,) = ProposedParallel.objects.all()
    client = log_in(annotator)
    page = shown(client)
    assert "The same wording, one word changed." in page
    assert {"river", "lake"} == {*re.findall(r"<del>(\w+)", page), *re.findall(r"<ins>(\w+)", page)}
    answer = judge(client, pair, "restates")
    assert "Joined: restates." in answer.content.decode()
    reference = CrossReference.objects.get()
    assert (reference.relation, reference.origin, reference.status) == ("restates", "suggestion", "published")
    assert (reference.source.document.slug, reference.author) == ("lakes", annotator)
    pair.refresh_from_db()
    assert (pair.verdict, pair.judged_by, pair.reference) == ("accepted", annotator, reference)
    assert [event.action for event in Event.objects.filter(subject_id=pair.pk)] == ["accepted"]
    assert "Nothing waits to be judged." in shown(client)
    assert "Proposed with score" in client.get(f"/cross-references/{reference.pk}/").content.decode()


def test_a_word_that_the_other_side_has_elsewhere_is_said_to_stand_alone_at_its_place(pair, log_in, annotator):
    type(pair.one).objects.filter(pk=pair.one_id).update(quote="tonight we moor the boats by the old lamp")
    type(pair.one).objects.filter(pk=pair.other_id).update(quote="we moor the boats by the old lamp tonight")
    page = shown(log_in(annotator))
    assert re.search(r"<(del|ins)>tonight", page)
    assert "the other side may have them elsewhere" in page


def test_short_words_that_agree_alone_are_not_shaded(pair, log_in, annotator):
    passages = type(pair.one).objects
    passages.filter(pk=pair.one_id).update(quote="boats of the town moor by night, article 12 says")
    passages.filter(pk=pair.other_id).update(quote="lamps of my house shine all night under 12 moons")
    shaded = re.findall(r'<span class="same">([^<]*)', shown(log_in(annotator)))
    assert shaded == ["night", "12", "night", "12"]


def test_a_document_is_chosen_before_anything_is_compared(two, log_in, editor):
    client = log_in(editor)
    page = shown(client)
    assert '<option value="">choose one</option>' in page
    assert "by what it means where a sentence model is installed" in page
    assert "selected" not in page.partition('id="find-in"')[2].partition("</select>")[0]
    sent = client.post("/parallels/find/", {"document": ""}, follow=True)
    assert "Choose the document whose parallels are to be found." in sent.text


@pytest.mark.parametrize(
    ("found_by", "said"), [("words 1", "by words ·"), ("words 1 + some-model 1", "by words and meaning ·")]
)
def test_a_score_says_what_it_was_reckoned_by(pair, log_in, annotator, found_by, said):
    pair.found_by = found_by
    pair.save()
    assert f"</strong> {said}" in shown(log_in(annotator))


def test_names_of_models_are_told_apart_from_the_reasons(pair, log_in, annotator):
    said = "The same thought, says %(model)s (%(alike)s)."
    params = {"number": 2, "model": "some-model 1", "alike": "0.71"}
    pair.reasons = [{"sentence": said, "plural": said, "params": params, "number": 2}]
    pair.found_by = "words 1 + some-model 1"
    pair.save()
    page = shown(log_in(annotator))
    assert "The same thought, says a model (0.71)." in page
    assert page.count("some-model 1") == 1


def test_the_other_way_round(pair, two, log_in, annotator):
    judge(log_in(annotator), pair, "quotes", turned="1")
    assert CrossReference.objects.get().source.document == two[0]
    assert "The second side quotes the first." in shown(log_in(annotator), verdict="accepted")


def test_in_a_reviewed_collection_it_is_proposed(pair, log_in, annotator):
    Collection.objects.update(review=True)
    answer = judge(log_in(annotator), pair, "quotes")
    assert CrossReference.objects.get().status == "proposed"
    assert "It waits for an editor." in answer.content.decode()


def test_an_editor_is_told_that_they_may_publish_it_themselves(pair, log_in, editor):
    Collection.objects.update(review=True)
    answer = judge(log_in(editor), pair, "quotes")
    assert "It waits in Review, where you or another editor may publish it." in answer.content.decode()


def test_what_is_rejected_is_hidden_for_all_and_can_be_taken_back(pair, log_in, annotator, colleague):
    client = log_in(annotator)
    judge(client, pair, "reject")
    assert "Nothing waits" in shown(log_in(colleague))
    assert pair.one.quote[:20] in shown(log_in(colleague), verdict="rejected")
    judge(log_in(colleague), pair, "reopen")
    assert "Nothing waits" not in shown(client)
    assert [event.action for event in Event.objects.filter(subject_id=pair.pk).order_by("at")] == [
        "rejected",
        "reopened",
    ]


def test_after_a_verdict_one_goes_on_with_the_next_pair_after_a_refusal_with_the_same(pair, two, log_in, annotator):
    following = make_parallel(two[0].paragraphs.get(key=3), two[1].paragraphs.get(key=2), score=0.35)
    client = log_in(annotator)
    assert f'name="then" value="{following.pk}"' in shown(client).partition(f"pair-{following.pk}")[0]
    sent = {"version": 1, "then": following.pk, "next": "/parallels/?least=0.1"}
    for decision, at in (("", pair), ("reject", following)):
        answer = client.post(f"/parallels/{pair.pk}/", sent | {"decision": decision})
        assert answer.url == f"/parallels/?least=0.1#pair-{at.pk}"


def test_later_is_a_list_of_its_own(pair, log_in, annotator):
    client = log_in(annotator)
    judge(client, pair, "later")
    assert "Nothing waits" in shown(client)
    assert 'value="quotes"' in shown(client, verdict="later")


@pytest.mark.parametrize("decision", ["quotes", "reject", "later"])
def test_a_verdict_is_undone(pair, log_in, annotator, decision):
    client = log_in(annotator)
    judge(client, pair, decision)
    batch = Event.objects.filter(subject_id=pair.pk).get().batch
    answer = client.post("/undo/", {"batch": batch, "request_id": uuid4()}, follow=True)
    assert answer.status_code == 200
    pair.refresh_from_db()
    assert (pair.verdict, pair.judged_by, pair.reference) == ("open", None, None)
    assert not CrossReference.objects.standing().exists()


def test_undoing_names_the_verdict_and_what_came_of_it(pair, log_in, annotator):
    client = log_in(annotator)
    judge(client, pair, "quotes")
    page = client.post("/undo/", {"request_id": uuid4()}, follow=True).text
    assert "Undone: cross-reference on ¶ 3 of On lakes, and accepted proposed parallel" in page


def test_sent_twice_is_done_once_and_what_somebody_else_judged_is_said(pair, log_in, annotator, colleague):
    client, sent = log_in(annotator), {"decision": "quotes", "version": 1, "request_id": uuid4()}
    for _time in range(2):
        assert client.post(f"/parallels/{pair.pk}/", sent).status_code == 302
    assert CrossReference.objects.count() == 1
    late = log_in(colleague).post(f"/parallels/{pair.pk}/", sent | {"request_id": uuid4()}, follow=True)
    assert "Somebody changed this meanwhile." in late.content.decode()
    assert CrossReference.objects.count() == 1


def test_what_was_accepted_is_reopened_when_its_reference_is_withdrawn(pair, log_in, annotator):
    client = log_in(annotator)
    judge(client, pair, "quotes")
    page = shown(client, verdict="accepted")
    assert "The first side quotes the second." in page
    assert "To judge it again, first withdraw" in page
    assert 'value="reopen"' not in page
    assert "Withdraw the cross-reference first" in judge(client, pair, "reopen").content.decode()
    client.post(f"/contributions/cross-reference/{CrossReference.objects.get().pk}/withdraw/", {"version": 1})
    assert "There is none." in (page := shown(client, verdict="accepted"))
    assert re.search(r"0[.]8 – 0[.]9</th>\s*<td>0</td>\s*<td>1</td>", page)
    assert "its cross-reference was withdrawn" in shown(client, verdict="withdrawn")
    judge(client, pair, "reopen")
    pair.refresh_from_db()
    assert pair.verdict == "open"
    assert "There is none." in shown(client, verdict="withdrawn")


@pytest.mark.parametrize("decision", ["reject", "later", "reopen"])
def test_what_was_judged_again_stands_joined_when_its_reference_is_brought_back(pair, log_in, annotator, decision):
    client = log_in(annotator)
    judge(client, pair, "quotes")
    reference = CrossReference.objects.get()
    client.post(f"/contributions/cross-reference/{reference.pk}/withdraw/", {"version": 1})
    judge(client, pair, decision)
    verdict = ProposedParallel.objects.get().verdict
    assert verdict != "accepted"
    client.post(f"/contributions/cross-reference/{reference.pk}/restore/", {"version": 2})
    reference.refresh_from_db()
    assert reference.withdrawn_at is None
    assert not re.search(f'id="pair-{pair.pk}"', shown(client, verdict=verdict))
    page = shown(client, verdict="accepted")
    assert f'id="pair-{pair.pk}"' in page
    assert "To judge it again, first withdraw" in page
    assert 'name="decision"' not in page
    assert re.search(r"0[.]8 – 0[.]9</th>\s*<td>1</td>\s*<td>0</td>", page)
    # Once that is withdrawn again, it is what was decided about it.
    client.post(f"/contributions/cross-reference/{reference.pk}/withdraw/", {"version": 3})
    assert f'id="pair-{pair.pk}"' in shown(client, verdict=verdict)


def test_as_long_as_anybodys_join_stands_it_is_not_judged_again(pair, log_in, annotator, colleague):
    judge(log_in(annotator), pair, "quotes")
    first = CrossReference.objects.get()
    client = log_in(colleague)
    sent = {"target": "rivers/2", "relation": "contradicts", "request_id": uuid4()}
    client.post("/documents/lakes/3/elsewhere/join/", sent)
    pair.refresh_from_db()
    assert pair.reference != first
    client.post(f"/contributions/cross-reference/{pair.reference_id}/withdraw/", {"version": 1})
    assert "Withdraw the cross-reference first" in judge(client, pair, "reject").content.decode()
    log_in(annotator).post(f"/contributions/cross-reference/{first.pk}/withdraw/", {"version": 1})
    judge(client, pair, "reject")
    pair.refresh_from_db()
    assert pair.verdict == "rejected"


@pytest.mark.parametrize("status", ["draft", "declined"])
def test_what_nobody_else_sees_joins_nothing_and_is_shown_to_none_of_them(pair, log_in, annotator, colleague, status):
    judge(log_in(annotator), pair, "quotes")
    CrossReference.objects.update(status=status)
    mine, address = log_in(annotator), CrossReference.objects.get().get_absolute_url()
    assert address in shown(mine, verdict="withdrawn")
    client = log_in(colleague)
    page = shown(client, verdict="withdrawn")
    assert "joined no more" in page
    assert address not in page
    assert "quotes the" not in page
    assert address not in client.get(f"/parallels/{pair.pk}/").text
    assert "There is none." in shown(client, verdict="accepted")
    judge(client, pair, "reopen")
    pair.refresh_from_db()
    assert pair.verdict == "open"


def test_as_long_as_another_join_stands_it_is_listed_as_accepted(pair, log_in, annotator, colleague):
    client = log_in(annotator)
    judge(client, pair, "quotes")
    log_in(colleague).post("/documents/lakes/3/elsewhere/join/", {"target": "rivers/2", "relation": "contradicts"})
    last = CrossReference.objects.exclude(author=annotator).get()
    log_in(colleague).post(f"/contributions/cross-reference/{last.pk}/withdraw/", {"version": 1})
    page = shown(client, verdict="accepted")
    assert "what else joins the two" in page
    assert last.get_absolute_url() not in page
    assert "There is none." in shown(client, verdict="withdrawn")
    assert re.search(r"0[.]8 – 0[.]9</th>\s*<td>1</td>\s*<td>0</td>", page)


@pytest.mark.parametrize(
    ("status", "says"), [("draft", "You have a draft that joins these two"), ("declined", "and that was declined")]
)
def test_ones_own_that_nobody_sees_is_not_what_comes_of_a_pair(pair, two, log_in, annotator, status, says):
    places = [Place(two[1].paragraphs.get(key=3)), Place(two[0].paragraphs.get(key=2))]
    cross_reference(source=places[0], target=places[1], relation="quotes", by=annotator)
    CrossReference.objects.update(status=status)
    client = log_in(annotator)
    assert says in judge(client, pair, "quotes").content.decode()
    sent = {"target": "rivers/2", "relation": "quotes", "request_id": uuid4()}
    assert says in client.post("/documents/lakes/3/elsewhere/join/", sent, follow=True).text
    pair.refresh_from_db()
    assert (pair.verdict, pair.reference) == ("open", None)
    assert "Joined: restates." in judge(client, pair, "restates").content.decode()


@pytest.mark.parametrize("decision", ["", "nonsense", "defines", "\x00"])
def test_what_is_no_verdict_is_refused(pair, log_in, annotator, decision):
    assert "Choose what the one does to the other" in judge(log_in(annotator), pair, decision).content.decode()
    pair.refresh_from_db()
    assert pair.verdict == "open"


def test_readers_look_and_do_not_judge(pair, log_in, reader):
    page = shown(log_in(reader))
    assert pair.one.quote[:20] in page
    assert 'value="reject"' not in page


def told_of(client):
    return {row.event.subject_type for row in client.get("/activity/").context["page"].rows}


def test_what_one_may_not_read_is_not_there(pair, log_in, annotator, colleague):
    closed = make_collection(slug="closed", access="groups")
    closed.groups.add(group := Group.objects.create(name="Few"))
    colleague.groups.add(group)
    document = pair.one.document
    document.collection = closed
    document.save()
    assert "Nothing waits" in shown(log_in(annotator))
    assert log_in(annotator).get(f"/parallels/{pair.pk}/").status_code == 404
    assert pair.other.quote[:20] in shown(log_in(colleague))
    judge(log_in(colleague), pair, "reject")
    assert "parallel" in told_of(log_in(colleague))
    assert "parallel" not in told_of(log_in(annotator))


def test_narrowed_by_document_score_and_kind(pair, two, log_in, annotator):
    make_parallel(two[0].paragraphs.get(key=3), two[1].paragraphs.get(key=2), score=0.35, wording="shared")
    client = log_in(annotator)

    def count(**asked):
        return shown(client, **asked).count('<article class="pair"')

    assert count() == 2
    assert count(least="0.5") == 1
    assert count(kind="shared") == 1
    assert count(document="rivers") == 2
    assert count(collection="texts", kind="same") == 0
    for wrong in ({"least": "much"}, {"least": "2"}, {"kind": "none"}, {"document": "none"}, {"verdict": "maybe"}):
        assert client.get("/parallels/", wrong).status_code == 400


def test_the_score_that_is_shown_is_the_one_that_is_narrowed_and_counted_by(two, log_in, annotator):
    make_parallel(two[0].paragraphs.get(key=3), two[1].paragraphs.get(key=2), score=0.4987)
    client = log_in(annotator)
    assert "<strong>0.49</strong>" in (page := shown(client))
    judge(client, ProposedParallel.objects.get(), "quotes")
    assert "Proposed with score 0.49 " in client.get(CrossReference.objects.get().get_absolute_url()).text
    ProposedParallel.objects.update(verdict="open")
    assert "0.4 – 0.5" in page
    assert "<strong>" not in shown(client, least="0.5")
    for score, said in ((0.29, "0.29"), (0.7, "0.70"), (0.58, "0.58"), (1.0, "1.00"), (0.0, "0.00"), (0.9999, "0.99")):
        assert score_shown(score) == said


def test_measures_by_score(pair, two, log_in, annotator):
    make_parallel(two[0].paragraphs.get(key=3), two[1].paragraphs.get(key=2), score=0.83, verdict="rejected")
    client = log_in(annotator)
    judge(client, pair, "quotes")
    page = shown(client)
    assert re.search(
        r"0[.]8 – 0[.]9</th>\s*<td>1</td>\s*<td>0</td>\s*<td>1</td>\s*<td>0</td>\s*<td>0</td>\s*<td>50&nbsp;%", page
    )


def revise(slug, text):
    collection = Collection.objects.get(slug="texts")
    return load_document(by=None, name=f"{slug}.md", data=text.encode(), collection=collection, slug=slug)


def test_a_pair_whose_end_is_gone_leaves_the_queue_with_its_verdict_kept(pair, log_in, annotator):
    client = log_in(annotator)
    judge(client, pair, "later")
    revise("lakes", "# On lakes\n\nNobody may build on the shore.\n")
    assert pair.one.quote[:20] not in shown(client, verdict="later")
    assert ProposedParallel.objects.get(pk=pair.pk).verdict == "later"


def test_a_load_looks_for_the_parallels_of_its_document(two, log_in, editor):
    sent = {"file": SimpleUploadedFile("moors.md", SECOND.replace("lake", "moor").encode()), "load": "1"}
    sent |= {"collection": Collection.objects.get(slug="texts").pk, "request_id": uuid4()}
    page = log_in(editor).post("/load/", sent, follow=True).content.decode()
    assert "proposed parallels wait to be judged." in page
    assert "/parallels/?document=moors" in page


def test_a_long_text_says_which_command_to_run(two, log_in, editor, monkeypatch):
    monkeypatch.setattr("annotator.actions.parallels.propose.MOST_PARAGRAPHS", 1)
    page = log_in(editor).post("/parallels/find/", {"document": "lakes"}, follow=True)
    assert "find_parallels --propose --document lakes" in page.content.decode()
