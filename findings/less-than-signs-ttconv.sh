#!/usr/bin/env bash
# ttconv 1.2.3: subtitles with a less-than sign, from SRT or WebVTT to WebVTT.
#
# Expected: in WebVTT "<" begins a tag and is written &lt; where it is none; a converter between both formats writes it
#           so, and what it wrote it reads again.
# Seen:     the sign is written as it is, even where the WebVTT that was read had &lt;. Whoever reads that file, the
#           library too, takes the words behind it for a tag: "Pay if x < 5. Else wait." is "Pay if x". ">" and "&" do
#           no harm, and pycaption 2.3.14 writes &lt;. (No report of it was found.)
# So:       a file that was converted is read back once, and its words are compared with those it was made of.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ttconv==1.2.3 pycaption==2.3.14
cd "$folder"
venv/bin/python - <<'PYTHON'
import io
import logging

import pycaption
from ttconv.srt import reader as srt_reader
from ttconv.srt import writer as srt_writer
from ttconv.vtt import reader as vtt_reader
from ttconv.vtt import writer as vtt_writer

logging.disable()


def srt(words):
    return f"1\n00:00:01,000 --> 00:00:04,000\n{words}\n"


def there_and_back(words):
    vtt = vtt_writer.from_model(srt_reader.to_model(io.StringIO(srt(words))))
    again = srt_writer.from_model(vtt_reader.to_model(io.StringIO(vtt)))
    print(repr(words), "->", repr(again.splitlines()[2].strip()))
    return vtt, again.splitlines()[2].strip()


words = "Pay if x < 5. Else wait."
vtt, again = there_and_back(words)
assert words in vtt and again == "Pay if x", "less-than signs are escaped"
for harmless in ("Pay if x > 5. Else wait.", "Pay R & D. Else wait."):
    assert there_and_back(harmless)[1] == harmless, "other signs are lost too"
escaped = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nPay if x &lt; 5. Else wait.\n"
assert "x < 5" in vtt_writer.from_model(vtt_reader.to_model(io.StringIO(escaped))), "WebVTT is written as it was read"
assert "x &lt; 5" in pycaption.WebVTTWriter().write(pycaption.SRTReader().read(srt(words))), "pycaption"
PYTHON
