"""Counts and ratios: a number with the noun it counts, and a ratio's "per 1.000 dân"."""

from collections.abc import Sequence
from dataclasses import replace

from dnextract.grammar.lexicon import FigureLexicon
from dnextract.grammar.mentions import QuantityMention, bounds
from dnextract.grammar.numbers import Number
from dnextract.grammar.qualifiers import around
from dnextract.grammar.units import Per, per_after
from dnextract.text import Token

__all__ = ["find"]

_LONGEST_ITEM = 14  # syllables
_RATIO_MARKS = frozenset({"/", "trên"})
_PLURALS = frozenset({"các", "những"})


def find(
    tokens: Sequence[Token], number: Number, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    """Find the count or ratio that starts with `number`.

    A count needs a noun of `patterns/figures/counted.yaml`; in a ratio any noun will do.
    """
    if _is_label(tokens, number, lexicon) or _looks_like_year(tokens, number):
        return None
    ratio = _ratio(tokens, number, lexicon, free)
    if ratio is not None:
        return ratio
    if number.written == "word" and (number.value <= 1 or tokens[number.first].norm == "năm"):
        return None
    head = lexicon.counted.starting(tokens, number.last)
    enumeration = lexicon.is_a("enumerations").starting(tokens, number.last)
    if head is None or (enumeration and enumeration[0] >= head[0]):
        return None
    last = _noun_phrase_end(tokens, head[0], lexicon, several=number.value > 1)
    return _count(tokens, number, last, per_after(tokens, last, lexicon), lexicon, free)


def _is_label(tokens: Sequence[Token], number: Number, lexicon: FigureLexicon) -> bool:
    return lexicon.is_a("labels").ending(tokens, number.first) is not None


def _looks_like_year(tokens: Sequence[Token], number: Number) -> bool:
    """Tell "World Cup 2018" from a count: the press groups the thousands of a count (2.018 xe)."""
    plain = number.last == number.first + 1 and len(tokens[number.first].surface) == 4
    return plain and tokens[number.first].surface.isdigit() and 1900 <= number.value <= 2100


def _ratio(
    tokens: Sequence[Token], number: Number, lexicon: FigureLexicon, free: int
) -> QuantityMention | None:
    stop = min(len(tokens), number.last + _LONGEST_ITEM)
    for i in range(number.last + 1, stop):
        token = tokens[i]
        if token.norm in _RATIO_MARKS and (per := _per_many(tokens, i, lexicon)) is not None:
            return replace(_count(tokens, number, i, per, lexicon, free), kind="ratio")
        if token.kind != "word":
            return None
    return None


def _per_many(tokens: Sequence[Token], at: int, lexicon: FigureLexicon) -> Per | None:
    """Read a denominator that is a number of things: "/1.000 dân", "trên 10.000 dân"."""
    slash = Token(*tokens[at][:2], "/", "/", "mark")
    per = per_after([*tokens[:at], slash, *tokens[at + 1 : at + 8]], at, lexicon)
    if per is None or " " not in per.per:
        return None
    many = per.per.split(" ")[0]
    return per if many.isdigit() and many.strip("0") == "1" else None


def _count(
    tokens: Sequence[Token],
    number: Number,
    item_last: int,
    per: Per | None,
    lexicon: FigureLexicon,
    free: int,
) -> QuantityMention:
    left, right, qualifier = around(tokens, number.first, per.last if per else item_last, lexicon, free)
    lo, hi = bounds(number.value, qualifier.qualifier)
    return QuantityMention(
        first=number.first,
        last=per.last if per else item_last,
        left=left,
        right=right,
        kind="count",
        lo=lo,
        hi=hi,
        qualifier=qualifier.qualifier,
        unit="count",
        per=per.per if per else None,
        negative=False,
        rules=("grammar:count", *([qualifier.rule] if qualifier.rule else [])),
        item=(number.last, item_last),
    )


def _noun_phrase_end(tokens: Sequence[Token], at: int, lexicon: FigureLexicon, *, several: bool) -> int:
    """Extend a counted noun over its modifiers: up to a function word, a mark, a number or a new noun.

    Of `several` things, coordinated counted nouns belong together: "hộ nghèo, hộ cận nghèo và các đối tượng".
    """
    stops, amounts = lexicon.is_a("function_words"), lexicon.is_a("money_nouns")
    i = at
    while i < len(tokens) and i - at < _LONGEST_ITEM:
        token = tokens[i]
        if token.kind == "word" and not stops.starting(tokens, i) and not amounts.starting(tokens, i):
            i += 1
            continue
        if token.norm not in (",", "và") or not several:
            break
        plural = i + 1 < len(tokens) and tokens[i + 1].norm in _PLURALS
        head = lexicon.counted.starting(tokens, i + 2 if plural else i + 1)
        if head is None or tokens[head[0] - 1].norm == tokens[at - 1].norm:
            break  # "100 triệu thuê bao, thuê bao trong nước …" begins anew
        i = head[0]
    return i
