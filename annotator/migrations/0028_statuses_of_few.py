"""Indexes that hardly any query used, and every contribution was written to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

UNPUBLISHED = models.Q(("status", "draft"), ("status", "proposed"), ("status", "declined"), _connector="OR")
BY_STATUS = {
    "annotation": "annotation_by_status",
    "crossreference": "reference_by_status",
    "tagging": "tagging_by_status",
}


class Migration(migrations.Migration):
    dependencies = [
        ("annotator", "0027_newest_taggings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(migrations.RemoveIndex(model_name=model, name=name) for model, name in BY_STATUS.items()),
        *(
            migrations.AddIndex(
                model_name=model,
                index=models.Index(condition=UNPUBLISHED, fields=["status", "created_at"], name=name),
            )
            for model, name in BY_STATUS.items()
        ),
        migrations.AlterField(
            model_name="submission",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
