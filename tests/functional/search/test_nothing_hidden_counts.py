"""What a viewer may not read changes nothing that they see: no number, hint, row or file of any view of a search.

Generated texts are marked by several people and asked about; then what is hidden from the viewer comes on top, full of the
same words: texts of a closed collection with their earlier wordings, drafts, declined and withdrawn work, notes, saved
searches of others, and a text that was taken back. Every page and every file must be what it was, to the letter.
"""

import random
import re
from contextlib import suppress
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.urls import reverse
from django.utils import timezone

from annotator.actions import annotations, saved_searches, taggings
from annotator.errors import Refused
from annotator.models import Annotation, Status, Tagging
from annotator.models.place import Place
from annotator.presenters.search_registry import VIEWS
from annotator.selectors.filters import visible_documents
from corpus import search
from corpus.models import FormerText
from tests.support.factories import make_collection, make_document, make_tag, paragraphs_of

pytestmark = pytest.mark.django_db

COMMON = ["peace", "shared", "future", "community", "communities", "a", "with", "for", "all", "people", "co-operation"]
PHRASE = "a community with a shared future"
# A word that only stands in what is hidden, and how somebody might spell it.
HIDDEN, NEAR = "treasure", "treasuer"
QUERIES = (
    "peace",
    f'"{PHRASE}"',
    "communi*",
    "community ~3 future",
    "peace -future",
    "peace revision:all",
    "peace kind:all",
    "peace has:note",
    "peace -has:tag",
    "peace tag:hope",
    "peace -by:colleague",
    "shared status:published",
    "from:2010 until:2030 peace",
    "collection:hidden peace",
    f"{HIDDEN}|peace in:notes",
    HIDDEN,
    f"{HIDDEN} peace",
    NEAR,
    "peace document:nowhere",
    f"{HIDDEN} document:open-1",
)
# Made anew for each page.
ONCE = re.compile(r'name="(?:csrfmiddlewaretoken|request_id)" value="[^"]*"|nonce="[^"]*"|hx-headers=\'[^\']*\'')


def sentence(chance, *more):
    said = chance.choices(COMMON, k=chance.randrange(3, 12))
    said[1:1] = more
    if chance.random() < 0.5:
        said[2:2] = PHRASE.split()
    return f"{' '.join(said)}{chance.choice(['.', ', and so on.', ''])}"


def text(chance, slug, *more, **fields):
    lines = [sentence(chance, *more) for _paragraph in range(chance.randrange(3, 6))]
    made = make_document(["# Of peace", *lines], slug=slug, title=f"The {slug} text", **fields)
    search.index(made)
    return made


def mark(chance, documents, tags, people, *words, most=None):
    """Passages of the texts, of ``most`` paragraphs in each, get tags and notes by several people."""
    for document in documents:
        for paragraph in paragraphs_of(document)[1:][:most]:
            by = chance.choice(people)
            start = chance.randrange(len(paragraph.text) - 1)
            places = [Place(paragraph), Place(paragraph, start, chance.randrange(start + 1, len(paragraph.text)))]
            # Somebody may have put it there already.
            with suppress(Refused):
                taggings.tag(places=[chance.choice(places)], tags=chance.sample(tags, k=chance.choice([1, 2])), by=by)
            annotations.annotate(places=[chance.choice(places)], body=f"a note on {sentence(chance, *words)}", by=by)


