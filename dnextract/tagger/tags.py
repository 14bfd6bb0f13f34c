"""What the tagger says of a sentence."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, NamedTuple

__all__ = ["OUTSIDE", "TagLabel", "TaggedName", "Tags"]

OUTSIDE = "O"  # the label of a piece in no name

TagLabel = Literal["METRIC", "SCOPE", "WHOLE", "PLACE", "ORG"]


class TaggedName(NamedTuple):
    """A name at `[start, end)` of the view; `sure` is the least chance of its words to belong to it."""

    start: int
    end: int
    label: TagLabel
    sure: float


class Tags(NamedTuple):
    """The names of a sentence in order, and for each of its pieces the chance that it names what is measured.

    `starts` are the offsets of the pieces in the view.
    """

    names: Sequence[TaggedName]
    starts: Sequence[int]
    chances: Sequence[float]

    def metrics(self) -> list[TaggedName]:
        """Give the names of what is measured."""
        return [name for name in self.names if name.label == "METRIC"]

    def covers(self, at: int) -> bool:
        """Tell whether an offset of the view is in the sentence."""
        return bool(self.starts) and self.starts[0] <= at <= self.starts[-1]

    def chance(self, start: int, end: int) -> float:
        """Give the chance that words of the sentence name what is measured: that of the likeliest of them."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return max(self.chances[first:last], default=0.0)
