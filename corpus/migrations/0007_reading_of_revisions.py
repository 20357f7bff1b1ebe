"""What was said of a file when it was loaded, and what its reader had to say, kept with the revision."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('corpus', '0006_reindex_search'),
    ]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='genre',
            field=models.CharField(blank=True, choices=[('prose', 'Prose'), ('transcript', 'Transcript of a conversation'), ('statute', 'Statute'), ('verse', 'Verse')], help_text='What it was read as, where somebody said so.', max_length=10, verbose_name='kind of text'),
        ),
        migrations.AddField(
            model_name='revision',
            name='notices',
            field=models.JSONField(blank=True, default=list, verbose_name='what the reader decided, guessed or left out'),
        ),
    ]
