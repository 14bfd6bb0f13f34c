"""The thing a bare price or worth is of: "bán [thanh long] với giá …", "thu giữ [xe tải] trị giá …"."""

from collections.abc import Collection

from dnextract.join.context import Clause, Phrase
from dnextract.join.subjects import bare_phrase, is_name

__all__ = ["find_priced", "is_bare_price"]

_PASSIVE = frozenset({"được", "bị"})
_AUXILIARIES = frozenset({"vừa", "từng", "sẽ"})
_ENDS = frozenset(
    {"cho", "từ", "sang", "tại", "ở", "trong", "vào", "để", "của", "thuộc", "dành", "được", "bị"}
)
_BEFORE_PRICE = frozenset({"với", "có", "ở", "mức", ",", "cùng"})
_PARTICLES = frozenset({"ra", "lại", "đi", "xong", "thành", "công", "ròng", "rẻ", "sỉ", "lẻ", "mạnh", "nhất"})


def is_bare_price(clause: Clause, metric: Phrase) -> bool:
    """Tell a metric that says a price or a worth and not of what."""
    at = clause.token_at(metric.start)
    head = clause.lexicon["bare_prices"].starting(clause.frame.tokens, at) if at is not None else None
    return head is not None and clause.frame.tokens[head[0] - 1].end >= metric.end


def find_priced(clause: Clause, k: int, name: int) -> Phrase | None:
    """Find what is traded or seized before the bare price of figure k, which token `name` begins."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    end, start = name, clause.region(k)[0]
    while end > start and tokens[end - 1].norm in _BEFORE_PRICE:
        end -= 1
    first = end
    while first > start and tokens[first - 1].surface not in ",;:":
        first -= 1
    deals: list[tuple[int, int]] = []
    for at, last, _ in lexicon["deals"].occurrences(tokens, first, end):
        if not deals or at >= deals[-1][1]:
            deals.append((at, last))
    if not deals:
        return _worth(clause, first, name) if end == name else None
    at, last = deals[-1]
    while last < end and (tokens[last].norm in _PARTICLES or _is_adverb(clause, last)):
        last += 1
    if last < end:
        found = _noun(clause, last, end)
    else:
        subject = _before_passive(clause, first, at)
        found = _noun(clause, first, subject, ends=()) if subject is not None else None
    return clause.phrase(*found, "join:scope_priced") if found else None


def _worth(clause: Clause, first: int, name: int) -> Phrase | None:
    """Take the thing a worth is said of without a verb: "[gói thầu] trị giá …"."""
    if clause.frame.tokens[name].norm != "trị":
        return None
    found = _noun(clause, first, name) or next(
        ((n.first, n.last) for n in clause.metrics() if n.last == name), None
    )
    return clause.phrase(*found, "join:scope_priced") if found is not None and found[1] == name else None


def _before_passive(clause: Clause, first: int, at: int) -> int | None:
    """Give where the subject of a passive verb at token `at` ends: "Chiếc bình [vừa được] bán"."""
    tokens, passive = clause.frame.tokens, False
    while at > first and (tokens[at - 1].norm in _PASSIVE | _AUXILIARIES or _is_adverb(clause, at - 1)):
        passive = passive or tokens[at - 1].norm in _PASSIVE
        at -= 1
    return at if passive else None


def _is_adverb(clause: Clause, at: int) -> bool:
    return clause.lexicon["adverbs"].starting(clause.frame.tokens, at) is not None


def _noun(clause: Clause, first: int, last: int, *, ends: Collection[str] = _ENDS) -> tuple[int, int] | None:
    """Give the noun phrase of tokens `[first, last)`, which is no person, place or firm."""
    tokens = clause.frame.tokens
    last = next((i for i in range(first, last) if tokens[i].norm in ends), last)
    found = bare_phrase(clause, first, last, frozenset())
    if found is None or is_name(clause, *found) or clause.lexicon["pointers"].ending(tokens, found[1]):
        return None
    return None if any(n.first == found[0] for n in clause.metrics()) else found
