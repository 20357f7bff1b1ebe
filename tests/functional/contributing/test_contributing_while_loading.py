"""Contributing to a text while a revision of it is loaded: nothing ends on words it was not meant for."""

from hashlib import sha256

import pytest
from django.db import transaction

from annotator.actions.documents.load import load_document
from annotator.models import Passage, Tagging
from corpus.models import Paragraph
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
