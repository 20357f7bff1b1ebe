#!/usr/bin/env bash
# SQLite 3.54.1 (as apsw 3.54.1.0 brings it): FTS5 with its usual tokenizer, unicode61, on words in Hindi.
#
# Expected: a search for दिन (day) finds texts with that word, none with दान (gift) alone: unicode61 goes by Unicode,
#           and its `remove_diacritics` is said to be about Latin letters.
# Seen:     it finds both, and दीन (poor), which is in neither, finds both too. Vowel signs are marks (Mc, Mn) and no
#           letters, so that words end at each of them: all three are द and न. `remove_diacritics 0` changes nothing,
#           `categories 'L* N* Co Mn Mc'` does. The documentation names the categories that make up words, and not what
#           becomes of words in such scripts.
# So:       an index of texts is tried with a pair of words in each script that they have.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check apsw==3.54.1.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import apsw


def search(word, options):
    database = apsw.Connection(":memory:")
    database.execute(f'CREATE VIRTUAL TABLE texts USING fts5(text, tokenize="unicode61 {options}")')
    database.executemany("INSERT INTO texts VALUES (?)", [("दिन",), ("दान",)])
    return [text for (text,) in database.execute("SELECT text FROM texts WHERE text MATCH ?", (f'"{word}"',))]


print(apsw.sqlite_lib_version(), search("दिन", ""), search("दीन", ""))
for options in ("", "remove_diacritics 0", "remove_diacritics 2"):
    assert search("दिन", options) == search("दीन", options) == ["दिन", "दान"], "words do not end at vowel signs now"
assert search("दिन", "categories 'L* N* Co Mn Mc'") == ["दिन"], "the categories of marks do not help"
assert search("दीन", "categories 'L* N* Co Mn Mc'") == [], "the categories of marks do not help"
PYTHON
