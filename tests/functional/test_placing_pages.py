"""Deciding where marks belong whose words are lost or uncertain: one at a time, and all of a kind at once."""

import re
import uuid
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse

from annotator.actions import annotations, taggings
from annotator.actions.undo import undo
from annotator.models import Annotation, Event, Passage, Tagging
from annotator.models.place import Place
from annotator.selectors.history import last_batch_of
from annotator.selectors.waiting_passages import waiting_passages
from corpus.models import Document
from tests.functional.conftest import FIRST, SECOND, tag_words
from tests.support.factories import make_tag, paragraphs_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PAGE = reverse("place_marks")


@pytest.fixture
def marked(load, annotator):
    """An uncertain mark and a lost one, with a note of the same person on the lost words, and the reply to that."""
    load(FIRST)
    paras = paragraphs_of(Document.objects.get(slug="council"))
    tag = partial(tag_words, paras, by=annotator)

    found = {"uncertain": tag(2, "long report", "three"), "lost": tag(3, "gone", "four")}
    (note,), _batch = annotations.annotate(places=[Place(paras[2], quote="gone")], body="Where to?", by=annotator)
    annotations.reply(to=note, body="Away.", by=annotator)
    load(SECOND)
    return found


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def sent(page, **more):
    return {"passage": hidden(page, "passage"), "seen": hidden(page, "seen"), "request_id": str(uuid.uuid4())} | more


def offered(page):
    return [(row.value, row.excerpt.words) for row in page.context["card"].candidates]


def test_the_old_words_stand_in_their_old_sentence_beside_the_text_as_it_is(marked, annotator, log_in):
    page = log_in(annotator).get(PAGE)
    assert "The Secretary read the <strong>long report</strong> of the year." in page.text
    assert "with a smile" in page.text
    assert offered(page)[0][1] == "short report"
    assert "between the same words" in page.text
    assert "1 of 2 that wait" in page.text


def test_the_old_words_are_cited_with_the_number_they_had_where_it_is_another_now(load, annotator, log_in):
    toll = b"The Treasurer was heard on the toll of the bridge and on the dues of the harbour."
    load(b"The Secretary read the long report of the year. " + toll)
    (paragraph,) = paragraphs_of(Document.objects.get(slug="council"))
    taggings.tag(places=[Place(paragraph, quote="long report")], tags=[make_tag("three")], by=annotator)
    load(b"The Secretary read the short report of the year.\n\n" + toll)
    passage = Passage.objects.get()
    assert (passage.state, passage.paragraph.key) == ("uncertain", 2)
    client = log_in(annotator)
    addresses = (PAGE, reverse("accept_marks") + "?kind=between")
    for address in addresses:
        assert ", ¶\u00a01, now ¶\u00a02" in client.get(address).text
    # Where it stood before is not known of what older versions moved.
    passage.former_places.all().delete()
    for address in addresses:
        assert ", now ¶" not in client.get(address).text


def test_the_same_words_at_the_same_place_are_offered_once(marked, annotator, log_in):
    passage = Passage.objects.get(pk=marked["uncertain"].content_object_id)
    words = passage.paragraph.text
    passage.start, passage.end = words.index(" short report"), words.index(" of the year")
    passage.save()
    page = log_in(annotator).get(PAGE)
    assert [each.strip() for _value, each in offered(page)].count("short report") == 1
    assert page.context["card"].candidates[0].candidate.here


def test_what_is_said_of_the_order_and_of_keys_is_true(marked, annotator, log_in):
    client = log_in(annotator)
    placed = client.get(PAGE)
    assert placed.context["card"].candidates[0].candidate.here
    assert "<h1>Words lost or uncertain</h1>" in placed.text
    if len(placed.context["card"].candidates) > 1:
        assert "Where the load put it comes first, then the same words" in placed.text
    lost = client.get(PAGE, {"passage": marked["lost"].content_object_id})
    assert "Where the load put it" not in lost.text
    for page in (placed, lost):
        said = re.search(r"<span data-scripted hidden>(.*?)</span>", page.text, re.DOTALL)[1]
        assert "The key l lets it go" in said
        assert "The key l" not in page.text.replace(said, "")


