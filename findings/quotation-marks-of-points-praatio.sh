#!/usr/bin/env bash
# praatio 6.2.2 on TextGrid, the format of Praat, with quotation marks in a label.
#
# Expected: a quotation mark, which the format doubles, is one mark when it is read, in a tier of points as in one of
#           intervals; a file that is read and saved says the same.
# Seen:     in labels of intervals it is one, in labels of points both stay, and each time the file is saved there are
#           twice as many: a remark "so" has four marks on either side after one saving and eight after two. Praat
#           itself would show the marks that were added. Labels without quotation marks stay as they are.
# So:       a file is read, written and read again to see that it is the same, with each kind of annotation it may have.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check praatio==6.2.2
cd "$folder"
venv/bin/python - <<'PYTHON'
from pathlib import Path

from praatio import textgrid

SOURCE = '''File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 4
tiers? <exists>
size = 2
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
            text = "said ""so"" then"
    item [2]:
        class = "TextTier"
        name = "remarks"
        xmin = 0
        xmax = 4
        points: size = 2
        points [1]:
            number = 1
            mark = "said ""so"" then"
        points [2]:
            number = 2
            mark = "said so then"
'''
file = Path("a.TextGrid")
file.write_text(SOURCE)


def labels():
    grid = textgrid.openTextgrid(str(file), includeEmptyIntervals=True)
    grid.save(str(file), format="long_textgrid", includeBlankSpaces=True)
    return [[entry.label for entry in tier.entries] for tier in grid.tiers]


for marks in ('""', '""""', '""""""""'):
    (words,), (quoted, plain) = labels()
    print(words, quoted, plain, sep=" | ")
    assert words == 'said "so" then', "labels of intervals are read otherwise"
    assert plain == "said so then", "labels without quotation marks change"
    assert quoted == f"said {marks}so{marks} then", "quotation marks in labels of points are read as one"
PYTHON
