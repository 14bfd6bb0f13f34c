"""Units given in a table's head or heading, which hold for the bare numbers below it."""

from decimal import Decimal
from typing import Final, NamedTuple

from dnextract.grammar import counts, measures
from dnextract.grammar.lexicon import FigureLexicon, UnitEntry
from dnextract.grammar.measures import Measured
from dnextract.grammar.mentions import QuantityMention
from dnextract.grammar.numbers import Number, scaled
from dnextract.grammar.units import scaled_unit
from dnextract.text import Tokens
from dnextract.text.tokens import glued

__all__ = ["UnitHeading", "find", "heading_below"]

_LARGEST_ROW: Final = 100  # a row is numbered by less
_ENDS: Final = frozenset(").,;:")
_DASHES: Final = frozenset("-–—")


class UnitHeading(NamedTuple):
    """What the bare numbers under a heading are in: so many (`scale`) of a unit, per something.

    `unit` is None where the heads of several columns differ. A heading is `fresh` until numbers follow it.
    """

    unit: UnitEntry | None
    scale: Decimal = Decimal(1)
    per: str | None = None
    fresh: bool = True


def heading_below(
    tokens: Tokens,
    above: UnitHeading | None,
    lexicon: FigureLexicon,
    *,
    heading: bool,
    measured: bool,
) -> UnitHeading | None:
    """Give the heading that holds below a sentence, when `above` holds for the sentence itself.

    A line of a table or a caption is a `heading`; any other sentence is prose and ends the table. One that
    holds figures (`measured`) is no head of a column.
    """
    stated = _stated(tokens, lexicon, heading=heading and not measured)
    if stated is not None:
        differs = above is not None and above.fresh and stated != above
        return UnitHeading(None) if differs else stated
    if not heading or above is None:
        return None
    return above._replace(fresh=above.fresh and not measured)


def find(
    tokens: Tokens, number: Number, heading: UnitHeading, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Give a bare number the unit of its heading, unless it is a year, a date, a rank or a row's number."""
    if heading.unit is None or not _is_cell(tokens, number, lexicon):
        return None
    value = number._replace(value=scaled(number.value, heading.scale), scale=heading.scale)
    cell = Measured(value, number.first, number.last, heading.unit, heading.per)
    found = measures.mention(tokens, cell, lexicon, free)
    return found._replace(rules=(*found.rules, "grammar:unit_heading"))


def _stated(tokens: Tokens, lexicon: FigureLexicon, *, heading: bool) -> UnitHeading | None:
    """Find the unit a sentence gives for what is below it: after a label, or in the brackets of a heading."""
    found: list[UnitHeading | None] = []
    for first, last, _ in lexicon.unit_headings.occurrences(tokens):
        colon = last < len(tokens) and tokens[last].surface == ":"
        if colon or (first > 0 and tokens[first - 1].surface == "("):
            found.append(_unit(tokens, last + 1 if colon else last, lexicon))
    if heading:
        found += (_unit(tokens, i + 1, lexicon) for i, token in enumerate(tokens) if token.surface == "(")
    units = [unit for unit in found if unit is not None]
    return None if not units else units[0] if all(u == units[0] for u in units) else UnitHeading(None)


def _unit(tokens: Tokens, at: int, lexicon: FigureLexicon) -> UnitHeading | None:
    """Read a unit without a number, alone up to a mark or the end: "tỷ đồng", "1.000 tấn", "USD/tấn"."""
    found = scaled_unit(tokens, at, lexicon)
    if found is None or (found.last < len(tokens) and tokens[found.last].surface not in _ENDS):
        return None
    return UnitHeading(found.unit, found.scale, found.per)


def _is_cell(tokens: Tokens, number: Number, lexicon: FigureLexicon) -> bool:
    first, last = number.first, number.last
    if number.written != "digits" or number.scale != 1 or counts.looks_like_year(tokens, number):
        return False
    labelled = tokens[first].surface.isdigit() and counts.is_label(tokens, number, lexicon)
    if labelled or lexicon.is_a("time_units").starting(tokens, last):
        return False
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    if before is not None and (before.surface in _DASHES or glued(before, tokens[first])):
        return False
    if after is not None and glued(tokens[last - 1], after) and after.surface not in ",;":
        return False
    numbers_a_row = first == 0 and after is not None and number.value < _LARGEST_ROW and not number.value % 1
    return not numbers_a_row and not (after is not None and after.surface in _DASHES)
