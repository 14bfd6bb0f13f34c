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
        self.stops = gap | (self.kind > 0)
        self.breaks = gap | np.array([w in BREAKS for w in all_words])
        self.bounds = self.breaks | np.array([w in BOUNDS or w[:1] == "#" for w in all_words])

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
    """Sentences in one array with gaps between; `here` tells where their pieces are, in order."""

    def __init__(self, vocabulary: Vocabulary, sentences: Sequence[Sequence[str]]) -> None:
        gap = [_GAP * len(_SHAPES)] * _REACH
        line = list(gap)
        places: list[int] = []
        for pieces in sentences:
            places.extend(range(len(line), len(line) + len(pieces)))
            line += vocabulary.codes(pieces)
            line += gap
        self.here = np.array(places, dtype=np.int64)
        self.words, self.shapes = np.divmod(np.array(line, dtype=np.int64), len(_SHAPES))
        self.figures = vocabulary.kind[self.words] > 0


def read_columns(grid: Grid, vocabulary: Vocabulary) -> dict[str, Integers]:
    """Give the raw values of every column for the places of a grid."""
    words, size = grid.words, vocabulary.size
    places = np.arange(len(words))
    after = _next(vocabulary.stops[words], places)
    before = _previous(vocabulary.stops[words], places)
    following = _figure_at(vocabulary.kind[words[after]], after - places)
    left = words[_previous(vocabulary.bounds[words], places)]
    right = words[np.append(_next(vocabulary.bounds[words], places)[1:], len(words) - 1)]
    stop = _previous(vocabulary.breaks[words], places)
    behind_figure = (before > stop) & grid.figures[before]
    return {
        "word": words,
        "shape": grid.shapes,
        "next": following,
        "previous": _figure_at(vocabulary.kind[words[before]], places - before),
        "left": left,
        "right": right,
        "clause": words[stop] * 2 + behind_figure,
        "shapes": (_shifted(grid.shapes, -1) * len(_SHAPES) + grid.shapes) * len(_SHAPES)
        + _shifted(grid.shapes, 1),
        "words": words * size + _shifted(words, 1),
        "bounds": left * size + right,
        "word next": words * (len(_KINDS) * _FAR) + following,
        "word right": words * size + right,
    }


def _next(marked: npt.NDArray[np.bool_], places: Integers) -> Integers:
    """Give for each place the first marked one from it on."""
    found: Integers = np.minimum.accumulate(np.where(marked, places, len(places) - 1)[::-1])[::-1]
    return found


def _previous(marked: npt.NDArray[np.bool_], places: Integers) -> Integers:
    """Give for each place the last marked one before it."""
    found = np.maximum.accumulate(np.where(marked, places, 0))
    return np.append(0, found[:-1])


def _figure_at(kinds: Integers, distances: Integers) -> Integers:
    """Number a figure by its kind and its distance; 0 if there is none."""
    return np.where(kinds > 0, kinds * _FAR + _BUCKETS[np.minimum(distances, _FAR - 1)], 0)


def _shifted(values: Integers, by: int) -> Integers:
    """Give for each place the value `by` places further on; it is asked for at the places of pieces only."""
    return np.roll(values, -by)
