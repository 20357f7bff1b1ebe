#!/usr/bin/env bash
# frictionless 5.21.0 and Data Package 2.
#
# Expected: a package that names the profile of Data Package 2.0 in `$schema` is checked by the rules of 2.0: a value that
#           is none of a field's `categories` is an error, and with `"fieldsMatch": "superset"` a table may have columns
#           that the schema does not name.
# Seen:     the package is accepted as a 2.0 one, a value outside `categories` is valid without a word, and the extra column
#           is reported as an error: both keys are passed over. `constraints.enum`, which 1.0 had, is checked.
# So:       a data package that is to be checked by this tool states allowed values as `constraints.enum`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check frictionless==5.21.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import json

import frictionless

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def errors(schema, table):
    with open("table.csv", "w", encoding="utf-8") as file:
        file.write(table)
    package = {
        "$schema": PROFILE,
        "name": "sample",
        "resources": [{"name": "table", "type": "table", "path": "table.csv", "schema": schema}],
    }
    with open("datapackage.json", "w", encoding="utf-8") as file:
        json.dump(package, file)
    report = frictionless.validate("datapackage.json")
    return [error.type for task in report.tasks for error in task.errors] + [error.type for error in report.errors]


identity = {"name": "id", "type": "integer"}
rows = "id,status\n1,draft\n2,elsewhere\n"
seen = {
    "version": frictionless.__version__,
    "categories": errors(
        {"fields": [identity, {"name": "status", "type": "string", "categories": ["draft", "published"]}]}, rows
    ),
    "enum": errors(
        {"fields": [identity, {"name": "status", "type": "string", "constraints": {"enum": ["draft", "published"]}}]},
        rows,
    ),
    "superset": errors({"fieldsMatch": "superset", "fields": [identity]}, rows),
}
print(json.dumps(seen, indent=2))
assert seen["version"] == "5.21.0"
assert seen["categories"] == [], "categories are checked now"
assert seen["enum"] == ["constraint-error"]
assert seen["superset"] == ["extra-label"], "fieldsMatch is followed now"
PYTHON
