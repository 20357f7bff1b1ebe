#!/usr/bin/env bash
# edtf 5.0.2: "not before 1500" as an EDTF interval.
#
# Expected: `text_to_edtf` turns "not before 1500" and "no earlier than 1500" into an interval from 1500 on (1500/), and
#           "not after 1500" and "no later than 1500" into one that ends there; or gives None, as for "no date".
# Seen:     each is the contrary: "not before 1500" is /1500, "not after 1500" is 1500/. It looks for the words before,
#           earlier, after, later (and since) anywhere and for no "not"; without it they are read rightly.
# So:       a date in words is kept as it was written, and the interval beside it is for a person to confirm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check edtf==5.0.2
cd "$folder"
venv/bin/python - <<'PYTHON'
from edtf import text_to_edtf

seen = {
    "before 1500": "/1500",
    "after 1500": "1500/",
    "not before 1500": "/1500",
    "no earlier than 1500": "/1500",
    "not after 1500": "1500/",
    "no later than 1500": "1500/",
    "no date": None,
}
for words, interval in seen.items():
    print(words, text_to_edtf(words))
    assert text_to_edtf(words) == interval, f"{words} is read otherwise"
PYTHON
