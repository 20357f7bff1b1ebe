#!/usr/bin/env bash
# alto-tools 0.1.0 (`--text`) on a word that is divided at the end of a line, in ALTO, the format of digitised pages.
#
# Expected: the text of the page: "anno-" and "tation" on their lines, or "annotation" as `SUBS_CONTENT` has it.
# Seen:     the second part is lost, and what was printed last comes in its place: "anno" again, glued to the next word.
#           The code for second parts stands within the branch for first parts, where it is never reached; it was to
#           mend a report of 2022 of words that came twice. Without `SUBS_TYPE`, which ALTO does not ask for, both
#           parts are there.
# So:       a reader is tested with a word divided in the way that its format provides for.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check alto-tools==0.1.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import subprocess

ALTO = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page ID="P"><PrintSpace><TextBlock ID="B">
<TextLine><String CONTENT="This"/><SP/><String CONTENT="anno"%s/><HYP CONTENT="-"/></TextLine>
<TextLine><String CONTENT="tation"%s/><SP/><String CONTENT="stands."/></TextLine>
</TextBlock></PrintSpace></Page></Layout></alto>"""


def text(first="", second=""):
    with open("page.xml", "w") as file:
        file.write(ALTO % (first, second))
    run = subprocess.run(["venv/bin/alto-tools", "--text", "page.xml"], capture_output=True, text=True, check=True)
    return [line.split() for line in run.stdout.splitlines() if line]


parts = [f' SUBS_TYPE="HypPart{part}" SUBS_CONTENT="annotation"' for part in (1, 2)]
print(text(*parts))
assert text() == [["This", "anno"], ["tation", "stands."]], "undivided strings are read otherwise"
assert text(*parts) == [["This", "anno"], ["annostands."]], "the second part of a word is read"
PYTHON
