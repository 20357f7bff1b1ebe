"""How the tests of contributing name the forms and places of the text, and read an answer."""

import html

from django.urls import reverse

from annotator.models.place import Place

HTMX = {"HX-Request": "true"}


def form(kind, key=1):
    return reverse("contribute", args=["guide", key, kind])


def place(text, key, start=None, end=None):
    para = text.paragraphs.get(key=key)
    para.document = text
    return Place(para, start, end)


def said(answer):
    return html.unescape(answer.content.decode())
