"""What a person sees of the marks that a revision moved: its list of them, the margin, the review, and the load form."""

import re
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.actions import annotations, cross_references, taggings
from annotator.actions.confirm_anchor import confirm
from annotator.errors import Refused
from annotator.models import Passage, Tagging
from annotator.models.place import Place
from corpus.models import Document
from tests.functional.conftest import FIRST, SECOND, tag_words
from tests.support.factories import make_document, make_tag, paragraphs_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def marked(load, annotator):
    """The first text with marks on it, and then the second: the marks by what became of them."""
    load(FIRST)
    paras = paragraphs_of(Document.objects.get(slug="council"))
    tag = partial(tag_words, paras, by=annotator)

    found = {
        "kept": tag(1, "Tuesday", "one"),
        "shifted": tag(2, "of the year", "two"),
        "uncertain": tag(2, "long report", "three"),
        "lost": tag(3, "gone", "four"),
    }
    load(SECOND)
    return found


def test_every_move_is_listed_with_the_words_before_and_now(marked, client):
    address = reverse("revision_marks", args=["council", 2])
    assert f'href="{address}"' in client.get(reverse("revisions", args=["council"])).text
    page = client.get(address)
    assert [each.event.after["tag"] for each in page.context["page"].rows] == ["two", "three", "four"]
    assert re.findall(r"tagging “(\w+)”\s+· annotator\s", page.text) == ["two", "three", "four"]
    for words in ("long report", "short report", "not there any more", "?start="):
        assert words in page.text
    for state, tag in (("shifted", "two"), ("uncertain", "three"), ("lost", "four")):
        narrowed = client.get(address, {"state": state})
        assert [each.event.after["tag"] for each in narrowed.context["page"].rows] == [tag]
    assert "No marks in this state" in client.get(reverse("revision_marks", args=["council", 1])).text
    assert client.get(reverse("revision_marks", args=["council", 3])).status_code == 404


def test_a_draft_that_moved_is_its_authors_alone(load, annotator, colleague, editor, log_in):
    load(FIRST)
    place = Place(paragraphs_of(Document.objects.get())[1], quote="of the year")
    annotations.annotate(places=[place], body="Mine.", by=annotator, draft=True)
    load(SECOND)
    address = reverse("revision_marks", args=["council", 2])
    page = log_in(annotator).get(address)
    assert len(page.context["page"].rows) == 1
    assert "Mine." in page.text
    # Nor does it show to the editor, who moved it by loading the text.
    for other in (colleague, editor, None):
        assert not log_in(other).get(address).context["page"].rows


def test_only_the_end_in_this_text_is_told(load, annotator, client):
    load(FIRST)
    other = make_document(slug="other")
    cross_references.cross_reference(
        source=Place(paragraphs_of(other)[0]),
        target=Place(paragraphs_of(Document.objects.get(slug="council"))[1], quote="of the year"),
        relation="quotes",
        by=annotator,
    )
    load(SECOND)
    (move,) = client.get(reverse("revision_marks", args=["council", 2])).context["page"].rows
    assert [(end.label, end.state) for end in move.ends] == [("To", "shifted")]


def margins_of(page):
    """The passages in the margin of each paragraph of a reading page, in order, by the paragraph's key."""
    margins = re.split(r'<div class="margin" id="m(\d+)"', page.text)[1:]
    return {
        int(key): [int(passage) for passage in re.findall(r'data-passage="(\d+)"', margin)]
        for key, margin in zip(margins[::2], margins[1::2], strict=True)
    }


def test_the_margin_shows_what_is_lost_beside_the_place_and_what_is_uncertain(marked, client):
    page = client.get(reverse("document", args=["council"]))
    assert margins_of(page)[2] == [marked[name].content_object_id for name in ("lost", "uncertain", "shifted")]
    assert page.text.count("Words lost:") == page.text.count("Uncertain, made on:") == 1
    # Beside the text, but on no words of it.
    lost = marked["lost"].content_object_id
    assert f'data-passage="{lost}" data-hues' in page.text
    assert "Words lost:" in client.get(reverse("paragraph", args=["council", 2])).text
    assert "words lost" in client.get(reverse("paragraph", args=["council", 3])).text.lower()
    assert client.get(reverse("passage", args=[lost])).status_code == 200
    # That of the uncertain one has a line for its tag and a wave.
    spans = client.get(reverse("document", args=["council"]), {"spans": "1"}).text
    assert spans.count('class="marked') == 4


