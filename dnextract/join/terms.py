"""Terms of deposits, loans and bonds, each a part of what is measured: "lãi suất kỳ hạn 6 tháng là 5%"."""

from itertools import pairwise

from dnextract.join.context import Clause, Phrase

__all__ = ["TERM", "term_at", "term_of"]

TERM = "join:scope_term"
_UNITS = frozenset({"ngày", "tuần", "tháng", "năm"})
_BOUNDS = frozenset({"từ", "đến", "tới", "dưới", "trên", "-", "–", "đủ"})
_OPEN = ("trở", frozenset({"lên", "xuống"}))
_JOINTS = frozenset({",", "và", "hoặc"})

_Term = tuple[int, int]


def term_of(clause: Clause, k: int) -> Phrase | None:
    """Give the term of figure k: the one named last before it, or its own of several.

    "kỳ hạn 1 và 3 tháng lần lượt 3% và 4%" has one for each figure.
    """
    terms = _find_terms(clause)
    if not terms:
        return None
    run = clause.run(k)
    first = run[0]
    start = max(clause.frame.segment_start(clause.quantities[first].left), _free_from(clause, first))
    near = [t for t in terms if start <= t[0] and t[1] <= clause.quantities[first].left]
    if not near:
        return None
    group = _together(clause, near)
    own = [group[run.index(k)]] if len(group) == len(run) else group
    return clause.phrase(own[0][0], own[-1][1], TERM)


def term_at(clause: Clause, end: int) -> Phrase | None:
    """Give the term that ends at token `end`: "ba kỳ hạn 5 năm (20 tỷ đồng), [10 năm] (30 tỷ đồng)"."""
    found = next((t for t in _find_terms(clause) if t[1] == end), None)
    return clause.phrase(*found, TERM) if found else None


def _free_from(clause: Clause, k: int) -> int:
    return clause.quantities[k - 1].right if k else 0


def _together(clause: Clause, terms: list[_Term]) -> list[_Term]:
    """Give the last of some terms with those it is coordinated with."""
    group = terms[-1:]
    for earlier, later in reversed(list(pairwise(terms))):
        between = clause.frame.tokens[earlier[1] : later[0]]
        if not all(t.norm in _JOINTS for t in between):
            break
        group.insert(0, earlier)
    return group


def _find_terms(clause: Clause) -> list[_Term]:
    """Find the terms of a clause: after a word for one, then each duration that a mark or `và` leads to."""
    tokens, found = clause.frame.tokens, []
    opened = False
    at = 0
    heads = {last: first for first, last, _ in clause.occurrences("terms")}
    begun = {first for first, _, _ in clause.occurrences("rates_of_terms")}
    if not heads and not begun:
        return []
    rates = {n.last for n in clause.metrics() if n.first in begun}
    while at < len(tokens):
        head = heads.get(at)
        listed = opened and (at == 0 or tokens[at - 1].norm in _JOINTS or tokens[at - 1].surface == ";")
        end = _duration(clause, at) if head is not None or listed or at in rates else None
        if end is None:
            at += 1
            continue
        opened = True
        found.append((at if head is None else head, end))
        at = end
    return found


def _duration(clause: Clause, at: int) -> int | None:
    """Read a duration at a token, with its bounds: "6 tháng", "từ 1 tháng đến dưới 6 tháng", "1-3 tháng"."""
    tokens, end, numbers = clause.frame.tokens, None, 0
    if any(t.first <= at < t.last for t in clause.frame.times):
        return None
    i = at
    while i < len(tokens):
        token = tokens[i]
        if token.kind == "digits":
            numbers += 1
        elif token.norm in _UNITS and numbers:
            end, numbers = i + 1, 0
        elif token.norm not in _BOUNDS or (i == at and token.kind == "mark"):
            break
        i += 1
    if end is None:
        return None
    after = [t.norm for t in tokens[end : end + 2]]
    return end + 2 if len(after) == 2 and after[0] == _OPEN[0] and after[1] in _OPEN[1] else end
