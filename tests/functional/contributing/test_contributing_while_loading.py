"""Contributing to a text while a revision of it is loaded: nothing ends on words it was not meant for."""

import re
from hashlib import sha256

import pytest
from django.db import transaction

from annotator.actions.documents.load import load_document
from annotator.actions.documents.take_back import take_back_revision
from annotator.models import Passage, Tagging
from corpus.models import Document, Paragraph
from tests.functional.at_once import Meanwhile
from tests.functional.contributing.filling import HTMX, form, said
from tests.support import factories

pytestmark = pytest.mark.django_db(transaction=True)


def load(text, change):
    """Load the text again, its first paragraph changed."""
    words = [each.text for each in Paragraph.objects.standing().filter(document=text).order_by("position")]
    data = "\n\n".join([change(words[0]), *words[1:]]).encode()
    assert text.current.sha256 != sha256(data).hexdigest()
    return load_document(by=None, name=f"{text.slug}.txt", data=data, collection=text.collection, slug=text.slug)


def test_what_is_sent_during_the_load_is_refused_and_nothing_typed_is_lost(client, text):
    tag = factories.make_tag("peace")
    fields = {"tags": tag.name, "start": "0", "end": "4"}
    sending = Meanwhile(lambda: client.post(form("tags"), fields, headers=HTMX))
    with transaction.atomic():
        outcome = load(text, lambda words: f"Before it all. {words}")
        sending.start()
    answer = sending.finish()
    assert outcome.revision == 2
    # It had read the old text, or else it read the new one, where the address names other words.
    if answer.status_code == 422:
        assert "text changed" in said(answer)
        assert tag.name in answer.text
        assert not Tagging.objects.exists()
    else:
        (passage,) = Passage.objects.select_related("paragraph", "revision")
        assert (passage.quote, passage.revision.number) == (passage.paragraph.text[0:4], 2)


def test_what_was_sent_before_it_goes_along(client, text, annotator):
    tag = factories.make_tag("peace")
    fields = {"tags": tag.name, "start": "0", "end": "4"}
    sending = Meanwhile(lambda: client.post(form("tags"), fields, headers=HTMX))
    sending.start()
    assert sending.finish().status_code == 200
    quote = Passage.objects.get().quote
    load(text, lambda words: f"Before it all. {words}")
    passage = Passage.objects.select_related("paragraph").get()
    assert passage.quote == passage.paragraph.text[passage.start : passage.end] == quote
    assert (passage.start, passage.state) == (15, "shifted")


def revision_in(page):
    """The revision that a form says was read."""
    return re.search(r'name="revision" value="(\d+)"', page.text)[1]


@pytest.mark.parametrize("in_place", [True, False])
def test_a_note_on_the_whole_of_what_changed_is_looked_at_again(client, text, in_place):
    headers = HTMX if in_place else {}
    fields = {"body": "Typed for minutes.", "revision": revision_in(client.get(form("annotations"), headers=headers))}
    load(text, lambda words: f"No longer so: {words}")
    answer = client.post(form("annotations"), fields, headers=headers)
    assert answer.status_code == 422
    assert "¶ 1 has changed since you opened it. It says now: “No longer so:" in said(answer)
    assert "Typed for minutes." in answer.text
    assert not Passage.objects.exists()
    # What it is by now was told, so that it may be sent again.
    again = client.post(form("annotations"), fields | {"revision": revision_in(answer)}, headers=headers)
    assert again.status_code in {200, 302}
    assert Passage.objects.get().quote.startswith("No longer so:")


def test_words_in_several_paragraphs_of_which_one_changed_are_selected_again(client, text):
    tag = factories.make_tag("peace")
    fields = {"tags": tag.name, "start": "0", "end": "4", "quote": text.paragraphs.get(key=2).text[:4]}
    fields |= {"further": "1:0:6", "revision": text.current_id}
    load(text, lambda words: f"Before it all. {words}")
    for _time in range(2):
        answer = client.post(form("tags", key=2), fields, headers=HTMX)
        assert answer.status_code == 422
        assert "has changed since you selected these words. Select them again." in said(answer)
        assert tag.name in answer.text
        fields["revision"] = revision_in(answer)
    assert not Passage.objects.exists()


def test_what_did_not_change_takes_what_is_sent(client, text):
    read = text.current_id
    load(text, lambda words: f"Before it all. {words}")
    assert client.post(form("annotations", key=2), {"body": "So.", "revision": read}, headers=HTMX).status_code == 200
    # Words say themselves what was read.
    words = {"quote": "Before it all.", "typed": "1", "body": "Its words.", "revision": read}
    assert client.post(form("annotations"), words, headers=HTMX).status_code == 200


def test_a_revision_that_was_taken_back_is_one_that_changed(client, text):
    load(text, lambda words: f"Before it all. {words}")
    read = text.revisions.get(number=2).pk
    take_back_revision(document=Document.objects.get(pk=text.pk), number=2, by=None)
    answer = client.post(form("annotations"), {"body": "On it.", "revision": read}, headers=HTMX)
    assert answer.status_code == 422
    assert "has changed since you opened it" in said(answer)
    assert "On it." in answer.text
