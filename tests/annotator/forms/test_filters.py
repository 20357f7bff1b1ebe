"""The narrowing form where there are more documents than a list of choices can hold."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from annotator.forms import filters
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("too_many", [False, True])
def test_more_documents_than_are_offered_are_typed_by_slug(too_many, monkeypatch):
    monkeypatch.setattr(filters, "MOST_OFFERED", 2)
    for number in range(3 if too_many else 2):
        factories.make_document(slug=f"text-{number}")

    field = filters.FilterForm(AnonymousUser(), QueryDict("document=text-1"), ["document"])["document"]
    shown = str(field)

    assert ("the name in its address" in field.label) is too_many
    assert ("<select" in shown) is not too_many
    assert ('data-complete="/find/documents/"' in shown) is too_many
    assert 'value="text-1"' in shown
    assert ("text-0" in shown) is not too_many
