"""Noun phrases no lexicon knows: the subject of a clause, and the noun right after a figure."""

from dnextract.join.context import Clause, Phrase

__all__ = [
    "bare_phrase",
    "find_subject",
    "is_name",
    "list_copula",
    "noun_after",
    "noun_start",
    "touches",
    "without_owner",
]

_LONGEST_SUBJECT = 30  # tokens
_LONGEST_NOUN = 50  # tokens, with what is said of it
_LONGEST_THING = 4  # tokens of one thing in a list
_ATTRIBUTES = frozenset({"của", "về", "cho", "trong", "từ"})  # what follows belongs to the noun before


def is_name(clause: Clause, first: int, last: int) -> bool:
    """Tell a subject that is a place or an organisation, with at most a few words around it."""
    tokens = clause.frame.tokens
    owners = [n for n in clause.names if n.label != "METRIC" and last - n.last <= 3]
    while first < last and not any(n.first == first for n in owners):
        area = clause.lexicon["area_words"].starting(tokens, first)
        if area is None:
            return False
        first = area[0]
    return True


def find_subject(clause: Clause, k: int, compared: frozenset[int]) -> tuple[int, int] | None:
    """Find the noun phrase before the governor (or figure) that no metric lexicon knows."""
    start, end = clause.region(k)
    governor = clause.governors[k]
    if governor is not None and governor.first >= start and not _is_of_noun(clause, k, start):
        end = governor.first
    leading = _identified(clause, k, clause.frame.segment_start(clause.quantities[k].left), end)
    if leading is not None:
        return leading
    copula = list_copula(clause, k)
    if copula is not None:
        start = max(start, copula + 1)
    tokens = clause.frame.tokens
    if (governor is None or governor.first < start) and tokens[
        end - 1
    ].norm == "và":  # "mỗi hộ và tối đa 20 triệu đồng"
        return None
    blocked = compared | clause.timed
    start = _complement(clause, start, end, blocked)
    whole = _coordinated_subject(clause, start, end, blocked)
    if whole is not None:
        return whole
    last = end
    while last > start:
        first = last
        while first > start and tokens[first - 1].surface not in ',:;“”"':
            if tokens[first - 1].surface == "–" and tokens[first].surface[0].isupper():
                break
            first -= 1
        if clause.lexicon["anaphora"].starting(tokens, first) is not None:
            return None  # "ở Áo, nước láng giềng, con số này là 5%" tells of no neighbour
        found = bare_phrase(clause, first, last, blocked)
        if found is not None:
            return found
        last = first - 1
    return None


def _is_of_noun(clause: Clause, k: int, start: int) -> bool:
    """Tell a verb inside a noun phrase: "nguy cơ [suy giảm] thị lực từ 10 đến 20%"."""
    governor, tokens, lexicon = clause.governors[k], clause.frame.tokens, clause.lexicon
    if governor is None or touches(clause, k) or lexicon["name_stops"].starting(tokens, governor.last):
        return False
    return lexicon["name_inner"].covers(tokens, governor.first, start)


def _complement(clause: Clause, start: int, end: int, blocked: frozenset[int]) -> int:
    """Give where what is said begins: "Điều này cho thấy [sự lạc quan] tăng", not "doanh thu dự báo đạt"."""
    tokens = clause.frame.tokens
    for _, said, _ in reversed(clause.occurrences("complementizers", start, end)):
        if (
            said < end
            and tokens[said].norm not in _ATTRIBUTES
            and bare_phrase(clause, said, end, blocked) is not None
        ):
            return said
    return start


def _identified(clause: Clause, k: int, start: int, end: int) -> tuple[int, int] | None:
    """Find who has a share, told what it is before: "Hoa Kỳ là thị trường lớn nhất, chiếm 41%"."""
    governor, tokens = clause.governors[k], clause.frame.tokens
    if governor is None or governor.aspect != "share" or tokens[end - 1].surface != ",":
        return None
    copula = next((i for i in range(start, end) if tokens[i].norm == "là"), start)
    found = bare_phrase(clause, start, copula, frozenset()) if copula > start else None
    named = found is not None and any(n.label != "METRIC" and n.first == found[0] for n in clause.names)
    return found if named else None


