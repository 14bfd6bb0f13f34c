"""The text as the grammar sees it: a normalised view, its sentences and tokens, phrase look-up."""

from dnextract.text.phrases import PhraseIndex
from dnextract.text.sentences import Sentence, split_sentences
from dnextract.text.tokens import Token, Tokens, tokenize
from dnextract.text.view import TextView
from dnextract.text.words import normal_words

__all__ = [
    "PhraseIndex",
    "Sentence",
    "TextView",
    "Token",
    "Tokens",
    "normal_words",
    "split_sentences",
    "tokenize",
]
