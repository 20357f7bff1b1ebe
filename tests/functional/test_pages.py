"""Every page, for each of the cast: works, is hidden, or is refused; and the three verbs through the client."""

import pytest
from django.urls import reverse

from annotator.actions import annotations, cross_references, taggings
from annotator.models import Annotation, CrossReference, Tagging
from annotator.models.place import Place
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(annotator):
    made = factories.make_document(texts=["# Heading", "A passage of some words.", "Some words of another passage."])
    return made


@pytest.fixture
def marked(text, annotator):
    paras = list(text.paragraphs.order_by("position"))
    for each in paras:
        each.document = text
    taggings.tag(places=[Place(paras[1], 2, 9)], tags=[factories.make_tag("one")], by=annotator)
    annotations.annotate(places=[Place(paras[1])], body="A *note*.", by=annotator)
    cross_references.cross_reference(source=Place(paras[1]), target=Place(paras[2]), relation="quotes", by=annotator)
    return text


def addresses(text):
    return [
        reverse("catalogue"),
        reverse("document", args=[text.slug]),
        reverse("document", args=[text.slug]) + "?at=2&spans=1&source=1",
        reverse("outline", args=[text.slug]),
        reverse("margin", args=[text.slug]),
        reverse("paragraph", args=[text.slug, 2]),
        reverse("passage", args=[Tagging.objects.get().content_object_id]),
        reverse("tags"),
        reverse("tag", args=["one"]),
        reverse("cross_references"),
        reverse("cross_reference", args=[CrossReference.objects.get().pk]),
        reverse("history", args=["annotation", Annotation.objects.get().pk]),
        reverse("person", args=["annotator"]),
        reverse("search") + "?q=words",
        reverse("activity"),
        reverse("account_login"),
    ]


def test_everybody_reads_what_is_public(marked, log_in, reader, editor):
    for client in (log_in(), log_in(reader), log_in(editor)):
        for address in addresses(marked):
            answer = client.get(address)
            assert answer.status_code in {200, 302}, address


def test_nobody_outside_sees_what_is_closed(marked, log_in, reader):
    marked.collection.access = "groups"
    marked.collection.save()
    for client in (log_in(), log_in(reader)):
        for name, args in (
            ("document", [marked.slug]),
            ("outline", [marked.slug]),
            ("margin", [marked.slug]),
            ("paragraph", [marked.slug, 2]),
            ("passage", [Tagging.objects.get().content_object_id]),
            ("cross_reference", [CrossReference.objects.get().pk]),
            ("history", ["annotation", Annotation.objects.get().pk]),
        ):
            assert client.get(reverse(name, args=args)).status_code == 404, name
        for address in (reverse("catalogue"), reverse("search") + "?q=words", reverse("activity"), reverse("tags")):
            assert marked.title not in client.get(address).content.decode()


