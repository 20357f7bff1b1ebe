"""Once the search index of each database, which 0008 and 0009 replace: nothing is made any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("corpus", "0001_initial")]
    operations = []
