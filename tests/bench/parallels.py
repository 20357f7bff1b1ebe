"""Parallels: where 25,000 paragraphs of 2 million words are said again, of which a fifth is reused with changes.

The limit of finding all pairs is the plainest program over the same words: the texts that share a word of which there
are few, counted, and not compared. Beside it the processor's time (without that of PostgreSQL), since others may be at
work on the machine, and the memory it took, above what there was.
"""

import random
import time
import tracemalloc
from argparse import Namespace
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

from django.core.management import call_command
from django.db import transaction

from .concordance import load_texts
from .measuring import Table, database, median, ms

TABLE = Table("database", "what", figures=["pairs", "seconds", "processor", "plainest", "memory"], width=34)
DOCUMENTS, PARAGRAPHS, WORDS = 250, 100, 80
KNOWN = 20_000
TIMES = 5


def measure(_options: Namespace) -> None:
    """Measure it on the database of ``DATABASE_URL``."""
    # Django must be set up before its models are read.
    from annotator.selectors.audiences import audiences
    from annotator.selectors.found_pairs import corpora, pairs_of_corpus, pairs_of_document
    from annotator.selectors.parallel_passages import parallel_passages
    from corpus.db.statistics import refresh
    from corpus.models import Document, Paragraph

    call_command("migrate", verbosity=0)
    texts = list(_texts(random.Random(16)))
    with transaction.atomic():
        load_texts(texts)
    refresh()

    def row(what: str, act: Callable[[], Any], plainest: str = "", *, memory: bool = False, times: int = 1) -> Any:
        spent, worked = [], []
        for _time in range(times):
            start, at_work = time.perf_counter(), time.process_time()
            found = act()
            spent.append(time.perf_counter() - start)
            worked.append(time.process_time() - at_work)
        told = ""
        if memory:
            tracemalloc.start()
            act()
            told = f"{tracemalloc.get_traced_memory()[1] / 2**20:.0f} MiB"
            tracemalloc.stop()
        number = len(found) if isinstance(found, list) else ""
        TABLE.row(database(), what, number, ms(median(spent)), ms(median(worked)), plainest, told)
        return found

    (audience, corpus), *_none = row("the corpus in memory", lambda: list(corpora()), memory=True)
    start = time.perf_counter()
    _plainest(texts)
    plainest = ms((time.perf_counter() - start) * 1000)
    assert audience == audiences()[0]
    row("all pairs", lambda: pairs_of_corpus(audience, corpus, audience.own), plainest)
    newest = Document.objects.order_by("pk").last()
    assert newest is not None
    row("one document of 100 paragraphs", lambda: pairs_of_document(newest), times=TIMES)
    paragraphs = iter(Paragraph.objects.filter(document=newest).select_related("document")[:TIMES])

    def one() -> Any:
        paragraph = next(paragraphs)
        return parallel_passages(paragraph.text, paragraph.document, None)

    row("one paragraph", one, times=TIMES)


def _plainest(texts: list[list[str]]) -> int:
    """How many texts share a word that stands in at most twenty."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    everything = [text.lower().strip(".").split() for document in texts for text in document]
    for at, words in enumerate(everything):
        for word in set(words):
            places[word].append(at)
    pairs: Counter[tuple[int, int]] = Counter()
    for at, words in enumerate(everything):
        pairs.update((at, to) for word in set(words) if len(places[word]) <= 20 for to in places[word] if to > at)
    return len(pairs)


def _texts(chance: random.Random) -> Iterator[list[str]]:
    """Texts of words as frequent as those of a language (Zipf); each fifth paragraph is an earlier one, changed."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    known = ["".join(chance.choices(letters, k=chance.randint(2, 10))) for _word in range(KNOWN)]
    weights = list(accumulate(1 / rank for rank in range(2, KNOWN + 2)))
    before: list[list[str]] = []
    for _document in range(DOCUMENTS):
        new = []
        for at in range(PARAGRAPHS):
            if before and at % 5 == 0:
                words = [word if chance.random() > 1 / 6 else chance.choice(known) for word in chance.choice(before)]
            else:
                words = chance.choices(known, cum_weights=weights, k=WORDS)
            new.append(words)
        before += new
        yield [f"{' '.join(words).capitalize()}." for words in new]
