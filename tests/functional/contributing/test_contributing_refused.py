"""The three forms when they are refused: it is said why, and nothing typed is lost."""

import pytest

from annotator.actions import taggings
from annotator.errors import Refused
from annotator.models import Annotation, Event, Passage, Tag, Tagging
from annotator.models.annotation import MAX_BODY
from tests.functional.contributing.filling import HTMX, form, said
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("annotations", {"body": "Kept", "start": "5", "end": "99"}, "does not lie in a text of 30 characters"),
        ("annotations", {"body": "Kept", "start": "5", "end": "2"}, "does not lie in a text of 30 characters"),
        ("annotations", {"body": "Kept", "start": "5"}, "needs both its start and its end"),
        ("annotations", {"body": "Kept", "start": "x"}, "The selection could not be read"),
        ("annotations", {"body": "Kept", "quote": "whole", "occurrence": "x"}, "The selection could not be read"),
        ("annotations", {"body": "Kept", "further": "1:2:3 " * 2000}, "The selection could not be read"),
        ("annotations", {"body": "Kept", "quote": "war"}, "The words “war” are not in this paragraph"),
        ("annotations", {"body": "Kept", "start": "0", "end": "4", "quote": "whole"}, "are not at the place given"),
        ("annotations", {"body": "Kept", "further": "2:0:99"}, "does not lie in a text of 21 characters"),
        ("annotations", {"body": "Kept", "further": "77:0:9"}, "is no longer in the text"),
        ("annotations", {"body": "Kept", "further": "nonsense"}, "could not be read"),
        ("annotations", {"body": "", "quote": "whole"}, "The note is empty"),
        ("annotations", {"body": " \r\n ", "quote": "whole"}, "The note is empty"),
        ("annotations", {"body": "k" * (MAX_BODY + 1), "quote": "whole"}, "100,001 characters; 100,000 is the most"),
        ("tags", {"tags": "unknown", "quote": "whole"}, "There is no tag called “unknown”"),
        ("tags", {"tags": " , ", "quote": "whole"}, "Choose at least one tag"),
        ("tags", {"tags": "", "quote": "whole"}, "Choose at least one tag"),
        ("cross-references", {"target": "guide/1", "relation": "quotes"}, "cannot be cross-referenced to itself"),
        ("cross-references", {"target": "secret/1", "relation": "quotes"}, "no passage secret/1 that you may read"),
        ("cross-references", {"target": "guide/99", "relation": "quotes"}, "no passage guide/99 that you may read"),
        ("cross-references", {"target": "nothing like it", "relation": "quotes"}, "No passage you may read has these"),
        *(
            ("cross-references", {"target": target, "relation": "quotes"}, message)
            for target, message in (
                ("https://a.example/documents/guide/2/?start=999999&end=1000000", "not lie in a text of 21 characters"),
                ("/documents/guide/2/?start=9&end=5", "9-5 is no stretch of words: it must begin before it ends"),
                ("/documents/guide/2/?start=9", "needs both its start and its end"),
                ("/documents/guide/", "the address of a whole document"),
                ("guide/2:5-99", "does not lie in a text of 21 characters"),
                ("The Guide, ¶ 2:5-99", "does not lie in a text of 21 characters"),
            )
        ),
        ("cross-references", {"target": "", "relation": "quotes"}, "Say which passage"),
        ("cross-references", {"target": "guide/2", "relation": "likes"}, "“likes” cannot be chosen here"),
        ("cross-references", {"target": "guide/2", "relation": "quotes", "further": "3:0:1"}, "begins at one passage"),
        (
            "cross-references",
            {"target": "guide/2", "relation": "quotes", "note": "k" * 10_001},
            "10,001 characters; 10,000 is the most",
        ),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(client, kind, typed, message, headers):
    factories.make_document(slug="secret", collection=factories.make_collection(access="groups"))
    answer = client.post(form(kind), typed, headers=headers)
    assert answer.status_code == 422
    assert message in said(answer)
    for name in ("body", "tags", "target", "quote", "note"):
        assert typed.get(name, "").strip() in said(answer)
    assert not Passage.objects.exists() or not Annotation.objects.exists()
    assert not Event.objects.exists()


def test_the_same_tag_by_two_people_is_two_taggings_and_by_one_a_message(client, log_in, colleague):
    factories.make_tag("one")
    for each in (client, log_in(colleague)):
        assert each.post(form("tags"), {"tags": "one"}).status_code == 302
    assert Passage.objects.count() == 1
    assert Tagging.objects.count() == 2
    answer = client.post(form("tags"), {"tags": "one"})
    assert answer.status_code == 422
    assert "You have put “one” on this passage already." in said(answer)
    factories.make_tag("two")
    assert client.post(form("tags"), {"tags": "one,, two"}).status_code == 302
    assert "You have put “one” and “two” on this passage already." in said(
        client.post(form("tags"), {"tags": "one,,two"})
    )


def test_only_who_may_adds_a_tag_while_tagging(client, log_in, editor):
    typed = {"tags": "new", "quote": "whole", "definition": "What is new."}
    assert client.post(form("tags"), typed).status_code == 422
    assert "Definition of" not in said(client.post(form("tags"), typed))
    answer = log_in(editor).post(form("tags"), typed | {"definition": " "})
    assert "Definition of “new”" in said(answer)
    assert not Tag.objects.exists()
    assert log_in(editor).post(form("tags"), typed).status_code == 302
    assert Tagging.objects.get().tag.definition == "What is new."


def test_two_unknown_tags_are_not_added_by_one_definition(client, log_in, editor):
    typed = {"tags": "new, newer", "definition": "What is new."}
    answer = log_in(editor).post(form("tags"), typed)
    assert answer.status_code == 422
    assert "There are no tags called “new” and “newer” yet. Name one of them to define it here" in said(answer)
    assert "ask an editor" not in said(answer)
    assert "“new” and “newer” yet. Choose others from the codebook, or ask an editor" in said(
        client.post(form("tags"), typed)
    )
    assert not Tag.objects.exists()


def test_who_may_add_a_tag_is_told_where_elsewhere_too(annotator, editor):
    for by, told in ((editor, "Choose another, or add it on the page of tags first."), (annotator, "ask an editor")):
        with pytest.raises(Refused, match=told):
            taggings.tags_named(["new"], by=by)
