#!/usr/bin/env bash
# odfpy 1.4.1 on an OpenDocument text with a tracked deletion.
#
# Expected: the text of a document is what is printed: words deleted with changes tracked are not in it.
# Seen:     deleted words come first, glued to the name of who deleted them and the time; among the paragraphs the
#           deleted one is an ordinary one, and the text of a note is there twice, in its paragraph and as one of its
#           own.
# So:       an OpenDocument file cannot be read by taking its paragraphs: `text:tracked-changes` and `text:note` are
#           to be left aside first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check odfpy==1.4.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import zipfile

from odf import teletype, text
from odf.opendocument import load

NAMES = "urn:oasis:names:tc:opendocument:xmlns"
KIND = "application/vnd.oasis.opendocument.text"
CONTENT = f"""<office:document-content xmlns:office="{NAMES}:office:1.0" xmlns:text="{NAMES}:text:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:body><office:text><text:tracked-changes>
<text:changed-region xml:id="c1" text:id="c1"><text:deletion><office:change-info><dc:creator>Ada</dc:creator>
<dc:date>2026-01-01T00:00:00</dc:date></office:change-info><text:p>five</text:p></text:deletion></text:changed-region>
</text:tracked-changes><text:p>The rate is <text:change text:change-id="c1"/>six per cent.<text:note text:id="n1"
 text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p>
</text:note-body></text:note></text:p></office:text></office:body></office:document-content>"""
MANIFEST = f"""<manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0" manifest:version="1.2"><manifest:file-entry
 manifest:full-path="/" manifest:media-type="{KIND}"/><manifest:file-entry manifest:full-path="content.xml"
 manifest:media-type="text/xml"/></manifest:manifest>"""
with zipfile.ZipFile("draft.odt", "w") as parts:
    parts.writestr("mimetype", KIND)
    parts.writestr("content.xml", CONTENT)
    parts.writestr("META-INF/manifest.xml", MANIFEST)
document = load("draft.odt")
whole = " ".join(teletype.extractText(document.text).split())
paragraphs = [" ".join(teletype.extractText(each).split()) for each in document.getElementsByType(text.P)]
print(whole)
print(paragraphs)
assert "Ada" in whole and "five" in whole, "deleted words are left out now"
assert paragraphs[0] == "five" and paragraphs[-1] == "A note." and len(paragraphs) == 3, "paragraphs are other ones now"
PYTHON
