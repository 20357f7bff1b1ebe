"""How the tests of the search page make texts, ask for the page and read it."""

import re
from html import unescape

from django.urls import reverse

from annotator.models.place import Place
from corpus import search
from tests.support import factories


def make(*texts, **fields):
    made = factories.make_document(texts, **fields)
    search.index(made)
    return made


def place(document, key, start=None, end=None):
    paragraph = document.paragraphs.get(key=key)
    paragraph.document = document
    return Place(paragraph, start, end)


def page(client, **asked):
    return client.get(reverse("search"), asked)


def found(answer):
    """The addresses of the paragraphs listed, in order, each as document and key."""
    return [(row.paragraph.document.slug, row.paragraph.key) for row in answer.context["page"].rows]


def read(answer):
    """What a person reads on the page."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", main)).split())
