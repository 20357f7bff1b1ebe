"""Taggings know their document, and one index is enough to count them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from corpus.db.statistics import refresh


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    passages = apps.get_model("annotator", "Passage").objects.using(alias).filter(pk=models.OuterRef("content_object"))
    taggings = apps.get_model("annotator", "Tagging").objects.using(alias)
    taggings.update(document=models.Subquery(passages.order_by().values("document")[:1]))


def tell_planner(apps, schema_editor):
    """An index of which nothing is known is seldom taken."""
    if apps.get_model("annotator", "Tagging").objects.exists():
        refresh()


class Migration(migrations.Migration):
    dependencies = [
        ("annotator", "0025_newest_references"),
        ("corpus", "0014_leavers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="tagging",
            name="document",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="corpus.document",
                verbose_name="document",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="tagging",
            name="document",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="corpus.document",
                verbose_name="document",
            ),
        ),
        migrations.AddIndex(
            model_name="tagging",
            index=models.Index(
                fields=["document", "tag", "content_object", "status", "author", "withdrawn_at"],
                name="tagging_counted",
            ),
        ),
        migrations.RunPython(tell_planner, migrations.RunPython.noop, elidable=True),
    ]
