"""Training: from marked sentences to the weights of a model, with python-crfsuite."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from dnextract.errors import MissingExtraError
from dnextract.tagger.features import Grid, Vocabulary, read_columns
from dnextract.tagger.model import Encoder, Model, rounded
from dnextract.tagger.tags import OUTSIDE
from dnextract.text.tokens import normal_form
from dnextract.training.examples import Example, read_examples
from dnextract.training.recombine import recombine
from dnextract.training.sentences import MarkedSentence

__all__ = ["RECOMBINED", "SETTINGS", "crf_items", "fit", "fit_crf", "make_encoder", "read_crf", "train"]

RECOMBINED = 2  # sentences made for each one written
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 60}  # of crfsuite's L-BFGS
_RARE = 2  # a word or value seen less often than this is unknown


def train(sentences: Sequence[MarkedSentence]) -> Model:
    """Train a model on sentences and their recombinations; equal sentences give an equal model.

    Raises `MissingExtraError` without python-crfsuite.
    """
    made = recombine(sentences, RECOMBINED * len(sentences))
    return fit(list(read_examples([*sentences, *made])))


def fit(examples: Sequence[Example]) -> Model:
    """Fit a model to examples."""
    encoder = make_encoder(examples)
    with TemporaryDirectory() as folder:
        path = Path(folder, "crf")
        fit_crf(examples, encoder, path)
        return rounded(read_crf(encoder, path))


def make_encoder(examples: Sequence[Example]) -> Encoder:
    """Make the encoder for the words and values that occur more than once in examples."""
    words = Counter(
        piece if len(piece) > 1 and piece[0] == "#" else normal_form(piece)
        for example in examples
        for piece in example.pieces
    )
    vocabulary = Vocabulary(sorted(word for word, n in words.items() if n >= _RARE))
    grid = Grid(vocabulary, [example.pieces for example in examples])
    values = {}
    for column, raw in read_columns(grid, vocabulary).items():
        known, counts = np.unique(raw[grid.here], return_counts=True)
        values[column] = known[counts >= _RARE]
    return Encoder(vocabulary, values)


def crf_items(encoder: Encoder, example: Example) -> list[list[str]]:
    """Give the features of an example's pieces as crfsuite wants them: a list of texts for each."""
    grid = Grid(encoder.vocabulary, [example.pieces])
    unknown = {block for blocks in encoder.blocks.values() for block in blocks}
    return [[str(row) for row in rows if row not in unknown] for rows in encoder(grid).T.tolist()]


def _crfsuite() -> Any:
    try:
        import pycrfsuite
    except ImportError:
        raise MissingExtraError("python-crfsuite", "train") from None
    return pycrfsuite


def fit_crf(examples: Sequence[Example], encoder: Encoder, path: Path) -> None:
    """Train crfsuite on examples and let it write its own model."""
    crfsuite = _crfsuite()
    trainer = crfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
    for example in examples:
        trainer.append(crfsuite.ItemSequence(crf_items(encoder, example)), example.labels)
    trainer.train(str(path))


def read_crf(encoder: Encoder, path: Path) -> Model:
    """Make a model of the weights crfsuite has written, as they are."""
    tagger = _crfsuite().Tagger()
    tagger.open(str(path))
    found = tagger.info()
    labels = sorted(tagger.labels(), key=lambda label: (label != OUTSIDE, label))
    number = {label: n for n, label in enumerate(labels)}
    weights = np.zeros((encoder.size, len(labels)), np.float32)
    for (feature, label), weight in found.state_features.items():
        weights[int(feature), number[label]] = weight
    transitions = np.zeros((len(labels), len(labels)), np.float32)
    for (before, label), weight in found.transitions.items():
        transitions[number[before], number[label]] = weight
    return Model(labels, encoder, weights, transitions)
