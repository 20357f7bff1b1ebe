"""Reads that narrow what they are called on, and ask nothing beyond it."""

import pytest

from annotator.actions.passages import passages_for
from annotator.models import Passage, Tag, TagAlias
from annotator.models.place import Place
from tests.support.factories import make_document, make_tag

pytestmark = pytest.mark.django_db


def test_the_passage_at_a_place_is_among_those_that_are_asked():
    paragraph = make_document(["one two three"]).paragraphs.select_related("document").get()
    whole, word = passages_for([Place(paragraph), Place(paragraph, 4, 7)])
    assert list(Passage.objects.at(paragraph, None, None)) == [whole]
    assert list(Passage.objects.at(paragraph, 4, 7)) == [word]
    assert not Passage.objects.filter(quote="one").at(paragraph, 4, 7)
    Passage.objects.filter(pk=word.pk).update(state=Passage.State.LOST)
    assert not Passage.objects.at(paragraph, 4, 7)


def test_the_tags_named_are_among_those_that_are_asked():
    peace, harbour = make_tag("peace"), make_tag("harbour")
    TagAlias.objects.create(tag=harbour, name="Port", key="port")
    assert Tag.objects.named(["Peace", "port"]) == {"peace": [peace], "port": [harbour]}
    assert Tag.objects.exclude(pk=harbour.pk).named(["Peace", "port"]) == {"peace": [peace]}
    assert Tag.objects.exclude(pk=peace.pk).named(["Peace"]) == {}


def test_what_stands_below_a_tag_is_among_those_that_are_asked():
    peace = make_tag("peace")
    treaty, truce = make_tag("treaty", parent=peace), make_tag("truce", parent=peace)
    assert set(Tag.objects.with_descendants([peace])) == {peace.pk, treaty.pk, truce.pk}
    assert set(Tag.objects.exclude(pk=truce.pk).with_descendants([peace])) == {peace.pk, treaty.pk}
