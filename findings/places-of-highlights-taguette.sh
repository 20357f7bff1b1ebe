#!/usr/bin/env bash
# Taguette 1.5.2: what the places of its highlights count.
#
# Expected: start and end of a highlight count the characters of the text, as selections in a page and the offsets of other
#           tools do, so that they cut the highlighted words out of it.
# Seen:     they count bytes of the text in UTF-8. Beyond the first letter with an accent, places cut out other words,
#           further off with each such letter.
# So:       highlights that come from there are looked up by their words.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check taguette==1.5.2
cd "$folder"
venv/bin/python - <<'PYTHON'
from taguette.extract import extract

TEXT = "Über die Änderung der Verträge"
start, end = TEXT.index("Verträge"), len(TEXT)
of_characters = extract(f"<p>{TEXT}</p>", start, end)
start, end = (len(TEXT[:place].encode()) for place in (start, end))
of_bytes = extract(f"<p>{TEXT}</p>", start, end)
print("characters:", of_characters, "bytes:", of_bytes)
assert of_bytes == "<p>Verträge</p>", "places count no bytes any more"
assert of_characters != of_bytes, "places count characters now"
PYTHON
