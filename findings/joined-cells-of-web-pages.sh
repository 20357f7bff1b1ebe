#!/usr/bin/env bash
# markdownify 1.2.3, html2text 2025.4.15 and inscriptis 2.7.6 on tables with joined cells.
#
# Expected: below a cell that spans two rows the next cell keeps its column: the second sum of 2020 stands below
#           "Sum".
# Seen:     in all three it moves to the left, below "Year": a sum is read as a year.
# So:       joined cells keep their columns, empty where they go on.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check markdownify==1.2.3 html2text==2025.4.15 inscriptis==2.7.6
cd "$folder"
venv/bin/python - <<'PYTHON'
PAGE = """<html><body><article><h1>Decisions</h1>
<p>The committee met and decided these matters, which are of importance to all of its members.</p>
%s
<p>What was decided here enters into force on the first day of the month that follows.</p></article></body></html>"""

import html2text
import inscriptis
import markdownify

table = "<table><tr><th>Year</th><th>Sum</th></tr>"
table += '<tr><td rowspan="2">2020</td><td>17</td></tr><tr><td>23</td></tr></table>'
readers = {"markdownify": markdownify.markdownify, "html2text": html2text.html2text, "inscriptis": inscriptis.get_text}
for name, read in readers.items():
    (line,) = [line for line in read(PAGE % table).splitlines() if "23" in line]
    print(name, repr(line))
    assert line.strip(" |") == "23" and line.find("23") < 5, f"{name} keeps the column now"
PYTHON
