"""Two at once end well: the codebook changed under who uses it, a note that goes away under who answers it."""

from copy import copy
from threading import Event as Signal

import pytest
from django.db import transaction
from django.urls import reverse

from annotator.actions import annotations, contributions, taggings, tags
from annotator.actions.undo import undo
from annotator.errors import Refused
from annotator.models import Annotation, Tag, Tagging
from annotator.models.place import Place
from tests.functional.at_once import Meanwhile
from tests.support import factories

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Words that nobody would like to type again"


@pytest.fixture
def paras(db):
    return factories.paragraphs_of(factories.make_document(texts=["First of the words.", "Second of the words."]))


@pytest.fixture
def used(db):
    return factories.make_tag("used")


@pytest.fixture
def other(db):
    return factories.make_tag("other")


def fresh(thing):
    return type(thing).objects.with_places().get(pk=thing.pk)


def again(tag):
    """The same tag as somebody else has read it."""
    return copy(tag)


def merge(used, other, editor):
    tags.merge_tags(tags=[again(used)], into=again(other), by=editor)


def delete(used, _other, editor):
    tags.delete_tag(tag=again(used), by=editor)


CHANGES = pytest.mark.parametrize("change", [merge, delete])


def tag_form(paras, client):
    address = reverse("contribute", args=[paras[0].document.slug, 1, "tags"])
    return lambda: client.post(address, {"tags": "used", "start": "0", "end": "5"})


@CHANGES
def test_a_tagger_comes_while_the_tag_is_going(paras, used, other, annotator, editor, log_in, change):
    client = log_in(annotator)
    with transaction.atomic():
        change(used, other, editor)
        tagger = Meanwhile(tag_form(paras, client))
        tagger.start()
    answer = tagger.finish()
    # SQLite's second writer may not have looked the tag up before the first was through; then its name is an alias.
    assert answer.status_code in {302, 422}
    if answer.status_code == 422:
        assert "tag" in answer.content.decode()
    assert not Tag.objects.filter(pk=used.pk).exists()
    assert set(Tagging.objects.values_list("tag", flat=True)) <= {other.pk}


@CHANGES
def test_the_tag_goes_while_a_tagger_is_at_it(paras, used, other, annotator, editor, change):
    with transaction.atomic():
        taggings.tag(places=[Place(paras[0])], tags=[used], by=annotator)
        changing = Meanwhile(lambda: change(used, other, editor))
        changing.start()
    if change is delete:
        with pytest.raises(Refused, match="in use"):
            changing.finish()
        assert Tagging.objects.get().tag == used
    else:
        changing.finish()
        assert Tagging.objects.get().tag == other


@CHANGES
@pytest.mark.parametrize("page", ["annotator_tag", "site"])
def test_two_editors_at_one_tag(paras, used, other, editor, administrator, log_in, change, page):
    client = log_in(administrator)
    addresses = {
        ("site", merge): (reverse("merge_tag", args=["used"]), {"into": other.pk}),
        ("site", delete): (reverse("delete_tag", args=["used"]), {}),
        ("annotator_tag", merge): (
            reverse("admin:annotator_tag_changelist"),
            {"action": "merge", "_selected_action": str(used.pk), "into": "other"},
        ),
        ("annotator_tag", delete): (reverse("admin:annotator_tag_delete", args=[used.pk]), {"post": "yes"}),
    }
    address, sent = addresses[page, change]
    with transaction.atomic():
        change(used, other, editor)
        second = Meanwhile(lambda: client.post(address, sent))
        second.start()
    assert second.finish().status_code in {200, 302, 404, 422}
    assert list(Tag.objects.all()) == [other]


@CHANGES
def test_an_editor_saves_a_tag_that_is_going(used, other, editor, administrator, log_in, change):
    client = log_in(administrator)
    sent = {"name": "used", "definition": WORDS, "colour": "1", "version": "1"}
    with transaction.atomic():
        change(used, other, editor)
        second = Meanwhile(lambda: client.post(reverse("edit_tag", args=["used"]), sent))
        second.start()
    answer = second.finish()
    assert answer.status_code in {404, 422}
    if answer.status_code == 422:
        assert WORDS in answer.content.decode()


def test_a_tag_below_one_that_is_going(used, other, editor, administrator):
    with transaction.atomic():
        tags.delete_tag(tag=again(used), by=editor)
        second = Meanwhile(lambda: tags.create_tag(name="new", definition="New.", parent=used, by=administrator))
        second.start()
    with pytest.raises(Refused, match="deleted or merged"):
        second.finish()


def test_two_merge_each_into_the_other(used, other, editor, administrator):
    with transaction.atomic():
        tags.merge_tags(tags=[again(used)], into=again(other), by=editor)
        second = Meanwhile(lambda: tags.merge_tags(tags=[again(other)], into=again(used), by=administrator))
        second.start()
    with pytest.raises(Refused, match="deleted or merged"):
        second.finish()
    assert list(Tag.objects.all()) == [other]


