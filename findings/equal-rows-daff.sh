#!/usr/bin/env bash
# daff 1.4.2: a table of taggings, its difference from a later one, and the difference applied to it (`daff patch`).
#
# Expected: what `daff diff a b` tells, applied to a, is b: of two equal rows one goes where one was taken away. Where
#           it cannot be applied, there is an error, or the table stays as it was.
# Seen:     the difference is right, and the table that comes out has as many rows as before with NULL in each cell, the
#           names of the columns and rows that nobody touched included; the command succeeds and prints nothing. So it
#           is with any table where one of several equal rows goes. That an equal row comes, or another row changes
#           beside two equal ones, is applied as it should be. (A change that would make patching work with equal rows
#           was proposed in 2017 and is open; that the table is emptied is not said there.)
# So:       each row has an id of its own, and a table that was changed by a tool is compared with the one it was to
#           become.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check daff==1.4.2
cd "$folder"
patched() {
    printf 'passage,tag\n%b' "$1" >a.csv
    printf 'passage,tag\n%b' "$2" >b.csv
    venv/bin/daff diff --output difference.csv a.csv b.csv
    venv/bin/daff patch --output patched.csv a.csv difference.csv
    tr -d '\r' <patched.csv | tr '\n' ' '
}
seen() {
    local result
    result=$(patched "$1" "$2")
    printf '%s -> %s: %s\n' "${1//\\n/ }" "${2//\\n/ }" "$result"
    [ "$result" = "$3" ] || { echo "it is patched otherwise" >&2; exit 1; }
}
seen '1,fee\n1,rule\n2,fee\n' '1,fee\n2,fee\n' 'passage,tag 1,fee 2,fee '
seen '1,fee\n2,fee\n' '1,fee\n1,fee\n2,fee\n' 'passage,tag 1,fee 1,fee 2,fee '
seen '1,fee\n1,fee\n2,fee\n' '1,fee\n1,fee\n2,rule\n' 'passage,tag 1,fee 1,fee 2,rule '
seen '1,fee\n1,fee\n2,fee\n' '1,fee\n2,fee\n' 'NULL,NULL NULL,NULL NULL,NULL '
seen '1,fee\n2,rule\n3,fee\n3,fee\n4,rule\n' '1,fee\n2,rule\n3,fee\n4,rule\n' \
    'NULL,NULL NULL,NULL NULL,NULL NULL,NULL NULL,NULL '
