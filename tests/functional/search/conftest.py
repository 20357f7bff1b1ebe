"""What the tests of the search page share: an indexed text, and the same text worked on."""

import pytest

from annotator.actions import annotations, taggings
from annotator.actions.tags import create_tag
from tests.functional.search.reading import make, place


@pytest.fixture
def text():
    return make(
        "A community with a shared future for humanity.",
        "Long-term peace, not war; l’été au Café.",
        "构建人类命运共同体是2025年的任务。",
        "السلام والتنمية في العالم",
        "He said “no <b>walls</b>” & left.",
        slug="treaty",
        title="The Treaty",
    )


@pytest.fixture
def worked_on(text, annotator, colleague, editor):
    other = make("Our shared future is closed.", slug="closed", title="Closed")
    tag, _batch = create_tag(name="hope", definition="Hope.", by=editor)
    below, _batch = create_tag(name="great hope", definition="Great hope.", parent=tag, by=editor)
    taggings.tag(places=[place(text, 1, 2, 11)], tags=[below], by=annotator)
    taggings.tag(places=[place(text, 2)], tags=[tag], by=colleague, draft=True)
    annotations.annotate(places=[place(text, 3)], body="A note.", by=annotator)
    return {"text": text, "other": other, "tag": tag, "below": below}
