"""The text as the grammar sees it: a normalised view, its sentences and tokens, phrase look-up."""

from dnextract.text.phrases import PhraseIndex
from dnextract.text.sentences import Sentence, split_sentences
from dnextract.text.tokens import Token, tokenize
from dnextract.text.view import TextView

__all__ = ["PhraseIndex", "Sentence", "TextView", "Token", "split_sentences", "tokenize"]
