"""Imports undone as one, done again, and what they cost: queries grow with chunks, not with rows."""

import io
import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from annotator.actions import undo as undoing
from annotator.actions.imports.bundle import import_bundle
from annotator.actions.imports.other_tools import import_codebook, import_highlights
from annotator.actions.undo import undo
from annotator.errors import Refused
from annotator.models import Annotation, CrossReference, Event, Passage, Tag, Tagging
from corpus.models import Collection
from tests.support import factories
from tests.support.import_bundles import LOADED_BACK, exported, same_files, wipe
from tests.support.imported_files import file

pytestmark = pytest.mark.django_db
CONTRIBUTIONS = (Tagging, Annotation, CrossReference)


@pytest.fixture(params=[undoing.AT_ONCE, 2])
def public_bundle(site, request, monkeypatch):
    """The export of everything, and a site that has the texts, for everybody, and nothing else."""
    monkeypatch.setattr(undoing, "AT_ONCE", request.param)
    Collection.objects.update(access=Collection.Access.PUBLIC)
    unused = factories.make_tag("unused")
    factories.make_tag("lower", path="unused › lower", parent=unused)
    data = exported()
    wipe()
    return data


def load(data, by):
    return import_bundle(file=io.BytesIO(data), by=by)[1]


def standing():
    return [model.objects.standing().count() for model in CONTRIBUTIONS]


def test_a_bundle_is_undone_as_one_and_done_again(public_bundle, editor):
    batch = load(public_bundle, editor)
    before = exported()
    tags, people, numbers = Tag.objects.count(), User.objects.count(), standing()
    assert min(numbers) > 0

    undone = undo(batch_id=batch, by=editor)
    assert standing() == [0, 0, 0]
    left = set(Tag.objects.values_list("name", flat=True))
    assert {"unused", "lower"} & left == set()
    assert set(Tagging.objects.values_list("tag__name", flat=True)) <= left
    assert User.objects.count() == people
    with pytest.raises(Refused, match="already"):
        undo(batch_id=batch, by=editor)

    undo(batch_id=undone, by=editor)
    assert standing() == numbers
    assert Tag.objects.count() == tags
    assert same_files(before, exported()) == [name for name in LOADED_BACK if name != "codebook"]


def test_every_step_of_undoing_a_bundle_is_in_the_history(public_bundle, editor):
    batch = load(public_bundle, editor)
    made = Event.objects.filter(batch=batch).exclude(subject_type__in=["tag", "parallel"])
    made = made.values_list("subject_id", flat=True)
    undone = Event.objects.filter(batch=undo(batch_id=batch, by=editor))
    assert set(undone.filter(action="withdrawn").values_list("subject_id", flat=True)) == set(made)
    assert undone.filter(action="deleted", subject_type="parallel").count() == 3
    deleted = undone.filter(action="deleted").exclude(subject_type="parallel").order_by("at")
    # What stands below goes first, and comes back last.
    assert [event.before["name"] for event in deleted][-1] == "unused"


def test_a_tag_that_is_used_or_was_changed_since_stays(public_bundle, editor, annotator):
    batch = load(public_bundle, editor)
    Tag.objects.filter(name="unused").update(version=2)
    text = factories.make_document(["New."])
    factories.make_tagging(text.paragraphs.get(), Tag.objects.get(name="lower"), annotator)
    undo(batch_id=batch, by=editor)
    assert {"unused", "lower"} <= set(Tag.objects.values_list("name", flat=True))


def test_a_parent_stays_with_what_was_put_below_it_since(public_bundle, editor):
    batch = load(public_bundle, editor)
    lower = Tag.objects.get(name="lower")
    factories.make_tag("lowest", path="unused › lower › lowest", parent=lower)
    undo(batch_id=batch, by=editor)
    assert {"unused", "lower", "lowest"} <= set(Tag.objects.values_list("name", flat=True))


def test_a_bundle_is_not_undone_over_somebody_elses_change(public_bundle, editor):
    batch = load(public_bundle, editor)
    Annotation.objects.filter(pk=Annotation.objects.first().pk).update(version=2)
    numbers = standing()
    with pytest.raises(Refused, match="changed this since"):
        undo(batch_id=batch, by=editor)
    assert standing() == numbers
    assert Tag.objects.filter(name="unused").exists()


def test_the_page_offers_to_undo_a_bundle(public_bundle, editor, log_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    client = log_in(editor)
    sent = SimpleUploadedFile("bundle.zip", public_bundle)
    checked = client.post(reverse("import"), {"file": sent, "check": ""})
    assert "its contributions are withdrawn" in " ".join(checked.content.decode().split())
    done = client.post(reverse("import"), {"file": SimpleUploadedFile("bundle.zip", public_bundle), "import": ""})
    shown = client.get(done["Location"]).content.decode()
    client.post(reverse("undo"), {"batch": re.search(r'name="batch" value="([^"]+)"', shown)[1]})
    assert standing() == [0, 0, 0]


def rows(number):
    return [["tag", "path", "definition", "aliases"]] + [
        [f"t{number}-{each}", f"top{number} > t{number}-{each}", "Words.", f"other{number}-{each}"]
        for each in range(number)
    ]


def test_a_codebook_costs_the_same_queries_whatever_its_size(editor, queries_of):
    few = queries_of(lambda: import_codebook(by=editor, file=file(*rows(10))))
    many = queries_of(lambda: import_codebook(by=editor, file=file(*rows(40))))
    assert many == few
    tag = Tag.objects.get(name="t40-7")
    assert (tag.path, tag.key, tag.slug) == ("top40 › t40-7", "t40-7", "t40-7")
    assert (tag.parent.name, tag.aliases.get().name) == ("top40", "other40-7")
    event = Event.objects.get(subject_id=tag.pk)
    assert (event.action, event.after["aliases"], event.after["path"]) == ("imported", ["other40-7"], "top40 › t40-7")


def test_tags_whose_names_make_the_same_address_get_their_own(editor):
    factories.make_tag("sea")
    import_codebook(by=editor, file=file(["tag"], ["Sea!"], ["Sea?"], ["new"]))
    assert dict(Tag.objects.values_list("name", "slug")) == {
        "sea": "sea", "Sea!": "sea-2", "Sea?": "sea-3", "new": "new-2",
    }  # fmt: skip


@pytest.fixture
def queries_of(django_assert_max_num_queries):
    """How many queries something takes."""

    def count(do):
        with django_assert_max_num_queries(10_000) as context:
            do()
        return len(context)

    return count


def test_undoing_costs_the_same_queries_whatever_the_number(editor, queries_of):
    number = 40
    texts = [f"Word{place:02}." for place in range(number)]
    factories.make_document(texts, slug="words", title="Words")
    factories.make_tag("sea")
    header = ["id", "document", "tag", "content"]
    taken = []
    for some in (texts[:10], texts[10:]):
        found = [[place, "words", "sea", text] for place, text in enumerate(some)]
        _plan, made, batch = import_highlights(by=editor, file=file(header, *found))
        assert made == len(some)
        taken.append(queries_of(lambda batch=batch: undo(batch_id=batch, by=editor)))
    assert taken[0] == taken[1]
    assert Event.objects.filter(action="withdrawn").count() == number
    assert not Tagging.objects.standing().exists()
    assert Passage.objects.count() == number
