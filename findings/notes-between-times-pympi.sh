#!/usr/bin/env bash
# pympi-ling 1.71 on ELAN, the format of annotated recordings: what was noted between two times.
#
# Expected: `get_annotation_data_between_times("notes", 0, 500)` gives the notes on what is said in the first half
#           second, on a tier that belongs to another one (as notes and translations do) as on the tier of the words.
# Seen:     it gives all notes of the recording, whatever the times are, even where nothing is said: the times given are
#           taken for those of each note, and its start is compared with its own end. On the tier of the words the times
#           count, and so they do on both with one moment (`get_annotation_data_at_time`). (The documentation says
#           "between times"; no report of it was found.)
# So:       what a search by place finds is tested with something that lies outside.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pympi-ling==1.71
cd "$folder"
venv/bin/python - <<'PYTHON'
from pympi import Eaf

made = Eaf()
made.remove_tier("default")
made.add_linguistic_type("note", constraints="Symbolic_Association", timealignable=False)
made.add_tier("words")
made.add_tier("notes", ling="note", parent="words")
for second, word in enumerate(("The", "rule", "binds")):
    made.add_annotation("words", second * 1000, second * 1000 + 900, word)
    made.add_ref_annotation("notes", "words", second * 1000 + 100, f"on {word}")
made.to_file("recording.eaf")
recording = Eaf("recording.eaf")


def between(tier, start, end):
    return [value for _, _, value, *_ in recording.get_annotation_data_between_times(tier, start, end)]


for times in ((0, 500), (1000, 1500), (5000, 6000)):
    print(times, between("words", *times), between("notes", *times))
assert between("words", 0, 500) == ["The"], "words are found otherwise"
assert between("words", 5000, 6000) == [], "words are found otherwise"
for times in ((0, 500), (1000, 1500), (5000, 6000)):
    assert between("notes", *times) == ["on The", "on rule", "on binds"], "notes are found by their times"
for tier, value in (("words", "rule"), ("notes", "on rule")):
    found = [found for _, _, found, *_ in recording.get_annotation_data_at_time(tier, 1500)]
    print("at 1500", found)
    assert found == [value], "what stands at a moment is found otherwise"
PYTHON
