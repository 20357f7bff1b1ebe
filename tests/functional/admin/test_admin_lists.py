"""The lists of contributions in the admin: what narrows them, what they show, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.actions import annotations
from annotator.models import Annotation
from annotator.models.place import Place
from tests.functional.admin.sending import change, page, run
from tests.support import factories

pytestmark = pytest.mark.django_db


def test_the_selection_is_exported(editing, note, tagging, reference):
    for model, kind, thing in (
        ("annotation", "annotations", note),
        ("tagging", "tags", tagging),
        ("crossreference", "cross_references", reference),
    ):
        answer = run(editing, model, f"export_{kind}", thing)
        assert answer["Content-Type"].startswith("text/csv")
        assert str(thing.pk) in answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("document=reading", True),
        ("document=elsewhere", False),
        ("person=annotator", True),
        ("person=colleague", False),
        ("tag=definition", True),
        ("tag=no+such", False),
        ("status__exact=published", True),
        ("status__exact=declined", False),
        ("origin__exact=hand", True),
        ("origin__exact=bulk", False),
        ("since=2000-01-01", True),
        ("since=9998-12-31", False),
        ("until=2000-01-01", False),
        ("until=9999-12-31&since=nonsense", True),
        ("q=question", True),
        ("q=QUESTION", True),
        ("q=elephant", False),
        ("q=%00", True),
        ("document=%00", True),
        ("p=99999999999999999999999999", True),
        ("p=-1", True),
    ],
)
def test_lists_answer_an_editors_questions(query, found, editing, marked):
    for model in ("annotation", "tagging", "crossreference"):
        answer = editing.get(f"{page(model)}?{query}", follow=True)
        assert bool(answer.context["cl"].result_count) == found, model


def test_a_search_looks_into_notes_whatever_the_case(editing, paras, annotator):
    annotations.annotate(places=[Place(paras[1])], body="Élégant.", by=annotator)
    for typed in ("élégant", "ÉLÉGANT", "Élégant"):
        assert editing.get(page("annotation"), {"q": typed}).context["cl"].result_count == 1


def test_the_words_are_shown_in_their_context(editing, tagging):
    assert "…A <mark>tag</mark> answers one question" in editing.get(page("tagging")).text


def test_a_hostile_text_is_shown_and_not_run(editing, paras, annotator, text):
    text.title = "<script>alert(1)</script>"
    text.save()
    annotations.annotate(places=[Place(paras[1])], body="<img src=x onerror=alert(1)>", by=annotator)
    for address in (page("annotation"), change(Annotation.objects.get()), page("document"), page("paragraph")):
        shown = editing.get(address).text
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_a_list_costs_as_many_queries_with_twice_as_many_rows(editing, paras, tag, staff):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            for model in ("annotation", "tagging", "crossreference"):
                editing.get(page(model))
        return len(queries)

    def more(by):
        for paragraph in paras[1:3]:
            factories.make_tagging(paragraph, tag, by)
            annotations.annotate(places=[Place(paragraph)], body="A note.", by=by)

    more(staff.annotator)
    editing.get(page("annotation"))
    before = cost()
    more(staff.colleague)
    assert cost() == before
