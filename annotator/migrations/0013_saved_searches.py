"""Searches kept under a name, what each person has seen of them, and events about them."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotator", "0012_former_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="subject_type",
            field=models.CharField(
                choices=[
                    ("tagging", "tagging"),
                    ("annotation", "annotation"),
                    ("cross-reference", "cross-reference"),
                    ("tag", "tag"),
                    ("document", "document"),
                    ("collection", "collection"),
                    ("saved-search", "saved search"),
                ],
                max_length=20,
                verbose_name="about",
            ),
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "address",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(4000)], verbose_name="address"
                    ),
                ),
                ("shared", models.BooleanField(default=False, verbose_name="the team’s")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="created at")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved search",
                "verbose_name_plural": "saved searches",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SearchSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("found", models.BinaryField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seen_by", to="annotator.savedsearch"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("search", "person"), name="search_seen_once_each")],
            },
        ),
    ]