def test_a_place_is_accepted_and_the_next_comes_and_each_is_undone(marked, annotator, log_in):
    client = log_in(annotator)
    page = client.get(PAGE)
    next_page = client.post(PAGE, sent(page, choice=offered(page)[0][0]), follow=True)
    passage = Passage.objects.get(pk=marked["uncertain"].content_object_id)
    assert (passage.state, passage.quote) == ("kept", "short report")
    assert "<strong>gone</strong>" in next_page.text
    assert "1 of 1 that wait" in next_page.text
    undo(batch_id=last_batch_of(annotator), by=annotator)
    passage.refresh_from_db()
    assert (passage.state, passage.quote) == ("uncertain", "long report")


def test_words_that_were_selected_take_all_that_stands_there_with_its_replies(marked, annotator, log_in):
    client = log_in(annotator)
    lost = marked["lost"].content_object_id
    page = client.get(PAGE, {"passage": lost})
    rose = Passage.objects.get(pk=lost).paragraph.document.paragraphs.get(text__startswith="The meeting")
    client.post(PAGE, sent(page, choice=f"{rose.key}:12:16"))
    put = Tagging.objects.get(pk=marked["lost"].pk).content_object
    assert (put.quote, put.state, put.paragraph) == ("rose", "kept", rose)
    assert {note.passage for note in Annotation.objects.all()} == {put}
    assert Tagging.objects.get(pk=marked["lost"].pk).version == 2
    undo(batch_id=last_batch_of(annotator), by=annotator)
    assert {thing.pk for thing in Passage.objects.in_use()} == {lost, marked["uncertain"].content_object_id}


def test_what_is_let_go_stays_lost_and_waits_no_longer(marked, annotator, editor, log_in):
    client = log_in(annotator)
    page = client.get(PAGE, {"passage": marked["lost"].content_object_id})
    client.post(PAGE, sent(page, choice="let-go"))
    passage = Passage.objects.get(pk=marked["lost"].content_object_id)
    assert (passage.state, passage.let_go) == ("lost", True)
    assert Tagging.objects.get(pk=marked["lost"].pk).withdrawn_at is None
    assert passage not in waiting_passages(editor)
    assert not Tagging.objects.on_unsettled().filter(pk=marked["lost"].pk).exists()
    assert Event.objects.filter(action="let go").count() == 3
    there = passage.beside or passage.paragraph
    reading = client.get(reverse("document", args=["council"])).text
    assert "Let go, its words were:" in reading
    assert "Words lost:" not in reading
    assert 'class="state">words lost, let go<' in client.get(reverse("print", args=["council"])).text
    assert "with words lost or uncertain" not in client.get(there.get_absolute_url()).text
    moves = client.get(reverse("revision_marks", args=["council", 2]), {"state": "lost"}).text
    assert "let go, as its words are nowhere any more." in moves
    undo(batch_id=last_batch_of(annotator), by=annotator)
    passage.refresh_from_db()
    assert (passage.state, passage.let_go) == ("lost", False)
    assert "Since then:" not in client.get(reverse("revision_marks", args=["council", 2])).text
    assert "Words lost:" in client.get(reverse("document", args=["council"])).text


def test_the_list_of_moves_says_what_was_decided_since(marked, annotator, log_in, load, editor):
    client = log_in(annotator)
    address = reverse("revision_marks", args=["council", 2])
    page = client.get(PAGE)
    assert "Since then:" not in client.get(address).text
    client.post(PAGE, sent(page, choice=offered(page)[0][0]))
    moves = client.get(address).text
    assert "The load put it on" in moves
    assert "decided, it stands on “short report”, ¶ 2." in moves
    assert moves.count("Since then:") == 1
    # A draft is its author's affair, decided or not.
    Tagging.objects.filter(pk=marked["uncertain"].pk).update(status="draft")
    assert "Since then:" not in log_in(editor).get(address).text


def test_where_nothing_is_offered_the_keys_name_no_place(marked, annotator, log_in):
    page = log_in(annotator).get(PAGE, {"passage": marked["lost"].content_object_id}).text
    assert "Nothing like it was found nearby" in page
    assert 'class="offers"' not in page
    assert "Keys: Enter" not in page
    assert "The key l lets it go" in page


