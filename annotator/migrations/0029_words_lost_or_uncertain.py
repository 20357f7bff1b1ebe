"""The kind of notifications about marks is called as everywhere else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotator", "0028_statuses_of_few"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("mention", "mention"),
                    ("reply", "reply"),
                    ("discussion", "discussion"),
                    ("decision", "decision"),
                    ("adrift", "words lost or uncertain"),
                ],
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
