"""Noun phrases that name a part of what is measured: a sector, a product, a group."""

from collections.abc import Iterator

from dnextract.join.context import Clause
from dnextract.join.subjects import bare_phrase, noun_start

__all__ = ["ends_noun", "find_part", "is_no_part", "is_part", "named_part", "part_before", "part_inside"]

_BEFORE_NAMES = frozenset({"của", "từ", "sang", "tại", "ở", "vào", "với"})


def is_part(clause: Clause, first: int, last: int) -> bool:
    """Tell a noun phrase that names a part: a complete name of one, or a head with more than itself."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if lexicon["parts"].starting(tokens, first) is not None:
        return True
    head = lexicon["part_heads"].starting(tokens, first)
    return (
        head is not None
        and head[0] < last
        and tokens[head[0]].kind != "mark"
        and not is_no_part(clause, first)
    )


def is_no_part(clause: Clause, first: int) -> bool:
    """Tell words that only begin like a part."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if lexicon["no_parts"].starting(tokens, first) is None:
        return False
    return not any(lexicon[c].starting(tokens, first) for c in ("parts", "market_segments"))


def ends_noun(clause: Clause, i: int) -> bool:
    """Tell a verb or connective at token i, where a list of nouns cannot go on."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if tokens[i].norm == "và" or lexicon["name_inner"].covers(tokens, i):
        return False
    return any(lexicon[c].starting(tokens, i) is not None for c in ("name_stops", "openers"))


def find_part(clause: Clause, first: int, last: int) -> tuple[int, int] | None:
    """Find the noun phrase that tokens `[first, last)` begin with, up to a verb or the place it is of.

    A phrase that holds the name of a place or a firm, or that points back, is none.
    """
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    found = bare_phrase(clause, first, last, clause.timed)
    if found is None:
        return None
    first, last = found
    for i in range(first + 1, last):
        if lexicon["part_ends"].starting(tokens, i) and not lexicon["part_inner"].starting(tokens, i):
            last = i
            break
    for name in clause.names:
        if (
            name.label != "METRIC"
            and first + 1 < name.first < last
            and tokens[name.first - 1].norm in _BEFORE_NAMES
        ):
            last = name.first - 1
    if (
        last <= first
        or lexicon["pointers"].ending(tokens, last) is not None
        or any(n.label != "METRIC" and first <= n.first < last for n in clause.names)
    ):
        return None
    return first, last


def named_part(clause: Clause, first: int, last: int) -> tuple[int, int] | None:
    """Find the part that tokens `[first, last)` begin with."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    start = noun_start(clause, first, last, clause.timed)
    if start is None or not any(lexicon[c].starting(tokens, start) for c in ("parts", "part_heads")):
        return None
    found = find_part(clause, first, last)
    return found if found is not None and is_part(clause, *found) else None


def part_before(clause: Clause, start: int, end: int) -> tuple[int, int] | None:
    """Find the part right before token `end`, with what it is coordinated with.

    Commas inside it ("sản xuất, phân phối điện") and a list that a copula opens ("… là máy tính, điện thoại")
    belong to it.
    """
    tokens = clause.frame.tokens
    for first in _pieces(clause, start, end):
        found = named_part(clause, first, end)
        if found is None:
            continue
        if any(t.surface == "," for t in tokens[found[1] : end]):
            return None
        return _widened(clause, start, *found)
    return None


def part_inside(clause: Clause, start: int, end: int) -> tuple[int, int] | None:
    """Find the part that a phrase before token `end` ends with: "lãi suất của [nhóm ngân hàng nhỏ]"."""
    for first in range(start, end):
        if is_part(clause, first, end):
            found = find_part(clause, first, end)
            if found == (first, end):
                return found
    return None


def _pieces(clause: Clause, start: int, end: int) -> Iterator[int]:
    """Give the tokens after the commas before `end`, the last first, then `start`; a semicolon ends them."""
    tokens = clause.frame.tokens
    for first in range(end - 1, start, -1):
        if tokens[first - 1].surface in ";:":
            yield first
            return
        if tokens[first - 1].surface == ",":
            yield first
    yield start


def _widened(clause: Clause, start: int, first: int, last: int) -> tuple[int, int]:
    """Take the parts named before a part, from the copula on or as long as each is a part."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    at = first
    while at > start and (tokens[at - 1].kind == "word" or tokens[at - 1].surface == ","):
        if tokens[at - 1].norm == "là":
            return at, last
        if lexicon["part_ends"].ending(tokens, at) or lexicon["name_stops"].ending(tokens, at):
            break
        at -= 1
    for piece in _pieces(clause, start, first):
        found = named_part(clause, piece, first)
        if found is None or tokens[found[1]].surface != ",":
            break
        first = found[0]
    return first, last
