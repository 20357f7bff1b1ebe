#!/usr/bin/env bash
# django-tables2 3.0.1 (Django 5.2.19, tablib 3.10.0): a `TemplateColumn` in a CSV export.
#
# Expected: a column with the template `<i>{{ value }}</i>` exports the value: an export takes what the column's `value`
#           gives, which is said to be no HTML, the tags being stripped.
# Seen:     signs are written as HTML has them: "R&D" is "R&amp;D", a quotation mark "&quot;". The template escapes them
#           for the page, then tags are stripped, and nothing turns the signs back; an ordinary column gives the value.
# So:       an export takes what the database holds, never what a page shows.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Django==5.2.19 django-tables2==3.0.1 tablib==3.10.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import csv

import django
from django.conf import settings

template_engine = {"BACKEND": "django.template.backends.django.DjangoTemplates"}
settings.configure(TEMPLATES=[template_engine], INSTALLED_APPS=["django_tables2"])
django.setup()
import django_tables2
from django_tables2.export.export import TableExport


class Notes(django_tables2.Table):
    plain = django_tables2.Column()
    templated = django_tables2.TemplateColumn("<i>{{ value }}</i>")


QUOTE = 'R&D is "done" if x < 5'
exported = TableExport("csv", Notes([{"plain": QUOTE, "templated": QUOTE}])).export()
(row,) = csv.DictReader(exported.splitlines())
print(row)
assert row["Plain"] == QUOTE, "ordinary columns are exported otherwise"
assert row["Templated"] == "R&amp;D is &quot;done&quot; if x &lt; 5", "templates are exported otherwise"
PYTHON
