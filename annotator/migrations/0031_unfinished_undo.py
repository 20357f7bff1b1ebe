"""An undo of very many things is done in parts; one that was cut off is gone on with."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotator", "0030_tags_by_key")]

    operations = [
        migrations.CreateModel(
            name="UnfinishedUndo",
            fields=[
                ("undoes", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("batch", models.UUIDField(editable=False)),
                ("before", models.DateTimeField(editable=False)),
            ],
        ),
    ]