def test_a_tag_put_in_the_place_of_another_is_going(paras, used, other, annotator, editor):
    (tagging,), _ = taggings.tag(places=[Place(paras[0])], tags=[factories.make_tag("third")], by=annotator)
    with transaction.atomic():
        tags.delete_tag(tag=again(used), by=editor)
        second = Meanwhile(lambda: taggings.retag(tagging=fresh(tagging), tag=again(used), by=annotator))
        second.start()
    with pytest.raises(Refused, match="deleted or merged"):
        second.finish()
    assert fresh(tagging).tag.name == "third"


def test_an_undo_back_to_a_tag_that_is_gone(paras, used, other, annotator, editor):
    (tagging,), _ = taggings.tag(places=[Place(paras[0])], tags=[used], by=annotator)
    batch = taggings.retag(tagging=fresh(tagging), tag=other, by=annotator)
    tags.delete_tag(tag=again(used), by=editor)
    with pytest.raises(Refused, match="deleted or merged"):
        undo(batch_id=batch, by=annotator)
    assert fresh(tagging).tag == other


def test_a_tagging_changed_while_its_tag_is_merged(paras, used, other, annotator, editor):
    (tagging,), _ = taggings.tag(places=[Place(paras[0])], tags=[used], by=annotator)
    with transaction.atomic():
        contributions.withdraw(contributions=[fresh(tagging)], by=annotator)
        second = Meanwhile(lambda: merge(used, other, editor))
        second.start()
    second.finish()
    assert Tagging.objects.get().tag == other


@pytest.fixture
def note(paras, annotator):
    (made,), _ = annotations.annotate(places=[Place(paras[0])], body="A note", by=annotator)
    return fresh(made)


def move(note, paras, by):
    annotations.edit(annotation=fresh(note), body=note.body, version=note.version, place=Place(paras[1]), by=by)


def answer_form(client, note, **more):
    return lambda: client.post(reverse("reply", args=[note.pk]), {"body": WORDS}, **more)


def test_a_reply_follows_a_note_that_goes_elsewhere_meanwhile(paras, note, annotator, colleague, log_in):
    client = log_in(colleague)
    with transaction.atomic():
        move(note, paras, annotator)
        answering = Meanwhile(answer_form(client, note))
        answering.start()
    assert answering.finish().status_code == 302
    assert set(Annotation.objects.values_list("passage__paragraph", flat=True)) == {paras[1].pk}


@pytest.mark.parametrize("deep", [False, True])
def test_a_note_takes_a_reply_along_that_is_written_meanwhile(paras, note, annotator, colleague, deep):
    to = annotations.reply(to=note, body="First", by=colleague)[0] if deep else note
    with transaction.atomic():
        annotations.reply(to=fresh(to), body=WORDS, by=colleague)
        moving = Meanwhile(lambda: move(note, paras, annotator))
        moving.start()
    moving.finish()
    assert set(Annotation.objects.values_list("passage__paragraph", flat=True)) == {paras[1].pk}


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_reply_to_a_note_that_is_withdrawn_meanwhile_keeps_its_words(note, annotator, colleague, log_in, headers):
    client = log_in(colleague)
    with transaction.atomic():
        contributions.withdraw(contributions=[note], by=annotator)
        answering = Meanwhile(answer_form(client, note, headers=headers))
        answering.start()
    answer = answering.finish()
    assert answer.status_code in {404, 422}
    said = answer.content.decode()
    assert "not be answered" in said or "cannot be answered" in said
    if not headers:
        assert WORDS in said
    assert Annotation.objects.count() == 1


def test_words_for_a_note_that_is_not_to_be_seen_come_back_as_for_one_that_never_was(note, colleague, log_in):
    Annotation.objects.update(status="draft")
    client = log_in(colleague)
    hidden = client.post(reverse("reply", args=[note.pk]), {"body": WORDS})
    never = client.post(reverse("reply", args=["3f9f4f3e-91f5-4b5e-9d0c-6a4d9d5d4b11"]), {"body": WORDS})
    for answer in (hidden, never):
        assert answer.status_code == 404
        assert WORDS in answer.content.decode()
        assert "A note" not in answer.content.decode()


def test_many_taggers_and_editors_at_once(paras, annotator, colleague, editor, administrator):
    """Everybody at once, several times over: nobody is told anything but what happened."""
    for number in range(5):
        one, two = (factories.make_tag(f"{name}-{number}") for name in ("one", "two"))
        go = Signal()

        def waiting(act, go=go):
            def acting():
                go.wait()
                try:
                    act()
                except Refused as refused:
                    return refused.messages
                return []

            return Meanwhile(acting)

        acts = [
            lambda one=one: taggings.tag(places=[Place(paras[0])], tags=[again(one)], by=annotator),
            lambda one=one, two=two: taggings.tag(
                places=[Place(paras[1])], tags=[again(two), again(one)], by=colleague
            ),
            lambda one=one, two=two: tags.merge_tags(tags=[again(one)], into=again(two), by=editor),
            lambda one=one, two=two: tags.merge_tags(tags=[again(two)], into=again(one), by=administrator),
            lambda one=one: tags.delete_tag(tag=again(one), by=editor),
        ]
        threads = [waiting(act) for act in acts]
        for thread in threads:
            thread._thread.start()
        go.set()
        for thread in threads:
            thread.finish()
    assert not Tagging.objects.exclude(tag__in=Tag.objects.all()).exists()
