#!/usr/bin/env bash
# spaCy 3.8.18: a document through JSON (`Doc.to_json`, `Doc.from_json`).
#
# Expected: a document half of which is annotated is so when it comes back: words of which nobody said whether they are
#           a name are as before (`ent_iob_` is ""), words of which somebody said that they are none are "O".
# Seen:     all words without a name are "O": what was not looked at comes back as looked at and found to be nothing,
#           which a model is then trained on and measured by. DocBin, the library's binary form, keeps the difference.
#           (A maintainer noted in 2022, when `from_json` was made, that this JSON has no missing names.)
# So:       an export of annotations says of each passage whether it was read, apart from what was found there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check spacy==3.8.18
cd "$folder"
venv/bin/python - <<'PYTHON'
import spacy
from spacy.tokens import Doc, DocBin, Span

pipeline = spacy.blank("en")
document = pipeline("Ann of Bonn left Rome")
document.set_ents([Span(document, 0, 1, "PERSON")], outside=[Span(document, 1, 3)], default="missing")


def known(document):
    return [word.ent_iob_ for word in document]


through_json = Doc(pipeline.vocab).from_json(document.to_json())
(through_bin,) = DocBin().from_bytes(DocBin(docs=[document]).to_bytes()).get_docs(pipeline.vocab)
print("made", known(document), "JSON", known(through_json), "DocBin", known(through_bin))
assert known(document) == ["B", "O", "O", "", ""], "it is made otherwise"
assert known(through_bin) == known(document), "DocBin loses the difference"
assert known(through_json) == ["B", "O", "O", "O", "O"], "JSON keeps the difference"
PYTHON
