"""The demo: what it shows, that it is made once, and that it keeps away from a site in use."""

import io
import re
from collections import Counter

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import models

from annotator.actions import tags
from annotator.management.commands import create_demo
from annotator.models import Annotation, CrossReference, Event, Tag, Tagging
from corpus.models import Document
from tests.images import own_seeds

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
COUNTED = (User, Tag, Tagging, Annotation, CrossReference, Event, Document)


@pytest.fixture
def seeds(tmp_path, monkeypatch):
    """The seeds without the two documents that may have to be fetched from their addresses."""
    own_seeds(tmp_path)
    monkeypatch.setattr(create_demo, "SEEDS", tmp_path)
    return tmp_path


def make():
    said = io.StringIO()
    call_command("create_demo", stdout=said, stderr=io.StringIO())
    return said.getvalue()


def counted():
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_it_shows_what_a_newcomer_should_see(seeds):
    make()
    work = [*Tagging.objects.all(), *Annotation.objects.all(), *CrossReference.objects.all()]
    assert len(work) >= 24
    assert len({each.author_id for each in work}) == 2
    statuses = Counter(each.status for each in work)
    assert statuses["declined"] == 1
    assert statuses["proposed"] >= 1
    between = CrossReference.objects.exclude(source__paragraph__document=models.F("target__paragraph__document"))
    assert between.count() >= 2
    assert Annotation.objects.filter(in_reply_to__isnull=False).exists()
    assert Event.objects.filter(action="declined").exclude(reason="").exists()
    assert not Tag.objects.filter(definition="").exists()


def test_its_people_log_in_with_the_passwords_it_printed(seeds):
    printed = dict(re.findall(r"^  (\w+) +(\S+)  \w+: ", make(), re.MULTILINE))
    assert set(printed) == set(User.objects.values_list("username", flat=True))
    for name, password in printed.items():
        assert authenticate(username=name, password=password)


def test_a_second_run_changes_nothing_and_prints_no_passwords(seeds):
    make()
    before = counted()
    said = make()
    assert counted() == before
    assert "passwords" not in said
    assert "changepassword" in said


def test_a_third_run_is_made_on_a_demo_that_somebody_works_in(seeds):
    make()
    User.objects.create_user("newcomer")
    assert "0 tags and contributions made" in make()


def test_what_people_made_of_it_is_left_alone(seeds):
    make()
    editor = User.objects.get(username="tomas")
    tag = Tag.objects.get(name="promise")
    said = {"definition": "d", "use_when": "", "avoid_when": "", "colour": 1, "aliases": [], "parent": None}
    tags.edit_tag(tag=tag, version=tag.version, by=editor, name="pledge", **said)
    tags.merge_tags(tags=[Tag.objects.get(name="obligation")], into=Tag.objects.get(name="advice"), by=editor)
    # An administrator whose password somebody might have read is not to come back.
    User.objects.filter(username="admin").delete()
    before = counted()
    assert "0 tags and contributions made" in make()
    assert counted() == before


def test_a_demo_that_is_there_keeps_its_texts_when_the_seeds_are_newer(seeds):
    make()
    before = counted()
    with (seeds / "handbook.md").open("a", encoding="utf-8") as handbook:
        handbook.write("\nA further sentence.\n")
    assert "0 tags and contributions made" in make()
    assert counted() == before


def test_without_its_texts_no_demo_is_made(seeds):
    (seeds / "handbook.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SystemExit):
        make()
    assert not User.objects.exists()


def test_a_site_with_people_of_its_own_is_left_alone(seeds, editor):
    before = counted()
    with pytest.raises(CommandError, match="GLOSSATOR_DATA"):
        make()
    assert counted() == before


def test_what_breaks_off_in_the_middle_leaves_no_people_without_passwords(seeds):
    described = seeds / "contributions.toml"
    whole = described.read_text(encoding="utf-8")
    described.write_text(whole + '\n[[contribution]]\nid = "broken"\nby = "nobody"\nkind = "tag"\n', encoding="utf-8")
    with pytest.raises(KeyError):
        make()
    assert not User.objects.exists()
    described.write_text(whole, encoding="utf-8")
    assert "ada" in make()
