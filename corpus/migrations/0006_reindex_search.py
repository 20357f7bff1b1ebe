"""Once the search index made anew, which 0008 and 0009 replace: nothing is made any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("corpus", "0005_no_note_of_revisions")]
    operations = []
