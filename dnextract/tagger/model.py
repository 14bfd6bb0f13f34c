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

__all__ = ["Encoder", "Model", "read_model", "rounded", "write_model"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_SCALE = 4000  # parts of one that weights are kept in
_LARGEST = (1 << 15) - 1
_TABLED = 1 << 16  # raw values up to this are looked up in a table, larger ones by search
_SCALED = 16  # steps after which the sums are scaled back, long before they leave the range of a float
_BOTH_WAYS = np.array([1, -1])  # forward and backward
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
        self._blocks = np.concatenate([self.blocks[column] for column in REACHES])[:, None]
        self._shifts = np.concatenate([np.array(reach) for reach in REACHES.values()])
        self._columns = np.repeat(np.arange(len(REACHES)), [len(reach) for reach in REACHES.values()])
        self._numbers = [_Numbers(values[column]) for column in REACHES]

    def __call__(self, grid: Grid) -> Integers:
        """Give the rows of the pieces of a grid: one line for each column and distance."""
        columns = read_columns(grid, self.vocabulary).values()
        numbers = np.array([known(raw) for known, raw in zip(self._numbers, columns, strict=True)])
        places = np.add.outer(self._columns * len(grid.words) + self._shifts, grid.here)
        rows: Integers = numbers.take(places)  # of all columns, laid end to end
        rows += self._blocks
        return rows


class _Numbers:
    """Numbers the raw values of a column that are known from 1, and all others 0."""

    def __init__(self, known: Integers) -> None:
        self._known = known
        self._table: Integers | None = None
        if len(known) and known[-1] < _TABLED:
            self._table = np.zeros(int(known[-1]) + 2, np.int64)
            self._table[known] = np.arange(1, len(known) + 1)

    def __call__(self, raw: Integers) -> Integers:
        if self._table is not None:
            return self._table.take(raw, mode="clip")
        if not len(self._known):
            return np.zeros_like(raw)
        found = self._known.searchsorted(raw)
        return np.where(self._known.take(found, mode="clip") == raw, found + 1, 0)


class Model:
    """Weights of the features, a row for each, and of the transitions, for the labels they decide between."""

    def __init__(self, labels: Sequence[str], encoder: Encoder, weights: Floats, transitions: Floats) -> None:
        self.labels, self.encoder = tuple(labels), encoder
        self.weights, self.transitions = weights, transitions
        self._going = _factors(transitions)

    def chances(self, sentences: Sequence[Sequence[str]]) -> npt.NDArray[np.float64]:
        """Give the chance of each label, a column, for each piece of the sentences, a row."""
        grid = Grid(self.encoder.vocabulary, sentences)
        if not len(grid.here):
            return np.zeros((0, len(self.labels)))
        scores = self.weights.take(self.encoder(grid), axis=0).sum(axis=0)
        return _chances(scores, grid.lengths, self._going)


def _factors(transitions: Floats) -> npt.NDArray[np.float64]:
    """Give the factors of going to the next label and, in a block of their own, to the one before."""
    size = len(transitions)
    both = np.zeros((2 * size, 2 * size))
    both[:size, :size] = np.exp(transitions)
    both[size:, size:] = np.exp(transitions.T)
    return both


def _chances(scores: Floats, lengths: Integers, going: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Sum over all labellings of every sentence, from its beginning and from its end at once.

    The rows of `scores` are the pieces of sentences of these `lengths`.
    """
    count, ends = len(lengths), lengths.cumsum()
    starts = ends - lengths
    local = np.ones((len(scores) + 1, scores.shape[1]))  # the last row is for what is past an end
    local[:-1] = np.exp(scores - scores.max(axis=1, keepdims=True))
    steps = np.arange(int(lengths.max()))[:, None, None]
    rows = np.array([starts, ends - 1]).T + steps * _BOTH_WAYS
    rows[steps[:, :, 0] >= lengths] = len(scores)
    seen = local.take(rows, axis=0)  # step, sentence, direction, label
    sums = seen.reshape(len(seen), count, -1)  # the same, both directions in one row
    state = sums[0]
    for step, following in enumerate(sums[1:], 1):
        following *= state.dot(going)
        if step % _SCALED == 0:
            seen[step] /= seen[step].sum(axis=2, keepdims=True)
        state = following
    at = np.arange(len(scores)) - np.repeat(starts, lengths)
    rest = np.repeat(lengths - 1, lengths) - at
    mine = np.repeat(np.arange(count), lengths)
    flat = seen.reshape(-1, scores.shape[1])
    forth = flat.take(2 * (at * count + mine), axis=0)
    back = flat.take(2 * (rest * count + mine) + 1, axis=0)
    joint = forth * back / local[:-1]
    chances: npt.NDArray[np.float64] = joint / joint.sum(axis=1, keepdims=True)
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
