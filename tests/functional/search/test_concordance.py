"""The concordance: one line an occurrence, its words in the middle, in the order asked for, ticked, tagged, exported."""

import csv
import re
from html import unescape
from io import StringIO

import pytest
from django.http import QueryDict
from django.urls import reverse

from annotator.actions.tags import create_tag
from annotator.models import Tagging
from tests.functional.search.reading import make, page, read

pytestmark = pytest.mark.django_db


def ask(client, q, **asked):
    return page(client, q=q, view="concordance", **asked)


def lines(answer):
    """What stands before the words of each line, the words, and what stands after."""
    return [(line.before, line.words, line.after) for line in answer.context["page"].rows]


def shown(answer):
    """The lines as they stand on the page."""
    found = re.findall(
        r'<span class="before"><span>(.*?)</span></span><mark>(.*?)</mark><span class="after">(.*?)</span>',
        answer.content.decode(),
        re.DOTALL,
    )
    return [tuple(map(unescape, line)) for line in found]


def csv_of(client, view, **asked):
    answer = client.get(reverse("search_csv", args=[view]), asked)
    assert answer.status_code == 200
    data = b"".join(answer) if answer.streaming else answer.content
    return list(csv.DictReader(StringIO(data.decode(), newline="")))


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Peace is made.", "peace", [("", "Peace", " is made.")]),
        ("They made peace", "peace", [("They made ", "peace", "")]),
        ("a peace, a peace!", "peace", [("a ", "peace", ", a peace!"), ("a peace, a ", "peace", "!")]),
        ("a shared[7] future now", '"shared future"', [("a ", "shared[7] future", " now")]),
        ("构建人类命运共同体是任务。", "命运", [("构建人类", "命运", "共同体是任务。")]),
        ("السلام والتنمية في العالم", "التنمية", []),
        ("السلام والتنمية في العالم", "والتنمية", [("السلام ", "والتنمية", " في العالم")]),
        ("a <b>bold</b> word", "bold", [("a <b>", "bold", "</b> word")]),
        ("line one\nline two", "two", [("line one line ", "two", "")]),
        ("people of the people", '"people of the people"', [("", "people of the people", "")]),
        ("a a a", '"a a"', [("", "a a", " a"), ("a ", "a a", "")]),
    ],
)
def test_each_occurrence_is_a_line_with_its_words_in_the_middle(log_in, text, query, expected):
    make(text, slug="one")
    answer = ask(log_in(), query)
    assert lines(answer) == shown(answer) == expected


def test_a_line_reaches_as_far_as_asked_and_leads_to_its_place(log_in):
    make(" ".join(f"w{number}" for number in range(60)), slug="long", title="A long one")
    client = log_in()
    ((before, words, after),) = lines(ask(client, "w30", width="8"))
    assert (before.split()[0], words, after.split()[-1]) == ("w22", "w30", "w38")
    answer = ask(client, "w30", width="nonsense")
    assert lines(answer)[0][0].split()[0] == "w15"
    address = unescape(re.search(r'class="line"[^>]*href="([^"]*)"', answer.content.decode())[1])
    place = client.get(address)
    assert place.status_code == 200
    start, end = map(int, re.search(r"start=(\d+)&end=(\d+)", address).groups())
    assert " ".join(f"w{number}" for number in range(60))[start:end] == "w30"
    assert "A long one ¶ 1" in read(answer)


def test_lines_of_a_text_that_runs_from_right_to_left_do_too(log_in):
    make("السلام والتنمية في العالم", slug="ar", language="ar")
    assert re.search(r'class="line"[^>]*dir="rtl" lang="ar"', ask(log_in(), "والتنمية").content.decode())


ORDERED = (
    "peace brings zeal daily",
    "old peace brings apples",
    "an old peace Brings zeal at last",
    "new peace",
)


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        ("", [1, 2, 3, 4]),
        ("place", [1, 2, 3, 4]),
        ("nonsense", [1, 2, 3, 4]),
        # Nothing after it first; then brings apples, brings zeal at, brings zeal daily.
        ("after1", [4, 2, 3, 1]),
        ("after2", [4, 2, 3, 1]),
        ("after3", [2, 4, 3, 1]),
        ("before1", [1, 4, 2, 3]),
        ("before2", [1, 2, 4, 3]),
    ],
)
def test_lines_are_sorted_by_the_words_around_them(log_in, order, keys):
    make(*ORDERED, slug="ordered")
    answer = ask(log_in(), "peace", sort=order)
    found = [line.placed.paragraph.key for line in answer.context["page"].rows]
    if order == "after3":
        assert sorted(found[:2]) == [2, 4]
        assert found[2:] == [3, 1]
    else:
        assert found == keys


