"""How a phrase is said: its variants in texts, the wordings they make, and the words that stand beside it.

Plain Python. Texts are lists of words as ``corpus.search.tokenizer`` makes them; in scripts without spaces a word is a
character.
"""
