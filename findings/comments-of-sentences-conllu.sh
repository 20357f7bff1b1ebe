#!/usr/bin/env bash
# conllu 6.0.0 and pyconll 3.3.1: the comments above a sentence, read and written again.
#
# Expected: a file that is read and written is the same file; the format (CoNLL-U) asks tools to carry comments over and
#           lets them be anything.
# Seen:     of comments that begin alike ("# note = ") both keep the last alone: they are keys of a dictionary. What a
#           first annotator noted is gone once a second one wrote below it. conllu leaves out comments without "=" too,
#           newpar and newdoc excepted, unless it is given a parser for them; of names that come twice it says nothing.
# So:       what may stand several times is a list, and a file is read and written once to see that it is the same.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check conllu==6.0.0 pyconll==3.3.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import conllu
import pyconll

SENTENCE = """# sent_id = 1
# note = first reading: a verb
# note = second reading: a noun
# checked by two
# newpar
1\tRule\trule\tNOUN\t_\t_\t0\troot\t_\t_

"""


def comments(text):
    return [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]


by_conllu = comments(conllu.parse(SENTENCE)[0].serialize())
by_pyconll = comments(pyconll.load_from_string(SENTENCE).conll())
print(by_conllu, by_pyconll, sep="\n")
assert by_conllu == ["sent_id = 1", "note = second reading: a noun", "newpar"], "conllu keeps other comments"
assert by_pyconll == ["sent_id = 1", "note = second reading: a noun", "checked by two", "newpar"], "pyconll"
named_apart = SENTENCE.replace("note = second", "note2 = second")
assert len(comments(pyconll.load_from_string(named_apart).conll())) == 5, "names are not what it hangs on"
PYTHON
