"""What has a metric, named, counted or weighed right before it: "khối Công nghệ ghi nhận doanh thu"."""

from collections.abc import Sequence

from dnextract.join.context import Clause, MetricChoice, Phrase
from dnextract.join.parts import find_part, is_no_part, is_part, part_before

__all__ = ["counted_before", "holder_of", "weighed_before"]

_LINKS = frozenset({",", "với", "có", "đạt", "tương", "ứng", "đương"})


def holder_of(clause: Clause, k: int, name: int) -> Phrase | None:
    """Find what has the metric named at token `name`: "khối Công nghệ ghi nhận doanh thu"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    governor = clause.governors[k]
    start, end, held = _after_counted(clause, k), name, False
    grows = governor is not None and governor.last == name and governor.aspect == "change"
    if governor is not None and grows:  # "đạt [tăng trưởng] doanh thu 9%"
        end = governor.first
    while end > start:
        verb = lexicon["holders"].ending(tokens, end)
        step = verb or lexicon["adverbs"].ending(tokens, end)
        if step is None or step[0] < start:
            break
        end, held = step[0], held or verb is not None
    if end > start and tokens[end - 1].norm == "với":
        end -= 1
        if end > start and tokens[end - 1].surface == ",":
            end -= 1
    made = _made(clause, start, end) if end < name else None
    found = made or part_before(clause, start, end)
    if found is None and held:
        found = _thing_before(clause, start, end)
    return clause.phrase(*found, "join:scope_holder") if found else None


def _made(clause: Clause, start: int, end: int) -> tuple[int, int] | None:
    """Find the object of a verb of making right before token `end`: "xây dựng [nhà ga] có công suất 5 MW"."""
    tokens = clause.frame.tokens
    sold = clause.lexicon["deals"].ending(tokens, end)
    first = end = end if sold is None or sold[0] <= start else sold[0]
    while first > start and tokens[first - 1].kind == "word":
        first -= 1
    verbs = [last for _, last, _ in clause.occurrences("making", first, end)]
    found = find_part(clause, verbs[-1], end) if verbs and verbs[-1] < end else None
    return found if found is not None and found[0] == verbs[-1] and found[1] == end else None


def _after_counted(clause: Clause, k: int) -> int:
    """Give where the words free for figure k start; a noun counted right before belongs to them."""
    start = clause.region(k)[0]
    earlier = clause.quantities[k - 1] if k else None
    return earlier.item[0] if earlier and earlier.item and earlier.right == start else start


def _thing_before(clause: Clause, start: int, end: int) -> tuple[int, int] | None:
    """Find the noun phrase before a verb of having, whatever it names but a firm."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    first = end
    while first > start and tokens[first - 1].surface not in ",;:":
        first -= 1
    found = find_part(clause, first, end)
    if found is None or is_no_part(clause, found[0]) or tokens[found[0]].surface.isupper():
        return None
    head = lexicon["part_heads"].starting(tokens, found[0])
    bare = found[1] - found[0] == 1 or (head is not None and head[0] >= found[1])
    return None if bare or lexicon["firm_pointers"].starting(tokens, found[0]) else found


def counted_before(clause: Clause, k: int, name: int) -> Phrase | None:
    """Take what was just counted: "1.200 dự án mới với tổng vốn 5 tỷ USD"."""
    tokens, lexicon = clause.frame.tokens, clause.lexicon
    item, right = (clause.quantities[k - 1].item, clause.quantities[k - 1].right) if k else (None, 0)
    if item is None or right > name:
        return None
    worth = lexicon["worths"].starting(tokens, name) is not None
    if worth and all(t.norm in (",", "với", "có") for t in tokens[right:name]):
        return clause.phrase(*item, "join:scope_counted")
    linked = tokens[name - 1].norm == "với" or lexicon["holders"].ending(tokens, name) is not None
    if right == name or not linked or not is_part(clause, *item):
        return None
    if any(t.surface in ",;:" for t in tokens[right:name]):
        return None
    return clause.phrase(*item, "join:scope_counted")


def weighed_before(clause: Clause, name: int, scoped: Sequence[MetricChoice]) -> Phrase | None:
    """Take what was just weighed: "nhập khẩu 40 tấn bông với tổng trị giá 9 triệu USD"."""
    earlier = scoped[-1].metric if scoped else None
    if earlier is None or earlier.rule != "join:noun_after":
        return None
    at = clause.token_from(earlier.end)
    between = [t.norm for t in clause.frame.tokens[at:name]]
    worth = clause.lexicon["worths"].starting(clause.frame.tokens, name) is not None
    linked = between and set(between) <= _LINKS and (worth or "," not in between)
    return earlier.by("join:scope_counted") if linked else None
