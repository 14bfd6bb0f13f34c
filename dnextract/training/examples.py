"""Training examples: the pieces of marked sentences and the label of each."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dnextract.tagger.pieces import cut
from dnextract.text import split_sentences, tokenize
from dnextract.training.sentences import MarkedSentence

__all__ = ["Example", "read_examples"]


class Example(NamedTuple):
    """A sentence's pieces and the label of each: `O`, or `B-` and `I-` with the label of a name."""

    pieces: list[str]
    labels: list[str]


def read_examples(sentences: Iterable[MarkedSentence]) -> Iterator[Example]:
    """Cut marked sentences as the tagger does; a line of several sentences gives several examples."""
    for marked in sentences:
        for sentence in split_sentences(marked.text):
            tokens = tokenize(marked.text, sentence.start, sentence.end)
            pieces, firsts = cut(tokens)
            labels = ["O"] * len(pieces)
            for mark in marked.marks:
                inside = [n for n, i in enumerate(firsts) if mark.start <= tokens[i].start < mark.end]
                for n in inside:
                    labels[n] = f"{'B' if n == inside[0] else 'I'}-{mark.label}"
            yield Example(pieces, labels)
