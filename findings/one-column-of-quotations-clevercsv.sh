#!/usr/bin/env bash
# clevercsv 0.8.5 on a CSV file with a single column, of quotations.
#
# Expected: a file that follows the rules of CSV to the letter (RFC 4180) is read as it says: one column, and cells in
#           quotation marks hold whatever they hold. Messy files are what the detection is for.
# Seen:     the cells are cut at each space, and quotation marks are part of the words: the "dialect" found has a space
#           between cells and no quotation marks. `read_table` gives rows of five and six cells below a head of one, and
#           `read_dataframe` the first words as an index and the last as the cell. With a second column of tags the same
#           quotations are read rightly. (`csv.Sniffer` of Python finds a full stop between cells.)
# So:       a file says, or a person does, what parts its cells; what is guessed is shown before it is taken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check clevercsv==0.8.5
cd "$folder"
venv/bin/python - <<'PYTHON'
import csv

import clevercsv

quotations = ["The rule, as it stands, holds.", "No fee, no claim.", "Parties, witnesses and judges speak."]


def read(rows):
    with open("notes.csv", "w", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    table = clevercsv.read_table("notes.csv")
    print(clevercsv.detect_dialect("notes.csv"), table[:2])
    return table


one = [["words"], *([words] for words in quotations)]
two = [["tag", "words"], *(["law", words] for words in quotations)]
assert read(two) == two, "two columns are read otherwise"
table = read(one)
assert table != one and table[1] == ['"The', "rule,", "as", "it", "stands,", 'holds."'], "one column is read as one"
with open("notes.csv", newline="") as file:
    assert list(csv.reader(file)) == one, "the file is not what RFC 4180 says"
PYTHON
