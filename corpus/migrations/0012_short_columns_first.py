"""The short columns of the words of documents before the long ones, on SQLite, which walks through these to the others."""

from django.db import migrations


def remake(apps, schema_editor):
    """Make the table anew in the order of the model; PostgreSQL keeps what is long elsewhere."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor._remake_table(apps.get_model("corpus", "DocumentWords"))


class Migration(migrations.Migration):
    dependencies = [("corpus", "0011_short_title")]
    operations = [migrations.RunPython(remake, migrations.RunPython.noop)]