def test_a_number_of_likeness_says_what_is_alike(load, annotator, log_in):
    load(FIRST)
    paras = paragraphs_of(Document.objects.get(slug="council"))
    taggings.tag(places=[Place(paras[2], quote="gone")], tags=[make_tag("four")], by=annotator)
    taggings.tag(places=[Place(paras[1], quote="long report")], tags=[make_tag("three")], by=annotator)
    load(SECOND.replace(b"at noon", b"at noon, and all were gone by one"))
    client = log_in(annotator)
    between, same = client.get(PAGE).text, ""
    assert "% of their letters or words alike" in between
    lost = Passage.objects.get(state="lost")
    same = client.get(PAGE, {"passage": lost.pk}).text
    assert re.search(r"the same words, \d+ % of what stood around them is there too", same)


def test_words_are_typed_and_what_is_wrong_about_them_is_said(marked, annotator, log_in):
    client = log_in(annotator)
    page = client.get(PAGE, {"passage": marked["lost"].content_object_id})
    wrong = client.post(PAGE, sent(page, choice="words", key="2", words="nowhere at all"))
    assert wrong.status_code == 422
    assert 'value="nowhere at all"' in wrong.text
    several = client.post(PAGE, sent(page, choice="words", key="1", words="e"))
    assert several.status_code == 422
    assert "Which of these?" in several.text
    client.post(PAGE, sent(page, choice="words", key="1", words="old hall"))
    assert Tagging.objects.get(pk=marked["lost"].pk).content_object.quote == "old hall"


def test_nothing_is_decided_about_another_state_than_was_seen(marked, annotator, log_in, load):
    client = log_in(annotator)
    page = client.get(PAGE)
    load(SECOND.replace(b"noon", b"one"))
    answer = client.post(PAGE, sent(page, choice=offered(page)[0][0]))
    assert answer.status_code == 409
    assert Passage.objects.get(pk=marked["uncertain"].content_object_id).state == "uncertain"


def test_who_decides_about_a_mark_second_is_told_of_that_one_and_given_a_fresh_form_for_the_next(
    marked, annotator, editor, log_in
):
    page = log_in(annotator).get(PAGE)
    log_in(editor).post(PAGE, sent(page, choice=offered(page)[0][0]))
    late = log_in(annotator).post(PAGE, sent(page, choice="words", key="1", words="old hall"))
    assert late.status_code == 422
    assert "That mark waits no longer" in late.text
    assert "The words you typed for it: “old hall”. Here is one that waits." in late.text
    assert "<strong>gone</strong>" in late.text
    assert 'name="words" value=""' in late.text
    assert 'aria-invalid="true"' not in late.text
    assert Passage.objects.get(pk=marked["lost"].content_object_id).state == "lost"


def test_one_sees_what_one_may_decide_about(marked, colleague, editor, log_in):
    assert "stands on its words" in log_in(colleague).get(PAGE).text
    assert "1 of 2 that wait" in log_in(editor).get(PAGE, {"document": "council"}).text
    page = log_in(editor).get(PAGE)
    refused = log_in(colleague).post(PAGE, sent(page, choice="let-go"))
    assert refused.status_code == 403
    assert not Passage.objects.filter(let_go=True).exists()


def test_all_of_a_kind_are_accepted_but_those_unticked_and_undone_as_one(load, annotator, log_in):
    load(FIRST)
    paras = paragraphs_of(Document.objects.get(slug="council"))
    for quote in ("long report", "long"):
        taggings.tag(places=[Place(paras[1], quote=quote)], tags=[make_tag(quote)], by=annotator)
    load(SECOND)
    client = log_in(annotator)
    page = client.get(reverse("accept_marks"), {"kind": "between"})
    chosen = re.findall(r'name="chosen" id="[^"]*" value="([^"]*)" checked', page.text)
    assert len(chosen) == 2
    none = client.post(reverse("accept_marks") + "?kind=between", {"request_id": str(uuid.uuid4())})
    assert none.status_code == 422
    client.post(reverse("accept_marks") + "?kind=between", {"chosen": chosen, "request_id": str(uuid.uuid4())})
    assert set(Passage.objects.values_list("state", flat=True)) == {"kept"}
    undo(batch_id=last_batch_of(annotator), by=annotator)
    assert set(Passage.objects.values_list("state", flat=True)) == {"uncertain"}


