#!/usr/bin/env bash
# python-docx 1.2.0 on Word files with tracked changes and content controls.
#
# Expected: the text of a paragraph is what Word prints, where all changes are accepted: what was put in is there,
#           what was deleted is not, and words in a content control (a filled-in field of a form) are words.
# Seen:     tracked insertions and content controls are left out as deletions are, without a word about it: "The rate
#           is six per cent." reads "The rate is  per cent.", and a paragraph that is a content control does not
#           exist.
# So:       readers of drafts and forms have to walk the elements of ISO 29500 themselves, and are tested with each of
#           these.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import io
import zipfile

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MARK = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'


def word_file(body):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>',
        )
        parts.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        parts.writestr("word/document.xml", f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>')
    return io.BytesIO(out.getvalue())


def run(words, properties=""):
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


from docx import Document

rate = run("The rate is ") + f"<w:del {MARK}><w:r><w:delText>five</w:delText></w:r></w:del>"
rate += f"<w:ins {MARK}>{run('six')}</w:ins>" + run(" per cent.")
control = f"<w:sdt><w:sdtContent>{run('Minister')}</w:sdtContent></w:sdt>"
whole = f"<w:sdt><w:sdtContent><w:p>{run('A paragraph in a content control.')}</w:p></w:sdtContent></w:sdt>"
body = f"<w:p>{rate}</w:p><w:p>{run('The ')}{control}{run(' may act.')}</w:p>{whole}"
texts = [paragraph.text for paragraph in Document(word_file(body)).paragraphs]
print(texts)
assert texts == ["The rate is  per cent.", "The  may act."], "insertions or content controls are read now"
PYTHON
