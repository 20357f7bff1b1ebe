"""The codebook: names that mean the same are the same tag, and nothing in use disappears."""

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from annotator.actions import taggings, tags
from annotator.actions.undo import undo
from annotator.errors import NotUpdatedError, Refused
from annotator.models import Tag, Tagging
from annotator.models.place import Place
from annotator.models.tag import COLOURS, MAX_DEPTH
from annotator.models.tag_names import (
    as_typed,
    as_typed_alone,
    key_of,
    name_as_kept,
    name_from_string,
    names_from_string,
    names_in_cell,
)
from tests.support import factories

pytestmark = pytest.mark.django_db

NOTHING = {"definition": "d", "parent": None, "use_when": "", "avoid_when": "", "colour": 1, "aliases": []}


def test_names_are_separated_by_commas_only():
    assert names_from_string(" free will,  Free  Will, , peace ") == ["free will", "peace"]
    assert names_from_string("") == names_from_string(" , ") == []


def test_a_name_with_a_comma_stands_in_quotation_marks():
    assert names_from_string('"Trade,  foreign" , duty, the "so-called" right') == [
        "Trade, foreign",
        "duty",
        'the "so-called" right',
    ]
    assert names_from_string('duty, "a > b, c') == ["duty", "a > b, c"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("“peace”, „Frieden“, «paix», ‘pace’, 'pax'", ["peace", "Frieden", "paix", "pace", "pax"]),
        ("»fred«, ”fred 2”, «\xa0paix\u202f», ‹mir›, 「和, 平」", ["fred", "fred 2", "paix", "mir", "和, 平"]),
        ('“Trade, foreign” ,duty, “the "so-called" right”', ["Trade, foreign", "duty", 'the "so-called" right']),
        (
            "‘the people’s will’, 's-Hertogenbosch, the workers'",
            ["the people’s will", "'s-Hertogenbosch", "the workers'"],
        ),
        ("the “so-called” right, “Fair” trade, “a” or “b”", ["the “so-called” right", "“Fair” trade", "“a” or “b”"]),
        ('"“Fair”", "c, “d”, e", “', ["“Fair”", "c, “d”, e", "“"]),
    ],
)
def test_quotation_marks_of_every_style_go_around_a_name(typed, names):
    assert names_from_string(typed) == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ('"a, b" > c', ["a, b › c"]),
        ('c > "a, b"', ["c › a, b"]),
        ("“a, b” › c, d", ["a, b › c", "d"]),
        ("d,c > «a, b» > e", ["d", "c › a, b › e"]),
        ('"x" > „a, b“, "p, q"', ['"x" › a, b', "p, q"]),
        ('"He said ""a, b""">c', ['He said "a, b" › c']),
        # No comma in marks, and marks that are none of a whole name.
        ('x > "y", z', ['x > "y"', "z"]),
        ("a, > b, >", ["a", "> b", ">"]),
        ('"a" and "b, c" > d', ['a and "b', 'c" > d']),
    ],
)
def test_a_comma_in_quotation_marks_around_one_name_of_a_path_separates_nothing(typed, names):
    assert names_from_string(typed) == names


def test_in_a_file_other_quotation_marks_are_the_names():
    assert names_in_cell('“peace”, "Trade, foreign"') == ["“peace”", "Trade, foreign"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12), max_size=5))
def test_what_is_written_is_read_back(typed):
    names = {key_of(name): name for name in map(name_as_kept, reversed(typed)) if name}
    assert {*names_from_string(", ".join(map(as_typed, names.values())))} == {*names.values()}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(name_as_kept))
def test_a_name_that_is_written_alone_is_read_back(typed):
    name = name_as_kept(typed)
    assert name_from_string(as_typed_alone(name)) == name


def test_quotation_marks_around_a_name_in_a_path_are_none_of_it(annotator, editor):
    place = Place(factories.make_document(texts=["One."]).paragraphs.get())
    rule = tags.create_tag(name="rule", definition="d", by=editor)[0]
    for path in ("“rule” > “duty”", "rule > 'right'", '"rule" › claim'):
        taggings.tag_with_new(places=[place], name=path, definition="d", by=editor)
    assert {tag.path for tag in rule.children.all()} == {"rule › duty", "rule › right", "rule › claim"}
    assert [tag.name for tag in taggings.tags_named(["“rule” > «duty»"], by=annotator)] == ["duty"]
    own = tags.create_tag(name="“duty”", definition="d", parent=rule, by=editor)[0]
    assert taggings.tags_named(["rule > “duty”"], by=annotator) == [own]


@pytest.mark.parametrize("typed", ["“", '"', "“ ”", "''"])
def test_quotation_marks_alone_are_no_name(typed, editor):
    tag = factories.make_tag("duty")
    with pytest.raises(Refused, match="only quotation marks"):
        tags.create_tag(name=typed, definition="d", by=editor)
    with pytest.raises(Refused, match="only quotation marks"):
        tags.edit_tag(tag=tag, version=tag.version, by=editor, **(NOTHING | {"name": typed}))


