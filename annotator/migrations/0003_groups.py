"""The two groups of policy.py. They carry no permissions of their own: the rules are the one table."""

from django.db import migrations


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in ("Annotators", "Editors"):
        Group.objects.using(schema_editor.connection.alias).get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("annotator", "0002_places_and_constraints"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    # Going back leaves the groups: people may be in them.
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=False)]
