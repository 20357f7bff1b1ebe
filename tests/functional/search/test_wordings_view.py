"""The wordings of a phrase as a page: each with its numbers, dates and names, and opened its places."""

import csv
import re
from datetime import date
from html import unescape
from io import StringIO
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import reverse

from annotator.actions import annotations
from annotator.actions.tags import create_tag
from annotator.models import Tagging
from tests.functional.search.reading import make, page, place, read
from tests.support.factories import make_collection

pytestmark = pytest.mark.django_db
PHRASE = "a community with a shared future for humanity"


@pytest.fixture
def speeches():
    return [
        make(f"Building {PHRASE}, and {PHRASE}.", slug="one", author="Ann Li", published_on=date(2015, 3, 1)),
        make("A Community With a Shared Future for Humanity", slug="two", publisher="The Press", published_on=date(2013, 5, 2)),
        make("of a community with a shared future for mankind it is", f"{PHRASE}, he said", slug="three", author="Ann Li", published_on=date(2017, 1, 18)),
        make("a community with our shared and peaceful future for mankind", slug="four", author="Bo Ma"),
        make("Nothing of the kind; a community with a common river.", slug="five", published_on=date(2018, 1, 1)),
    ]  # fmt: skip


def ask(client, q=f'"{PHRASE}"', **asked):
    return page(client, q=q, view="wordings", **asked)


def rows(answer):
    return [(row.written, row.relation, row.occurrences, row.documents) for row in answer.context["page"].rows]


def csv_of(client, view, **asked):
    answer = client.get(reverse("search_csv", args=[view]), asked)
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(b"".join(answer).decode(), newline="")))


def test_each_wording_has_its_numbers_its_dates_and_its_names(client, speeches):
    answer = ask(client)
    assert rows(answer) == [
        (PHRASE, "as typed", 3, 2),
        ("A Community With a Shared Future for Humanity", "in other typography", 1, 1),
        ("a community with a shared future for mankind", "1 word exchanged", 1, 1),
    ]
    first, second, _third = answer.context["page"].rows
    assert (first.span.first.day, first.span.last.day) == (date(2015, 3, 1), date(2017, 1, 18))
    assert first.span.names == ["Ann Li"]
    assert second.span.names == ["The Press"]


@pytest.mark.parametrize(
    ("near", "number"), [("1", 2), ("2", 2), ("3", 3), ("4", 4), ("", 3), ("5", 3), ("x\x00", 3), ("٤", 3)]
)
def test_how_near_counts_as_the_same_is_in_the_address(client, speeches, near, number):
    answer = ask(client, near=near)
    assert answer.status_code == 200
    assert len(rows(answer)) == number


def test_every_step_is_said_in_words_with_its_threshold(client, speeches):
    said = read(ask(client))
    for words in ("but for typography", "in other forms", "up to one word in four", "up to one word in two"):
        assert words in said


def test_a_wording_opened_shows_its_places(client, speeches):
    listed = ask(client)
    opened = client.get(listed.context["page"].rows[2].address)
    assert [(line.words, line.placed.paragraph.document.slug) for line in opened.context["page"].rows] == [
        ("a community with a shared future for mankind", "three")
    ]
    assert client.get(opened.context["page"].rows[0].placed.address).status_code == 200
    typed, otherwise = (client.get(row.address).context["page"].rows for row in listed.context["page"].rows[:2])
    assert [line.words for line in typed] == [PHRASE] * 3
    assert [line.words for line in otherwise] == ["A Community With a Shared Future for Humanity"]
    assert [line.placed.paragraph.document.slug for line in client.get(listed.context["page"].rows[0].address + "&sort=date").context["page"].rows] == ["one", "one", "three"]  # fmt: skip


def test_a_wording_that_nothing_says_any_more_is_told_and_the_others_are_shown(client, speeches):
    answer = ask(client, wording="no such words")
    assert "No place says this now" in read(answer)
    assert len(rows(answer)) == 3


def test_wordings_are_found_where_the_phrase_itself_stands_nowhere(client, speeches):
    answer = ask(client, q='"a community with a shared future for nobody"')
    assert [row[1] for row in rows(answer)] == ["1 word exchanged", "1 word exchanged"]


def test_lines_that_were_dismissed_count_in_no_wording(client, speeches):
    first = speeches[0].paragraphs.get(key=1)
    assert rows(ask(client, without=f"{first.pk}.1.9"))[0] == (PHRASE, "as typed", 2, 2)


def test_nothing_near_is_said(client, speeches):
    assert "Nothing says this" in read(ask(client, q='"entirely other words"'))


def test_names_with_commas_are_told_apart(client):
    make("Some words.", author="", publisher="News, Daily", slug="paper", published_on="2020-01-01")
    make("Some words.", author="Ada Lindqvist", slug="speech", published_on="2021-01-01")
    assert "News, Daily; Ada Lindqvist" in read(ask(client, q='"some words"'))


