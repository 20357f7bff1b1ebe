#!/usr/bin/env bash
# docxcompose 2.2.0 (python-docx 1.2.0) on two Word files with comments.
#
# Expected: what was said of a passage stays with the passage when files are joined, or is left out with a warning;
#           pictures and lists of the second file get numbers of their own.
# Seen:     the comments of the second file are dropped and their places kept, with the numbers they had: where the
#           first file has a comment of that number, its author says it of the second file's words too; where it has
#           none, the place names a comment that is not there (the case reported in 2021, as a file that Word mends).
# So:       annotations are keyed by ids that no other file can have, never by a count within the file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check docxcompose==2.2.0 python-docx==1.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import io
import re
import zipfile

from docx import Document
from docxcompose.composer import Composer


def file_with(words, author=None, comment=None):
    document, file = Document(), io.BytesIO()
    run = document.add_paragraph().add_run(words)
    if author:
        document.add_comment(run, text=comment, author=author, initials=author[0])
    document.save(file)
    return Document(file)


def joined(first, second):
    file = io.BytesIO()
    composer = Composer(first)
    composer.append(second)
    composer.save(file)
    body = zipfile.ZipFile(file).read("word/document.xml").decode()
    places = re.findall(r'commentRangeStart w:id="(\d+)"/>.*?<w:t[^>]*>([^<]*)', body, re.DOTALL)
    return places, [(str(comment.comment_id), comment.author, comment.text) for comment in Document(file).comments]


places, comments = joined(file_with("First rule.", "Ann", "Agreed."), file_with("Second rule.", "Bob", "Never!"))
print(places, comments)
assert places == [("0", "First rule."), ("0", "Second rule.")], "places of comments are numbered anew"
assert comments == [("0", "Ann", "Agreed.")], "comments of the second file are kept"
places, comments = joined(file_with("First rule."), file_with("Second rule.", "Bob", "Never!"))
print(places, comments)
assert places == [("0", "Second rule.")] and not comments, "comments are kept where the first file has none"
PYTHON
