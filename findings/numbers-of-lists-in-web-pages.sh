#!/usr/bin/env bash
# markdownify 1.2.3, html2text 2025.4.15 and inscriptis 2.7.6 on numbered lists of web pages.
#
# Expected: clauses keep the numbers that a browser prints: `<li value>` counts on from its value, `reversed` counts
#           down, and `type="a"` prints letters.
# Seen:     none of the three prints letters or counts down; markdownify and html2text pass over `value`, inscriptis
#           over `start`. Clause (g) becomes 4, and reversed clauses exchange their numbers.
# So:       numbers of lists are counted by the rules of HTML and CSS and kept beside the text, and compared with what
#           Chromium prints.
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

lists = '<ol type="a" start="3"><li>charge</li><li value="7">appeal</li></ol>'
lists += "<ol reversed><li>later</li><li>earlier</li></ol>"
readers = {"markdownify": markdownify.markdownify, "html2text": html2text.html2text, "inscriptis": inscriptis.get_text}
for name, read in readers.items():
    lines = [line.split() for line in read(PAGE % lists).splitlines()]
    printed = [line[0] for word in ("charge", "appeal", "later", "earlier") for line in lines if line[1:] == [word]]
    print(name, printed, "where a browser prints", ["c.", "g.", "2.", "1."])
    assert printed == (["1.", "7.", "1.", "2."] if name == "inscriptis" else ["3.", "4.", "1.", "2."]), f"{name} changed"
PYTHON
