#!/usr/bin/env bash
# tgt 1.5 (TextGridTools) on TextGrid, the format of Praat, with an equals sign in a label.
#
# Expected: the words between quotation marks are the label, whatever they are, in the long form of the format as in
#           its short one.
# Seen:     in the long form, which Praat writes unless told otherwise, a label ends before " = ", and one more sign is
#           taken off as if it were the closing quotation mark: "the rate = 5 percent" is "the rat", without a
#           word. The line is split at " = " to part the key from the value, and what comes third is passed over.
#           "the rate=5 percent" is read as it stands, and so are both in the short form. (An open issue asks for a
#           proper parser of the format and does not say what goes wrong.)
# So:       a key is parted from its value once, at the first sign, and never again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tgt==1.5 numpy==2.3.5
cd "$folder"
venv/bin/python - <<'PYTHON'
from pathlib import Path

import tgt

LONG = '''File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 4
tiers? <exists>
size = 1
item []:
    item [1]:
        class = "IntervalTier"
        name = "words"
        xmin = 0
        xmax = 4
        intervals: size = 1
        intervals [1]:
            xmin = 0
            xmax = 4
            text = "LABEL"
'''
SHORT = '''File type = "ooTextFile"
Object class = "TextGrid"

0
4
<exists>
1
"IntervalTier"
"words"
0
4
1
0
4
"LABEL"
'''


def read(form, label):
    Path("a.TextGrid").write_text(form.replace("LABEL", label))
    ((interval,),) = (tier.annotations for tier in tgt.read_textgrid("a.TextGrid").tiers)
    return interval.text


spaced, close = "the rate = 5 percent", "the rate=5 percent"
for label in (spaced, close):
    print(repr(label), "long:", repr(read(LONG, label)), "short:", repr(read(SHORT, label)))
assert read(LONG, spaced) == "the rat", "labels with an equals sign are read whole"
assert read(LONG, close) == close and read(SHORT, spaced) == spaced, "it is not the equals sign that matters"
PYTHON