@pytest.mark.parametrize(("one", "other"), [("Straße", "STRASSE"), ("É", "É"), (" a  b ", "A B"), ("ΟΔΟΣ", "οδος")])
def test_names_that_differ_in_case_or_encoding_are_the_same(one, other):
    assert key_of(one) == key_of(other)


def test_a_tag_needs_a_definition_and_a_free_name(editor):
    with pytest.raises(Refused, match="Define"):
        tags.create_tag(name="one", definition="  ", by=editor)
    tags.create_tag(name="Één", definition="d", by=editor)
    with pytest.raises(Refused):
        tags.create_tag(name="éÉN", definition="d", by=editor)
    for unseen in "\u200b\u00ad\u202e\u2067":
        with pytest.raises(Refused, match="already"):
            tags.create_tag(name=f"{unseen}Éé{unseen}n", definition="d", by=editor)
        assert names_from_string(f"één, É{unseen}én") == ["één"]
    assert Tag.objects.count() == 1


def test_another_name_that_is_too_long_is_refused_and_nothing_changes(editor):
    fits, too_long = "x" * 500, "ṗ" * 501
    with pytest.raises(Refused, match="501 characters, and 500 are the most"):
        tags.create_tag(name="one", definition="d", by=editor, aliases=[fits, too_long])
    assert not Tag.objects.exists()
    tags.create_tag(name="one", definition="d", by=editor, aliases=[fits])


def test_a_name_that_is_an_alias_is_taken(editor):
    tags.create_tag(name="one", definition="d", by=editor, aliases=["uno"])
    with pytest.raises(Refused, match="“uno” is another name of “one”"):
        tags.create_tag(name="UNO", definition="d", by=editor)


def renamed(tag, name, by, aliases=()):
    now = Tag.objects.get(pk=tag.pk)
    return tags.edit_tag(tag=now, version=now.version, by=by, name=name, **NOTHING | {"aliases": aliases})


def aliases_of(tag):
    return [alias.name for alias in tag.aliases.all()]


def test_a_renamed_tag_is_found_by_its_former_name(editor):
    tag = tags.create_tag(name="one", definition="d", by=editor)[0]
    renamed(tag, "ONE", editor)
    assert aliases_of(tag) == []
    first = renamed(tag, "two", editor)
    assert taggings.tags_named(["one"]) == taggings.tags_named(["two"]) == [tag]
    renamed(tag, "One", editor, aliases=["ONE"])
    assert aliases_of(tag) == ["two"]
    renamed(tag, "one", editor)
    assert aliases_of(tag) == []
    with pytest.raises(Refused, match="changed this since"):
        undo(batch_id=first, by=editor)
    last = renamed(tag, "three", editor)
    undo(batch_id=last, by=editor)
    assert (Tag.objects.get().name, aliases_of(tag)) == ("one", [])


def test_a_former_name_is_given_up_to_a_tag_that_is_called_so(editor):
    tag, other = (tags.create_tag(name=name, definition="d", by=editor)[0] for name in ("one", "other"))
    renamed(tag, "two", editor)
    for take in (
        lambda: renamed(other, "One", editor, aliases=["o"]),
        lambda: tags.create_tag(name="one", definition="d", by=editor)[1],
    ):
        batch = take()
        assert aliases_of(tag) == []
        undo(batch_id=batch, by=editor)
        assert aliases_of(tag) == ["one"]


def test_a_former_name_that_other_tags_have_means_these(editor):
    top = tags.create_tag(name="top", definition="d", by=editor)[0]
    tag = tags.create_tag(name="good", definition="d", by=editor)[0]
    below = tags.create_tag(name="good", definition="d", parent=top, by=editor)[0]
    renamed(tag, "better", editor)
    assert taggings.tags_named(["good"]) == [below]


@pytest.mark.parametrize("name", ["a › b", "", "x" * 501])
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


def test_a_subtree_does_not_go_deeper_than_the_tree_may(editor):
    above = None
    for depth in range(MAX_DEPTH):
        above = tags.create_tag(name=f"level {depth}", definition="d", by=editor, parent=above)[0]
    top = tags.create_tag(name="top", definition="d", by=editor)[0]
    leaf = tags.create_tag(name="leaf", definition="d", by=editor, parent=top)[0]
    with pytest.raises(Refused, match="levels deep"):
        tags.edit_tag(tag=top, version=1, by=editor, name="top", **(NOTHING | {"parent": above}))
    other = tags.create_tag(name="other", definition="d", by=editor, parent=above)[0]
    with pytest.raises(Refused, match="levels deep"):
        tags.merge_tags(tags=[top], into=other, by=editor)
    assert Tag.objects.get(pk=leaf.pk).path == "top › leaf"


