"""A bundle loaded back: everything as it was, all or nothing, and once."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from annotator.actions import annotations, contributions
from annotator.models import Annotation, CrossReference, Event, Passage, ProposedParallel, Tag, Tagging
from annotator.models.tag_names import key_of
from corpus.models import Document, Paragraph
from tests.support.export_site import Site, at, number
from tests.support.import_bundles import LOADED_BACK, contents, exported, files_of, load, same_files, wipe

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("raw", [False, True])
def test_it_comes_back_byte_for_byte(site, raw):
    data = exported(raw=raw)
    wipe()
    plan, batch = load(data)
    assert batch is not None
    assert plan.warnings == []
    again = exported(raw=raw)
    assert same_files(data, again) == LOADED_BACK
    digest = b'"codebook_sha256": "'
    told, told_again = (files_of(each)["datapackage.json"].split(digest)[1][:64] for each in (data, again))
    assert told == told_again


def test_what_no_file_shows_comes_back_too(bundle):
    load(bundle)
    note = Annotation.objects.get(pk=number(3, 5))
    assert note.body_html.startswith("<p>He said: &quot;one, two&quot;") or note.body_html.startswith('<p>He said: "')
    assert (note.version, note.withdrawn_at) == (1, None)
    tagging = Tagging.objects.get(pk=number(2, 7))
    assert tagging.modified_at == tagging.created_at == at(7)
    stretch = Passage.objects.get(start=9, end=19)
    assert (stretch.prefix, stretch.suffix) == ("He said: ", "\nand = three")
    assert Tag.objects.get(slug="ärger").key == key_of("ärger")


def test_an_event_tells_of_everything_that_was_made(bundle):
    _plan, batch = load(bundle)
    events = Event.objects.order_by("at", "pk")
    assert {event.batch for event in events} == {batch}
    assert {(event.action, event.actor) for event in events} == {("imported", None)}
    made = [
        pk
        for model in (Tag, Tagging, Annotation, CrossReference, ProposedParallel)
        for pk in model.objects.values_list("pk", flat=True)
    ]
    assert sorted(event.subject_id for event in events) == sorted(made)
    assert len({event.at for event in events}) == len(events)
    reference = events.get(subject_id=number(4, 4))
    assert (reference.document.slug, reference.other_document.slug) == ("Zeta", "secret")
    assert reference.after["source"]["quote"] == '"one, two"'


def test_people_who_are_not_here_become_accounts_that_are_not_in_use(bundle):
    here = User.objects.create_user("ada", password="a password")
    plan, _batch = load(bundle)
    assert sorted(user.username for user in plan.people) == ["@bela", "edda"]
    for user in User.objects.exclude(pk=here.pk):
        assert not user.is_active
        assert not user.has_usable_password()
        assert not user.groups.exists()
    assert Annotation.objects.get(pk=number(3, 5)).author == here
    here.refresh_from_db()
    assert here.is_active


@pytest.mark.parametrize("again", ["the same site", "an emptied site"])
def test_loading_it_twice_changes_nothing(site, again):
    data = exported()
    if again == "an emptied site":
        wipe()
        load(data)
    before = contents()
    plan, batch = load(data)
    assert batch is None
    assert plan.empty
    assert plan.already == {"codebook": 3, "tags": 8, "annotations": 5, "cross-references": 4, "parallels": 3}
    assert contents() == before


def test_what_is_missing_is_added_to_what_is_here(site):
    data = exported()
    Tagging.objects.filter(pk=number(2, 7)).delete()
    Annotation.objects.filter(pk=number(3, 4)).delete()
    plan, batch = load(data)
    assert plan.new == {
        "tags": 1, "annotations": 1, "cross-references": 0, "parallels": 0,
    }  # fmt: skip
    assert same_files(data, exported()) == LOADED_BACK
    assert Event.objects.filter(batch=batch).count() == 2
    assert Annotation.objects.get(pk=number(3, 4)).in_reply_to_id == number(3, 5)


def test_what_was_withdrawn_here_stays_so(site):
    data = exported()
    tagging = Tagging.objects.select_related("tag", "content_object__paragraph__document").get(pk=number(2, 7))
    contributions.withdraw(contributions=[tagging], by=site.editor)
    before = contents()
    plan, batch = load(data)
    assert batch is None
    assert [str(warning) for warning in plan.warnings] == [
        "tags.csv, line 10: It was withdrawn here since, and stays so."
    ]
    assert contents() == before


def test_a_passage_that_is_here_stays_as_it_became_here(site):
    data = exported()
    shifted = Passage.objects.get(start=10, end=13)
    wipe()
    kept = Passage.objects.create(
        paragraph=shifted.paragraph,
        document=shifted.document,
        start=10,
        end=13,
        quote=shifted.quote,
        revision=shifted.revision,
    )
    load(data)
    kept.refresh_from_db()
    assert kept.state == "kept"
    assert kept.taggings.get().pk == number(2, 8)


@pytest.mark.parametrize("state", ["uncertain", "lost"])
def test_a_passage_whose_words_are_gone_comes_back_with_them(site, state):
    passage = Passage.objects.get(start=10, end=13)
    # In a paragraph that the newest revision has no more.
    Passage.objects.filter(pk=passage.pk).update(state=state, quote="words that are gone")
    Paragraph.objects.filter(pk=passage.paragraph_id).update(text="Other words.", until=passage.revision)
    for other in Passage.objects.filter(paragraph=passage.paragraph).exclude(pk=passage.pk):
        Passage.objects.filter(pk=other.pk).update(state="lost")
    data = exported()
    wipe()
    load(data)
    assert same_files(data, exported()) == LOADED_BACK
    again = Passage.objects.get(start=10, end=13)
    assert (again.state, again.quote, again.prefix) == (state, "words that are gone", "")


def test_replies_to_replies_come_back(site):
    first = Annotation.objects.get(pk=number(3, 4))
    # Before the note it answers, in the order of the file.
    for place in range(40, 30, -1):
        first = site.note(place, site.ada, first.passage, "And so on", in_reply_to=first)
    data = exported()
    wipe()
    load(data)
    assert same_files(data, exported()) == LOADED_BACK
    assert Annotation.objects.get(pk=number(3, 31)).in_reply_to_id == number(3, 32)


def test_notes_are_rendered_with_their_authors_eyes(site):
    links = "See [[secret/10]] and [[alpha/10]], @ada and @edda."
    for place, author in ((50, site.ada), (51, site.editor)):
        site.note(place, author, site.passage(site.alpha, 20), links)
    data = exported()
    Annotation.mentions.through.objects.all().delete()
    for model in (ProposedParallel, CrossReference, Tagging, Annotation, Passage, Event):
        model.objects.all()._raw_delete("default")
    load(data)
    ada, edda = (Annotation.objects.get(pk=number(3, place)) for place in (50, 51))
    for note in (ada, edda):
        html, mentioned = annotations.render_note(note.body, note.author)
        assert note.body_html == html
        assert sorted(note.mentions.all(), key=lambda user: user.pk) == mentioned
        assert {user.username for user in mentioned} == {"ada", "edda"}
    assert "[[secret/10]]" in ada.body_html
    assert "[[secret/10]]" not in edda.body_html


@pytest.mark.parametrize(
    "filters",
    [
        {"documents": ("alpha",)},
        {"documents": ("secret",)},
        {"persons": ("ada",)},
        {"statuses": ("published",)},
        {"tags": ("duty",)},
        {"until": at(0).date()},
    ],
)
def test_a_part_of_an_export_is_loaded_too(site, filters):
    Annotation.objects.filter(pk=number(3, 4)).update(author=site.ada)
    Annotation.objects.filter(pk=number(3, 1)).update(status="published")
    part = exported(**filters)
    wipe()
    load(part)
    # People who did nothing in it are not known here, nor what stands elsewhere.
    narrowing = {name: value for name, value in filters.items() if name != "documents"}
    again = exported(**narrowing)
    assert {"codebook", "tags", "annotations", "cross-references"} - set(same_files(part, again)) <= {"codebook"}
    assert load(part)[1] is None


def test_a_persons_own_export_is_loaded_into_the_site_it_comes_from(site):
    for viewer in (AnonymousUser(), site.ada, site.editor):
        before = contents()
        assert load(exported(viewer))[1] is None
        assert contents() == before


def words(**options):
    """Any text a database keeps."""
    alphabet = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    return st.text(alphabet | st.sampled_from("=+-@\t\r\n'\", ;\ufeff\u2028"), **options)


@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=words(min_size=1, max_size=30).filter(str.strip), note=words(max_size=30), text=words(min_size=1, max_size=30),
    name=words(min_size=1, max_size=30).filter(lambda name: not {",", "›"} & set(name) and key_of(name)),
    definition=words(max_size=30), title=words(min_size=1, max_size=30), raw=st.booleans(),
)  # fmt: skip
def test_any_text_in_any_cell_comes_back(bundle, body, note, text, name, definition, title, raw):
    wipe()
    Document.objects.filter(slug="alpha").update(title=title)
    Paragraph.objects.filter(document__slug="alpha", key=10).update(text=text, section=title)
    site = Site.__new__(Site)
    site.alpha = Document.objects.get(slug="alpha")
    site.zeta = Document.objects.get(slug="Zeta")
    ada = User.objects.create(username="ada")
    tag = site.tag(1, name, definition=definition, use_when=note, avoid_when=body, slug="a-tag")
    passage = site.passage(site.alpha, 10)
    site.tagging(1, tag, ada, passage)
    site.tagging(2, tag, ada, site.passage(site.alpha, 10, 0, 1))
    site.note(1, ada, passage, body)
    site.reference(1, ada, passage, site.passage(site.zeta, 20), note=note)
    data = exported(raw=raw)
    wipe()
    load(data)
    assert same_files(data, exported(raw=raw)) == LOADED_BACK
    assert load(data)[1] is None
