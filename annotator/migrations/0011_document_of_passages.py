"""Passages know their document; indexes go that nothing asks, or that another one covers, and snapshots are shorter."""

import annotator.models.event
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    paragraphs = apps.get_model("corpus", "Paragraph").objects.using(alias).filter(pk=models.OuterRef("paragraph"))
    passages = apps.get_model("annotator", "Passage").objects.using(alias)
    passages.update(document=models.Subquery(paragraphs.order_by().values("document")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("annotator", "0010_marks_let_go"),
        ("corpus", "0006_reindex_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="event",
            name="event_of_subject",
        ),
        migrations.AddField(
            model_name="passage",
            name="document",
            field=models.ForeignKey(
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
            model_name="passage",
            name="document",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="corpus.document",
                verbose_name="document",
            ),
        ),
        migrations.AlterField(
            model_name="annotation",
            name="author",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to=settings.AUTH_USER_MODEL,
                verbose_name="author",
            ),
        ),
        migrations.AlterField(
            model_name="crossreference",
            name="author",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to=settings.AUTH_USER_MODEL,
                verbose_name="author",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="actor",
            field=models.ForeignKey(
                db_index=False,
                help_text="Empty: the command line.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="after",
            field=models.JSONField(encoder=annotator.models.event.ShortJSON, null=True, verbose_name="after"),
        ),
        migrations.AlterField(
            model_name="event",
            name="before",
            field=models.JSONField(encoder=annotator.models.event.ShortJSON, null=True, verbose_name="before"),
        ),
        migrations.AlterField(
            model_name="event",
            name="document",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="corpus.document",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="other_document",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="corpus.document",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="other_paragraph",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="corpus.paragraph",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="paragraph",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="corpus.paragraph",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="subject_author",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="author",
            ),
        ),
        migrations.AlterField(
            model_name="passage",
            name="beside",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                help_text="Of a lost one whose paragraph is gone: the paragraph that now stands where that stood.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="corpus.paragraph",
                verbose_name="beside",
            ),
        ),
        migrations.AlterField(
            model_name="passage",
            name="revision",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="corpus.revision",
                verbose_name="made on revision",
            ),
        ),
        migrations.AlterField(
            model_name="tagging",
            name="author",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taggings",
                to=settings.AUTH_USER_MODEL,
                verbose_name="author",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["subject_id"], name="event_about"),
        ),
        migrations.AddIndex(
            model_name="passage",
            index=models.Index(condition=models.Q(("beside__isnull", False)), fields=["beside"], name="passage_beside"),
        ),
    ]
