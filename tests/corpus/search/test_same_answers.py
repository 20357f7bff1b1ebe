"""Two hundred generated questions: the index says the same as a few plain lines of Python, on whichever database.

The questions and the texts are the same on each, so that both give the same answers.
"""

import random
from itertools import pairwise

import pytest

from corpus import search
from corpus.models import Document
from corpus.search.finding import find
from corpus.search.inverted import IndexedParagraph, Inverted, found_in
from corpus.search.query import SearchWord, parse
from corpus.search.query_text import as_typed
from corpus.search.tokenizer import words_with_places
from tests.support.factories import make_document

pytestmark = pytest.mark.django_db

WORDS = [
    "peace",
    "Peace",
    "war",
    "shared",
    "share",
    "future",
    "dialog",
    "dialogue",
    "Café",
    "cafe",
    "l'été",
    "co-operation",
    "cooperation",
    "long-term",
    "long",
    "term",
    "people’s",
    "2025",
    "3,000",
    "命",
    "运",
    "命运",
    "共同体",
    "สันติภาพ",
    "السلام",
    "мир",
    "Мир",
    "found[7]",
    "œuvre",
    "Straße",
]
SIGNS = ("", "", "", "", ",", ".", "—", "”")
QUESTIONS = 200


def texts(chance):
    def sentence():
        said = (f"{chance.choice(WORDS)}{chance.choice(SIGNS)}" for _word in range(chance.randrange(1, 14)))
        return " ".join(said)

    return [[sentence() for _paragraph in range(12)] for _document in range(4)]


def word(chance):
    typed = chance.choice(WORDS)
    if chance.random() < 0.2:
        typed = typed[: chance.randrange(2, 5)] + "*"
    if chance.random() < 0.15:
        typed = f"={typed}"
    if chance.random() < 0.2:
        typed += f"|{chance.choice(WORDS)}"
    return typed


def between(chance):
    return chance.choice(["*", "**", "~0", "~1", "~3", "* ~2"])


def term(chance):
    kind = chance.random()
    if kind < 0.35:
        return word(chance)
    if kind < 0.6:
        return f'"{" ".join(chance.choice(WORDS) for _word in range(chance.randrange(2, 4)))}"'
    if kind < 0.9:
        return f"{word(chance)} {between(chance)} {word(chance)}"
    return f'"{chance.choice(WORDS)} {between(chance)} {chance.choice(WORDS)}"|{chance.choice(WORDS)}'


def question(chance):
    terms = [term(chance) for _term in range(chance.choice([1, 1, 1, 2]))]
    if chance.random() < 0.2:
        terms.append(f"-{chance.choice(WORDS)}")
    return " ".join(terms)


def is_word(form, word):
    return word.startswith(form.word) if form.begun else word == form.word


class Plainly:
    """A paragraph, asked in the plainest way: every start and every end are tried."""

    def __init__(self, text):
        self.text = text
        self.known = [
            each for each in words_with_places(text) if not (each.word == "7" and text[each.start - 1] == "[")
        ]
        self.compounds = {}
        for start in range(len(self.known)):
            for end in range(start + 2, min(start + 4, len(self.known)) + 1):
                parts = self.known[start:end]
                joints = {text[left.end : right.start] for left, right in pairwise(parts)}
                if joints <= {"-", "'", "’"} and self.is_whole(start, end):
                    self.compounds[start, end] = "".join(part.word for part in parts)

    def is_whole(self, start, end):
        """Whether nothing more is joined to the words from ``start`` up to ``end``, and no possessive is among them."""
        around = [self.text[self.known[start - 1].end : self.known[start].start]] if start else []
        if end < len(self.known):
            around.append(self.text[self.known[end - 1].end : self.known[end].start])
        single = all(part.word not in {"s", "2025"} and not part.word.isdigit() for part in self.known[start:end])
        return single and not {"-", "'", "’"} & set(around)

    def ends(self, form, start):
        if start < len(self.known) and self.is_form(form, self.known[start]):
            yield start + 1
        for (first, end), compound in self.compounds.items():
            if first == start and not form.written and is_word(form, compound):
                yield end

    def is_form(self, form, each):
        said = self.text[each.start : each.end]
        written = said.startswith(form.written) if form.begun else said == form.written
        return is_word(form, each.word) and (written or not form.written)

    def sequence(self, steps, start):
        if not steps:
            yield start
            return
        step, *others = steps
        for option in step.options:
            ends = self.ends(option, start) if isinstance(option, SearchWord) else self.sequence(option, start)
            for end in ends:
                if not others:
                    yield end
                    continue
                for at in range(end + others[0].least, end + others[0].most + 1):
                    if at <= len(self.known):
                        yield from self.sequence(others, at)

    def places(self, steps):
        found = {start: min(self.sequence(steps, start), default=None) for start in range(len(self.known))}
        return {(start, end) for start, end in found.items() if end is not None}


def answer(query, paragraph):
    """The places of the wanted terms in a paragraph that has all of them and none of the unwanted; else ``None``."""
    wanted = [paragraph.places(each) for each in query.wanted]
    if not all(wanted) or any(paragraph.places(each) for each in query.unwanted):
        return None
    return sorted(set().union(*wanted))


def test_two_hundred_questions_have_the_answers_of_plain_python(db):
    chance = random.Random(15)
    corpus = texts(chance)
    documents = [make_document(some, slug=f"text-{number}") for number, some in enumerate(corpus)]
    for document in documents:
        search.index(document)
    plainly = [[Plainly(text) for text in some] for some in corpus]
    with_answer = 0
    for number in range(QUESTIONS):
        typed = question(chance)
        query = parse(typed)
        expected = {
            (at, place): places
            for at, some in enumerate(plainly)
            for place, paragraph in enumerate(some)
            if (places := answer(query, paragraph)) is not None
        }
        found = {}
        keys = [document.pk for document in documents]
        for each in find(query, keys, search.EVERYTHING):
            firsts = each.words.firsts
            for paragraph in each.paragraphs:
                found[keys.index(each.words.document), paragraph] = [
                    (first - firsts[at], last - firsts[at]) for at, first, last in each.occurrences if at == paragraph
                ]
        assert found == expected, f"question {number}: {typed}"
        with_answer += bool(expected)
        for (at, place), places in expected.items():
            assert bool(found_in(corpus[at][place], query)) == bool(places)
    assert with_answer > QUESTIONS / 2
    assert Document.objects.count() == len(documents)


def test_a_chain_of_distances_takes_no_longer_for_the_many_ways_through_it():
    (term,) = parse("a ~100 " * 60 + "a").wanted
    inverted = Inverted([IndexedParagraph(0, "b", "a word " * 500)])
    assert inverted.spans(term) == [(start, start + 121) for start in range(0, 2 * (500 - 60), 2)]


def test_a_question_written_anew_asks_the_same():
    chance = random.Random(16)
    paragraphs = [Plainly(text) for some in texts(chance) for text in some]
    found = 0
    for number in range(QUESTIONS):
        typed = f"{question(chance)} {chance.choice(['', 'kind:all', '-tag:"great hope",fear'])}"
        query = parse(typed)
        anew = parse(as_typed(query))
        answers = [answer(query, each) for each in paragraphs]
        assert [answer(anew, each) for each in paragraphs] == answers, f"question {number}: {typed}"
        assert (anew.filters, anew.problems) == (query.filters, ()), typed
        found += any(answers)
    assert found > QUESTIONS / 2
