#!/usr/bin/env bash
# irrCAC 0.4.4 (numpy 2.3.5, pandas 2.3.3, scipy 1.16.3) beside krippendorff 0.9.0: alpha of marks on an ordinal scale.
#
# Expected: `CAC(codings, weights="ordinal").krippendorff()` is Krippendorff's alpha for ordinal data, as without
#           weights it is his alpha for names, with weights="quadratic" for intervals and with "ratio" for ratios.
# Seen:     names, intervals and ratios are his, and ordinal is another number: 0.808 for 0.857, and where few agree
#           -0.182 for -0.261. Krippendorff's distance of two values goes by how often those between them were chosen;
#           the weights called ordinal (Gwet's, as in the R package that this is a port of) go by how many values lie
#           between. (Their formula is documented, and is as intended; that the alpha made with them is not the one
#           that others report as ordinal is not said.) On Python 3.12, with what it pins, the figures are the same.
# So:       an agreement is reported with the package and the weights it was computed with, and compared only with its
#           like.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    krippendorff==0.9.0 numpy==2.3.5 pandas==2.3.3 scipy==1.16.3
# It pins a scipy that Python 3.13 cannot have.
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps irrCAC==0.4.4
cd "$folder"
venv/bin/python - <<'PYTHON'
import krippendorff
import pandas
from irrCAC.raw import CAC

near = {"ann": [1, 1, 2, 2, 3, 4, 4, 1], "bob": [1, 2, 2, 3, 3, 4, 3, 1]}
far = {"ann": [1, 2, 4, 2, 3, 4, 3, 4], "bob": [4, 3, 4, 2, 3, 1, 3, 2]}


def alphas(codings, weights, level):
    here = CAC(pandas.DataFrame(codings), weights=weights, digits=6).krippendorff()["est"]["coefficient_value"]
    there = krippendorff.alpha(list(codings.values()), level_of_measurement=level)
    return round(float(here), 3), round(float(there), 3)


for codings, ordinal in ((near, (0.808, 0.857)), (far, (-0.182, -0.261))):
    for weights, level in (("identity", "nominal"), ("quadratic", "interval"), ("ratio", "ratio")):
        here, there = alphas(codings, weights, level)
        print(weights, level, here, there)
        assert here == there, "they differ in this too"
    print("ordinal", *alphas(codings, "ordinal", "ordinal"))
    assert alphas(codings, "ordinal", "ordinal") == ordinal, "ordinal alpha is another"
PYTHON
