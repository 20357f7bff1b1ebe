"""Forms of one word, told without a stemmer.

Stemmers are rules for one language, and wrong ones join what must be kept apart: to that of English, "internal" and
"international" are one word. Here two words are forms of one where they begin alike for long enough, which is a
measure for all languages whose words change at their ends: Majumder, Mitra, Parui, Kole, Mitra and Datta 2007, "YASS:
Yet another suffix stripper", ACM Transactions on Information Systems 25 (4). How alike is Dice's coefficient of the
shared beginning: twice its letters as a part of the letters of both words.
"""

FOUR, FIFTHS = 4, 5
"""How much of two words, on the average of both, their shared beginning is at least: in whole numbers, exactly."""
FEWEST_LETTERS = 4
"""Letters that are shared at least: "the" is no form of "they"."""


def shared_beginning(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def is_form(one: str, other: str) -> bool:
    """Whether two words, folded as the tokenizer folds them, are the same or forms of one word."""
    if one == other:
        return True
    shared = shared_beginning(one, other)
    return shared >= FEWEST_LETTERS and 2 * shared * FIFTHS >= FOUR * (len(one) + len(other))


def beginning_of_forms(word: str) -> str:
    """What every form of ``word`` begins with, to look forms up by; the whole word where it has no other forms."""
    # A form is no shorter than what it shares, so twice that is at least four fifths of it and the word together.
    return word[: max(FEWEST_LETTERS, -(-FOUR * len(word) // (2 * FIFTHS - FOUR)))]
