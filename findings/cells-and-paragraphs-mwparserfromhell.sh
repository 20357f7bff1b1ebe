#!/usr/bin/env bash
# mwparserfromhell 0.7.2 on wikitext: the plain text of tables, line breaks and paragraphs (`strip_code`).
#
# Expected: what a page shows apart is apart in its plain text, as paragraphs between empty lines and items of a list
#           are: two cells, two paragraphs in tags and the words on both sides of a `<br>` are not one word.
# Seen:     cells on lines of their own, 1999 and 5, are the number 19995; "<p>One</p><p>Two</p>" is "OneTwo" and
#           "rule<br>fee" is "rulefee"; a footnote is joined to the word it belongs to ("lawA note."). Tags are
#           taken away and nothing is put in their place. Cells written in a row with spaces, as "1999 || 5", are
#           apart. (No report of it was found.)
# So:       before the tags of a text are taken away, a line is put where a block or a line ends.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mwparserfromhell==0.7.2
cd "$folder"
venv/bin/python - <<'PYTHON'
import mwparserfromhell

seen = {
    "{|\n|-\n|1999\n|5\n|}": "19995",
    "<p>One</p><p>Two</p>": "OneTwo",
    "rule<br>fee": "rulefee",
    "law<ref>A note.</ref> binds": "lawA note. binds",
    "{|\n|-\n| 1999 || 5\n|}": "1999  5",
    "One\n\nTwo": "One\n\nTwo",
    "* one\n* two": "one\n two",
}
for source, expected in seen.items():
    text = mwparserfromhell.parse(source).strip_code().strip()
    print(repr(source), repr(text))
    assert text == expected, "the text is another"
PYTHON
