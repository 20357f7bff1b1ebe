"""What references and lists call a document."""

import pytest

from corpus.models import Document


@pytest.mark.parametrize(
    ("title", "given", "shown"),
    [
        ("Charter", "", "Charter"),
        ("Charter of a Shared Future: A Commentary", "", "Charter of a Shared Future"),
        ("A title that goes on and on and on until nobody can read it in a margin", "", None),
        ("Charter of a Shared Future", "Charter", "Charter"),
    ],
)
def test_it_is_the_short_title_or_made_from_the_title(title, given, shown):
    found = Document(title=title, short_title=given).title_in_short
    assert len(found) <= 60
    assert found == shown if shown else found.endswith("…")
