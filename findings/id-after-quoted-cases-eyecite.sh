#!/usr/bin/env bash
# eyecite 2.7.8: what "Id." refers to.
#
# Expected: in "Ann v. Bob, 1 U.S. 1 (1800) (quoting Cid v. Dan, 2 U.S. 2 (1801)). Id. at 5." the case is Ann v. Bob:
#           the rules of citation (Bluebook, 4.1) leave out what stands in a parenthesis behind a case, and the library
#           knows that parenthesis as part of the first citation.
# Seen:     it is Cid v. Dan, the last one resolved. Without the parenthesis, or with words in it and no case, it is Ann
#           v. Bob. (Reported in September 2026, and open.)
# So:       a short reference is tied to a passage by a person; what a tool proposes shows the words it took for its
#           antecedent.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check eyecite==2.7.8
cd "$folder"
venv/bin/python - <<'PYTHON'
from eyecite import get_citations, resolve_citations
from eyecite.models import IdCitation


def case_of_id(text):
    for resource, citations in resolve_citations(get_citations(text)).items():
        if any(isinstance(citation, IdCitation) for citation in citations):
            case = resource.citation
            print(text, "->", case.metadata.defendant)
            return f"{case.metadata.plaintiff} v. {case.metadata.defendant}"


case = "See Ann v. Bob, 1 U.S. 1 (1800)"
assert case_of_id(f"{case}. Id. at 5.") == "Ann v. Bob", "a plain Id. is resolved otherwise"
assert case_of_id(f"{case} (leaving fees open). Id. at 5.") == "Ann v. Bob", "parentheses matter in themselves"
quoting = case_of_id(f"{case} (quoting Cid v. Dan, 2 U.S. 2 (1801)). Id. at 5.")
assert quoting == "Cid v. Dan", "a case within a parenthesis is passed over"
PYTHON
