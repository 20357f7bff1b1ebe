"""The two texts that Glossator was made for: the phrase of their titles, as a person with a pencil counts it.

They are not part of the project: without them (``LOOK_IN``, or ``shared/seeds`` beside the checkout) this is skipped.
"""

from datetime import date

import pytest

from annotator.actions.documents.load import load_document
from tests.corpus.importing.test_seeds_read import FOLDERS
from tests.functional.search.reading import page
from tests.support.factories import make_collection

pytestmark = pytest.mark.django_db
PHRASE = "a community with a shared future for humanity"
ENTRY, ARTICLE = "community-with-a-shared-future", "striving-for-a-shared-future"


@pytest.fixture
def two_texts():
    collection = make_collection(access="public")
    for slug, day in ((ENTRY, date(2022, 11, 11)), (ARTICLE, date(2025, 11, 5))):
        path = next((folder / f"{slug}.txt" for folder in FOLDERS if (folder / f"{slug}.txt").is_file()), None)
        if path is None:
            pytest.skip(f"{slug}.txt is not here; name its folder in LOOK_IN")
        loaded = load_document(by=None, name=path.name, data=path.read_bytes(), collection=collection, slug=slug)
        document = loaded.document
        document.published_on = day
        document.save()


def wordings(client, **asked):
    """What each wording says, and how often in the entry and in the article."""
    answer = page(client, q=f'"{PHRASE}"', view="wordings", **asked)
    counted = {}
    for row in answer.context["page"].rows:
        opened = client.get(row.address).context["page"].rows
        slugs = [line.placed.paragraph.document.slug for line in opened]
        assert len(slugs) == row.occurrences
        counted[row.written] = (slugs.count(ENTRY), slugs.count(ARTICLE))
    return counted


def test_the_phrase_of_the_titles_and_its_wordings(client, two_texts):
    # The titles themselves are front matter, which counts where it is asked for.
    assert wordings(client, near="1") == {PHRASE: (4, 24)}
    assert wordings(client, near="2") == wordings(client, near="1")
    assert wordings(client, near="4") == wordings(client, near="1") | {
        "a community with a shared future": (1, 0),
        "a global community with a shared future": (1, 0),
        "one community with a shared future": (0, 1),
        "a community with a shared future among neighboring countries": (0, 1),
        "a community with a shared future with 17 neighboring countries": (0, 1),
    }


def test_headings_count_where_they_are_asked_for(client, two_texts):
    answer = page(client, q=f'"{PHRASE}" kind:all', view="wordings", near="1")
    assert [row.occurrences for row in answer.context["page"].rows] == [31, 2]


def test_what_each_text_says_and_lacks(client, two_texts):
    rows = page(client, q=f'"{PHRASE}"', view="time", near="4").context["page"].rows
    assert [(row.document.slug, row.times) for row in rows] == [(ENTRY, 6), (ARTICLE, 27)]
    lacking = page(client, q='"win-win cooperation"', view="time", near="1", list="lacking").context["page"].rows
    assert [row.document.slug for row in lacking] == [ENTRY]
