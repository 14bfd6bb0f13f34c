"""One number with its unit: what stands after or before it, its denominator, sign and qualifier."""

from decimal import Decimal
from typing import Final, NamedTuple

from dnextract.grammar.lexicon import FigureLexicon, UnitEntry
from dnextract.grammar.mentions import QuantityMention, bounds
from dnextract.grammar.numbers import Number, scaled
from dnextract.grammar.numerals import EXACT
from dnextract.grammar.qualifiers import around, past_qualifiers
from dnextract.grammar.units import per_after, per_behind, prefix_before, scaled_unit, unit_after
from dnextract.text import Tokens
from dnextract.text.tokens import glued

__all__ = ["Measured", "find", "in_thousands", "measured", "mention", "says_how_many"]

_SIGNS: Final = frozenset("-−+")
_AMOUNTS: Final = frozenset({"số", "lượng"})  # before what is counted: "số tờ khai đạt 1,2 triệu"
_TRADED: Final = frozenset({"mua", "bán"})
_LONGEST_SIDES: Final = 8  # tokens from "(" on
_HALF: Final = frozenset({"rưỡi", "rưởi"})
_THOUSAND: Final = 1_000
_MILLION: Final = 1_000_000
_BILLION: Final = 1_000_000_000
_SCORED: Final = frozenset(  # before the points of an index or a test
    {"tăng", "giảm", "mất", "lên", "xuống", "mức", "đạt", "được", "cộng", "trừ", "còn", "thêm", "tới", "đến"}
)
_AT: Final = frozenset({"tại", "ở"})
_NEAR_TURN: Final = 6  # words between what turns and how far
_MOST_THINGS: Final = 1_000 * _BILLION  # nothing but đồng is so many
_FARTHEST_HEAD: Final = 8  # words before a number that may say what it counts
_LEAST_IN_FULL: Final = 10_000
_FARTHEST_PRICE: Final = 14  # words before an amount in full that may say it is one
_DONG: Final = UnitEntry("money", "VND", Decimal(1), "grammar:plain_money")


class Measured(NamedTuple):
    """A number with the unit it is in: tokens `[first, last)`."""

    number: Number
    first: int
    last: int
    unit: UnitEntry
    per: str | None


def find(tokens: Tokens, number: Number, lexicon: FigureLexicon, free: int) -> QuantityMention | None:
    """Find the measure or amount that `number` is, in a unit written beside it or plainly meant."""
    found = measured(tokens, number, lexicon, free)
    return mention(tokens, found, lexicon, free) if found else None


def measured(tokens: Tokens, number: Number, lexicon: FigureLexicon, free: int) -> Measured | None:
    """Join a number with its unit and what it is per; tokens before `free` belong to others."""
    return (
        _beside(tokens, number, lexicon, free)
        or _beyond_sides(tokens, number, lexicon)
        or _plain_money(tokens, number, lexicon, free)
    )


def mention(tokens: Tokens, found: Measured, lexicon: FigureLexicon, free: int) -> QuantityMention:
    """Give a measured number its sign and qualifier."""
    unit = found.unit
    first, sign = _sign(tokens, found.first, lexicon)
    left, right, qualifier = around(tokens, first, found.last, lexicon, free)
    value = scaled(found.number.value, unit.factor)
    lo, hi = bounds(value.copy_negate() if sign == "âm" else value, qualifier.qualifier)
    return QuantityMention(
        first=first,
        last=found.last,
        left=left,
        right=right,
        kind=unit.kind,
        lo=lo,
        hi=hi,
        qualifier=qualifier.qualifier,
        unit=unit.unit,
        per=found.per,
        negative=sign == "-",
        rules=(unit.rule, *([qualifier.rule] if qualifier.rule else [])),
    )


def _beside(tokens: Tokens, number: Number, lexicon: FigureLexicon, free: int) -> Measured | None:
    """Join a number with the unit after or before it, and with what it is per."""
    first, last = number.first, number.last
    after = unit_after(tokens, last, lexicon)
    if after is not None and after[1].kind != "multiple" and _may_be_in(tokens, number, after[1], lexicon):
        last, unit = after
    else:
        prefix = prefix_before(tokens, first, lexicon)
        if prefix is None or prefix[0] < free or number.written in ("word", "fraction"):
            return None
        first, unit = prefix
    if unit.unit == "VND":
        number = in_thousands(tokens, number)
    elif unit.unit == "m" and last < len(tokens):
        number, last = _with_centimetres(tokens, number, last)
    number, last = _with_half(tokens, number, last)
    per = per_after(tokens, last, lexicon, unit.unit)
    if per is None and unit.kind == "measure":
        per = per_behind(tokens, last, lexicon)
    return Measured(number, first, per.last if per else last, unit, per.per if per else None)


