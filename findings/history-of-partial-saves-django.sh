#!/usr/bin/env bash
# django-simple-history 3.13.0 and django-reversion 6.4.0 (Django 5.2.19) on `save(update_fields=…)`.
#
# Expected: each version in the history is what stood in the database then; of a note saved with
#           `update_fields=["status"]`, the text that was not saved is as before.
# Seen:     both keep a version with the text that was never saved, as both read the object and not `update_fields`; to
#           go back to it writes words into the note that never stood there. (Open with the first since 2023; the second
#           says nothing of it.) django-auditlog, which looks at `update_fields`, tells of the status alone.
# So:       a version is made of what is written, in the same step that writes it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19 \
    django-simple-history==3.13.0 django-reversion==6.4.0 django-auditlog==3.4.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from pathlib import Path

Path("notes").mkdir()
Path("notes/__init__.py").touch()
Path("notes/models.py").write_text("""
import reversion
from auditlog.registry import auditlog
from django.db import models
from simple_history.models import HistoricalRecords


@reversion.register()
class Note(models.Model):
    status = models.TextField()
    text = models.TextField()
    history = HistoricalRecords()


auditlog.register(Note)
""")
import django
from django.conf import settings
from django.core.management import call_command

apps = ["django.contrib.auth", "django.contrib.contenttypes", "simple_history", "reversion", "auditlog", "notes"]
database = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
settings.configure(INSTALLED_APPS=apps, DATABASES={"default": database}, USE_TZ=True)
django.setup()
call_command("migrate", run_syncdb=True, verbosity=0)
import reversion
from auditlog.models import LogEntry
from notes.models import Note
from reversion.models import Version

with reversion.create_revision():
    note = Note.objects.create(status="open", text="As agreed.")
note.status, note.text = "closed", "Never agreed."
with reversion.create_revision():
    note.save(update_fields=["status"])
stored = Note.objects.values_list("status", "text").get()
simple = note.history.values_list("status", "text")[0]
fields = Version.objects.get_for_object(note)[0].field_dict
print("database", stored, "simple-history", simple, "reversion", fields, "auditlog", LogEntry.objects.first().changes)
assert stored == ("closed", "As agreed."), "Django saves other fields"
assert simple == ("closed", "Never agreed."), "simple-history keeps what is stored"
assert fields["text"] == "Never agreed.", "reversion keeps what is stored"
assert LogEntry.objects.first().changes == {"status": ["open", "closed"]}, "auditlog tells of more"
PYTHON
