#!/usr/bin/env bash
# Babel 2.19.0: dates with the names of months.
#
# Expected: `parse_date` reads what `format_date` writes in the same language: "5 mai 2024" is the fifth of May.
# Seen:     only dates in figures are read; for each name of a month there is an IndexError, and the same date in the
#           language's own long format is no exception.
# So:       Babel's tables of names are good for reading dates, and its parser is not: the names are looked up by our
#           own few lines.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from datetime import date

from babel.dates import format_date, parse_date

read, unread = [], []
for language in ("en_GB", "fr", "de", "es", "ru", "pt", "it", "nl"):
    written = format_date(date(2024, 5, 5), "long", locale=language)
    try:
        read.append((language, written, parse_date(written, locale=language, format="long")))
    except IndexError:
        unread.append((language, written))
print("not read:", unread)
print("figures:", parse_date(format_date(date(2024, 5, 6), "short", locale="en_GB"), locale="en_GB"))
assert not read, "names of months are read now"
PYTHON
