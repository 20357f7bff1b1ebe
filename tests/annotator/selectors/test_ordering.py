"""The orders of lines, taken in parts: as if all lines were sorted by what stands around the words."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser

from annotator.selectors.occurrences import found_by
from annotator.selectors.ordering import AFTER, BEFORE, NEAREST, WORDS, in_order
from corpus import search
from corpus.search.query import parse
from corpus.search.tokenizer import words
from tests.support.factories import make_collection, make_document

pytestmark = pytest.mark.django_db


def plainly(each, order):
    """What an occurrence is sorted by: the words themselves, folded."""
    before, after = words(" ".join(each.before)), words(" ".join(each.after))
    if order == WORDS:
        return words(" ".join(each.words))
    if order in AFTER:
        return after[AFTER.index(order) : NEAREST]
    return before[::-1][BEFORE.index(order) : NEAREST]


@pytest.mark.parametrize("order", [WORDS, *AFTER, *BEFORE])
def test_lines_taken_in_parts_are_in_the_order_of_all(order):
    chance = random.Random(order)
    known = ["peace", "Peace", "Peaceful", "war", "War", "Ärger", "arger", "zu", "和"]
    collection = make_collection(access="public")
    for number in range(4):
        texts = [" ".join(chance.choices(known, k=chance.randint(1, 30))) for _paragraph in range(8)]
        document = make_document(texts=texts, slug=f"text-{number}", collection=collection)
        search.index(document)
    found = found_by(parse("peace*"), AnonymousUser())
    places = in_order(found, order)
    size = chance.randint(3, 11)
    parts = [place for start in range(0, len(places) + size, size) for place in places[start : start + size]]
    said = list(found.at(parts, NEAREST))
    assert len(said) == found.totals.occurrences > 50
    assert [plainly(each, order) for each in said] == sorted(plainly(each, order) for each in said)
    in_text = {(each.document, each.first): at for at, each in enumerate(found.around(0))}
    ties = [(plainly(each, order), in_text[each.document, each.first]) for each in said]
    assert ties == sorted(ties), "those with the same words are in the order of the text"
    assert len(set(parts)) == len(parts)
