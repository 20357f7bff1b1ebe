"""A note that nothing ever wrote."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("corpus", "0004_revisions")]
    operations = [migrations.RemoveField(model_name="revision", name="note")]
