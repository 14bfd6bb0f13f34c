"""What a figure is per where the words stand away from it: in front, behind its noun, at another figure."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from dnextract.grammar.lexicon import FigureLexicon
from dnextract.grammar.mentions import QuantityMention
from dnextract.grammar.qualifiers import past_qualifiers
from dnextract.grammar.units import TIMES, each
from dnextract.text import Tokens

__all__ = ["with_per"]

_CURRENCY_CODE: Final = 3  # letters
_DEAREST_CURRENCY: Final = 1_000_000  # units of another for one of it
_NEARBY: Final = 12  # words between a figure that is no price and what says, before it, what it is per
_CLOSE: Final = 9  # words between a price and its change, the percentage between them with its words
_LISTED: Final = 6  # words between the things counted per one and the same
_BEHIND: Final = 4  # words of the noun between a figure and "mỗi tháng"
_FAR_APART: Final = 100_000  # times one amount is the other
_SAME_PRICE: Final = 20  # words between a price and what it rose by
_KINDS: Final = frozenset({"money", "percent", "count", "measure"})
_THINGS: Final = frozenset({"count", "measure"})
_ALSO: Final = frozenset({",", "và", "(", "cùng"})
_EVERY: Final = frozenset({"mỗi", "hàng", "hằng"})
_EQUAL: Final = frozenset(
    {"(", ",", "tương", "đương", "ứng", "với", "tức", "hay", "là", "bằng", "quy", "đổi"}
)
_MOVED: Final = frozenset({"tăng", "giảm", "thêm", "hạ", "cộng", "mất"})
_RATES: Final = frozenset({"=", "đổi", "ăn", "bằng"})


def with_per(
    tokens: Tokens, mentions: Sequence[QuantityMention], lexicon: FigureLexicon
) -> list[QuantityMention]:
    """Fill `per` of the quantities of a sentence from words that stand away from them."""
    if not mentions:
        return []
    kept = _as_rates(tokens, mentions)
    return _shared(tokens, _in_front(tokens, kept, lexicon), lexicon)


def _in_front(
    tokens: Tokens, mentions: Sequence[QuantityMention], lexicon: FigureLexicon
) -> list[QuantityMention]:
    """Read "năng suất hàng năm tăng 7%", "mỗi kg cà phê lên …", "mỗi kênh đã bán 3 tỷ đồng".

    A figure of the same unit right after shares it, and so do the things of a list. Percentages are per
    year only.
    """
    result: list[QuantityMention] = []
    start, said = 0, None
    for mention in mentions:
        if mention.per is None and mention.kind in _KINDS:
            nearby = start if mention.kind == "money" else max(start, mention.first - _NEARBY)
            found = _before(tokens, nearby, mention.first, lexicon)
            if found is None and said and _goes_on(tokens, result[-1], mention, lexicon):
                found = said
            said = found
            found = found or _behind(tokens, mention.last, lexicon)
            if found and _may_be_per(mention, found):
                mention = mention._replace(per=found)
        elif mention.per in TIMES and mention.kind == "money":
            said = None
            found = _before(tokens, start, mention.first, lexicon)
            joined = f"{found}/{mention.per}" if found and found not in TIMES else mention.per
            mention = mention._replace(per=joined)
        else:
            said = None
        result.append(mention)
        start = mention.last
    return result


def _may_be_per(mention: QuantityMention, per: str) -> bool:
    """Tell a rate of exchange from an amount told beside one, and a yearly from any other percentage."""
    if mention.kind == "percent":
        return per == "year"
    if not (per.isupper() and len(per) == _CURRENCY_CODE):
        return True
    return mention.unit != per and (mention.lo or mention.hi or 0) < _DEAREST_CURRENCY


def _goes_on(
    tokens: Tokens, previous: QuantityMention, mention: QuantityMention, lexicon: FigureLexicon
) -> bool:
    """Tell a figure of the same unit, or the next thing of a list, from what is another figure."""
    if mention.kind not in _THINGS:
        return previous.unit == mention.unit
    edge = past_qualifiers(tokens, mention.first, lexicon)
    return previous.last < edge < previous.last + _LISTED and tokens[edge - 1].norm in _ALSO


def _before(tokens: Tokens, start: int, at: int, lexicon: FigureLexicon) -> str | None:
    """Find in tokens `[start, at)` what the figure at `at` is per; the nearest such words decide.

    Two side by side join, the time last: "mỗi tháng mỗi người" is `person/month`.
    """
    said = [(i, per) for i, last, per in lexicon.per_outside.occurrences(tokens, start, at) if last <= at]
    for i in range(at - 1, said[-1][0] if said else start - 1, -1):
        thing = each(tokens, i + 1, lexicon) if tokens[i].norm == "mỗi" else None
        if thing is not None:
            if thing.last <= at and not _is_broken(tokens, i, at):
                said.append((i, thing.per))
            break
    if not said:
        return None
    first, per = said[-1]
    before = lexicon.per_outside.ending(tokens, first)
    if before is None or before[0] < start:
        return per
    timed = per in TIMES or before[1] not in TIMES
    return f"{before[1]}/{per}" if timed else f"{per}/{before[1]}"


def _is_broken(tokens: Tokens, start: int, end: int) -> bool:
    return any(tokens[i].surface in ";.:" for i in range(start, end))


def _behind(tokens: Tokens, at: int, lexicon: FigureLexicon) -> str | None:
    """Read the time after the noun of a figure: "2 triệu tấn quặng mỗi quý"."""
    for i in range(at, min(len(tokens) - 1, at + _BEHIND)):
        if tokens[i].norm in _EVERY:
            time = each(tokens, i + 1, lexicon)
            return time.per if time and time.per in TIMES else None
        if tokens[i].kind != "word" or lexicon.is_a("function_words").starting(tokens, i):
            return None
    return None


def _shared(
    tokens: Tokens, mentions: Sequence[QuantityMention], lexicon: FigureLexicon
) -> list[QuantityMention]:
    """Give a price, its change and its worth in another currency what one of them is per."""
    result = list(mentions)
    prices = [k for k, mention in enumerate(mentions) if mention.kind == "money"]
    for j, k in pairwise(prices):
        one, other = result[j], result[k]
        if (one.per is None) == (other.per is None) or not _are_of_one(tokens, one, other, lexicon):
            continue
        per = one.per or other.per
        result[j], result[k] = one._replace(per=per), other._replace(per=per)
    return result


def _are_of_one(tokens: Tokens, one: QuantityMention, other: QuantityMention, lexicon: FigureLexicon) -> bool:
    """Tell whether two amounts are of one price: "tăng 10 USD, lên 1.280 USD/ounce", "2 USD (5 won)"."""
    between = range(one.last, other.first)
    if any(tokens[i].surface == ";" for i in between):
        return False
    if one.unit != other.unit:
        edge = past_qualifiers(tokens, other.first, lexicon)
        return one.last < edge and all(tokens[i].norm in _EQUAL for i in range(one.last, edge))
    if one.per in TIMES or other.per in TIMES or _are_far_apart(one, other):
        return False
    if len(between) <= _CLOSE and any(lexicon.is_a("reaching").starting(tokens, i) for i in between):
        return True
    edge = past_qualifiers(tokens, other.first, lexicon)
    return one.per is not None and len(between) <= _SAME_PRICE and tokens[edge - 1].norm in _MOVED


def _are_far_apart(one: QuantityMention, other: QuantityMention) -> bool:
    """Tell a price from an amount of another size: a share's from the worth of all shares."""
    a, b = (abs(m.lo or m.hi or Decimal(0)) for m in (one, other))
    return max(a, b) > min(a, b) * _FAR_APART


def _as_rates(tokens: Tokens, mentions: Sequence[QuantityMention]) -> list[QuantityMention]:
    """Read "1 USD = 23.390 VND" as one rate, which is per the currency before the sign."""
    result: list[QuantityMention] = []
    for mention in mentions:
        one = result[-1] if result else None
        if one is not None and one.kind == mention.kind == "money" and one.lo == one.hi == 1:
            between = [token.norm for token in tokens[one.last : mention.first]]
            if one.unit != mention.unit and len(between) <= 2 and not _RATES.isdisjoint(between):
                result.pop()
                mention = mention._replace(per=one.unit)
        result.append(mention)
    return result
