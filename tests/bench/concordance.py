"""Concordance: a phrase with 10,000 occurrences in 250 speeches of 2 million words, by who may read them all.

The limit is the plainest program over the same words: the folded words of every text in memory, asked by Python's own
search in strings, and sorted by the word that follows. Beside it the memory that a request took, above what there was.
"""

import random
import time
import tracemalloc
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from .measuring import Table, database, median, ms

TABLE = Table("database", "what", figures=["found", "median", "plainest", "times", "memory"], width=34)
SPEECHES, PARAGRAPHS, WORDS = 250, 80, 100
PHRASE = "a community with a shared future"
TIMES = 9


def measure(_options: Namespace) -> None:
    """Measure it on the database of ``DATABASE_URL``."""
    # Django must be set up before its models are read.
    from django.contrib.auth.models import AnonymousUser

    from annotator.selectors.occurrences import found_by
    from corpus.search.query import parse

    call_command("migrate", verbosity=0)
    texts = list(_texts(random.Random(15)))
    with transaction.atomic():
        load_texts(texts)
    from corpus.db.statistics import refresh

    refresh()
    plainly = " ".join(f"{' '.join(text.lower().strip('.').split())} ¶" for speech in texts for text in speech)
    nobody = AnonymousUser()
    client = Client(SERVER_NAME="127.0.0.1")

    def totals(typed: str) -> Callable[[], Any]:
        def ask() -> Any:
            found = found_by(parse(typed), nobody)
            return (*found.totals, *found.denominators)

        return ask

    def page(**asked: str) -> Callable[[], Any]:
        return lambda: client.get("/search/", asked).content

    counted = f" {plainly}".count
    subjects: list[tuple[str, Callable[[], Any], Callable[[], Any]]] = [
        ("totals of the phrase", totals(f'"{PHRASE}"'), lambda: counted(f" {PHRASE} ")),
        ("totals of a beginning", totals("communi*"), lambda: counted(" communi")),
        ("totals of two words, two apart", totals("community ~2 shared"), lambda: _near(plainly)),
        (
            "first page by the word after",
            page(q=f'"{PHRASE}"', view="concordance", sort="after1"),
            lambda: sorted(_after(plainly, PHRASE))[:50],
        ),
        ("wordings, one word in four", page(q=f'"{PHRASE}"', view="wordings"), lambda: _around(plainly, "shared")),
        ("wordings in time", page(q=f'"{PHRASE}"', view="time"), lambda: _around(plainly, "shared")),
        ("neighbours", page(q=f'"{PHRASE}"', view="neighbours"), lambda: _beside(plainly, PHRASE.split())),
        ("first page in order of the text", page(q=f'"{PHRASE}"'), lambda: counted(f" {PHRASE} ")),
    ]
    for name, ask, plainest in subjects:
        ask()
        spent, bare = [], []
        for _time in range(TIMES):
            spent.append(_seconds(ask))
            bare.append(_seconds(plainest))
        tracemalloc.start()
        found = ask()
        memory = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        number = found[0] if isinstance(found, tuple) else ""
        times = f"{median(spent) / median(bare):.1f}"
        TABLE.row(database(), name, number, ms(median(spent)), ms(median(bare)), times, f"{memory:.1f} MiB")


def _seconds(ask: Callable[[], Any]) -> float:
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start


def _after(plainly: str, phrase: str) -> Iterator[tuple[str, int]]:
    at = plainly.find(f" {phrase} ")
    while at >= 0:
        end = at + len(phrase) + 2
        yield plainly[end : plainly.find(" ", end)], at
        at = plainly.find(f" {phrase} ", at + 1)


def _near(plainly: str) -> int:
    known = plainly.split(" ")
    return sum(word == "community" and "shared" in known[at + 1 : at + 4] for at, word in enumerate(known))


def _around(plainly: str, wanted: str) -> Counter[str]:
    """What is said around a word, and how often."""
    known = plainly.split(" ")
    return Counter(" ".join(known[at - 4 : at + 4]) for at, word in enumerate(known) if word == wanted)


def _beside(plainly: str, phrase: list[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands within five words of a phrase, and everywhere."""
    known = plainly.split(" ")
    beside: Counter[str] = Counter()
    for at, word in enumerate(known):
        if word == phrase[0] and known[at : at + len(phrase)] == phrase:
            beside.update(known[at - 5 : at] + known[at + len(phrase) : at + len(phrase) + 5])
    return beside, Counter(known)


def _texts(chance: random.Random) -> Iterator[list[str]]:
    """Speeches of words as frequent as those of a language (Zipf), in half of whose paragraphs the phrase stands."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    known = ["".join(chance.choices(letters, k=chance.randint(2, 10))) for _word in range(20_000)]
    weights = [1 / rank for rank in range(2, len(known) + 2)]
    for _speech in range(SPEECHES):
        speech = []
        for at in range(PARAGRAPHS):
            words = chance.choices(known, weights, k=WORDS)
            if at % 2:
                words[10:10] = PHRASE.split()
            speech.append(f"{' '.join(words).capitalize()}.")
        yield speech


def load_texts(texts: list[list[str]]) -> None:
    """Put ``texts``, each its paragraphs, into the database and the index, within a transaction."""
    from corpus import search
    from corpus.models import Collection, Document, Paragraph, Revision

    collection = Collection.objects.create(slug="speeches", title="Speeches")
    for number, speech in enumerate(texts):
        document = Document.objects.create(
            collection=collection, slug=f"speech-{number:03}", title=f"Speech {number}", next_key=len(speech) + 1
        )
        revision = Revision.objects.create(
            document=document,
            number=1,
            loaded_at=timezone.now(),
            source_name="speech.txt",
            media_type="text/plain",
            sha256=f"{number:064d}",
            length=len(speech),
            paragraph_count=len(speech),
        )
        document.current = revision
        document.save()
        Paragraph.objects.bulk_create(
            Paragraph(document=document, key=at, position=at, kind="body", text=text, since=revision)
            for at, text in enumerate(speech, 1)
        )
        search.index(document)
    assert connection.in_atomic_block
