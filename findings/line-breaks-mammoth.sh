#!/usr/bin/env bash
# mammoth 1.13.0 (python-docx 1.2.0) on a Word file with line breaks within a paragraph (Shift+Enter).
#
# Expected: `extract_raw_text` leaves out how words look and not that they are two: a line break parts them, as a tab
#           does, as the end of a paragraph does, and as `convert_to_html` has a `<br />` there.
# Seen:     the words on both sides are one: of the lines "A rule of law" and "binds all" it makes "A rule of lawbinds
#           all". Nothing is said among the messages. A tab is a tab in both. (No report of it was found.)
# So:       a plain text has a sign for all that parts words; one way of reading is compared with another by its words.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mammoth==1.13.0 python-docx==1.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from io import BytesIO

import docx
import mammoth


def texts(words):
    file = BytesIO()
    document = docx.Document()
    document.add_paragraph(words)
    document.save(file)
    results = [way(file) for way in (mammoth.extract_raw_text, mammoth.convert_to_html)]
    assert not any(result.messages for result in results), "it says that something is left out"
    return [result.value.strip() for result in results]


broken, tabbed = texts("A rule of law\nbinds all"), texts("A rule of law\tbinds all")
print("line break", broken, "tab", tabbed)
assert broken == ["A rule of lawbinds all", "<p>A rule of law<br />binds all</p>"], "line breaks are read otherwise"
assert tabbed == ["A rule of law\tbinds all", "<p>A rule of law\tbinds all</p>"], "tabs are read otherwise"
PYTHON
