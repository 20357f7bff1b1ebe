#!/usr/bin/env bash
# striprtf 0.0.35 on RTF with tracked changes, hidden text and a footnote.
#
# Expected: the plain text is what a word processor prints: the change made, hidden words left out, the footnote kept.
# Seen:     deleted and inserted words are glued together ("fivesix"), hidden words are read as if printed, and the
#           footnote is gone.
# So:       RTF is refused with advice (save as .docx) instead of being read this way.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check striprtf==0.0.35
cd "$folder"
venv/bin/python - <<'PYTHON'
from striprtf.striprtf import rtf_to_text

SOURCE = (
    r"{\rtf1\ansi The rate is {\deleted five}{\revised six} per cent. {\v Not for the public. }"
    r"End.{\footnote A note.}\par}"
)
text = rtf_to_text(SOURCE).strip()
print(repr(text))
assert "fivesix" in text, "tracked changes are read now"
assert "Not for the public." in text, "hidden words are left out now"
assert "A note." not in text, "footnotes are read now"
PYTHON
