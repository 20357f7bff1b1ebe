"""A document for paper: the whole text, numbered notes, a legend, and what the person wants of them."""

import re

import pytest
from django.urls import reverse

from annotator.actions import annotations, cross_references, taggings
from annotator.models.place import Place
from annotator.presenters.printed import has_room
from corpus.models.paragraph import PIECE
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LONG = "Every party shall keep the promise that it made, and shall say in which place. " * 4


@pytest.fixture
def text(annotator, editor):
    """Longer than what a page shows at once, with something of every kind on the first, the second and the last."""
    made = factories.make_document([LONG] * (PIECE + 5), title="The Promise", subtitle="A treaty")
    first, second, last = (made.paragraphs.get(key=key) for key in (1, 2, PIECE + 5))
    for paragraph in (first, second, last):
        paragraph.document = made
    duty = factories.make_tag("duty", definition="What must be done.", colour=6)
    taggings.tag(places=[Place(first, 6, 11)], tags=[duty], by=annotator)
    (note,), _batch = annotations.annotate(places=[Place(first, 12, 17)], body="Said *so*.", by=annotator)
    annotations.reply(to=note, body="No doubt.", by=editor)
    cross_references.cross_reference(
        source=Place(second, 0, 5), target=Place(last, 0, 5), relation="restates", by=editor
    )
    annotations.annotate(places=[Place(last)], body="Not yet for others. " * 20, by=annotator, draft=True)
    return made


def page(client, text, **chosen):
    """What the page says, without the help on keys that every page carries."""
    html = client.get(reverse("print", args=[text.slug]), chosen).content.decode()
    return html[html.index("<main") : html.index("</main>")]


def numbers(html):
    return [int(number) for number in re.findall(r'(?:<sup>|, )<a href="#note-(\d+)">', html)]


def test_it_is_the_whole_text_with_its_title_address_and_revision(client, text):
    html = page(client, text)
    assert re.findall(r'<section class="para[^>]* id="p(\d+)"', html) == [str(key) for key in range(1, PIECE + 6)]
    for said in ("The Promise", "A treaty", f"http://testserver{text.get_absolute_url()}", "revision 1 of "):
        assert said in html
    assert 'class="more"' not in html


def test_notes_are_numbered_in_the_order_of_the_words(client, text, annotator):
    html = page(client, text)
    assert numbers(html) == [1, 2, 3, 4]
    assert [int(number) for number in re.findall(r'id="note-(\d+)"', html)] == [1, 2, 3, 4]
    for said in ("duty", "Said <em>so</em>.", "No doubt.", "restates", "The Promise</bdi>, ¶&nbsp;"):
        assert said in html
    assert re.search(r'Every <span class="marked hue-6">party</span><sup><a href="#note-1">1</a></sup>', html)


def test_numbers_at_one_place_have_commas_between_them_and_others_have_none(client, text, annotator):
    first = text.paragraphs.get(key=1)
    first.document = text
    annotations.annotate(places=[Place(first, 0, 11)], body="Once more.", by=annotator)
    html = page(client, text)
    assert '<sup><a href="#note-1">1</a>, <a href="#note-2">2</a></sup>' in html
    assert '</a></sup> shall<sup><a href="#note-3">3</a></sup>' in re.sub(r"</?span[^>]*>", "", html)


def test_a_note_beside_a_paragraph_says_the_words_that_were_lost(client, text):
    place = text.paragraphs.get(key=1).passages.get(start=12)
    place.state, place.quote = "lost", "ought to"
    place.save()
    html = page(client, text)
    assert "words lost" in html
    assert "ought to</q>" in html


def test_the_legend_has_the_tags_that_are_printed(client, text):
    html = page(client, text)
    assert "What must be done." in html
    assert "What must be done." not in page(client, text, kind="annotation")


def test_for_whom_it_is_decides_what_is_printed(client, log_in, text, annotator, editor):
    draft = "Not yet for others."
    member = log_in(annotator)
    assert draft not in page(member, text)
    mine = page(member, text, **{"for": "me"})
    assert draft in mine
    assert numbers(mine) == [1, 2, 3, 4, 5]
    # Too long to stand beside its paragraph.
    assert mine.index('class="endnotes"') < mine.index(draft)
    assert "restates" not in page(member, text, **{"for": "mine"})
    assert "Said <em>so</em>." in page(member, text, **{"for": "mine"})
    for other in (log_in(editor), client):
        assert draft not in page(other, text, **{"for": "me"})


def test_the_text_alone_has_no_notes_and_costs_no_query_for_them(log_in, text, annotator):
    html = page(log_in(annotator), text, **{"for": "nobody"})
    assert numbers(html) == []
    for absent in ("Said", "What must be done.", 'class="marked', 'class="endnotes"'):
        assert absent not in html


def test_lines_below_the_words_are_a_choice(client, text):
    assert 'class="words">Every <span class="marked hue-6">' in page(client, text, **{"for": "everybody", "lines": "1"})
    without = page(client, text, **{"for": "everybody"})
    assert 'class="marked' not in without
    assert numbers(without) == [1, 2, 3, 4]


@pytest.mark.parametrize("chosen", [{"for": "x"}, {"for": "\x00"}, {"tag": "none"}, {"status": "x", "kind": "y"}])
def test_what_means_nothing_is_passed_over(client, text, chosen):
    assert "The Promise" in page(client, text, **chosen)


def test_its_queries_do_not_grow_with_the_text(client, text, annotator, django_assert_max_num_queries):
    for key in range(3, PIECE + 5):
        paragraph = text.paragraphs.get(key=key)
        paragraph.document = text
        annotations.annotate(places=[Place(paragraph, 0, 5)], body="Again.", by=annotator)
    # 4 of them count the tags of the legend, and look for paragraphs after the last one.
    with django_assert_max_num_queries(23):
        assert numbers(page(client, text))[-1] == 4 + PIECE + 2


def test_furniture_is_not_printed(client):
    text = factories.make_document(["The text.", "Page 7"])
    text.paragraphs.filter(key=2).update(kind="furniture")
    assert "Page 7" not in page(client, text)


def test_notes_stand_beside_a_paragraph_where_they_have_room():
    assert has_room("A short line.", [40])
    assert not has_room("A short line.", [400])
    assert has_room("A line. " * 100, [400])
    assert not has_room("A line. " * 100, [200] * 6)
