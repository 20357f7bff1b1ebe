"""The codebook in the admin: made, changed, merged, and never deleted under somebody's feet."""

import pytest

from annotator.actions import contributions, tags
from annotator.errors import NotUpdatedError
from annotator.models import Event, Tag, Tagging
from tests.functional.admin.sending import change, new_id, page, run, said
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
DEFINED = {"name": "Rule", "definition": "Says what to do.", "colour": "2"}


def errors(answer):
    assert answer.status_code == 200
    return {name: " ".join(messages) for name, messages in answer.context["adminform"].form.errors.items()}


def test_a_tag_is_made_below_another_with_other_names(editing, tag):
    editing.post(page("tag", "add"), DEFINED | {"parent": tag.pk, "aliases": "law, order", "request_id": new_id()})

    made = Tag.objects.get(name="Rule")
    assert (made.path, made.colour) == ("definition › Rule", 2)
    assert sorted(made.aliases.values_list("name", flat=True)) == ["law", "order"]
    assert Event.objects.get(subject_id=made.pk).action == "created"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"definition": ""}, "definition"),
        ({"name": "DEFINITION"}, "name"),
        ({"name": "a › b"}, "name"),
        ({"name": "x" * 501}, "name"),
        ({"parent": "nothing"}, "parent"),
        ({"colour": "13"}, "colour"),
        ({"aliases": "definition"}, "aliases"),
    ],
)
def test_what_cannot_be_a_tag_is_refused(wrong, field, editing, tag):
    answer = editing.post(page("tag", "add"), DEFINED | wrong)
    assert field in errors(answer)
    assert Tag.objects.count() == 1


def test_a_tag_is_changed_with_what_is_below_it(editing, tag, editor):
    below, _batch = tags.create_tag(name="narrow", definition="Narrower.", parent=tag, by=editor)
    data = {"name": "meaning", "definition": "What a word means.", "colour": "1", "version": "1"}
    editing.post(change(tag), data)
    below.refresh_from_db()
    assert below.path == "meaning › narrow"


def test_a_tag_does_not_stand_below_itself(editing, tag, editor):
    below, _batch = tags.create_tag(name="narrow", definition="Narrower.", parent=tag, by=editor)
    data = {"name": "definition", "definition": "x", "colour": "1", "version": "1", "parent": below.pk}
    assert "its own sub-tag" in errors(editing.post(change(tag), data))["parent"]


def test_a_tag_changed_meanwhile_is_refused_with_both_texts(editing, tag):
    data = {"name": "definition", "definition": "First.", "colour": "1", "version": "1"}
    editing.post(change(tag), data)
    answer = editing.post(change(tag), data | {"definition": "Second.", "aliases": "sense"})

    assert "You, in another window, saved this meanwhile" in errors(answer)["__all__"]
    assert "<dd>First.</dd>" in answer.text
    form = answer.context["adminform"].form
    assert (form["definition"].value(), form["aliases"].value()) == ("Second.", "sense")

    editing.post(change(tag), data | {"definition": "Second.", "version": form["version"].value()})
    tag.refresh_from_db()
    assert tag.definition == "Second."


def test_a_tag_deleted_meanwhile_is_not_said_to_be_saved(editing, tag, monkeypatch):
    def edit_tag(*, tag, **_said):
        Tag.objects.filter(pk=tag.pk).delete()
        raise NotUpdatedError

    monkeypatch.setattr(tags, "edit_tag", edit_tag)
    answer = editing.post(change(tag), DEFINED | {"version": "1"})
    assert "Somebody changed this meanwhile" in errors(answer)["__all__"]
    assert answer.context["adminform"].form["definition"].value() == DEFINED["definition"]


def test_a_tag_in_use_is_not_deleted_and_the_number_is_said(editing, tagging, annotator):
    contributions.withdraw(contributions=[tagging], by=annotator)
    shown = editing.get(page("tag", "delete", tagging.tag.pk))
    assert "1 tagging (1 withdrawn)" in shown.text

    answer = editing.post(page("tag", "delete", tagging.tag.pk), {"post": "yes"}, follow=True)
    assert "in use by 1 tagging (" in said(answer)
    assert Tag.objects.filter(pk=tagging.tag.pk).exists()


def test_an_unused_tag_is_deleted_once(editing, tag):
    data = {"post": "yes", "request_id": new_id()}
    editing.post(page("tag", "delete", tag.pk), data)
    assert not Tag.objects.exists()
    assert Event.objects.get().action == "deleted"
    assert editing.post(page("tag", "delete", tag.pk), data).status_code == 404


def test_tags_are_merged_after_asking_which_one_stays(editing, tagging):
    stays = factories.make_tag("meaning")
    asked = run(editing, "tag", "merge", tagging.tag, stays)
    assert f'value="{tagging.tag.pk}" selected' in asked.text
    assert Tag.objects.count() == 2

    run(editing, "tag", "merge", tagging.tag, stays, into=stays.pk, request_id=new_id())
    assert Tagging.objects.get().tag == stays
    assert list(stays.aliases.values_list("name", flat=True)) == ["definition"]


def test_merging_into_what_is_no_tag_asks_again(editing, tagging):
    for into in ("no such", tagging.tag.pk, ""):
        answer = run(editing, "tag", "merge", tagging.tag, into=into)
        assert answer.context["form"].errors["into"]
    assert Tag.objects.exists()


def test_annotators_read_the_codebook_and_change_none_of_it(enter, tag):
    client = enter("annotator")
    assert "Says what a word means." in client.get(change(tag)).text
    assert client.post(change(tag), DEFINED | {"version": 1}).status_code == 403
    assert client.post(page("tag", "delete", tag.pk), {"post": "yes"}).status_code == 403
    run(client, "tag", "merge", tag, into=tag.pk)
    assert Tag.objects.get().name == "definition"


@pytest.mark.parametrize(("typed", "found"), [("DEFIN", 1), ("Sense", 1), ("word means", 1), ("elephant", 0)])
def test_tags_are_found_by_name_other_name_and_definition(typed, found, editing, tag):
    tag.aliases.create(name="sense", key="sense")
    assert editing.get(page("tag"), {"q": typed}).context["cl"].result_count == found


def test_the_selection_is_exported(editing, tag):
    answer = run(editing, "tag", "export_codebook", tag)
    assert "Says what a word means." in answer.text
