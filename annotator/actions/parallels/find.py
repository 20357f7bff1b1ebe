"""Looking for the parallels of many documents at once, in memory: for the command line and for a worker."""

from collections.abc import Callable, Collection

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from annotator.actions.parallels.propose import Proposed, propose
from annotator.actions.sentence_vectors import make_missing_vectors
from annotator.parallels import meaning
from annotator.parallels.meaning import Meanings
from annotator.parallels.nearest import Corpus
from annotator.permissions import Permission, require
from annotator.progress import say
from annotator.selectors.found_pairs import corpora, pairs_of_corpus
from annotator.selectors.parallels import meanings_of, prepared_texts


def find_and_propose(
    of: Collection[int] | None, *, by: User | None, kept: Callable[[Proposed], None], words_only: bool = False
) -> None:
    """Find the parallels of the documents ``of``, by primary key, and put them into the queue, some at a time.

    Args:
        of: the documents, which ``by`` may read; ``None`` for all.
        by: who asked for it; nobody on the command line.
        kept: is told of what is in the queue from then on, also where the rest fails or is cancelled.
        words_only: whether the meaning is left out, where a sentence model is installed.
    """
    if by is not None:
        require(by, Permission.EDIT_DOCUMENT)
    say(_("Reading the texts"))
    for audience, corpus in corpora(of):
        documents = audience.own if of is None else audience.own.intersection(of)
        pairs = pairs_of_corpus(audience, corpus, documents, meanings_for(corpus, words_only=words_only))
        propose(pairs, audience=audience, whole=documents == audience.own, kept=kept)
        say(_("Reading the texts"))


def meanings_for(corpus: Corpus, *, words_only: bool) -> Meanings | None:
    """The vectors of the texts of ``corpus``, made where there are none; ``None`` without a model."""
    if words_only or not meaning.name():
        return None
    texts = prepared_texts(corpus)
    make_missing_vectors(texts)
    return meanings_of(texts)
