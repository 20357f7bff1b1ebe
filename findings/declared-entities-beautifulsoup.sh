#!/usr/bin/env bash
# beautifulsoup4 4.15.0 and lxml 6.1.3 on XML that declares its own entities, as older TEI texts do for their signs.
#
# Expected: `&amacr;`, declared in the document itself, is the letter it stands for, as `lxml.etree.fromstring` has it;
#           at worst there is an error.
# Seen:     `BeautifulSoup(text, "xml")` is an empty document, without a word; one declaration suffices, used or not.
#           (With lxml 5.4 the letter alone was lost.) It reads through a parser target that asks for the doctype; lxml
#           then stops at the first entity declared ("Unexpected error code from xmlAddEntity"), and as it is told to
#           recover, what came until then is the document. A target without `doctype` reads the letter.
# So:       what was read is compared with the file: a document without text is an error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check beautifulsoup4==4.15.0 lxml==6.1.3
cd "$folder"
venv/bin/python - <<'PYTHON'
from bs4 import BeautifulSoup
from lxml import etree


class Target:
    def __init__(self):
        self.text = ""

    def data(self, text):
        self.text += text

    def start(self, tag, attributes):
        pass

    def end(self, tag):
        pass

    def close(self):
        return self.text


class DoctypeTarget(Target):
    def doctype(self, *names):
        pass


TEXT = "<!DOCTYPE TEI [%s]><TEI><p>r%sja</p></TEI>"
declared = '<!ENTITY amacr "&#257;">'
print(repr(str(BeautifulSoup(TEXT % (declared, "&amacr;"), "xml"))))
assert BeautifulSoup(TEXT % (declared, "&amacr;"), "xml").get_text() == "", "declared entities are read"
assert BeautifulSoup(TEXT % (declared, "ā"), "xml").get_text() == "", "a declaration without use does no harm"
assert BeautifulSoup(TEXT % ("<!ELEMENT p ANY>", "ā"), "xml").get_text() == "rāja", "other declarations do harm too"
assert etree.fromstring(TEXT % (declared, "&amacr;"), etree.XMLParser(target=Target())) == "rāja", "no target reads it"
try:
    print(etree.fromstring(TEXT % (declared, "&amacr;"), etree.XMLParser(target=DoctypeTarget())))
except etree.XMLSyntaxError as error:
    print(error)
else:
    raise AssertionError("a target that asks for the doctype reads declared entities now")
PYTHON
