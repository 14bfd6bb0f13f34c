"""Quantities: a number, or a range of two, with its unit, denominator and qualifier."""

from collections.abc import Sequence
from itertools import pairwise

from dnextract.grammar import counts, elided, headings, measures, multiples, ranges
from dnextract.grammar.headings import UnitHeading
from dnextract.grammar.lexicon import FigureLexicon
from dnextract.grammar.mentions import QuantityMention
from dnextract.grammar.numbers import Number
from dnextract.grammar.units import TIMES, per_outside
from dnextract.text import Token
from dnextract.text.tokens import glued

__all__ = ["find_quantities"]


_NEARBY = 12  # words between a percentage and what says, before it, what it is per
_CLOSE = 7  # words between a price and its change


def find_quantities(
    tokens: Sequence[Token],
    numbers: Sequence[Number],
    lexicon: FigureLexicon,
    heading: UnitHeading | None = None,
) -> list[QuantityMention]:
    """Find the quantities of a sentence, in order, without overlap.

    `numbers` are those of the same tokens. A bare number without unit or counted noun is no quantity, but
    in a line of a table it has the unit of the `heading` above.
    """
    mentions: list[QuantityMention] = []
    free = 0  # the first token no mention has taken yet
    for k, number in enumerate(numbers):
        if number.first < free or not _may_measure(tokens, number, lexicon):
            continue
        following = numbers[k + 1] if k + 1 < len(numbers) else None
        mention = (
            ranges.find(tokens, number, following, lexicon, free)
            or elided.find_lower(tokens, number, following, lexicon, free)
            or elided.find_continued(tokens, number, _last_amount(mentions), lexicon, free)
            or measures.find(tokens, number, lexicon, free)
            or (headings.find(tokens, number, heading, lexicon, free) if heading else None)
            or multiples.find(tokens, number, following, lexicon, free)
            or counts.find(tokens, number, lexicon, free)
            or elided.find(tokens, number, following, lexicon, free)
        )
        if mention is not None and not _is_grade(tokens, mention, lexicon):
            mentions += ranges.find_listed(tokens, numbers, k, lexicon, free)
            mentions.append(mention)
            free = mention.right
        elif mention is not None:
            free = mention.last
    mentions += multiples.find_doubles(tokens, mentions, lexicon)
    mentions.sort(key=lambda m: m.first)
    return _with_shared_per(tokens, _with_outside_per(tokens, mentions, lexicon), lexicon)


def _last_amount(mentions: Sequence[QuantityMention]) -> QuantityMention | None:
    """Give the last mention that is no percentage."""
    return next((m for m in reversed(mentions) if m.kind != "percent"), None)


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
            nearby = start if mention.kind == "money" else max(start, mention.first - _NEARBY)
            found = per_outside(tokens, nearby, mention.first, lexicon)
            previous = result[-1] if result else None
            if found is None and previous and said and previous.unit == mention.unit:
                found = said
            said = found
            if found and (mention.kind == "money" or found in TIMES):
                mention = mention._replace(per=found)
        else:
            said = None
            if mention.per in TIMES and mention.kind == "money":
                found = per_outside(tokens, start, mention.first, lexicon)
                joined = f"{found}/{mention.per}" if found and found not in TIMES else mention.per
                mention = mention._replace(per=joined)
        result.append(mention)
        start = mention.last
    return result


def _with_shared_per(
    tokens: Sequence[Token], mentions: Sequence[QuantityMention], lexicon: FigureLexicon
) -> list[QuantityMention]:
    """Give both of a price and its change what one of them is per: "tăng 10 USD, lên 1.280 USD/ounce"."""
    result = list(mentions)
    for k, (one, other) in enumerate(pairwise(mentions)):
        if one.kind != "money" or one.unit != other.unit or (one.per is None) == (other.per is None):
            continue
        per = one.per or other.per
        words = range(one.last, other.first)
        if len(words) > _CLOSE or per in TIMES:
            continue
        reached = any(lexicon.is_a("reaching").starting(tokens, i) for i in words)
        if reached and all(tokens[i].surface != ";" for i in words):
            result[k], result[k + 1] = one._replace(per=per), other._replace(per=per)
    return result


def _may_measure(tokens: Sequence[Token], number: Number, lexicon: FigureLexicon) -> bool:
    """Tell a number that may be a figure from a year, a rank, a unit's own and the end of "29/9".

    "1.240/1.900 tỷ đồng" is two figures.
    """
    if _is_year(tokens, number) or lexicon.is_a("ordinals").ending(tokens, number.first) is not None:
        return False
    slash = number.first - 1
    if slash > 0 and tokens[slash].surface == ":" and lexicon.unit_headings.ending(tokens, slash):
        return False  # "Đơn vị: 1.000 tấn"
    return number.scale != 1 or not (
        slash > 0
        and tokens[slash].surface == "/"
        and tokens[slash - 1].kind == "digits"
        and glued(tokens[slash - 1], tokens[slash])
        and glued(tokens[slash], tokens[number.first])
    )


def _is_year(tokens: Sequence[Token], number: Number) -> bool:
    """Tell a year: four digits after `năm`."""
    return (
        number.first > 0
        and tokens[number.first - 1].norm == "năm"
        and number.last == number.first + 1
        and len(tokens[number.first].surface) == 4
        and 1900 <= number.value <= 2100
    )


def _is_grade(tokens: Sequence[Token], mention: QuantityMention, lexicon: FigureLexicon) -> bool:
    """Tell a grade of goods ("gạo 5% tấm") or a legal form ("doanh nghiệp 100% vốn") from a figure."""
    if mention.kind != "percent":
        return False
    if lexicon.is_a("product_grades").starting(tokens, mention.last):
        return True
    if mention.last < len(tokens) and tokens[mention.last].norm == "vốn" and mention.lo == 100:
        return lexicon.is_a("legal_form_heads").ending(tokens, mention.first) is not None
    return False