def test_only_what_one_may_read_counts(client, log_in, annotator, speeches):
    closed = make_collection(access="members")
    make(f"{PHRASE}.", "a community with a shared future for members", collection=closed, author="Nobody Else")
    assert rows(ask(client))[0] == (PHRASE, "as typed", 3, 2)
    assert "members" not in read(ask(client, near="4"))
    assert "Nobody Else" not in read(ask(client, near="4"))
    assert rows(ask(log_in(annotator)))[0] == (PHRASE, "as typed", 4, 3)


def test_words_that_are_no_phrase_can_be_made_one(client, speeches):
    answer = ask(client, q="shared future document:one")
    quoted = client.get(answer.context["search"].shown.quoted)
    assert rows(quoted) == [("shared future", "as typed", 2, 1)]


def test_what_any_search_finds_is_put_together_by_its_words(client, speeches):
    assert [row[0] for row in rows(ask(client, q="community ~3 future"))] == [
        "community with a shared future",
    ]
    assert [(row[0], row[2]) for row in rows(ask(client, q="mankind|kind"))] == [("mankind", 2), ("kind", 1)]  # fmt: skip


def test_in_notes_and_earlier_revisions_what_is_found_is_put_together_by_its_words(client, annotator):
    text = make("A shared future.", slug="noted")
    annotations.annotate(places=[place(text, 1)], body="Of a Shared Future; see a shared future.", by=annotator)
    for view in ("wordings", "time", "neighbours", "by"):
        assert page(client, q='"shared future" in:notes', view=view).status_code == 200
    assert [(row[0], row[2]) for row in rows(ask(client, q='"shared future" in:notes'))] == [("Shared Future", 2)]
    assert [(row[0], row[2]) for row in rows(ask(client, q='"shared future" revision:all'))] == [("shared future", 1)]
    beside = page(client, q='"shared future" in:notes', view="neighbours", least="2").context["page"].rows
    assert [(row.collocate.word, row.collocate.beside, row.collocate.everywhere) for row in beside] == [("a", 2, 2)]
    assert len(client.get(beside[0].address).context["page"].rows) == 2


def test_the_file_has_every_wording(client, speeches):
    found = csv_of(client, "wordings", q=f'"{PHRASE}"', near="4")
    assert [(row["wording"], row["relation"], row["occurrences"], row["documents"]) for row in found] == [
        (PHRASE, "exact", "3", "2"),
        ("A Community With a Shared Future for Humanity", "typography", "1", "1"),
        ("a community with a shared future for mankind", "changed", "1", "1"),
        ("a community with our shared and peaceful future for mankind", "changed", "1", "1"),
    ]
    assert (found[0]["first"], found[0]["last"], found[0]["by"]) == ("2015-03-01", "2017-01-18", "Ann Li")
    assert (found[3]["put_in"], found[3]["left_out"], found[3]["exchanged"], found[3]["undated"]) == (
        "2",
        "0",
        "2",
        "1",
    )


def test_words_apart_lead_to_their_wordings_as_one_phrase_with_all_that_narrows_them(client, speeches):
    answer = ask(client, q='"a community" with a shared Future kind:all -river document:one')
    (address,) = re.findall(r'href="([^"]*)">See the wordings of these words as one phrase', answer.content.decode())
    asked = dict(parse_qsl(urlsplit(unescape(address)).query))
    assert asked["q"] == '"a community with a shared Future" kind:all -river document:one'
    assert [row[2] for row in rows(client.get(unescape(address)))] == [2]


def test_lines_of_an_opened_wording_are_ticked_and_tagged(log_in, annotator, speeches, editor):
    create_tag(name="hope", definition="Hope.", by=editor)
    client = log_in(annotator)
    opened = client.get(unescape(ask(client).context["page"].rows[2].address))
    content = opened.content.decode()
    assert "Tag all lines that are left" not in content, "what has these words may be part of a longer wording"
    (value,) = re.findall(r'name="line" value="([^"]*)"', content)
    form = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', content.partition('class="lines"')[2])
    sent = {name: unescape(said) for name, said in form}
    looked = client.get(reverse("tag_in_bulk"), sent | {"line": value})
    assert "a community with a shared future for mankind" in read(looked)
    (hit,) = looked.context["form"].hits
    data = dict(looked.context["narrowed_to"]) | {"chosen": hit.value, "tags": "hope", "on": "words"}
    assert client.post(reverse("tag_in_bulk"), data).status_code == 302
    passage = Tagging.objects.get().passage
    assert passage.paragraph.text[passage.start : passage.end] == "a community with a shared future for mankind"
    fewer = client.get(reverse("search"), sent | {"line": value, "dismiss": "1"})
    assert "said" not in fewer.context["search"].options
