#!/usr/bin/env bash
# bioc 2.1: marks of brat, the annotation tool, as BioC (`brat2bioc_doc`).
#
# Expected: a mark of the type Person is one in BioC too, with what was said of it: the words of a comment, and the
#           attributes by their names.
# Seen:     where somebody commented on it, its type is "AnnotatorNotes", the kind of the comment, which is written over
#           the type of the mark; of two comments the last one stays. Of an attribute the value is kept and not
#           the name ("Guest" without "Role"), and of one without a value, as brat's yes-or-no attributes are, nothing:
#           "Uncertain" is lost. A mark that nobody commented on keeps its type. The reader of brat's files has all
#           of it. (The function is not documented, and no report of it was found.)
# So:       what is said of a mark has names of its own in an export, and counts by type are compared before and after.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check bioc==2.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from bioc import brat
from bioc.tools.brat2bioc import brat2bioc_doc

MARKS = "T1\tPerson 0 3\tAnn\nT2\tPerson 8 11\tBob\n"


def said(lines):
    document = brat.loads("Ann met Bob.", MARKS + lines, "d")
    return document, {mark.text: mark.infons for mark in brat2bioc_doc(document).annotations}


print(said("")[1])
assert said("")[1] == {"Ann": {"type": "Person"}, "Bob": {"type": "Person"}}, "types are converted otherwise"

document, marks = said("#1\tAnnotatorNotes T1\tWhich Ann?\n#2\tAnnotatorNotes T1\tThe judge.\n")
print(marks)
assert [mark.type for mark in document.entities] == ["Person", "Person"], "brat is read otherwise"
assert [note.text for note in document.notes] == ["Which Ann?", "The judge."], "brat is read otherwise"
wanted = {"type": "AnnotatorNotes", "note_id": "#2", "note": "The judge."}
assert marks["Ann"] == wanted, "notes are converted otherwise"
assert marks["Bob"] == {"type": "Person"}, "a mark without notes has changed"

document, marks = said("A1\tRole T1 Guest\nA2\tUncertain T2\n")
print(marks)
assert [attribute.type for attribute in document.attributes] == ["Role", "Uncertain"], "brat is read otherwise"
assert marks["Ann"] == {"type": "Person", "note_id": "A1", "attributes": "Guest"}, "attributes are converted otherwise"
assert marks["Bob"] == {"type": "Person", "note_id": "A2", "attributes": ""}, "attributes are converted otherwise"
PYTHON
