"""The codebook: names that mean the same are the same tag, and nothing in use disappears."""

import pytest
from django.core.exceptions import PermissionDenied

from annotator.actions import taggings, tags
from annotator.errors import NotUpdatedError, Refused
from annotator.models import Tag, Tagging
from annotator.models.place import Place
from annotator.models.tag import key_of, names_from_string
from tests import factories

pytestmark = pytest.mark.django_db

NOTHING = {"definition": "d", "parent": None, "use_when": "", "avoid_when": "", "colour": 1, "aliases": []}


def test_names_are_separated_by_commas_only():
    assert names_from_string(" free will,  Free  Will, , peace ") == ["free will", "peace"]


@pytest.mark.parametrize(("one", "other"), [("Straße", "STRASSE"), ("É", "É"), (" a  b ", "A B"), ("ΟΔΟΣ", "οδος")])
def test_names_that_differ_in_case_or_encoding_are_the_same(one, other):
    assert key_of(one) == key_of(other)


def test_a_tag_needs_a_definition_and_a_free_name(editor):
    with pytest.raises(Refused, match="Define"):
        tags.create_tag(name="one", definition="  ", by=editor)
    tags.create_tag(name="Één", definition="d", by=editor)
    with pytest.raises(Refused):
        tags.create_tag(name="éÉN", definition="d", by=editor)
    assert Tag.objects.count() == 1


def test_a_name_that_is_an_alias_is_taken(editor):
    tags.create_tag(name="one", definition="d", by=editor, aliases=["uno"])
    with pytest.raises(Refused, match="already"):
        tags.create_tag(name="UNO", definition="d", by=editor)


@pytest.mark.parametrize("name", ["a,b", "a › b", "", "x" * 101])
def test_names_that_cannot_be(editor, name):
    with pytest.raises(Refused):
        tags.create_tag(name=name, definition="d", by=editor)
    assert not Tag.objects.exists()


def test_annotators_do_not_make_tags(annotator):
    with pytest.raises(PermissionDenied):
        tags.create_tag(name="one", definition="d", by=annotator)


def test_paths_follow_a_renamed_parent(editor):
    top = tags.create_tag(name="top", definition="d", by=editor)[0]
    middle = tags.create_tag(name="middle", definition="d", by=editor, parent=top)[0]
    tags.create_tag(name="leaf", definition="d", by=editor, parent=middle)
    tags.edit_tag(tag=top, version=1, by=editor, name="summit", **NOTHING)
    assert set(Tag.objects.values_list("path", flat=True)) == {"summit", "summit › middle", "summit › middle › leaf"}


def test_a_tag_does_not_stand_below_itself(editor):
    top = tags.create_tag(name="top", definition="d", by=editor)[0]
    leaf = tags.create_tag(name="leaf", definition="d", by=editor, parent=top)[0]
    with pytest.raises(Refused, match="below itself"):
        tags.edit_tag(tag=top, version=1, by=editor, name="top", **(NOTHING | {"parent": leaf}))
    assert Tag.objects.get(pk=top.pk).version == 1


def test_the_second_to_change_a_tag_is_refused(editor):
    tag = tags.create_tag(name="one", definition="d", by=editor)[0]
    tags.edit_tag(tag=Tag.objects.get(pk=tag.pk), version=1, by=editor, name="two", **NOTHING)
    with pytest.raises(NotUpdatedError):
        tags.edit_tag(tag=tag, version=1, by=editor, name="three", **NOTHING)
    assert Tag.objects.get().name == "two"


def test_a_tag_in_use_is_not_deleted(annotator, editor):
    text = factories.make_document(texts=["Words."])
    para = text.paragraphs.get()
    para.document = text
    tag = tags.create_tag(name="one", definition="d", by=editor)[0]
    taggings.tag(places=[Place(para)], tags=[tag], by=annotator)
    with pytest.raises(Refused, match="in use by 1 tagging "):
        tags.delete_tag(tag=tag, by=editor)
    assert Tagging.objects.count() == 1


def test_an_unused_tag_is_deleted(editor):
    tag = tags.create_tag(name="one", definition="d", by=editor)[0]
    tags.delete_tag(tag=tag, by=editor)
    assert not Tag.objects.exists()


def test_slugs_keep_letters_of_every_script_and_stay_free(editor):
    made = [tags.create_tag(name=name, definition="d", by=editor)[0].slug for name in ("和平", "和平!", "!!!", "New")]
    assert made == ["和平", "和平-2", "tag", "new-2"]
