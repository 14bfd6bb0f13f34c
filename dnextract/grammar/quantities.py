"""Quantities: a number, or a range of two, with its unit, denominator and qualifier."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dnextract.grammar import counts, multiples
from dnextract.grammar.lexicon import FigureLexicon, UnitEntry
from dnextract.grammar.mentions import QuantityMention, bounds
from dnextract.grammar.numbers import Number, scaled
from dnextract.grammar.qualifiers import around
from dnextract.grammar.units import per_after, per_outside, prefix_before, unit_after
from dnextract.text import Token
from dnextract.text.tokens import glued

__all__ = ["find_quantities"]

_DASHES = frozenset("-–—~÷")
_TO = frozenset({"đến", "tới"})
_SIGNS = frozenset("-−+")
_MILLION = 1_000_000
_TIMES = frozenset({"year", "quarter", "month", "day"})


@dataclass(frozen=True, slots=True)
class _Measured:
    """A number with a unit: tokens `[first, last)`, the unit at `unit_at`."""

    number: Number
    first: int
    last: int
    unit: UnitEntry | None
    per: str | None


def find_quantities(
    tokens: Sequence[Token], numbers: Sequence[Number], lexicon: FigureLexicon
) -> list[QuantityMention]:
    """Find the quantities of a sentence, in order, without overlap.

    `numbers` are those of the same tokens. A bare number without unit or counted noun is no quantity.
    """
    mentions: list[QuantityMention] = []
    free = 0  # the first token no mention has taken yet
    for k, number in enumerate(numbers):
        if number.first < free or _is_year(tokens, number) or _is_rank(tokens, number, lexicon):
            continue
        following = numbers[k + 1] if k + 1 < len(numbers) else None
        mention = (
            _range(tokens, number, following, lexicon, free)
            or _range_of_counts(tokens, number, following, lexicon, free)
            or _single(tokens, number, lexicon, free)
            or multiples.find(tokens, number, lexicon, free)
            or counts.find(tokens, number, lexicon, free)
        )
        if mention is not None and not _is_grade(tokens, mention, lexicon):
            mentions.append(mention)
            free = mention.right
        elif mention is not None:
            free = mention.last
    mentions += multiples.find_doubles(tokens, mentions, lexicon)
    mentions.sort(key=lambda m: m.first)
    return _with_outside_per(tokens, mentions, lexicon)


def _with_outside_per(
    tokens: Sequence[Token], mentions: Sequence[QuantityMention], lexicon: FigureLexicon
) -> list[QuantityMention]:
    """Fill `per` from words away from the figure: "năng suất hàng năm tăng 7%", "mỗi kg cà phê lên …".

    A figure of the same unit right after shares it. Percentages are per a span of time only.
    """
    result: list[QuantityMention] = []
    start, said = 0, None
    for mention in mentions:
        if mention.per is None and mention.kind in ("money", "percent"):
            found = per_outside(tokens, start, mention.first, lexicon)
            previous = result[-1] if result else None
            if found is None and previous and said and previous.unit == mention.unit:
                found = said
            said = found
            if found and (mention.kind == "money" or found in _TIMES):
                mention = replace(mention, per=found)
        else:
            said = None
        result.append(mention)
        start = mention.last
    return result


def _is_rank(tokens: Sequence[Token], number: Number, lexicon: FigureLexicon) -> bool:
    return lexicon.is_a("ordinals").ending(tokens, number.first) is not None


def _is_year(tokens: Sequence[Token], number: Number) -> bool:
    """Tell a year: four digits after `năm`."""
    return (
        number.first > 0
        and tokens[number.first - 1].norm == "năm"
        and number.last == number.first + 1
        and len(tokens[number.first].surface) == 4
        and 1900 <= number.value <= 2100
    )


def _measured(tokens: Sequence[Token], number: Number, lexicon: FigureLexicon, free: int) -> _Measured | None:
    """Join a number with the unit after or before it, and with what it is per."""
    first = number.first
    after = unit_after(tokens, number.last, lexicon)
    if after is not None and after[1].kind != "multiple" and _word_may_measure(tokens, number, after[1]):
        last, unit = after
    else:
        prefix = prefix_before(tokens, number.first, lexicon)
        if prefix is None or prefix[0] < free:
            return None
        first, unit = prefix
        last = number.last
    per = per_after(tokens, last, lexicon, unit.unit)
    return _Measured(number, first, per.last if per else last, unit, per.per if per else None)


def _word_may_measure(tokens: Sequence[Token], number: Number, unit: UnitEntry) -> bool:
    """Tell whether one word is meant as a number before this unit ("một đồng", "năm điểm" are not)."""
    if number.written != "word":
        return True
    if unit.kind in ("percent", "percentage_point"):
        return True
    return unit.kind == "measure" and number.value > 1 and tokens[number.first].norm != "năm"


def _single(
    tokens: Sequence[Token], number: Number, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    measured = _measured(tokens, number, lexicon, free) or _plain_money(tokens, number, lexicon, free)
    if measured is None or measured.unit is None:
        return None
    unit = measured.unit
    first, negative = _sign(tokens, measured.first, lexicon)
    left, right, qualifier = around(tokens, first, measured.last, lexicon, free)
    value = scaled(number.value, unit.factor)
    lo, hi = bounds(-value if negative == "âm" else value, qualifier.qualifier)
    return QuantityMention(
        first=first,
        last=measured.last,
        left=left,
        right=right,
        kind=unit.kind,
        lo=lo,
        hi=hi,
        qualifier=qualifier.qualifier,
        unit=unit.unit,
        per=measured.per,
        negative=negative == "-",
        rules=(unit.rule, *([qualifier.rule] if qualifier.rule else [])),
    )


def _sign(tokens: Sequence[Token], first: int, lexicon: FigureLexicon) -> tuple[int, str | None]:
    """Find a sign: a mark glued to the number and to nothing before it is inside the span, `âm` is not."""
    if first == 0:
        return first, None
    before = tokens[first - 1]
    if before.surface in _SIGNS and glued(before, tokens[first]):
        opens = first == 1 or not glued(tokens[first - 2], before) or tokens[first - 2].surface in "(["
        if opens:
            return first - 1, "+" if before.surface == "+" else "-"
    return first, "âm" if lexicon.is_a("negative").ending(tokens, first) else None


def _range(
    tokens: Sequence[Token], low: Number, high: Number | None, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Join two numbers with a dash or `đến` between them, and share unit and scale between them."""
    if high is None or low.written == "word":
        return None
    own = unit_after(tokens, low.last, lexicon)
    connector = own[0] if own else low.last
    start = _after_connector(tokens, connector, high, lexicon)
    if start is None:
        return None
    measured = _measured(tokens, high, lexicon, low.last) or _plain_money(tokens, high, lexicon, low.last)
    if measured is None or measured.unit is None or (own and own[1].unit != measured.unit.unit):
        return None
    lowest, highest = low.value, high.value
    if own is None and low.scale == 1 and lowest * high.scale < highest:
        lowest = scaled(lowest, high.scale)
    if lowest >= highest:
        return None
    prefix = prefix_before(tokens, low.first, lexicon)
    first = prefix[0] if prefix and prefix[0] >= free else low.first
    left, right, _ = around(tokens, first, measured.last, lexicon, free)
    if left > free and tokens[left - 1].norm == "từ":
        left -= 1
    factor = measured.unit.factor
    return QuantityMention(
        first=first,
        last=measured.last,
        left=left,
        right=right,
        kind=measured.unit.kind,
        lo=scaled(lowest, factor),
        hi=scaled(highest, factor),
        qualifier="range",
        unit=measured.unit.unit,
        per=measured.per,
        negative=False,
        rules=(measured.unit.rule, "grammar:range"),
    )


