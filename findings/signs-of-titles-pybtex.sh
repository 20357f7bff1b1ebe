#!/usr/bin/env bash
# pybtex 0.26.1: BibTeX read and written again.
#
# Expected: "R\&D at 5\%", as a title has to be in BibTeX, is so once it was read and written by the same library; names
#           with accents ({\'e}) are.
# Seen:     it is "R\\&D at 5\\%": to LaTeX no more a sign, but the end of a line and an unprotected & or %. The reader
#           keeps the text as LaTeX, the writer takes it for plain text and protects such signs once more; a second
#           round adds more. \$ and \'e stay, and so does a title without such signs. The library's YAML keeps the
#           title. (A project that undoes it by its own means names a report of it.)
# So:       what is kept of a field says whether it is LaTeX or text, and a file is read and written once to see that it
#           is the same.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pybtex==0.26.1 latexcodec==3.0.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from pybtex.database import parse_string


def again(title, kind):
    database = parse_string(f"@book{{a, title = {{{title}}}}}", "bibtex")
    return parse_string(database.to_string(kind), kind).entries["a"].fields["title"]


seen = {
    r"R\&D": r"R\\&D",
    r"at 5\%": r"at 5\\%",
    r"\#3 of a\_b": r"\\#3 of a\\_b",
    r"\$5 for a caf{\'e}": r"\$5 for a caf{\'e}",
    "The {R}ule of law": "The {R}ule of law",
}
for title, written in seen.items():
    print(title, again(title, "bibtex"), again(title, "yaml"), sep=" | ")
    assert again(title, "bibtex") == written, "the title is written otherwise"
    assert again(title, "yaml") == title, "its YAML changes titles too"
PYTHON
