"""Events about collections: the kinds of things an event may be about are named in its choices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotator", "0003_groups")]
    operations = [
        migrations.AlterField(
            model_name="event",
            name="subject_type",
            field=models.CharField(
                choices=[
                    ("tagging", "tagging"),
                    ("annotation", "annotation"),
                    ("cross-reference", "cross-reference"),
                    ("tag", "tag"),
                    ("document", "document"),
                    ("collection", "collection"),
                ],
                max_length=20,
                verbose_name="about",
            ),
        ),
    ]