def test_long_paths_are_kept_whole(editor):
    parent = None
    for depth in range(5):
        parent = tags.create_tag(name=f"level {depth}", definition="d", by=editor, parent=parent)[0]
    top = Tag.objects.get(name="level 0")
    tags.edit_tag(tag=top, version=1, by=editor, name="n" * 500, **NOTHING)
    assert Tag.objects.get(pk=parent.pk).path == " › ".join(["n" * 500, *(f"level {depth}" for depth in range(1, 5))])


def test_a_name_is_free_below_another_tag(editor):
    one, two = (tags.create_tag(name=name, definition="d", by=editor)[0] for name in ("one", "two"))
    made = [tags.create_tag(name="good", definition="d", by=editor, parent=parent)[0] for parent in (one, two)]
    assert [tag.slug for tag in made] == ["good", "two-good"]
    with pytest.raises(Refused, match="already"):
        tags.create_tag(name="GOOD", definition="d", by=editor, parent=two)
    with pytest.raises(Refused, match="one › good; two › good"):
        taggings.tags_named(["good"])
    assert taggings.tags_named(["two > Good", "one › good"]) == [made[1], made[0]]
    assert [tag.typed for tag in (*made, one)] == ["one › good", "two › good", "one"]
    with pytest.raises(Refused, match="both have a tag"):
        tags.merge_tags(tags=[one], into=two, by=editor)
    tags.merge_tags(tags=[made[0]], into=made[1], by=editor)
    assert taggings.tags_named(["good"]) == [made[1]]
    tags.merge_tags(tags=[one], into=two, by=editor)


def test_the_name_of_a_merged_tag_that_others_have_means_these(editor):
    one, two = (tags.create_tag(name=name, definition="d", by=editor)[0] for name in ("one", "two"))
    made = [tags.create_tag(name="good", definition="d", by=editor, parent=parent)[0] for parent in (one, two)]
    tags.merge_tags(tags=[made[0]], into=one, by=editor)
    assert taggings.tags_named(["good"]) == [made[1]]
    tags.edit_tag(tag=Tag.objects.get(pk=made[1].pk), version=1, by=editor, name="good", **(NOTHING | {"parent": two}))


def test_the_tree_is_in_order(editor):
    names = {"rule": None, "rule of law": None, "duty": "rule", "sanction": "rule", "1 Context": None}
    names |= {"2 Findings": None, "10 Annex": None, "apple": None, "Zebra": None, "Ähre": None}
    for name, above in names.items():
        tags.create_tag(name=name, definition="d", by=editor, parent=above and Tag.objects.get(name=above))
    there = ["1 Context", "2 Findings", "10 Annex", "Ähre", "apple"]
    below = ["rule", "rule › duty", "rule › sanction", "rule of law", "Zebra"]
    assert [tag.path for tag in Tag.objects.all()] == [*there, *below]
    rule = Tag.objects.get(name="rule")
    tags.edit_tag(tag=rule, version=1, by=editor, name="3 Rule", **NOTHING)
    moved = ["3 Rule", "3 Rule › duty", "3 Rule › sanction"]
    assert [tag.path for tag in Tag.objects.all()] == [*there[:2], *moved, *there[2:], "rule of law", "Zebra"]


def test_a_tag_does_not_stand_below_itself(editor):
    top = tags.create_tag(name="top", definition="d", by=editor)[0]
    leaf = tags.create_tag(name="leaf", definition="d", by=editor, parent=top)[0]
    with pytest.raises(Refused, match="its own sub-tag"):
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


def test_a_new_tag_takes_the_first_of_the_colours_that_the_fewest_have(editor):
    for number in range(COLOURS):
        made, _batch = tags.create_tag(name=f"tag {number}", definition="d", by=editor)
        assert made.colour == number + 1
    Tag.objects.filter(colour=3).update(colour=1)
    assert tags.create_tag(name="next", definition="d", by=editor)[0].colour == 3
    assert tags.create_tag(name="chosen", definition="d", by=editor, colour=1)[0].colour == 1


@pytest.mark.parametrize("name", ["a > b", "a›b", ">", "p >"])
def test_a_name_that_reads_as_a_path_is_refused_but_stays_where_it_was_imported(editor, name):
    with pytest.raises(Refused, match="between the names of a path"):
        tags.create_tag(name=name, definition="d", by=editor)
    imported = factories.make_tag("a > b", definition="d", slug="imported")
    tags.edit_tag(tag=imported, version=imported.version, by=editor, name="A > b", **NOTHING)
    with pytest.raises(Refused, match="between the names of a path"):
        tags.edit_tag(tag=imported, version=imported.version, by=editor, name=f"{name} c > d", **NOTHING)
    assert Tag.objects.get().name == "A > b"


def test_a_name_may_have_a_stroke(editor):
    assert tags.create_tag(name="and/or", definition="d", by=editor)[0].path == "and/or"
