#!/usr/bin/env bash
# webvtt-py 0.6.0 on a cue in which two people speak.
#
# Expected: a cue with two voice tags says who said which words; character references in it are the characters that
#           players show.
# Seen:     `voice` is the first speaker's and `text` the words of both, so that the answer is put into the mouth of
#           whoever asked; `&lt;` and `&amp;` stay as they are typed.
# So:       the voice tags of subtitles are read one by one, and each begins a turn.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check webvtt-py==0.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import webvtt

SOURCE = """WEBVTT

00:00.000 --> 00:04.000
<v Ann>Is 5 &lt; 6 &amp; so on?</v>
<v Bob>It is.</v>
"""
(cue,) = webvtt.from_string(SOURCE)
print(repr(cue.voice), repr(cue.text))
assert cue.voice == "Ann", "a cue tells more than one voice now"
assert "It is." in cue.text and "Bob" not in cue.text, "the words of the second speaker are apart now"
assert "&lt;" in cue.text and "&amp;" in cue.text, "character references are resolved now"
PYTHON
