#!/usr/bin/env bash
# docx2txt 0.9 and docx2python 3.7.1 on the non-breaking hyphen of Word (Ctrl+Shift+Hyphen), an element of its own.
#
# Expected: "Articles 5-10", typed so that no line ends within it, is read with its hyphen, as the non-breaking space (a
#           character) is read, or as python-docx reads it.
# Seen:     the hyphen is gone without a word: "Articles 510", "reenter". With a hyphen from the keyboard,
#           or the non-breaking one of Unicode, all is well.
# So:       a reader of Word files is tested with each sign that is an element, or says what it left out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check docx2txt==0.9 docx2python==3.7.1 python-docx==1.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import docx2txt
from docx import Document
from docx.oxml import OxmlElement
from docx2python import docx2python


def text_of(hyphen):
    """What each library reads of a file with that hyphen; None for Word's own element."""
    document = Document()
    run = document.add_paragraph().add_run("Articles 5")._r
    for after in ("10: may re", "enter"):
        if hyphen is None:
            run.append(OxmlElement("w:noBreakHyphen"))
        words = OxmlElement("w:t")
        words.text = (hyphen or "") + after
        run.append(words)
    document.save("file.docx")
    with docx2python("file.docx") as read:
        return docx2txt.process("file.docx").strip(), read.text.strip(), Document("file.docx").paragraphs[0].text


print(text_of(None))
assert text_of("-") == ("Articles 5-10: may re-enter",) * 3, "hyphens from the keyboard are read otherwise"
assert text_of("\u2011") == ("Articles 5\u201110: may re\u2011enter",) * 3, "hyphens of Unicode are read otherwise"
assert text_of(None) == ("Articles 510: may reenter",) * 2 + ("Articles 5-10: may re-enter",), "the hyphen is read"
PYTHON