def hide(chance, shown, tags, others):
    """What the viewer may not read."""
    group = Group.objects.create(name="The few")
    closed = make_collection(slug="hidden", title="Hidden peace", access="groups", groups=[group])
    for person in others:
        person.groups.add(group)
    few = [text(chance, f"closed-{n}", HIDDEN, collection=closed, author="Wang Yi", published_on=date(2001 + 20 * n, 1, 1)) for n in range(2)]  # fmt: skip
    mark(chance, few, tags, others, HIDDEN, most=2)
    first = few[0].paragraphs.get(key=2)
    FormerText.objects.create(paragraph=first, revision_from=1, revision_to=1, position=2, kind="body", text=f"{HIDDEN} peace once")  # fmt: skip
    gone = text(chance, "taken-back", HIDDEN, collection=shown[0].collection)
    gone.current = None
    gone.save()
    search.unindex(gone)
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in (Tagging, Annotation)}
    for said in ({"status": Status.DRAFT}, {"status": Status.DECLINED}, {"withdrawn_at": timezone.now()}):
        mark(chance, shown, tags, others, HIDDEN, most=1)
        for model, known in before.items():
            new = model.objects.exclude(pk__in=known)
            new.update(**said)
            known |= set(new.values_list("pk", flat=True))
    for person in others:
        saved_searches.save_search(name=f"Of {HIDDEN}", address=f"q={HIDDEN}", shared=False, by=person)


def addresses(chance, turn):
    """Two queries of three in one of the views or its file, every view of a tag's places or its file; by turns."""
    views = chance.sample(list(VIEWS), k=len(VIEWS))
    found = []
    for number, typed in enumerate(QUERIES):
        # What hangs on the rights of notes is asked by everybody.
        if (number + turn) % 3 == 0 and "in:notes" not in typed:
            continue
        view = views[number % len(views)]
        asked = {"q": typed, "view": view, "sort": chance.choice(["date", "after1", "words"]), "near": "4"}
        asked |= {"least": "2", "list": chance.choice(["", "lacking", "undated", "years", "authors"])}
        asked |= {"rows": chance.choice(["tag", "person", "document"]), "columns": chance.choice(["tag", "section"])}
        file = (number // len(views) + turn) % 2
        found.append((reverse("search_csv", args=[view]) if file else reverse("search"), asked))
    for number, view in enumerate(VIEWS):
        asked = {"view": view, "least": "2", "rows": "tag", "columns": "person"}
        file = (number + turn) % 2
        found.append(
            (reverse("tag_places_csv", args=["hope", view]) if file else reverse("tag_places", args=["hope"]), asked)
        )
    return [*found, (reverse("formulary"), {}), (reverse("search"), {})]


def answers(client, wanted):
    read = []
    for address, asked in wanted:
        answer = client.get(address, asked)
        assert answer.status_code in {200, 400}, (address, asked)
        said = b"".join(answer).decode() if answer.streaming else answer.content.decode()
        read.append(ONCE.sub("", said))
    return read


def test_what_one_may_not_read_changes_nothing(log_in, reader, annotator, colleague, editor):
    chance = random.Random("hidden")
    others = [colleague, editor]
    tags = [make_tag(name) for name in ("hope", "fear", "trust")]
    open_to_all = make_collection(slug="open", title="Open")
    shown = [
        text(chance, f"open-{n}", collection=open_to_all, author=chance.choice(["Wang Yi", "Ann Li", ""]), published_on=chance.choice([date(2010 + n, 1, 1), None]))
        for n in range(3)
    ]  # fmt: skip
    mark(chance, shown, tags, [*others, annotator])
    saved_searches.save_search(name="Of peace", address="q=peace", shared=True, by=colleague)
    viewers = [(AnonymousUser(), log_in()), (reader, log_in(reader)), (annotator, log_in(annotator))]
    wanted = [addresses(chance, number) for number in range(len(viewers))]
    for those in wanted[1:]:
        those.append((reverse("saved_searches"), {}))
    before = [answers(client, those) for (_person, client), those in zip(viewers, wanted, strict=True)]
    hide(chance, shown, tags, others)
    for (person, client), those, were in zip(viewers, wanted, before, strict=True):
        assert len(set(were)) > len(were) / 2
        assert set(visible_documents(person)) == set(shown)
        for asked, was, now in zip(those, were, answers(client, those), strict=True):
            assert now == was, (person, *asked)
    # It was there to be found: who may read it finds it.
    client = log_in(colleague)
    for typed in (HIDDEN, f"{HIDDEN} in:notes"):
        assert "No paragraphs match" not in client.get(reverse("search"), {"q": typed}).content.decode()
