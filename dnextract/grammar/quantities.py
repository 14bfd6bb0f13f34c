"""Quantities: a number, or a range of two, with its unit, denominator and qualifier."""

from collections.abc import Sequence

from dnextract.grammar import counts, elided, headings, measures, multiples, ranges
from dnextract.grammar.headings import UnitHeading
from dnextract.grammar.lexicon import FigureLexicon
from dnextract.grammar.mentions import QuantityMention
from dnextract.grammar.numbers import Number
from dnextract.grammar.per_elsewhere import with_per
from dnextract.text import Tokens
from dnextract.text.tokens import glued

__all__ = ["find_quantities"]


def find_quantities(
    tokens: Tokens,
    numbers: Sequence[Number],
    lexicon: FigureLexicon,
    heading: UnitHeading | None = None,
) -> list[QuantityMention]:
    """Find the quantities of a sentence, in order, without overlap.

    `numbers` are those of the same tokens. A bare number without unit or counted noun is no quantity, but
    in a line of a table it has the unit of the `heading` above.
    """
    mentions: list[QuantityMention] = []
    amount: QuantityMention | None = None  # the last that is no percentage
    free = 0  # the first token no mention has taken yet
    for k, number in enumerate(numbers):
        if number.first < free or not _may_measure(tokens, number, lexicon):
            continue
        following = numbers[k + 1] if k + 1 < len(numbers) else None
        mention = (
            ranges.find(tokens, number, following, lexicon, free)
            or elided.find_lower(tokens, number, following, lexicon, free)
            or elided.find_continued(tokens, number, amount, lexicon, free)
            or measures.find(tokens, number, lexicon, free)
            or (headings.find(tokens, number, heading, lexicon, free) if heading else None)
            or multiples.find(tokens, number, following, lexicon, free)
            or counts.find(tokens, number, lexicon, free)
            or elided.find(tokens, number, following, lexicon, free)
        )
        if mention is not None and not _is_grade(tokens, mention, lexicon):
            mentions += ranges.find_listed(tokens, numbers, k, mention, lexicon, free)
            mentions.append(mention)
            amount = amount if mention.kind == "percent" else mention
            free = mention.right
        elif mention is not None:
            free = mention.last
    mentions += multiples.find_doubles(tokens, mentions, lexicon)
    mentions.sort(key=lambda m: m.first)
    return with_per(tokens, mentions, lexicon)


def _may_measure(tokens: Tokens, number: Number, lexicon: FigureLexicon) -> bool:
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


def _is_year(tokens: Tokens, number: Number) -> bool:
    """Tell a year: four digits after `năm`."""
    return (
        number.first > 0
        and tokens[number.first - 1].norm == "năm"
        and number.last == number.first + 1
        and len(tokens[number.first].surface) == 4
        and 1900 <= number.value <= 2100
    )


def _is_grade(tokens: Tokens, mention: QuantityMention, lexicon: FigureLexicon) -> bool:
    """Tell a grade of goods ("gạo 5% tấm", "phiên bản 2.0L") or a legal form ("100% vốn") from a figure."""
    if mention.unit == "l":
        return lexicon.is_a("versions").ending(tokens, mention.first) is not None
    if mention.kind != "percent":
        return False
    if lexicon.is_a("product_grades").starting(tokens, mention.last):
        return True
    if mention.last < len(tokens) and tokens[mention.last].norm == "vốn" and mention.lo == 100:
        return lexicon.is_a("legal_form_heads").ending(tokens, mention.first) is not None
    return False
