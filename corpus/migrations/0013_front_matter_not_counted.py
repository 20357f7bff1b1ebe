"""The words of front matter are not of the running text: a search leaves them out, and so do the numbers kept of it."""

from array import array

from django.db import migrations

FRONT = "f"


def recount(apps, schema_editor):
    """Take the front matter of each document off the numbers of its text."""
    rows = apps.get_model("corpus", "DocumentWords").objects.using(schema_editor.connection.alias)
    for row in rows.filter(kinds__contains=FRONT).only("kinds", "firsts", "text_words", "text_paragraphs").iterator(100):
        firsts = array("I", bytes(row.firsts))
        front = [firsts[at + 1] - firsts[at] for at, kind in enumerate(row.kinds) if kind == FRONT]
        rows.filter(pk=row.pk).update(
            text_words=row.text_words - sum(front), text_paragraphs=row.text_paragraphs - sum(map(bool, front))
        )


class Migration(migrations.Migration):
    dependencies = [("corpus", "0012_short_columns_first")]
    operations = [migrations.RunPython(recount, migrations.RunPython.noop, elidable=True)]
