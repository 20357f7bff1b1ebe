"""A bundle loaded back: everything as it was, all or nothing, and once."""

import io

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from annotator.actions import annotations, contributions
from annotator.actions.importing import import_bundle, preview_bundle
from annotator.models import Annotation, CrossReference, Event, Passage, Tag, Tagging
from annotator.models.tag import key_of
from annotator.policy import EDITORS
from corpus.models import Document, Paragraph
from tests.annotator.export_site import Site, at, number
from tests.annotator.import_bundles import (
    LOADED_BACK,
    contents,
    exported,
    files_of,
    load,
    problems_of,
    same_files,
    wipe,
    with_rows,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    return Site()


@pytest.fixture
def bundle(site):
    """The export of everything, and a site that has the texts and nothing else."""
    data = exported()
    wipe()
    return data


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
        pk for model in (Tag, Tagging, Annotation, CrossReference) for pk in model.objects.values_list("pk", flat=True)
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
    assert plan.already == {"codebook": 3, "tags": 8, "annotations": 5, "cross-references": 4}
    assert contents() == before


def test_what_is_missing_is_added_to_what_is_here(site):
    data = exported()
    Tagging.objects.filter(pk=number(2, 7)).delete()
    Annotation.objects.filter(pk=number(3, 4)).delete()
    plan, batch = load(data)
    assert {name: len(things) for name, things in plan.new.items()} == {
        "tags": 1, "annotations": 1, "cross-references": 0,
    }  # fmt: skip
    assert same_files(data, exported()) == LOADED_BACK
    assert Event.objects.filter(batch=batch).count() == 2
    assert Annotation.objects.get(pk=number(3, 4)).in_reply_to_id == number(3, 5)


def test_what_was_withdrawn_here_stays_so(site):
    data = exported()
    tagging = Tagging.objects.select_related("tag", "content_object__paragraph__document").get(pk=number(2, 7))
    contributions.withdraw(contribution=tagging, by=site.editor)
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
        paragraph=shifted.paragraph, start=10, end=13, quote=shifted.quote, revision=shifted.revision
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
    for model in (CrossReference, Tagging, Annotation, Passage, Event):
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


def test_another_source_of_the_same_words_is_said_and_loaded(bundle):
    document = Document.objects.get(slug="Zeta")
    document.current.sha256 = "0" * 64
    document.current.save()
    plan, batch = load(bundle)
    assert batch is not None
    assert [str(warning) for warning in plan.warnings] == [
        (
            "documents.csv, line 2: “Zeta” was loaded from another file than here. All passages of the bundle have "
            "their words here."
        )
    ]


def test_a_document_that_nothing_stands_in_may_be_missing(site):
    data = with_rows(
        exported(documents=("alpha",)), "documents", lambda rows: rows.append(rows[0] | {"document": "elsewhere"})
    )
    wipe()
    plan, _batch = load(data)
    assert [str(warning) for warning in plan.warnings] == [
        "documents.csv, line 3: There is no document “elsewhere” here. Nothing of the bundle stands in it."
    ]


def leave_out_the_secret_one(rows):
    rows[:] = [row for row in rows if "secret" not in {row["source_document"], row["target_document"]}]


def test_an_editor_loads_what_stands_in_documents_they_see(site):
    everything, public = exported(), exported(documents=("alpha", "Zeta"))
    wipe()
    editor = User.objects.create(username="eve")
    editor.groups.add(Group.objects.get(name=EDITORS))
    problems = problems_of(everything, editor)
    assert problems == [
        (
            "documents.csv, line 4: There is no document “secret” here, and 3 contributions of the bundle stand in it. "
            "Load it first: manage.py load_documents FILE --slug secret"
        )
    ]
    public = with_rows(public, "cross-references", leave_out_the_secret_one)
    _plan, batch = load(public, editor)
    assert set(Event.objects.values_list("actor__username", "batch")) == {("eve", batch)}


def test_others_may_not(bundle):
    for user in (AnonymousUser(), User.objects.create(username="somebody")):
        for action in (preview_bundle, import_bundle):
            with pytest.raises(PermissionDenied):
                action(file=io.BytesIO(bundle), by=user)


def test_a_preview_says_the_same_and_writes_nothing(bundle):
    before = contents()
    plan = preview_bundle(file=io.BytesIO(bundle), by=None)
    assert contents() == before
    assert not plan.empty
    done, _batch = load(bundle)
    assert len(plan.tags) == len(done.tags) == 3
    assert {name: len(things) for name, things in plan.new.items()} == {
        "tags": 8, "annotations": 5, "cross-references": 4,
    }  # fmt: skip


def test_a_revision_loaded_meanwhile_stops_it(bundle, monkeypatch):
    from annotator.actions import importing

    def slowly(notes):
        document = Document.objects.get(slug="Zeta")
        revision = document.current
        revision.pk, revision.number = None, 3
        revision.save()
        Document.objects.filter(pk=document.pk).update(current=revision)
        return rendered(notes)

    rendered = importing._rendered
    monkeypatch.setattr(importing, "_rendered", slowly)
    (problem,) = problems_of(bundle)
    assert problem.startswith("bundle.zip: Somebody changed something here while the file was checked.")


def test_a_passage_made_meanwhile_stops_it(bundle, monkeypatch):
    from annotator.actions import importing

    def slowly(notes):
        paragraph = Paragraph.objects.get(document__slug="Zeta", key=20)
        Passage.objects.create(paragraph=paragraph, quote=paragraph.text, revision=paragraph.since)
        return rendered(notes)

    rendered = importing._rendered
    monkeypatch.setattr(importing, "_rendered", slowly)
    with pytest.raises(importing.ImportRefused, match="Somebody changed something here"):
        load(bundle)
    assert not Tagging.objects.exists()
    assert not User.objects.exists()
    monkeypatch.undo()
    load(bundle)


def test_the_number_of_queries_grows_with_the_lots_only(bundle, django_assert_num_queries):
    def doubled(rows):
        rows += [row | {"annotation_id": str(number(9, place))} for place, row in enumerate(rows * 30)]

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        load(bundle)
    wipe()
    more = with_rows(bundle, "annotations", doubled)
    with django_assert_num_queries(len(few)):
        load(more)
    assert Annotation.objects.count() == 155


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
