#!/usr/bin/env bash
# num2words 0.5.14: numbers of articles and sessions in French words.
#
# Expected: "quatre-vingtième" for 80 and "deux centième" for 200, as French spells them: the s of quatre-vingts and
#           deux cents goes when an ending is put to them.
# Seen:     "quatre-vingtsième" and "deux centsième", and 280 likewise; 81, 100 and 1000 are right, and so is 80 in the
#           French of Belgium. (Reported in 2021, and open.)
# So:       names of numbers are looked up by tables that a test reads in full, and by no rule from another form.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check num2words==0.5.14
cd "$folder"
venv/bin/python - <<'PYTHON'
from num2words import num2words

seen = {
    ("fr", 80): "quatre-vingtsième",
    ("fr", 200): "deux centsième",
    ("fr", 280): "deux cent quatre-vingtsième",
    ("fr", 81): "quatre-vingt-unième",
    ("fr", 100): "centième",
    ("fr", 1000): "millième",
    ("fr_BE", 80): "quatre-vingtième",
}
for (language, number), words in seen.items():
    print(language, number, num2words(number, lang=language, to="ordinal"))
    assert num2words(number, lang=language, to="ordinal") == words, "the ordinal is another"
PYTHON
