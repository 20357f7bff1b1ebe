"""A job that is asked for again with another file is another job."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotator", "0033_content_of_requests")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="digest",
            field=models.CharField(db_default="", default="", editable=False, max_length=64),
        ),
    ]
