"""Multiples: `gấp 3 lần`, `2-3 lần`, `gấp đôi`, `một nửa`, `1/3`, `hai phần ba`."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dnextract.grammar.lexicon import FigureLexicon
from dnextract.grammar.mentions import QuantityMention, bounds
from dnextract.grammar.numbers import Number
from dnextract.grammar.numerals import fraction, read_numeral
from dnextract.grammar.qualifiers import around
from dnextract.grammar.ranges import connected
from dnextract.text import Tokens
from dnextract.text.tokens import glued

__all__ = ["find", "find_doubles"]

_DOUBLES: Final = {"đôi": Decimal(2), "rưỡi": Decimal("1.5"), "rưởi": Decimal("1.5")}
_LARGEST_WHOLE: Final = 100
_MONTHS: Final = 12
_DAYS: Final = 31
_REACHED: Final = frozenset({"có", "đạt", "được", "đã"})
_WINDOW: Final = 4  # a comparative may stand this many words before "3 lần"


def find(
    tokens: Tokens, number: Number, following: Number | None, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Find the multiple, range of multiples or fraction that starts with `number`."""
    if number.written == "fraction":
        return _multiple(tokens, number.first, number.last, (number.value,), lexicon, free)
    slashed = _slashed(tokens, number, lexicon, free)
    if slashed is not None:
        return slashed
    last = number
    values: tuple[Decimal, ...] = (number.value,)
    if following is not None and connected(tokens, number, number.last, following, lexicon):
        if number.value >= following.value:
            return None
        last, values = following, (number.value, following.value)
    unit = lexicon.units.starting(tokens, last.last)
    if unit is not None and unit[1].kind == "multiple":
        # "hơn một lần" tells how often, not how much more.
        compared = number.value != 1 and _is_compared(tokens, number, unit[0], lexicon)
        return _multiple(tokens, number.first, unit[0], values, lexicon, free) if compared else None
    if number.value % 1 and lexicon.is_a("wages").starting(tokens, last.last):
        return _multiple(tokens, number.first, last.last, values, lexicon, free)
    after_gap = number.first > 0 and tokens[number.first - 1].norm == "gấp"
    if after_gap and lexicon.counted.starting(tokens, last.last) is None:
        return _multiple(tokens, number.first, last.last, values, lexicon, free)
    return None


def find_doubles(
    tokens: Tokens, mentions: Sequence[QuantityMention], lexicon: FigureLexicon
) -> list[QuantityMention]:
    """Find `gấp đôi` and `gấp rưỡi`, whose factor is no numeral; the span is the factor alone."""
    return [
        _multiple(tokens, i, i + 1, (_DOUBLES[tokens[i].norm],), lexicon, 0)
        for i in range(1, len(tokens))
        if tokens[i - 1].norm == "gấp"
        and tokens[i].norm in _DOUBLES
        and not any(m.first <= i < m.last for m in mentions)
    ]


def _is_compared(tokens: Tokens, number: Number, last: int, lexicon: FigureLexicon) -> bool:
    """Tell "tăng 3 lần" and "2 lần mức lương" from three occasions."""
    if lexicon.is_a("references").starting(tokens, last):
        return True
    comparatives = lexicon.is_a("comparatives")
    start = max(0, number.first - _WINDOW)
    return comparatives.occurs(tokens, start, number.first)


def _slashed(tokens: Tokens, number: Number, lexicon: FigureLexicon, free: int) -> QuantityMention | None:
    """Read `1/3`, and "45/73 trường" of things, as a fraction where the words around it mean no date."""
    i = number.last
    if i + 1 >= len(tokens) or tokens[i].surface != "/" or tokens[i + 1].kind != "digits":
        return None
    whole = read_numeral(tokens[i + 1].surface)
    tight = glued(tokens[i - 1], tokens[i]) and glued(tokens[i], tokens[i + 1])
    if not tight or whole is None or whole % 1 or number.value % 1 or not 0 < number.value < whole:
        return None
    named = lexicon.is_a("fraction_wholes").starting(tokens, i + 2) is not None and whole <= _LARGEST_WHOLE
    if not named and not _is_of_things(tokens, number, whole, lexicon):
        return None
    if lexicon.is_a("labels").ending(tokens, number.first):
        return None
    return _multiple(tokens, number.first, i + 2, (fraction(number.value, whole),), lexicon, free)


def _is_of_things(tokens: Tokens, number: Number, whole: Decimal, lexicon: FigureLexicon) -> bool:
    """Tell "có 45/73 trường đạt chuẩn" from the date of "trước 5/7 công ty phải nộp"."""
    things = lexicon.counted.starting(tokens, number.last + 2)
    if things is None or tokens[number.last + 2].surface.istitle():
        return False
    dated = whole <= _MONTHS and number.value <= _DAYS
    return not dated or (number.first > 0 and tokens[number.first - 1].norm in _REACHED)


def _multiple(
    tokens: Tokens,
    first: int,
    last: int,
    values: tuple[Decimal, ...],
    lexicon: FigureLexicon,
    free: int,
) -> QuantityMention:
    """Give the factor, or the range of two factors, at tokens `[first, last)` its qualifier."""
    edge = first - 1 if first > free and tokens[first - 1].norm == "gấp" else first
    left, right, qualifier = around(tokens, edge, last, lexicon, free)
    if left == edge:
        left, right, qualifier = around(tokens, first, last, lexicon, free)
    ranged = len(values) > 1
    lo, hi = (values[0], values[1]) if ranged else bounds(values[0], qualifier.qualifier)
    return QuantityMention(
        first=first,
        last=last,
        left=min(left, edge),
        right=right,
        kind="multiple",
        lo=lo,
        hi=hi,
        qualifier="range" if ranged else qualifier.qualifier,
        unit="x",
        per=None,
        negative=False,
        rules=("grammar:multiple", *([qualifier.rule] if qualifier.rule and not ranged else [])),
    )
