#!/usr/bin/env bash
# lxml 6.1.3: `htmldiff` on pages with an HTML comment.
#
# Expected: a comment is no part of what a page says: it is kept as a comment or left out, and the words around it are
#           compared as if it were not there.
# Seen:     its words become words of the page, behind what Python prints of lxml's function `Comment`, an address in
#           memory included; a comment that one version alone has is shown as words put in. The tag of a comment is
#           that function in lxml, and htmldiff writes it as the name of an element.
# So:       comments are taken out before two pages are compared.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lxml==6.1.3
cd "$folder"
venv/bin/python - <<'PYTHON'
from lxml.html import fromstring
from lxml.html.diff import htmldiff

OLD, NEW = "<p>The fee%s is five.</p>", "<p>The fee%s is six.</p>"
plain = htmldiff(OLD % "", NEW % "")
both = htmldiff(OLD % "<!-- was: ten -->", NEW % "<!-- was: ten -->")
added = htmldiff(OLD % "", OLD % "<!-- was: ten -->")
print(plain, both, added, sep="\n")
assert plain == "<p>The fee is <ins>six.</ins> <del>five.</del> </p>", "pages without comments are compared otherwise"
for compared in (both, added):
    assert "function" in compared and "<!-- was" not in compared, "a comment is no element any more"
    assert "was: ten" in fromstring(compared).text_content(), "a comment is no words any more"
assert "was: ten" in fromstring(added).find("ins").text_content(), "a comment is nothing put in"
PYTHON
