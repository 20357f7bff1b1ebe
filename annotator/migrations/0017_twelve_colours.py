import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotator", "0016_notifications"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="tag",
            name="tag_colour_known",
        ),
        migrations.AlterField(
            model_name="tag",
            name="colour",
            field=models.PositiveSmallIntegerField(
                default=1,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)],
                verbose_name="colour",
            ),
        ),
        migrations.AlterField(
            model_name="tag",
            name="name",
            field=models.CharField(
                max_length=500,
                validators=[
                    django.core.validators.RegexValidator("^[^›]+$", "A tag’s name has no “›”: that separates levels.")
                ],
                verbose_name="name",
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.CheckConstraint(
                condition=models.Q(("colour__gte", 1), ("colour__lte", 12)),
                name="tag_colour_known",
                violation_error_message="A colour is a number from 1 to 12.",
            ),
        ),
    ]
