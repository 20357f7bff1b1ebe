"""Makes words and paragraphs of a language that is none, and revises them.

A text is made of tokens, each with an id it keeps while the text is revised: a word that is replaced is another word
under the same id, words put in have ids of their own.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from random import Random
from typing import NamedTuple

_TOKEN = re.compile(r"\w+(?:'\w+)?|\s|[^\w\s]")
_TYPOGRAPHY = str.maketrans({"'": "’", '"': "”", "-": "\u2011", "–": "—", "…": "...", " ": "\xa0"})
_SYLLABLES = ("al", "ber", "cor", "dun", "el", "far", "gam", "hol", "ir", "kel", "lor", "mun", "nor", "os", "pel", "quin",
              "ros", "sal", "tor", "ul", "ver", "wick", "yar", "zen")  # fmt: skip
_SMALL = (
    "the", "of", "and", "to", "in", "a", "that", "is", "was", "for", "on", "with", "as", "by", "at", "from", "which",
    "this", "be", "or", "it", "not", "are", "have",
)  # fmt: skip


class Token(NamedTuple):
    """A word, a space or a mark of punctuation, and which one it is."""

    id: int
    text: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word and not space or punctuation."""
        return self.text[:1].isalnum()


@dataclass
class Para:
    """A paragraph: its tokens, the number printed before it and its kind."""

    tokens: list[Token]
    number: str = ""
    kind: str = "body"
    merged: bool = False
    """Whether it was several paragraphs."""
    doubtful: bool = False
    """Whether words that tell it from the others were changed: its marks need not be sure."""

    @cached_property
    def text(self) -> str:
        """Its text."""
        return "".join(token.text for token in self.tokens)

    def words(self) -> list[int]:
        """The places of its words among the tokens."""
        return [at for at, token in enumerate(self.tokens) if token.is_word]


class Writer:
    """Makes words and paragraphs, and changes them."""

    def __init__(self, seed: int | str) -> None:
        self.random = Random(seed)
        self.ids = count()
        self.names: set[str] = set()
        self.vocabulary = [self.new_word() for _ in range(1500)]
        # As often as in a language: the second half as often as the first, and so on.
        self.weights = [1 / (rank + 12) for rank in range(len(self.vocabulary))]

    def new_word(self) -> str:
        """A word that was not there."""
        while True:
            word = "".join(self.random.choices(_SYLLABLES, k=self.random.randint(2, 4)))
            if word not in self.names:
                self.names.add(word)
                return word

    def name(self) -> str:
        """A name that was not there."""
        return self.new_word().capitalize()

    def word(self) -> str:
        """A word of the language."""
        if self.random.random() < 0.45:
            return self.random.choice(_SMALL)
        return self.random.choices(self.vocabulary, self.weights)[0]

    def sentence(self) -> str:
        """A sentence of the language, with the punctuation that sentences have."""
        random = self.random
        words = [self.word() for _ in range(random.randint(6, 22))]
        for at in range(2, len(words) - 2):
            if random.random() < 0.08:
                words[at] += random.choice((",", ",", ";", ":", " –", "…"))
            elif random.random() < 0.03:
                words[at] = random.choice((f'"{words[at]}"', f"{words[at]}'s", f"{words[at]}-{words[at - 1]}"))
            elif random.random() < 0.03:
                words[at] = words[at].capitalize() if random.random() < 0.6 else str(random.randint(2, 2000))
        text = " ".join(words)
        return text[0].upper() + text[1:] + random.choice((".", ".", ".", "?", '."'))

    def tokens(self, text: str) -> list[Token]:
        """New tokens of ``text``."""
        return [Token(next(self.ids), piece) for piece in _TOKEN.findall(text)]

    def para(self, text: str, number: str = "") -> Para:
        """A new paragraph."""
        return Para(self.tokens(text), number)

    def prose(self) -> Para:
        """A paragraph of some sentences."""
        return self.para(" ".join(self.sentence() for _ in range(self.random.choice((1, 2, 2, 3, 3, 4, 5, 6)))))

    # What revisions do to a paragraph. Each returns another one and leaves the first as it is.

    def replace(self, para: Para, most: int = 3) -> Para:
        """Some words are other words."""
        tokens = list(para.tokens)
        for at in self.random.sample(para.words(), min(len(para.words()), self.random.randint(1, most))):
            tokens[at] = Token(tokens[at].id, self.random.choice((self.new_word, self.word))())
        return Para(tokens, para.number)

    def sentences(self, para: Para) -> list[int]:
        """Where its sentences begin, and its end."""
        tokens = para.tokens
        begin = [at for at in range(1, len(tokens)) if tokens[at - 1].text == " " and tokens[at - 2].text in '.?"'
                 and tokens[at].text[0].isupper()]  # fmt: skip
        return [0, *begin, len(tokens)]

    def insert_sentence(self, para: Para) -> Para:
        """A sentence more, at the beginning of another one."""
        at = self.random.choice(self.sentences(para)[:-1])
        return Para([*para.tokens[:at], *self.tokens(f"{self.sentence()} "), *para.tokens[at:]], para.number)

    def delete_sentence(self, para: Para) -> Para:
        """A sentence less, if there are several."""
        begin = self.sentences(para)
        if len(begin) < 3:
            return self.replace(para)
        at = self.random.randrange(len(begin) - 2)
        return Para([*para.tokens[: begin[at]], *para.tokens[begin[at + 1] :]], para.number)

    def append_clause(self, para: Para) -> Para:
        """A clause more, before the full stop."""
        clause = ", " + " ".join(self.word() for _ in range(self.random.randint(3, 7)))
        end = para.words()[-1] + 1
        return Para([*para.tokens[:end], *self.tokens(clause), *para.tokens[end:]], para.number)

    def delete_words(self, para: Para, most: int = 3) -> Para:
        """A few words less, with the space before them."""
        words = [at for at in para.words() if at and para.tokens[at - 1].text == " "]
        drop = set(self.random.sample(words, min(len(words) // 3, self.random.randint(1, most))))
        drop |= {at - 1 for at in drop}
        return Para([token for at, token in enumerate(para.tokens) if at not in drop], para.number)

    def retype(self, para: Para) -> Para:
        """Other quotation marks, dashes, hyphens and ellipses, and some no-break spaces."""
        tokens = [
            Token(token.id, token.text.translate(_TYPOGRAPHY))
            if token.text != " " or self.random.random() < 0.1
            else token
            for token in para.tokens
        ]
        return Para(tokens, para.number)


def plain(text: str) -> str:
    """``text`` with the typography that ``Writer.retype`` leaves."""
    return text.translate(_TYPOGRAPHY)
