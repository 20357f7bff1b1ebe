"""Kept numbers of tags in documents are those that are counted, whatever was done, and by whom."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from annotator.actions import contributions, leaving, tag_numbers, taggings, tags, undo
from annotator.actions.documents.load import load_document
from annotator.actions.documents.take_back import take_back_revision
from annotator.errors import NotUpdatedError, Refused
from annotator.exports.counts import of_tag
from annotator.models import Event, Recount, Status, Tag, Tagging, TagInDocument
from annotator.models.place import Place
from annotator.permissions import ANNOTATORS, EDITORS, is_member
from annotator.selectors.document_tags import tags_used_in
from annotator.selectors.document_work import work_in
from annotator.selectors.tag_numbers import tag_numbers as numbers_of
from corpus.models import Collection, Document, Paragraph
from tests.functional.at_once import Meanwhile
from tests.support import factories

# Two texts in the first collection, one in the second; one of the three is revised, back and forth.
TEXTS = {"one": ("first", b"Alpha beta.\n\nGamma delta.\n"), "two": ("first", b"Of it.\n\nMore of it.\n"),
         "three": ("second", b"Alpha beta.\n\nZeta.\n")}  # fmt: skip
REVISED = b"Gamma delta.\n\nSomething that nobody has said before, with words of its own.\n"
PEOPLE = ("ada", "otto", "editor")


def counted(viewer, **among):
    """The taggings that numbers count, one by one."""
    return Tagging.objects.visible_to(viewer).counted().filter(**among)


def assert_numbers_are_as_counted(viewer):
    said = numbers_of(viewer, Tag.objects.values_list("pk", flat=True))
    exported = {pk: numbers for pk, *numbers in Tag.objects.values_list("pk", *of_tag(viewer))}
    for tag in Tag.objects.all():
        rows = set(counted(viewer, tag=tag).values_list("content_object", "document"))
        declined = Tagging.objects.visible_to(viewer).filter(tag=tag, status="declined").count()
        numbers = [len(rows), len({document for _passage, document in rows})]
        assert said.get(tag.pk, (0, 0, 0)) == (*numbers, declined)
        assert exported[tag.pk] == numbers
    texts = list(Document.objects.visible_to(viewer))
    for text in texts:
        here = counted(viewer, document=text, content_object__paragraph__until=None)
        expected = {}
        for tag, _passage in set(here.values_list("tag", "content_object")):
            expected[tag] = expected.get(tag, 0) + 1
        assert {used.tag.pk: used.passages for used in tags_used_in(text, viewer)} == expected
    if is_member(viewer):
        work = work_in(texts, viewer)
        for text in texts:
            assert (work[text.pk].tags if text.pk in work else 0) == counted(viewer, document=text).count()


class Site:
    """What is done, each step chosen by numbers, as far as it can be done."""

    def __init__(self):
        groups = {name: Group.objects.get(name=name) for name in (ANNOTATORS, EDITORS)}
        self.people = [User.objects.create(username=name) for name in PEOPLE]
        for person in self.people:
            person.groups.add(groups[EDITORS if person.username == "editor" else ANNOTATORS])
        reader = User.objects.create(username="reader")
        self.viewers = [*self.people[1:], reader, AnonymousUser()]
        self.collections = [Collection.objects.create(slug=name, title=name) for name in ("first", "second")]
        for name, (collection, data) in TEXTS.items():
            where = next(each for each in self.collections if each.slug == collection)
            load_document(by=None, name=f"{name}.txt", data=data, collection=where, slug=name)
        for name in ("a", "b", "c"):
            factories.make_tag(name)

    def tag(self, person, number, other):
        paragraphs = list(Paragraph.objects.standing().select_related("document__collection").order_by("pk"))
        place = Place(paragraphs[number % len(paragraphs)], *((0, 2) if other % 2 else ()))
        chosen = list(Tag.objects.order_by("name"))
        taggings.tag(places=[place], tags=[chosen[other % len(chosen)]], by=person, draft=other % 3 == 0)

    def _some(self, number, size=1):
        found = list(Tagging.objects.with_places().order_by("created_at", "pk"))
        if not found:
            raise Refused("There is none.")
        return [found[(number + step) % len(found)] for step in range(min(size, len(found)))]

    def withdraw(self, person, number, _other):
        contributions.withdraw(contributions=self._some(number), by=person)

    def restore(self, person, number, _other):
        contributions.restore(contributions=self._some(number), by=person)

    def decide(self, person, number, other):
        some = self._some(number)
        if other % 4 == 0:
            contributions.publish(contributions=some, by=person)
        elif other % 4 == 1:
            contributions.decline(contributions=some, by=person, reason="No.")
        elif other % 4 == 2:
            contributions.return_to_review(contributions=some, by=person)
        else:
            contributions.propose(contributions=some, by=person)

    def move(self, person, number, other):
        chosen = list(Tag.objects.order_by("name"))
        taggings.move(taggings=self._some(number, 2), tag=chosen[other % len(chosen)], by=person)

    def merge(self, person, number, _other):
        chosen = list(Tag.objects.order_by("name"))
        if len(chosen) > 1:
            one, into = chosen[number % len(chosen)], chosen[(number + 1) % len(chosen)]
            tags.merge_tags(tags=[one, into], into=into, by=person)

    def undo(self, person, number, _other):
        batches = list(dict.fromkeys(Event.objects.listed().order_by("-at", "-pk").values_list("batch", flat=True)))
        undo.undo(batch_id=batches[number % min(3, len(batches))], by=person)

    def revise(self, _person, number, _other):
        name = list(TEXTS)[number % 2]
        text = Document.objects.get(slug=name)
        data = REVISED if text.current.number % 2 else TEXTS[name][1]
        load_document(by=None, name=f"{name}.txt", data=data, collection=text.collection, slug=name, even_if_other=True)

    def take_back(self, _person, number, _other):
        text = Document.objects.get(slug=list(TEXTS)[number % 2])
        take_back_revision(document=text, number=text.current.number, by=None)

    def change_collection(self, _person, number, other):
        collection = self.collections[number % 2]
        collection.access, collection.review = ("public", "members", "groups")[other % 3], bool(other % 2)
        collection.save()

    def write_otherwise(self, _person, number, other):
        """As a program would that knows nothing of kept numbers."""
        rows = Tagging.objects.filter(pk=self._some(number)[0].pk)
        if other % 3 == 0:
            rows.delete()
        elif other % 3 == 1:
            rows.update(status=Status.values[other % 4])
        else:
            rows.update(withdrawn_at=timezone.now())

    def leave(self, person, _number, other):
        if other % 3 == 0:
            leaving.leave(person=person)

    def recount(self, _person, _number, _other):
        tag_numbers.recount()

    def recount_some(self, _person, _number, _other):
        tag_numbers._recount_some()


STEPS = [name for name in vars(Site) if not name.startswith("_")]
ONE = st.tuples(st.sampled_from([*STEPS, *["tag"] * 6]), st.integers(0, 2), st.integers(0, 11), st.integers(0, 11))


class KeptNumbers(TestCase):
    @settings(max_examples=5)
    @given(st.lists(ONE, min_size=8, max_size=16))
    def test_whatever_is_done_they_are_as_counted(self, steps):
        site = Site()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(tag_numbers, "AT_ONCE", 1)
            for name, person, number, other in steps:
                try:
                    with transaction.atomic():
                        getattr(site, name)(site.people[person], number, other)
                except (Refused, NotUpdatedError, PermissionDenied):
                    continue
                # Somebody else each time, as the number has it.
                assert_numbers_are_as_counted(site.viewers[number % len(site.viewers)])
        tag_numbers.recount()
        assert not Recount.objects.exists()
        assert tag_numbers.recount_wrong() == 0
        for viewer in site.viewers:
            assert_numbers_are_as_counted(viewer)


@pytest.fixture
def used(db, annotator):
    text = factories.make_document(texts=["One.", "Two.", "Three."])
    tag = factories.make_tag("used")
    for paragraph in factories.paragraphs_of(text)[:2]:
        factories.make_tagging(paragraph, tag, annotator)
    tag_numbers.recount()
    return text, tag


def test_kept_numbers_are_what_is_read(used, reader):
    """So that what else is tested here is not what is counted each time."""
    _text, tag = used
    TagInDocument.objects.update(passages=7)
    assert numbers_of(reader, [tag.pk]) == {tag.pk: (7, 1, 0)}


def test_where_taggings_have_changed_they_are_counted(used, reader, annotator):
    text, tag = used
    TagInDocument.objects.update(passages=7)
    factories.make_tagging(factories.paragraphs_of(text)[2], tag, annotator)
    assert Recount.objects.count() == 1
    assert numbers_of(reader, [tag.pk]) == {tag.pk: (3, 1, 0)}


def test_a_command_finds_wrong_numbers_and_rights_them(used, reader, capsys):
    _text, tag = used
    TagInDocument.objects.update(passages=7)
    call_command("recount")
    assert capsys.readouterr().out == "Wrong numbers: 1\n"
    assert numbers_of(reader, [tag.pk]) == {tag.pk: (2, 1, 0)}
    TagInDocument.objects.all().delete()
    call_command("recount")
    call_command("recount")
    assert capsys.readouterr().out == "Wrong numbers: 1\nWrong numbers: 0\n"
    assert numbers_of(reader, [tag.pk]) == {tag.pk: (2, 1, 0)}


def test_a_number_of_nothing_is_not_kept(used, reader):
    _text, tag = used
    Tagging.objects.all().delete()
    tag_numbers.recount()
    assert not TagInDocument.objects.exists()
    assert numbers_of(reader, [tag.pk]) == {}


@pytest.mark.django_db(transaction=True)
def test_what_is_done_while_others_count_is_counted(annotator, reader):
    text, tag = factories.make_document(texts=["One.", "Two."]), factories.make_tag("used")
    one, two = map(factories.make_passage, factories.paragraphs_of(text))

    def tag_and_count():
        Tagging.objects.create(content_object=two, tag=tag, author=annotator)
        tag_numbers.recount()

    meanwhile = Meanwhile(tag_and_count)
    with transaction.atomic():
        Tagging.objects.create(content_object=one, tag=tag, author=annotator)
        meanwhile.start()
    meanwhile.finish()
    assert numbers_of(reader, [tag.pk]) == {tag.pk: (2, 1, 0)}
    tag_numbers.recount()
    assert numbers_of(reader, [tag.pk]) == {tag.pk: (2, 1, 0)}
