"""The search page: what is found, how it is shown and narrowed, for whom, and what is told about odd queries."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.actions import annotations, taggings
from annotator.actions.passages import Place
from annotator.actions.tags import create_tag
from annotator.views.searching import COUNTED, in_context, is_named
from corpus import search
from corpus.models import Paragraph
from tests import factories

pytestmark = pytest.mark.django_db


def make(*texts, **fields):
    made = factories.make_document(texts, **fields)
    search.index(made)
    return made


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


def place(document, key, start=None, end=None):
    paragraph = document.paragraphs.get(key=key)
    paragraph.document = document
    return Place(paragraph, start, end)


def page(client, **asked):
    return client.get(reverse("search"), asked)


def found(answer):
    """The addresses of the paragraphs listed, in order, each as document and key."""
    return [(row.document.slug, row.key) for row in answer.context["page"].rows]


def read(answer):
    """What a person reads on the page."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", main)).split())


@pytest.mark.parametrize(
    ("query", "keys", "marked"),
    [
        ("shared", [1], ["shared"]),
        ('"shared future" COMMUNITY', [1], ["community", "shared future"]),
        ('"shared future', [1], ["shared future"]),
        ("long-term", [2], ["Long-term"]),
        ("peace -war", [], []),
        ("ete cafe", [2], ["été", "Café"]),
        ("命运", [3], ["命运"]),
        ("السَّلام", [4], ["السلام"]),
        ("السلام", [4], ["السلام"]),
        ("shared\0 future", [1], ["shared", "future"]),
        ("walls", [5], ["walls"]),
        ("' OR 1=1 --", [], []),
    ],
)
def test_what_is_found_is_shown_with_its_words_marked(text, log_in, query, keys, marked):
    answer = page(log_in(), q=query)
    assert answer.status_code == 200
    assert found(answer) == [("treaty", key) for key in keys]
    assert re.findall(r'<span class="marked hue-3">([^<]*)</span>', answer.content.decode()) == marked
    assert ("No paragraph you may read is like that" in read(answer)) == (not keys)


def test_text_that_looks_like_html_is_shown_as_it_is(text, log_in):
    assert "He said “no <b>walls</b>” & left." in read(page(log_in(), q="walls"))
    assert "There is no word in “<>&”." in read(page(log_in(), q="<>&"))


@pytest.mark.parametrize("query", ["...", '"', "- -- “”", "。、", "()*:^"])
def test_a_query_without_a_word_is_told_to_be_none(text, log_in, query):
    answer = page(log_in(), q=query)
    assert found(answer) == []
    assert f"There is no word in “{query}”." in read(answer)


@pytest.mark.parametrize("query", ["", "   ", "\0"])
def test_an_empty_query_lists_nothing_and_complains_of_nothing(text, log_in, query):
    answer = page(log_in(), q=query)
    assert answer.status_code == 200
    assert found(answer) == []
    assert not answer.context["notice"]
    assert "No paragraph" not in read(answer)


def test_what_is_cut_off_a_long_query_is_told(text, log_in):
    answer = page(log_in(), q="shared " * 200)
    assert found(answer) == [("treaty", 1)]
    assert "Only the first 1000 characters" in read(answer)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_nothing_that_is_typed_is_an_error(text, log_in, query):
    assert page(log_in(), q=query).status_code == 200


def test_hits_are_grouped_by_document_and_in_the_order_of_the_text(text, log_in):
    make("One future.", "No such word.", "Another future.", slug="Atlas", title="Atlas")
    make("A future.", slug="a-b", title="A b")
    answer = page(log_in(), q="future")
    assert found(answer) == [("Atlas", 1), ("Atlas", 3), ("a-b", 1), ("treaty", 1)]
    assert re.findall(r"<h2><a[^>]*>([^<]*)</a></h2>", answer.content.decode()) == ["Atlas", "A b", "The Treaty"]
    assert "4 paragraphs" in read(answer)


def test_hits_are_paged_and_the_address_keeps_the_search(text, log_in):
    make(*[f"Paragraph {number} of many." for number in range(60)], slug="many")
    first = page(log_in(), q="many", document="many")
    assert len(found(first)) == 50
    assert "60 paragraphs" in read(first)
    assert "?q=many&amp;document=many&amp;page=2" in first.content.decode()
    second = page(log_in(), q="many", document="many", page=2)
    assert [key for _slug, key in found(second)] == list(range(51, 61))


