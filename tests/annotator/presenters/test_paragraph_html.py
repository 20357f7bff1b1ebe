"""The one page that is written without templates: nothing that people wrote is taken for HTML, and nothing is left out."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from annotator.actions import annotations, cross_references, taggings
from annotator.models.place import Place
from annotator.presenters.paragraph import MOST_ENTRIES, with_margins
from annotator.presenters.paragraph_html import ParagraphWriter
from annotator.selectors.margin import MarginFilter
from corpus.models.paragraph import PIECE
from tests.support import factories
from tests.support.notes import Seen

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HOSTILE = "<script>alert('1')</script> & \"two\""


@pytest.fixture
def text():
    made = factories.make_document(["# Heading", HOSTILE, "A line.\nAnother.", "Third."], title=HOSTILE, author=HOSTILE)
    made.paragraphs.filter(key=2).update(number='1."', section=HOSTILE, section_number='"<1>')
    made.paragraphs.filter(key=4).update(kind="furniture")
    return made


def views_of(text, viewer=None):
    paragraphs = list(text.paragraphs.order_by("position"))
    return with_margins(paragraphs, text, viewer or AnonymousUser(), MarginFilter())


def place(text, key, start=None, end=None):
    return Place(text.paragraphs.select_related("document__collection").get(key=key), start, end)


def values(html, name):
    return [value for _tag, attribute, value in Seen(html).attributes if attribute == name]


def test_what_people_wrote_is_no_html(text, annotator):
    annotator.first_name = annotator.last_name = "<b>\"'"
    annotator.save()
    tag = factories.make_tag(HOSTILE, colour=3)
    taggings.tag(places=[place(text, 2, 0, 8), place(text, 2, 4, 9)], tags=[tag], by=annotator)
    annotations.annotate(places=[place(text, 2)], body=f"`{HOSTILE}`", by=annotator)
    cross_references.cross_reference(source=place(text, 2), target=place(text, 3), relation="quotes", by=annotator)
    html = ParagraphWriter(text).paragraphs(views_of(text))
    seen = Seen(html)
    assert "script" not in seen.tags
    assert seen.depth == 0
    assert "b" not in seen.tags
    assert "".join(seen.text).count(HOSTILE) == 6  # the text, the tag twice, the note, and the title at both ends
    assert [cite for cite in values(html, "data-cite") if '"<1>' in cite]


def test_the_parts_of_a_paragraph(text):
    html = ParagraphWriter(text).paragraphs(views_of(text))
    assert values(html, "id") == ["p1", "m1", "p2", "m2", "p3", "m3"]
    assert '<h2 class="text"><span class="words">Heading</span></h2>' in html
    assert '<span class="mark">1.&quot; </span>' in html
    assert '<span class="words in-lines">A line.\nAnother.</span>' in html
    assert re.search(r'<div class="margin" id="m1"[^>]*></div>', html)
    whole = ParagraphWriter(text, whole_source=True).paragraphs(views_of(text))
    assert 'id="p4"' in whole
    assert 'data-label="page furniture"' in whole


def test_what_a_script_makes_itself_is_left_out_for_it(text, annotator):
    taggings.tag(places=[place(text, 2, 0, 8)], tags=[factories.make_tag("promise")], by=annotator)
    plain, scripted = (ParagraphWriter(text, scripted=each).margins(views_of(text)) for each in (False, True))
    assert ('class="panel"' in plain, 'class="shut"' in plain) == (True, True)
    assert ('class="panel"' in scripted, 'class="shut"' in scripted) == (False, False)
    for html in (plain, scripted):
        assert values(html, "data-start") == ["0"]
        assert values(html, "data-hues") == ["1"]
        assert "promise" in html


def test_folded_entries_are_left_out_for_a_script_that_fetches_them(text, annotator):
    tag = factories.make_tag("promise")
    made = [place(text, 2, start, start + 1) for start in range(MOST_ENTRIES + 1)]
    taggings.tag(places=[*made, place(text, 3, 0, 1)], tags=[tag], by=annotator)
    whole, folded = (
        ParagraphWriter(text, scripted=True, folded=each).margins(views_of(text)) for each in (False, True)
    )
    assert len(values(whole, "data-passage")) == len(made) + 1
    assert len(values(folded, "data-passage")) == 1
    assert values(folded, "data-later") == [None]
    assert "data-later" not in whole
    for html in (whole, folded):
        assert f"{len(made)} passages with marks" in html
        assert f"promise ×{len(made)}" in html


def test_who_put_a_tag_there_and_how_far_it_has_come(text, annotator, colleague):
    tag = factories.make_tag("promise")
    for person in (annotator, colleague):
        taggings.tag(places=[place(text, 2, 0, 8)], tags=[tag], by=person)
    taggings.tag(places=[place(text, 3)], tags=[tag], by=annotator, draft=True)
    html = ParagraphWriter(text).margins(views_of(text, annotator))
    assert values(html, "title") == [f"{annotator.username}, {colleague.username}", annotator.username]
    assert "promise ×2" in html
    assert '<span class="state draft">draft</span>' in html
    assert "draft" not in ParagraphWriter(text).margins(views_of(text))


def test_beside_a_text_in_another_language_people_write_in_theirs():
    text = factories.make_document(["一。"], language="zh-Hans")
    margin = ParagraphWriter(text).margins(views_of(text))
    assert 'id="m1" lang="en" dir="ltr"' in margin
    with translation.override("ar"):
        assert 'id="m1" lang="ar" dir="rtl"' in ParagraphWriter(text).margins(views_of(text))
        arabic = factories.make_document(["نعم"], language="ar")
        assert 'lang="' not in ParagraphWriter(arabic).margins(views_of(arabic))


def test_the_day_of_a_note_is_that_of_the_sites_time_zone(text, annotator, settings):
    (note,), _batch = annotations.annotate(places=[place(text, 2)], body="Said.", by=annotator)
    note.created_at = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC)
    note.save(update_fields=["created_at"])
    settings.TIME_ZONE = "Asia/Tokyo"
    assert " · 2\u00a0Mar" in ParagraphWriter(text).margins(views_of(text))


def test_each_piece_has_an_element_of_its_own_and_many_marks_cost_no_more_queries(annotator):
    text = factories.make_document(["Words enough."] * (PIECE + 1))
    tag = factories.make_tag("promise")
    counts = []
    for key in (1, 2, PIECE + 1):
        taggings.tag(places=[place(text, key, 0, 5)], tags=[tag], by=annotator)
        annotations.annotate(places=[place(text, key, 0, 5)], body="Said.", by=annotator)
        with CaptureQueriesContext(connection) as queries:
            html = ParagraphWriter(text).pieces(views_of(text))
        counts.append(len(queries))
    assert counts[0] == counts[-1]
    assert values(html, "data-page") == ["1", "2"]
