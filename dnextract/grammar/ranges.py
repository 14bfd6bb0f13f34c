"""Ranges and lists: numbers that share the unit and scale written at the last of them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dnextract.grammar import counts, measures
from dnextract.grammar.lexicon import FigureLexicon, UnitEntry
from dnextract.grammar.measures import Measured
from dnextract.grammar.mentions import QuantityMention
from dnextract.grammar.numbers import Number, scaled
from dnextract.grammar.qualifiers import around
from dnextract.grammar.units import per_after, prefix_before, unit_after
from dnextract.text import Tokens
from dnextract.text.tokens import glued

__all__ = ["connected", "find", "find_listed"]

_DASHES: Final = frozenset("-–—~÷")
_TO: Final = frozenset({"đến", "tới"})
_AND: Final = frozenset({"và", "hoặc", "hay"})
_BETWEEN: Final = frozenset({",", ";", *_AND})
_RESPECTIVELY: Final = ("lần", "lượt")
_THOUSAND: Final = 1_000
_FAR_APART: Final = 100  # "500.000, 700.000 và 1 triệu đồng" shares no scale


def find(
    tokens: Tokens, low: Number, high: Number | None, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Join two numbers into a range; the first takes the scale and unit it leaves out from the second."""
    if high is None or low.written in ("word", "fraction"):
        return None
    return _of_measures(tokens, low, high, lexicon, free) or _of_counts(tokens, low, high, lexicon, free)


