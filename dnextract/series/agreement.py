"""Whether two figures say the same: one may be rounded, or said as a bound, where the other is not.

A figure says numbers, and thereby where the true value lies. Two figures agree where the numbers of one lie
where the other lets the value be:

* an exact number may be rounded by half of its last digit: `3,0 triệu` lets it be 2,95 to 3,05 triệu, and
  agrees with `2,98 triệu`;
* `khoảng`, `gần` round further, by the whole last digit, but by no more than a tenth: `khoảng 3 triệu` is 2,7
  to 3,3 triệu;
* `hơn`, `dưới` go up to the next number as round: `hơn 3 triệu` is 3 to 4 triệu, `hơn 2.500` is 2.500 to
  2.600, `dưới 15%` is 14 to 15%;
* `tối thiểu`, `tối đa` leave the other side open; a range goes from end to end, rounded as exact ones.

The last digit of `khoảng`, `gần`, `hơn`, `dưới` is the last one that is not zero, but at least the second
that is written: `hơn 20%` is 20 to 21%. A fall is negative, so that it never agrees with a rise.
"""

import re
from decimal import Context, Decimal, localcontext
from typing import NamedTuple

from dnextract.dimensions import dimension_of
from dnextract.forms import Row

__all__ = ["Claim", "agree", "claim_of", "in_unit_of"]

_NUMERAL = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_MARKS = str.maketrans("", "", ".,")
_EXACT = Context(prec=80)  # of a stored value, 38 digits, in any unit it converts to
_LOOSE = frozenset({"approx", "more_than", "less_than"})


class Claim(NamedTuple):
    """What a figure says, in its dimension; what fell is negative.

    `points` are the numbers said. The true value lies between `low` and `high`, an open end is `None`. The
    last digit said stands for `step`.
    """

    points: tuple[Decimal, ...]
    low: Decimal | None
    high: Decimal | None
    step: Decimal


def agree(one: Claim, other: Claim) -> bool:
    """Tell whether the numbers of one lie where the other lets the value be: 39,9 and 39.888 tỷ agree."""
    return _admits(one, other) or _admits(other, one)


def _admits(claim: Claim, other: Claim) -> bool:
    return all(
        (claim.low is None or claim.low <= point) and (claim.high is None or point <= claim.high)
        for point in other.points
    )


def claim_of(row: Row) -> Claim:
    """Read what a row with a value claims."""
    with localcontext(_EXACT):
        power = dimension_of(row.unit, row.per, row.aspect).power
        said = [value for value in (row.lo, row.hi) if value is not None]
        exponent = max(_last_digit(value, row.text, loose=row.qual in _LOOSE) for value in said)
        step = Decimal(1).scaleb(exponent + power)
        first, last = said[0].scaleb(power), said[-1].scaleb(power)
        low, high = _bounds(row.qual, first, last, step)
        if row.dir == "down":
            first, last = -last, -first
            low, high = (None if end is None else -end for end in (high, low))
    return Claim((first,) if first == last else (first, last), low, high, step)


def _bounds(
    qualifier: str, first: Decimal, last: Decimal, step: Decimal
) -> tuple[Decimal | None, Decimal | None]:
    match qualifier:
        case "approx":
            margin = min(step, max(abs(first), abs(last)) / 10)
            return first - margin, last + margin
        case "more_than":
            return first, first + step
        case "less_than":
            return last - step, last
        case "at_least":
            return first, None
        case "at_most":
            return None, last
    return first - step / 2, last + step / 2


def _last_digit(value: Decimal, text: str, *, loose: bool) -> int:
    """Give the power of ten that the last digit of a number stands for, as far as its words tell.

    >>> _last_digit(Decimal(39888000000000), "39.888 tỷ", loose=False)
    9
    """
    if value == 0:
        return 0
    plain = value.normalize()
    first, last = plain.adjusted(), int(plain.as_tuple().exponent)
    plausible = min(last, first - 1)
    digits = "".join(map(str, plain.as_tuple().digits))
    for numeral in _NUMERAL.findall(text):
        written = numeral.translate(_MARKS).lstrip("0")
        if written.rstrip("0") == digits:
            exponent = first - len(written) + 1
            return max(exponent, plausible) if loose else exponent
    return plausible


def in_unit_of(row: Row, model: Row) -> Row:
    """Say a row in the unit of another one of the same dimension, every digit kept."""
    if (row.unit, row.per) == (model.unit, model.per):
        return row
    one, other = (dimension_of(each.unit, each.per, each.aspect) for each in (row, model))
    with localcontext(_EXACT):
        lo, hi = (
            None if value is None else value.scaleb(one.power - other.power) for value in (row.lo, row.hi)
        )
    return row._replace(lo=lo, hi=hi, unit=model.unit, per=model.per)
