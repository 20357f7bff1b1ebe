#!/usr/bin/env bash
# trafilatura 2.3.1 on quotations, powers, struck words and numbered lists.
#
# Expected: the main text of a page reads as the page does: quotation marks that a browser sets around `<q>`, 10 to
#           the sixth power, words struck and words put in for them apart, clauses with their numbers.
# Seen:     the quotation marks are gone and the sentence is cut in two after the quotation; the power is 106, the
#           struck word is glued to the new one, and the clauses have hyphens.
# So:       it finds where the text of a page stands; the words and signs are read by our own reader.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
PAGE = """<html><body><article><h1>Decisions</h1>
<p>The committee met and decided these matters, which are of importance to all of its members.</p>
%s
<p>What was decided here enters into force on the first day of the month that follows.</p></article></body></html>"""

import trafilatura

signs = "<p>She said <q>it is ten</q> and wrote 10<sup>6</sup>, not <del>old</del><ins>new</ins> words.</p>"
signs += "<ol><li>The first clause of the decision.</li><li>The second clause of the decision.</li></ol>"
lines = trafilatura.extract(PAGE % signs).splitlines()
print(lines)
assert "She said it is ten" in lines, "quotation marks are there now"
assert any("106" in line and "oldnew" in line for line in lines), "powers or struck words are kept apart now"
assert "- The first clause of the decision." in lines, "clauses have their numbers now"
PYTHON
