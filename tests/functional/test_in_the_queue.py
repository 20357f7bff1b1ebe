"""What is said of the pairs that were found."""

import pytest

from annotator.actions.parallels.propose import Proposed
from annotator.http.loading import in_the_queue


@pytest.mark.parametrize(
    ("new", "still", "said"),
    [
        (7, 0, "7 new pairs wait to be judged."),
        (0, 0, "No new pairs were found."),
        (1, 2, "1 new pair waits to be judged. 2 that were found before still wait."),
    ],
)
def test_only_what_there_is_is_said(new, still, said):
    assert in_the_queue([Proposed(new=new), Proposed(still=still)]) == said