def test_what_is_lost_stays_beside_the_text_when_its_neighbour_goes_too(marked, load, client):
    load(b"The Council met on Tuesday in the old hall.\n\nThe meeting rose at noon.\n")
    margins = margins_of(client.get(reverse("document", args=["council"])))
    assert {key: len(passages) for key, passages in margins.items()} == {1: 4, 4: 0}
    load(b"The meeting rose at noon.\n")
    (passages,) = margins_of(client.get(reverse("document", args=["council"]))).values()
    assert len(passages) == 4


def test_the_margin_costs_one_query_more_where_something_is_lost(marked, load, client, django_assert_num_queries):
    with CaptureQueriesContext(connection) as before:
        client.get(reverse("document", args=["council"]))
    load(b"The Council met on Tuesday in the old hall.\n")
    with django_assert_num_queries(len(before)):
        client.get(reverse("document", args=["council"]))


def test_the_review_lists_what_waits_and_a_person_puts_it_right(marked, log_in, editor, annotator):
    address = reverse("review") + "?kind=places"
    page = log_in(editor).get(address)
    assert {each.contribution.pk for each in page.context["page"].rows} == {marked["uncertain"].pk, marked["lost"].pk}
    tagging = Tagging.objects.with_places().get(pk=marked["uncertain"].pk)
    paragraph = tagging.passage.paragraph
    taggings.retag(tagging=tagging, tag=tagging.tag, by=annotator, place=Place(paragraph, quote="short report"))
    assert {each.contribution.pk for each in log_in(editor).get(address).context["page"].rows} == {marked["lost"].pk}


def test_the_load_form_tells_what_would_be_lost_before_anything_is_written(marked, editor, log_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    editor.is_staff = True
    editor.save()
    client, address = log_in(editor), reverse("admin:corpus_document_add")
    third = SimpleUploadedFile(
        "council.txt", b"The Council met on Monday in the old hall.\n\nThe meeting rose at noon.\n"
    )
    council = Document.objects.get(slug="council")
    assert f'value="{council.pk}" selected' in client.get(address, {"revises": council.pk}).text
    # The name of a file alone makes no revision.
    refused = client.post(address, {"file": third})
    assert "nothing but the file’s name says" in refused.text
    third.seek(0)
    page = client.post(address, {"file": third, "revises": council.pk})
    assert "revision 3" in page.text
    assert [move.quote for move in page.context["unsettled"]] == ["Tuesday", "long report", "of the year"]
    assert Document.objects.get().current.number == 2
    token = page.context["form"]["token"].value()
    # The document stays in its collection, so none need be chosen.
    answer = client.post(address, {"token": token, "load": "1", "revises": council.pk}, follow=True)
    assert "revision 3" in answer.text
    assert f'href="{reverse("revision_marks", args=["council", 3])}"' in answer.text
    assert Document.objects.get().current.number == 3


def test_the_load_form_asks_before_it_takes_another_text_for_a_revision(marked, editor, log_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    editor.is_staff = True
    editor.save()
    client, address = log_in(editor), reverse("admin:corpus_document_add")
    council = Document.objects.get(slug="council").pk
    other = SimpleUploadedFile("council.txt", b"Cheese: milk, salt, rennet.\n")
    page = client.post(address, {"file": other, "revises": council})
    assert page.status_code == 422
    assert "slug" in page.context["form"].errors
    again = {"token": page.context["form"]["token"].value(), "even_if_other": "on", "revises": council}
    assert client.post(address, again).context["outcome"].status == "revised"


def test_the_uncertain_is_confirmed_unless_its_words_were_marked_anew(marked, annotator):
    paragraph = Tagging.objects.with_places().get(pk=marked["uncertain"].pk).passage.paragraph
    (new,), _batch = taggings.tag(places=[Place(paragraph, quote="short report")], tags=[make_tag("new")], by=annotator)
    anew, uncertain = new.content_object_id, Tagging.objects.with_places().get(pk=marked["uncertain"].pk)
    with pytest.raises(Refused, match="marked again"):
        confirm(contribution=uncertain, by=annotator)
    taggings.retag(tagging=new, tag=new.tag, by=annotator, place=Place(paragraph, quote="of the year"))
    Passage.objects.filter(pk=anew).delete()
    confirm(contribution=Tagging.objects.with_places().get(pk=uncertain.pk), by=annotator)
    passage = Passage.objects.get(pk=uncertain.content_object_id)
    assert (passage.state, passage.quote) == ("kept", "short report")
