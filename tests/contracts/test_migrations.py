"""The models and the migrations say the same, and the groups the policy speaks of are there."""

import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from annotator.permissions import ANNOTATORS, EDITORS, RULES, Action

pytestmark = pytest.mark.django_db


def test_nothing_is_left_to_migrate():
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_the_groups_of_the_policy_are_made_by_a_migration():
    assert {ANNOTATORS, EDITORS} <= set(Group.objects.values_list("name", flat=True))


def test_every_action_has_a_rule():
    assert set(RULES) == set(Action)
