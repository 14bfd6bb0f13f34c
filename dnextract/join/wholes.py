"""What a share, a completion or a comparison is of."""

from typing import Final

from dnextract.join.context import Clause, Phrase

__all__ = ["group_asked", "is_levy", "multiplied", "whole_after"]

_LONGEST: Final = 14  # tokens
_NEAR_VERB: Final = 4  # tokens
_TIMES: Final = frozenset({"x", "×", "nhân", "với"})
_EQUAL: Final = frozenset({"bằng", "là"})


def whole_after(clause: Clause, k: int, start: int | None = None) -> Phrase | None:
    """Take the noun phrase right after a figure, up to a mark, a verb, a time or the next clause."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    first = clause.quantities[k].right if start is None else start
    limit = clause.limit(k)
    while first < limit and tokens[first].norm in ("của", "trong", "trên", "vào", "cho"):
        first += 1
    if first < limit and (tokens[first].kind == "mark" or tokens[first].norm == "và"):
        return None
    stops = lexicon["of_stops"]
    last = first
    while last < limit and last - first < _LONGEST:
        token = tokens[last]
        if (
            last in clause.timed
            or (token.kind == "mark" and token.surface not in "-–/")
            or token.kind == "digits"
        ):
            break
        inner = lexicon["of_inner"].starting(tokens, last)
        if inner is not None and inner[0] <= limit:
            last = inner[0]
            continue
        joined = token.norm == "và" and last + 1 < limit and not stops.starting(tokens, last + 1)
        if not joined and (stops.starting(tokens, last) or lexicon["conjunctions"].starting(tokens, last)):
            break
        last += 1
    while (
        last > first and (tail := lexicon["trailing"].ending(tokens, last)) is not None and tail[0] >= first
    ):
        last = tail[0]
    return clause.phrase(first, last, "join:of") if last > first else None


def multiplied(clause: Clause, k: int) -> Phrase | None:
    """Find what a percentage in a formula is of: "số thuế x 0,03%", "bằng doanh thu nhân với 1%"."""
    tokens, left = clause.frame.tokens, clause.quantities[k].left
    last = left
    while last > 0 and (tokens[last - 1].norm in _TIMES or tokens[last - 1].surface in "()"):
        last -= 1
    if not {t.norm for t in tokens[last:left]} & _TIMES - {"với"}:
        return None
    first = last
    while first > 0 and tokens[first - 1].kind == "word" and tokens[first - 1].norm not in _EQUAL:
        first -= 1
    amount = first > 0 and tokens[first - 1].kind == "digits"  # "9 triệu đồng x 31%"
    return clause.phrase(first, last, "join:of") if 0 < last - first <= _LONGEST and not amount else None


def is_levy(clause: Clause, k: int) -> bool:
    """Tell the rate of a tax, which is no part of it: "khấu trừ 10% thuế thu nhập", but "giảm 50% thuế"."""
    tokens, quantity = clause.frame.tokens, clause.quantities[k]
    if clause.lexicon["levies"].starting(tokens, quantity.right) is None:
        return False
    return not clause.says("reliefs", max(0, quantity.left - _NEAR_VERB), quantity.left)


def group_asked(clause: Clause, k: int, before: Phrase | None) -> Phrase | None:
    """Give the people a survey asked: named after the figure, counted before, or those asked before."""
    right = clause.quantities[k].right
    said = next((i for i, _, _ in clause.occurrences("answers", right, clause.limit(k))), right)
    if clause.lexicon["of_those"].starting(clause.frame.tokens, right) is not None:
        said = right  # "60% trong số đó là nữ" says no more than who was counted
    while said > right and (tail := clause.lexicon["trailing"].ending(clause.frame.tokens, said)) is not None:
        said = tail[0]
    if said > right:
        return clause.phrase(right, said, "join:asked")
    for quantity in reversed(clause.quantities[:k]):
        if quantity.kind == "count" and quantity.item is not None:
            first, last = quantity.item
            while last < clause.quantities[k].left and not _ends_group(clause, last):
                last += 1
            return clause.phrase(first, last, "join:asked")
    return before


def _ends_group(clause: Clause, i: int) -> bool:
    """Tell the end of the words that tell which people were asked: a mark, a verb, an answer."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if tokens[i].kind != "word":
        return True
    return any(lexicon[c].starting(tokens, i) is not None for c in ("name_stops", "conjunctions", "answers"))
