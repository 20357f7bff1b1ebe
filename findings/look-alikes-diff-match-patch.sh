#!/usr/bin/env bash
# diff-match-patch 20241021: finding a quotation again, and applying a change to another text.
#
# Expected: `match_main` finds the exact words where the text has them, and something like them only where it does
#           not; `patch_apply` says of each change whether it was made where it was meant.
# Seen:     the exact words are passed over for a look-alike that stands nearer, and are not found at all where they
#           stand 1,500 characters away; a change of "The fee is 10 pounds." is made to "The fine is 10 pounds.", and
#           its result is True.
# So:       marks are placed by exact words first, wherever they stand, and what differs in a telling word is
#           uncertain at best.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check diff-match-patch==20241021
cd "$folder"
venv/bin/python - <<'PYTHON'
from diff_match_patch import diff_match_patch

tool = diff_match_patch()
wanted = "Article 9 protects the residents of Alden."
near = "Article 8 protects the residents of Alben."
filler = "Filler words stand here. " * 60
found = tool.match_main(near + " " + filler + wanted, wanted, 0)
print("beside a look-alike:", found)
assert found == 0, "the exact words are found now"
found = tool.match_main(filler + wanted, wanted, 0)
print("1,500 characters away:", found)
assert found == -1, "exact words are found at any distance now"
change = tool.patch_make("The fee is 10 pounds.\n", "The fee is 12 pounds.\n")
text, results = tool.patch_apply(change, "The fine is 10 pounds.\nThe fee is ten pounds.\n")
print(repr(text), results)
assert text.startswith("The fine is 12 pounds.") and results == [True], "a look-alike is left alone now"
PYTHON