def test_very_many_hits_are_not_counted_to_the_end(log_in):
    document = factories.make_document(["One of very many."])
    (first,) = document.paragraphs.all()
    Paragraph.objects.bulk_create(
        Paragraph(document=document, key=key, position=key, kind="body", text=first.text, since=first.since)
        for key in range(2, COUNTED + 1)
    )
    search.index(document)
    assert "1,000 paragraphs" in read(page(log_in(), q="many"))
    make("Too many.")
    assert "More than 1,000 paragraphs" in read(page(log_in(), q="many"))


@pytest.fixture
def worked_on(text, annotator, colleague, editor):
    other = make("Our shared future is closed.", slug="closed", title="Closed")
    tag, _batch = create_tag(name="hope", definition="Hope.", by=editor)
    below, _batch = create_tag(name="great hope", definition="Great hope.", parent=tag, by=editor)
    taggings.tag(places=[place(text, 1, 2, 11)], tags=[below], by=annotator)
    taggings.tag(places=[place(text, 2)], tags=[tag], by=colleague, draft=True)
    annotations.annotate(places=[place(text, 3)], body="A note.", by=annotator)
    return {"text": text, "other": other, "tag": tag, "below": below}


@pytest.mark.parametrize(
    ("narrowed", "keys"),
    [
        ({"tag": "hope"}, [1]),
        ({"tag": "great-hope", "person": "annotator"}, [1]),
        ({"tag": "hope", "person": "colleague"}, []),
        ({"person": "annotator"}, [1, 3]),
        ({"person": "annotator", "status": "published"}, [1, 3]),
        ({"person": "annotator", "status": "declined"}, []),
        ({"person": "annotator", "q": "future"}, [1]),
        ({"status": "draft"}, []),
        ({"q": "future", "document": "treaty"}, [1]),
        ({"q": "future", "document": "treaty", "tag": "hope", "status": "published"}, [1]),
    ],
)
def test_a_search_is_narrowed_as_the_address_says(worked_on, log_in, annotator, narrowed, keys):
    worked_on["tag"].refresh_from_db()
    answer = page(log_in(annotator), **narrowed)
    assert found(answer) == [("treaty", key) for key in keys]


def test_a_draft_narrows_for_its_author_alone(worked_on, log_in, annotator, colleague, editor):
    assert found(page(log_in(colleague), tag="hope", status="draft")) == [("treaty", 2)]
    for person in (annotator, editor):
        assert found(page(log_in(person), tag="hope", status="draft")) == []
    assert found(page(log_in(), tag="hope", person="annotator")) == [("treaty", 1)]


def test_a_collection_narrows_and_only_what_one_may_see_is_offered(worked_on, log_in, editor):
    closed, mine = worked_on["other"].collection, worked_on["text"].collection
    client = log_in(editor)
    assert found(page(client, q="future", collection=closed.slug)) == [("closed", 1)]
    assert found(page(client, q="future", collection=mine.slug)) == [("treaty", 1)]
    closed.access = "groups"
    closed.save()
    answer = page(client, q="future")
    assert found(answer) == [("treaty", 1)]
    assert "closed" not in answer.content.decode().lower()
    for hidden in ({"collection": closed.slug}, {"document": "closed"}):
        answer = page(client, q="future", **hidden)
        assert answer.status_code == 400
        assert found(answer) == []
        assert "There is no" in read(answer)
    group = Group.objects.create(name="Readers of closed things")
    closed.groups.add(group)
    editor.groups.add(group)
    assert found(page(client, q="future")) == [("closed", 1), ("treaty", 1)]


@pytest.mark.parametrize("name", ["collection", "document", "tag", "person", "status"])
@pytest.mark.parametrize("value", ["nonsense", "\0x", "é" * 3000])
def test_what_is_unknown_is_told_and_the_words_are_kept(text, log_in, name, value):
    answer = page(log_in(), q="future", **{name: value})
    assert answer.status_code == 400
    assert "There is no" in read(answer)
    assert 'value="future"' in answer.content.decode()


