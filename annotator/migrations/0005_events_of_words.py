"""Events about words that are the right ones: what can be done is named in the choices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotator", "0004_events_of_collections")]
    operations = [
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                choices=[
                    ("created", "created"),
                    ("edited", "edited"),
                    ("withdrawn", "withdrew"),
                    ("restored", "brought back"),
                    ("proposed", "proposed"),
                    ("published", "published"),
                    ("declined", "declined"),
                    ("returned", "set back"),
                    ("resolved", "resolved"),
                    ("reopened", "reopened"),
                    ("merged", "merged"),
                    ("deleted", "deleted"),
                    ("confirmed", "confirmed"),
                    ("loaded", "loaded"),
                    ("imported", "imported"),
                ],
                max_length=20,
                verbose_name="action",
            ),
        ),
    ]
