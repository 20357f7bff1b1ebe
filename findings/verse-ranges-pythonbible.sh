#!/usr/bin/env bash
# pythonbible 0.15.5: references with an en dash or a semicolon.
#
# Expected: "Genesis 1:1–3", with the dash that books are set with, is the range that "Genesis 1:1-3" is, since the
#           library makes a hyphen of "&ndash;"; "Romans 1:5; 2:3" is two references, as "Romans 1:5, 2:3" is.
# Seen:     of the first only verse 1 is found, of the second only 1:5, without a word about what comes behind. The
#           hyphen, the comma and the dash as an entity of HTML are read.
# So:       dashes are made equal before references are looked for, and what is left over beside one is shown.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pythonbible==0.15.5
cd "$folder"
venv/bin/python - <<'PYTHON'
import pythonbible


def references(text):
    return [pythonbible.format_single_reference(found) for found in pythonbible.get_references(text)]


for text in ("Genesis 1:1–3", "Genesis 1:1-3", "Romans 1:5; 2:3", "Romans 1:5, 2:3"):
    print(text, references(text))
for hyphen in ("-", "&ndash;"):
    assert references(f"Genesis 1:1{hyphen}3") == ["Genesis 1:1-3"], "hyphens are read otherwise"
assert references("Genesis 1:1–3") == ["Genesis 1:1"], "en dashes are read"
assert references("Romans 1:5, 2:3") == ["Romans 1:5", "Romans 2:3"], "commas are read otherwise"
assert references("Romans 1:5; 2:3") == ["Romans 1:5"], "semicolons are read"
PYTHON