def _range_of_counts(
    tokens: Sequence[Token], low: Number, high: Number | None, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Join two numbers before a counted noun: "36 - 38 chuyến/giờ"."""
    if high is None or low.written == "word" or _after_connector(tokens, low.last, high, lexicon) is None:
        return None
    counted = counts.find(tokens, high, lexicon, low.last)
    own = scaled(low.value, high.scale)
    lowest = own if low.scale == 1 and own < high.value else low.value
    if counted is None or lowest >= high.value or lexicon.is_a("labels").ending(tokens, low.first):
        return None
    left, right, _ = around(tokens, low.first, counted.last, lexicon, free)
    rules = (*counted.rules, "grammar:range")
    return replace(
        counted,
        first=low.first,
        left=left,
        right=right,
        lo=lowest,
        hi=high.value,
        qualifier="range",
        rules=rules,
    )


def _after_connector(tokens: Sequence[Token], at: int, high: Number, lexicon: FigureLexicon) -> int | None:
    """Check that a connector and at most a qualifier or currency sign stand between `at` and `high`."""
    if at >= high.first or (tokens[at].surface not in _DASHES and tokens[at].norm not in _TO):
        return None
    gap = at + 1
    qualifier = lexicon.before.starting(tokens, gap)
    if qualifier and qualifier[0] <= high.first:
        gap = qualifier[0]
    prefix = lexicon.prefixes.starting(tokens, gap)
    if prefix and prefix[0] <= high.first:
        gap = prefix[0]
    return gap if gap == high.first else None


def _plain_money(
    tokens: Sequence[Token], number: Number, lexicon: FigureLexicon, free: int
) -> _Measured | None:
    """Read `71 tỷ`, `900 tỷ lợi nhuận`, `50 nghìn/bát`: đồng is meant where no noun is counted."""
    if number.scale == 1 or number.written == "word":
        return None
    last = number.last
    per = per_after(tokens, last, lexicon)
    if per is None and (number.scale < _MILLION or _counts_something(tokens, number, lexicon, free)):
        return None
    money = UnitEntry("money", "VND", Decimal(1), "grammar:plain_money")
    return _Measured(number, number.first, per.last if per else last, money, per.per if per else None)


def _counts_something(tokens: Sequence[Token], number: Number, lexicon: FigureLexicon, free: int) -> bool:
    i = number.last
    if i < len(tokens) and tokens[i].kind == "word":
        ends = lexicon.is_a("function_words").starting(tokens, i) or lexicon.is_a("money_nouns").starting(
            tokens, i
        )
        if not ends or lexicon.counted.starting(tokens, i):
            return True
    people = lexicon.is_a("people_heads")
    return any(people.starting(tokens, j) for j in range(max(free, number.first - 8), number.first))


def _is_grade(tokens: Sequence[Token], mention: QuantityMention, lexicon: FigureLexicon) -> bool:
    """Tell a grade of goods ("gạo 5% tấm") or a legal form ("doanh nghiệp 100% vốn") from a figure."""
    if mention.kind != "percent":
        return False
    if lexicon.is_a("product_grades").starting(tokens, mention.last):
        return True
    if mention.last < len(tokens) and tokens[mention.last].norm == "vốn" and mention.lo == 100:
        return lexicon.is_a("legal_form_heads").ending(tokens, mention.first) is not None
    return False
