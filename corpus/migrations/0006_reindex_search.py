"""The search index made anew: words are folded otherwise, and words with a hyphen or an apostrophe are kept joined too."""

from itertools import batched

from django.db import migrations

from corpus.search import postgres, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgres}


def index_again(apps, schema_editor):
    """Put every standing paragraph into the index again, a batch at a time; either way the code decides how."""
    connection = schema_editor.connection
    engine = ENGINES[connection.vendor]
    standing = apps.get_model("corpus", "Paragraph").objects.using(connection.alias).filter(until__isnull=True)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM corpus_paragraph_text")
        for some in batched(standing.values_list("pk", "text").order_by().iterator(2000), 2000):
            engine.add(cursor, some)


class Migration(migrations.Migration):
    dependencies = [("corpus", "0005_no_note_of_revisions")]
    operations = [migrations.RunPython(index_again, migrations.RunPython.noop, elidable=True)]
