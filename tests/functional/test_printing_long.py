"""A long text for paper: sent in pieces, the same as in one, and not taken for complete where it breaks off."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.actions import annotations, cross_references, taggings
from annotator.exports import responses
from annotator.models import Passage
from annotator.models.place import Place
from annotator.presenters import printed
from annotator.selectors.document_tags import tags_beside
from annotator.selectors.margin import MarginFilter
from annotator.views import printing
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SAID = "Every party shall keep the promise that it made, and shall say in which place. "
KEPT = 8


@pytest.fixture
def text(annotator, editor):
    """Paragraphs with marks of all kinds: beside them and at the end, uncertain, lost, and of one that is gone."""
    made = factories.make_document([SAID * 3, SAID * 20] * (KEPT // 2))
    paragraphs = list(made.paragraphs.order_by("position"))
    duty, right = factories.make_tag("duty", colour=6), factories.make_tag("right", colour=2)
    for paragraph in paragraphs:
        paragraph.document = made
        taggings.tag(places=[Place(paragraph, 0, 5), Place(paragraph)], tags=[duty], by=annotator)
        (note,), _batch = annotations.annotate(places=[Place(paragraph, 6, 11)], body="Said *so*. ", by=annotator)
        annotations.reply(to=note, body="No doubt. " * paragraph.key * 5, by=editor)
    taggings.tag(places=[Place(paragraphs[0], 0, 5)], tags=[duty, right], by=editor)
    taggings.tag(places=[Place(paragraphs[1], 20, 25)], tags=[right], by=editor, draft=True)
    cross_references.cross_reference(
        source=Place(paragraphs[2], 0, 5), target=Place(paragraphs[-1], 0, 5), relation="restates", by=editor
    )
    for place, state in zip(Passage.objects.filter(start=6)[:2], ("lost", "uncertain"), strict=True):
        place.state, place.quote = state, "ought to"
        place.save()
    Passage.objects.filter(paragraph=paragraphs[5]).update(beside=paragraphs[4], state="lost")
    paragraphs[5].until = made.current
    paragraphs[5].save()
    return made


@pytest.fixture
def in_pieces(monkeypatch):
    """Answers are sent a paragraph at a time, and the notes at the end wait in a file."""
    for module, name, number in (
        (responses, "MEASURED", 10),
        (printed, "AT_ONCE", 1),
        (printing, "IN_MEMORY", 10),
        (printing, "CHUNK", 7),
    ):
        monkeypatch.setattr(module, name, number)


def asked(client, text, method="get", **chosen):
    return getattr(client, method)(reverse("print", args=[text.slug]), chosen)


def without_token(html):
    return re.sub(r'csrfmiddlewaretoken" value="\w+', "", html)


@pytest.mark.parametrize("whose", ["everybody", "me", "nobody"])
def test_what_is_sent_in_pieces_is_the_same(log_in, text, editor, request, whose):
    client = log_in(editor)
    whole = asked(client, text, **{"for": whose}).content.decode()
    assert len(re.findall('<section class="para ', whole)) == KEPT - 1
    assert ('class="beside-it"' in whole) == ('class="endnotes"' in whole) == (whose != "nobody")
    request.getfixturevalue("in_pieces")
    response = asked(client, text, **{"for": whose})
    assert response.streaming
    assert without_token(response.getvalue().decode()) == without_token(whole)


def test_the_legend_counts_passages_once_and_those_beside_too(text, annotator, editor):
    def numbers(user, **narrowing):
        return {used.tag.name: used.passages for used in tags_beside(text, user, MarginFilter(**narrowing))}

    assert numbers(annotator) == {"duty": 2 * KEPT, "right": 1}
    assert numbers(editor) == {"duty": 2 * KEPT, "right": 2}
    assert numbers(editor, status="draft") == {"right": 1}
    assert numbers(editor, kind="annotation") == {}


def test_margins_are_read_as_they_are_sent(client, text, in_pieces):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = asked(client, text)
        pieces = iter(response.streaming_content)
        counts = [len(queries) for _piece in pieces]
    # The head, and then each paragraph.
    assert counts[0] < counts[1] < counts[2] < counts[KEPT - 1]


def breaking(monkeypatch, after):
    """Whoever reads the text meets a fault of ours after so many pieces."""

    def broken(*args, **options):
        for number, piece in enumerate(printed.printed(*args, **options)):
            if number == after:
                raise RuntimeError("Something is gone.")
            yield piece

    monkeypatch.setattr(printing, "printed", broken)


def test_one_that_breaks_off_says_so_and_is_not_ended(client, text, in_pieces, monkeypatch):
    breaking(monkeypatch, after=2)
    sent = b""
    with pytest.raises(RuntimeError):  # noqa: PT012 - what came before counts
        for piece in asked(client, text).streaming_content:
            sent += piece
    html = sent.decode()
    assert len(re.findall('<section class="para ', html)) == 2
    assert "The text breaks off here" in html[html.rindex("</section>") :]
    assert "</html>" not in html


def test_what_fails_at_once_is_a_page_of_its_own(client, text, monkeypatch):
    breaking(monkeypatch, after=0)
    client.raise_request_exception = False
    response = asked(client, text)
    assert response.status_code == 500
    assert 'class="printed"' not in response.content.decode()


def test_who_asks_for_the_head_alone_has_no_text_made(client, text, in_pieces):
    response = asked(client, text, "head")
    assert response.streaming
    assert response.getvalue() == b""
