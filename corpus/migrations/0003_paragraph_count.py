"""How many paragraphs a reader counts, kept with the revision; and an index of page furniture."""

from django.db import migrations, models
from django.db.models import Count, Q


def count_paragraphs(apps, schema_editor):
    """Count those of the revisions that are there already; of earlier ones the standing paragraphs are not known."""
    alias = schema_editor.connection.alias
    documents = apps.get_model("corpus", "Document").objects.using(alias).filter(current__isnull=False)
    standing = Q(paragraphs__until__isnull=True) & ~Q(paragraphs__kind__in=["front", "heading", "furniture"])
    revisions = apps.get_model("corpus", "Revision").objects.using(alias)
    for current, counted in documents.annotate(counted=Count("paragraphs", filter=standing)).values_list(
        "current", "counted"
    ):
        revisions.filter(pk=current).update(paragraph_count=counted)


class Migration(migrations.Migration):
    dependencies = [("corpus", "0002_search")]
    operations = [
        migrations.AddField(
            model_name="revision",
            name="paragraph_count",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Without headings, front matter and page furniture.",
                verbose_name="paragraphs as read",
            ),
        ),
        migrations.AddIndex(
            model_name="paragraph",
            index=models.Index(
                condition=models.Q(("kind", "furniture")),
                fields=["document", "position"],
                name="paragraph_furniture",
            ),
        ),
        migrations.RunPython(count_paragraphs, migrations.RunPython.noop, elidable=True),
    ]
