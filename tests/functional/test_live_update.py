"""What an open page is sent while it is open: what is new, once."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from annotator.actions import annotations, taggings
from annotator.models import Event
from annotator.models.event import OVERLAP, RECENT
from annotator.models.place import Place
from annotator.selectors import margin
from annotator.views import reading
from corpus.models.paragraph import PIECE
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def text():
    return factories.make_document(texts=[f"Passage number {number}." for number in range(1, 61)])


@pytest.fixture
def paragraphs(text):
    found = list(text.paragraphs.order_by("position"))
    for each in found:
        each.document = text
    return found


class Page:
    """An open page that asks what is new."""

    def __init__(self, client, text):
        self._client, self._address = client, reverse("margin", args=[text.slug])
        page = client.get(reverse("document", args=[text.slug])).content.decode()
        self._mark = '"{}"'.format(re.search(r'data-etag="([^"]*)"', page)[1])

    def ask(self):
        """The keys of the paragraphs that it is sent; ``None`` for a 304."""
        answer = self._client.get(self._address, headers={"If-None-Match": self._mark, "HX-Request": "true"})
        if answer.status_code == 304:
            return None
        self._mark = answer["ETag"]
        assert len(self._mark) < 400
        return [int(key) for key in re.findall(r'id="m(\d+)"', answer.content.decode())]


@pytest.fixture
def page(client, text):
    return Page(client, text)


def note(paragraph, by):
    annotations.annotate(places=[Place(paragraph)], body="A note.", by=by)


def test_each_note_is_sent_once(page, paragraphs, annotator):
    assert page.ask() is None
    for paragraph in paragraphs[:5]:
        note(paragraph, annotator)
        assert page.ask() == [paragraph.key]
        assert page.ask() is None


def test_what_was_there_when_the_page_was_opened_is_not_sent(client, text, paragraphs, annotator):
    note(paragraphs[0], annotator)
    page = Page(client, text)
    note(paragraphs[1], annotator)
    assert page.ask() == [2]


def test_two_on_one_paragraph_are_both_sent(page, paragraphs, annotator):
    for _ in range(2):
        note(paragraphs[0], annotator)
        assert page.ask() == [1]


def test_what_one_action_did_to_many_is_sent_once(page, paragraphs, annotator):
    places = [Place(each) for each in paragraphs[:50]]
    assert len(places) > RECENT
    taggings.tag(places=places, tags=[factories.make_tag("one")], by=annotator)
    assert len(page.ask()) == 50
    note(paragraphs[55], annotator)
    # The fifty are one batch, which the page knows whole.
    assert page.ask() == [56]


def test_what_was_committed_late_is_sent_all_the_same(page, paragraphs, annotator):
    note(paragraphs[0], annotator)
    assert page.ask() == [1]
    # Begun before the note and committed after it, as may be on PostgreSQL.
    late = Event.objects.get()
    Event.objects.create(
        at=late.at - OVERLAP / 2,
        actor=annotator,
        action=late.action,
        subject_type=late.subject_type,
        document=late.document,
        paragraph=paragraphs[7],
        batch=uuid.uuid4(),
    )
    assert page.ask() == [8]
    assert page.ask() is None


@pytest.mark.parametrize("mark", ['"nonsense"', '"1.5-abc"', "", '"-"', "*", '"9e99-a-b"', 'W/"12-x-é"'])
def test_a_mark_that_is_none_of_ours_is_answered(client, text, paragraphs, annotator, mark):
    note(paragraphs[0], annotator)
    answer = client.get(reverse("margin", args=[text.slug]), headers={"If-None-Match": mark})
    assert answer.status_code == 200
    assert timezone.now() - Event.objects.get().at < timedelta(minutes=5)


def test_many_margins_are_told_some_at_a_time(client, text, paragraphs, annotator, monkeypatch):
    monkeypatch.setattr(reading, "MARGINS", 25)
    page = Page(client, text)
    tag = factories.make_tag("hope")
    taggings.tag(places=[Place(each) for each in paragraphs], tags=[tag], by=annotator)
    told, address, mark, steps = [], f"{reverse('margin', args=[text.slug])}?", page._mark, 0
    while address:
        answer = client.get(address, headers={"If-None-Match": mark, "HX-Request": "true"})
        told += map(int, re.findall(r'id="m(\d+)"', answer.text))
        page._mark = page._mark if steps else answer["ETag"]
        steps += 1
        address = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert told == [each.key for each in paragraphs]
    assert steps == 3
    assert page.ask() is None
    note(paragraphs[3], annotator)
    assert page.ask() == [4]


def test_the_margins_of_one_piece_are_told_whatever_happened(client, text, paragraphs, annotator):
    note(paragraphs[PIECE], annotator)
    address = reverse("margin", args=[text.slug])
    answer = client.get(f"{address}?&page=2")
    assert re.findall(r'id="m(\d+)"', answer.text) == [str(each.key) for each in paragraphs[PIECE : 2 * PIECE]]
    assert "A note." in answer.text
    assert client.get(f"{address}?&page=4").status_code == 404


@pytest.mark.parametrize("kind", ["note", "tag"])
def test_what_is_made_while_a_margin_is_read_is_told_next_time(log_in, annotator, text, paragraphs, monkeypatch, kind):
    read, tag = margin._entries, factories.make_tag("hope")
    annotations.annotate(places=[Place(paragraphs[0])], body="Said before.", by=annotator)
    meanwhile = [Place(paragraphs[0], 0, 7)]

    def slowly(passages):
        found = read(passages)
        if places := [meanwhile.pop()] if meanwhile else []:
            if kind == "note":
                annotations.annotate(places=places, body="Said meanwhile.", by=annotator)
            else:
                taggings.tag(places=places, tags=[tag], by=annotator)
        return found

    monkeypatch.setattr(margin, "_entries", slowly)
    client = log_in(annotator)
    first, then = client.get(text.get_absolute_url()), client.get(text.get_absolute_url())
    assert (first.status_code, "Said before." in first.text) == (200, True)
    assert ("Said meanwhile." if kind == "note" else "hope") in then.text
