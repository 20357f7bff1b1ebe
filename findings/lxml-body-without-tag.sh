#!/usr/bin/env bash
# lxml 6.1.3 (its own libxml2) and trafilatura 2.3.1, on a page that leaves out the tags of head and body.
#
# Expected: HTML lets both tags be left out; the first element that belongs in no head begins the body, so the body of
#           `<title>T</title><article><p>…` is the article, as browsers have it.
# Seen:     lxml.html puts the article into the head, and the body begins at the next element that HTML 4 knew: here it
#           has the second paragraph alone, where `<div>` in place of `<article>` gives both. trafilatura, which reads
#           such trees, then returns a text without the article.
# So:       whoever reads pages with it moves what is no part of a head from there to the body, before anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lxml==6.1.3 trafilatura==2.3.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import trafilatura
from lxml import etree, html

FIRST = "All keepers are born free and equal, and nobody is to be driven from the square without a hearing. " * 3
SECOND = "The meeting is open to whoever wishes to listen, and its minutes are read aloud before they are kept. " * 3
print("libxml2", ".".join(map(str, etree.LIBXML_VERSION)))


def page(name):
    return f"<!doctype html><title>T</title><{name}><p>{FIRST}</p></{name}><p>{SECOND}</p>"


def body(name):
    return [" ".join(p.text_content().split()[:4]) for p in html.document_fromstring(page(name)).body.iter("p")]


for name in ("div", "article", "main", "section", "header"):
    print(f"{name:8}", body(name))
print("trafilatura:", trafilatura.extract(page("article")))
assert body("div") == ["All keepers are born", "The meeting is open"]
for name in ("article", "main", "section", "header"):
    assert body(name) == ["The meeting is open"], f"a leading {name} begins the body now"
assert "born free" not in (trafilatura.extract(page("article")) or ""), "trafilatura keeps the article now"
PYTHON