def test_the_export_has_what_the_search_found(worked_on, log_in, annotator):
    client = log_in(annotator)
    answer = page(client, q="future OR a", person="annotator", tag="hope", collection=worked_on["text"].collection.slug)
    assert not found(answer)
    answer = page(client, q="future", person="annotator", tag="hope", status="published")
    address = unescape(re.search(r'href="([^"]*/export/\?kind=paragraphs[^"]*)"', answer.content.decode())[1])
    exported = client.get(address)
    assert exported.status_code == 200
    assert exported.context["count"] == 1
    csv = b"".join(client.get(exported.context["csv"])).decode()
    assert csv.count("\ntreaty,The Treaty,1,1,") == csv.count("\ntreaty,") == 1


def test_tags_and_people_of_the_name_are_offered(text, log_in, annotator, editor):
    annotator.first_name, annotator.last_name = "Zoë", "Müller"
    annotator.save()
    create_tag(name="Café culture", definition="Coffee.", aliases=["espresso"], by=editor)
    assert "Café culture" in read(page(log_in(), q="CAFE"))
    assert "Café culture" in read(page(log_in(), q="espre"))
    assert "Zoë Müller" in read(page(log_in(editor), q="muller zoe"))
    assert "Zoë Müller" not in read(page(log_in(), q="muller zoe")), "the public knows only people whose work it sees"
    assert "Zoë Müller" not in read(page(log_in(editor), q="muller bela"))


def test_a_search_with_everything_costs_the_same_however_much_is_found(
    worked_on, log_in, annotator, django_assert_num_queries
):
    client = log_in(annotator)
    asked = {"q": "a", "document": "treaty", "tag": "hope", "person": "annotator", "status": "published"}
    page(client, **asked)
    # Session and person; groups; document, tags, people looked up; count, page; tags with other names, people; choices.
    with django_assert_num_queries(15):
        page(client, **asked)
    others = make(*["A shared future."] * 30, slug="others", collection=worked_on["text"].collection)
    taggings.tag(places=[place(others, key) for key in range(1, 31)], tags=[worked_on["tag"]], by=annotator)
    with django_assert_num_queries(15):
        assert len(found(page(client, **asked | {"document": "treaty,others"}))) == 31


def test_searching_is_reading(text, log_in, reader):
    for client in (log_in(), log_in(reader)):
        assert client.head(reverse("search"), {"q": "future"}).status_code == 200
        assert client.post(reverse("search"), {"q": "future"}).status_code == 405
        assert "Tag them all" not in read(page(client, q="future"))


def test_those_who_tag_are_led_to_tagging_all(text, log_in, annotator, editor):
    for person in (annotator, editor):
        answer = page(log_in(person), q='"shared future"', document="treaty")
        assert 'href="/search/tag/?q=%22shared+future%22&amp;document=treaty"' in answer.content.decode()
        assert "Tag them all" not in read(page(log_in(person), q="nowhere"))


def test_the_context_is_what_stands_around_the_first_words():
    sentence = "Nothing of note is said in this sentence at all. "
    text = sentence * 20 + "Here are the words. " + sentence * 20
    assert in_context(text, search.snippets(text, "words")) == 'Here are the <span class="marked hue-3">words</span>.'
    assert in_context("a < b", []) == "a &lt; b"


@given(st.text(max_size=400), st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400)), max_size=5))
def test_the_context_of_any_words_shows_them(text, stretches):
    places = sorted((start, start + length) for start, length in stretches if start + length <= len(text))
    apart = [each for at, each in enumerate(places) if all(each[0] > end for _start, end in places[:at])]
    shown = unescape(re.sub(r"</?span[^>]*>", "", in_context(text, apart)))
    if apart:
        start, end = apart[0]
        assert text[start:end][:400] in shown


@pytest.mark.parametrize(
    ("wanted", "names", "expected"),
    [
        (["rule"], ["Rules of procedure"], True),
        (["proc", "rule"], ["Rules of procedure"], True),
        (["ule"], ["Rules"], False),
        (["rule", "law"], ["Rules", "the law"], True),
        (["命", "运"], ["命运共同体"], True),
        (["rule"], [""], False),
    ],
)
def test_a_name_has_words_that_begin_like_those_wanted(wanted, names, expected):
    assert is_named(wanted, *names) == expected
