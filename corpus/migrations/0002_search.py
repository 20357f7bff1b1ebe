"""The search index of each database: see corpus/search/sqlite.py and postgres.py, which say what is in it."""

from itertools import batched

from django.db import migrations

from corpus.search import postgres, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgres}


def create_index(apps, schema_editor):
    """Make the index, and put what is there already into it."""
    connection = schema_editor.connection
    engine = ENGINES[connection.vendor]
    standing = apps.get_model("corpus", "Paragraph").objects.using(connection.alias).filter(until__isnull=True)
    with connection.cursor() as cursor:
        for statement in engine.CREATE:
            cursor.execute(statement)
        for some in batched(standing.values_list("pk", "text").order_by().iterator(2000), 2000):
            engine.add(cursor, some)


def drop_index(apps, schema_editor):
    """The paragraphs themselves stay; the index can be made again from them."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DROP TABLE corpus_paragraph_text")


class Migration(migrations.Migration):
    dependencies = [("corpus", "0001_initial")]
    operations = [migrations.RunPython(create_index, drop_index, elidable=False)]
