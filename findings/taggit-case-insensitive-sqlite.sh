#!/usr/bin/env bash
# django-taggit 6.1.0 (Django 5.2.19) on SQLite, with TAGGIT_CASE_INSENSITIVE.
#
# Expected: with TAGGIT_CASE_INSENSITIVE = True, adding "übersetzung" to a thing that has "Übersetzung" finds the tag that
#           is there, as adding "RULE" to one that has "rule" does.
# Seen:     "RULE" finds "rule"; "übersetzung" makes a second tag, with a slug of its own: the look-up is `iexact`, and
#           SQLite folds ASCII letters only.
# So:       what makes two names the same tag is a key that the program folds itself, under a unique constraint.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19 django-taggit==6.1.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "taggit"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    TAGGIT_CASE_INSENSITIVE=True,
    USE_TZ=True,
)
django.setup()
from django.core.management import call_command
from django.db import connection, models
from taggit.managers import TaggableManager
from taggit.models import Tag


class Thing(models.Model):
    tags = TaggableManager()

    class Meta:
        app_label = "taggit"


call_command("migrate", verbosity=0)
with connection.schema_editor() as editor:
    editor.create_model(Thing)
thing = Thing.objects.create()
thing.tags.add("rule", "Übersetzung")
thing.tags.add("RULE", "übersetzung")
names = sorted(Tag.objects.values_list("name", flat=True))
print(names)
assert names == ["rule", "Übersetzung", "übersetzung"], "letters beyond ASCII are folded now"
PYTHON
