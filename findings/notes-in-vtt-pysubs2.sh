#!/usr/bin/env bash
# pysubs2 1.8.1 on WebVTT with comments (NOTE) and with names of cues.
#
# Expected: a NOTE block is an editor's comment, and the line above a cue's times its name; no player shows either, and
#           neither is what anyone said.
# Seen:     both are words of the cue before, "NOTE" included, and stay so when the file is saved. WebVTT is read by the
#           code for SubRip, which takes all up to the next times for text, less a number alone on its line: cues
#           named 1, 2 are read as they should be. webvtt-py leaves comments and names out.
# So:       blocks of subtitles are read by what their first line says they are.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pysubs2==1.8.1 webvtt-py==0.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import pysubs2
import webvtt

FILE = """WEBVTT

00:01.000 --> 00:02.000
We agree to all of it.

%s00:03.000 --> 00:04.000
Thank you.
"""
NOTE = "NOTE\nNot what the minutes say.\n\n"
PLAIN = ["We agree to all of it.", "Thank you."]


def words(between):
    return [event.plaintext for event in pysubs2.SSAFile.from_string(FILE % between, format_="vtt")]


saved = pysubs2.SSAFile.from_string(FILE % NOTE, format_="vtt").to_string("vtt")
print(words(NOTE), words("Chair\n"), saved, sep="\n")
for between in (NOTE, "Chair\n", "2\n"):
    assert [cue.text for cue in webvtt.from_string(FILE % between)] == PLAIN, "webvtt-py reads it otherwise"
assert words("") == words("2\n") == PLAIN, "cues without comments and names are read otherwise"
assert words(NOTE)[0] == "We agree to all of it.\n\nNOTE\nNot what the minutes say.", "a comment is no words any more"
assert words("Chair\n")[0] == "We agree to all of it.\n\nChair", "a name is no words any more"
assert "We agree to all of it.\nNOTE\nNot what" in saved, "a comment is saved as a comment"
PYTHON
