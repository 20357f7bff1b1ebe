"""Tags are found by their key, however many there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotator", "0029_words_lost_or_uncertain")]

    operations = [
        migrations.AddIndex(
            model_name="tag",
            index=models.Index(fields=["key"], name="tag_by_key"),
        ),
    ]