def test_lines_are_sorted_by_date_and_by_the_words_themselves(log_in):
    make("Dialogue first", slug="a", published_on="2025-01-01")
    make("dialog undated", slug="b")
    make("dialogue early", slug="c", published_on="2001-05-05")
    client = log_in()

    def slugs(order):
        answer = ask(client, "dialog|dialogue", sort=order)
        return [line.placed.paragraph.document.slug for line in answer.context["page"].rows]

    assert slugs("date") == ["c", "a", "b"]
    assert slugs("words") == ["b", "a", "c"]


def test_lines_are_paged_and_counted_to_the_end(log_in):
    make(*["peace and peace"] * 40, slug="many")
    client = log_in()
    first = ask(client, "peace", sort="after1")
    assert len(lines(first)) == 50
    assert "80 occurrences, 40 paragraphs, 1 document" in read(first)
    assert "Searched: 120 words, 40 paragraphs, 1 document." in read(first)
    assert len(lines(ask(client, "peace", sort="after1", page=2))) == 30


def test_the_file_has_all_lines_in_the_order_of_the_page(log_in):
    make(*ORDERED, slug="ordered", title="Ordered", author="=Wang", published_on="2024-02-03")
    make("=peace, -1", slug="odd")
    client = log_in()
    rows = csv_of(client, "concordance", q="peace", sort="after1")
    assert [row["paragraph"] for row in rows] == ["4", "1", "2", "3", "1"]
    assert rows[0] == {
        "document": "ordered",
        "document_title": "Ordered",
        "author": "'=Wang",
        "published_on": "2024-02-03",
        "paragraph": "4",
        "paragraph_number": "",
        "section": "",
        "of": "",
        "start": "4",
        "end": "9",
        "before": "new",
        "words": "peace",
        "after": "",
    }
    assert rows[1]["before"] == "'="
    assert csv_of(client, "concordance", q="peace", sort="after1", raw="1")[1]["before"] == "="
    hits = csv_of(client, "hits", q="peace brings")
    assert [(row["paragraph"], row["occurrences"], row["text"]) for row in hits[:1]] == [
        ("1", "2", "peace brings zeal daily")
    ]
    assert client.get("/search/nonsense.csv", {"q": "peace"}).status_code == 404
    assert client.get("/search/concordance.csv", {"q": "peace", "document": "none"}).status_code == 400
    assert csv_of(client, "concordance", q="") == []


def test_what_is_dismissed_counts_nowhere_and_can_be_brought_back(log_in, annotator):
    make("peace and peace", "peace", slug="one")
    client = log_in(annotator)
    answer = ask(client, "peace")
    values = re.findall(r'name="line" value="([^"]*)"', answer.content.decode())
    assert len(values) == 3
    answer = ask(client, "peace", line=[values[0], values[2]], dismiss="1")
    assert "1 occurrence, 1 paragraph, 1 document" in read(answer)
    assert "2 lines were dismissed" in read(answer)
    assert lines(answer) == [("peace and ", "peace", "")]
    assert f'name="without" value="{values[0]}-{values[2]}"' in answer.content.decode()
    again = ask(client, "peace", without=f"{values[0]}-{values[2]}", line=[values[1]], dismiss="1")
    assert lines(again) == []
    assert "3 lines were dismissed" in read(again)
    assert [row["start"] for row in csv_of(client, "concordance", q="peace", without=values[0])] == ["10", "0"]
    assert len(lines(ask(client, "peace", without="x-1.2.3.4-9999999999999999.1.2-,"))) == 3


def test_more_lines_than_an_address_can_name_are_not_dismissed_and_that_is_told(log_in, annotator):
    text = make("peace " * 400, slug="many")
    pk = text.paragraphs.get().pk
    client = log_in(annotator)
    most = "-".join(f"{pk}.{word}.{word + 1}" for word in range(240))
    answer = ask(
        client, "peace", without=most, line=[f"{pk}.{word}.{word + 1}" for word in range(300, 310)], dismiss="1"
    )
    assert "150 occurrences" in read(answer)
    refused = ask(
        client, "peace", without=most, line=[f"{pk}.{word}.{word + 1}" for word in range(300, 320)], dismiss="1"
    )
    assert refused.status_code == 200
    assert "At most 250 lines can be dismissed" in read(refused)
    assert "160 occurrences" in read(refused)
    # The lines that are shown first are from 240 on.
    on = [f"{pk}.{word}.{word + 1}" for word in range(270, 290)]
    again = ask(client, "peace", without=most, line=on, dismiss="1").content.decode()
    assert re.findall(r'name="line" value="([^"]*)"[^>]* checked', again) == on


