#!/usr/bin/env bash
# stam 0.12.1 (Stand-off Text Annotation Model): values through its CSV.
#
# Expected: an annotation store saved as CSV and loaded again has the values it had, of the kinds they had.
# Seen:     numbers, truth values and nothing come back as text (5 is "5", nothing is "null"), and the list ["a", "b"]
#           is written as ", ab": where one entry ended is lost.
# So:       a CSV cell that holds a list or an object is JSON, and what kind each column is stands in the description
#           beside it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stam==0.12.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import stam

store = stam.AnnotationStore(id="store")
text = store.add_resource(id="text", text="A rule of law.")
store.add_dataset("set")
values = {"whole": 5, "digits": "5", "nothing": None, "truth": True, "list": ["a", "b"]}
for key, value in values.items():
    place = stam.Selector.textselector(text, stam.Offset.simple(2, 6))
    store.annotate(target=place, data={"key": key, "value": value, "set": "set"})
store.set_filename("site.store.stam.csv")
store.save()
back = {}
for annotation in stam.AnnotationStore(file="site.store.stam.csv"):
    for data in annotation:
        back[data.key().id()] = data.value().get()
print(back)
assert back == {"whole": "5", "digits": "5", "nothing": "null", "truth": "1", "list": ", ab"}, "values come back otherwise"
PYTHON
