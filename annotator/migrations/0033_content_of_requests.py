"""A request that comes again with other content is no repeat."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotator", "0032_tags_in_documents")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="digest",
            field=models.CharField(db_default="", default="", editable=False, max_length=64),
        ),
    ]
