#!/usr/bin/env bash
# pagexml-tools 0.9.0: a word and the words around it in the lines of digitised pages (`find_term_in_context`).
#
# Expected: each occurrence of a word is one line of the concordance, with the words before and behind it. What comes
#           out of files comes out of documents already read, as `LineReader` takes both.
# Seen:     an occurrence within three words of the one before is left out: of "law, law and law" there is one. The
#           words found as context are used up, and the search goes on behind them; with `context_size=0` all three are
#           found. Where the word begins another one beside it ("lawful law"), the middle is put there and what follows
#           is "ful law". Of documents already read `LineReader` gives no line and no error, of the same file all. (Both
#           are documented to give the occurrences, and the lines; no report was found.)
# So:       occurrences are counted first, without their context, and context is cut from the text by their places.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pagexml-tools==0.9.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import pagexml.parser
from pagexml.helper.text_helper import LineReader, find_term_in_context

LINE = """
<TextLine id="l{n}"><Coords points="0,{y} 100,{y} 100,{z} 0,{z}"/><Baseline points="0,{z} 100,{z}"/>
<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>"""
PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
<Metadata><Creator>c</Creator><Created>2024-01-01T00:00:00</Created>
<LastChange>2024-01-01T00:00:00</LastChange></Metadata>
<Page imageFilename="page.jpg" imageWidth="100" imageHeight="100">
<TextRegion id="r"><Coords points="0,0 100,0 100,100 0,100"/>{lines}</TextRegion></Page></PcGts>"""


def read(*texts):
    lines = [LINE.format(n=n, y=20 * n, z=20 * n + 10, text=text) for n, text in enumerate(texts)]
    with open("page.xml", "w", encoding="utf-8") as file:
        file.write(PAGE.format(lines="".join(lines)))
    return LineReader(pagexml_files=["page.xml"])


def concordance(text, **options):
    found = find_term_in_context("law", read(text), **options)
    return [(line["pre"], line["term_match"], line["post"]) for line in found]


seen = {
    "The law of the sea is not the law of war.": [("The ", "law", " of the sea"), ("is not the ", "law", " of war")],
    "law, law and law": [("", "law", ", law and law")],
    "The lawful law binds us.": [("The ", "law", "ful law binds us")],
    "The rightful law binds us.": [("The rightful ", "law", " binds us")],
}
for text, lines in seen.items():
    print(text, concordance(text))
    assert concordance(text) == lines, "the concordance is another"
assert len(concordance("law, law and law", context_size=0)) == 3, "without context it finds others"

from_file = [line["text"] for line in read("The rule", "of law")]
from_document = list(LineReader(pagexml_docs=[pagexml.parser.parse_pagexml_file("page.xml")]))
print(from_file, from_document)
assert from_file == ["The rule", "of law"], "a file is read otherwise"
assert from_document == [], "documents give their lines"
PYTHON
