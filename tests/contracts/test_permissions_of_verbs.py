"""The permission table of what is done to one contribution: for every verb, what each of the cast gets.

It is complete by construction: it walks the verbs that the site knows and fails for one without a row.
"""

import pytest
from django.urls import reverse

from annotator.models import Annotation, Passage
from annotator.views.contribution_actions import ACTS

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# The annotator is the author, the colleague another one. Who may, is sent back to the page with what came of it.
ROLES = ("anonymous", "reader", "colleague", "annotator", "editor")
OWN_OR_EDITOR = "302 403 403 302 302"
DECIDING = "302 403 403 403 302"
TALKING = "302 403 302 302 302"
TABLE = {
    "withdraw": OWN_OR_EDITOR,
    "restore": OWN_OR_EDITOR,
    "confirm": OWN_OR_EDITOR,
    "propose": "302 403 403 302 403",
    "publish": DECIDING,
    "decline": DECIDING,
    "return": DECIDING,
    "resolve": TALKING,
    "reopen": TALKING,
}


def test_every_verb_has_a_row():
    assert set(TABLE) == set(ACTS)


@pytest.mark.parametrize("verb", TABLE)
def test_each_of_the_cast_gets_what_the_table_says(verb, one_of_each, log_in, request):
    got = []
    for role in ROLES:
        Passage.objects.update(state="uncertain")
        Annotation.objects.update(withdrawn_at=None)
        client = log_in(None if role == "anonymous" else request.getfixturevalue(role))
        got.append(str(client.post(reverse("act", args=["annotation", one_of_each["note"], verb])).status_code))
    assert dict(zip(ROLES, got, strict=True)) == dict(zip(ROLES, TABLE[verb].split(), strict=True))


@pytest.mark.parametrize("verb", TABLE)
def test_the_draft_of_somebody_else_is_not_there(verb, one_of_each, log_in, colleague, editor):
    Annotation.objects.update(status="draft")
    for user in (colleague, editor):
        address = reverse("act", args=["annotation", one_of_each["note"], verb])
        assert log_in(user).post(address).status_code == 404