def test_a_form_saved_unchanged_says_so_and_leaves_no_event(marked, annotator, log_in):
    client = log_in(annotator)
    address = reverse("edit", args=["tagging", marked["lost"].pk])
    form = client.get(address)
    before = Event.objects.count()
    unchanged = {"version": hidden(form, "version"), "tags": "four", "passage": "", "words": ""}
    assert "Nothing was changed: its words are still lost" in client.post(address, unchanged, follow=True).text
    note = Annotation.objects.get(body="Where to?")
    address = reverse("edit", args=["annotation", note.pk])
    sent_as_it_is = {"version": note.version, "body": note.body, "passage": "", "words": ""}
    assert "Nothing was changed" in client.post(address, sent_as_it_is, follow=True).text
    assert Event.objects.count() == before
    client.post(address, sent_as_it_is | {"body": "Where?"})
    assert Event.objects.count() == before + 1


def test_the_menu_and_the_tabs_of_the_review_count_the_marks_that_wait(marked, editor, annotator, log_in):
    User.objects.filter(pk=annotator.pk).update(first_name="Ada", last_name="Lovelace")
    page = log_in(editor).get(reverse("review"), {"kind": "places"})
    assert page.context["numbers"] == {"decisions": 0, "places": 2}
    assert re.search(r"Review <b>2</b>", page.text)
    assert f'href="{PAGE}' in page.text
    moves = log_in(editor).get(reverse("revision_marks", args=["council", 2]))
    assert f'href="{PAGE}?document=council">Decide about 2 marks' in moves.text
    assert moves.context["fortunes"] == [
        ("", "", "1 uncertain, 1 lost"),
        (annotator.username, "Ada Lovelace", "1 uncertain, 1 lost"),
    ]


def test_a_load_says_what_became_of_whose_marks_beforehand_and_after(load, annotator, editor, tmp_path, capsys):
    load(FIRST)
    paras = paragraphs_of(Document.objects.get(slug="council"))
    for quote in ("long report", "Secretary"):
        taggings.tag(places=[Place(paras[1], quote=quote)], tags=[make_tag(quote)], by=annotator)
    draft = Place(paras[2], quote="gone")
    annotations.annotate(places=[draft], body="Mine.", by=annotator, draft=True)
    path = tmp_path / "council.txt"
    path.write_bytes(SECOND)
    asked = ("load_documents", str(path), "--revise", "council")
    call_command(*asked, "--dry-run")
    foreseen = capsys.readouterr().out
    assert "edited:       ¶ 2\n" in foreseen
    assert f"{annotator.username}: 1 kept, 1 uncertain\n" in foreseen
    call_command(*asked)
    told = capsys.readouterr().out
    assert f"{annotator.username}: 1 kept, 1 uncertain\n" in told
    assert f"2 marks to decide about: {PAGE}?document=council" in told


def test_uncertain_marks_are_told_apart_wherever_they_are_drawn(marked, client):
    text = Document.objects.get(slug="council")
    page = client.get(text.get_absolute_url()).text
    assert re.search(r'data-hues="\d uncertain"', page)
    assert '<span class="sign" aria-hidden="true">?</span>' in page
    assert "marked hue-" in (spans := client.get(text.get_absolute_url() + "?spans").text)
    assert "hue-uncertain" in spans


def test_a_paragraphs_page_says_when_its_text_changed_and_what_it_said(marked, client, load):
    load(SECOND.replace(b"noon", b"one"))
    page = client.get(reverse("paragraph", args=["council", 2])).text
    assert "Its text changed with revision 2" in page
    assert "In revision 1 it said:" in page
    assert "The Secretary read the long report of the year.</blockquote>" in page
    assert "Its text changed" not in client.get(reverse("paragraph", args=["council", 1])).text
    # What only stood elsewhere in between said the same.
    moved = client.get(reverse("paragraph", args=["council", 4])).text
    assert "In revisions 1 to 2 it said:" in moved
