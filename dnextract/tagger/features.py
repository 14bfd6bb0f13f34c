"""The features of pieces: a whole number in each of a few columns, found for all sentences at once.

The sentences stand in one array of word numbers with a gap between them, so that every column is a few
operations of numpy on the whole.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from dnextract.tagger.pieces import BOUNDS, BREAKS, TIME
from dnextract.text.tokens import normal_form

__all__ = ["REACHES", "Grid", "Vocabulary", "read_columns"]

Integers = npt.NDArray[np.int64]

# The columns, and the distances at which a piece looks at each.
REACHES: Mapping[str, tuple[int, ...]] = {
    "word": (-2, -1, 0, 1, 2),
    "shape": (-2, -1, 0, 1, 2),
    "next": (0,),
    "previous": (0,),
    "left": (0,),
    "right": (0,),
    "clause": (0,),
    "shapes": (0,),
    "words": (-2, -1, 0, 1),
    "bounds": (0,),
    "word next": (0,),
    "word right": (0,),
}

_UNKNOWN, _GAP, _FIRST = 0, 1, 2  # numbers of words
_REACH = 3  # pieces of a gap
_SHAPES = ("", "mark", "figure", "time", "x", "X", "XX", "xX")
_KINDS = ("", "#number", "#money", "#percent", "#points", "#measure", "#multiple")
_BUCKETS = np.array([0, 1, 2, 3, 4, 4, 6, 6, 6, 6, 10])  # of distances
_FAR = 11
_FIGURES = np.concatenate(
    [np.zeros(_FAR, np.int64), *(kind * _FAR + _BUCKETS for kind in range(1, len(_KINDS)))]
)
_KNOWN = 1 << 16  # forms a vocabulary remembers


class Vocabulary:
    """The words a model knows, and what follows from each."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self.size = len(words) + _FIRST
        self._numbers = {word: n for n, word in enumerate(words, _FIRST)}
        self._codes: dict[str, int] = {}
        all_words = ["", "", *words]
        gap = np.arange(self.size) == _GAP
        self.kind = np.array([_KINDS.index(w) if w in _KINDS else 0 for w in all_words])
        breaks = gap | np.array([w in BREAKS for w in all_words])
        bounds = breaks | np.array([w in BOUNDS or w[:1] == "#" for w in all_words])
        self.marks = np.stack([gap | (self.kind > 0), bounds, breaks])  # a row each: what a search stops at

    def code(self, piece: str) -> int:
        """Give the number of a piece's word, times the number of shapes, plus the number of its shape."""
        code = self._codes.get(piece)
        if code is None:
            if len(self._codes) >= _KNOWN:
                self._codes.clear()
            word = piece if len(piece) > 1 and piece[0] == "#" else normal_form(piece)
            number = self._numbers.get(word, _UNKNOWN)
            code = self._codes[piece] = number * len(_SHAPES) + _SHAPES.index(_shape(piece))
        return code

    def codes(self, pieces: Sequence[str]) -> list[int]:
        """Give the codes of pieces."""
        known = self._codes.get
        return [known(piece) or self.code(piece) for piece in pieces]


def _shape(piece: str) -> str:
    if len(piece) > 1 and piece[0] == "#":
        return "time" if piece == TIME else "figure"
    if not piece[0].isalpha():
        return "mark"
    if piece.islower():
        return "x"
    if piece.isupper() and len(piece) > 1:
        return "XX"
    return "X" if piece[1:].islower() or len(piece) == 1 else "xX"


class Grid:
    """Sentences in one array with gaps between.

    `here` tells where their pieces are, in order, `lengths` how many each has; an empty one is left out.
    """

    def __init__(self, vocabulary: Vocabulary, sentences: Sequence[Sequence[str]]) -> None:
        gap = [_GAP * len(_SHAPES)] * _REACH
        line = list(gap)
        for pieces in sentences:
            line += vocabulary.codes(pieces)
            line += gap
        self.words, self.shapes = np.divmod(np.array(line, dtype=np.int64), len(_SHAPES))
        self.here = np.flatnonzero(self.words != _GAP)
        self.lengths = np.array([len(pieces) for pieces in sentences if pieces], dtype=np.int64)


def read_columns(grid: Grid, vocabulary: Vocabulary) -> dict[str, Integers]:
    """Give the raw values of every column for the places of a grid."""
    words, shapes, size = grid.words, grid.shapes, vocabulary.size
    places = np.arange(len(words))
    behind, ahead = places - 1, places + 1
    marked = vocabulary.marks.take(words, axis=1)
    before, left, stop = _previous(marked, places)
    after, right, _ = _next(marked, places)
    kinds = vocabulary.kind[words]
    following = _figure_at(kinds[after], after - places)
    behind_figure = (before > stop) & (kinds[before] > 0)
    to_left, to_right = words[left], words[_at(right, ahead)]
    return {
        "word": words,
        "shape": shapes,
        "next": following,
        "previous": _figure_at(kinds[before], places - before),
        "left": to_left,
        "right": to_right,
        "clause": words[stop] * 2 + behind_figure,
        "shapes": (_at(shapes, behind) * len(_SHAPES) + shapes) * len(_SHAPES) + _at(shapes, ahead),
        "words": words * size + _at(words, ahead),
        "bounds": to_left * size + to_right,
        "word next": words * (len(_KINDS) * _FAR) + following,
        "word right": words * size + to_right,
    }


def _at(values: Integers, places: Integers) -> Integers:
    """Give the values at places; those outside are never asked for."""
    return values.take(places, mode="clip")


def _next(marked: npt.NDArray[np.bool_], places: Integers) -> Integers:
    """Give for each place the first one from it on that is marked, in every row of marks."""
    found: Integers = np.minimum.accumulate(np.where(marked, places, len(places) - 1)[:, ::-1], axis=1)
    return found[:, ::-1]


def _previous(marked: npt.NDArray[np.bool_], places: Integers) -> Integers:
    """Give for each place the last one before it that is marked, in every row of marks."""
    found: Integers = np.zeros(marked.shape, np.int64)
    np.maximum.accumulate(np.where(marked, places, 0)[:, :-1], axis=1, out=found[:, 1:])
    return found


def _figure_at(kinds: Integers, distances: Integers) -> Integers:
    """Number a figure by its kind and its distance; 0 if there is none."""
    return _FIGURES.take(kinds * _FAR + np.minimum(distances, _FAR - 1))
