#!/usr/bin/env bash
# dateparser 1.5.0: dates in sentences of law.
#
# Expected: `search_dates` finds the dates of a sentence: in "may vote on 5 March 2024" one, in "Resolution 1325
#           (2000) was adopted on 31 October 2000" one.
# Seen:     "may" is a day of May of this year, though it is the verb; the number of a resolution is a day of the year
#           1325.
# So:       a date is read only where it stands by itself or behind a word for it, in full.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

warnings.simplefilter("ignore")
from dateparser.search import search_dates

found = search_dates("Each member may vote on 5 March 2024.", languages=["en"])
print(found)
assert found[0][0] == "may" and found[0][1].month == 5, "the verb is no month now"
found = search_dates("Resolution 1325 (2000) was adopted on 31 October 2000.", languages=["en"])
print(found)
assert found[0][0] == "1325" and found[0][1].year == 1325, "the number of a resolution is no year now"
PYTHON
