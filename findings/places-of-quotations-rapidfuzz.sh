#!/usr/bin/env bash
# rapidfuzz 3.14.6: where `partial_ratio_alignment` finds a quotation.
#
# Expected: start and end of the alignment are places in the text that was given, which is what they are there for, with
#           a `processor` that makes capitals and punctuation equal as without one.
# Seen:     they are places in what the processor made of the text, and the library's `utils.default_process` trims
#           it: each sign in front moves the words cut out by a letter, and the score is 100 all the same. `str.lower`
#           does so for each İ, which lowers to two. The documentation speaks of both and not of both together.
#           Signs further on change nothing.
# So:       places are counted back to the text as given by whoever changes it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rapidfuzz==3.14.6
cd "$folder"
venv/bin/python - <<'PYTHON'
from rapidfuzz import fuzz, utils


def found(text, processor):
    place = fuzz.partial_ratio_alignment("the rule of law", text, processor=processor)
    assert place.score == 100, "the words are not found"
    return text[place.dest_start : place.dest_end]


seen = {
    ("The rule of law binds.", utils.default_process): "The rule of law",
    ("The court: “The rule of law” binds.", utils.default_process): "The rule of law",
    ("“The rule of law” binds.", utils.default_process): "“The rule of la",
    ("— § The rule of law binds.", utils.default_process): "— § The rule of",
    ("— § The rule of law binds.", str.lower): "The rule of law",
    ("İzmir: the rule of law binds.", str.lower): "he rule of law ",
}
for (text, processor), words in seen.items():
    print(text, processor.__name__, repr(found(text, processor)))
    assert found(text, processor) == words, "the words are cut out otherwise"
PYTHON
