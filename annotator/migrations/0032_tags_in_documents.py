"""How much each tag is used in each document is kept, and the database notes whose numbers no longer hold.

SQLite loses the triggers of a table that Django makes anew: a later migration that alters taggings has to make them
again (``tests/annotator/models/test_tag_in_document.py`` notices).
"""

import django.db.models.deletion
from django.db import migrations, models

# What a number of taggings hangs on.
COUNTED = ("document_id", "tag_id", "content_object_id", "status", "withdrawn_at")
# One writer at a time: once for each tag and document is enough.
SQLITE = """
    CREATE TRIGGER annotator_recount_{name} AFTER {what} ON annotator_tagging BEGIN
        INSERT INTO annotator_recount (document_id, tag_id) SELECT {row}.document_id, {row}.tag_id WHERE NOT EXISTS (
            SELECT 1 FROM annotator_recount WHERE tag_id = {row}.tag_id AND document_id = {row}.document_id);
    END"""
POSTGRESQL_FUNCTION = """
    CREATE FUNCTION annotator_recount() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP <> 'INSERT' THEN
            INSERT INTO annotator_recount (document_id, tag_id) SELECT DISTINCT document_id, tag_id FROM before;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO annotator_recount (document_id, tag_id) SELECT DISTINCT document_id, tag_id FROM after;
        END IF;
        RETURN NULL;
    END $$"""
POSTGRESQL = """
    CREATE TRIGGER annotator_recount_{name} AFTER {name} ON annotator_tagging
    REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION annotator_recount()"""
# On PostgreSQL whoever writes taggings is waited for when the trigger is made, and then waits for the end of this.
FILL = """
    INSERT INTO annotator_tagindocument (document_id, tag_id, published, passages, taggings)
    SELECT document_id, tag_id, count(DISTINCT CASE WHEN status = 'published' THEN content_object_id END),
        count(DISTINCT content_object_id), count(*)
    FROM annotator_tagging WHERE withdrawn_at IS NULL AND (status = 'published' OR status = 'proposed')
    GROUP BY document_id, tag_id"""


def make_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        update = f"UPDATE OF {', '.join(COUNTED)}"
        for name, what, row in (
            ("insert", "INSERT", "NEW"), ("was", update, "OLD"), ("is", update, "NEW"), ("delete", "DELETE", "OLD"),
        ):  # fmt: skip
            schema_editor.execute(SQLITE.format(name=name, what=what, row=row), None)
    else:
        schema_editor.execute(POSTGRESQL_FUNCTION, None)
        before, after = "OLD TABLE AS before", "NEW TABLE AS after"
        for name, tables in ("insert", after), ("update", f"{before} {after}"), ("delete", before):
            schema_editor.execute(POSTGRESQL.format(name=name, tables=tables), None)
    schema_editor.execute(FILL, None)


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("insert", "was", "is", "delete"):
            schema_editor.execute(f"DROP TRIGGER annotator_recount_{name}", None)
    else:
        schema_editor.execute("DROP FUNCTION annotator_recount() CASCADE", None)


def pair():
    """A tag and a document, of which no constraint keeps what leads to them."""
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        *(
            (
                name,
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=to,
                ),
            )
            for name, to in (("tag", "annotator.tag"), ("document", "corpus.document"))
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("annotator", "0031_unfinished_undo"), ("corpus", "0014_leavers")]

    operations = [
        migrations.CreateModel(
            name="TagInDocument",
            fields=[
                *pair(),
                ("published", models.PositiveIntegerField()),
                ("passages", models.PositiveIntegerField()),
                ("taggings", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tag", "document"), name="tag_in_document_once")],
                "indexes": [models.Index(fields=["document", "tag"], name="tag_in_document")],
            },
        ),
        migrations.CreateModel(
            name="Recount",
            fields=pair(),
            options={"indexes": [models.Index(fields=["tag", "document", "id"], name="recount_of")]},
        ),
        migrations.RunPython(make_triggers, drop_triggers),
    ]