@pytest.mark.parametrize("how", ["ticked", "left"])
def test_lines_that_are_ticked_or_left_are_tagged_at_once(log_in, annotator, editor, how):
    make("peace and peace", "peace", slug="one")
    create_tag(name="hope", definition="Hope.", by=editor)
    client = log_in(annotator)
    values = re.findall(r'name="line" value="([^"]*)"', ask(client, "peace").content.decode())
    asked = {"line": [values[0]]} if how == "ticked" else {"without": "-".join(values[1:])}
    form = client.get(reverse("tag_in_bulk"), {"q": "peace", **asked})
    (hit,) = form.context["form"].hits
    carried = dict(form.context["narrowed_to"])
    sent = {**carried, "tags": "hope", "on": "words", "chosen": hit.value}
    assert client.post(reverse("tag_in_bulk"), sent).status_code in {302, 200}
    (tagging,) = Tagging.objects.all()
    assert (tagging.content_object.start, tagging.content_object.end) == (0, 5)


def test_one_comes_back_from_tagging_to_the_lines_as_they_were_shown(log_in, annotator, editor):
    text = make(*["peace and peace"] * 30, slug="one")
    create_tag(name="hope", definition="Hope.", by=editor)
    client = log_in(annotator)
    asked = {"sort": "after1", "width": "40", "document": "one", "page": "2"}
    answer = ask(client, "peace", **asked)
    value = answer.context["page"].rows[0].value
    answer = ask(client, "peace", **asked, line=value, dismiss="1")
    link = unescape(re.search(r'href="([^"]*)">Tag all lines that are left', answer.content.decode())[1])
    above = unescape(re.search(r'href="([^"]*)">Tag them all', answer.content.decode())[1])
    wanted = {"q": "peace", "view": "concordance", **asked, "without": value}
    for address, shown in ((link, wanted), (above, {name: each for name, each in wanted.items() if name != "page"})):
        form = client.get(address)
        sent = dict(form.context["narrowed_to"]) | {"came_from": form.context["came_from"], "on": "words"}
        assert QueryDict(form.context["search_address"].partition("?")[2]).dict() == shown
        chosen = [hit.value for hit in form.context["form"].hits[:1]]
        refused = client.post(reverse("tag_in_bulk"), sent | {"tags": "nonsense", "chosen": chosen})
        assert refused.status_code == 422
        assert [hit.ticked for hit in refused.context["form"].hits][:2] == [True, False]
        sent["came_from"] = refused.context["came_from"]
        done = client.post(reverse("tag_in_bulk"), sent | {"tags": "hope", "chosen": chosen})
        assert done.status_code == 302
        assert QueryDict(done.url.partition("?")[2]).dict() == shown
        Tagging.objects.all().delete()
    assert len(lines(client.get(done.url))) == 50
    elsewhere = {"q": "peace", "came_from": "q=1\r\nX: y", "tags": "hope", "on": "words"}
    chosen = f"{text.paragraphs.get(key=1).pk}:"
    assert client.post(reverse("tag_in_bulk"), elsewhere | {"chosen": chosen}).status_code == 422


def test_a_filter_that_is_there_several_times_stays_so_in_what_is_reached_from_here(log_in):
    for slug in ("one", "two", "three"):
        make("peace and peace", slug=slug)
    client = log_in()
    answer = ask(client, "peace", document=["one", "two"])
    assert len(lines(answer)) == len(lines(client.get(answer.context["search"].result.here))) == 4


def test_who_cannot_tag_is_offered_no_ticks(log_in, reader):
    make("peace", slug="one")
    for client in (log_in(), log_in(reader)):
        assert 'name="line"' not in ask(client, "peace").content.decode()


def test_only_what_one_may_read_counts(log_in, annotator):
    closed = make("peace and peace", slug="closed")
    make("peace", slug="open")
    closed.collection.access = "members"
    closed.collection.save()
    assert "1 occurrence, 1 paragraph, 1 document Searched: 1 word, 1 paragraph, 1 document." in read(
        ask(log_in(), "peace")
    )
    assert "3 occurrences, 2 paragraphs, 2 documents Searched: 4 words, 2 paragraphs, 2 documents." in read(
        ask(log_in(annotator), "peace")
    )
