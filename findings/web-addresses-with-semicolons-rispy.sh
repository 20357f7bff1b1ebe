#!/usr/bin/env bash
# rispy 0.10.0 on RIS, the format of reference managers: web addresses with a semicolon.
#
# Expected: an address alone on a line "UR  - " is one address, with its semicolon: such are the DOIs of many articles
#           of the 1990s, which end like ";2-0" and stand in RIS as https://doi.org/…
# Seen:     it is two: the address up to the semicolon and "2-0". Written again it is two lines. The library parts this
#           one field at semicolons, with or without a space behind them; keywords, a list too, keep theirs, and so
#           does "DO  - ". `delimiter_tags_mapping={}` keeps the address. (No report of it was found.)
# So:       a list within a line is parted only where the next part can be what the list is of: here, an address.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rispy==0.10.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import rispy

DOI = "10.1000/(SICI)1000-0000(199801)1:1<1::AID-A1>3.0.CO;2-0"
ADDRESS = f"https://doi.org/{DOI}"


def read(address, **options):
    lines = ["TY  - JOUR", "KW  - rule;law", f"DO  - {DOI}", f"UR  - {address}", "ER  - ", ""]
    (reference,) = rispy.loads("\n".join(lines), **options)
    assert reference["keywords"] == ["rule;law"] and reference["doi"] == DOI, "other fields are parted too"
    return reference


reference = read(ADDRESS)
written = [line for line in rispy.dumps([reference]).splitlines() if line.startswith("UR")]
print(reference["urls"], written)
assert reference["urls"] == [ADDRESS.removesuffix(";2-0"), "2-0"], "the address is one"
assert len(written) == 2, "it is written as one"
assert read("https://a.org/b")["urls"] == ["https://a.org/b"], "addresses without semicolons change"
assert read(ADDRESS, delimiter_tags_mapping={})["urls"] == [ADDRESS], "the option does not help"
PYTHON
