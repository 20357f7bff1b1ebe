"""The index of words with their places, in place of the two databases' own indexes of paragraphs."""

import django.db.models.deletion
from django.db import migrations, models


# Read whole, and of no use compressed: PostgreSQL takes as long to unpack them as to search them.
_PLAINLY = ("written", "firsts", "paragraphs")


def keep_plainly(apps, schema_editor):
    """On PostgreSQL, let the long columns stand as they are."""
    if schema_editor.connection.vendor == "postgresql":
        for column in _PLAINLY:
            schema_editor.execute(f"ALTER TABLE corpus_documentwords ALTER COLUMN {column} SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    dependencies = [("corpus", "0007_reading_of_revisions")]
    operations = [
        migrations.RunSQL("DROP TABLE IF EXISTS corpus_paragraph_text", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="DocumentWords",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="corpus.document",
                    ),
                ),
                ("text_words", models.PositiveIntegerField()),
                ("text_paragraphs", models.PositiveIntegerField()),
                ("heading_words", models.PositiveIntegerField()),
                ("heading_paragraphs", models.PositiveIntegerField()),
                ("kinds", models.TextField(blank=True)),
                ("firsts", models.BinaryField()),
                ("paragraphs", models.BinaryField()),
                ("written", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="WrittenWord",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("written", models.BinaryField()),
                ("word", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("word", "written"), name="written_word_once")],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.BinaryField()),
                ("starts", models.BinaryField()),
                ("lengths", models.BinaryField()),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="corpus.document",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["document"], name="posting_by_document")],
                "constraints": [models.UniqueConstraint(fields=("word", "document"), name="posting_once")],
            },
        ),
        migrations.RunPython(keep_plainly, migrations.RunPython.noop),
    ]
