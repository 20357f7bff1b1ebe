"""What the search page leads to: the export, tags and people of the name, tagging all hits."""

import re
from html import unescape

import pytest
from django.urls import reverse

from annotator.actions.tags import create_tag
from tests.functional.search.reading import found, page, read

pytestmark = pytest.mark.django_db


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
