"""The quantity as the grammar finds it, before it is joined to anything."""

from decimal import Decimal
from typing import NamedTuple

from dnextract.records import Kind, Qualifier

__all__ = ["QuantityMention", "bounds"]


class QuantityMention(NamedTuple):
    """A quantity at tokens `[first, last)`; `[left, right)` also holds its qualifier words.

    `lo` and `hi` are in the canonical `unit`. `negative` tells a minus sign inside the span, which makes
    a level negative and a change go down. `item` is the token range of the counted noun phrase.
    """

    first: int
    last: int
    left: int
    right: int
    kind: Kind
    lo: Decimal | None
    hi: Decimal | None
    qualifier: Qualifier
    unit: str
    per: str | None
    negative: bool
    rules: tuple[str, ...]
    item: tuple[int, int] | None = None


def bounds(value: Decimal, qualifier: Qualifier) -> tuple[Decimal | None, Decimal | None]:
    """Give `lo` and `hi` of a single value under a qualifier."""
    if qualifier in ("more_than", "at_least"):
        return value, None
    if qualifier in ("less_than", "at_most"):
        return None, value
    return value, value
