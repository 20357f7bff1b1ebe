"""The large site that is kept under ``var/bench``: built once, by the product's own loads, imports and actions.

A text of 10,000 paragraphs and 150 of some four hundred, a codebook of 2,000 tags, as many taggings as are asked for,
and for each ten of these, up to 10,000, a note and a cross-reference. Nothing is done to it that a real site would not
have: the planner knows what the product tells it.
"""

from collections.abc import Iterator, Sequence
from itertools import batched, count

from django.contrib.auth.models import Group, User
from django.db import connection

from annotator.actions import annotations, cross_references, taggings
from annotator.actions.imports.other_tools import import_codebook
from annotator.models import Annotation, CrossReference, Tag, Tagging
from annotator.models.place import Place
from annotator.permissions import EDITORS
from corpus.importing.sources.files import Content
from corpus.models import Document, Paragraph

from . import site

LONG, TEXTS, SHORT = 10_000, 150, 413
TAGS = 2_000
# Tags that most taggings have: a twentieth each.
OFTEN = 20
MOST = 10_000
# Passages of a paragraph, each of so many words.
PASSAGES, WORDS = 10, 8
AT_ONCE = 500


def build(wanted: int, paragraphs: int = LONG) -> None:
    """Fill an empty database with ``wanted`` taggings; ``paragraphs`` are those of the long text, the others follow."""
    site.prepare()
    team = [*site.people(), User.objects.create_superuser("editor")]
    team[-1].groups.add(Group.objects.get(name=EDITORS))
    lines = "".join(f"theme {n // 10} aspect {n},What is said of it.\n" for n in range(TAGS))
    import_codebook(by=None, file=Content("codebook.csv", f"tag,description\n{lines}".encode()))
    tags = list(Tag.objects.order_by("sort_key")[:OFTEN]), list(Tag.objects.order_by("sort_key")[OFTEN:])
    texts = [site.document(paragraphs, "document-000")]
    texts += [site.document(max(20, SHORT * paragraphs // LONG), f"document-{n:03}") for n in range(1, TEXTS + 1)]
    for number, places in enumerate(batched(places_in(texts, wanted), AT_ONCE)):
        by, often, seldom = team[number % len(team)], tags[0], tags[1]
        tag = seldom[number % len(seldom)] if number % OFTEN == 0 else often[number % OFTEN]
        taggings.tag(places=places, tags=[tag], by=by)
    few = min(MOST, wanted // 10)
    for number, places in enumerate(batched(places_in(texts, few), AT_ONCE)):
        annotations.annotate(places=places, body=f"Note {number}: *compare* what is said.", by=team[number % 4])
    target = Place(_paragraphs(texts[-1])[0])
    for number, place in enumerate(places_in(texts, few)):
        cross_references.cross_reference(source=place, target=target, relation="restates", by=team[number % 4])


def is_built(wanted: int) -> bool:
    """Whether the database is a site of ``wanted`` taggings already."""
    if Tagging._meta.db_table not in connection.introspection.table_names():
        return False
    few = min(MOST, wanted // 10)
    return Tagging.objects.count() == wanted and Annotation.objects.count() == CrossReference.objects.count() == few


def places_in(texts: Sequence[Document], wanted: int) -> Iterator[Place]:
    """So many places, no stretch of words twice: all paragraphs, then all again, each time further on."""
    made = 0
    for turn in count():
        for text in texts:
            for paragraph in _paragraphs(text):
                if made == wanted:
                    return
                # From the tenth on, the same words with one less at the end.
                start, end = site.stretch(paragraph.text, turn % PASSAGES * (WORDS + 1), WORDS - turn // PASSAGES)
                yield Place(paragraph, start, end)
                made += 1


def _paragraphs(text: Document) -> list[Paragraph]:
    found = list(Paragraph.objects.filter(document=text, kind=Paragraph.Kind.BODY).order_by("position"))
    for paragraph in found:
        paragraph.document = text
    return found
