#!/usr/bin/env bash
# statsmodels 0.15.0 (numpy 2.3.5): Fleiss' kappa of codings in which some were left out.
#
# Expected: a coding that is missing (NaN, as pandas reads an empty cell) is no coding: `aggregate_raters` leaves it out
#           or raises an error, as `fleiss_kappa` wants as many codings of each item.
# Seen:     NaN is a category like any other: two coders who both skip an item agree about it. Of four items with two
#           agreements kappa is 0; with four more that nobody coded it is 0.6. The function gives the categories back,
#           nan among them, and warns of nothing. Its documentation does not speak of missing values; that of `to_table`
#           beside it says to delete such rows first.
# So:       what nobody coded is no row of an export of codings, and not a row with an empty cell.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check statsmodels==0.15.0 numpy==2.3.5
cd "$folder"
venv/bin/python -W error - <<'PYTHON'
import numpy as np
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

coded = [[1, 1], [2, 2], [1, 2], [2, 1]]
skipped = [[np.nan, np.nan]] * 4


def kappa(rows):
    counts, categories = aggregate_raters(np.array(rows, dtype=float))
    print(len(rows), "items, categories", categories, "kappa", round(fleiss_kappa(counts), 2))
    return categories, fleiss_kappa(counts)


categories, value = kappa(coded)
assert list(categories) == [1, 2] and abs(value) < 1e-9, "kappa of whole codings is another"
categories, value = kappa(coded + skipped)
assert np.isnan(categories).sum() == 1 and round(value, 2) == 0.6, "what was left out is no category"
PYTHON