def list_copula(clause: Clause, k: int) -> int | None:
    """Find the copula that opens a list whose first item is figure k: "Một số mặt hàng tăng cao [là] …"."""
    tokens, lexicon, governor = clause.frame.tokens, clause.lexicon, clause.governors[k]
    many = lexicon["many"].starting(tokens, 0)
    if k or governor is None or many is None or not lexicon["scope_heads"].starting(tokens, many[0]):
        return None
    return next((i for i in range(governor.first - 2, many[0], -1) if tokens[i].norm == "là"), None)


def _coordinated_subject(
    clause: Clause, start: int, end: int, blocked: frozenset[int]
) -> tuple[int, int] | None:
    """Take a subject with commas inside: "ngành sửa chữa tàu, thuyền, sà lan"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if not any(tokens[i].surface == "," for i in range(start, end)):
        return None
    found = bare_phrase(clause, start, end, blocked)
    if found is None or not any(lexicon[c].starting(tokens, found[0]) for c in ("scope_heads", "averages")):
        return None
    return (
        found if found[1] == end or not any(tokens[i].surface == "," for i in range(found[1], end)) else None
    )


def noun_start(clause: Clause, first: int, last: int, blocked: frozenset[int]) -> int | None:
    """Give the token after the openers and times of a piece; `None` if no noun phrase begins there."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if lexicon["speakers"].starting(tokens, first) or lexicon["persons"].starting(tokens, first):
        return None
    if lexicon["anaphora"].starting(tokens, first) or clause.says("exceptions", first, min(first + 3, last)):
        return None
    inner, plans, stops = lexicon["name_inner"], lexicon["plans"], lexicon["name_stops"]
    while first < last and not inner.starting(tokens, first) and not plans.starting(tokens, first):
        if first in blocked or tokens[first].kind == "mark":
            first += 1
            continue
        step = stops.starting(tokens, first)
        if step is None or step[0] > last:
            step = lexicon["openers"].starting(tokens, first)
        if step is None or step[0] > last:
            break
        first = step[0]
    if lexicon["no_nouns"].starting(tokens, first) or lexicon["anaphora"].starting(tokens, first):
        return None
    return first


def bare_phrase(clause: Clause, first: int, last: int, blocked: frozenset[int]) -> tuple[int, int] | None:
    """Strip openers, times and trailing adverbs from a piece; `None` if no noun phrase is left."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    start = noun_start(clause, first, last, blocked)
    if start is None:
        return None
    first = start
    inner, plans = lexicon["name_inner"], lexicon["plans"]
    last = next((i for i in range(first, last) if i in blocked), last)
    for i, _, _ in clause.occurrences("name_stops", first + 1, last):
        if not plans.starting(tokens, i) and not inner.covers(tokens, i, first):
            last = i
            break
    while last > first:
        tail = lexicon["trailing"].ending(tokens, last)
        if tokens[last - 1].kind == "mark" and tokens[last - 1].surface != ")":
            last -= 1
        elif tail is not None and tail[0] >= first and not inner.covers(tokens, last - 1, first):
            last = tail[0]
        else:
            break
    if (
        last <= first
        or last - first > _LONGEST_SUBJECT
        or tokens[first].kind != "word"
        or _is_relation(clause, first)
        or (last - first == 2 and tokens[first + 1].surface == ")")  # "a) Mức 1% …"
    ):
        return None
    return first, last


def _is_relation(clause: Clause, first: int) -> bool:
    """Tell a preposition, which begins no name: "cho người dân", but not "cho vay"."""
    if clause.lexicon["relations"].starting(clause.frame.tokens, first) is None:
        return False
    return all(name.first != first for name in clause.metrics())


def noun_after(clause: Clause, k: int, *, said_of: bool = True) -> Phrase | None:
    """Take the noun phrase right after a figure with nothing before it ("100% văn bản được ký số").

    What is `said_of` the noun belongs to it, after a percentage.
    """
    quantity = clause.quantities[k]
    first, limit = quantity.right, clause.limit(k)
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    if quantity.kind == "count" or first >= limit or tokens[first].kind != "word":
        return None
    inner = lexicon["name_inner"].starting(tokens, first) is not None  # "cao su"
    none = ("name_stops", "conjunctions", "of_stops")
    if not inner and any(lexicon[c].starting(tokens, first) for c in none):
        return None
    if _is_relation(clause, first):
        return None
    last = first
    stop_at_verbs = quantity.kind != "percent" or not said_of
    stops = ("name_stops",) if said_of else ("name_stops", "conjunctions")
    while last < limit:
        token = tokens[last]
        further = _lists_on if stop_at_verbs else _clause_goes_on
        goes_on = token.surface == "," and further(clause, k, last, limit)
        if token.surface in ",;:.()…" and not goes_on:
            break
        if stop_at_verbs and any(lexicon[c].starting(tokens, last) for c in stops):
            break
        last += 1
    while last > first and (tail := _ending(clause, last)) is not None:
        last = max(first, tail)
    # What runs on is a table or a page without its marks, and no name.
    return clause.phrase(first, last, "join:noun_after") if 0 < last - first <= _LONGEST_NOUN else None


def _ending(clause: Clause, last: int) -> int | None:
    """Give the token that words which end no noun phrase begin at: "… của", "… và có tới"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    tail = lexicon["trailing"].ending(tokens, last)
    if tail is not None:
        return tail[0]
    at = last
    while (adverb := lexicon["adverbs"].ending(tokens, at)) is not None:
        at = adverb[0]
    joined = lexicon["conjunctions"].ending(tokens, at)
    if joined is not None:
        return joined[0]
    return at - 1 if at and tokens[at - 1].surface == "," else None


