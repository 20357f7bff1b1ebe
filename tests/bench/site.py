"""The throwaway site that is measured: texts, people and tags."""

import random
import re
from collections.abc import Sequence
from pathlib import Path

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from annotator.actions import annotations, cross_references, taggings
from annotator.actions.documents.load import load_document
from annotator.models import Tag
from annotator.models.place import Place
from annotator.models.tag_names import key_of
from annotator.permissions import ANNOTATORS
from corpus.models import Collection, Document, Paragraph

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
PEOPLE = 8
TAGS = 200
# Paragraphs between two headings.
CHAPTER = 50
WORDS = 100


def prepare() -> None:
    """Make the tables and the static files."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def text(paragraphs: int) -> bytes:
    """A text of ``paragraphs`` blocks, headings among them, each of about ``WORDS`` words; always the same."""
    known = [
        word.lstrip("#-*>•–0123456789.")
        for name in ("handbook.md", "house-style.md")
        for word in (SEEDS / name).read_text(encoding="utf-8").split()
    ]
    vocabulary = [word for word in known if re.search(r"\w", word)]
    chosen = random.Random(paragraphs)
    blocks = [
        f"Chapter {number // CHAPTER + 1}"
        if number % CHAPTER == 0
        else "The " + " ".join(chosen.choices(vocabulary, k=WORDS - 1))
        for number in range(paragraphs)
    ]
    return "\n\n".join(blocks).encode() + b"\n"


def document(paragraphs: int, slug: str = "") -> Document:
    """A document of ``paragraphs`` blocks, loaded as every document is."""
    slug = slug or f"long-{paragraphs}"
    collection, _ = Collection.objects.get_or_create(slug="bench", defaults={"title": "Bench"})
    data = text(paragraphs)
    loaded = load_document(by=None, name=f"{slug}.txt", data=data, collection=collection, slug=slug)
    return loaded.document


def people() -> list[User]:
    """Annotators."""
    group = Group.objects.get(name=ANNOTATORS)
    made = [User.objects.create(username=f"annotator-{number}") for number in range(PEOPLE)]
    for person in made:
        person.groups.add(group)
    return made


def tags() -> list[Tag]:
    """A codebook."""
    made = []
    for number in range(TAGS):
        name = f"theme {number // 10} aspect {number % 10}"
        fields = {"key": key_of(name), "slug": f"tag-{number}", "path": name, "colour": number % 12 + 1}
        made.append(Tag.objects.create(name=name, definition=f"What theme {number // 10} says.", **fields))
    return made


def contribute(document: Document, people: Sequence[User], tags: Sequence[Tag]) -> int:
    """Put six taggings, three notes and a cross-reference on each paragraph of the text; returns how many that is."""
    bodies = Paragraph.objects.filter(document=document, kind=Paragraph.Kind.BODY).order_by("position")
    paragraphs = list(bodies.select_related("document__collection"))
    for number, person in enumerate(people):
        own = paragraphs[number :: len(people)]
        for turn in range(2):
            places = [Place(paragraph, *stretch(paragraph.text, turn * 5, 8)) for paragraph in own]
            taggings.tag(places=places, tags=tags[number * 3 : number * 3 + 3], by=person)
        for turn in range(3):
            places = [Place(paragraph, *stretch(paragraph.text, turn * 7, 10)) for paragraph in own]
            annotations.annotate(places=places, body=f"Note {turn}: *compare* what is said above.", by=person)
        for place, paragraph in enumerate(own):
            source, target = Place(paragraph, *stretch(paragraph.text, 30, 5)), Place(paragraphs[-1 - place])
            cross_references.cross_reference(source=source, target=target, relation="restates", by=person)
    return 10 * len(paragraphs)


def stretch(text: str, first: int, number: int) -> tuple[int, int]:
    """Where ``number`` words of ``text`` from word ``first`` on stand."""
    words = [word.span() for word in re.finditer(r"\S+", text)][first : first + number]
    return words[0][0], words[-1][1]


def session_of(person: User) -> str:
    """The session cookie of ``person``, logged in."""
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value
