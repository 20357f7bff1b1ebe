"""Words that may be others since a revision are told from others wherever a mark is shown, from its other end too."""

import re

import pytest
from django.urls import reverse

from annotator.actions import cross_references, taggings
from annotator.actions.documents.load import load_document
from annotator.models import Passage
from annotator.models.place import Place
from annotator.presenters.highlighted_text import marked_words
from corpus.models import Document
from tests.support.factories import make_collection, make_document, make_tag, paragraphs_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def reference(annotator):
    """From the first paragraph of one text to words of the other, which may be others by now."""
    texts = [make_document(slug=slug, texts=texts) for slug, texts in
             (("one", ["Read the whole text.", "Here alone."]), ("two", ["Mark it in the text."]))]  # fmt: skip
    source, target = (Place(paragraphs_of(text)[-1]) for text in texts)
    target = Place(target.paragraph, 0, 7)
    made, _batch = cross_references.cross_reference(source=source, target=target, relation="quotes", by=annotator)
    Passage.objects.filter(pk=made.target_id).update(state="uncertain", quote="Took it")
    return made


@pytest.mark.parametrize(
    "address",
    [
        "/documents/one/", "/documents/two/", "/documents/one/2/", "/documents/one/print/?for=members",
        "/cross-references/", "/people/annotator/?kind=cross-references", "/review/?kind=places",
    ],
)  # fmt: skip
def test_each_page_says_that_the_words_of_an_end_are_uncertain(client, editor, reference, address):
    client.force_login(editor)
    page = client.get(address)
    assert page.status_code == 200
    assert re.search("words uncertain|Uncertain, made on", page.content.decode())


def test_beside_each_other_what_joins_them_is_said_to_be_uncertain(client, editor, reference):
    client.force_login(editor)
    page = client.get(reverse("side_by_side", args=["one", "two"])).content.decode()
    assert re.search('class="joined".*words uncertain', page)


def test_on_a_page_of_a_tag_too(client, editor, reference, annotator):
    (tagging,), _batch = taggings.tag(
        places=[Place(reference.target.paragraph, 0, 4)], tags=[make_tag("peace")], by=annotator
    )
    Passage.objects.filter(pk=tagging.content_object_id).update(state="uncertain")
    client.force_login(editor)
    assert "words uncertain" in client.get(tagging.tag.get_absolute_url()).content.decode()


def test_the_activity_says_what_a_revision_left_uncertain(client, editor, annotator):
    loaded = {"by": editor, "name": "council.txt", "collection": make_collection()}
    load_document(data=b"The Secretary read the long report.\n\nThe meeting rose at noon.\n", **loaded)
    paragraph = paragraphs_of(Document.objects.get(slug="council"))[0]
    taggings.tag(places=[Place(paragraph, quote="long report")], tags=[make_tag("peace")], by=annotator)
    load_document(data=b"The Secretary read the short report.\n\nThe meeting rose at noon.\n", **loaded)
    client.force_login(editor)
    assert "words uncertain" in client.get(reverse("activity")).content.decode()


def test_words_with_many_marks_are_drawn_as_uncertain_before_all_else():
    drawn = marked_words("Read it.", [(0, 4, ["1", "2", "note", "uncertain"])])
    assert "hue-uncertain" in drawn
    assert drawn.count("<span") == 3
