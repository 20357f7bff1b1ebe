"""A text whose lines are joined, or each a paragraph, stays so in its revisions, whatever a small edit makes of them."""

import random
from textwrap import wrap

import pytest

from annotator.actions import taggings
from annotator.actions.documents.load import load_document, preview_document
from annotator.actions.documents.reread import reread
from annotator.models import Passage
from annotator.models.place import Place
from corpus.blocks import LineBreaks
from corpus.importing import readers
from corpus.models import Document, Paragraph
from tests.support.factories import make_collection, make_tag

pytestmark = pytest.mark.django_db
WORDS = [
    "keeper",
    "gate",
    "harbour",
    "bell",
    "council",
    "warden",
    "market",
    "scale",
    "roof",
    "square",
    "motion",
    "minute",
    "clerk",
    "table",
    "ledger",
    "river",
    "bridge",
    "miller",
    "baker",
    "candle",
    "winter",
    "summer",
    "letter",
    "answer",
    "question",
    "witness",
    "promise",
    "treaty",
    "article",
    "border",
]


def written(seed, roll):
    """Some paragraphs wrapped at a width, and a roll of names line by line without blank lines between."""
    rng = random.Random(seed)
    prose = []
    for _ in range(6):
        words = " ".join(rng.choice(WORDS) for _ in range(40))
        prose.append("\n".join(wrap(f"The {words}.", 64)))
    names = [f"{rng.choice(WORDS).title()} {rng.choice(WORDS).title()}, {number + 1} votes" for number in range(roll)]
    return "\n\n".join([*prose[:3], "\n".join(names), *prose[3:]]) + "\n"


def line_breaks(source):
    return readers.read("roll.txt", source.encode()).line_breaks


def flipping(seed):
    """Two texts that differ by a name in the roll, of which only the first is taken for wrapped."""
    roll = next(n for n in range(4, 200) if line_breaks(written(seed, n + 1)) is LineBreaks.KEPT)
    one, other = written(seed, roll), written(seed, roll + 1)
    assert (line_breaks(one), line_breaks(other)) == (LineBreaks.JOINED, LineBreaks.KEPT)
    return one, other


def load(source, collection=None):
    outcome = load_document(
        by=None, name="roll.txt", data=source.encode(), collection=collection or make_collection(), slug="roll"
    )
    return outcome, [each.text for each in Paragraph.objects.standing().order_by("position")]


def mark(author):
    """Mark three words in each long paragraph that stands."""
    tag = make_tag("one")
    for paragraph in Paragraph.objects.standing().order_by("position"):
        if len(paragraph.text) > 200:
            words = " ".join(paragraph.text.split()[10:13])
            taggings.tag(places=[Place(paragraph, quote=words)], tags=[tag], by=author)


@pytest.mark.parametrize("seed", range(3))
def test_what_was_joined_stays_joined(seed, annotator):
    one, other = flipping(seed)
    _first, before = load(one)
    mark(annotator)
    outcome, after = load(other, Document.objects.get().collection)
    assert (outcome.status, len(after)) == ("revised", len(before) + 1)
    assert "lines_joined" in {notice.code for notice in outcome.notices}
    assert set(Passage.objects.values_list("state", flat=True)) == {Passage.State.KEPT}


@pytest.mark.parametrize("seed", range(3))
def test_what_stood_line_by_line_stays_so(seed, annotator):
    one, other = flipping(seed)
    _first, before = load(other)
    outcome, after = load(one, Document.objects.get().collection)
    assert len(after) == len(before) - 1
    assert "lines_kept" in {notice.code for notice in outcome.notices}
    assert outcome.changes.get("gone", 0) <= 1


def test_the_preview_says_the_same_and_reading_again_keeps_it(annotator):
    one, other = flipping(1)
    load(one)
    preview = preview_document(by=None, name="roll.txt", data=other.encode(), slug="roll")
    outcome, _after = load(other, Document.objects.get().collection)
    assert (preview.changes, preview.notices) == (outcome.changes, outcome.notices)
    again = reread(document=Document.objects.select_related("current", "collection").get(), by=None)
    assert again.status == "unchanged"


def test_a_text_that_is_set_anew_is_read_as_it_is(annotator):
    """The roll gone, the lines of the prose are joined: nothing that stood line by line stands any more."""
    one, other = flipping(2)
    load(other)
    outcome, after = load(
        "\n\n".join(" ".join(part.split()) for part in one.split("\n\n")), Document.objects.get().collection
    )
    assert len(after) == 7
    assert not {"lines_kept", "lines_joined"} & {notice.code for notice in outcome.notices}
