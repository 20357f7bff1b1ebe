import django.core.validators
from django.db import migrations, models

from annotator.models.derived import sort_key_of


def write_sort_keys(apps, schema_editor):
    tags = apps.get_model("annotator", "Tag").objects.using(schema_editor.connection.alias)
    for tag in tags.only("pk", "path").iterator():
        tags.filter(pk=tag.pk).update(sort_key=sort_key_of(tag.path))


class Migration(migrations.Migration):
    dependencies = [
        ("annotator", "0007_proposed_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="sort_key",
            field=models.BinaryField(default=b"", editable=False),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="tag",
            name="name",
            field=models.CharField(
                max_length=500,
                validators=[
                    django.core.validators.RegexValidator("^[^›]+$", "A tag's name has no “›”: that separates levels.")
                ],
                verbose_name="name",
            ),
        ),
        migrations.AlterField(
            model_name="tag",
            name="key",
            field=models.CharField(editable=False, max_length=1500),
        ),
        migrations.AlterField(
            model_name="tag",
            name="path",
            field=models.TextField(editable=False, verbose_name="path"),
        ),
        migrations.AlterField(
            model_name="tagalias",
            name="name",
            field=models.CharField(max_length=500, verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="tagalias",
            name="key",
            field=models.CharField(
                editable=False,
                error_messages={"unique": "There is a tag of that name already."},
                max_length=1500,
                unique=True,
            ),
        ),
        migrations.AlterModelOptions(
            name="tag",
            options={"ordering": ["sort_key", "pk"], "verbose_name": "tag", "verbose_name_plural": "tags"},
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                fields=("parent", "key"),
                name="tag_once_below_its_parent",
                violation_error_message="There is a tag of that name already below the same one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                condition=models.Q(("parent__isnull", True)),
                fields=("key",),
                name="tag_once_at_the_top",
                violation_error_message="There is a tag of that name already.",
            ),
        ),
        migrations.RunPython(write_sort_keys, migrations.RunPython.noop, elidable=True),
    ]
