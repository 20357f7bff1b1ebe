"""The lists of all taggings and of all notes are read from the newest on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotator", "0026_document_of_taggings")]

    operations = [
        migrations.AddIndex(
            model_name=model,
            index=models.Index(fields=["created_at"], name=f"{model}_newest"),
        )
        for model in ("annotation", "tagging")
    ]
