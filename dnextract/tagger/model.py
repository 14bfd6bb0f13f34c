"""The model: weights of the features, and from them the chance of each label of a piece.

It is a linear chain (CRF), summed forward and backward. The label of a piece is the likeliest one by itself,
not that of the likeliest labelling of the whole sentence: the join asks how likely it is that a word names
what is measured, and the second would cost as much again.

A model file is a line of JSON (labels, words, numbers of values and weights) and little-endian arrays: the
transitions, the values of the columns, and for each row of the table the number of its weights, their
labels and the weights, whole numbers of 1/4000. Equal models give equal bytes.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dnextract.errors import ModelError
from dnextract.tagger.features import REACHES, Grid, Vocabulary, read_columns

__all__ = ["OUTSIDE", "Encoder", "Model", "read_model", "rounded", "write_model"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

OUTSIDE = "O"
_SCALE = 4000  # parts of one that weights are kept in
_LARGEST = (1 << 15) - 1
_TABLED = 1 << 16  # raw values up to this are looked up in a table, larger ones by search
_SCALED = 4  # steps after which the sums are scaled back, long before they leave the range of a float
_ARRAYS = ("<i2", "<i8", "u1", "u1", "<i2")  # transitions, values, weights of each, their labels, weights


class Encoder:
    """Turns pieces into features: rows of a table of weights.

    `values` are for each column the raw values a model knows, sorted. Every column has a block of rows for
    each distance: the first for what is not known, one for each value.
    """

    def __init__(self, vocabulary: Vocabulary, values: Mapping[str, Integers]) -> None:
        self.vocabulary, self.values = vocabulary, values
        self.blocks: dict[str, list[int]] = {}
        self.size = 0
        for column, reach in REACHES.items():
            height = len(values[column]) + 1
            self.blocks[column] = [self.size + height * n for n in range(len(reach))]
            self.size += height * len(reach)
        self._tables = {
            column: _table(known) for column, known in values.items() if len(known) and known[-1] < _TABLED
        }

    def __call__(self, grid: Grid) -> Integers:
        """Give the rows of the pieces of a grid: one line for each column and distance."""
        rows = []
        for column, raw in read_columns(grid, self.vocabulary).items():
            numbers = self._numbers(column, raw)
            for distance, block in zip(REACHES[column], self.blocks[column], strict=True):
                rows.append(numbers.take(grid.here + distance) + block)
        return np.array(rows)

    def _numbers(self, column: str, raw: Integers) -> Integers:
        """Give for raw values of a column their numbers from 1, and 0 for those unknown."""
        known, table = self.values[column], self._tables.get(column)
        if table is not None:
            return table.take(raw, mode="clip")
        if not len(known):
            return np.zeros_like(raw)
        found = np.searchsorted(known, raw)
        return np.where(known.take(found, mode="clip") == raw, found + 1, 0)


def _table(known: Integers) -> Integers:
    table = np.zeros(int(known[-1]) + 2, np.int64)
    table[known] = np.arange(1, len(known) + 1)
    return table


class Model:
    """Weights of the features, a row for each, and of the transitions, for the labels they decide between."""

    def __init__(self, labels: Sequence[str], encoder: Encoder, weights: Floats, transitions: Floats) -> None:
        self.labels, self.encoder = tuple(labels), encoder
        self.weights, self.transitions = weights, transitions

    def chances(self, sentences: Sequence[Sequence[str]]) -> Floats:
        """Give the chance of each label, a column, for each piece of the sentences, a row."""
        grid = Grid(self.encoder.vocabulary, sentences)
        if not len(grid.here):
            return np.zeros((0, len(self.labels)), np.float32)
        scores = self.weights[self.encoder(grid)].sum(axis=0)
        starts = np.flatnonzero(np.diff(grid.here, prepend=-1) > 1)  # of the sentences
        return _chances(scores, starts, self.transitions)


def _chances(scores: Floats, starts: Integers, transitions: Floats) -> Floats:
    """Sum over all labellings of every sentence, from its beginning and from its end at once.

    `starts` are the rows at which the sentences begin.
    """
    lengths = np.diff(starts, append=len(scores))
    local = np.ones((len(scores) + 1, scores.shape[1]), np.float32)  # the last row is for what is past an end
    np.exp(scores - scores.max(axis=1, keepdims=True), out=local[:-1])
    steps = np.arange(int(lengths.max()))[:, None]
    inside = steps < lengths
    forth = np.where(inside, starts + steps, len(scores))
    back = np.where(inside, starts + lengths - 1 - steps, len(scores))
    seen = local[np.stack([forth, back], axis=1)]  # step, direction, sentence, label
    going = np.exp(np.stack([transitions, transitions.T]))
    state = seen[0]
    for step in range(1, len(seen)):
        following = seen[step]
        following *= state @ going
        if step % _SCALED == 0:
            following /= following.sum(axis=2, keepdims=True)
        state = following
    mine = np.repeat(np.arange(len(starts)), lengths)
    at = np.arange(len(scores)) - starts[mine]
    joint = seen[at, 0, mine] * seen[lengths[mine] - 1 - at, 1, mine] / local[:-1]
    chances: Floats = joint / joint.sum(axis=1, keepdims=True)
    return chances


def rounded(model: Model) -> Model:
    """Give the model as a file keeps it: weights rounded, and no value of a column without one."""
    held = _whole(model.weights) / np.float32(_SCALE)
    values, rows = {}, []
    for column, blocks in model.encoder.blocks.items():
        known = model.encoder.values[column]
        block = np.add.outer(blocks, np.arange(len(known) + 1))
        used = (held[block] != 0).any(axis=2).any(axis=0)
        values[column] = known[used[1:]]
        used[0] = True
        rows.append(block[:, used].ravel())
    encoder = Encoder(model.encoder.vocabulary, values)
    transitions = _whole(model.transitions) / np.float32(_SCALE)
    return Model(model.labels, encoder, held[np.concatenate(rows)], transitions)


def _whole(weights: Floats) -> Floats:
    scaled = np.clip(np.rint(weights.astype(np.float64) * _SCALE), -_LARGEST, _LARGEST)
    return scaled.astype(np.float32)


def write_model(model: Model, path: str | Path) -> None:
    """Write a model file."""
    held = _whole(model.weights)
    row, label = held.nonzero()
    values = [model.encoder.values[column] for column in REACHES]
    head = {
        "labels": model.labels,
        "words": model.encoder.vocabulary.words,
        "values": dict(zip(REACHES, map(len, values), strict=True)),
        "weights": len(row),
    }
    arrays: tuple[npt.NDArray[Any], ...] = (
        _whole(model.transitions),
        np.concatenate(values),
        np.bincount(row, minlength=len(held)),
        label,
        held[row, label],
    )
    with Path(path).open("wb") as stream:
        stream.write(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        for array, kind in zip(arrays, _ARRAYS, strict=True):
            stream.write(array.astype(kind).tobytes())


def read_model(path: str | Path) -> Model:
    """Read a model file; raises `ModelError` for one that is missing or broken."""
    try:
        return _parse(Path(path).read_bytes())
    except OSError as error:
        raise ModelError(
            f"{path}: cannot be read ({error.strerror}); `dnextract train` makes it anew"
        ) from None
    except (ValueError, KeyError, TypeError, IndexError):
        raise ModelError(f"{path}: is no model of this version; `dnextract train` makes it anew") from None


def _parse(data: bytes) -> Model:
    line, _, rest = data.partition(b"\n")
    head = json.loads(line)
    labels, counts = tuple(head["labels"]), [head["values"][column] for column in REACHES]
    rows = sum((n + 1) * len(reach) for n, reach in zip(counts, REACHES.values(), strict=True))
    sizes = (len(labels) ** 2, sum(counts), rows, head["weights"], head["weights"])
    arrays, at = [], 0
    for size, kind in zip(sizes, _ARRAYS, strict=True):
        arrays.append(np.frombuffer(rest, kind, size, at))
        at += arrays[-1].nbytes
    if at != len(rest):
        raise ValueError("bytes left over")
    transitions, values, held, label, weights = arrays
    table = np.zeros((rows, len(labels)), np.float32)
    table[np.repeat(np.arange(rows), held), label] = weights / np.float32(_SCALE)
    edges = np.cumsum([0, *counts])
    known = {
        column: values[a:b].astype(np.int64)
        for column, a, b in zip(REACHES, edges[:-1], edges[1:], strict=True)
    }
    return Model(
        labels,
        Encoder(Vocabulary(head["words"]), known),
        table,
        transitions.reshape(len(labels), -1).astype(np.float32) / np.float32(_SCALE),
    )
