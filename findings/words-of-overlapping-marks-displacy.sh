#!/usr/bin/env bash
# displaCy of spaCy 3.8.18: a text with its marks as a page (`render`, style "ent", `manual=True`).
#
# Expected: the page has the words of the text, once each and in their order, with the marks about them; of two marks
#           that overlap one is nested, cut or left out, or there is an error.
# Seen:     words under two marks stand there twice, without a word: of "The rule of law binds." with marks on "rule of
#           law" and on "law" the page says "The rule of law law binds." Each mark prints its words, wherever the last
#           one ended. Marks side by side do no harm, and style "span", which is meant for overlaps, has each word once.
#           (No report of it was found.)
# So:       a page of marked text is read back without its marks and compared with the text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check spacy==3.8.18
cd "$folder"
venv/bin/python - <<'PYTHON'
import re

from spacy import displacy

TEXT = "The rule of law binds."
TOKENS = ["The", "rule", "of", "law", "binds", "."]


def words(*marks):
    entries = [{"start": TEXT.index(mark), "end": TEXT.index(mark) + len(mark), "label": "1"} for mark in marks]
    page = displacy.render({"text": TEXT, "ents": entries}, style="ent", manual=True, jupyter=False)
    return re.findall(r"[a-z]+", re.sub(r"<[^>]*>", " ", page), re.IGNORECASE)


def words_of_spans(*places):
    spans = [{"start_token": start, "end_token": end, "label": "1"} for start, end in places]
    document = {"text": TEXT, "spans": spans, "tokens": TOKENS}
    page = displacy.render(document, style="span", manual=True, jupyter=False)
    return re.findall(r"[a-z]+", re.sub(r"<[^>]*>", " ", page), re.IGNORECASE)


once = TOKENS[:-1]
for marks in (("rule", "law"), ("rule of law", "law"), ("rule of", "of law")):
    print(marks, " ".join(words(*marks)))
assert words("rule", "law") == once, "marks side by side change the words"
assert words("rule of law", "law") == ["The", "rule", "of", "law", "law", "binds"], "a mark within another"
assert words("rule of", "of law") == ["The", "rule", "of", "of", "law", "binds"], "marks that cross"
assert words_of_spans((1, 4), (3, 4)) == once, "spans change the words"
PYTHON