def touches(clause: Clause, k: int) -> bool:
    """Tell a verb with nothing but adverbs between it and its figure."""
    governor, at = clause.governors[k], clause.quantities[k].left
    while (adverb := clause.lexicon["adverbs"].ending(clause.frame.tokens, at)) is not None:
        at = adverb[0]
    return governor is not None and governor.last >= at


def _clause_goes_on(clause: Clause, k: int, comma: int, limit: int) -> bool:
    """Tell a comma inside the predicate of "100% văn bản được ký số, gửi nhận liên thông" from an end."""
    tokens = clause.frame.tokens
    following = comma + 1
    if k + 1 < len(clause.quantities) and clause.quantities[k + 1].left == following:
        return False
    return (
        following < limit
        and tokens[following].kind == "word"
        and not clause.lexicon["conjunctions"].starting(tokens, following)
    )


def _lists_on(clause: Clause, k: int, comma: int, limit: int) -> bool:
    """Tell a comma inside a list of things weighed, which ends their phrase: "7 tấn thịt sấy, ruốc thịt"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    end = next((i for i in range(comma + 1, limit) if tokens[i].surface in ",.;:()…"), limit)
    if end == limit < len(tokens) or not 0 < end - comma - 1 <= _LONGEST_THING:
        return False
    if any(n.first == comma + 1 for n in clause.names):
        return False
    return not any(
        lexicon[c].starting(tokens, i) is not None
        for i in range(comma + 1, end)
        for c in ("name_stops", "openers", "no_nouns", "pricing_verbs")
    )


def without_owner(clause: Clause, first: int, last: int) -> int:
    """Cut the places or organisations a name is of: "lợi nhuận của Vietcombank và ACB"; gives the new end."""
    tokens = clause.frame.tokens
    for name in clause.names:
        ends_in = name.first < last <= name.last  # a name of a metric ends at the mark of "TP.HCM"
        if name.label == "METRIC" or not ends_in or name.first - first < 2:
            continue
        start = name.first
        while start - first > 1 and (area := clause.lexicon["area_words"].ending(tokens, start)):
            start = area[0]
        if start - first > 1 and tokens[start - 1].norm in ("của", "tại", "ở", "trong"):
            return start - 1
        if start - first > 1 and tokens[start - 1].norm in ("và", ","):
            before = without_owner(clause, first, start - 1)
            return last if before == start - 1 else before
    return last
