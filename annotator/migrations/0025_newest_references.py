"""The list of all cross-references is walked from the newest on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotator", "0024_kinds_of_jobs")]

    operations = [
        migrations.AddIndex(
            model_name="crossreference",
            index=models.Index(fields=["created_at"], name="reference_newest"),
        ),
    ]
