#!/usr/bin/env bash
# nltk 3.10.4: agreement of coders (`AnnotationTask`) who put two tags on a passage.
#
# Expected: what the coders agree about does not hang on the order of the rows (coder, passage, tag); a second tag of a
#           coder on the same passage counts as such, or is an error.
# Seen:     kappa is 0.25 when two coders' rows come as x, y and x, y, and -0.5 when one of them has y before x: of the
#           tags that a coder put on a passage the first row alone is compared, and all of them count for chance. pi, S
#           and multi_kappa change likewise. alpha is the same in every order, and so are all where each coder has one
#           tag. (The documentation asks for as many rows of each coder, on the same passages, which there are. A kappa
#           above 1 from doubled rows was reported in 2019 and is open.)
# So:       taggings are counted as sets, and the same taggings in another order give the same number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nltk==3.10.4
cd "$folder"
venv/bin/python - <<'PYTHON'
from itertools import permutations

from nltk.metrics.agreement import AnnotationTask

rest = [("ann", "2", "z"), ("bob", "2", "z"), ("ann", "3", "x"), ("bob", "3", "y")]
one = [("ann", "1", "x"), ("bob", "1", "x"), *rest]
two = [("ann", "1", "x"), ("ann", "1", "y"), ("bob", "1", "x"), ("bob", "1", "y"), *rest]


def values(rows, measure):
    tasks = (AnnotationTask([*order, *rows[4:]]) for order in permutations(rows[:4]))
    return sorted({round(getattr(task, measure)(), 3) for task in tasks})


for measure in ("kappa", "pi", "S", "multi_kappa", "alpha"):
    print(measure, "one tag:", values(one, measure), "two tags:", values(two, measure))
    assert len(values(one, measure)) == 1, "the order matters with one tag too"
    assert len(values(two, measure)) == (1 if measure == "alpha" else 2), "the order matters otherwise"
assert values(two, "kappa") == [-0.5, 0.25], "kappa is another"
PYTHON
