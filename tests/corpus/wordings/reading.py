"""The wordings of a phrase in plain texts, as the pages find them through the index."""

from corpus.search.tokenizer import words, words_with_places
from corpus.wordings.extents import extents
from corpus.wordings.nearness import Nearness, Pattern
from corpus.wordings.texts import ParagraphText
from corpus.wordings.variants import VariantFinder
from corpus.wordings.wordings import Attestation, Spelling, wordings


def wordings_in(phrase, texts, nearness=Nearness.HALF):
    """The wordings of ``phrase`` in ``texts``; a place is (number of the text, its words as they stand there)."""
    pattern = Pattern(tuple(words(phrase)), nearness)
    read = [ParagraphText(text) for text in texts]
    finder = VariantFinder(pattern, pattern.places({word for text in read for word in text.words}))
    found = [(text, finder.variants(text.words)) for text in read]
    said = []
    for number, ((text, _), places) in enumerate(zip(found, extents(pattern, found), strict=True)):
        for start, end, changes in places:
            stretches = [text.stretch(at, at + 1) for at in range(start, end)]
            written = [texts[number][first:last] for first, last in stretches]
            spellings = tuple(map(Spelling, text.words[start:end], written))
            said.append(Attestation((number, texts[number][stretches[0][0] : stretches[-1][1]]), spellings, changes))
    typed = [phrase[word.start : word.end] for word in words_with_places(phrase)]
    return wordings(pattern, typed, said)


def told(found):
    """What each wording says at its first place, its kind, and in which texts it stands."""
    return [(each.places[0][1], each.kind.value, [number for number, _ in each.places]) for each in found]
