#!/usr/bin/env bash
# django-taggit 6.1.0 (Django 5.2.19): names that hold quotation marks, through the form's text field.
#
# Expected: a tag that was saved comes back from the text that a form shows for it: saving a form unchanged changes
#           nothing.
# Seen:     a name with a double quotation mark is cut into several other names, as `edit_string_for_tags` puts
#           quotation marks around it and leaves those inside as they are.
# So:       names are quoted as in a CSV file, quotation marks doubled (TAGGIT_TAGS_FROM_STRING,
#           TAGGIT_STRING_FROM_TAGS).
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

settings.configure(INSTALLED_APPS=["django.contrib.contenttypes", "taggit"], USE_TZ=True)
django.setup()
from taggit.models import Tag
from taggit.utils import edit_string_for_tags, parse_tags

for name, parsed in (
    ("trade, foreign", ["trade, foreign"]),
    ('the "long" arm', ["arm", "long", "the"]),
    ('"rule" of law', ["of law", "rule"]),
):
    shown = edit_string_for_tags([Tag(name=name)])
    print(repr(name), "->", repr(shown), "->", parse_tags(shown))
    assert parse_tags(shown) == parsed, "names with quotation marks come back now"
PYTHON
