#!/usr/bin/env bash
# scikit-learn 1.9.1: weighted kappa (`cohen_kappa_score`) of marks on a scale.
#
# Expected: with weights="linear" or "quadratic" two coders who say 2 and 5 are three steps apart, whoever says 3 or 4
#           elsewhere; of low, medium and high either the order is asked for or there is an error.
# Seen:     steps are counted between the values that someone chose: where nobody says 3 or 4, 2 and 5 are one step
#           apart, and kappa is what it is with 3 in place of 5. Words are put in the order of the alphabet: high, low,
#           medium. With all values in `labels`, in their order, both are right; the documentation has `labels` for
#           choosing some of them and does not name it with the weights. (krippendorff 0.9.0 raises an error for words
#           without their order.)
# So:       marks on a scale are compared with the whole scale given, in its order.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check scikit-learn==1.9.1 krippendorff==0.9.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import krippendorff
import numpy as np
from sklearn.metrics import cohen_kappa_score


def kappa(ann, bob, labels=None):
    return round(cohen_kappa_score(ann, bob, weights="quadratic", labels=labels), 3)


ann, bob = [1, 1, 2, 2, 5, 5, 2, 1], [1, 2, 2, 2, 5, 2, 5, 1]
as_chosen, on_the_scale = kappa(ann, bob), kappa(ann, bob, [1, 2, 3, 4, 5])
print("numbers:", as_chosen, "with all steps:", on_the_scale)
assert (as_chosen, on_the_scale) == (0.667, 0.5), "steps are counted by value"
renamed = kappa([{5: 3}.get(value, value) for value in ann], [{5: 3}.get(value, value) for value in bob])
assert renamed == as_chosen, "5 is not taken for 3"

steps = ["low", "medium", "high"]
ann = ["low", "medium", "high", "low", "medium", "high", "medium"]
bob = ["medium", "medium", "high", "low", "low", "high", "high"]
print("words:", kappa(ann, bob), "in their order:", kappa(ann, bob, steps))
assert kappa(ann, bob) == kappa(ann, bob, sorted(steps)) != kappa(ann, bob, steps), "words have another order"
numbers = kappa([steps.index(word) for word in ann], [steps.index(word) for word in bob])
assert numbers == kappa(ann, bob, steps), "their numbers give something else"
try:
    krippendorff.alpha(np.array([ann, bob]), level_of_measurement="ordinal")
except ValueError as error:
    print("krippendorff:", error)
else:
    raise AssertionError("krippendorff takes words without their order")
PYTHON
