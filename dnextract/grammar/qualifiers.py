"""Qualifiers: the words around a figure that make it a bound or an approximation."""

from typing import Final

from dnextract.grammar.lexicon import FigureLexicon, QualifierWord
from dnextract.text import Tokens

__all__ = ["around", "past_qualifiers"]

_UP_TO: Final = frozenset({"đến", "tới"})


def around(
    tokens: Tokens, first: int, last: int, lexicon: FigureLexicon, free: int
) -> tuple[int, int, QualifierWord]:
    """Find the qualifiers of a figure: the token range they widen it to, and what they make of it.

    Of two qualifiers the bound wins over the approximation ("tối đa khoảng 10%"). What is "capped" is at
    most what "đến" leads to ("phạt tiền đến 5 triệu đồng"); else "đến" only says how much.
    """
    left, right, best = first, last, QualifierWord("exact", "")
    while (before := lexicon.before.ending(tokens, left)) is not None and before[0] >= free:
        comparative = lexicon.is_a("not_qualifiers").ending(tokens, left)
        if (comparative is not None and comparative[0] < before[0]) or _exceeds_by(
            tokens, before[0], left, last, lexicon
        ):
            break
        left = before[0]
        if best.qualifier in ("exact", "approx"):
            best = before[1]
    up_to = best.qualifier == "exact" and left - 1 > free and tokens[left - 1].norm in _UP_TO
    if up_to and lexicon.is_a("capped").ending(tokens, left - 1):
        left, best = left - 1, QualifierWord("at_most", "grammar:up_to")
    after = lexicon.after.starting(tokens, last)
    if after is not None:
        right, best = after
        if left > free and tokens[left - 1].norm == "từ":
            left -= 1
    return left, right, best


def past_qualifiers(tokens: Tokens, at: int, lexicon: FigureLexicon) -> int:
    """Step back over qualifiers: the price word of "giá khoảng 50k" stands before them."""
    while (before := lexicon.before.ending(tokens, at)) is not None:
        at = before[0]
    return at


def _exceeds_by(tokens: Tokens, at: int, end: int, last: int, lexicon: FigureLexicon) -> bool:
    """Tell "vượt 20% kế hoạch", by how much a plan is beaten, from "vượt 20 tỷ đồng", a bound."""
    bare = end - at == 1 and tokens[at].norm == "vượt"
    return bare and lexicon.is_a("beaten").starting(tokens, last) is not None