def _beyond_sides(tokens: Tokens, number: Number, lexicon: FigureLexicon) -> Measured | None:
    """Find the unit behind the sides of a trade: "55 – 56 (mua vào – bán ra) triệu đồng/lượng"."""
    at = number.last
    if number.scale != 1 or at >= len(tokens) or tokens[at].surface != "(":
        return None
    inside = range(at + 1, min(at + _LONGEST_SIDES, len(tokens)))
    close = next((i for i in inside if tokens[i].surface == ")"), None)
    if close is None or _TRADED.isdisjoint(t.norm for t in tokens[at:close]):
        return None
    unit = scaled_unit(tokens, close + 1, lexicon)
    if unit is None or unit.unit.kind != "money":
        return None
    value = number._replace(value=scaled(number.value, unit.scale), scale=unit.scale)
    return Measured(value, number.first, unit.last, unit.unit, unit.per)


def in_thousands(tokens: Tokens, number: Number) -> Number:
    """Read "3,500 đồng" and "6,638 người" the English way: neither has three decimals."""
    whole, mark, decimals = tokens[number.first].surface.partition(",")
    if number.value % 1 and number.scale == 1 and mark and len(decimals) == 3 and whole != "0":
        return number._replace(value=number.value * _THOUSAND // 1)
    return number


def _with_centimetres(tokens: Tokens, number: Number, last: int) -> tuple[Number, int]:
    """Read what is glued to the metre: "cao 1m76"."""
    digits = tokens[last].surface
    if not digits.isdigit() or len(digits) > 2 or not glued(tokens[last - 1], tokens[last]):
        return number, last
    return number._replace(value=number.value + Decimal(f"0.{digits}")), last + 1


def _with_half(tokens: Tokens, number: Number, last: int) -> tuple[Number, int]:
    """Read the half that follows the unit: "3 tấn rưỡi"."""
    if last >= len(tokens) or tokens[last].norm not in _HALF or number.scale != 1 or number.value % 1:
        return number, last
    return number._replace(value=EXACT.add(number.value, Decimal("0.5"))), last + 1


def _may_be_in(tokens: Tokens, number: Number, unit: UnitEntry, lexicon: FigureLexicon) -> bool:
    """Tell whether the number can be so many of a unit: "8 bảng", "một đồng" and "năm điểm" are not."""
    if unit.large and number.value < _THOUSAND:
        return False
    if _is_other_noun(tokens, number, unit, lexicon):
        return False
    if number.written != "word":
        return True
    if unit.kind in ("percent", "percentage_point"):
        return True
    return unit.kind == "measure" and number.value > 1 and tokens[number.first].norm != "năm"


def _is_other_noun(tokens: Tokens, number: Number, unit: UnitEntry, lexicon: FigureLexicon) -> bool:
    """Tell "tại 13 điểm", "283 điểm 10" and "xoay 360 độ" from points of an index and degrees of heat."""
    before, after = number.first, number.last + 1
    word = tokens[number.last].norm
    if unit.unit == "point" and word == "điểm":
        grade = after < len(tokens) and tokens[after].surface.isdigit() and number.value % 1 == 0
        edge = past_qualifiers(tokens, before, lexicon)
        led = tokens[edge - 1].norm if edge else ""
        place = led not in _SCORED and number.value % 1 == 0 and _takes_a_noun(tokens, after, lexicon)
        return grade or place or led in _AT
    turned = unit.unit == "°C" and word == "độ" and (after == len(tokens) or tokens[after].norm != "c")
    return turned and lexicon.is_a("turns").occurs(tokens, max(0, before - _NEAR_TURN), before)


def _takes_a_noun(tokens: Tokens, at: int, lexicon: FigureLexicon) -> bool:
    """Tell whether a word goes on with the noun: "ba điểm thuận lợi"."""
    goes_on = at < len(tokens) and tokens[at].kind == "word" and tokens[at].surface.islower()
    return goes_on and lexicon.is_a("function_words").starting(tokens, at) is None


def _plain_money(tokens: Tokens, number: Number, lexicon: FigureLexicon, free: int) -> Measured | None:
    """Read `71 tỷ`, `900 tỷ lợi nhuận`, `50 nghìn/bát`: đồng is meant where no noun is counted."""
    if number.scale == 1 and _is_written_out(tokens, number, lexicon, free):
        return Measured(number, number.first, number.last, _DONG, None)
    if number.scale == 1 or number.written == "word":
        return None
    last = number.last
    per = per_after(tokens, last, lexicon)
    if per is None and not _means_money(tokens, number, lexicon, free):
        return None
    return Measured(number, number.first, per.last if per else last, _DONG, per.per if per else None)


def _is_written_out(tokens: Tokens, number: Number, lexicon: FigureLexicon, free: int) -> bool:
    """Tell an amount in full from a count: "nộp phạt số tiền 3.450.000"."""
    first, last = number.first, number.last
    grouped = last == first + 1 and "." in tokens[first].surface and number.value >= _LEAST_IN_FULL
    if not grouped or number.value % 1 or lexicon.is_a("labels").ending(tokens, first):
        return False
    if last < len(tokens) and (tokens[last].surface in "/-–x×" or tokens[last].kind == "digits"):
        return False
    goes_on = last < len(tokens) and tokens[last].kind == "word"
    if goes_on and lexicon.is_a("function_words").starting(tokens, last) is None:
        return False
    for i in range(first - 1, max(free, first - _FARTHEST_PRICE) - 1, -1):
        if says_how_many(tokens, i) and lexicon.counted.starting(tokens, i + 1):
            return False
        if lexicon.is_a("money_nouns").starting(tokens, i) or lexicon.is_a("price_words").starting(tokens, i):
            return True
    return False


def _means_money(tokens: Tokens, number: Number, lexicon: FigureLexicon, free: int) -> bool:
    """Tell whether a number in millions, thousands of millions, or before a noun of money is an amount."""
    if _counts_people(tokens, number, lexicon, free):
        return False
    i = number.last
    if number.value >= _MOST_THINGS:
        return True  # "46 nghìn tỷ cổ phiếu"
    if lexicon.counted.starting(tokens, i):
        return False
    if lexicon.is_a("money_nouns").starting(tokens, i):
        return True
    if _is_duration(tokens, i, lexicon):
        return False
    priced = lexicon.is_a("price_words").ending(tokens, past_qualifiers(tokens, number.first, lexicon))
    if number.scale < _MILLION and priced is None:
        return False
    open_end = i >= len(tokens) or tokens[i].kind != "word"
    ends = open_end or lexicon.is_a("function_words").starting(tokens, i) is not None
    # So many thousand million of a thing that is no counted noun are đồng: "vay 700 tỷ xây nhà máy".
    return ends or (number.scale >= _BILLION and tokens[i].surface[0].islower())


def _counts_people(tokens: Tokens, number: Number, lexicon: FigureLexicon, free: int) -> bool:
    """Tell "dân số 98 triệu" from "người dân nợ 98 triệu": the nearest noun before the number decides."""
    for i in range(number.first - 1, max(free, number.first - _FARTHEST_HEAD) - 1, -1):
        if lexicon.is_a("people_heads").starting(tokens, i):
            return True
        if says_how_many(tokens, i) and lexicon.counted.starting(tokens, i + 1):
            return True
        if lexicon.is_a("money_nouns").starting(tokens, i) or lexicon.is_a("price_words").starting(tokens, i):
            return False
    return False


def says_how_many(tokens: Tokens, at: int) -> bool:
    """Tell the "số" and "lượng" before what is counted from the end of "con số"."""
    return tokens[at].norm in _AMOUNTS and not (at and tokens[at - 1].norm == "con")


def _is_duration(tokens: Tokens, at: int, lexicon: FigureLexicon) -> bool:
    """Tell "4 triệu năm" from "660 tỷ năm 2007"."""
    found = lexicon.is_a("time_units").starting(tokens, at)
    return found is not None and not (found[0] < len(tokens) and tokens[found[0]].kind == "digits")


def _sign(tokens: Tokens, first: int, lexicon: FigureLexicon) -> tuple[int, str | None]:
    """Find a sign: a mark glued to the number and to nothing before it is inside the span, `âm` is not."""
    if first == 0:
        return first, None
    before = tokens[first - 1]
    if before.surface in _SIGNS and glued(before, tokens[first]):
        opens = first == 1 or not glued(tokens[first - 2], before) or tokens[first - 2].surface in "(["
        if opens:
            return first - 1, "+" if before.surface == "+" else "-"
    negative = lexicon.is_a("negative").ending(tokens, past_qualifiers(tokens, first, lexicon))
    return first, "âm" if negative else None
