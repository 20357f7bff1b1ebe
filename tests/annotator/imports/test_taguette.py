"""Loading Taguette's highlights: found once, several times, not at all; twice; undone; through the command."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from annotator.actions.imports import other_tools
from annotator.actions.imports.other_tools import check_highlights, import_highlights
from annotator.actions.undo import undo
from annotator.errors import AlreadyDone
from annotator.imports.highlights_plan import HighlightMatches
from annotator.imports.problems import ImportRefused
from annotator.models import Event, Passage, Tag, Tagging
from corpus.models import Paragraph, Revision
from tests.support import factories
from tests.support.imported_files import file, reasons

HEADER = ("id", "document", "tag", "content")
TEXTS = ("# The sea", "The sea is “deep”.", "We shall\xa0protect it, and we shall pay.", "The end.")


def highlights(*rows, name="all_tags.csv", **how):
    return file(HEADER, *rows, name=name, **how)


@pytest.fixture
def text(db):
    factories.make_tag("law")
    factories.make_tag("sea")
    return factories.make_document(TEXTS, slug="sea", title="On the Sea")


def made():
    taggings = Tagging.objects.select_related("tag", "content_object__paragraph").order_by(
        "content_object__paragraph__position", "content_object__start", "tag__name"
    )
    return [
        (each.tag.name, each.content_object.paragraph.key, each.content_object.start, each.content_object.quote)
        for each in taggings
    ]


def load(editor, *rows, **more):
    return import_highlights(by=editor, file=highlights(*rows), **more)


def test_words_in_one_place_are_tagged_as_imported(text, editor):
    plan, number, batch = load(
        editor, [7, "On the Sea", "sea", 'sea is "deep"'], [7, "On the Sea", "law", 'sea is "deep"']
    )
    assert number == 2
    assert made() == [("law", 2, 4, "sea is “deep”"), ("sea", 2, 4, "sea is “deep”")]
    assert set(Tagging.objects.values_list("author__username", "origin", "status")) == {
        ("editor", "import", "published")
    }
    events = Event.objects.filter(batch=batch)
    assert [(event.action, event.document, event.actor) for event in events] == [("created", text, editor)] * 2
    assert [match.outcome for match in plan.matches] == [HighlightMatches.ONCE]


def test_a_highlight_over_several_paragraphs_is_one_passage_in_each(text, editor):
    load(editor, [1, "sea", "sea", "“deep”.\nWe shall protect it, and we shall pay.\n\nThe"])
    assert made() == [
        ("sea", 2, 11, "“deep”."),
        ("sea", 3, None, TEXTS[2]),
        ("sea", 4, 0, "The"),
    ]


def test_several_places_and_none_are_told_and_not_made(text, editor):
    plan, number, _batch = load(
        editor,
        [1, "sea", "sea", "shall"],
        [2, "sea", "sea", "not there"],
        [3, "another", "sea", "deep"],
        [4, "sea", "sea", ""],
        [5, "sea", "", "The end"],
    )
    assert number == 0
    assert made() == []
    assert [match.outcome for match in plan.matches] == ["several", "none", "none", "none", "once"]
    assert [[part.paragraph.key for part in place] for place in plan.matches[0].places] == [[3], [3]]
    assert [match.reason for match in plan.matches] == [
        "",
        "The words are not in the text.",
        "There is no document of that name. Name the one it is in.",
        "It has no words.",
        "",
    ]
    assert plan.untagged == 1


def test_page_furniture_is_not_looked_at(text, editor):
    text.paragraphs.filter(key=4).update(kind="furniture")
    plan = check_highlights(by=editor, file=highlights([1, "sea", "sea", "The end."]))
    assert [match.outcome for match in plan.matches] == ["none"]


@pytest.mark.parametrize("name", ["sea", "SEA", "on the  sea", "text.txt", "Text", "text.docx"])
def test_a_document_is_known_by_slug_title_and_file_name(text, editor, name):
    load(editor, [1, name, "sea", "deep"])
    assert len(made()) == 1


def test_a_name_with_a_full_stop_is_not_cut(text, editor):
    text.title = "1"
    text.save()
    plan, _number, _batch = load(editor, [1, "1. Introduction", "sea", "deep"])
    assert plan.matches[0].outcome == "none"


def test_a_name_two_documents_have_is_told(text, editor):
    factories.make_document(slug="other", title="On the Sea")
    plan, _number, _batch = load(editor, [1, "On the Sea", "sea", "deep"])
    assert plan.matches[0].reason == "Several documents have that name: other, sea."


def test_the_documents_to_look_in_can_be_named(text, editor):
    factories.make_document(["The sea is deep."], slug="other", title="Other")
    plan, number, _batch = load(editor, [1, "???", "sea", "is deep."], documents=["other"])
    assert (number, plan.matches[0].outcome) == (1, "once")
    plan, number, _batch = load(editor, [1, "???", "law", "sea is"], documents=["other", "sea"])
    assert (number, plan.matches[0].outcome) == (0, "several")
    # The name decides where it is that of one of them.
    plan, number, _batch = load(editor, [1, "Other", "law", "sea is"], documents=["other", "sea"])
    assert (number, plan.matches[0].outcome) == (1, "once")


def test_a_document_that_may_not_be_read_is_not_there(text, editor):
    text.collection.access = "groups"
    text.collection.save()
    plan, _number, _batch = load(editor, [1, "On the Sea", "sea", "deep"])
    assert plan.matches[0].reason == "There is no document of that name. Name the one it is in."
    with pytest.raises(ImportRefused, match="no document “sea”"):
        load(editor, [1, "On the Sea", "sea", "deep"], documents=["sea"])


def test_a_tag_that_is_not_in_the_codebook_is_told_once_and_left_out(text, editor):
    rows = [2, "sea", "unheard", "pay"], [3, "sea", "Unheard", "end"]
    plan, number, _batch = load(editor, [1, "sea", "sea", "deep"], *rows)
    assert number == 1
    assert [problem.line for problem in plan.left_out] == [3]
    assert "“unheard”" in plan.left_out[0].reason
    with pytest.raises(ImportRefused) as error:
        load(editor, *rows)
    assert [line for line, _reason in reasons(error)] == [2]


def test_a_tag_whose_name_several_have_is_named_by_its_path(text, editor):
    for above in ("economy", "politics"):
        parent = factories.make_tag(above)
        factories.make_tag("good", parent=parent, path=f"{above} › good", slug=f"{above}-good")
    plan, number, _batch = load(editor, [1, "sea", "good", "deep"], [2, "sea", "politics > good", "pay"])
    assert number == 1
    assert Tagging.objects.get().tag.slug == "politics-good"
    assert ["economy › good; politics › good" in problem.reason for problem in plan.left_out] == [True]


def test_the_codebook_comes_along(text, editor):
    book = file(("tag", "description", "number of highlights"), ("duty", "Who must.", "1"), ("law", "", "0"))
    rows = [1, "sea", "duty", "shall pay"], [1, "sea", "law", "shall pay"]
    plan = check_highlights(by=editor, file=highlights(*rows), codebook=book)
    assert [new.path for new in plan.codebook.new] == ["duty"]
    assert not Tag.objects.filter(name="duty").exists()
    _plan, number, batch = import_highlights(by=editor, file=highlights(*rows), codebook=book)
    assert number == 2
    assert Tag.objects.get(name="duty").definition == "Who must."
    undo(batch_id=batch, by=editor)
    assert not Tagging.objects.standing().exists()
    assert Tag.objects.filter(name="duty").exists()


def test_a_codebook_that_is_refused_keeps_the_highlights_out(text, editor):
    book = file(("colour",), ("1",))
    with pytest.raises(ImportRefused):
        load(editor, [1, "sea", "sea", "deep"], codebook=book)
    assert made() == []
    assert not Tag.objects.filter(name="duty").exists()


def test_loading_it_twice_changes_nothing(text, editor):
    rows = [1, "sea", "sea", "deep"], [1, "sea", "law", "deep"], [2, "sea", "SEA", "deep"], [3, "sea", "law", "pay"]
    assert load(editor, *rows)[1] == 3
    before = made(), Event.objects.count(), Passage.objects.count()
    assert load(editor, *rows)[1] == 0
    assert (made(), Event.objects.count(), Passage.objects.count()) == before


def test_a_text_that_changed_while_it_was_searched_is_refused(text, editor, monkeypatch):
    revised = Revision.objects.create(
        document=text, number=2, loaded_at=timezone.now(), sha256="0" * 64, length=4, media_type="text/plain"
    )

    def revise_meanwhile(*args, **kwargs):
        plan = check_highlights(*args, **kwargs)
        text.current = revised
        text.save()
        return plan

    monkeypatch.setattr(other_tools, "check_highlights", revise_meanwhile)
    with pytest.raises(ImportRefused, match="import it again"):
        load(editor, [1, "sea", "sea", "deep"])
    assert made() == []


def test_the_same_request_is_carried_out_once(text, editor):
    request_id = uuid.uuid4()
    load(editor, [1, "sea", "sea", "deep"], request_id=request_id)
    with pytest.raises(AlreadyDone):
        load(editor, [1, "sea", "law", "deep"], request_id=request_id)
    assert len(made()) == 1


def test_what_another_person_tagged_is_tagged_besides(text, editor, annotator):
    paragraph = text.paragraphs.get(key=4)
    factories.make_tagging(paragraph, Tag.objects.get(name="sea"), annotator)
    assert load(editor, [1, "sea", "sea", "The end."])[1] == 1
    assert Passage.objects.count() == 1


def test_where_contributions_are_reviewed_they_are_proposed(text, editor):
    text.collection.review = True
    text.collection.save()
    load(editor, [1, "sea", "sea", "deep"])
    assert Tagging.objects.get().status == "proposed"


def test_only_editors_load_highlights(text, annotator):
    for act in (check_highlights, import_highlights):
        with pytest.raises(PermissionDenied):
            act(by=annotator, file=highlights([1, "sea", "sea", "deep"]))


@pytest.mark.parametrize(
    "how",
    [
        {"encoding": "utf-8-sig"},
        {"encoding": "cp1252"},
        {"encoding": "utf-16"},
        {"delimiter": ";"},
        {"delimiter": "\t", "encoding": "utf-16", "line_end": "\n"},
    ],
)
def test_files_that_went_through_a_spreadsheet_are_read(text, editor, how):
    rows = [1, "On the Sea", "sea", "is “deep”.\r\nWe shall protect it, and"], [2, "On the Sea", "law", "café"]
    plan, number, _batch = import_highlights(by=editor, file=highlights(*rows, **how))
    assert number == 2
    assert [match.outcome for match in plan.matches] == ["once", "none"]


def test_two_thousand_rows_cost_queries_by_the_chunk(editor, django_assert_max_num_queries):
    factories.make_tag("one")
    factories.make_tag("two")
    long = factories.make_document(["Front."], slug="long")
    Paragraph.objects.bulk_create(
        Paragraph(
            document=long, key=n, position=n, kind="body", text=f"Paragraph number {n} of them.", since=long.current
        )
        for n in range(2, 1002)
    )
    rows = [[n, "long", tag, f"number {n} of"] for n in range(2, 1002) for tag in ("one", "two")]
    # 3 for the tags, the documents and the paragraphs, then 4 parts of 500 with 10 to 12 each.
    with django_assert_max_num_queries(54):
        plan, number, _batch = load(editor, *rows)
    assert number == 2_000
    assert len(plan.matched(HighlightMatches.ONCE)) == 1000
    assert load(editor, *rows)[1] == 0