def _of_measures(
    tokens: Tokens, low: Number, high: Number, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Read "10 – 15%/năm", "500.000 đến 1 triệu đồng", "$5-7 tỷ", "2,4 tỉ đồng đến hơn 9 tỉ đồng"."""
    own = unit_after(tokens, low.last, lexicon)
    last = own[0] if own else low.last
    per = per_after(tokens, last, lexicon, own[1].unit) if own else None
    if not connected(tokens, low, per.last if per else last, high, lexicon):
        return None
    prefix = prefix_before(tokens, low.first, lexicon)
    if prefix is not None and prefix[0] < free:
        prefix = None
    upper = _upper(tokens, high, lexicon, low.last, prefix[1] if prefix else None)
    if upper is None or (own and own[1].unit != upper.unit.unit):
        return None
    if upper.unit.unit == "VND":
        low = measures.in_thousands(tokens, low)
    dashed = tokens[per.last if per else last].surface in _DASHES
    lowest = _lowest(low, upper.number, shared=own is None, dashed=dashed)
    lo = scaled(lowest, own[1].factor if own else upper.unit.factor)
    hi = scaled(upper.number.value, upper.unit.factor)
    if lo >= hi:
        return None
    first = prefix[0] if prefix else low.first
    left, right, _ = around(tokens, first, upper.last, lexicon, free)
    if left > free and tokens[left - 1].norm == "từ":
        left -= 1
    return QuantityMention(
        first=first,
        last=upper.last,
        left=left,
        right=right,
        kind=upper.unit.kind,
        lo=lo,
        hi=hi,
        qualifier="range",
        unit=upper.unit.unit,
        per=upper.per,
        negative=False,
        rules=(upper.unit.rule, "grammar:range"),
    )


def _upper(
    tokens: Tokens, high: Number, lexicon: FigureLexicon, free: int, prefix: UnitEntry | None
) -> Measured | None:
    """Read the upper end; a sign before the lower end ("$5-7 tỷ") holds for both."""
    upper = measures.measured(tokens, high, lexicon, free)
    plain = upper is None or upper.unit.rule.startswith("grammar:")
    if prefix is None or not plain:
        return upper
    per = per_after(tokens, high.last, lexicon, prefix.unit)
    return Measured(high, high.first, per.last if per else high.last, prefix, per.per if per else None)


def _lowest(low: Number, high: Number, *, shared: bool, dashed: bool) -> Decimal:
    """Give the lower end the scale of the upper one if it has none and stays the lower one.

    The thousands of "15-20.000 đồng" are shared too, where a dash joins the two.
    """
    if not shared or low.scale != 1:
        return low.value
    scale = high.scale
    if scale == 1 and dashed and not high.value % _THOUSAND and low.value < _THOUSAND:
        scale = Decimal(_THOUSAND)
    return scaled(low.value, scale) if low.value * scale < high.value else low.value


def _of_counts(
    tokens: Tokens, low: Number, high: Number, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Join two numbers before a counted noun: "36 - 38 chuyến/giờ"."""
    if not connected(tokens, low, low.last, high, lexicon):
        return None
    counted = counts.find(tokens, high, lexicon, low.last)
    lowest = _lowest(low, high, shared=True, dashed=tokens[low.last].surface in _DASHES)
    if counted is None or lowest >= high.value or counts.is_label(tokens, low, lexicon):
        return None
    left, right, _ = around(tokens, low.first, counted.last, lexicon, free)
    return counted._replace(
        first=low.first,
        left=left,
        right=right,
        lo=lowest,
        hi=high.value,
        qualifier="range",
        rules=(*counted.rules, "grammar:range"),
    )


def connected(tokens: Tokens, low: Number, at: int, high: Number, lexicon: FigureLexicon) -> bool:
    """Check that a connector and at most a qualifier and a currency sign stand between `at` and `high`."""
    if at >= high.first:
        return False
    between = tokens[at].norm in _AND and low.first > 0 and tokens[low.first - 1].norm == "giữa"
    if tokens[at].surface not in _DASHES and tokens[at].norm not in _TO and not between:
        return False
    gap = at + 1
    for index in (lexicon.before, lexicon.prefixes):
        found = index.starting(tokens, gap)
        if found is not None and found[0] <= high.first:
            gap = found[0]
    return gap == high.first


def find_listed(
    tokens: Tokens,
    numbers: Sequence[Number],
    at: int,
    mention: QuantityMention,
    lexicon: FigureLexicon,
    free: int,
) -> list[QuantityMention]:
    """Find the bare numbers and ranges of a list before the mention at `numbers[at]`: "5, 7 và 8-9%"."""
    last = at + 1 if mention.qualifier == "range" and at + 1 < len(numbers) else at
    shared = measures.measured(tokens, numbers[last], lexicon, free)
    if shared is None or shared.first != numbers[last].first:
        return []
    first, joined = at, False
    items: list[tuple[Number, Number | None]] = []
    while first > 0 and numbers[first - 1].first >= free:
        high = numbers[first - 1]
        link = tokens[high.last : numbers[first].first]
        part = len(link) == 1 and link[0].surface == "/" and shared.number.scale != 1  # 1.240/1.900 tỷ đồng
        if len(link) != 1 or not (part or link[0].norm in _BETWEEN):
            break
        low = numbers[first - 2] if first > 1 and numbers[first - 2].first >= free else None
        ranged = low is not None and low.value < high.value and _is_dashed(tokens, low, high)
        if not _is_bare(tokens, numbers[first - 2 if ranged else first - 1]):
            break
        joined = joined or part or link[0].norm in _AND
        first -= 2 if ranged else 1
        items.append((numbers[first], high if ranged else None))
    start = numbers[first].first
    if not items or not (joined or _are_respective(tokens, start)):
        return []
    if not _may_head_list(tokens, start, lexicon):
        return []
    return [_in_unit_of(tokens, low, high, shared, lexicon, free) for low, high in reversed(items)]


def _is_dashed(tokens: Tokens, low: Number, high: Number) -> bool:
    """Tell the ends of a bare range: "77 - 77,5"."""
    written = low.written == high.written == "digits"
    return written and high.first == low.last + 1 and tokens[low.last].surface in _DASHES


def _is_bare(tokens: Tokens, number: Number) -> bool:
    """Tell a number in digits that stands free: no year, no part of a date, a score or a code."""
    if number.written != "digits" or counts.looks_like_year(tokens, number):
        return False
    before = tokens[number.first - 1] if number.first else None
    return before is None or before.kind == "word" or not glued(before, tokens[number.first])


def _are_respective(tokens: Tokens, first: int) -> bool:
    return any(
        (tokens[i].norm, tokens[i + 1].norm) == _RESPECTIVELY for i in range(max(0, first - 6), first - 1)
    )


def _may_head_list(tokens: Tokens, first: int, lexicon: FigureLexicon) -> bool:
    """Tell a list of figures from names and dates: "iPhone 8 và 20%", "ngày 5, 7 và 9%"."""
    if first == 0:
        return False
    before = tokens[first - 1]
    dated = lexicon.is_a("labels").ending(tokens, first) is not None and before.norm != "số"
    named = before.surface[1:] != before.surface[1:].lower() or (first > 1 and before.surface[0].isupper())
    return not dated and not named


def _in_unit_of(
    tokens: Tokens,
    bare: Number,
    upper: Number | None,
    shared: Measured,
    lexicon: FigureLexicon,
    free: int,
) -> QuantityMention:
    """Give a bare number or range the unit, denominator and, unless it is large already, scale of another."""
    value, scale = scaled(bare.value, shared.number.scale), shared.number.scale
    if bare.scale != 1 or value > shared.number.value * _FAR_APART:
        value, scale = bare.value, bare.scale
    number = bare._replace(value=value, scale=scale)
    listed = Measured(number, bare.first, (upper or bare).last, shared.unit, shared.per)
    found = measures.mention(tokens, listed, lexicon, free)
    if upper is not None:
        high = scaled(scaled(upper.value, scale), shared.unit.factor)
        found = found._replace(hi=high, qualifier="range")
    return found._replace(rules=(*found.rules, "grammar:list"))
