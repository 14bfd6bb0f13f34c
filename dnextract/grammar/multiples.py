"""Multiples: `gấp 3 lần`, `gấp đôi`, `một nửa`, `1/3`, `hai phần ba`."""

from collections.abc import Sequence
from decimal import Decimal

from dnextract.grammar.lexicon import FigureLexicon
from dnextract.grammar.mentions import QuantityMention, bounds
from dnextract.grammar.numbers import Number
from dnextract.grammar.qualifiers import around
from dnextract.text import Token
from dnextract.text.tokens import glued

__all__ = ["find", "find_doubles"]

_WINDOW = 4  # a comparative may stand this many words before "3 lần"


def find(
    tokens: Sequence[Token], number: Number, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Find the multiple or fraction that starts with `number`."""
    if number.written == "fraction":
        return _multiple(tokens, number.first, number.last, number.value, lexicon, free)
    slashed = _slashed(tokens, number, lexicon, free)
    if slashed is not None:
        return slashed
    unit = lexicon.units.starting(tokens, number.last)
    times = unit is not None and unit[1].kind == "multiple"
    after_gap = number.first > 0 and tokens[number.first - 1].norm == "gấp"
    if times and unit is not None and _is_compared(tokens, number, lexicon):
        return _multiple(tokens, number.first, unit[0], number.value, lexicon, free)
    if after_gap and not times and lexicon.counted.starting(tokens, number.last) is None:
        return _multiple(tokens, number.first, number.last, number.value, lexicon, free)
    return None


def find_doubles(
    tokens: Sequence[Token], mentions: Sequence[QuantityMention], lexicon: FigureLexicon
) -> list[QuantityMention]:
    """Find `gấp đôi` and `gấp rưỡi`, whose factor is no numeral; the span is the factor alone."""
    taken = {i for m in mentions for i in range(m.first, m.last)}
    found = []
    for i in range(1, len(tokens)):
        if tokens[i - 1].norm == "gấp" and tokens[i].norm in ("đôi", "rưỡi", "rưởi") and i not in taken:
            value = Decimal(2) if tokens[i].norm == "đôi" else Decimal("1.5")
            found.append(_multiple(tokens, i, i + 1, value, lexicon, 0))
    return found


def _is_compared(tokens: Sequence[Token], number: Number, lexicon: FigureLexicon) -> bool:
    comparatives = lexicon.is_a("comparatives")
    start = max(0, number.first - _WINDOW)
    return comparatives.occurs(tokens, start, number.first)


def _slashed(
    tokens: Sequence[Token], number: Number, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Read `1/3` as a fraction where the words around it cannot mean a date."""
    i = number.last
    if i + 1 >= len(tokens) or tokens[i].surface != "/" or tokens[i + 1].kind != "digits":
        return None
    whole = tokens[i + 1].surface
    tight = glued(tokens[i - 1], tokens[i]) and glued(tokens[i], tokens[i + 1])
    if not tight or not whole.isdigit() or not 0 < number.value < int(whole) <= 100:
        return None
    if not lexicon.is_a("fraction_wholes").starting(tokens, i + 2):
        return None
    if lexicon.is_a("labels").ending(tokens, number.first):
        return None
    return _multiple(tokens, number.first, i + 2, number.value / int(whole), lexicon, free)


def _multiple(
    tokens: Sequence[Token], first: int, last: int, value: Decimal, lexicon: FigureLexicon, free: int
) -> QuantityMention:
    edge = first - 1 if first > free and tokens[first - 1].norm == "gấp" else first
    left, right, qualifier = around(tokens, edge, last, lexicon, free)
    if left == edge:
        left, right, qualifier = around(tokens, first, last, lexicon, free)
    lo, hi = bounds(value, qualifier.qualifier)
    return QuantityMention(
        first=first,
        last=last,
        left=min(left, edge),
        right=right,
        kind="multiple",
        lo=lo,
        hi=hi,
        qualifier=qualifier.qualifier,
        unit="x",
        per=None,
        negative=False,
        rules=("grammar:multiple", *([qualifier.rule] if qualifier.rule else [])),
    )
