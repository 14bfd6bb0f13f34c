"""What the words a sentence, or a piece of it, opens with say it is about."""

from itertools import pairwise

from dnextract.join.context import Clause, Phrase
from dnextract.join.parts import ends_noun, find_part, is_no_part, named_part
from dnextract.join.subjects import bare_phrase

__all__ = ["SCOPE_OF_TRADE", "find_exclusion", "find_label", "find_theme", "find_topic"]

SCOPE_OF_TRADE = "join:scope_of_trade"  # exports or imports, to which the sentence turns
_TOPICS = ("part_heads", "topic_groups", "market_segments", "flows_in_trade")


def find_topic(clause: Clause, start: int) -> Phrase | None:
    """Find the topic that the words from token `start` open with: "Đối với mảng bán lẻ, doanh thu …"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    limit = next((q.left for q in clause.quantities if q.left >= start), len(tokens))
    first = _after_mark(clause, start, limit)
    if first is None or lexicon["no_topics"].starting(tokens, first) or is_no_part(clause, first):
        return None
    last = _topic_end(clause, first, limit)
    if last == limit or lexicon["pointers"].ending(tokens, last) is not None:
        return None
    found = bare_phrase(clause, first, last, frozenset())
    rule = SCOPE_OF_TRADE if lexicon["flows_in_trade"].starting(tokens, first) else "join:scope_opening"
    return clause.phrase(*found, rule) if found else None


def _after_mark(clause: Clause, at: int, limit: int) -> int | None:
    """Give the token after the words that open a topic; discourse openers and marks may stand before them."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    while at < limit:
        mark = lexicon["topic_marks"].starting(tokens, at)
        if mark is not None:
            return mark[0]
        mark = lexicon["topic_prepositions"].starting(tokens, at)
        if mark is not None and _may_be_topic(clause, mark[0]):
            return mark[0]
        opener = lexicon["openers"].starting(tokens, at)
        if opener is None and tokens[at].kind != "mark":
            return None
        at = opener[0] if opener is not None else at + 1
    return None


def _may_be_topic(clause: Clause, at: int) -> bool:
    """Tell words that a plain preposition makes a topic: a part, a group, a trade."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    many = lexicon["many"].starting(tokens, at)
    at = many[0] if many is not None else at
    return any(lexicon[c].starting(tokens, at) is not None for c in _TOPICS)


def _topic_end(clause: Clause, first: int, limit: int) -> int:
    """Give the comma, colon or `thì` that ends a topic; a list of nouns may hold commas."""
    tokens = clause.frame.tokens
    ends = [i for i in range(first, limit) if tokens[i].surface in ",;:" or tokens[i].norm == "thì"]
    names = {n.first for n in clause.names} | {t.first for t in clause.frame.times}
    for end, following in pairwise(ends):
        piece = range(end + 1, following)
        goes_on = not names.intersection(piece) and not any(ends_noun(clause, i) for i in piece)
        if tokens[end].surface != "," or not goes_on:
            return end
    return ends[-1] if ends else limit


def find_theme(clause: Clause, k: int, name: int) -> Phrase | None:
    """Find the part that the segment of figure k begins with, before the name at token `name`.

    Times may stand before it: "Kết thúc năm 2016, khối bán lẻ ghi nhận …".
    """
    tokens = clause.frame.tokens
    start = clause.frame.segment_start(clause.quantities[k].left)
    times = [t.first for t in clause.frame.times]
    if name > clause.quantities[k].right:
        return None
    while start < name:
        last = next((i for i in range(start, name) if tokens[i].surface in ",;:"), name)
        found = named_part(clause, start, last)
        if found is not None:
            spoken = any(t.surface in "”?" for t in tokens[found[1] : name])
            return None if spoken else clause.phrase(*found, "join:scope_theme")
        if not any(start <= t < last for t in times):
            return None
        start = last + 1
    return None


def find_label(clause: Clause, k: int, name: int | None) -> Phrase | None:
    """Find the label figure k stands under, if what it measures is named at token `name` or elsewhere.

    "Gói thầu 2: phần móng đạt 70%"; "– Cho thuê kho bãi: 4%" below a heading.
    """
    tokens = clause.frame.tokens
    start = clause.frame.segment_start(clause.quantities[k].left)
    if (name is not None and name < start) or start < 2 or tokens[start - 1].surface != ":":
        return None
    first, end = clause.frame.segment_start(start - 1), start - 1
    while (
        first < end
        and (tokens[first].kind == "mark" or tokens[first + 1].surface in ").")
        and first < end - 1
    ):
        first += 1  # a dash, "a)"
    found = find_part(clause, first, end)
    item = name is None and first > 0 and clause.quantities[k].left == start
    if item and not any(n.first < end and n.label != "METRIC" for n in clause.names):
        found = first, end
    if found is None or found[1] != end or clause.lexicon["credits"].starting(tokens, found[0]):
        return None
    capitals = [tokens[i].surface[0].isupper() for i in range(found[0] + 1, found[1])]
    if any(a and b for a, b in pairwise(capitals)):  # the name of the one who speaks
        return None
    marked = clause.lexicon["topic_prepositions"].starting(tokens, first) or clause.lexicon[
        "topic_marks"
    ].starting(tokens, first)
    names = range(first if marked is None else found[0], start if marked is None else found[0] + 1)
    if not item and any(n.first in names for n in clause.metrics()):
        return None
    return clause.phrase(*found, "join:scope_label")


def find_exclusion(clause: Clause, k: int) -> Phrase | None:
    """Find what the segment of figure k leaves out: "không kể tiền sử dụng đất thì đạt …"."""
    tokens, left = clause.frame.tokens, clause.quantities[k].left
    start = clause.frame.segment_start(left)
    found = clause.lexicon["exclusions"].starting(tokens, start)
    if found is None:
        return None
    last = next(
        (i for i in range(found[0], left) if tokens[i].surface == "," or tokens[i].norm == "thì"), left
    )
    return clause.phrase(start + 1 if tokens[start].norm == "nếu" else start, last, "join:scope_exclusion")