def test_an_unchanged_margin_is_a_304(marked, log_in, annotator):
    client = log_in(annotator)
    first = client.get(reverse("margin", args=[marked.slug]))
    again = client.get(reverse("margin", args=[marked.slug]), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    Annotation.objects.all()


@pytest.mark.parametrize(
    ("kind", "typed", "model"),
    [
        ("tags", {"tags": "one", "quote": "passage"}, Tagging),
        ("annotations", {"body": "A note."}, Annotation),
        ("cross-references", {"target": "another passage", "relation": "cites"}, CrossReference),
    ],
)
def test_the_three_verbs_without_javascript(text, log_in, annotator, kind, typed, model):
    factories.make_tag("one")
    from corpus import search

    search.index(text)
    address = reverse("contribute", args=[text.slug, 2, kind])
    assert log_in(annotator).get(address).status_code == 200
    assert log_in(annotator).post(address, typed).status_code == 302
    assert model.objects.get().author == annotator


def test_what_is_refused_keeps_what_was_typed(text, log_in, annotator):
    address = reverse("contribute", args=[text.slug, 2, "annotations"])
    answer = log_in(annotator).post(address, {"body": "Kept words", "quote": "not in the text"})
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert "not in this paragraph" in answer.content.decode()


def test_words_that_stand_there_twice_are_offered(log_in, annotator):
    text = factories.make_document(texts=["peace and peace"])
    address = reverse("contribute", args=[text.slug, 1, "annotations"])
    answer = log_in(annotator).post(address, {"body": "n", "quote": "peace"})
    assert 'value="10-15"' in answer.content.decode()
    assert log_in(annotator).post(address, {"body": "n", "quote": "peace", "occurrence": "10-15"}).status_code == 302
    assert Annotation.objects.get().passage.start == 10


def test_a_login_that_ended_loses_nothing(text, log_in, annotator):
    client = log_in()
    address = reverse("contribute", args=[text.slug, 2, "annotations"])
    answer = client.post(address, {"body": "Typed before the login ended"})
    assert answer.status_code == 302
    client.force_login(annotator)
    assert "Typed before the login ended" in client.get(address).content.decode()


def test_readers_are_refused_with_403(text, log_in, reader):
    for kind in ("tags", "annotations", "cross-references"):
        assert log_in(reader).post(reverse("contribute", args=[text.slug, 2, kind])).status_code == 403
    for name in ("review", "new_tag"):
        assert log_in(reader).get(reverse(name)).status_code == 403


def test_the_second_to_save_sees_both_texts(marked, log_in, annotator, editor):
    note = Annotation.objects.get()
    address = reverse("edit", args=["annotation", note.pk])
    assert log_in(editor).post(address, {"body": "The editor's", "version": 1}).status_code == 302
    answer = log_in(annotator).post(address, {"body": "The annotator's", "version": 1})
    assert answer.status_code == 409
    assert "The editor&#x27;s" in answer.content.decode()
    assert "The annotator&#x27;s" in answer.content.decode()


def test_withdraw_and_undo_through_pages(marked, log_in, annotator):
    client = log_in(annotator)
    tagging = Tagging.objects.get()
    assert client.post(reverse("act", args=["tagging", tagging.pk, "withdraw"])).status_code == 302
    assert not Tagging.objects.standing().exists()
    assert client.post(reverse("undo")).status_code == 302
    assert Tagging.objects.standing().exists()


def test_an_editor_publishes_many_at_once(log_in, annotator, editor):
    text = factories.make_document(texts=["Words."], collection=factories.make_collection(review=True))
    log_in(annotator).post(reverse("contribute", args=[text.slug, 1, "annotations"]), {"body": "n"})
    note = Annotation.objects.get()
    assert note.status == "proposed"
    client = log_in(editor)
    assert "Words." in client.get(reverse("review")).content.decode()
    client.post(reverse("review"), {"chosen": [f"annotation:{note.pk}:{note.version}"], "decision": "publish"})
    assert Annotation.objects.get().status == "published"


def test_the_margin_costs_the_same_for_more_contributions(marked, log_in, annotator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = log_in(annotator)
    address = reverse("document", args=[marked.slug])
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    para = marked.paragraphs.get(key=3)
    para.document = marked
    for n in range(20):
        annotations.annotate(places=[Place(para, n, n + 4)], body=f"{n}", by=annotator)
    with django_assert_num_queries(len(before)):
        client.get(address)


def test_a_withdrawn_draft_stays_its_authors_alone(text, log_in, annotator, editor):
    client = log_in(annotator)
    client.post(reverse("contribute", args=[text.slug, 2, "annotations"]), {"body": "Secret", "draft": "on"})
    note = Annotation.objects.get()
    address = reverse("history", args=["annotation", note.pk])
    for withdrawn in (False, True):
        if withdrawn:
            client.post(reverse("act", args=["annotation", note.pk, "withdraw"]))
        assert client.get(address).status_code == 200
        assert log_in(editor).get(address).status_code == 404
        assert "Secret" not in log_in(editor).get(reverse("activity")).content.decode()


def test_a_cross_reference_compares_words_or_every_character(client, annotator):
    text = factories.make_document(texts=["The Earth is ‘round’.", "The earth is 'round'."])
    one, other = factories.paragraphs_of(text)
    made, _batch = cross_references.cross_reference(
        source=Place(one), target=Place(other), relation="quotes", by=annotator
    )
    address = reverse("cross_reference", args=[made.pk])

    def differs(answer):
        return [piece.text for piece in answer.context["comparison"].left if piece.kind == "only"]

    words = client.get(address)
    assert differs(words) == []
    assert 'href="?exact=1"' in words.text
    characters = client.get(address, {"exact": "1"})
    assert differs(characters) == ["Earth", "‘", "’"]
    assert 'href="?"' in characters.text
