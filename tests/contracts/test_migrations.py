"""The models and the migrations say the same, and the groups the policy speaks of are there."""

import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields import NOT_PROVIDED

from annotator.permissions import ANNOTATORS, EDITORS, RULES, Permission

pytestmark = pytest.mark.django_db

# Up to these, a site is stopped while it is migrated (docs/deployment.md). What comes later lets the program before go
# on with the tables: nothing that it reads or writes is taken away, and what is new has a value in the database.
STOPPED = {"annotator": "0024_kinds_of_jobs", "corpus": "0014_leavers"}
# Narrowing what was there: once no release in use does otherwise, with the reason.
CONTRACTS: dict[tuple[str, str], str] = {}
TAKEN = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
    migrations.AddConstraint,
    migrations.AlterUniqueTogether,
)


def test_nothing_is_left_to_migrate():
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_the_groups_of_the_policy_are_made_by_a_migration():
    assert {ANNOTATORS, EDITORS} <= set(Group.objects.values_list("name", flat=True))


def test_every_action_has_a_rule():
    assert set(RULES) == set(Permission)


def narrows(operation, created):
    """What an operation would do to the program before; nothing where that does not notice."""
    if getattr(operation, "model_name", "").lower() in created:
        return ""
    if isinstance(operation, TAKEN):
        return type(operation).__name__
    if isinstance(operation, migrations.AddField):
        field = operation.field
        has_value = field.null or field.many_to_many or field.db_default is not NOT_PROVIDED
        if not has_value:
            return f"{operation.name} has neither null nor db_default"
    return ""


def test_the_program_before_goes_on_with_the_tables_of_the_next():
    loader = MigrationLoader(None)
    found = {}
    for (app, name), migration in loader.disk_migrations.items():
        if app in STOPPED and name > STOPPED[app] and (app, name) not in CONTRACTS:
            created = {each.name.lower() for each in migration.operations if isinstance(each, migrations.CreateModel)}
            if wrong := [what for each in migration.operations if (what := narrows(each, created))]:
                found[app, name] = wrong
    assert found == {}, "Expand first: null or db_default; and contract a release later (CONTRACTS)."


@pytest.mark.parametrize(
    ("operation", "noticed"),
    [
        (migrations.AddField("passage", "place", models.IntegerField(null=True)), False),
        (migrations.AddField("passage", "place", models.IntegerField(db_default=1)), False),
        # Django takes its own default out of the database again.
        (migrations.AddField("passage", "place", models.IntegerField(default=1)), True),
        (migrations.AddField("new", "place", models.IntegerField()), False),
        (migrations.RemoveField("passage", "state"), True),
        (migrations.AddIndex("passage", models.Index(fields=["state"], name="by_state")), False),
    ],
)
def test_what_the_program_before_would_notice(operation, noticed):
    assert bool(narrows(operation, {"new"})) is noticed
