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
from django.contrib.auth.models import Group
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
    "peace in:notes",
    "peace revision:all",
    "peace kind:all",
    "peace has:note",
    "peace -has:tag",
    "peace tag:hope",
    "peace -by:colleague",
    "shared status:published",
    "from:2010 until:2030 peace",
    "collection:hidden peace",
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


def mark(chance, documents, tags, people, *words):
    """Passages of the texts get tags and notes by several people."""
    for document in documents:
        for paragraph in paragraphs_of(document)[1:]:
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
    few = [text(chance, f"closed-{n}", HIDDEN, collection=closed, author="Wang Yi", published_on=date(2001 + 20 * n, 1, 1)) for n in range(3)]  # fmt: skip
    mark(chance, few, tags, others, HIDDEN)
    first = few[0].paragraphs.get(key=2)
    FormerText.objects.create(paragraph=first, revision_from=1, revision_to=1, position=2, kind="body", text=f"{HIDDEN} peace once")  # fmt: skip
    gone = text(chance, "taken-back", HIDDEN, collection=shown[0].collection)
    gone.current = None
    gone.save()
    search.unindex(gone)
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in (Tagging, Annotation)}
    for said in ({"status": Status.DRAFT}, {"status": Status.DECLINED}, {"withdrawn_at": timezone.now()}):
        mark(chance, shown, tags, others, HIDDEN)
        for model, known in before.items():
            new = model.objects.exclude(pk__in=known)
            new.update(**said)
            known |= set(new.values_list("pk", flat=True))
    for person in others:
        saved_searches.save_search(name=f"Of {HIDDEN}", address=f"q={HIDDEN}", shared=False, by=person)


def addresses(chance):
    """Pages and files of every view, of some queries each, and of a tag's places."""
    found = []
    for view in VIEWS:
        for typed in chance.sample(QUERIES, k=3):
            asked = {"q": typed, "view": view, "sort": chance.choice(["date", "after1", "words"]), "near": "4"}
            asked |= {"least": "2", "list": chance.choice(["", "lacking", "undated", "years", "authors"])}
            asked |= {
                "rows": chance.choice(["tag", "person", "document"]),
                "columns": chance.choice(["tag", "section"]),
            }
            found += [(reverse("search"), asked), (reverse("search_csv", args=[view]), asked)]
        asked = {"view": view, "least": "2", "rows": "tag", "columns": "person"}
        found += [
            (reverse("tag_places", args=["hope"]), asked),
            (reverse("tag_places_csv", args=["hope", view]), asked),
        ]
    return [*found, (reverse("formulary"), {}), (reverse("search"), {})]


def answers(client, wanted):
    read = {}
    for number, (address, asked) in enumerate(wanted):
        answer = client.get(address, asked)
        assert answer.status_code in {200, 400}, (address, asked)
        said = b"".join(answer).decode() if answer.streaming else answer.content.decode()
        read[number] = ONCE.sub("", said)
    return read


@pytest.mark.parametrize("viewer", ["", "reader", "annotator"])
def test_what_one_may_not_read_changes_nothing(request, log_in, colleague, editor, viewer):
    chance = random.Random(f"hidden from {viewer}")
    person = request.getfixturevalue(viewer) if viewer else None
    others = [colleague, editor]
    tags = [make_tag(name) for name in ("hope", "fear", "trust")]
    open_to_all = make_collection(slug="open", title="Open")
    shown = [
        text(chance, f"open-{n}", collection=open_to_all, author=chance.choice(["Wang Yi", "Ann Li", ""]), published_on=chance.choice([date(2010 + n, 1, 1), None]))
        for n in range(3)
    ]  # fmt: skip
    mark(chance, shown, tags, [*others, person] if viewer == "annotator" else others)
    saved_searches.save_search(name="Of peace", address="q=peace", shared=True, by=colleague)
    client = log_in(person) if person else log_in()
    wanted = addresses(chance)
    if person:
        wanted.append((reverse("saved_searches"), {}))
    before = answers(client, wanted)
    assert len(set(before.values())) > len(before) / 2
    hide(chance, shown, tags, others)
    assert set(visible_documents(person or client.get("/").wsgi_request.user)) == set(shown)
    after = answers(client, wanted)
    for number, (address, asked) in enumerate(wanted):
        assert after[number] == before[number], (address, asked)
    # It was there to be found: who may read it finds it.
    assert "No paragraphs match" not in log_in(colleague).get(reverse("search"), {"q": HIDDEN}).content.decode()
