"""What stands already goes into the index of words; the code decides how."""

from django.db import migrations

from corpus.search.indexing import index_words


def fill(apps, schema_editor):
    """Index each document."""
    documents = apps.get_model("corpus", "Document").objects.using(schema_editor.connection.alias)
    for pk in documents.order_by("pk").values_list("pk", flat=True):
        index_words(pk)


class Migration(migrations.Migration):
    dependencies = [("corpus", "0008_index_of_words")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
