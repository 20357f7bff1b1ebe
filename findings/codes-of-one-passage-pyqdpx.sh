#!/usr/bin/env bash
# pyqdpx 0.1.8 and pyrefiqda 0.3.1 on REFI-QDA, the format in which programs for qualitative analysis exchange projects.
#
# Expected: a passage to which two codes were put has both, each by whoever put it there: the standard lets a selection
#           hold any number of codings, and each coding names its author.
# Seen:     pyqdpx has the first code alone, and says that it is by whoever made the selection: Bob's code is lost
#           without a word, and a code that Bob put on a passage of Ann's is Ann's. Of two coders who disagree one is
#           left. pyrefiqda has each coding with its author. With a selection for each coding pyqdpx has both too. (No
#           report of it was found.)
# So:       codings are counted in the file and in what was read of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyqdpx==0.1.8 pyrefiqda==0.3.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from zipfile import ZipFile

from pyqdpx import QDPX
from pyrefiqda import RefiProject


def guid(number):
    return f"00000000-0000-4000-8000-{number:012d}"


ANN, BOB, RULE, FEE, TEXT = (guid(number) for number in range(1, 6))
NAMES = {ANN: "Ann", BOB: "Bob", RULE: "rule", FEE: "fee"}
TIME = "2024-01-01T00:00:00Z"


def selection(number, *codings):
    inside = "".join(
        f'<Coding guid="{guid(number + place)}" creatingUser="{user}" creationDateTime="{TIME}">'
        f'<CodeRef targetGUID="{code}"/></Coding>'
        for place, (code, user) in enumerate(codings, 1)
    )
    return (
        f'<PlainTextSelection guid="{guid(number)}" name="s" startPosition="4" endPosition="8" creatingUser="{ANN}" '
        f'creationDateTime="{TIME}" modifyingUser="{ANN}" modifiedDateTime="{TIME}">{inside}</PlainTextSelection>'
    )


def write(*selections):
    project = f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="o" creatingUserGUID="{ANN}" creationDateTime="{TIME}">
<Users><User guid="{ANN}" name="Ann" id="A"/><User guid="{BOB}" name="Bob" id="B"/></Users>
<CodeBook><Codes><Code guid="{RULE}" name="rule" isCodable="true"/><Code guid="{FEE}" name="fee" isCodable="true"/>
</Codes></CodeBook>
<Sources><TextSource guid="{TEXT}" name="t" plainTextPath="internal://{TEXT}.txt" creatingUser="{ANN}"
creationDateTime="{TIME}" modifyingUser="{ANN}" modifiedDateTime="{TIME}">{"".join(selections)}</TextSource></Sources>
</Project>"""
    with ZipFile("project.qdpx", "w") as archive:
        archive.writestr("project.qde", project)
        archive.writestr(f"sources/{TEXT}.txt", "The rule binds.")


def by_pyqdpx():
    (source,) = QDPX("project.qdpx").get_project().sources.values()
    return [(found.text, found.code.name, found.user.name) for found in source.coded_selections.values()]


def by_pyrefiqda():
    (source,) = RefiProject.load("project.qdpx").sources.text_source
    return [
        (NAMES[coding.code_ref.target_guid], NAMES[coding.creating_user])
        for found in source.plain_text_selection
        for coding in found.coding
    ]


write(selection(10, (RULE, ANN)), selection(20, (FEE, ANN)))
print("two selections", by_pyqdpx(), by_pyrefiqda())
assert by_pyqdpx() == [("rule", "rule", "Ann"), ("rule", "fee", "Ann")], "single codings are read otherwise"

write(selection(10, (RULE, ANN), (FEE, BOB)))
print("two codings", by_pyqdpx(), by_pyrefiqda())
assert by_pyrefiqda() == [("rule", "Ann"), ("fee", "Bob")], "pyrefiqda reads otherwise"
assert by_pyqdpx() == [("rule", "rule", "Ann")], "pyqdpx reads both codings"

write(selection(10, (FEE, BOB)))
print("of Bob", by_pyqdpx(), by_pyrefiqda())
assert by_pyrefiqda() == [("fee", "Bob")], "pyrefiqda reads otherwise"
assert by_pyqdpx() == [("rule", "fee", "Ann")], "pyqdpx knows the author"
PYTHON
